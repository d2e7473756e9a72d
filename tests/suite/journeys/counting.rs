//! What counts towards a quorum, as people see it and as issuing finds it.

use insignia::community::attestation::{AttestError, CriterionMet, NotEligible};
use insignia::issuer::IssueError;

use crate::harness::on_both_backends;
use crate::world::{CLASS, TRAINER_CLASS, World, seen, trainer};

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
