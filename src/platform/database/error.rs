//! What can go wrong with the store, told apart by what the caller can do about it.

use std::io;

use sqlx::any::AnyQueryResult;
use sqlx::error::{DatabaseError, ErrorKind};

use super::{DatabaseUrl, Dialect};

/// A statement or a commit that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A rule of the schema (a trigger) said no; the sentence is its own.
    #[error("{0}")]
    Rule(String),
    /// A unique key is taken: somebody was first.
    #[error("already there: {0}")]
    Taken(String),
    /// A check, a foreign key or a missing value.
    #[error("refused by the schema: {0}")]
    Constraint(String),
    /// Another transaction holds what this one needs. Nothing was changed; trying again may help.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// Server gone, disk full, file unreadable. Nothing was changed.
    #[error("the database cannot be used now: {0}")]
    Unavailable(String),
    /// The reply to COMMIT was lost. It may have happened or not: read again by id before anything else.
    #[error("it is not known whether the transaction was committed: {0}")]
    CommitUnknown(String),
    /// A row that no writer of this program makes.
    #[error("table {table}, row {row}: column {column} holds a value that cannot be right")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What tells the row: its key as text. Never personal text.
        row: String,
    },
    /// A write that should have touched one row touched another number.
    #[error("table {table}: {found} rows were touched where one was meant")]
    RowCount {
        /// The table.
        table: &'static str,
        /// Rows touched.
        found: u64,
    },
    /// A row that was asked for by its key does not exist.
    #[error("no such row")]
    Absent,
    /// Anything else: a mistake in a statement or in the driver.
    #[error("the database failed: {0}")]
    Failed(#[source] sqlx::Error),
}

impl StoreError {
    /// A row that cannot be right; `row` is its key, never personal text.
    pub fn inconsistent(table: &'static str, column: &'static str, row: impl ToString) -> Self {
        Self::Inconsistent { table, column, row: row.to_string() }
    }

    /// Somebody else's row has this key already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Taken(_))
    }

    /// The same transaction from its beginning may succeed.
    pub fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// Sorts the failure of a COMMIT: only an answer from the database is certain.
    pub(super) fn of_commit(error: sqlx::Error) -> Self {
        let text = error.to_string();
        let said = Self::from(error);
        // An input/output error at COMMIT does not tell what reached the disk.
        if matches!(said, Self::Unavailable(_) | Self::Failed(_)) { Self::CommitUnknown(text) } else { said }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(answer) = &error {
            return of_answer(answer.as_ref()).unwrap_or(Self::Failed(error));
        }
        if matches!(error, sqlx::Error::RowNotFound) {
            return Self::Absent;
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy("no connection became free in time".to_owned());
        }
        let gone = matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed
        );
        if gone { Self::Unavailable(error.to_string()) } else { Self::Failed(error) }
    }
}

fn of_answer(answer: &dyn DatabaseError) -> Option<StoreError> {
    let said = answer.message().to_owned();
    let kind = answer.kind();
    if kind == ErrorKind::UniqueViolation {
        return Some(StoreError::Taken(said));
    }
    if matches!(kind, ErrorKind::ForeignKeyViolation | ErrorKind::NotNullViolation | ErrorKind::CheckViolation) {
        return Some(StoreError::Constraint(said));
    }
    let code = answer.code()?;
    // A SQLSTATE has five characters, an SQLite result code at most four.
    if code.len() == 5 { of_sqlstate(&code, said) } else { of_sqlite_code(code.parse().ok()?, said) }
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn of_sqlstate(code: &str, said: String) -> Option<StoreError> {
    match code {
        // raise_exception: our triggers.
        "P0001" => Some(StoreError::Rule(said)),
        // serialization_failure, deadlock_detected, lock_not_available
        "40001" | "40P01" | "55P03" => Some(StoreError::Busy(said)),
        // Insufficient resources, operator intervention, system error, connection exception.
        _ if ["53", "57", "58", "08"].iter().any(|class| code.starts_with(class)) => Some(StoreError::Unavailable(said)),
        _ => None,
    }
}

/// <https://www.sqlite.org/rescode.html>
fn of_sqlite_code(code: u32, said: String) -> Option<StoreError> {
    const CONSTRAINT_TRIGGER: u32 = 1811;
    match (code, code & 0xff) {
        (CONSTRAINT_TRIGGER, _) => Some(StoreError::Rule(said)),
        // CONSTRAINT: DATATYPE, ROWID and the like.
        (_, 19) => Some(StoreError::Constraint(said)),
        // BUSY, LOCKED
        (_, 5 | 6) => Some(StoreError::Busy(said)),
        // IOERR, FULL
        (_, 10 | 13) => Some(StoreError::Unavailable(format!("{said}; look whether its disk is full"))),
        // PERM, READONLY
        (_, 3 | 8) => Some(StoreError::Unavailable(format!("{said}; let the user who runs insignia write to its file and folder"))),
        // NOMEM, CORRUPT, CANTOPEN, NOTADB
        (_, 7 | 11 | 14 | 26) => Some(StoreError::Unavailable(said)),
        _ => None,
    }
}

/// For writes that are meant for one row.
pub trait ExactlyOne {
    /// # Errors
    /// [`StoreError::RowCount`] unless exactly one row was touched.
    fn exactly_one(self, table: &'static str) -> Result<(), StoreError>;
}

impl ExactlyOne for AnyQueryResult {
    fn exactly_one(self, table: &'static str) -> Result<(), StoreError> {
        match self.rows_affected() {
            1 => Ok(()),
            found => Err(StoreError::RowCount { table, found }),
        }
    }
}

/// Why a store was not opened, made or migrated. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing there.
    #[error("there is no database at {place}. `insignia init` makes one; nothing else does")]
    Missing {
        /// Where.
        place: String,
    },
    /// `create` found one.
    #[error("there is already a database at {place}; it was left as it is")]
    Exists {
        /// Where.
        place: String,
    },
    /// A file or folder that cannot be used.
    #[error("cannot use {place} as a database: {source}")]
    File {
        /// Where.
        place: String,
        /// What the machine said.
        source: io::Error,
    },
    /// The machine does not let this user at it.
    #[error(
        "cannot open the database {place}: {said}. Let the user who runs insignia read and write the file, -wal and -shm beside it, \
         and its folder"
    )]
    Closed {
        /// Where.
        place: String,
        /// What the machine or the driver said.
        said: String,
    },
    /// The disk takes nothing more, or fails.
    #[error("cannot open the database {place}: {said}. Look whether its disk is full; if not, whether it is sound")]
    Disk {
        /// Where.
        place: String,
        /// What the driver said.
        said: String,
    },
    /// A database of another program, or an empty one.
    #[error("{place} is not a database of Insignia. `insignia init` makes one in an empty place")]
    NotOurs {
        /// Where.
        place: String,
    },
    /// Made by an earlier version.
    #[error("{place} has schema {found}, this program needs {known}. Make a backup, then run `insignia migrate`")]
    Older {
        /// Where.
        place: String,
        /// Its newest migration.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Made by a later version.
    #[error("{place} has schema {found}, this program only knows {known}. Run a newer Insignia")]
    Newer {
        /// Where.
        place: String,
        /// Its newest migration.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Made by something that is neither earlier nor later.
    #[error(
        "{place} was made with another migration {version} than the one in this program. Use the program that made it, or restore a backup"
    )]
    Altered {
        /// Where.
        place: String,
        /// The migration that differs.
        version: i64,
    },
    /// A setting that keeps commits safe is refused.
    #[error("{place}: {setting} must be {wanted}, but the database says {found}")]
    Setting {
        /// Where.
        place: String,
        /// Which.
        setting: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// No answer, or an error while opening.
    #[error("cannot open the database {place}: {source}")]
    Unreachable {
        /// Where.
        place: String,
        /// What the driver said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl OpenError {
    pub(super) fn unreachable(url: &DatabaseUrl, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreachable { place: url.to_string(), source: error.into() }
    }

    pub(super) fn driver(url: &DatabaseUrl, error: sqlx::Error) -> Self {
        let place = url.to_string();
        let Some(answer) = error.as_database_error().filter(|_| url.dialect() == Dialect::Sqlite) else {
            return Self::unreachable(url, error);
        };
        let (code, said) = (answer.code().and_then(|code| code.parse::<u32>().ok()), answer.message().to_owned());
        match code.map(|code| code & 0xff) {
            // NOTADB: a file of another kind.
            Some(26) => Self::NotOurs { place },
            // PERM, READONLY, CANTOPEN
            Some(3 | 8 | 14) => Self::Closed { place, said },
            // IOERR, FULL
            Some(10 | 13) => Self::Disk { place, said },
            _ => Self::unreachable(url, error),
        }
    }

    pub(super) fn file(url: &DatabaseUrl, source: io::Error) -> Self {
        let place = url.to_string();
        let kind = source.kind();
        if kind == io::ErrorKind::NotFound {
            return Self::Missing { place };
        }
        if kind == io::ErrorKind::AlreadyExists {
            return Self::Exists { place };
        }
        if matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
            return Self::Closed { place, said: source.to_string() };
        }
        let full = matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if full { Self::Disk { place, said: source.to_string() } } else { Self::File { place, source } }
    }
}
