//! Transactions: what is committed stays, what is not leaves nothing, writers wait for each other.

use insignia::platform::database::{Database, DatabaseUrl, Dialect, StoreError};
use insignia::vocabulary::ids::AccountId;

use crate::harness::{Harness, on_both_backends};

async fn add_account(harness: &Harness, id: AccountId, commit: bool) {
    let mut writing = harness.database.writing().await.unwrap();
    insert_account(&mut writing, id).await.unwrap();
    if commit {
        let _committed = writing.commit().await.unwrap();
    }
}

async fn insert_account(writing: &mut insignia::platform::database::Writing, id: AccountId) -> Result<(), StoreError> {
    sqlx::query("insert into account (account_id, shown_as, minor, created_at) values ($1, 'name', 0, 0)")
        .bind(id.to_string())
        .execute(writing.connection())
        .await?;
    Ok(())
}

async fn accounts(database: &Database) -> i64 {
    sqlx::query_scalar("select count(*) from account").fetch_one(database.reader()).await.unwrap()
}

on_both_backends! {
    async fn a_transaction_dropped_leaves_nothing(harness) {
        let id = harness.chance.id();
        add_account(&harness, id, false).await;
        assert_eq!(accounts(&harness.database).await, 0);
        add_account(&harness, id, true).await;
        assert_eq!(accounts(&harness.database).await, 1);
        harness.finish().await;
    }

    async fn a_second_row_with_the_same_key_is_a_unique_violation(harness) {
        let id = harness.chance.id();
        add_account(&harness, id, true).await;
        let mut writing = harness.database.writing().await.unwrap();
        let again = insert_account(&mut writing, id).await.unwrap_err();
        assert!(again.is_unique_violation(), "{again:?}");
        drop(writing);
        harness.finish().await;
    }

    async fn a_commit_after_a_swallowed_error_is_refused_on_postgres(harness) {
        let id = harness.chance.id();
        add_account(&harness, id, true).await;
        let mut writing = harness.database.writing().await.unwrap();
        insert_account(&mut writing, harness.chance.id()).await.unwrap();
        assert!(insert_account(&mut writing, id).await.is_err());
        // PostgreSQL would answer COMMIT with a silent ROLLBACK here. SQLite undoes the statement alone.
        let committed = writing.commit().await;
        assert_eq!(committed.is_ok(), harness.dialect() == Dialect::Sqlite, "{committed:?}");
        assert_eq!(accounts(&harness.database).await, if committed.is_ok() { 2 } else { 1 });
        harness.finish().await;
    }

    async fn a_savepoint_undoes_its_part_alone(harness) {
        let (first, second) = (harness.chance.id(), harness.chance.id());
        let mut writing = harness.database.writing().await.unwrap();
        insert_account(&mut writing, first).await.unwrap();
        let mut savepoint = writing.savepoint().await.unwrap();
        let sql = "insert into account (account_id, shown_as, minor, created_at) values ($1, 'name', 0, 0)";
        assert!(sqlx::query(sql).bind(first.to_string()).execute(savepoint.connection()).await.is_err());
        savepoint.undo().await.unwrap();
        insert_account(&mut writing, second).await.unwrap();
        let _committed = writing.commit().await.unwrap();
        assert_eq!(accounts(&harness.database).await, 2);
        harness.finish().await;
    }

    async fn a_reader_cannot_write(harness) {
        let sql = "insert into account (account_id, shown_as, minor, created_at) values ($1, 'name', 0, 0)";
        let id: AccountId = harness.chance.id();
        assert!(sqlx::query(sql).bind(id.to_string()).execute(harness.database.reader()).await.is_err());
        let mut snapshot = harness.database.snapshot().await.unwrap();
        assert!(sqlx::query(sql).bind(id.to_string()).execute(snapshot.connection()).await.is_err());
        drop(snapshot);
        assert_eq!(accounts(&harness.database).await, 0);
        harness.finish().await;
    }

    async fn a_snapshot_stays_as_it_is_while_others_write(harness) {
        let mut snapshot = harness.database.snapshot().await.unwrap();
        let count = "select count(*) from account";
        let before: i64 = sqlx::query_scalar(count).fetch_one(snapshot.connection()).await.unwrap();
        add_account(&harness, harness.chance.id(), true).await;
        let after: i64 = sqlx::query_scalar(count).fetch_one(snapshot.connection()).await.unwrap();
        assert_eq!((before, after, accounts(&harness.database).await), (0, 0, 1));
        drop(snapshot);
        harness.finish().await;
    }

    async fn eight_writers_that_read_before_they_write_never_fail(harness) {
        add_account(&harness, harness.chance.id(), true).await;
        let tasks: Vec<_> = (0..8).map(|_| {
            let database = harness.database.clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    let mut writing = database.writing().await.unwrap();
                    let lock = writing.dialect().choose("select minor from account", "select minor from account for update");
                    let minor: i64 = sqlx::query_scalar(lock).fetch_one(writing.connection()).await.unwrap();
                    sqlx::query("update account set minor = $1").bind(1 - minor).execute(writing.connection()).await.unwrap();
                    let _committed = writing.commit().await.unwrap();
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let minor: i64 = sqlx::query_scalar("select minor from account").fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(minor, 0, "200 flips, none lost");
        harness.finish().await;
    }

    async fn what_was_deleted_can_be_overwritten(harness) {
        const NAME: &str = "a name that nobody else has";
        let sql = "insert into account (account_id, display_name, shown_as, minor, created_at) values ($1, $2, 'name', 0, 0)";
        let mut writing = harness.database.writing().await.unwrap();
        let id: AccountId = harness.chance.id();
        sqlx::query(sql).bind(id.to_string()).bind(NAME).execute(writing.connection()).await.unwrap();
        let _committed = writing.commit().await.unwrap();
        harness.database.overwrite_deleted().await.unwrap();
        let mut writing = harness.database.writing().await.unwrap();
        sqlx::query("update account set display_name = null").execute(writing.connection()).await.unwrap();
        let _committed = writing.commit().await.unwrap();
        if let DatabaseUrl::Sqlite(file) = &harness.url {
            let found = || std::fs::read_dir(file.parent().unwrap()).unwrap().filter(|entry| {
                let bytes = std::fs::read(entry.as_ref().unwrap().path()).unwrap();
                bytes.windows(NAME.len()).any(|part| part == NAME.as_bytes())
            }).count();
            assert_eq!(found(), 1, "the file has it as long as only the write-ahead log knows better");
            harness.database.overwrite_deleted().await.unwrap();
            assert_eq!(found(), 0);
        } else {
            harness.database.overwrite_deleted().await.unwrap();
        }
        harness.finish().await;
    }
}
