//! The JWT form: headers, algorithms, claims that are not there.

use data_encoding::BASE64URL_NOPAD;
use josekit::jws::{JwsSigner as _, PS256};
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did::DidDocument;
use crate::standards::proof::vc_jwt::{self, claims_of};
use crate::standards::proof::{PublicKey, RsaPublicKey};

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

/// A token by any signer.
fn token_by(header: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let input = vc_jwt::signing_input(header, &claims());
    format!("{input}.{}", BASE64URL_NOPAD.encode(&sign(input.as_bytes())))
}

/// What [`known`] knows, of an issuer whose document lists this key as JWK.
fn known_by(jwk: &Value) -> Known {
    let id = format!("{DID}#k");
    let method = json!({"id": id, "type": "JsonWebKey", "controller": DID, "publicKeyJwk": jwk});
    let document = with(did_document(), "/verificationMethod/-", method);
    let document = with(document, "/assertionMethod/-", json!(id));
    known_with(&document, &sign(&unsigned_list(LIST, "revocation", &[])))
}

#[test]
fn a_token_by_es256_is_valid_with_its_key_only() {
    let key = |seed| p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap();
    let jwk = Value::Object(PublicKey::P256(*key(7).verifying_key()).as_jwk());
    let header = |alg: &str| json!({"alg": alg, "typ": "JWT", "kid": format!("{DID}#k")});
    let signed = |seed: u8, header: &Value| {
        token_by(header, |input| {
            let signature: p256::ecdsa::Signature = key(seed).sign(input);
            signature.to_vec()
        })
    };
    let known = known_by(&jwk);
    assert_eq!(judge(signed(7, &header("ES256")), &known).word(), "valid");
    assert_eq!(*reason(&judge(signed(8, &header("ES256")), &known)), Reason::Altered);
    for alg in ["RS256", "PS256", "EdDSA", "none", "HS256"] {
        assert_eq!(judge(signed(7, &header(alg)), &known).word(), "invalid", "{alg}");
    }
    assert!(matches!(doubt(&judge(signed(7, &header("ES384")), &known)), Doubt::Unsupported(_)));
    let der = token_by(&header("ES256"), |input| {
        let signature: p256::ecdsa::Signature = key(7).sign(input);
        signature.to_der().as_bytes().to_vec()
    });
    assert_eq!(*reason(&judge(der, &known)), Reason::Altered, "DER is another form");
    let embedded = json!({"alg": "ES256", "typ": "JWT", "jwk": jwk});
    assert_eq!(judge(signed(7, &embedded), &known).word(), "valid");
    assert_eq!(*reason(&judge(signed(7, &embedded), &self::known())), Reason::NotSignedByIssuer);
}

#[test]
fn a_token_by_ps256_is_valid_unless_its_key_is_for_another_algorithm() {
    let pair = openssl::rsa::Rsa::generate(2048).unwrap();
    let public = RsaPublicKey::new(&pair.n().to_vec(), &pair.e().to_vec()).map(PublicKey::Rsa).unwrap();
    let signer = PS256.signer_from_der(pair.private_key_to_der().unwrap()).unwrap();
    let token = token_by(&json!({"alg": "PS256", "typ": "JWT", "kid": format!("{DID}#k")}), |input| signer.sign(input).unwrap());
    let jwk = |alg: &str| with(Value::Object(public.as_jwk()), "/alg", json!(alg));
    assert_eq!(judge(&token, &known_by(&Value::Object(public.as_jwk()))).word(), "valid");
    assert_eq!(judge(&token, &known_by(&jwk("PS256"))).word(), "valid");
    assert_eq!(judge(&token, &known_by(&jwk("RS256"))).word(), "invalid");
    let pkcs1 = token_by(&json!({"alg": "RS256", "typ": "JWT", "kid": format!("{DID}#k")}), |input| signer.sign(input).unwrap());
    assert_eq!(*reason(&judge(pkcs1, &known_by(&Value::Object(public.as_jwk())))), Reason::Altered);
}

#[test]
fn an_end_that_cannot_be_read_is_no_badge_without_end() {
    let endless = claims_of(&without(badge(), "/validUntil")).unwrap();
    assert_eq!(judge(token_of(&endless), &known()).word(), "valid");
    for end in [json!("1"), json!("2026-01-01T00:00:00Z"), json!(1e300), json!(true), json!([1]), json!({"exp": 1})] {
        let verdict = judge(token_of(&with(endless.clone(), "/exp", end.clone())), &known());
        assert_eq!(verdict.word(), "invalid", "{end}");
    }
    let ended = with(endless, "/exp", json!(at("2026-11-21T10:00:00Z").as_seconds()));
    assert!(matches!(reason(&judge(token_of(&ended), &known())), Reason::Expired { .. }));
}
