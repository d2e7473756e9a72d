//! Where SQLite and PostgreSQL want different words. All other SQL text is shared.

/// The SQL a store speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// The text for this backend. Both are literals, so nothing from outside gets into SQL:
    /// `dialect.choose(concat!(take!(), ""), concat!(take!(), " for update skip locked"))`.
    pub const fn choose(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }

    /// IMMEDIATE takes the write lock at once; a deferred transaction that reads and then writes
    /// fails with `SQLITE_BUSY` as soon as another one wrote between, without waiting
    /// (<https://www.sqlite.org/lang_transaction.html>).
    pub(super) const fn begin_writing(self) -> &'static str {
        self.choose("BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    }

    /// Deferred is right here: the connection cannot write.
    pub(super) const fn begin_snapshot(self) -> &'static str {
        self.choose("BEGIN DEFERRED", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }
}
