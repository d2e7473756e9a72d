//! Every suite and token algorithm that we read, both ways: `@digitalbazaar/vc` with its cryptosuites
//! and `jose` against our verifier, our throw-away issuers against them.

use insignia::conformance::{IssueOptions, Sandbox, Variant};
use insignia::verifier::{Answer, Known, Need};
use insignia::vocabulary::Chance;
use serde_json::{Map, Value, json};

use super::judges::{Badge, Judges};
use super::mutants::mutants;
use super::theirs::{assert_no_copy_is_valid, claims, judged, samples};
use crate::harness::START;

#[test]
fn what_others_sign_by_each_suite_is_valid_and_no_tampered_copy_is() {
    let Some(judges) = Judges::summoned() else { return };
    for variant in Variant::ALL {
        let samples = samples();
        let question =
            |(seed, document): (u8, &Value)| json!({ "ask": "sign", "document": document, "seed": seed, "suite": variant.name() });
        let questions: Vec<Value> = (1..).zip(samples.iter().map(|(_, document)| document)).map(question).collect();
        for ((name, _), answer) in samples.iter().zip(judges.ask(&Map::new(), START, &questions)) {
            let text = answer["text"].as_str().expect("a signed badge");
            let signed: Value = text.parse().unwrap();
            assert_eq!(signed["proof"]["cryptosuite"], variant.suite().name(), "{name}");
            let verdict = judged(text, &Known::strict());
            assert_eq!(verdict.word(), "valid", "{name} by {}: {:#?}", variant.name(), verdict.checks());
            assert_no_copy_is_valid(name, text, &Known::strict());
        }
    }
}

#[test]
fn what_we_sign_by_each_suite_is_accepted_and_no_tampered_copy_is() {
    let Some(judges) = Judges::summoned() else { return };
    let sandbox = Sandbox::new("https://sandbox.example", &Chance::seeded(1), START).unwrap();
    for variant in Variant::ALL {
        let (_, mut document) = samples().remove(0);
        document["issuer"]["id"] = json!(sandbox.instance(variant).did());
        let signed = sandbox.issue(variant, &document, &IssueOptions::default(), START).unwrap();
        let list = sandbox.status_list(variant, START).unwrap();
        let served = Map::from_iter([(list["id"].as_str().unwrap().to_owned(), list)]);
        let text = signed.to_string();
        let now = START.plus_seconds(60);
        assert_eq!(judges.refusals(&served, now, &[Badge::Json(&text)]), [None], "{}", variant.name());
        let mut mutants = mutants(&text, 60);
        mutants.retain(|mutant| mutant.text.parse::<Value>().ok().as_ref() != Some(&signed));
        let copies: Vec<Badge<'_>> = mutants.iter().map(|mutant| Badge::Json(&mutant.text)).collect();
        for (mutant, refusal) in mutants.iter().zip(judges.refusals(&served, now, &copies)) {
            assert!(refusal.is_some(), "{}: they accept {mutant}", variant.name());
        }
        assert!(mutants.len() >= 50, "{}", mutants.len());
    }
}

#[test]
fn what_jose_signs_by_each_algorithm_is_valid_and_no_tampered_copy_is() {
    let Some(judges) = Judges::summoned() else { return };
    let (did, kid) = ("did:web:issuer.example", "did:web:issuer.example#key-1");
    let (name, document) = samples().into_iter().find(|(_, document)| document["credentialSubject"]["id"].is_string()).expect("a sample");
    for algorithm in ["RS256", "PS256", "ES256", "EdDSA"] {
        let question = json!({ "ask": "sign-token", "claims": claims(&document, did), "kid": kid, "alg": algorithm });
        let answer = judges.ask(&Map::new(), START, &[question]).remove(0);
        let (token, key) = (answer["text"].as_str().expect("a token"), &answer["key"]);
        let listing = |key: &Value| {
            let mut known = Known::strict();
            let document = json!({
                "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
                "id": did,
                "verificationMethod": [{ "id": kid, "type": "JsonWebKey", "controller": did, "publicKeyJwk": key }],
                "assertionMethod": [kid]
            });
            let found = Answer::Found { bytes: document.to_string().into_bytes(), fetched_at: START };
            known.answer(Need::DidDocument(did.to_owned()), found);
            known
        };
        let verdict = judged(token, &listing(key));
        assert_eq!(verdict.word(), "valid", "{algorithm}: {:#?}", verdict.checks());
        assert_no_copy_is_valid(name, token, &listing(key));
        // And back: the same judge accepts it, by this key alone.
        let asked = |key: &Value| judges.refusals(&Map::new(), START.plus_seconds(60), &[Badge::TokenBy(token, key)]).remove(0);
        let mut named = key.clone();
        named["alg"] = json!(algorithm);
        assert_eq!(asked(&named), None, "{algorithm}");
    }
}
