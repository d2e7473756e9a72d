//! Opening a store: what is refused, with which sentence, and that nothing was changed.

use std::process::Command;

use insignia::platform::database::{Database, DatabaseUrl, OpenError, StoreError};
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::AccountId;
use sqlx::Connection;

use crate::harness::{Backend, Harness, on_both_backends, run, sibling};

const ACCOUNT: &str = "insert into account (account_id, shown_as, minor, created_at) values ($1, 'name', 0, 0)";

async fn change(harness: &Harness, sql: &'static str) {
    let mut writing = harness.database.writing().await.unwrap();
    sqlx::raw_sql(sql).execute(writing.connection()).await.unwrap();
    let _committed = writing.commit().await.unwrap();
}

fn missing_file(harness: &Harness) -> DatabaseUrl {
    DatabaseUrl::Sqlite(harness.folder().join("missing.db"))
}

on_both_backends! {
    async fn a_store_is_made_once(harness) {
        let again = Database::create(&harness.url).await.unwrap_err();
        assert!(matches!(again, OpenError::Exists { .. }), "{again}");
        Database::open(&harness.url).await.unwrap().close().await;
        harness.finish().await;
    }

    async fn a_store_of_a_newer_program_is_refused(harness) {
        let sql = harness.dialect().choose(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, x'00', 0)",
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, '\\x00', 0)",
        );
        change(&harness, sql).await;
        let refused = Database::open(&harness.url).await.unwrap_err();
        assert!(matches!(refused, OpenError::Newer { found: 9999, .. }), "{refused}");
        assert!(matches!(Database::migrate(&harness.url).await, Err(OpenError::Newer { .. })));
        harness.finish().await;
    }

    async fn a_store_with_another_migration_is_refused(harness) {
        change(&harness, harness.dialect().choose("update _sqlx_migrations set checksum = x'00'", "update _sqlx_migrations set checksum = '\\x00'")).await;
        let refused = Database::open(&harness.url).await.unwrap_err();
        assert!(matches!(refused, OpenError::Altered { version: 1, .. }), "{refused}");
        assert!(matches!(Database::migrate(&harness.url).await, Err(OpenError::Altered { version: 1, .. })));
        harness.finish().await;
    }

    async fn migrating_a_current_store_changes_nothing(harness) {
        let applied = Database::migrate(&harness.url).await.unwrap();
        assert_eq!(applied.from, applied.to);
        harness.finish().await;
    }

    async fn a_writer_that_does_not_get_its_turn_is_told_so(harness) {
        harness.load_sample().await;
        let mut first = harness.database.writing().await.unwrap();
        sqlx::query("update account set minor = 1 where minor = 0").execute(first.connection()).await.unwrap();
        let other = Database::open(&harness.url).await.unwrap();
        let turn = async {
            let mut second = other.writing().await?;
            sqlx::query("update account set minor = 1 where minor = 0").execute(second.connection()).await?;
            Ok::<_, StoreError>(())
        };
        let refused = turn.await.unwrap_err();
        assert!(refused.is_worth_retrying(), "{refused:?}");
        drop(first);
        other.close().await;
        harness.finish().await;
    }

    async fn a_commit_is_durable_by_setting(harness) {
        let mut writing = harness.database.writing().await.unwrap();
        let question = harness.dialect().choose(
            "select journal_mode || ' ' || (select synchronous from pragma_synchronous) || ' ' || (select foreign_keys from pragma_foreign_keys) from pragma_journal_mode",
            "select current_setting('synchronous_commit')",
        );
        let settings: String = sqlx::query_scalar(question).fetch_one(writing.connection()).await.unwrap();
        assert_eq!(settings, harness.dialect().choose("wal 2 1", "on"));
        drop(writing);
        harness.finish().await;
    }
}

#[test]
fn a_missing_file_is_refused_and_not_made() {
    run(Backend::Sqlite, |harness| async move {
        let url = missing_file(&harness);
        let refused = Database::open(&url).await.unwrap_err();
        assert!(matches!(refused, OpenError::Missing { .. }), "{refused}");
        assert!(refused.to_string().contains("insignia init"), "{refused}");
        assert!(matches!(Database::migrate(&url).await, Err(OpenError::Missing { .. })));
        assert_eq!(std::fs::read_dir(harness.folder()).unwrap().filter(|f| f.as_ref().unwrap().file_name() == "missing.db").count(), 0);
        harness.finish().await;
    });
}

#[test]
fn a_file_of_another_kind_is_refused_and_left_alone() {
    run(Backend::Sqlite, |harness| async move {
        let text = "these are notes, written by a person, and no database\n".repeat(40);
        let (notes, folder) = (harness.folder().join("notes.txt"), harness.folder().join("folder"));
        std::fs::write(&notes, &text).unwrap();
        std::fs::create_dir(&folder).unwrap();
        let refused = Database::open(&DatabaseUrl::Sqlite(notes.clone())).await.unwrap_err();
        assert!(matches!(refused, OpenError::NotOurs { .. }), "{refused}");
        assert_eq!(std::fs::read_to_string(&notes).unwrap(), text);
        let refused = Database::open(&DatabaseUrl::Sqlite(folder)).await.unwrap_err();
        assert!(matches!(refused, OpenError::File { .. }), "{refused}");
        let theirs = harness.folder().join("theirs.db");
        let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}?mode=rwc", theirs.display())).await.unwrap();
        sqlx::raw_sql("create table theirs (id integer)").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let before = std::fs::read(&theirs).unwrap();
        for refused in [
            Database::open(&DatabaseUrl::Sqlite(theirs.clone())).await.unwrap_err(),
            Database::migrate(&DatabaseUrl::Sqlite(theirs.clone())).await.unwrap_err(),
        ] {
            assert!(matches!(refused, OpenError::NotOurs { .. }), "{refused}");
        }
        assert_eq!(std::fs::read(&theirs).unwrap(), before, "not a byte of it was changed, nor its journal mode");
        let nowhere = DatabaseUrl::Sqlite(harness.folder().join("no/such/folder/insignia.db"));
        assert!(Database::create(&nowhere).await.is_err());
        harness.finish().await;
    });
}

#[test]
fn a_database_of_another_program_is_refused() {
    run(Backend::Postgres, |harness| async move {
        let other = sibling(&harness.url, "other", "").await;
        let refused = Database::open(&other).await.unwrap_err();
        assert!(matches!(refused, OpenError::NotOurs { .. }), "{refused}");
        // With a table of its own it is not filled either.
        let DatabaseUrl::Postgres(address) = &other else { unreachable!() };
        let mut connection = sqlx::AnyConnection::connect(address.as_str()).await.unwrap();
        sqlx::raw_sql("create table theirs (id bigint)").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let refused = Database::create(&other).await.unwrap_err();
        assert!(matches!(refused, OpenError::Exists { .. }), "{refused}");
        harness.finish().await;
    });
}

#[test]
fn a_server_that_cannot_hold_every_name_is_refused() {
    run(Backend::Postgres, |harness| async move {
        let ascii = sibling(&harness.url, "ascii", "encoding 'SQL_ASCII' template template0").await;
        let refused = Database::create(&ascii).await.unwrap_err();
        assert!(matches!(refused, OpenError::Setting { setting: "server_encoding", .. }), "{refused}");
        harness.finish().await;
    });
}

#[test]
fn a_server_that_is_not_there_is_named_without_the_password() {
    run(Backend::Postgres, |harness| async move {
        let nowhere = format!("postgres://insignia:secret@localhost/insignia?host={}", harness.folder().display());
        let refused = Database::open(&nowhere.parse().unwrap()).await.unwrap_err();
        assert!(matches!(refused, OpenError::Unreachable { .. }), "{refused}");
        assert!(!format!("{refused} {refused:?}").contains("secret"));
        harness.finish().await;
    });
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    run(Backend::Sqlite, |harness| async move {
        let url = missing_file(&harness);
        Database::create(&url).await.unwrap().close().await;
        let DatabaseUrl::Sqlite(path) = &url else { unreachable!() };
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        harness.finish().await;
    });
}

const SECOND: &str = "INSIGNIA_TEST_SECOND_PROCESS";
const EACH: usize = 50;

/// Started by itself a second time, with the place of the store in its environment.
#[test]
fn a_second_process_writes_the_same_file_and_nothing_is_lost() {
    if let Ok(path) = std::env::var(SECOND) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        return runtime.block_on(async { write_accounts(&Database::open(&path.parse().unwrap()).await.unwrap(), 2).await });
    }
    run(Backend::Sqlite, |harness| async move {
        let DatabaseUrl::Sqlite(path) = &harness.url else { unreachable!() };
        let name = "store::opening::a_second_process_writes_the_same_file_and_nothing_is_lost";
        let mut second = Command::new(std::env::current_exe().unwrap());
        let mut second = second.args(["--exact", name]).env(SECOND, path).stdout(std::process::Stdio::null()).spawn().unwrap();
        write_accounts(&harness.database, 3).await;
        assert!(second.wait().unwrap().success());
        let count: i64 = sqlx::query_scalar("select count(*) from account").fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(count, i64::try_from(2 * EACH).unwrap());
        harness.finish().await;
    });
}

async fn write_accounts(database: &Database, seed: u64) {
    let chance = Chance::seeded(seed);
    for _ in 0..EACH {
        let mut writing = database.writing().await.unwrap();
        let id: AccountId = chance.id();
        sqlx::query(ACCOUNT).bind(id.to_string()).execute(writing.connection()).await.unwrap();
        let _committed = writing.commit().await.unwrap();
    }
}
