//! Retry keys, on both backends.

use insignia::platform::idempotency::{Answer, IdempotencyKey, RequestDigest, Retries, Turn};

use crate::harness::{Harness, on_both_backends};

fn key(text: &str) -> IdempotencyKey {
    text.parse().unwrap()
}

async fn work(retries: &Retries, harness: &Harness, text: &str, body: &[u8]) -> Turn {
    retries.take("somebody", key(text), RequestDigest::of(&[body]), harness.now()).await.unwrap()
}

on_both_backends! {
    async fn a_finished_answer_is_given_again(harness) {
        let retries = Retries::new(harness.database.clone());
        let Turn::Yours(first) = work(&retries, &harness, "k", b"a").await else { panic!("the first does the work") };
        first.finish(201, b"done").await.unwrap();
        let again = work(&retries, &harness, "k", b"a").await;
        assert!(matches!(&again, Turn::Answered(Answer { status: 201, body: Some(body) }) if body == b"done"), "{again:?}");
        assert!(matches!(work(&retries, &harness, "k", b"b").await, Turn::OtherRequest));
        assert!(matches!(work(&retries, &harness, "other", b"b").await, Turn::Yours(_)), "another key is another request");
        // After a day the key is free.
        harness.clock.advance(86_401);
        assert!(matches!(work(&retries, &harness, "k", b"b").await, Turn::Yours(_)));
        harness.finish().await;
    }

    async fn those_who_come_together_wait_for_the_first(harness) {
        let retries = Retries::new(harness.database.clone());
        let Turn::Yours(first) = work(&retries, &harness, "k", b"a").await else { panic!("the first does the work") };
        let others: Vec<_> = (0..9)
            .map(|_| {
                let (retries, now) = (retries.clone(), harness.now());
                tokio::spawn(async move { retries.take("somebody", key("k"), RequestDigest::of(&[b"a"]), now).await.unwrap() })
            })
            .collect();
        first.finish(200, b"one").await.unwrap();
        for other in others {
            assert!(matches!(other.await.unwrap(), Turn::Answered(Answer { status: 200, .. })));
        }
        harness.finish().await;
    }

    async fn what_was_given_up_or_abandoned_can_be_tried_again(harness) {
        let retries = Retries::new(harness.database.clone());
        let Turn::Yours(first) = work(&retries, &harness, "k", b"a").await else { panic!("the first does the work") };
        first.give_up().await.unwrap();
        let Turn::Yours(second) = work(&retries, &harness, "k", b"a").await else { panic!("given up is free again") };
        // As after a crash: neither finished nor given up.
        drop(second);
        assert!(matches!(work(&retries, &harness, "k", b"a").await, Turn::UnderWay));
        harness.clock.advance(121);
        assert!(matches!(work(&retries, &harness, "k", b"a").await, Turn::Yours(_)));
        harness.finish().await;
    }
}
