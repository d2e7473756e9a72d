//! Badges of ours in `@digitalcredentials/verifier-core`, which wallets and learner records use: proof,
//! status list, dates and the official schema. It only verifies, so there is no other direction, and it
//! reads no JWT.

use data_encoding::BASE64;
use insignia::verifier::RevocationReason;
use serde_json::json;

use super::judges::{Badge, Judges};
use super::mutants::mutants;
use super::public::{Outside, parsed, text};
use crate::harness::{Backend, Harness, run};
use crate::world::World;

/// What the judges find in a picture that anybody can fetch.
fn carried(judges: &Judges, form: &str, picture: &[u8]) -> String {
    let question = json!({ "ask": "picture", "form": form, "base64": BASE64.encode(picture) });
    let answer = judges.ask(&serde_json::Map::new(), crate::harness::START, &[question]).remove(0);
    answer["carried"].as_str().expect("a text").to_owned()
}

#[test]
fn a_badge_of_ours_is_accepted_as_json_and_out_of_pictures() {
    let Some(judges) = Judges::summoned() else { return };
    for web in [false, true] {
        run(Backend::Sqlite, async |harness: Harness| {
            let world = if web { World::on_the_web(&harness).await } else { World::new(&harness).await };
            let badge = world.badge("Оксана Іваненко").await;
            let outside = Outside::of(&world, &harness);
            let (png, svg) = (outside.file(&badge, "png").await, outside.file(&badge, "svg").await);
            let found = [carried(&judges, "png", &png), carried(&judges, "svg", &svg), text(&badge).to_owned()];
            let forms: Vec<Badge<'_>> = found.iter().map(|text| Badge::Core(text)).collect();
            let refusals = judges.refusals(&outside.served(&badge).await, harness.now(), &forms);
            assert_eq!(refusals, [const { None }; 3], "did:web: {web}");
            harness.finish().await;
        });
    }
}

#[test]
fn it_refuses_what_was_revoked_has_ended_or_was_changed() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        let badge = world.badge("Chen").await;
        let outside = Outside::of(&world, &harness);
        let open = outside.served(&badge).await;
        let why =
            |served: &serde_json::Map<String, serde_json::Value>, now| judges.refusals(served, now, &[Badge::Core(text(&badge))]).remove(0);
        assert_eq!(why(&open, harness.now()), None);
        assert!(why(&open, harness.now().plus_months(12 * 20)).is_some(), "expired");
        assert!(why(&serde_json::Map::new(), harness.now()).is_some(), "without its list");
        let (office, id) = (&world.office, badge.award().credential());
        let request = office.ask_revocation(id, RevocationReason::Error, "wrong person", world.anna.id()).await.unwrap();
        office.confirm_revocation(request, world.badri.id()).await.unwrap();
        let revoked = why(&outside.served(&badge).await, harness.now()).expect("a refusal");
        assert!(revoked.contains("revocation_status"), "{revoked}");

        let whole = parsed(&badge);
        let mut mutants = mutants(text(&badge), 60);
        mutants.retain(|mutant| mutant.text.parse::<serde_json::Value>().ok().as_ref() != Some(&whole));
        let copies: Vec<Badge<'_>> = mutants.iter().map(|mutant| Badge::Core(&mutant.text)).collect();
        for (mutant, refusal) in mutants.iter().zip(judges.refusals(&open, harness.now(), &copies)) {
            assert!(refusal.is_some(), "they accept {mutant}");
        }
        assert!(mutants.len() >= 50, "{}", mutants.len());
        harness.finish().await;
    });
}
