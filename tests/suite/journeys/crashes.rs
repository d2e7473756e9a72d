//! Ends at the worst moment: at each await, with the reply of a COMMIT lost, beside another process,
//! in a race with a withdrawal. Nobody gets two badges, none without its quorum, nothing is lost.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use insignia::community::attestation::Nomination;
use insignia::issuer::audit::audit;
use insignia::platform::database::{Database, DatabaseUrl};
use insignia::vocabulary::ids::{CredentialId, NominationId};

use super::proxy::Proxy;
use crate::harness::{Backend, Harness, long_run, on_both_backends, run};
use crate::world::{CLASS, World, said};

async fn attested(world: &World, name: &str) -> Nomination {
    let nomination = world.nominate(&world.person(name).await, CLASS, name).await;
    world.attest_all(&world.anna, &nomination).await;
    nomination
}

/// Polls `work` so many times, and then it is dropped, as when its process dies. `true` if it ended before.
async fn dies_at(polls: usize, work: impl Future) -> bool {
    let mut work = pin!(work);
    let mut left = polls;
    std::future::poll_fn(|context| {
        let Some(rest) = left.checked_sub(1) else { return Poll::Ready(false) };
        left = rest;
        work.as_mut().poll(context).map(|_| true)
    })
    .await
}

/// The credential of a nomination, which verifies; asked for twice, it is the same.
async fn the_one_badge(world: &World, nomination: NominationId, when: &str) -> CredentialId {
    let badge = world.office.issue(&[nomination]).await.pop().unwrap().unwrap_or_else(|error| panic!("{when}: {error}"));
    let again = world.office.issue(&[nomination]).await.pop().unwrap().unwrap();
    assert_eq!(badge, again, "{when}");
    assert_eq!(said(&world.verdict(badge.json()).await), ("valid", String::new()), "{when}");
    badge.award().credential()
}

async fn count(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}

on_both_backends! {
    async fn a_process_that_dies_at_any_await_of_issuing_leaves_one_badge(harness) {
        let mut world = World::new(&harness).await;
        // How often it waits differs from run to run: the store may have answered before it is asked.
        let (mut polls, mut deaths, mut ended_in_a_row) = (0, 0, 0);
        while ended_in_a_row < 3 {
            let when = format!("dead after {polls} polls");
            let nomination = attested(&world, "Chen").await;
            let ended = dies_at(polls, world.office.issue(&[nomination.id()])).await;
            world.assert_sound(&when).await;
            world.restart(&harness).await;
            world.assert_sound(&when).await;
            the_one_badge(&world, nomination.id(), &when).await;
            deaths += u32::from(!ended);
            ended_in_a_row = if ended { ended_in_a_row + 1 } else { 0 };
            polls += if long_run() || polls < 20 { 1 } else { 5 };
        }
        assert!(deaths > 1, "it never died in the midst: {deaths}");
        let credentials = count(&harness, "select count(*) from credential where cancelled_at is null").await;
        assert_eq!(credentials, count(&harness, "select count(*) from nomination").await);
        harness.finish().await;
    }

    async fn a_withdrawal_in_a_race_with_issuing_comes_before_or_after(harness) {
        let world = World::new(&harness).await;
        let (mut before, mut after) = (0, 0);
        for round in 0..if long_run() { 2000 } else { 24 } {
            let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
            let attestation = world.attest_all(&world.anna, &nomination).await;
            let (office, other) = (world.office.clone(), world.office.clone());
            let (id, trainer) = (attestation.id(), world.anna.id());
            let issuing = tokio::spawn(async move { office.issue(&[nomination.id()]).await.pop().unwrap() });
            // From one end to the other of what issuing takes.
            let waits = harness.chance.below(60);
            let withdrawing = tokio::spawn(async move {
                for _ in 0..waits {
                    tokio::task::yield_now().await;
                }
                other.withdraw_attestation(id, trainer, "a mistake").await
            });
            let (issued, request) = (issuing.await.unwrap(), withdrawing.await.unwrap().unwrap());
            assert_eq!(issued.is_ok(), request.is_some(), "round {round}: a badge rests on what was withdrawn, and nobody knows: {issued:?}");
            *if issued.is_ok() { &mut after } else { &mut before } += 1;
        }
        world.assert_sound(&format!("{before} withdrawals before and {after} after a badge was recorded")).await;
        harness.finish().await;
    }

    async fn two_processes_on_one_store_issue_each_badge_once(harness) {
        let world = World::new(&harness).await;
        let database = Database::open(&harness.url).await.unwrap();
        let other = world.other_office(&harness, database.clone()).await;
        for round in 0..if long_run() { 200 } else { 6 } {
            let mut ids = Vec::new();
            for name in ["Ada", "Bo", "Cy", "Di"] {
                ids.push(attested(&world, name).await.id());
            }
            let asks = [0, 1, 2, 3].map(|turn| {
                let (office, mut mine) = (if turn % 2 == 0 { world.office.clone() } else { other.clone() }, ids.clone());
                mine.rotate_left(turn);
                tokio::spawn(async move { (mine.clone(), office.issue(&mine).await) })
            });
            let mut seen = std::collections::HashMap::new();
            for ask in asks {
                let (asked, given) = ask.await.unwrap();
                for (nomination, published) in asked.into_iter().zip(given) {
                    // "Look again in a moment" is an answer; two badges are not.
                    let Ok(published) = published else { continue };
                    assert_eq!(*seen.entry(nomination).or_insert(published.award().credential()), published.award().credential());
                }
            }
            for id in ids {
                let one = the_one_badge(&world, id, &format!("round {round}")).await;
                assert_eq!(*seen.entry(id).or_insert(one), one);
            }
        }
        world.assert_sound("two processes").await;
        database.close().await;
        harness.finish().await;
    }
}

/// "Failed but persisted": the server commits, and its answer never arrives.
async fn with_lost_replies(harness: &Harness) {
    let world = World::new(harness).await;
    let DatabaseUrl::Postgres(address) = &harness.url else { unreachable!("SQLite answers from the same process") };
    let proxy = Proxy::before(address);
    let database = Database::open(&proxy.url()).await.unwrap();
    let office = world.other_office(harness, database.clone()).await;
    for round in 0..if long_run() { 200 } else { 8 } {
        let nomination = attested(&world, "Chen").await;
        // The first COMMIT is T1's, the second T2's.
        proxy.lose_reply(1 + round % 2);
        let answer = office.issue(&[nomination.id()]).await.pop().unwrap();
        assert_eq!(proxy.lost(), 1 + u64::try_from(round).unwrap(), "round {round}: a reply was lost: {answer:?}");
        let credentials = count(harness, "select count(*) from credential").await;
        assert_eq!(credentials, 1 + round, "round {round}: T1 was committed although nobody heard of it");
        let badge = the_one_badge(&world, nomination.id(), &format!("round {round}")).await;
        if let Ok(published) = answer {
            assert_eq!(published.award().credential(), badge);
        }
        let found = audit(&mut harness.database.snapshot().await.unwrap()).await.unwrap();
        assert_eq!(found.violations, Vec::new(), "round {round}");
    }
    database.close().await;
}

#[test]
fn a_lost_reply_of_a_commit_never_leads_to_a_second_badge() {
    run(Backend::Postgres, |harness| async move {
        with_lost_replies(&harness).await;
        harness.finish().await;
    });
}
