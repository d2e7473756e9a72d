//! A badge for the recipient of 1EdTech's conformance test, `conformance@imsglobal.org`, as every
//! issuer has to make one: every check that stands beside V1 to V11 of the public validator passes,
//! and so does the official JSON schema.

use std::collections::BTreeSet;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use insignia::community::attestation::{ConfirmedBy, Disclosure, EmailForm, Release};
use insignia::issuer::credential::Published;
use insignia::verifier::{Known, Outcome, Presented, Probe, Verdict, verify};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::public::{Outside, known, parsed};
use crate::harness::{Harness, on_both_backends};
use crate::world::World;

const RECIPIENT: &str = "conformance@imsglobal.org";
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/contexts/schemas/spec-gh-pages/achievementcredential.json");

async fn badge(harness: &Harness, world: &World, form: EmailForm) -> Published {
    let release = Release::of_names(&["Conformance"], Disclosure::Withheld, ConfirmedBy::Holder).unwrap();
    world.badge_that_shows("Conformance", release.with_email(RECIPIENT, form, &harness.chance).unwrap()).await
}

/// The identifier that says the e-mail address.
fn email_of(badge: &Published) -> Value {
    let identifiers = parsed(badge)["credentialSubject"]["identifier"].clone();
    let mut found = identifiers.as_array().expect("identifiers").iter().filter(|one| one["identityType"] == "emailAddress");
    let email = found.next().expect("an e-mail address").clone();
    assert!(found.next().is_none(), "two addresses");
    email
}

/// Every check of V1 to V11 passes or has nothing to check, and none of the eleven is left out.
fn assert_v1_to_v11(what: &str, verdict: &Verdict) {
    assert_eq!(verdict.word(), "valid", "{what}: {:#?}", verdict.checks());
    let checks = verdict.checks().iter().filter(|check| check.probe <= Probe::V11);
    let mut probes = BTreeSet::new();
    for check in checks {
        assert!(matches!(check.outcome, Outcome::Pass | Outcome::NotApplicable), "{what}: {check:#?}");
        probes.insert(check.probe);
    }
    assert_eq!(probes.len(), 11, "{what}: {probes:?}");
}

fn assert_schema(badge: &Published) {
    let path = PathBuf::from(SCHEMA);
    if !path.exists() {
        eprintln!("skipped: {SCHEMA} is not here");
        return;
    }
    let schema: Value = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let document = parsed(badge);
    let faults: Vec<String> = schema.iter_errors(&document).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    let mut broken = document;
    broken["credentialSubject"]["identifier"][0]["hashed"] = json!("no");
    assert!(!schema.is_valid(&broken), "this schema would pass anything");
}

async fn assert_conforms(harness: &Harness, world: &World, badge: &Published) {
    assert_schema(badge);
    // As an outsider sees it, with what anybody can fetch, and as this server sees it.
    let known: Known = known(&Outside::of(world, harness).served(badge).await, harness.now());
    for bytes in [badge.json(), badge.jwt().as_bytes()] {
        assert_v1_to_v11("outside", &verify(&Presented::new(bytes), &known, harness.now()));
        assert_v1_to_v11("here", &world.verdict(bytes).await);
    }
}

on_both_backends! {
    async fn the_conformance_badge_with_a_hashed_address_passes_v1_to_v11(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = badge(&harness, &world, EmailForm::Hashed).await;
        let email = email_of(&badge);
        let salt = email["salt"].as_str().unwrap();
        assert_eq!(salt.len(), 32, "128 bits");
        // https://www.imsglobal.org/spec/ob/v3p0/#identityhash: the salt stands behind the address.
        let hash = HEXLOWER.encode(&Sha256::digest(format!("{RECIPIENT}{salt}")));
        assert_eq!(email["identityHash"], format!("sha256${hash}"));
        assert_eq!(email["hashed"], json!(true));
        assert!(!String::from_utf8_lossy(badge.json()).contains(RECIPIENT));
        assert_conforms(&harness, &world, &badge).await;
        harness.finish().await;
    }

    async fn the_conformance_badge_with_a_plain_address_passes_v1_to_v11(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = badge(&harness, &world, EmailForm::Plain).await;
        let email = email_of(&badge);
        assert_eq!((&email["identityHash"], &email["hashed"], email.get("salt")), (&json!(RECIPIENT), &json!(false), None));
        assert_conforms(&harness, &world, &badge).await;
        harness.finish().await;
    }

    async fn without_opting_in_no_badge_says_an_address(harness) {
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Conformance").await;
        assert!(!String::from_utf8_lossy(badge.json()).contains("emailAddress"));
        assert_conforms(&harness, &world, &badge).await;
        harness.finish().await;
    }
}
