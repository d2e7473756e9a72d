//! Badges of ours in `@digitalbazaar/vc` and `jose`.

use data_encoding::BASE64URL_NOPAD;
use insignia::community::attestation::{ConfirmedBy, Disclosure, EmailForm, Release};
use insignia::issuer::Correction;
use insignia::verifier::RevocationReason;
use serde_json::{Map, Value};

use super::judges::{Badge, Judges};
use super::public::{Outside, text};
use crate::harness::{Backend, Harness, run};
use crate::world::{ISSUER, World, said};

/// The key that the header of a token names, out of the issuer's document.
fn key_named(token: &str, document: &Value) -> Value {
    let header = token.split('.').next().expect("a header");
    let header: Value = str::from_utf8(&BASE64URL_NOPAD.decode(header.as_bytes()).unwrap()).unwrap().parse().unwrap();
    let methods = document["verificationMethod"].as_array().expect("methods");
    let method = methods.iter().find(|method| method["id"] == header["kid"]).expect("the key is listed");
    assert!(document["assertionMethod"].as_array().unwrap().contains(&header["kid"]));
    method["publicKeyJwk"].clone()
}

fn did_document(served: &Map<String, Value>) -> &Value {
    served.iter().find(|(address, _)| address.starts_with("did:")).expect("a DID document").1
}

#[test]
fn a_badge_of_a_did_key_issuer_verifies_in_npm() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        assert!(world.office.issuer(ISSUER).unwrap().did().starts_with("did:key:"));
        let badge = world.badge("Оксана ]]> <Іваненко> & \"Co\"").await;
        let outside = Outside::of(&world, &harness);
        let (json, jwt, keys) = (outside.text(&badge, "json").await, outside.text(&badge, "jwt").await, outside.key_set().await);
        let forms = [Badge::Json(&json), Badge::Token(&jwt), Badge::TokenBy(&jwt, &keys)];
        assert_eq!(judges.refusals(&outside.served(&badge).await, harness.now(), &forms), [const { None }; 3]);
        harness.finish().await;
    });
}

#[test]
fn a_badge_of_a_did_web_issuer_verifies_in_npm() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::on_the_web(&harness).await;
        assert_eq!(world.office.issuer(ISSUER).unwrap().did(), "did:web:badges.example.org");
        let badge = world.badge("王小明").await;
        let outside = Outside::of(&world, &harness);
        let (json, jwt, open) = (outside.text(&badge, "json").await, outside.text(&badge, "jwt").await, outside.served(&badge).await);
        let (key, keys) = (key_named(&jwt, did_document(&open)), outside.key_set().await);
        let forms = [Badge::Json(&json), Badge::TokenBy(&jwt, &key), Badge::TokenBy(&jwt, &keys)];
        assert_eq!(judges.refusals(&open, harness.now(), &forms), [const { None }; 3]);
        harness.finish().await;
    });
}

#[test]
fn a_badge_that_shows_an_email_address_verifies_in_npm() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::on_the_web(&harness).await;
        let outside = Outside::of(&world, &harness);
        for form in [EmailForm::Hashed, EmailForm::Plain] {
            let release = Release::of_names(&["Conformance"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap();
            let release = release.with_email("conformance@imsglobal.org", form, &harness.chance).unwrap();
            let badge = world.badge_that_shows("Conformance", release).await;
            let refusals = judges.refusals(&outside.served(&badge).await, harness.now(), &[Badge::Json(text(&badge))]);
            assert_eq!(refusals, [None], "{form:?}");
        }
        harness.finish().await;
    });
}

#[test]
fn a_revoked_badge_is_refused_by_npm_and_by_us() {
    let Some(judges) = Judges::summoned() else { return };
    for place in [Place::Local, Place::Web] {
        run(Backend::Sqlite, async |harness: Harness| {
            let world = match place {
                Place::Local => World::new(&harness).await,
                Place::Web => World::on_the_web(&harness).await,
            };
            let outside = Outside::of(&world, &harness);
            let (badge, other) = (world.badge("Chen").await, world.badge("Dana").await);
            let before = outside.served(&badge).await;
            let (office, id) = (&world.office, badge.award().credential());
            let request = office.ask_revocation(id, RevocationReason::Error, "wrong person", world.anna.id()).await.unwrap();
            office.confirm_revocation(request, world.badri.id()).await.unwrap();
            let after = outside.served(&badge).await;
            let both = [Badge::Json(text(&badge)), Badge::Json(text(&other))];
            assert_eq!(judges.refusals(&before, harness.now(), &both), [None, None]);
            assert_eq!(judges.refusals(&after, harness.now(), &both), [Some("revocation is set".to_owned()), None]);
            let (word, why) = said(&world.verdict(badge.json()).await);
            assert!(word == "invalid" && why.contains("revoked"), "{word}: {why}");
            harness.finish().await;
        });
    }
}

#[test]
fn after_a_correction_npm_accepts_the_new_edition_and_refuses_the_old() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::on_the_web(&harness).await;
        let old = world.badge("Ana").await;
        harness.clock.advance(3600);
        let release = Release::of_names(&["Ána"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap();
        let correction = Correction { release, language: None, by: world.anna.id() };
        let new = world.office.correct(old.award().credential(), &correction).await.unwrap();
        let outside = Outside::of(&world, &harness);
        let mut open = outside.served(&old).await;
        open.extend(outside.served(&new).await);
        let refusals = judges.refusals(&open, harness.now(), &[Badge::Json(text(&old)), Badge::Json(text(&new))]);
        assert_eq!(refusals, [Some("revocation is set".to_owned()), None]);
        harness.finish().await;
    });
}

#[derive(Clone, Copy)]
enum Place {
    Local,
    Web,
}

#[test]
fn the_judges_refuse_what_they_should() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Anna").await;
        let open = Outside::of(&world, &harness).served(&badge).await;
        let key = key_named(badge.jwt(), did_document(&open));
        let forms = [Badge::Json(text(&badge)), Badge::TokenBy(badge.jwt(), &key)];
        let refused = |served: &Map<String, Value>, now| judges.refusals(served, now, &forms).into_iter().map(|why| why.is_some());
        let late = harness.now().plus_months(12 * 20);
        assert!(refused(&open, late).all(|refused| refused), "expired");
        let early = harness.now().plus_seconds(-3600);
        assert!(refused(&open, early).all(|refused| refused), "not yet valid");
        let mut silent = open.clone();
        silent.retain(|address, _| address.starts_with("did:"));
        assert!(refused(&silent, harness.now()).next().unwrap(), "without its list");
        let mut stranger = open.clone();
        stranger["did:web:badges.example.org"]["assertionMethod"] = Value::Array(Vec::new());
        assert!(refused(&stranger, harness.now()).next().unwrap(), "its key is not for assertions");
        harness.finish().await;
    });
}
