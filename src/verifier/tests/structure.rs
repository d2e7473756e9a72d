//! Contexts, safe mode and the official schema, as the verdict sees them.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;

fn malformed(document: &Value, check: &str) {
    let verdict = judge(document, &known());
    assert!(matches!(reason(&verdict), Reason::Malformed(_) | Reason::Altered), "{:?}", reason(&verdict));
    assert_eq!(outcome(&verdict, check), Outcome::Fail, "{check}");
    assert!(verdict.signed().is_none() || outcome(&verdict, "signature-intact") == Outcome::Pass);
}

#[test]
fn contexts_that_are_not_as_they_must_be_are_refused() {
    let good = sign(&badge());
    let contexts = badge()["@context"].clone();
    let v2 = &contexts[0];
    for other in [
        json!([contexts[1], v2]),
        json!([v2]),
        json!(v2),
        json!([v2, contexts[1], {"name": "https://x.example/name"}]),
        json!([v2, contexts[1], {"@vocab": "https://x.example/"}]),
        json!([{"@import": "https://www.w3.org/ns/credentials/v2"}, contexts[1]]),
        json!([v2, contexts[1], null]),
        json!([[v2, contexts[1]]]),
    ] {
        malformed(&with(good.clone(), "/@context", other), "contexts");
    }
}

#[test]
fn a_context_below_the_root_is_refused() {
    for place in ["/issuer", "/credentialSubject", "/credentialSubject/achievement", "/credentialStatus", "/evidence/0"] {
        let nested = with(sign(&badge()), &format!("{place}/@context"), json!("https://www.w3.org/ns/credentials/v2"));
        malformed(&nested, "one-meaning");
    }
    // A proof may repeat those of its credential, which are read in any case.
    let others = [json!("https://www.w3.org/2018/credentials/v1"), badge()["@context"][1].clone(), json!({"created": "urn:x"}), json!([])];
    for other in others {
        malformed(&with(sign(&badge()), "/proof/0/@context", other), "one-meaning");
    }
    assert_eq!(judge(with(sign(&badge()), "/proof/0/@context", badge()["@context"].clone()), &known()).word(), "valid");
}

#[test]
fn an_unknown_context_leaves_it_open() {
    let foreign = with(sign(&badge()), "/@context/-", json!("https://x.example/context.json"));
    assert_eq!(*doubt(&judge(foreign, &known())), Doubt::UnknownContext("https://x.example/context.json".to_owned()));
    let everything = with(sign(&badge()), "/@context/-", json!("https://www.w3.org/ns/credentials/undefined-terms/v2"));
    assert!(matches!(doubt(&judge(everything, &known())), Doubt::UnknownContext(_)), "it would switch safe mode off");
}

#[test]
fn an_undefined_term_or_type_is_refused() {
    malformed(&with(sign(&badge()), "/nickname", json!("x")), "safe-mode");
    malformed(&with(sign(&badge()), "/credentialSubject/achievement/nickname", json!("x")), "safe-mode");
    malformed(&with(sign(&badge()), "/evidence/0/type/-", json!("Undefined")), "safe-mode");
}

#[test]
fn a_signed_badge_that_breaks_the_schema_is_refused_and_shown() {
    let crooked = sign(&badge_with("/credentialSubject/identifier/0/identityType", json!("email")));
    let verdict = judge(crooked, &known());
    assert!(matches!(reason(&verdict), Reason::Malformed(_)));
    assert_eq!(outcome(&verdict, "schema"), Outcome::Fail);
    assert!(verdict.signed().is_some(), "its issuer did sign it");
}

#[test]
fn compat_is_laxer_where_the_public_validator_is() {
    let unlinked = sign(&badge_with("/credentialSubject/result/0/achievedLevel", json!("https://x.example/other")));
    assert_eq!(judge(&unlinked, &known()).word(), "invalid");
    let mut compat = Known::compat();
    compat.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    compat.answer(Need::StatusList(LIST.to_owned()), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    let verdict = judge(&unlinked, &compat);
    assert_eq!((verdict.word(), outcome(&verdict, "holder-and-achievement")), ("valid", Outcome::Warning));
    let nested = with(sign(&badge()), "/evidence/0/@context", json!("https://www.w3.org/ns/credentials/v2"));
    assert_eq!(judge(nested, &compat).word(), "invalid", "what keeps the meaning single is never lax");
}

#[test]
fn a_single_value_and_an_address_as_issuer_are_warned_about() {
    let compacted = sign(&badge_with("/credentialSubject/type", json!("AchievementSubject")));
    let verdict = judge(compacted, &known());
    assert_eq!((verdict.word(), outcome(&verdict, "schema")), ("valid", Outcome::Warning));
    let bare = sign(&badge_with("/issuer", json!(DID)));
    let verdict = judge(bare, &known());
    assert_eq!((verdict.word(), outcome(&verdict, "issuer")), ("valid", Outcome::Warning));
}

#[test]
fn a_schema_of_the_issuers_own_leaves_it_open() {
    let own = json!({"id": "https://x.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"});
    let signed = sign(&badge_with("/credentialSchema/-", own));
    assert!(matches!(doubt(&judge(signed, &known())), Doubt::Unsupported(_)));
}

#[test]
fn the_official_vector_is_intact_and_its_key_not_confirmed() {
    let Some(path) = crate::standards::proof::outside::shared("vectors/ob3/signed-credential.json") else { return };
    let verdict = verify(&Presented::new(std::fs::read(path).unwrap()), &Known::strict(), at("2026-11-20T11:00:00Z"));
    assert_eq!(outcome(&verdict, "safe-mode"), Outcome::Pass, "{:#?}", verdict.checks());
    assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass);
    assert_eq!(outcome(&verdict, "key-of-issuer"), Outcome::CouldNotCheck);
    assert_ne!(verdict.word(), "valid");
}

#[test]
fn a_hostile_document_ends_in_a_refusal() {
    let deep = format!("{}{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    let wide = with(badge(), "/evidence", Value::Array(vec![json!({"type": ["Evidence"], "narrative": "x"}); 5_000]));
    let many: Vec<Value> = (0..3_000).map(|n| json!({"type": ["Evidence"], "narrative": n.to_string()})).collect();
    let many = with(sign(&badge()), "/evidence", Value::Array(many));
    for hostile in [deep, wide.to_string(), many.to_string()] {
        assert_eq!(judge(hostile, &known()).word(), "invalid");
    }
}

#[test]
fn many_warnings_hide_no_fault() {
    let evidence: Vec<Value> = (0..150).map(|n| json!({"id": format!("https://x.example/{n}"), "type": ["Evidence"]})).collect();
    let signed = sign(&badge_with("/evidence", Value::Array(evidence)));
    assert_eq!(judge(&signed, &known()).word(), "valid");
    // The same graph, each with a warning, and the members that matter behind them.
    let single = signed["evidence"].as_array().unwrap().iter().map(|one| with(one.clone(), "/type", json!("Evidence")));
    let mut crowded = json!({"evidence": single.collect::<Vec<_>>()});
    crowded.as_object_mut().unwrap().extend(signed.as_object().unwrap().clone().into_iter().filter(|(name, _)| name != "evidence"));
    assert_eq!(judge(&crowded, &known()).word(), "valid", "warnings alone");
    for (place, value) in [
        ("/credentialSubject/identifier/0/hashed", json!("false")),
        ("/credentialSubject/achievement", json!([signed["credentialSubject"]["achievement"]])),
    ] {
        let verdict = judge(with(crowded.clone(), place, value), &known());
        assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass, "{place}");
        assert_eq!(verdict.word(), "invalid", "{place}");
        assert!(verdict.signed().is_none(), "{place}");
    }
}
