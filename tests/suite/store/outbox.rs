//! The outbox: nothing leaves before the commit, nothing is lost, no two workers hold one letter.

use std::collections::BTreeSet;

use insignia::platform::outbox::{Failed, Letter, TRIES, claim, fail, put, sent};
use insignia::vocabulary::Clock;

use crate::harness::{Harness, on_both_backends};

const LEASE_S: i64 = 60;

async fn put_letters(harness: &Harness, how_many: usize) {
    let mut writing = harness.database.writing().await.unwrap();
    for number in 0..how_many {
        put(&mut writing, "mail", "subject", &format!("letter {number}"), &harness.chance, harness.now()).await.unwrap();
    }
    let _committed = writing.commit().await.unwrap();
}

async fn claimed(harness: &Harness) -> Vec<Letter> {
    claim(&harness.database, harness.now(), LEASE_S, 10).await.unwrap()
}

on_both_backends! {
    async fn a_letter_of_an_undone_transaction_never_leaves(harness) {
        let mut writing = harness.database.writing().await.unwrap();
        put(&mut writing, "mail", "subject", "letter", &harness.chance, harness.now()).await.unwrap();
        drop(writing);
        assert!(claimed(&harness).await.is_empty());
        harness.finish().await;
    }

    async fn a_sent_letter_is_gone_and_emptied(harness) {
        put_letters(&harness, 1).await;
        let letters = claimed(&harness).await;
        assert_eq!((letters.len(), letters[0].payload.as_str(), letters[0].attempt), (1, "letter 0", 1));
        sent(&harness.database, &letters[0], harness.now()).await.unwrap();
        harness.clock.advance(10 * 24 * 3600);
        assert!(claimed(&harness).await.is_empty());
        let kept: i64 = sqlx::query_scalar("select count(payload) from outbox").fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(kept, 0);
        harness.finish().await;
    }

    async fn a_letter_of_a_worker_that_died_is_taken_again_after_its_lease(harness) {
        put_letters(&harness, 1).await;
        let first = claimed(&harness).await;
        harness.clock.advance(LEASE_S - 1);
        assert!(claimed(&harness).await.is_empty());
        harness.clock.advance(1);
        let second = claimed(&harness).await;
        assert_eq!((second.len(), second[0].id, second[0].attempt), (1, first[0].id, 2));
        // The first wakes up again and says that it failed: that is no longer its business.
        assert_eq!(fail(&harness.database, &first[0], "late", harness.now()).await.unwrap(), Failed::LeaseOver);
        // But if it did send the letter, it is sent.
        sent(&harness.database, &first[0], harness.now()).await.unwrap();
        sent(&harness.database, &second[0], harness.now()).await.unwrap();
        harness.clock.advance(10 * 24 * 3600);
        assert!(claimed(&harness).await.is_empty());
        harness.finish().await;
    }

    async fn a_letter_that_fails_comes_again_later_and_later_until_a_person_must_look(harness) {
        put_letters(&harness, 1).await;
        let mut pauses = Vec::new();
        for attempt in 1..=TRIES {
            let letter = claimed(&harness).await.pop().unwrap();
            assert_eq!(letter.attempt, attempt);
            match fail(&harness.database, &letter, "450 try later", harness.now()).await.unwrap() {
                Failed::Again { at } => {
                    pauses.push(at.as_ms() - harness.now().as_ms());
                    harness.clock.advance(at.as_seconds() - harness.now().as_seconds() - 1);
                    assert!(claimed(&harness).await.is_empty(), "before its time");
                    harness.clock.advance(1);
                }
                Failed::GivenUp => assert_eq!(attempt, TRIES),
                Failed::LeaseOver => panic!("nobody else has it"),
            }
        }
        assert!(pauses.is_sorted(), "{pauses:?}");
        harness.clock.advance(100 * 24 * 3600);
        assert!(claimed(&harness).await.is_empty());
        harness.finish().await;
    }

    async fn no_two_workers_hold_the_same_letter(harness) {
        put_letters(&harness, 100).await;
        let workers: Vec<_> = (0..8).map(|_| {
            let (database, clock) = (harness.database.clone(), harness.clock.clone());
            tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let letters = claim(&database, clock.now(), LEASE_S, 3).await.unwrap();
                    if letters.is_empty() {
                        return taken;
                    }
                    taken.extend(letters.into_iter().map(|letter| letter.id.to_string()));
                }
            })
        }).collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), 100);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 100);
        harness.finish().await;
    }
}
