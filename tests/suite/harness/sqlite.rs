//! A SQLite file per test, copied from one that was migrated once.

use std::path::Path;
use std::sync::OnceLock;

use insignia::platform::database::{Database, DatabaseUrl};
use tempfile::TempDir;

/// In memory where the machine has such a folder: the tests commit thousands of times with FULL
/// synchronisation, and it is not the disk that they test.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("insignia-test-");
    builder.tempdir_in(memory).or_else(|_| builder.tempdir()).expect("a temporary folder")
}

/// A place in `folder` with a fresh schema.
pub(crate) fn fresh(folder: &Path) -> DatabaseUrl {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let file = folder.join("insignia.db");
    std::fs::write(&file, TEMPLATE.get_or_init(template)).expect("the template is copied");
    DatabaseUrl::Sqlite(file)
}

fn template() -> Vec<u8> {
    let folder = folder();
    let file = folder.path().join("template.db");
    super::postgres::apart({
        let url = DatabaseUrl::Sqlite(file.clone());
        // Closing folds the write-ahead log into the file.
        async move { Database::create(&url).await.expect("a SQLite database is made").close().await }
    });
    std::fs::read(file).expect("the template is read")
}
