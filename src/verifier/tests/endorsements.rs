//! Endorsements inside a badge.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;

/// An endorsement of the sample badge's class by somebody with a `did:key`.
fn endorsement() -> Value {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/endorsement.json"));
    let endorsement: Value = text.parse().unwrap();
    with(endorsement, "/issuer/id", json!(endorser()))
}

fn endorser() -> String {
    did::key::did_of(&stranger().verifying_key())
}

fn signed() -> Value {
    sign_as(&endorsement(), &stranger(), &did::key::verification_method_of(&stranger().verifying_key()))
}

fn badge_endorsed_by(endorsement: Value) -> Value {
    sign(&badge_with("/credentialSubject/achievement/endorsement", json!([endorsement])))
}

#[test]
fn a_genuine_endorsement_is_named() {
    let verdict = judge(badge_endorsed_by(signed()), &known());
    assert_eq!(valid(&verdict).endorsers(), [endorser()]);
    assert_eq!(outcome(&verdict, "endorsements"), Outcome::Pass);
}

#[test]
fn a_forged_endorsement_makes_the_badge_invalid() {
    let forged = with(signed(), "/credentialSubject/endorsementComment", json!("The best."));
    for endorsement in [forged, endorsement(), json!({"type": ["EndorsementCredential"]})] {
        let verdict = judge(badge_endorsed_by(endorsement), &known());
        assert_eq!(verdict.word(), "invalid");
        assert_eq!(outcome(&verdict, "endorsements"), Outcome::Fail);
    }
    let unreadable = sign(&badge_with("/endorsementJwt", json!(["a.b.c"])));
    assert_eq!(judge(unreadable, &known()).word(), "invalid");
}

#[test]
fn an_endorsement_that_has_ended_or_cannot_be_checked_is_not_named() {
    let method = did::key::verification_method_of(&stranger().verifying_key());
    let ended = sign_as(&with(endorsement(), "/validUntil", json!("2026-11-20T12:00:00Z")), &stranger(), &method);
    let elsewhere = sign_as(
        &with(endorsement(), "/issuer/id", json!("did:web:other.example")),
        &stranger(),
        &format!("did:web:other.example#{}", crate::standards::proof::multikey::of_ed25519(&stranger().verifying_key())),
    );
    let about_another = sign_as(&with(endorsement(), "/credentialSubject/id", json!("https://x.example/other")), &stranger(), &method);
    for endorsement in [ended, elsewhere.clone(), about_another] {
        let verdict = judge(badge_endorsed_by(endorsement), &known());
        assert_eq!(valid(&verdict).endorsers(), Vec::<String>::new());
        assert_eq!(outcome(&verdict, "endorsements"), Outcome::Warning);
    }
    let seen = Presented::new(badge_endorsed_by(elsewhere).to_string());
    let asked: Vec<_> = needs(&seen, &known()).iter().cloned().collect();
    assert_eq!(asked, [Need::DidDocument("did:web:other.example".to_owned())]);
}

#[test]
fn endorsements_of_endorsements_are_checked_to_a_depth() {
    let mut inner = signed();
    for level in 10..13 {
        let key = ed25519_dalek::SigningKey::from_bytes(&[level; 32]);
        let mut outer = with(endorsement(), "/id", json!(format!("https://other.example/endorsements/{level}")));
        let below = inner["issuer"]["id"].clone();
        outer["issuer"] = json!({"id": did::key::did_of(&key.verifying_key()), "type": ["Profile"], "name": "Other"});
        // What is endorsed here is the endorser below.
        outer["credentialSubject"] = json!({"id": below, "type": ["EndorsementSubject"]});
        outer["issuer"]["endorsement"] = json!([inner]);
        inner = sign_as(&outer, &key, &did::key::verification_method_of(&key.verifying_key()));
    }
    let verdict = judge(badge_endorsed_by(inner), &known());
    assert_eq!(verdict.word(), "valid", "{:#?}", verdict.checks());
}

/// The endorsement in a token, as the endorser's own server signs it.
fn token_by(endorser: &str, claims: &Value) -> String {
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": format!("{endorser}#{}", rsa_public(stranger_rsa()).thumbprint())});
    token_as(&header, claims, stranger_rsa())
}

#[test]
fn an_endorsement_in_a_token_counts_in_both_forms() {
    const OTHER: &str = "did:web:other.example";
    let endorsement = with(endorsement(), "/issuer/id", json!(OTHER));
    let whole = crate::standards::proof::vc_jwt::claims_of(&endorsement).unwrap();
    let claims = ["iss", "sub", "jti", "nbf"].map(|name| (name.to_owned(), whole[name].clone()));
    let wrapped = with(Value::Object(claims.into_iter().collect()), "/vc", endorsement.clone());
    let document = did::DidDocument::new(OTHER, [did::ListedKey { key: rsa_public(stranger_rsa()), revoked_at: None }]).to_json();
    let mut known = known();
    known.answer(Need::DidDocument(OTHER.to_owned()), found(&document));
    let judged = |claims: &Value| {
        let token = token_by(OTHER, claims);
        judge(sign(&badge_with("/credentialSubject/achievement/endorsementJwt", json!([token]))), &known)
    };
    for claims in [&whole, &wrapped] {
        assert_eq!(valid(&judged(claims)).endorsers(), [OTHER]);
    }
    let ended = with(endorsement, "/validUntil", json!("2026-11-20T12:00:00Z"));
    let verdict = judged(&with(with(wrapped.clone(), "/vc", ended.clone()), "/exp", json!(at("2026-11-20T12:00:00Z").as_seconds())));
    assert_eq!((valid(&verdict).endorsers().len(), outcome(&verdict, "endorsements")), (0, Outcome::Warning), "it has ended");
    let crooked = with(wrapped, "/iss", json!("did:web:x.example"));
    assert_eq!(judged(&crooked).word(), "invalid", "an endorsement in it is not genuine");
}
