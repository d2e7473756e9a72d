//! What happens at the same time has the result of one of the two orders.

use std::time::Duration;

use insignia::platform::database::{Database, Dialect, StoreError};

use super::rules::credentials::{CREDENTIAL, QUORUM};
use super::rules::execute;
use crate::harness::{Harness, on_both_backends};

const WITHDRAW: &str = "update attestation set withdrawn_at = {t9} where attestation_id = {att20}";

async fn ready(harness: &Harness) {
    harness.load_sample().await;
    let mut writing = harness.database.writing().await.unwrap();
    execute(&mut writing, QUORUM).await.unwrap();
    let _committed = writing.commit().await.unwrap();
}

/// Runs `first`, begins `second` in another transaction, and commits the first only when the second
/// waits for it. Gives the outcome of the second.
async fn second_after(harness: &Harness, first: &'static str, second: &'static str) -> Result<(), StoreError> {
    let mut before = harness.database.writing().await.unwrap();
    execute(&mut before, first).await.unwrap();
    let database = harness.database.clone();
    let after = tokio::spawn(async move {
        let mut writing = database.writing().await?;
        execute(&mut writing, second).await?;
        let _committed = writing.commit().await?;
        Ok(())
    });
    let waits = async {
        while !after.is_finished() && !waits_for_a_lock(&harness.database).await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waits).await.expect("the second waits or ends");
    let _committed = before.commit().await.unwrap();
    after.await.unwrap()
}

async fn waits_for_a_lock(database: &Database) -> bool {
    // SQLite's second writer has not even begun: there is nothing to wait for.
    if database.dialect() == Dialect::Sqlite {
        return true;
    }
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    sqlx::query_scalar::<_, i64>(waiting).fetch_one(database.reader()).await.unwrap() > 0
}

on_both_backends! {
    async fn a_badge_is_not_recorded_on_an_attestation_being_withdrawn(harness) {
        ready(&harness).await;
        let recorded = second_after(&harness, WITHDRAW, CREDENTIAL).await;
        assert!(matches!(recorded, Err(StoreError::Rule(ref said)) if said.contains("quorum")), "{recorded:?}");
        harness.finish().await;
    }

    async fn an_attestation_withdrawn_while_its_badge_is_recorded_comes_after_it(harness) {
        ready(&harness).await;
        second_after(&harness, CREDENTIAL, WITHDRAW).await.unwrap();
        let both: i64 = sqlx::query_scalar(
            "select count(*) from credential c join attestation a on a.nomination_id = c.nomination_id where c.cancelled_at is null and a.withdrawn_at is not null and c.subject_id = 'urn:uuid:x'",
        ).fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(both, 1);
        harness.finish().await;
    }

    async fn two_who_record_the_same_badge_make_one(harness) {
        ready(&harness).await;
        let second = second_after(&harness, CREDENTIAL, CREDENTIAL).await;
        assert!(matches!(second, Err(StoreError::Rule(ref said)) if said.contains("open nomination")), "{second:?}");
        harness.finish().await;
    }

    async fn nothing_is_attested_while_the_badge_is_recorded(harness) {
        ready(&harness).await;
        let late = "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att21}, {nm2}, {acc5}, {acc4}, {mand5}, 'Wikimedia Gamma', 'name', {t9})";
        let second = second_after(&harness, CREDENTIAL, late).await;
        assert!(matches!(second, Err(StoreError::Rule(ref said)) if said.contains("open nomination")), "{second:?}");
        harness.finish().await;
    }
}
