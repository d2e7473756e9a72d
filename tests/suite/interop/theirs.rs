//! Badges that `@digitalbazaar/vc` and `jose` sign, before our verifier.

use data_encoding::BASE64URL_NOPAD;
use insignia::verifier::{Answer, Doubt, Known, Need, Outcome, Presented, Verdict, verify};
use insignia::vocabulary::Timestamp;
use serde_json::{Map, Value, json};

use super::judges::Judges;
use super::mutants::mutants;
use crate::harness::START;

/// Sample badges without a status, since nothing is served here, and without what is no badge's own.
pub(super) fn samples() -> Vec<(&'static str, Value)> {
    let read = |text: &str| -> Value {
        let mut document: Value = text.parse().expect("JSON");
        let members = document.as_object_mut().expect("an object");
        for gone in ["proof", "credentialStatus", "termsOfUse", "endorsement", "endorsementJwt", "refreshService"] {
            members.shift_remove(gone);
        }
        let issuer = members["issuer"].as_object_mut().expect("an object");
        issuer.shift_remove("endorsement");
        issuer.shift_remove("endorsementJwt");
        document
    };
    vec![
        ("ours.json", read(include_str!("../../vectors/badges/ours.json"))),
        ("least.json", read(include_str!("../../vectors/badges/least.json"))),
        ("everything.json", read(include_str!("../../vectors/badges/everything.json"))),
    ]
}

pub(super) fn judged(text: &str, known: &Known) -> Verdict {
    verify(&Presented::new(text), known, START.plus_seconds(60))
}

fn outcome(verdict: &Verdict, name: &str) -> Option<Outcome> {
    verdict.checks().iter().find(|check| check.name == name).map(|check| check.outcome)
}

/// Not one of some copies with a changed character is valid.
pub(super) fn assert_no_copy_is_valid(what: &str, text: &str, known: &Known) {
    let whole = text.parse::<Value>().ok();
    for mutant in mutants(text, 60) {
        let same = whole.is_some() && mutant.text.parse::<Value>().ok() == whole;
        let verdict = judged(&mutant.text, known);
        assert!(same || verdict.word() != "valid", "{what}: we accept {mutant}");
        assert!(same || verdict.signed().is_none(), "{what}: we show {mutant}");
    }
}

#[test]
fn what_digitalbazaar_vc_signs_is_valid_and_no_tampered_copy_is() {
    let Some(judges) = Judges::summoned() else { return };
    let samples = samples();
    let questions: Vec<Value> =
        samples.iter().zip(1..).map(|((_, document), seed)| json!({ "ask": "sign", "document": document, "seed": seed })).collect();
    for ((name, document), answer) in samples.iter().zip(judges.ask(&Map::new(), START, &questions)) {
        let text = answer["text"].as_str().expect("a signed badge");
        let signed: Value = text.parse().unwrap();
        assert_eq!(signed["proof"]["cryptosuite"], "eddsa-rdfc-2022", "{name}");
        assert_eq!(signed["credentialSubject"], document["credentialSubject"], "{name}");
        let verdict = judged(text, &Known::strict());
        assert_eq!(verdict.word(), "valid", "{name}: {:#?}", verdict.checks());
        assert_eq!(outcome(&verdict, "signature-intact"), Some(Outcome::Pass), "{name}");
        assert_no_copy_is_valid(name, text, &Known::strict());
    }
}

/// The claims of a VC-JWT (OB 3.0 §8.2.4), written down here once more.
pub(super) fn claims(document: &Value, issuer: &str) -> Value {
    let mut claims = document.clone();
    claims["issuer"]["id"] = json!(issuer);
    let seconds = |member: &str| document[member].as_str().and_then(Timestamp::parse).map(Timestamp::as_seconds);
    claims["iss"] = json!(issuer);
    claims["jti"] = document["id"].clone();
    claims["sub"] = document["credentialSubject"]["id"].clone();
    claims["nbf"] = json!(seconds("validFrom").expect("validFrom"));
    if let Some(until) = seconds("validUntil") {
        claims["exp"] = json!(until);
    }
    claims
}

/// The token and the public key of each sample.
fn tokens(judges: &Judges, issuer: &str, kid: Option<&str>) -> Vec<(&'static str, String, Value)> {
    // A JWT needs a subject to name.
    let samples: Vec<_> = samples().into_iter().filter(|(_, document)| document["credentialSubject"]["id"].is_string()).collect();
    assert!(samples.len() >= 2);
    let questions: Vec<Value> =
        samples.iter().map(|(_, document)| json!({ "ask": "sign-token", "claims": claims(document, issuer), "kid": kid })).collect();
    let answers = judges.ask(&Map::new(), START, &questions);
    let token = |answer: &Value| answer["text"].as_str().expect("a token").to_owned();
    samples.iter().zip(&answers).map(|((name, _), answer)| (*name, token(answer), answer["key"].clone())).collect()
}

#[test]
fn what_jose_signs_for_a_did_key_issuer_is_intact_but_nothing_ties_its_key_to_the_issuer() {
    let Some(judges) = Judges::summoned() else { return };
    for (name, token, _) in tokens(&judges, "did:key:z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu", None) {
        let verdict = judged(&token, &Known::strict());
        assert_eq!(outcome(&verdict, "jwt-signature-intact"), Some(Outcome::Pass), "{name}");
        assert_eq!(outcome(&verdict, "jwt-claims"), Some(Outcome::Pass), "{name}");
        let Verdict::Indeterminate(unfinished) = &verdict else { panic!("{name}: {}", verdict.word()) };
        assert!(matches!(unfinished.doubt, Doubt::KeyNotConfirmed(_)), "{name}: {}", unfinished.doubt);
        assert_no_copy_is_valid(name, &token, &Known::strict());
    }
}

#[test]
fn what_jose_signs_for_a_did_web_issuer_is_valid_and_no_tampered_copy_is() {
    let Some(judges) = Judges::summoned() else { return };
    let (did, kid) = ("did:web:issuer.example", "did:web:issuer.example#key-1");
    for (name, token, key) in tokens(&judges, did, Some(kid)) {
        let document = json!({
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
            "id": did,
            "verificationMethod": [{ "id": kid, "type": "JsonWebKey", "controller": did, "publicKeyJwk": key }],
            "assertionMethod": [kid]
        });
        let mut known = Known::strict();
        let found = Answer::Found { bytes: document.to_string().into_bytes(), fetched_at: START };
        known.answer(Need::DidDocument(did.to_owned()), found);
        let verdict = judged(&token, &known);
        assert_eq!(verdict.word(), "valid", "{name}: {:#?}", verdict.checks());
        assert_no_copy_is_valid(name, &token, &known);
        assert_other_claims_are_refused(name, &token, &known);
    }
}

/// The same signature over a payload that says something else, whole and well encoded.
fn assert_other_claims_are_refused(name: &str, token: &str, known: &Known) {
    let parts: Vec<&str> = token.split('.').collect();
    let payload = String::from_utf8(BASE64URL_NOPAD.decode(parts[1].as_bytes()).unwrap()).unwrap();
    let mut claims: Value = payload.parse().unwrap();
    claims["credentialSubject"]["achievement"]["name"] = json!("Another badge");
    let other = [parts[0], &BASE64URL_NOPAD.encode(claims.to_string().as_bytes()), parts[2]].join(".");
    let verdict = judged(&other, known);
    assert_eq!(verdict.word(), "invalid", "{name}");
    assert_eq!(outcome(&verdict, "jwt-signature-intact"), Some(Outcome::Fail), "{name}");
}
