//! The JWT form: headers, algorithms, claims that are not there.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did::DidDocument;
use crate::standards::proof::vc_jwt::claims_of;

fn claims() -> Value {
    claims_of(&badge()).unwrap()
}

fn header() -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": DidDocument::method_id(DID, &rsa_public(rsa()))})
}

fn compat() -> Known {
    let mut known = Known::compat();
    known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    known.answer(Need::StatusList(LIST.to_owned()), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    known
}

#[test]
fn an_algorithm_that_proves_nothing_is_refused() {
    for name in ["none", "None", "NONE", "nOnE", "HS256", "HS512", "rs256", "", "RSA1_5"] {
        let verdict = judge(token_as(&with(header(), "/alg", json!(name)), &claims(), rsa()), &known());
        assert!(matches!(reason(&verdict), Reason::Forbidden(_)), "{name}");
    }
    let unsigned = token(&badge()).rsplit_once('.').map(|(rest, _)| format!("{rest}.")).unwrap();
    assert_eq!(judge(unsigned, &known()).word(), "invalid");
}

#[test]
fn an_algorithm_that_we_do_not_read_is_left_open() {
    for name in ["ES384", "PS512", "RS512"] {
        let verdict = judge(token_as(&with(header(), "/alg", json!(name)), &claims(), rsa()), &known());
        assert!(matches!(doubt(&verdict), Doubt::Unsupported(_)), "{name}");
    }
}

#[test]
fn a_header_that_asks_for_more_is_refused() {
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["AA"])),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("typ", json!("at+jwt")),
    ] {
        let verdict = judge(token_as(&with(header(), &format!("/{name}"), value), &claims(), rsa()), &known());
        assert!(matches!(reason(&verdict), Reason::Forbidden(_)), "{name}");
    }
    assert!(matches!(reason(&judge(token_as(&without(header(), "/kid"), &claims(), rsa()), &known())), Reason::Forbidden(_)), "no key");
    for typ in ["vc+jwt", "vc+ld+json+jwt"] {
        assert_eq!(judge(token_as(&with(header(), "/typ", json!(typ)), &claims(), rsa()), &known()).word(), "valid", "{typ}");
    }
}

#[test]
fn a_private_key_in_the_header_is_refused() {
    let mut jwk = rsa_public(rsa()).as_jwk();
    jwk.insert("d".to_owned(), json!("AQ"));
    let header = json!({"alg": "RS256", "typ": "JWT", "jwk": jwk});
    assert!(matches!(reason(&judge(token_as(&header, &claims(), rsa()), &known())), Reason::Forbidden(_)));
}

#[test]
fn two_keys_in_one_header_must_be_the_same() {
    let both = |key| with(header(), "/jwk", Value::Object(rsa_public(key).as_jwk()));
    assert_eq!(judge(token_as(&both(rsa()), &claims(), rsa()), &known()).word(), "valid");
    assert!(matches!(reason(&judge(token_as(&both(stranger_rsa()), &claims(), rsa()), &known())), Reason::Forbidden(_)));
}

#[test]
fn claims_that_are_missing_are_refused_by_the_letter_and_warned_about_in_compat() {
    for (claim, lax) in [("sub", "valid"), ("nbf", "valid"), ("exp", "valid"), ("iss", "invalid"), ("jti", "invalid")] {
        let token = token_of(&without(claims(), &format!("/{claim}")));
        let strict = judge(&token, &known());
        assert_eq!(outcome(&strict, "jwt-claims"), Outcome::Fail, "{claim}");
        assert_eq!(strict.word(), "invalid", "{claim}");
        let verdict = judge(&token, &compat());
        assert_eq!(verdict.word(), lax, "{claim}: {:#?}", verdict.checks());
    }
}

#[test]
fn an_end_that_only_the_claim_names_counts() {
    let open = without(badge(), "/validUntil");
    let ended = with(claims_of(&open).unwrap(), "/exp", json!(at("2026-11-21T10:00:00Z").as_seconds()));
    assert_eq!(*reason(&judge(token_of(&ended), &known())), Reason::Expired { at: at("2026-11-21T10:00:00Z") });
}

#[test]
fn a_token_of_the_future_is_refused() {
    let early = with(claims(), "/iat", json!(at("2026-11-21T11:06:00Z").as_seconds()));
    assert!(matches!(reason(&judge(token_of(&early), &known())), Reason::NotYetValid { .. }));
    let crooked = with(claims(), "/iat", json!("now"));
    assert_eq!(judge(token_of(&crooked), &known()).word(), "invalid");
    let fine = with(claims(), "/iat", json!(at("2026-11-20T11:00:00Z").as_seconds()));
    assert_eq!(judge(token_of(&fine), &known()).word(), "valid");
}

#[test]
fn a_claim_that_no_context_defines_is_refused() {
    let odd = token_of(&with(claims(), "/azp", json!("https://x.example")));
    assert_eq!(outcome(&judge(odd, &known()), "safe-mode"), Outcome::Fail);
}

#[test]
fn a_token_around_a_proof_checks_both() {
    let inside = claims_of(&sign(&badge())).unwrap();
    assert_eq!(judge(token_of(&inside), &known()).word(), "valid");
    let broken = claims_of(&with(sign(&badge()), "/proof/0/created", json!("2026-11-20T11:00:01Z"))).unwrap();
    assert_eq!(*reason(&judge(token_of(&broken), &known())), Reason::Altered);
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let ed25519 = with(header(), "/kid", json!(DidDocument::method_id(DID, &public(&key()))));
    assert_eq!(judge(token_as(&ed25519, &claims(), rsa()), &known()).word(), "invalid");
}
