//! The store: one SQL text for SQLite and PostgreSQL, and the only way to begin a transaction.
//!
//! - [`Database::open`] refuses a missing file, a schema of another version, and settings under
//!   which a commit could be lost. Only [`Database::create`] makes a database, only
//!   [`Database::migrate`] changes a schema.
//! - Readers cannot write: SQLite has `query_only`, PostgreSQL a read-only session. One connection
//!   writes to SQLite, several to PostgreSQL.
//! - A write transaction is a [`Writing`]. On SQLite it starts with `BEGIN IMMEDIATE`: a deferred
//!   `BEGIN` that reads and then writes fails under load whatever the busy timeout is. Dropping it
//!   rolls back; [`Writing::commit`] gives a [`Committed`], the proof that others ask for before
//!   anything leaves.
//!
//! What must hold across rows is a constraint or a trigger in `migrations/`, never a check in Rust
//! alone: PostgreSQL runs at READ COMMITTED.

mod columns;
mod dialect;
mod error;
mod multi_row;
mod place;
mod schema;
mod settings;
mod writing;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection as _};

pub use columns::Columns;
pub use dialect::Dialect;
pub use error::{ExactlyOne, OpenError, StoreError};
pub use multi_row::{list, rows_per_statement, values};
pub use place::{DatabaseUrl, PlaceFault};
pub use schema::{Applied, embedded};
/// What statements run on, for those who pass it on without speaking SQL themselves.
pub use sqlx::AnyConnection as Connection;
pub use writing::{Committed, Savepoint, Snapshot, Writing};

use settings::Role;

use crate::vocabulary::Clock;

/// How long a caller waits for a connection before it hears [`StoreError::Busy`].
const ACQUIRE: Duration = Duration::from_secs(5);
/// Reading connections at most.
const READERS: u32 = 8;
/// Writing connections at most, on PostgreSQL. SQLite has one.
const WRITERS: u32 = 8;

/// An open store with a schema of exactly this program's version. Clones share the connections.
#[derive(Clone)]
pub struct Database {
    dialect: Dialect,
    readers: AnyPool,
    writers: AnyPool,
    clock: Option<Arc<dyn Clock>>,
}

impl Database {
    /// Opens a store that [`Database::create`] made.
    ///
    /// # Errors
    /// [`OpenError`]: no such database, not ours, another version, a setting refused, unreachable.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let mut connection = first_connection(url).await?;
        let checked = Self::check(&mut connection, url).await;
        connection.close().await.map_err(|e| OpenError::driver(url, e))?;
        checked?;
        Self::with_pools(url)
    }

    /// Makes the SQLite file (readable by its owner alone), or fills an empty PostgreSQL database,
    /// and opens it.
    ///
    /// # Errors
    /// [`OpenError::Exists`] if there is already one; nothing is changed then.
    pub async fn create(url: &DatabaseUrl) -> Result<Self, OpenError> {
        if let DatabaseUrl::Sqlite(path) = url {
            place::create_file(path).map_err(|e| OpenError::file(url, e))?;
        }
        match Self::fill(url).await {
            Ok(()) => Self::with_pools(url),
            Err(error) => {
                // Half a database would be refused by `open` and by the next `create`.
                if let DatabaseUrl::Sqlite(path) = url {
                    place::remove_files(path);
                }
                Err(error)
            }
        }
    }

    // Settings come after the look: a database of another program is not switched to our journal.
    async fn check(connection: &mut AnyConnection, url: &DatabaseUrl) -> Result<(), OpenError> {
        schema::require_current(connection, url).await?;
        settings::require_writable(connection, url).await?;
        settings::apply(connection, url.dialect(), Role::Writer).await.map_err(|e| e.at(url))
    }

    async fn fill(url: &DatabaseUrl) -> Result<(), OpenError> {
        let mut connection = first_connection(url).await?;
        let created = schema::create(&mut connection, url).await;
        connection.close().await.map_err(|e| OpenError::driver(url, e))?;
        created
    }

    /// Brings the schema of an older version to this one. Make a backup before.
    ///
    /// # Errors
    /// [`OpenError`] as for [`Database::open`]; a migration that fails leaves what was before it.
    pub async fn migrate(url: &DatabaseUrl) -> Result<Applied, OpenError> {
        let mut connection = first_connection(url).await?;
        let migrated = schema::migrate(&mut connection, url).await;
        connection.close().await.map_err(|e| OpenError::driver(url, e))?;
        migrated
    }

    /// The same store, whose log says by this clock when something was written.
    #[must_use]
    pub fn dated_by(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// Which SQL the store speaks where the two differ.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Connections that can only read, each statement on its own. For several statements that must
    /// see one state, take a [`Database::snapshot`].
    pub fn reader(&self) -> &AnyPool {
        &self.readers
    }

    /// A read-only view that stays as it is while others write.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot::new(self.readers.begin_with(self.dialect.begin_snapshot()).await?))
    }

    /// Begins a write transaction; on SQLite it holds the write lock from here on.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another writer, in this process or another one, does not finish in time.
    pub async fn writing(&self) -> Result<Writing, StoreError> {
        let transaction = self.writers.begin_with(self.dialect.begin_writing()).await?;
        Ok(Writing::new(transaction, self.dialect, self.clock.as_ref().map(|clock| clock.now())))
    }

    /// After an erasure was committed: makes what it deleted unreadable in the files as well.
    ///
    /// SQLite has overwritten it in its pages (`secure_delete`); folding the write-ahead log into the
    /// file and cutting it removes the old copies there. PostgreSQL frees the old rows for reuse; its
    /// own log and backups keep them until they expire.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while a reader still needs the old state; nothing is lost by trying again.
    pub async fn overwrite_deleted(&self) -> Result<(), StoreError> {
        let mut connection = self.writers.acquire().await?;
        if self.dialect == Dialect::Postgres {
            let tables: Vec<String> =
                sqlx::query_scalar("select distinct table_name from personal_column order by 1").fetch_all(&mut *connection).await?;
            for table in tables {
                // A name from a table that only migrations write.
                sqlx::raw_sql(AssertSqlSafe(format!("vacuum {table}"))).execute(&mut *connection).await?;
            }
            return Ok(());
        }
        let (busy,): (i64,) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Busy("a reader still needs the old state".to_owned())) }
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    fn with_pools(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let options = url.connect_options()?;
        let dialect = url.dialect();
        let writers = match dialect {
            Dialect::Sqlite => 1,
            Dialect::Postgres => WRITERS,
        };
        Ok(Self {
            dialect,
            readers: pool(dialect, Role::Reader, READERS).connect_lazy_with(options.clone()),
            writers: pool(dialect, Role::Writer, writers).connect_lazy_with(options),
            clock: None,
        })
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

fn pool(dialect: Dialect, role: Role, size: u32) -> AnyPoolOptions {
    let options = AnyPoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE).after_connect(move |connection, _| {
        Box::pin(async move { settings::apply(connection, dialect, role).await.map_err(|e| sqlx::Error::Configuration(e.into())) })
    });
    match dialect {
        // A connection to a file does not age, and cannot have been dropped by a server.
        Dialect::Sqlite => {
            let options = options.before_acquire(|connection, _| Box::pin(is_out_of_transaction(connection)));
            options.test_before_acquire(false).idle_timeout(None).max_lifetime(None)
        }
        Dialect::Postgres => options,
    }
}

/// On a full disk SQLite itself rolls back. The driver then fails to, and takes the connection for
/// one in a transaction for ever: no write would begin on it again. Such a connection is replaced.
async fn is_out_of_transaction(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // A rollback may be queued; it comes before the answer to this.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

/// Opened apart from the pools, because a pool repeats a failed attempt until its time is over and
/// then only says that time is over.
async fn first_connection(url: &DatabaseUrl) -> Result<AnyConnection, OpenError> {
    if let DatabaseUrl::Sqlite(path) = url {
        place::require_file(path).map_err(|e| OpenError::file(url, e))?;
    }
    let options: AnyConnectOptions = url.connect_options()?;
    options.connect().await.map_err(|e| OpenError::driver(url, e))
}
