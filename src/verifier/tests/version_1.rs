//! Badges in the shapes of VCDM 1.1: JSON with a proof, and a JWT with the claim `vc`.

use serde_json::{Value, json};

use super::super::*;
use super::suites::{did_of, pair, proven};
use super::world::*;
use crate::standards::proof::{KeyKind, Suite};

pub(super) const V1: &str = "https://www.w3.org/2018/credentials/v1";

/// The sample badge as it was written before VCDM 2.0. Its contexts know no bitstring status.
pub(super) fn badge_of_version_1() -> Value {
    let mut old = without(badge_with("/@context/0", json!(V1)), "/credentialStatus");
    old["@context"].as_array_mut().unwrap().push(json!("https://w3id.org/security/data-integrity/v2"));
    let members = old.as_object_mut().unwrap();
    for (now, before) in [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")] {
        let date = members.shift_remove(now).unwrap();
        members.insert(before.to_owned(), date);
    }
    old
}

/// The payload of VCDM 1.1 §6.3.1.
fn claims() -> Value {
    let mut vc = badge_of_version_1();
    vc["@context"].as_array_mut().unwrap().pop();
    json!({
        "iss": vc["issuer"]["id"], "sub": vc["credentialSubject"]["id"], "jti": vc["id"],
        "nbf": at(vc["issuanceDate"].as_str().unwrap()).as_seconds(), "exp": at(vc["expirationDate"].as_str().unwrap()).as_seconds(),
        "vc": vc
    })
}

#[test]
fn a_badge_of_version_1_is_valid_and_says_when() {
    let verdict = judge(sign(&badge_of_version_1()), &known());
    let shown = valid(&verdict);
    assert_eq!(Some(shown.valid_from().unwrap()), Timestamp::parse(badge()["validFrom"].as_str().unwrap()));
    assert_eq!(Some(shown.valid_until().unwrap()), Timestamp::parse(badge()["validUntil"].as_str().unwrap()));
    assert_eq!(shown.name(), badge()["name"].as_str().unwrap());
}

#[test]
fn a_badge_of_version_1_is_valid_by_the_proofs_of_its_time() {
    let key = pair(KeyKind::Ed25519, 7);
    for (suite, context) in [
        (Suite::Ed25519Signature2020, "https://w3id.org/security/suites/ed25519-2020/v1"),
        (Suite::Eddsa2022, "https://w3id.org/security/data-integrity/v1"),
    ] {
        let mut old = with(badge_of_version_1(), "/issuer/id", json!(did_of(&key)));
        *old["@context"].as_array_mut().unwrap().last_mut().unwrap() = json!(context);
        let signed = proven(&old, suite, &key);
        valid(&judge(signed.clone(), &Known::strict()));
        let changed = with(signed, "/credentialSubject/achievement/name", json!("Another name"));
        assert_eq!(*reason(&judge(changed, &Known::strict())), Reason::Altered, "{suite}");
    }
}

#[test]
fn a_token_of_version_1_is_valid_by_its_claim_vc() {
    let verdict = judge(token_of(&claims()), &known());
    let shown = valid(&verdict);
    assert_eq!(shown.achievement().name(), badge()["credentialSubject"]["achievement"]["name"].as_str().unwrap());
    assert!(shown.document().get("vc").is_none() && shown.document().get("iss").is_none());
}

#[test]
fn an_expired_badge_of_version_1_is_expired() {
    let old = with(badge_of_version_1(), "/expirationDate", json!("2026-11-20T12:00:00Z"));
    assert!(matches!(reason(&judge(sign(&old), &known())), Reason::Expired { .. }));
    let future = with(badge_of_version_1(), "/issuanceDate", json!("2027-11-20T12:00:00Z"));
    assert!(matches!(reason(&judge(sign(&future), &known())), Reason::NotYetValid { .. }));
}

#[test]
fn versions_are_never_mixed() {
    let both = with(badge_of_version_1(), "/validFrom", badge()["validFrom"].clone());
    let newer = with(badge(), "/issuanceDate", badge()["validFrom"].clone());
    // Under 2.0 the older names have no meaning; under 1.1 the Open Badges context knows the newer ones,
    // and two dates would be two stories.
    for (mixed, checks) in [(both, ["one-meaning", "signature-intact"]), (newer, ["schema", "safe-mode"])] {
        let proof = sign(&badge())["proof"].clone();
        let verdict = judge(with(mixed, "/proof", proof), &known());
        assert!(matches!(reason(&verdict), Reason::Malformed(_) | Reason::Altered), "{:?}", reason(&verdict));
        assert_eq!(checks.map(|check| outcome(&verdict, check)), [Outcome::Fail; 2]);
    }
    let signed = sign(&with(badge_of_version_1(), "/validUntil", json!("2999-11-20T12:00:00Z")));
    let mut compat = Known::compat();
    compat.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    for known in [known(), compat] {
        assert!(matches!(reason(&judge(&signed, &known)), Reason::Malformed(_)), "not even if the issuer signed it");
    }
    let swapped = with(claims(), "/vc/@context/0", json!("https://www.w3.org/ns/credentials/v2"));
    assert_ne!(judge(token_of(&swapped), &known()).word(), "valid", "VCDM 2.0 has no claim vc");
    let unwrapped = with(vc_as_payload(), "/iss", json!(DID));
    assert!(matches!(reason(&judge(token_of(&unwrapped), &known())), Reason::NotABadge(_)), "1.1 has nothing else");
}

fn vc_as_payload() -> Value {
    claims()["vc"].clone()
}

#[test]
fn a_claim_that_says_something_else_is_refused() {
    for (claim, other) in [
        ("iss", json!("did:web:evil.example")),
        ("sub", json!("urn:x")),
        ("jti", json!("urn:x")),
        ("nbf", json!(1)),
        ("exp", json!(4_000_000_000_u64)),
    ] {
        let verdict = judge(token_of(&with(claims(), &format!("/{claim}"), other)), &known());
        assert!(matches!(reason(&verdict), Reason::Malformed(_)), "{claim}");
    }
    let twice = with(claims(), "/name", json!("Another name"));
    assert!(matches!(reason(&judge(token_of(&twice), &known())), Reason::NotABadge(_)), "a member in two places");
}

#[test]
fn an_altered_badge_of_version_1_is_altered() {
    let altered = with(sign(&badge_of_version_1()), "/credentialSubject/achievement/name", json!("Another"));
    assert_eq!(reason(&judge(altered, &known())), &Reason::Altered);
}
