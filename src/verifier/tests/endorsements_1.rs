//! Endorsements in the shapes of VCDM 1.1, inside badges of either version: with a proof of their own, or
//! in a token around `vc`.

use serde_json::{Value, json};

use super::super::*;
use super::suites::{did_of, pair, proven};
use super::version_1;
use super::world::*;
use crate::standards::did;
use crate::standards::proof::{KeyKind, Suite};

const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";
const OTHER: &str = "did:web:other.example";

/// The sample endorsement as it was written before VCDM 2.0.
fn of_version_1(issuer: &str, proofs: &str) -> Value {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/endorsement.json"));
    let old = with(with(text.parse().unwrap(), "/issuer/id", json!(issuer)), "/@context/0", json!(version_1::V1));
    let mut old = with(old, "/@context/-", json!(proofs));
    let members = old.as_object_mut().unwrap();
    let date = members.shift_remove("validFrom").unwrap();
    members.insert("issuanceDate".to_owned(), date);
    old
}

/// By the endorser's own key.
fn signed(suite: Suite, document: &Value) -> Value {
    proven(document, suite, &pair(KeyKind::Ed25519, 8))
}

fn endorser() -> String {
    did_of(&pair(KeyKind::Ed25519, 8))
}

fn genuine() -> Value {
    signed(Suite::EddsaRdfc2022, &of_version_1(&endorser(), DATA_INTEGRITY))
}

const PLACE: &str = "/credentialSubject/achievement/endorsement";

/// A badge of version 1.1, endorsed.
fn old_badge(place: &str, endorsements: Value) -> Verdict {
    judge(sign(&with(version_1::badge_of_version_1(), place, endorsements)), &known())
}

#[test]
fn an_endorsement_of_version_1_counts_by_the_proofs_of_its_time() {
    for (suite, context) in [
        (Suite::EddsaRdfc2022, DATA_INTEGRITY),
        (Suite::Ed25519Signature2020, "https://w3id.org/security/suites/ed25519-2020/v1"),
        (Suite::Eddsa2022, "https://w3id.org/security/data-integrity/v1"),
    ] {
        let endorsement = signed(suite, &of_version_1(&endorser(), context));
        let mut around = with(version_1::badge_of_version_1(), PLACE, json!([endorsement]));
        if suite == Suite::Eddsa2022 {
            // The two contexts for Data Integrity say different things of one word; each protects its own.
            *around["@context"].as_array_mut().unwrap().last_mut().unwrap() = json!(context);
        }
        let verdict = judge(sign(&around), &known());
        assert_eq!(valid(&verdict).endorsers(), [endorser()], "{suite}: {:#?}", verdict.checks());
        assert_eq!(outcome(&verdict, "endorsements"), Outcome::Pass, "{suite}");
    }
}

#[test]
fn a_forged_endorsement_of_version_1_makes_the_badge_invalid() {
    let comment = "/credentialSubject/endorsementComment";
    let unsigned = of_version_1(&endorser(), DATA_INTEGRITY);
    for forged in [with(genuine(), comment, json!("The best.")), unsigned, with(genuine(), "/issuanceDate", json!("2026-11-20T11:00:01Z"))]
    {
        let verdict = old_badge(PLACE, json!([forged]));
        assert_eq!((verdict.word(), outcome(&verdict, "endorsements")), ("invalid", Outcome::Fail));
    }
}

#[test]
fn an_endorsement_of_version_1_that_has_ended_or_has_not_begun_is_not_named() {
    let of = |member: &str, date: &str| {
        let document = with(of_version_1(&endorser(), DATA_INTEGRITY), &format!("/{member}"), json!(date));
        old_badge(PLACE, json!([signed(Suite::EddsaRdfc2022, &document)]))
    };
    for (member, date) in [("expirationDate", "2026-11-20T12:00:00Z"), ("issuanceDate", "2027-11-20T12:00:00Z")] {
        let verdict = of(member, date);
        assert_eq!((valid(&verdict).endorsers().len(), outcome(&verdict, "endorsements")), (0, Outcome::Warning), "{member}");
    }
}

#[test]
fn endorsements_of_version_1_are_looked_at_to_a_depth() {
    let mut inner = genuine();
    for level in 10..13 {
        let key = pair(KeyKind::Ed25519, level);
        let mut outer =
            with(of_version_1(&did_of(&key), DATA_INTEGRITY), "/id", json!(format!("https://other.example/endorsements/{level}")));
        outer["credentialSubject"] = json!({"id": inner["issuer"]["id"], "type": ["EndorsementSubject"]});
        outer["issuer"]["endorsement"] = json!([inner]);
        inner = proven(&outer, Suite::EddsaRdfc2022, &key);
    }
    let verdict = old_badge(PLACE, json!([inner]));
    assert_eq!(verdict.word(), "valid", "{:#?}", verdict.checks());
    let deepest = verdict.checks().iter().filter(|check| check.name == "endorsements").count();
    assert!(deepest <= 2, "what lies below is examined on behalf of the endorsement: {:#?}", verdict.checks());
}

/// An endorsement of the other version in JSON: one graph cannot have both, since each version protects
/// its words. Its issuer cannot sign such a badge, and nobody can smuggle one in.
#[test]
fn versions_do_not_mix_inside_one_signature() {
    let options = crate::standards::proof::data_integrity::proof_config(
        &did::DidDocument::method_id(DID, &public(&key())),
        at("2026-11-20T11:00:00Z"),
        "assertionMethod",
    );
    let contexts = crate::standards::jsonld::Contexts::known();
    let hashed = |badge: &Value| crate::standards::proof::data_integrity::hash_data(badge, &options, contexts).is_ok();
    let newer: Value = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/endorsement.json")).parse().unwrap();
    let newer = proven(&with(newer, "/issuer/id", json!(endorser())), Suite::EddsaRdfc2022, &pair(KeyKind::Ed25519, 8));
    for (badge, endorsement) in [(badge(), genuine()), (version_1::badge_of_version_1(), newer)] {
        let mixed = with(badge.clone(), PLACE, json!([endorsement]));
        assert!(!hashed(&mixed));
        let smuggled = with(sign(&badge), PLACE, mixed.pointer(PLACE).unwrap().clone());
        let verdict = judge(smuggled, &known());
        assert_ne!(verdict.word(), "valid", "{:#?}", verdict.checks());
        assert!(verdict.signed().is_none());
    }
}

#[test]
fn an_endorsement_of_version_1_in_a_token_counts_in_badges_of_both_versions() {
    let mut vc = of_version_1(OTHER, DATA_INTEGRITY);
    vc["@context"].as_array_mut().unwrap().pop();
    let claims = json!({
        "iss": OTHER, "jti": vc["id"], "sub": vc["credentialSubject"]["id"],
        "nbf": at(vc["issuanceDate"].as_str().unwrap()).as_seconds(), "vc": vc
    });
    let kid = format!("{OTHER}#{}", rsa_public(stranger_rsa()).thumbprint());
    let document = did::DidDocument::new(OTHER, [did::ListedKey { key: rsa_public(stranger_rsa()), revoked_at: None }]).to_json();
    let mut known = known();
    known.answer(Need::DidDocument(OTHER.to_owned()), found(&document));
    for badge in [badge(), version_1::badge_of_version_1()] {
        let judged = |claims: &Value| {
            let token = token_as(&json!({"alg": "RS256", "typ": "JWT", "kid": kid}), claims, stranger_rsa());
            judge(sign(&with(badge.clone(), "/credentialSubject/achievement/endorsementJwt", json!([token]))), &known)
        };
        assert_eq!(valid(&judged(&claims)).endorsers(), [OTHER]);
        let ended = with(with(claims.clone(), "/vc/expirationDate", json!("2026-11-20T12:00:00Z")), "/exp", json!(1_795_176_000));
        let verdict = judged(&ended);
        assert_eq!((valid(&verdict).endorsers().len(), outcome(&verdict, "endorsements")), (0, Outcome::Warning), "it has ended");
        for (member, value) in [("/iss", json!("did:web:x.example")), ("/vc/issuanceDate", json!("2026-11-20T10:00:00Z"))] {
            assert_eq!(judged(&with(claims.clone(), member, value)).word(), "invalid", "{member}: it says two things");
        }
    }
}
