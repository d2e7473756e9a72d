//! One test, one database: a store of its own on either backend, a clock to move, seeded chance.
//!
//! ```ignore
//! on_both_backends! {
//!     async fn a_revoked_slot_stays_revoked(harness) {
//!         …
//!         harness.finish().await;
//!     }
//! }
//! ```
//! makes two tests, `a_revoked_slot_stays_revoked::sqlite` and `…::postgres`. A test that forgets
//! [`Harness::finish`] fails: what must hold at the end of every test is asserted there.

mod postgres;
mod sqlite;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use insignia::platform::database::{Database, DatabaseUrl, Dialect};
use insignia::platform::log;
use insignia::vocabulary::clock::SetClock;
use insignia::vocabulary::{Chance, Clock, Timestamp};
use tokio::task::JoinHandle;

pub(crate) use postgres::{sibling, write_down, written_down};

/// Where a test's store stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    /// A file in a folder of its own.
    Sqlite,
    /// A database of its own on a server of this test run.
    Postgres,
}

/// 2026-11-20T11:00:00Z: every test starts here.
pub(crate) const START: Timestamp = Timestamp::from_ms(1_795_172_400_000);

/// More and longer rounds: `make test-long`.
pub(crate) fn long_run() -> bool {
    std::env::var_os("INSIGNIA_TEST_LONG").is_some()
}

/// The sample data of each migration, in order.
pub(crate) fn samples() -> Vec<(i64, String)> {
    let number = |path: &Path| path.file_stem()?.to_str()?.parse().ok();
    files("tests/migrations").iter().map(|path| (number(path).expect("a number"), read(path))).collect()
}

/// The text of all migrations, in order.
pub(crate) fn migrations(dialect: Dialect) -> String {
    files(dialect.choose("migrations/sqlite", "migrations/postgres")).iter().map(|path| read(path)).collect()
}

/// The files of a folder of the project, by name.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder of the project");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the project")
}

/// What a test works with.
pub(crate) struct Harness {
    /// The open store, with a fresh schema.
    pub(crate) database: Database,
    /// Its place, for opening it a second time.
    pub(crate) url: DatabaseUrl,
    /// Stands still until it is moved.
    pub(crate) clock: Arc<SetClock>,
    /// The same sequence in every run.
    pub(crate) chance: Chance,
    backend: Backend,
    // Held until the end: dropping it removes the folder.
    folder: tempfile::TempDir,
    background: Vec<(String, JoinHandle<()>)>,
    finished: bool,
}

impl Harness {
    /// A store as `insignia init` leaves it, without any row of ours but the log's head.
    pub(crate) async fn new(backend: Backend) -> Self {
        let folder = sqlite::folder();
        let url = match backend {
            Backend::Sqlite => sqlite::fresh(folder.path()),
            Backend::Postgres => postgres::fresh().await,
        };
        let database = Database::open(&url).await.expect("a fresh store opens");
        Self {
            database,
            url,
            clock: Arc::new(SetClock::at(START)),
            chance: Chance::seeded(1),
            backend,
            folder,
            background: Vec::new(),
            finished: false,
        }
    }

    /// Fills the store with `tests/migrations`.
    pub(crate) async fn load_sample(&self) {
        let mut writing = self.database.writing().await.expect("the store is free");
        if self.backend == Backend::Postgres {
            let like_sqlite = "create function unhex(text text) returns bytea language sql as $$ select decode(text, 'hex') $$";
            sqlx::raw_sql(like_sqlite).execute(writing.connection()).await.expect("a function is made");
        }
        for (version, sql) in samples() {
            let loaded = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(writing.connection()).await;
            loaded.unwrap_or_else(|e| panic!("the sample of migration {version} does not fit: {e}"));
        }
        let _committed = writing.commit().await.expect("the sample is committed");
    }

    /// The clock's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A folder of this test, removed after it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The backend this run of the test is on.
    pub(crate) fn backend(&self) -> Backend {
        self.backend
    }

    /// The backend's SQL.
    pub(crate) fn dialect(&self) -> Dialect {
        self.database.dialect()
    }

    /// Runs `work` beside the test; [`Harness::finish`] stops it and fails if it panicked.
    pub(crate) fn spawn(&mut self, name: &str, work: impl Future<Output = ()> + Send + 'static) {
        self.background.push((name.to_owned(), tokio::spawn(work)));
    }

    /// Asserts what must hold at the end of every test, and removes the store.
    pub(crate) async fn finish(mut self) {
        // Set first: a failed assertion is the message wanted, not the one of `drop`.
        self.finished = true;
        for (name, task) in self.background.drain(..) {
            task.abort();
            if let Err(end) = task.await {
                assert!(!end.is_panic(), "the background task {name} panicked");
            }
        }
        let mut snapshot = self.database.snapshot().await.expect("a snapshot");
        log::check_chain(&mut snapshot).await.expect("the log is whole");
        let unfinished: i64 = sqlx::query_scalar("select count(*) from edition where state = 'recorded'")
            .fetch_one(snapshot.connection())
            .await
            .expect("editions are counted");
        assert_eq!(unfinished, 0, "editions were left recorded, neither published nor cancelled");
        drop(snapshot);
        self.database.close().await;
        if self.backend == Backend::Postgres {
            postgres::remove(&self.url).await;
        }
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "a test must end with harness.finish().await");
    }
}

/// Runs an asynchronous test body on one backend; used by [`on_both_backends`].
pub(crate) fn run<F: Future<Output = ()>>(backend: Backend, body: impl FnOnce(Harness) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async { body(Harness::new(backend).await).await });
}

/// Makes two tests of each body: one on SQLite, one on PostgreSQL.
macro_rules! on_both_backends {
    ($($(#[$attribute:meta])* async fn $name:ident($harness:pat_param) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($harness: $crate::harness::Harness) $body

            #[test]
            fn sqlite() {
                $crate::harness::run($crate::harness::Backend::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::harness::run($crate::harness::Backend::Postgres, body);
            }
        }
    )+};
}
pub(crate) use on_both_backends;
