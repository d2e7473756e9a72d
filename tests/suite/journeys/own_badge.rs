//! What nobody decides about their own badge.

use insignia::community::people::Account;
use insignia::issuer::{RevokeError, SuspendError};
use insignia::verifier::RevocationReason;
use insignia::vocabulary::ids::CredentialId;

use crate::harness::on_both_backends;
use crate::world::{CLASS, World, said};

/// A badge of `holder`, attested by Badri.
async fn badge_of(world: &World, holder: &Account) -> CredentialId {
    let nomination = world.nominate(holder, CLASS, "A Name").await;
    world.attest_all(&world.badri, &nomination).await;
    world.office.issue(&[nomination.id()]).await.pop().unwrap().unwrap().award().credential()
}

on_both_backends! {
    async fn a_holder_neither_suspends_their_badge_nor_lifts_that(harness) {
        let world = World::new(&harness).await;
        // Anna has a mandate for the class herself.
        for holder in [world.person("Chen").await, world.anna.clone()] {
            let badge = badge_of(&world, &holder).await;
            let refused = world.office.suspend(badge, "a rest", holder.id()).await;
            assert!(matches!(refused, Err(SuspendError::NotEntitled)), "{refused:?}");
            world.office.suspend(badge, "a doubt", world.badri.id()).await.unwrap();
            let refused = world.office.reinstate(badge, holder.id()).await;
            assert!(matches!(refused, Err(SuspendError::NotEntitled)), "{refused:?}");
            world.office.reinstate(badge, world.badri.id()).await.unwrap();
        }
        harness.finish().await;
    }

    async fn a_holder_does_not_decline_what_others_ask_about_their_badge(harness) {
        let world = World::new(&harness).await;
        for holder in [world.person("Chen").await, world.anna.clone()] {
            let badge = badge_of(&world, &holder).await;
            let request = world.office.ask_revocation(badge, RevocationReason::Misconduct, "why", world.badri.id()).await.unwrap();
            let refused = world.office.decline_revocation(request, holder.id()).await;
            assert!(matches!(refused, Err(RevokeError::NotEntitled)), "{refused:?}");
            let own = world.office.ask_revocation(badge, RevocationReason::Holder, "", holder.id()).await.unwrap();
            world.office.decline_revocation(own, holder.id()).await.unwrap();
            // As the second person, a holder may agree.
            world.office.confirm_revocation(request, holder.id()).await.unwrap();
            let published = world.office.published(&[badge]).await.unwrap().remove(&badge).unwrap();
            assert_eq!(said(&world.verdict(published.json()).await).0, "invalid");
        }
        harness.finish().await;
    }
}
