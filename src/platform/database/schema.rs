//! The schema's version: which migrations a database has, and which this program knows.
//!
//! Migrations only go forward and are part of the program. Opening never runs one.

use sqlx::AnyConnection;
use sqlx::migrate::{MigrateError, Migrator};

use super::settings::{self, Role};
use super::{DatabaseUrl, Dialect, OpenError};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The migrations in this program, oldest first: version and name.
pub fn embedded(dialect: Dialect) -> impl Iterator<Item = (i64, &'static str)> {
    migrator(dialect).iter().map(|m| (m.version, m.description.as_ref()))
}

/// What [`super::Database::migrate`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The newest migration before.
    pub from: i64,
    /// The newest migration now.
    pub to: i64,
}

fn migrator(dialect: Dialect) -> &'static Migrator {
    match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    }
}

fn newest_known(dialect: Dialect) -> i64 {
    migrator(dialect).iter().map(|m| m.version).max().unwrap_or(0)
}

/// Refuses every schema but ours.
pub(super) async fn require_current(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<(), OpenError> {
    match compare(connection, url).await? {
        found if found == newest_known(url.dialect()) => Ok(()),
        found => Err(OpenError::Older { place: url.to_string(), found, known: newest_known(url.dialect()) }),
    }
}

pub(super) async fn create(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<(), OpenError> {
    match compare(connection, url).await {
        Err(OpenError::NotOurs { .. }) if is_empty(connection, url).await? => {}
        Ok(_) | Err(OpenError::NotOurs { .. }) => return Err(OpenError::Exists { place: url.to_string() }),
        Err(other) => return Err(other),
    }
    run(connection, url).await
}

pub(super) async fn migrate(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<Applied, OpenError> {
    let from = compare(connection, url).await?;
    run(connection, url).await?;
    Ok(Applied { from, to: newest_known(url.dialect()) })
}

async fn run(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<(), OpenError> {
    settings::apply(connection, url.dialect(), Role::Writer).await.map_err(|e| e.at(url))?;
    migrator(url.dialect()).run_direct(None, connection, false).await.map_err(|error| {
        if let MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) = error {
            return OpenError::Altered { place: url.to_string(), version };
        }
        OpenError::unreachable(url, error)
    })
}

/// The newest migration of the database, if each of them is one of ours.
async fn compare(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<i64, OpenError> {
    let place = || url.to_string();
    let unreachable = |e| OpenError::driver(url, e);
    let tables: i64 = sqlx::query_scalar(url.dialect().choose(
        "select count(*) from sqlite_schema where type = 'table' and name = '_sqlx_migrations'",
        "select count(*) from pg_tables where schemaname = current_schema() and tablename = '_sqlx_migrations'",
    ))
    .fetch_one(&mut *connection)
    .await
    .map_err(unreachable)?;
    if tables == 0 {
        return Err(OpenError::NotOurs { place: place() });
    }
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as("select version, checksum from _sqlx_migrations order by version")
        .fetch_all(connection)
        .await
        .map_err(unreachable)?;
    let known: Vec<(i64, &[u8])> = migrator(url.dialect()).iter().map(|m| (m.version, m.checksum.as_ref())).collect();
    let applied: Vec<(i64, &[u8])> = applied.iter().map(|(version, checksum)| (*version, checksum.as_slice())).collect();
    match standing(&applied, &known) {
        Standing::Ours { newest } => Ok(newest),
        Standing::Altered { version } => Err(OpenError::Altered { place: place(), version }),
        Standing::Newer { newest } => Err(OpenError::Newer { place: place(), found: newest, known: newest_known(url.dialect()) }),
        // `create` was interrupted before the first migration was whole.
        Standing::Nothing => Err(OpenError::NotOurs { place: place() }),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// The first of our migrations, or all of them.
    Ours {
        newest: i64,
    },
    Altered {
        version: i64,
    },
    Newer {
        newest: i64,
    },
    Nothing,
}

fn standing(applied: &[(i64, &[u8])], known: &[(i64, &[u8])]) -> Standing {
    for (at, (version, checksum)) in applied.iter().enumerate() {
        match known.get(at) {
            Some((ours, same)) if ours == version && same == checksum => {}
            Some(_) => return Standing::Altered { version: *version },
            None => return Standing::Newer { newest: applied.last().map_or(*version, |(last, _)| *last) },
        }
    }
    applied.last().map_or(Standing::Nothing, |(newest, _)| Standing::Ours { newest: *newest })
}

async fn is_empty(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<bool, OpenError> {
    let tables: i64 = sqlx::query_scalar(url.dialect().choose(
        "select count(*) from sqlite_schema where type = 'table' and name <> '_sqlx_migrations'",
        "select count(*) from pg_tables where schemaname = current_schema() and tablename <> '_sqlx_migrations'",
    ))
    .fetch_one(connection)
    .await
    .map_err(|e| OpenError::driver(url, e))?;
    Ok(tables == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_ours_in_part_or_whole_or_it_is_refused() {
        let known: &[(i64, &[u8])] = &[(1, b"a"), (2, b"b")];
        assert_eq!(standing(&[], known), Standing::Nothing);
        assert_eq!(standing(&[(1, b"a")], known), Standing::Ours { newest: 1 });
        assert_eq!(standing(known, known), Standing::Ours { newest: 2 });
        assert_eq!(standing(&[(1, b"x"), (2, b"b")], known), Standing::Altered { version: 1 });
        // A gap: the second without the first.
        assert_eq!(standing(&[(2, b"b")], known), Standing::Altered { version: 2 });
        assert_eq!(standing(&[(1, b"a"), (2, b"b"), (3, b"c"), (4, b"d")], known), Standing::Newer { newest: 4 });
    }
}
