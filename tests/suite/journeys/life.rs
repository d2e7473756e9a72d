//! From a nomination to a published badge that verifies, and what becomes of it.

use insignia::issuer::{Found, IssueError};
use insignia::verifier::RevocationReason;

use crate::harness::on_both_backends;
use crate::world::{CLASS, World, said};

on_both_backends! {
    async fn a_fully_attested_person_gets_a_badge_that_verifies(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Оксана Іваненко").await;
        assert_eq!(said(&world.verdict(badge.json()).await), ("valid", String::new()));
        assert_eq!(said(&world.verdict(badge.jwt().as_bytes()).await), ("valid", String::new()));
        harness.finish().await;
    }

    async fn a_badge_of_a_did_web_issuer_verifies(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Anna").await;
        assert_eq!(said(&world.verdict(badge.json()).await), ("valid", String::new()));
        assert_eq!(said(&world.verdict(badge.jwt().as_bytes()).await), ("valid", String::new()));
        harness.finish().await;
    }

    async fn nobody_gets_a_badge_without_its_quorum(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Chen").await;
        let nomination = world.nominate(&holder, CLASS, "Chen").await;
        let results = world.office.issue(&[nomination.id()]).await;
        assert!(matches!(&results[..], [Err(IssueError::NotEligible(_))]), "{results:?}");
        harness.finish().await;
    }

    async fn asking_twice_gives_the_same_bytes(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Chen").await;
        let nomination = world.nominate(&holder, CLASS, "Chen").await;
        world.attest_all(&world.anna, &nomination).await;
        let first = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
        let again = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
        assert_eq!(first, again);
        harness.finish().await;
    }

    async fn a_revocation_needs_a_second_person_and_is_seen_at_once(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Chen").await;
        let id = badge.award().credential();
        let request = world.office.ask_revocation(id, RevocationReason::Error, "wrong person", world.anna.id()).await.unwrap();
        assert!(world.office.confirm_revocation(request, world.anna.id()).await.is_err());
        assert_eq!(world.verdict(badge.json()).await.word(), "valid");
        world.office.confirm_revocation(request, world.badri.id()).await.unwrap();
        let (word, why) = said(&world.verdict(badge.json()).await);
        assert_eq!(word, "invalid");
        assert!(why.contains("revoked"), "{why}");
        assert!(matches!(world.office.find(id).await.unwrap(), Some(Found::Published { revoked: Some(_), .. })));
        harness.finish().await;
    }
}
