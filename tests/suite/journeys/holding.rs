//! What waits before it is issued: undone without a trace, or issued once, whoever dies or hurries.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use insignia::community::attestation::{ConfirmedBy, Disclosure, NewNomination, NewTraining, Nomination, Release};
use insignia::issuer::{HoldError, HoldState, Obstacle, Outcome};
use insignia::platform::database::Database;
use insignia::vocabulary::LanguageTag;
use insignia::vocabulary::ids::{NominationId, TrainingId};

use crate::harness::{Harness, START, long_run, on_both_backends};
use crate::world::{CLASS, ISSUER, World};

const TEN_MINUTES: u32 = 600;

async fn training(world: &World) -> TrainingId {
    let day = NewTraining {
        name: "A day".to_owned(),
        place: String::new(),
        starts_at: START,
        ends_at: START.plus_seconds(3600),
        affiliate: "wmxx".to_owned(),
        classes: vec![CLASS.to_owned()],
        trainers: vec![world.anna.id()],
    };
    world.office.community().make_training(&day).await.unwrap().id()
}

async fn nominated(world: &World, training: TrainingId, name: &str) -> Nomination {
    let new = NewNomination {
        holder: world.person(name).await.id(),
        slug: CLASS.to_owned(),
        version: None,
        issuer: ISSUER.to_owned(),
        training: Some(training),
        language: LanguageTag::english(),
        by: Some(world.anna.id()),
        release: Release::of_names(&[name], Disclosure::Withheld, ConfirmedBy::Holder).unwrap(),
    };
    world.office.community().nominate(&new).await.unwrap()
}

async fn attested(world: &World, training: TrainingId, name: &str) -> NominationId {
    let nomination = nominated(world, training, name).await;
    world.attest_all(&world.anna, &nomination).await;
    nomination.id()
}

async fn count(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
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

on_both_backends! {
    async fn only_what_has_every_quorum_is_put_into_line(harness) {
        let world = World::new(&harness).await;
        let (here, elsewhere) = (training(&world).await, training(&world).await);
        let incomplete = nominated(&world, here, "Ada").await.id();
        let foreign = attested(&world, elsewhere, "Bo").await;
        let refused = world.office.hold(here, &[incomplete, foreign], world.anna.id(), TEN_MINUTES).await;
        assert!(matches!(refused, Err(HoldError::NothingReady)), "{refused:?}");
        let complete = attested(&world, here, "Cy").await;
        world.office.hold(here, &[incomplete, foreign, complete], world.anna.id(), TEN_MINUTES).await.unwrap();
        let holds = world.office.holds(here).await.unwrap();
        let held: Vec<NominationId> = holds.iter().flat_map(|hold| &hold.lines).map(|line| line.nomination).collect();
        assert_eq!(held, [complete]);
        assert!(world.office.holds(elsewhere).await.unwrap().is_empty());
        harness.finish().await;
    }

    async fn nothing_of_a_rehearsal_is_put_into_line(harness) {
        let world = World::new(&harness).await;
        let here = training(&world).await;
        let complete = attested(&world, here, "Ada").await;
        let sql = "insert into workshop (training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at) \
                   values ($1, 'main', 'en', 1, 10, '00000000000000000001', 0)";
        let mut writing = harness.database.writing().await.unwrap();
        sqlx::query(sql).bind(here.to_string()).execute(writing.connection()).await.unwrap();
        let _ = writing.commit().await.unwrap();
        let refused = world.office.hold(here, &[complete], world.anna.id(), 0).await;
        assert!(matches!(refused, Err(HoldError::Rehearsal)), "{refused:?}");
        assert_eq!(world.office.issue_due().await.unwrap(), 0);
        harness.finish().await;
    }

    async fn nothing_is_issued_before_its_time_and_everything_after_it(harness) {
        let world = World::new(&harness).await;
        let here = training(&world).await;
        let (ada, bo) = (attested(&world, here, "Ada").await, attested(&world, here, "Bo").await);
        let hold = world.office.hold(here, &[ada, bo], world.anna.id(), TEN_MINUTES).await.unwrap();
        let again = world.office.hold(here, &[ada, bo], world.anna.id(), TEN_MINUTES).await.unwrap();
        assert_eq!(hold, again, "a double tap puts nobody into line twice");
        harness.clock.advance(599);
        assert_eq!(world.office.issue_due().await.unwrap(), 0);
        assert_eq!(count(&harness, "select count(*) from credential").await, 0);
        harness.clock.advance(1);
        assert_eq!(world.office.issue_due().await.unwrap(), 2);
        let holds = world.office.holds(here).await.unwrap();
        assert!(matches!(holds[0].state, HoldState::Ended { .. }), "{holds:?}");
        assert!(holds[0].lines.iter().all(|line| matches!(line.outcome, Outcome::Issued(_))), "{holds:?}");
        assert_eq!(count(&harness, "select count(*) from edition where state = 'published'").await, 2);
        assert_eq!(world.office.issue_due().await.unwrap(), 0);
        world.assert_sound("issuing").await;
        harness.finish().await;
    }

    async fn an_undone_hold_leaves_no_trace(harness) {
        let world = World::new(&harness).await;
        let (here, other) = (training(&world).await, training(&world).await);
        let ada = attested(&world, here, "Ada").await;
        let before = count(&harness, "select count(*) from log_entry").await;
        let hold = world.office.hold(here, &[ada], world.anna.id(), TEN_MINUTES).await.unwrap();
        let refused = world.office.undo_hold(other, hold).await;
        assert!(matches!(refused, Err(HoldError::NoHold(_))), "not from another training: {refused:?}");
        world.office.undo_hold(here, hold).await.unwrap();
        let twice = world.office.undo_hold(here, hold).await;
        assert!(matches!(twice, Err(HoldError::NoHold(_))), "{twice:?}");
        assert_eq!(count(&harness, "select (select count(*) from hold) + (select count(*) from held)").await, 0);
        assert_eq!(count(&harness, "select count(*) from log_entry").await, before);
        harness.clock.advance(3600);
        assert_eq!(world.office.issue_due().await.unwrap(), 0);
        let next = world.office.hold(here, &[ada], world.anna.id(), 0).await.unwrap();
        assert_eq!(world.office.issue_due().await.unwrap(), 1);
        let late = world.office.undo_hold(here, next).await;
        assert!(matches!(late, Err(HoldError::Begun)), "{late:?}");
        harness.finish().await;
    }

    async fn brought_forward_it_is_issued_at_once(harness) {
        let world = World::new(&harness).await;
        let here = training(&world).await;
        let ada = attested(&world, here, "Ada").await;
        let hold = world.office.hold(here, &[ada], world.anna.id(), TEN_MINUTES).await.unwrap();
        for _ in 0..2 {
            world.office.bring_forward(here, hold).await.unwrap();
        }
        assert_eq!(world.office.issue_due().await.unwrap(), 1);
        world.office.bring_forward(here, hold).await.unwrap();
        harness.finish().await;
    }

    async fn whoever_lost_a_quorum_meanwhile_is_told_why_and_the_others_get_their_badge(harness) {
        let world = World::new(&harness).await;
        let here = training(&world).await;
        let ada = attested(&world, here, "Ada").await;
        let bo = nominated(&world, here, "Bo").await;
        let attestation = world.attest_all(&world.anna, &bo).await;
        let cy = attested(&world, here, "Cy").await;
        world.office.hold(here, &[ada, bo.id(), cy], world.anna.id(), TEN_MINUTES).await.unwrap();
        assert_eq!(world.office.withdraw_attestation(attestation.id(), world.anna.id(), "not seen").await.unwrap(), None);
        world.office.community().withdraw_nomination(cy).await.unwrap();
        harness.clock.advance(600);
        assert_eq!(world.office.issue_due().await.unwrap(), 3);
        let hold = world.office.holds(here).await.unwrap().remove(0);
        let outcome = |id| hold.lines.iter().find(|line| line.nomination == id).unwrap().outcome;
        assert!(matches!(outcome(ada), Outcome::Issued(_)));
        assert_eq!(outcome(bo.id()), Outcome::Refused(Obstacle::Missing));
        assert_eq!(outcome(cy), Outcome::Refused(Obstacle::Closed));
        harness.finish().await;
    }

    async fn a_worker_that_dies_at_any_await_leaves_one_badge_each(harness) {
        let mut world = World::new(&harness).await;
        let here = training(&world).await;
        let (mut polls, mut deaths, mut ended_in_a_row) = (0, 0, 0);
        while ended_in_a_row < 3 {
            let pair = [attested(&world, here, "Chen").await, attested(&world, here, "Dina").await];
            let hold = world.office.hold(here, &pair, world.anna.id(), 0).await.unwrap();
            let ended = dies_at(polls, world.office.issue_due()).await;
            world.restart(&harness).await;
            // The lease of the dead worker runs out.
            harness.clock.advance(61);
            world.office.issue_due().await.unwrap();
            let found = world.office.holds(here).await.unwrap().into_iter().find(|one| one.id == hold).unwrap();
            assert!(matches!(found.state, HoldState::Ended { .. }), "dead after {polls} polls: {found:?}");
            let badges: BTreeSet<_> = found.lines.iter().filter_map(|line| match line.outcome {
                Outcome::Issued(badge) => Some(badge),
                Outcome::Waiting { .. } | Outcome::Refused(_) => None,
            }).collect();
            assert_eq!(badges.len(), 2, "dead after {polls} polls: {found:?}");
            deaths += u32::from(!ended);
            ended_in_a_row = if ended { ended_in_a_row + 1 } else { 0 };
            polls += if long_run() || polls < 12 { 1 } else { 9 };
        }
        assert!(deaths > 1, "it never died in the midst: {deaths}");
        world.assert_sound("workers that die").await;
        let credentials = count(&harness, "select count(*) from credential where cancelled_at is null").await;
        assert_eq!(credentials, count(&harness, "select count(*) from nomination").await);
        harness.finish().await;
    }

    async fn an_undo_in_a_race_with_the_worker_comes_before_or_after(harness) {
        let world = World::new(&harness).await;
        let here = training(&world).await;
        let (mut before, mut after) = (0, 0);
        for round in 0..if long_run() { 400 } else { 24 } {
            let ada = attested(&world, here, "Ada").await;
            let hold = world.office.hold(here, &[ada], world.anna.id(), 0).await.unwrap();
            let (office, other) = (world.office.clone(), world.office.clone());
            let working = tokio::spawn(async move { office.issue_due().await.unwrap() });
            for _ in 0..round % 12 {
                tokio::task::yield_now().await;
            }
            let undone = other.undo_hold(here, hold).await;
            let issued = working.await.unwrap();
            let badges = world.office.credentials_of_training(here).await.unwrap().len();
            match undone {
                Ok(()) => {
                    before += 1;
                    assert_eq!((issued, badges), (0, after), "undone, and yet issued");
                }
                Err(HoldError::Begun) => {
                    after += 1;
                    assert_eq!((issued, badges), (1, after), "not undone, and not issued");
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert!(before + after > 0);
        world.assert_sound("races").await;
        harness.finish().await;
    }

    async fn two_workers_beside_each_other_issue_each_badge_once(harness) {
        let world = World::new(&harness).await;
        let here = training(&world).await;
        for round in 0..6 {
            let pair = [attested(&world, here, "Ada").await, attested(&world, here, "Bo").await];
            world.office.hold(here, &pair, world.anna.id(), 0).await.unwrap();
            let second = world.other_office(&harness, Database::open(&harness.url).await.unwrap()).await;
            let first = world.office.clone();
            let (one, two) = tokio::join!(first.issue_due(), second.issue_due());
            assert_eq!(one.unwrap() + two.unwrap(), 2, "round {round}");
            second.community().database().close().await;
        }
        world.assert_sound("two workers").await;
        assert_eq!(count(&harness, "select count(*) from credential where cancelled_at is null").await, 12);
        harness.finish().await;
    }
}
