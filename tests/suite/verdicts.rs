//! Our verdicts on our own badges, where the store has a say.

use insignia::issuer::keys;
use insignia::verifier::{Outcome, Reason, Verdict};
use insignia::vocabulary::Clock;

use crate::harness::{Harness, on_both_backends};
use crate::world::World;

/// Declares every key of every issuer stolen, now.
pub(crate) async fn keys_are_stolen(harness: &Harness) {
    let known = keys::load(harness.database.snapshot().await.unwrap().connection()).await.unwrap();
    let mut writing = harness.database.writing().await.unwrap();
    for key in known.values().flatten() {
        let stolen = key.state().compromise(harness.clock.now()).unwrap();
        keys::record(&mut writing, key.kid(), stolen).await.unwrap();
    }
    let _ = writing.commit().await.unwrap();
}

fn key_check(verdict: &Verdict) -> Outcome {
    let check = verdict.checks().iter().find(|check| matches!(check.name, "key-of-issuer" | "jwt-key-of-issuer"));
    check.unwrap_or_else(|| panic!("{:#?}", verdict.checks())).outcome
}

on_both_backends! {
    async fn a_badge_logged_before_its_key_was_stolen_is_still_its_issuers(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Anna").await;
        harness.clock.advance(30);
        keys_are_stolen(&harness).await;
        harness.clock.advance(1);
        for bytes in [badge.json(), badge.jwt().as_bytes()] {
            assert_eq!(key_check(&world.verdict(bytes).await), Outcome::Pass);
        }
        harness.finish().await;
    }

    async fn bytes_that_our_log_does_not_know_are_nobodys_once_the_key_is_stolen(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Anna").await;
        // The same document with one more space: a good signature, but not what we logged. A thief's
        // badge with an honest badge's id and dates looks like this to us.
        let other = String::from_utf8(badge.json().to_vec()).unwrap().replacen('{', "{ ", 1);
        assert_eq!(world.verdict(other.as_bytes()).await.word(), "valid");
        harness.clock.advance(30);
        keys_are_stolen(&harness).await;
        harness.clock.advance(1);
        let verdict = world.verdict(other.as_bytes()).await;
        let Verdict::Invalid(refusal) = &verdict else { panic!("{}", verdict.word()) };
        assert_eq!(refusal.reason, Reason::KeyWithdrawn);
        harness.finish().await;
    }
}
