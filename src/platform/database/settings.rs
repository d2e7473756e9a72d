//! What every connection is set to, read back, and refused otherwise.
//!
//! `synchronous = FULL` is what makes an acknowledged badge survive a power cut: with NORMAL, WAL
//! commits are not synced one by one, and no kill test can show the difference.

use sqlx::AnyConnection;
use sqlx::error::DatabaseError;

use super::{DatabaseUrl, Dialect, OpenError};

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Reader,
    Writer,
}

/// A connection that cannot be set as it must be.
#[derive(Debug, thiserror::Error)]
pub(super) enum SettingFault {
    #[error("{setting} must be {wanted}, but the database says {found}")]
    Refused { setting: &'static str, wanted: &'static str, found: String },
    #[error(transparent)]
    Failed(#[from] sqlx::Error),
}

impl SettingFault {
    pub(super) fn at(self, url: &DatabaseUrl) -> OpenError {
        match self {
            Self::Refused { setting, wanted, found } => OpenError::Setting { place: url.to_string(), setting, wanted, found },
            Self::Failed(error) => OpenError::driver(url, error),
        }
    }
}

/// Refuses a SQLite file that was opened for reading only because the machine allows no more: the
/// first badge would be too late to learn of it. Another writer is no reason to wait.
pub(super) async fn require_writable(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<(), OpenError> {
    if url.dialect() == Dialect::Postgres {
        return Ok(());
    }
    match sqlx::raw_sql("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK").execute(connection).await {
        Err(error) if !is_busy(&error) => Err(OpenError::driver(url, error)),
        Err(_) | Ok(_) => Ok(()),
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code).and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// Sets, then reads back.
pub(super) async fn apply(connection: &mut AnyConnection, dialect: Dialect, role: Role) -> Result<(), SettingFault> {
    let (set, wanted) = match (dialect, role) {
        (Dialect::Sqlite, Role::Writer) => (SQLITE, SQLITE_WANTED),
        (Dialect::Sqlite, Role::Reader) => (SQLITE_READER, SQLITE_READER_WANTED),
        (Dialect::Postgres, Role::Writer) => (POSTGRES, POSTGRES_WANTED),
        (Dialect::Postgres, Role::Reader) => (POSTGRES_READER, POSTGRES_READER_WANTED),
    };
    for statement in set {
        sqlx::raw_sql(*statement).execute(&mut *connection).await?;
    }
    for (setting, question, wanted) in wanted {
        let found: String = sqlx::query_scalar(*question).fetch_one(&mut *connection).await?;
        if found != *wanted {
            return Err(SettingFault::Refused { setting, wanted, found });
        }
    }
    Ok(())
}

const SQLITE: &[&str] = &[
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    // Without it INSERT OR REPLACE deletes rows past the triggers that forbid deleting.
    "PRAGMA recursive_triggers = ON",
    // What erasure deletes is overwritten, not only unlinked.
    "PRAGMA secure_delete = ON",
];
const SQLITE_READER: &[&str] =
    &["PRAGMA busy_timeout = 5000", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA query_only = ON"];

type Wanted = [(&'static str, &'static str, &'static str)];

const SQLITE_WANTED: &Wanted = &[
    ("busy_timeout", "select cast(timeout as text) from pragma_busy_timeout", "5000"),
    ("journal_mode", "select journal_mode from pragma_journal_mode", "wal"),
    ("synchronous", "select cast(synchronous as text) from pragma_synchronous", "2"),
    ("foreign_keys", "select cast(foreign_keys as text) from pragma_foreign_keys", "1"),
    ("recursive_triggers", "select cast(recursive_triggers as text) from pragma_recursive_triggers", "1"),
    ("secure_delete", "select cast(secure_delete as text) from pragma_secure_delete", "1"),
];
const SQLITE_READER_WANTED: &Wanted = &[
    ("journal_mode", "select journal_mode from pragma_journal_mode", "wal"),
    ("query_only", "select cast(query_only as text) from pragma_query_only", "1"),
];

const POSTGRES: &[&str] = &[
    "SET synchronous_commit = on",
    // The twin of busy_timeout.
    "SET lock_timeout = '5s'",
    // A transaction whose journey died does not hold its locks for ever.
    "SET idle_in_transaction_session_timeout = '60s'",
];
const POSTGRES_READER: &[&str] =
    &["SET default_transaction_read_only = on", "SET lock_timeout = '5s'", "SET idle_in_transaction_session_timeout = '60s'"];

const POSTGRES_WANTED: &Wanted = &[
    ("synchronous_commit", "select current_setting('synchronous_commit')", "on"),
    ("server_encoding", "select current_setting('server_encoding')", "UTF8"),
    (
        "server_version_num of at least 130000",
        "select case when current_setting('server_version_num')::int >= 130000 then 'yes' else 'no' end",
        "yes",
    ),
];
const POSTGRES_READER_WANTED: &Wanted =
    &[("default_transaction_read_only", "select current_setting('default_transaction_read_only')", "on")];
