//! The log: whole, opened by its nonces, closed by erasure; a change anywhere is seen.

use insignia::platform::log::{ChainFault, Deed, Head, append, append_all, check_chain, commitment, forget, opening};

use super::rules::{drop_trigger, execute};
use crate::harness::{Harness, on_both_backends};

const DEEDS: [Deed<'static>; 3] = [
    Deed { kind: "edition", subject: Some("a"), object: b"first" },
    Deed { kind: "edition", subject: Some("b"), object: b"second" },
    Deed { kind: "key", subject: None, object: b"third" },
];

async fn logged(harness: &Harness) {
    let mut writing = harness.database.writing().await.unwrap();
    append_all(&mut writing, &DEEDS, &harness.chance).await.unwrap();
    let _committed = writing.commit().await.unwrap();
}

async fn checked(harness: &Harness) -> Result<Head, ChainFault> {
    check_chain(&mut harness.database.snapshot().await.unwrap()).await
}

/// Changes the log past its rules, looks, and puts everything back.
async fn tampered(harness: &Harness, rule: &str, sql: &str) -> ChainFault {
    let url = harness.url.clone();
    let mut writing = harness.database.writing().await.unwrap();
    for statement in [drop_trigger(harness.dialect(), rule), sql.to_owned()] {
        execute(&mut writing, &statement).await.unwrap();
    }
    let _committed = writing.commit().await.unwrap();
    let other = insignia::platform::database::Database::open(&url).await.unwrap();
    let fault = check_chain(&mut other.snapshot().await.unwrap()).await.unwrap_err();
    other.close().await;
    fault
}

on_both_backends! {
    async fn an_entry_is_opened_by_its_nonce_and_by_nothing_else(harness) {
        logged(&harness).await;
        let opened = opening(&mut harness.database.snapshot().await.unwrap(), "b").await.unwrap();
        let [(2, nonce)] = opened[..] else { panic!("{opened:?}") };
        let said: Vec<u8> = sqlx::query_scalar("select commitment from log_entry where seq = 2").fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(said, commitment("edition", &nonce, b"second"));
        assert_ne!(said, commitment("edition", &nonce, b"other"));
        assert_eq!(checked(&harness).await.unwrap().seq, 3);
        harness.finish().await;
    }

    async fn after_erasure_nothing_opens_the_entry_and_the_chain_is_whole(harness) {
        logged(&harness).await;
        let before = checked(&harness).await.unwrap();
        let mut writing = harness.database.writing().await.unwrap();
        assert_eq!(forget(&mut writing, "b").await.unwrap(), 1);
        let _committed = writing.commit().await.unwrap();
        let mut snapshot = harness.database.snapshot().await.unwrap();
        assert!(opening(&mut snapshot, "b").await.unwrap().is_empty());
        assert_eq!(opening(&mut snapshot, "a").await.unwrap().len(), 1);
        drop(snapshot);
        assert_eq!(checked(&harness).await.unwrap(), before);
        harness.finish().await;
    }

    async fn an_entry_of_an_undone_transaction_leaves_no_gap(harness) {
        logged(&harness).await;
        let mut writing = harness.database.writing().await.unwrap();
        assert_eq!(append(&mut writing, DEEDS[0], &harness.chance).await.unwrap().seq, 4);
        drop(writing);
        logged(&harness).await;
        assert_eq!(checked(&harness).await.unwrap().seq, 6);
        harness.finish().await;
    }

    async fn writers_at_the_same_time_make_one_chain(harness) {
        let tasks: Vec<_> = (0..8).map(|_| {
            let (database, chance) = (harness.database.clone(), harness.chance.clone());
            tokio::spawn(async move {
                for _ in 0..5 {
                    let mut writing = database.writing().await.unwrap();
                    append_all(&mut writing, &DEEDS, &chance).await.unwrap();
                    let _committed = writing.commit().await.unwrap();
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(checked(&harness).await.unwrap().seq, 8 * 5 * 3);
        harness.finish().await;
    }

    async fn a_batch_larger_than_a_statement_is_one_chain(harness) {
        let deeds = vec![DEEDS[0]; 6000];
        let mut writing = harness.database.writing().await.unwrap();
        append_all(&mut writing, &deeds, &harness.chance).await.unwrap();
        let _committed = writing.commit().await.unwrap();
        assert_eq!(checked(&harness).await.unwrap().seq, 6000);
        harness.finish().await;
    }
}

/// These end with a broken log, which [`Harness::finish`] would refuse: it is mended first.
mod tampering {
    use super::*;

    on_both_backends! {
        async fn a_changed_entry_is_found(harness) {
            logged(&harness).await;
            let fault = tampered(&harness, "log_entry_fixed", "update log_entry set kind = 'edited' where seq = 2").await;
            assert!(matches!(fault, ChainFault::Broken { seq: 2 }), "{fault}");
            mended(&harness, "update log_entry set kind = 'edition' where seq = 2").await;
            harness.finish().await;
        }

        async fn a_changed_commitment_is_found(harness) {
            logged(&harness).await;
            let fault = tampered(&harness, "log_entry_fixed", "update log_entry set commitment = chain where seq = 3").await;
            assert!(matches!(fault, ChainFault::Broken { seq: 3 }), "{fault}");
            emptied(&harness).await;
            harness.finish().await;
        }

        async fn a_missing_entry_is_found(harness) {
            logged(&harness).await;
            let fault = tampered(&harness, "log_entry_no_delete", "delete from log_entry where seq = 2").await;
            assert!(matches!(fault, ChainFault::Gap { expected: 2, found: 3 }), "{fault}");
            emptied(&harness).await;
            harness.finish().await;
        }

        async fn a_cut_end_is_found(harness) {
            logged(&harness).await;
            let fault = tampered(&harness, "log_entry_no_delete", "delete from log_entry where seq = 3").await;
            assert!(matches!(fault, ChainFault::WrongHead { last: 2, head: 3 }), "{fault}");
            emptied(&harness).await;
            harness.finish().await;
        }
    }

    async fn mended(harness: &Harness, sql: &str) {
        let mut writing = harness.database.writing().await.unwrap();
        execute(&mut writing, sql).await.unwrap();
        let _committed = writing.commit().await.unwrap();
    }

    async fn emptied(harness: &Harness) {
        let mut writing = harness.database.writing().await.unwrap();
        for rule in ["log_entry_no_delete", "log_head_newest"] {
            // One of them may be dropped already.
            let mut part = writing.savepoint().await.unwrap();
            let dropped = sqlx::raw_sql(sqlx::AssertSqlSafe(drop_trigger(harness.dialect(), rule))).execute(part.connection()).await;
            if dropped.is_ok() { part.keep().await.unwrap() } else { part.undo().await.unwrap() }
        }
        for sql in ["delete from log_entry", "update log_head set seq = 0, chain = {zero32}"] {
            execute(&mut writing, &sql.replace("{zero32}", harness.dialect().choose("zeroblob(32)", "decode(repeat('00', 32), 'hex')")))
                .await
                .unwrap();
        }
        let _committed = writing.commit().await.unwrap();
    }
}
