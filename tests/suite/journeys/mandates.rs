//! By which right somebody attests: for the class version that was nominated, while the badge that
//! gave the right stands.

use insignia::community::attestation::{AttestError, Attestation, CriteriaMet, CriterionMet, Nomination};
use insignia::community::people::{Account, NotEntitled};
use insignia::verifier::RevocationReason;
use insignia::vocabulary::ids::CredentialId;

use super::versions::{OLDER, with_an_older_version};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, TRAINER_CLASS, World, seen};

/// Somebody whose only right is their trainer badge.
async fn trainer_by_badge(world: &World, name: &str) -> (Account, CredentialId) {
    let person = world.person(name).await;
    let nomination = world.nominate(&person, TRAINER_CLASS, name).await;
    for one in [&world.anna, &world.badri] {
        world.attest_all(one, &nomination).await;
    }
    let badge = world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap();
    (person, badge.award().credential())
}

async fn attests(world: &World, harness: &Harness, trainer: &Account) -> Result<Attestation, AttestError> {
    harness.clock.advance(1);
    let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
    let class = world.office.community().catalog().class(CLASS).unwrap();
    let met = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: None }).collect();
    world.office.community().attest(trainer.id(), nomination.id(), met, "Seen.", seen()).await
}

/// What [`World::attest_all`] would say, under an authority over `version` of `slug`.
async fn attested_as(world: &World, nomination: &Nomination, slug: &str, version: &str) -> Result<Attestation, AttestError> {
    let community = world.office.community();
    let class = community.catalog().class_version(slug, version).unwrap();
    let ticked = class.criteria().iter().map(|c| CriterionMet { criterion: c.id().to_owned(), level: None }).collect();
    let met = CriteriaMet::of(class, ticked).unwrap();
    let trainer = community.trainer(world.anna.id()).await.unwrap();
    trainer.authority_over(class, community.now()).unwrap().attest(nomination, met, "Seen.", seen(), community.chance())
}

on_both_backends! {
    async fn an_attestation_for_another_class_version_does_not_count(harness) {
        let world = with_an_older_version(&harness).await;
        let nomination = world.nominate(&world.person("Chen").await, CLASS, "Chen").await;
        for (slug, version) in [(TRAINER_CLASS, "1"), (CLASS, OLDER)] {
            let refused = attested_as(&world, &nomination, slug, version).await;
            assert!(matches!(refused, Err(AttestError::OtherClass { .. })), "{slug} {version}: {refused:?}");
        }
        attested_as(&world, &nomination, CLASS, "1").await.unwrap();
        harness.finish().await;
    }

    async fn nobody_attests_by_a_suspended_trainer_badge_until_it_is_reinstated(harness) {
        let world = World::new(&harness).await;
        let (dina, badge) = trainer_by_badge(&world, "Dina").await;
        attests(&world, &harness, &dina).await.unwrap();
        world.office.suspend(badge, "an inquiry", world.anna.id()).await.unwrap();
        let refused = attests(&world, &harness, &dina).await;
        assert!(matches!(refused, Err(AttestError::NotEntitled(NotEntitled::Paused { .. }))), "{refused:?}");
        world.office.reinstate(badge, world.badri.id()).await.unwrap();
        attests(&world, &harness, &dina).await.unwrap();
        world.assert_sound("a suspension").await;
        harness.finish().await;
    }

    async fn nobody_attests_by_a_revoked_trainer_badge_ever_again(harness) {
        let world = World::new(&harness).await;
        let (dina, badge) = trainer_by_badge(&world, "Dina").await;
        let before = attests(&world, &harness, &dina).await.unwrap();
        let request = world.office.ask_revocation(badge, RevocationReason::Misconduct, "why", world.anna.id()).await.unwrap();
        attests(&world, &harness, &dina).await.unwrap();
        world.office.confirm_revocation(request, world.badri.id()).await.unwrap();
        let refused = attests(&world, &harness, &dina).await;
        assert!(matches!(refused, Err(AttestError::NotEntitled(NotEntitled::Ended { .. }))), "{refused:?}");
        // What was said by right before stays said.
        world.office.issue(&[before.nomination()]).await.pop().unwrap().unwrap();
        world.assert_sound("a revocation").await;
        harness.finish().await;
    }
}
