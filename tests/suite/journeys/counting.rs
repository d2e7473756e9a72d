//! What counts towards a quorum, as people see it and as issuing finds it.

use insignia::community::attestation::{AttestError, CriterionMet, NotEligible};
use insignia::issuer::{IssueError, Recovery};
use insignia::standards::json;

use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, TRAINER_CLASS, World, seen, trainer};

async fn run_sql(harness: &Harness, sql: &'static str) {
    let mut writing = harness.database.writing().await.unwrap();
    sqlx::raw_sql(sql).execute(writing.connection()).await.unwrap();
    let _ = writing.commit().await.unwrap();
}

on_both_backends! {
    async fn two_trainers_of_one_affiliate_are_no_quorum_of_two_affiliates(harness) {
        let world = World::new(&harness).await;
        let cora = trainer(&world.office, "Cora", "wmxx").await;
        let nomination = world.nominate(&world.person("Chen").await, TRAINER_CLASS, "Chen").await;
        for one in [&world.anna, &cora] {
            world.attest_all(one, &nomination).await;
            let (_, _, standing) = world.office.community().standing(nomination.id()).await.unwrap();
            assert!(!standing.is_complete(), "{standing:?}");
            let refused = world.office.issue(&[nomination.id()]).await.pop().unwrap();
            assert!(matches!(refused, Err(IssueError::NotEligible(NotEligible::Missing { .. }))), "{refused:?}");
        }
        world.attest_all(&world.badri, &nomination).await;
        world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
        harness.finish().await;
    }

    async fn what_was_withdrawn_does_not_count(harness) {
        let world = World::new(&harness).await;
        let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
        let attestation = world.attest_all(&world.anna, &nomination).await;
        let request = world.office.withdraw_attestation(attestation.id(), world.anna.id(), "a mistake").await.unwrap();
        assert_eq!(request, None, "no badge rests on it");
        let (_, _, standing) = world.office.community().standing(nomination.id()).await.unwrap();
        assert_eq!(standing.missing().count(), standing.criteria().len());
        let refused = world.office.issue(&[nomination.id()]).await.pop().unwrap();
        assert!(matches!(refused, Err(IssueError::NotEligible(NotEligible::Missing { .. }))), "{refused:?}");
        harness.finish().await;
    }

    async fn what_is_withdrawn_after_its_holder_was_erased_leads_back_to_nobody(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Chen").await;
        let nomination = world.nominate(&holder, CLASS, "Chen").await;
        let attestation = world.attest_all(&world.anna, &nomination).await;
        world.office.erase(holder.id()).await.unwrap();
        world.office.withdraw_attestation(attestation.id(), world.anna.id(), "Chen was not there").await.unwrap();
        world.assert_sound("a withdrawal").await;
        harness.finish().await;
    }

    async fn recovery_counts_again_before_it_signs(harness) {
        let world = World::new(&harness).await;
        let (mut nominations, mut attestations) = (Vec::new(), Vec::new());
        for name in ["Chen", "Dina"] {
            let nomination = world.nominate(&world.person(name).await, CLASS, name).await;
            attestations.push(world.attest_all(&world.anna, &nomination).await);
            nominations.push(nomination.id());
        }
        let (stop, go_on) = (
            harness.dialect().choose(
                "create trigger stop before insert on signed_edition begin select raise(abort, 'stop'); end",
                "create trigger stop before insert on signed_edition for each row execute function refuse('stop')",
            ),
            harness.dialect().choose("drop trigger stop", "drop trigger stop on signed_edition"),
        );
        run_sql(&harness, stop).await;
        for issued in world.office.issue(&nominations).await {
            assert!(issued.is_err(), "recorded, and no more: {issued:?}");
        }
        world.office.withdraw_attestation(attestations[0].id(), world.anna.id(), "a mistake").await.unwrap();
        run_sql(&harness, go_on).await;
        assert_eq!(world.office.recover().await.unwrap(), Recovery { finished: 1, cancelled: 1, waiting: 0 });
        let results = world.office.issue(&nominations).await;
        assert!(matches!(&results[..], [Err(IssueError::NotEligible(NotEligible::Missing { .. })), Ok(_)]), "{results:?}");
        world.assert_sound("recovery").await;
        harness.finish().await;
    }

    async fn a_level_that_one_of_two_trainers_gave_is_not_certified(harness) {
        let world = World::new(&harness).await;
        for (levels, certified) in [(["guides-others", "independent"], "independent"), (["guides-others", "guides-others"], "guides-others")] {
            let nomination = world.nominate(&world.person("Chen").await, TRAINER_CLASS, "Chen").await;
            for (one, level) in [&world.anna, &world.badri].into_iter().zip(levels) {
                let class = world.office.community().catalog().class(TRAINER_CLASS).unwrap();
                let met = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: Some(level.to_owned()) });
                world.office.community().attest(one.id(), nomination.id(), met.collect(), "Seen.", seen()).await.unwrap();
            }
            let badge = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
            let document = json::parse(badge.json(), &json::Limits::DOCUMENT).unwrap();
            let reached = document["credentialSubject"]["result"][0]["achievedLevel"].as_str().unwrap();
            assert!(reached.ends_with(&format!("#level-{certified}")), "{levels:?}: {reached}");
        }
        world.assert_sound("levels").await;
        harness.finish().await;
    }

    async fn a_nomination_whose_badge_is_recorded_takes_no_more_attestations(harness) {
        let world = World::new(&harness).await;
        let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
        world.attest_all(&world.anna, &nomination).await;
        world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
        let class = world.office.community().catalog().class(CLASS).unwrap();
        let met = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: None }).collect();
        let refused = world.office.community().attest(world.badri.id(), nomination.id(), met, "Seen.", seen()).await;
        assert!(matches!(refused, Err(AttestError::Closed)), "{refused:?}");
        harness.finish().await;
    }
}
