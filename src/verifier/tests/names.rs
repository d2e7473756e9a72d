//! Names of keys are opaque: whatever stands in a `kid` or a `verificationMethod`, it is compared
//! with what the issuer publishes, and never leads anywhere by itself.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;
use crate::standards::proof::vc_jwt::claims_of;

/// Paths, queries, addresses, injections: forty and more.
fn crooked() -> Vec<String> {
    let own = did::key::verification_method_of(&stranger().verifying_key());
    let mut names: Vec<String> = [
        "1",
        "default",
        "../../keys/1.pem",
        "..\\..\\keys\\1.pem",
        "/etc/passwd",
        "/dev/null",
        "file:///etc/passwd",
        "file:///proc/self/environ",
        "' or 1=1 --",
        "\" or \"\"=\"",
        "1; drop table key_pair",
        "1 union select 'AA'",
        "${jndi:ldap://evil.example/a}",
        "{{7*7}}",
        "$(id)",
        "`id`",
        "| cat /etc/passwd",
        "%00",
        "\u{0}",
        "\r\nX-Injected: 1",
        "key\u{202e}1",
        "http://169.254.169.254/latest",
        "http://badges.example.org/keys/1",
        "https://badges.example.org/keys/1",
        "https://evil.example/keys/1",
        "https://badges.example.org@evil.example/",
        "https://127.0.0.1/keys/1",
        "//evil.example/keys/1",
        "gopher://evil.example/",
        "data:application/json,{}",
        "did:web:other.example#k",
        "did:web:badges.example.org",
        "did:web:badges.example.org#",
        "did:web:badges.example.org#other",
        "did:web:badges.example.org#a#b",
        "did:web:badges.example.org/x#k",
        "did:web:badges.example.org?x#k",
        "did:web:BADGES.example.org#k",
        "did:web:127.0.0.1#k",
        "did:web:evil.example%2f..#k",
        "did:key:z6Mk#z6Mk",
        "did:jwk:e30#0",
        "did:example:1#k",
    ]
    .map(str::to_owned)
    .to_vec();
    names.extend([own, format!("{DID}#{}", rsa_public(rsa()).thumbprint().to_lowercase()), "x".repeat(257), String::new()]);
    names
}

#[test]
fn a_kid_that_is_no_name_of_the_issuers_keys_finds_nothing_and_leads_nowhere() {
    let claims = claims_of(&badge()).unwrap();
    assert!(crooked().len() >= 40);
    for kid in crooked() {
        let token = token_as(&json!({"alg": "RS256", "typ": "JWT", "kid": kid}), &claims, rsa());
        let verdict = judge(&token, &known());
        assert_ne!(verdict.word(), "valid", "{kid}");
        assert!(verdict.signed().is_none(), "{kid}");
        asks_for_the_issuers_document_at_most(&token, &kid);
    }
}

#[test]
fn a_verification_method_that_is_no_name_of_the_issuers_keys_finds_nothing_and_leads_nowhere() {
    for method in crooked() {
        let signed = with(sign(&badge()), "/proof/0/verificationMethod", json!(method));
        let verdict = judge(&signed, &known());
        assert_ne!(verdict.word(), "valid", "{method}");
        assert!(verdict.signed().is_none(), "{method}");
        asks_for_the_issuers_document_at_most(&signed, &method);
    }
}

fn asks_for_the_issuers_document_at_most(presented: &impl ToString, name: &str) {
    let seen = Presented::new(presented.to_string());
    let own = Need::DidDocument(DID.to_owned());
    assert!(needs(&seen, &Known::strict()).iter().all(|need| *need == own), "{name}");
    assert!(needs(&seen, &known()).is_empty(), "{name}");
}

/// Keys that a header brings along, or says where to find.
#[test]
fn a_header_that_says_where_its_key_is_makes_us_look_nowhere() {
    let claims = claims_of(&badge()).unwrap();
    let kid = did::DidDocument::method_id(DID, &rsa_public(rsa()));
    let places = [
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["AA"])),
        ("x5t", json!("AA")),
        ("x5t#S256", json!("AA")),
        ("jwks", json!({"keys": [rsa_public(stranger_rsa()).as_jwk()]})),
        ("iss", json!("https://evil.example/")),
    ];
    for (name, value) in places {
        for good in [json!({"alg": "RS256", "typ": "JWT", "kid": kid}), json!({"alg": "RS256", "jwk": rsa_public(rsa()).as_jwk()})] {
            let token = token_as(&with(good, &format!("/{name}"), value.clone()), &claims, rsa());
            assert!(matches!(reason(&judge(&token, &known())), Reason::Forbidden(_)), "{name}");
            assert!(needs(&Presented::new(token), &Known::strict()).is_empty(), "{name}");
        }
    }
}

#[test]
fn a_key_that_a_header_brings_counts_only_if_the_issuer_publishes_it() {
    let claims = claims_of(&badge()).unwrap();
    let by = |signer| json!({"alg": "RS256", "typ": "JWT", "jwk": Value::Object(rsa_public(signer).as_jwk())});
    let own = token_as(&by(rsa()), &claims, rsa());
    let forged = token_as(&by(stranger_rsa()), &claims, stranger_rsa());
    assert_eq!(judge(&own, &known()).word(), "valid");
    assert_eq!(*reason(&judge(&forged, &known())), Reason::NotSignedByIssuer);
    let asked = |token: &str| needs(&Presented::new(token), &Known::strict()).iter().cloned().collect::<Vec<_>>();
    assert_eq!(asked(&forged), [Need::DidDocument(DID.to_owned())], "nothing of the forger's own");
    // One made to carry a name of the issuer's keys as well.
    let kid = did::DidDocument::method_id(DID, &rsa_public(rsa()));
    let both = token_as(&with(by(stranger_rsa()), "/kid", json!(kid)), &claims, stranger_rsa());
    assert_eq!(judge(both, &known()).word(), "invalid");
}
