//! Whose key it is: the holes of the public validator, each closed, and what else can go wrong.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did::{self, DidDocument, ListedKey};
use crate::standards::proof::multikey;

/// Hole (a): `https://victim.example/issuers/1#z6Mk<attacker's key>` is accepted without looking at
/// anything the victim published.
#[test]
fn a_key_inside_an_https_address_is_not_the_victims() {
    let victim = "https://victim.example/issuers/1";
    let forged = without(badge_with("/issuer/id", json!(victim)), "/credentialStatus");
    let method = format!("{victim}#{}", multikey::of_ed25519(&stranger().verifying_key()));
    let verdict = judge(sign_as(&forged, &stranger(), &method), &known());
    assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass);
    assert_eq!(outcome(&verdict, "key-of-issuer"), Outcome::CouldNotCheck);
    assert!(matches!(doubt(&verdict), Doubt::IssuerUnreachable(_)), "the victim was not asked; `addresses.rs` asks");
    assert!(verdict.signed().is_none(), "nothing of it is shown");
}

/// The same with a DID: the fragment is a key that the victim's document does not list.
#[test]
fn a_key_inside_a_did_web_address_is_not_the_victims() {
    let method = format!("{DID}#{}", multikey::of_ed25519(&stranger().verifying_key()));
    let forged = sign_as(&badge(), &stranger(), &method);
    assert_eq!(*reason(&judge(&forged, &known())), Reason::NotSignedByIssuer);
    let offline = judge(forged, &Known::strict());
    assert_eq!(outcome(&offline, "signature-intact"), Outcome::Pass);
    assert!(matches!(doubt(&offline), Doubt::IssuerUnreachable(_)), "without the document nobody knows");
}

/// Hole (b): a key in the JWT's own header proves nothing about the issuer.
#[test]
fn a_key_inside_a_jwt_header_is_not_the_issuers() {
    let claims = crate::standards::proof::vc_jwt::claims_of(&badge()).unwrap();
    let header = json!({"alg": "RS256", "typ": "JWT", "jwk": Value::Object(rsa_public(stranger_rsa()).as_jwk())});
    let forged = token_as(&header, &claims, stranger_rsa());
    let verdict = judge(&forged, &known());
    assert_eq!(outcome(&verdict, "jwt-signature-intact"), Outcome::Pass);
    assert_eq!(*reason(&verdict), Reason::NotSignedByIssuer);
    let seen = Presented::new(forged);
    let offline = verify(&seen, &Known::strict(), now());
    assert!(matches!(doubt(&offline), Doubt::IssuerUnreachable(_)));
    let asked: Vec<_> = needs(&seen, &Known::strict()).iter().cloned().collect();
    assert_eq!(asked, [Need::DidDocument(DID.to_owned())], "only the issuer's own document is looked at");
}

#[test]
fn a_key_inside_a_jwt_header_counts_if_the_issuer_lists_it() {
    let claims = crate::standards::proof::vc_jwt::claims_of(&badge()).unwrap();
    let header = json!({"alg": "RS256", "typ": "JWT", "jwk": Value::Object(rsa_public(rsa()).as_jwk())});
    assert_eq!(judge(token_as(&header, &claims, rsa()), &known()).word(), "valid");
}

/// Hole (c): claims are compared with the credential.
#[test]
fn claims_that_contradict_the_credential_are_refused() {
    let good = crate::standards::proof::vc_jwt::claims_of(&badge()).unwrap();
    for (claim, value) in [
        ("iss", json!("did:web:other.example")),
        ("sub", json!("urn:uuid:00000000-0000-4000-8000-000000000000")),
        ("jti", json!("https://badges.example.org/c/other")),
        ("nbf", json!(1)),
        ("nbf", json!("1795172400")),
        ("exp", json!(4_000_000_000_u64)),
    ] {
        let verdict = judge(token_of(&with(good.clone(), &format!("/{claim}"), value)), &known());
        assert!(matches!(reason(&verdict), Reason::Malformed(_)), "{claim}");
        assert_eq!(outcome(&verdict, "jwt-claims"), Outcome::Fail, "{claim}");
    }
}

/// Hole (d): a `did:key` without fragment is compared with the issuer as well.
#[test]
fn a_did_key_that_is_not_the_issuer_is_refused_with_and_without_fragment() {
    let did = did::key::did_of(&stranger().verifying_key());
    for method in [did.clone(), did::key::verification_method_of(&stranger().verifying_key())] {
        for issuer in ["urn:uuid:7d9f1a8e-6c2b-4f0a-9d57-0b1f3a2c4d5e", DID, &did::key::did_of(&key().verifying_key())] {
            let forged = without(badge_with("/issuer/id", json!(issuer)), "/credentialStatus");
            let verdict = judge(sign_as(&forged, &stranger(), &method), &known());
            assert_eq!(*reason(&verdict), Reason::NotSignedByIssuer, "{method} for {issuer}");
        }
    }
    let own = without(badge_with("/issuer/id", json!(did)), "/credentialStatus");
    for method in [did.clone(), did::key::verification_method_of(&stranger().verifying_key())] {
        assert_eq!(judge(sign_as(&own, &stranger(), &method), &Known::strict()).word(), "valid", "{method}");
    }
}

/// Hole (e): the issuer of the status list is compared too. See also `status.rs`.
#[test]
fn a_status_list_of_another_issuer_is_not_believed() {
    let mut list = unsigned_list(LIST, "revocation", &[]);
    list["issuer"] = json!(did::key::did_of(&stranger().verifying_key()));
    let list = sign_as(&list, &stranger(), &did::key::verification_method_of(&stranger().verifying_key()));
    let mut known = known_with(&did_document(), &list);
    assert!(matches!(doubt(&judge(sign(&badge()), &known)), Doubt::StatusUnknown(_)));
    known.issuer(did::key::did_of(&stranger().verifying_key()), lists_for_others("A status service"));
    assert_eq!(judge(sign(&badge()), &known).word(), "valid", "unless the operator knows it");
}

#[test]
fn a_did_key_badge_needs_nothing_else() {
    let verdict = judge(did_key_badge(), &Known::strict());
    valid(&verdict);
    assert!(needs(&Presented::new(did_key_badge().to_string()), &Known::strict()).is_empty());
}

#[test]
fn a_did_key_issuers_jwt_is_intact_and_unconfirmed_unless_the_key_is_known() {
    let did = did::key::did_of(&key().verifying_key());
    let own = without(badge_with("/issuer/id", json!(did)), "/credentialStatus");
    let claims = crate::standards::proof::vc_jwt::claims_of(&own).unwrap();
    let header = json!({"alg": "RS256", "typ": "JWT", "jwk": Value::Object(rsa_public(rsa()).as_jwk())});
    let token = token_as(&header, &claims, rsa());
    let verdict = judge(&token, &Known::strict());
    assert_eq!(outcome(&verdict, "jwt-signature-intact"), Outcome::Pass);
    assert!(matches!(doubt(&verdict), Doubt::KeyNotConfirmed(_)));
    let mut known = Known::strict();
    known.key(KnownKey { issuer: did, key: rsa_public(rsa()), compromised_at: None });
    assert_eq!(judge(&token, &known).word(), "valid");
    let mut others = Known::strict();
    others.key(KnownKey { issuer: DID.to_owned(), key: rsa_public(rsa()), compromised_at: None });
    assert_eq!(judge(&token, &others).word(), "indeterminate", "a key known of another issuer");
}

#[test]
fn a_document_of_somebody_else_or_without_the_key_confirms_nothing() {
    let listed = |did: &str, key| DidDocument::new(did, [ListedKey { key, revoked_at: None }]).to_json();
    let list = sign(&unsigned_list(LIST, "revocation", &[]));
    let other = listed("did:web:other.example", public(&key()));
    assert!(matches!(doubt(&judge(sign(&badge()), &known_with(&other, &list))), Doubt::KeyNotConfirmed(_)));
    let without_key = listed(DID, public(&stranger()));
    assert_eq!(*reason(&judge(sign(&badge()), &known_with(&without_key, &list))), Reason::NotSignedByIssuer);
    let unlisted = with(did_document(), "/assertionMethod", json!([]));
    assert_eq!(*reason(&judge(sign(&badge()), &known_with(&unlisted, &list))), Reason::NotSignedByIssuer);
    let controlled = with(did_document(), "/verificationMethod/0/controller", json!("did:web:other.example"));
    assert_eq!(*reason(&judge(sign(&badge()), &known_with(&controlled, &list))), Reason::NotSignedByIssuer);
}

#[test]
fn a_document_that_cannot_be_read_leaves_the_key_unconfirmed() {
    let mut known = known();
    let need = Need::DidDocument(DID.to_owned());
    for answer in [
        Answer::Found { bytes: b"<html>".to_vec(), fetched_at: now() },
        Answer::Found { bytes: b"{\"id\":1,\"id\":1}".to_vec(), fetched_at: now() },
        Answer::Found { bytes: b"[]".to_vec(), fetched_at: now() },
    ] {
        known.answer(need.clone(), answer);
        for presented in [sign(&badge()).to_string(), token(&badge())] {
            assert!(matches!(doubt(&judge(presented, &known)), Doubt::KeyNotConfirmed(_)));
        }
    }
    known.answer(need, Answer::Unreachable { why: "timeout".to_owned() });
    assert!(matches!(doubt(&judge(sign(&badge()), &known)), Doubt::IssuerUnreachable(_)));
}

#[test]
fn a_withdrawn_key_signs_nothing_valid_but_what_was_logged_before() {
    let stolen_at = at("2026-11-20T12:00:00Z");
    let listed = |key| ListedKey { key, revoked_at: Some(stolen_at) };
    let document = DidDocument::new(DID, [listed(public(&key())), listed(rsa_public(rsa()))]).to_json();
    // The list is signed anew, by a key that was not stolen.
    let did = did::key::did_of(&stranger().verifying_key());
    let list = sign_as(&with(unsigned_list(LIST, "revocation", &[]), "/issuer", json!(did)), &stranger(), &did);
    let mut known = known_with(&document, &list);
    known.issuer(did, lists_for_others("The new key"));
    for presented in [sign(&badge()).to_string(), token(&badge())] {
        let verdict = judge(&presented, &known);
        assert_eq!(*reason(&verdict), Reason::KeyWithdrawn);
        assert!(verdict.signed().is_none());
        let digest = Presented::new(presented.clone()).digest().unwrap();
        let logged = |at, digest| {
            let mut known = known.clone();
            known.record(OurRecord { logged: Some(Logged { at, digest }), ..OurRecord::default() });
            judge(&presented, &known).word()
        };
        let before = at("2026-11-20T11:00:05Z");
        assert_eq!(logged(before, digest), "valid");
        assert_eq!(logged(stolen_at, digest), "invalid");
        assert_eq!(logged(at("2026-11-20T13:00:00Z"), digest), "invalid");
        assert_eq!(logged(before, [0; 32]), "invalid", "our log knows other bytes with this id");
    }
}

#[test]
fn a_known_key_that_was_stolen_counts_no_more() {
    let mut known = known();
    known.key(KnownKey { issuer: DID.to_owned(), key: public(&key()), compromised_at: Some(at("2026-11-20T12:00:00Z")) });
    assert_eq!(*reason(&judge(sign(&badge()), &known)), Reason::KeyWithdrawn);
}

#[test]
fn keys_that_the_operator_knows_need_no_document() {
    let mut known = Known::strict();
    known.answer(Need::StatusList(LIST.to_owned()), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    for key in [public(&key()), rsa_public(rsa())] {
        known.key(KnownKey { issuer: DID.to_owned(), key, compromised_at: None });
    }
    for presented in [sign(&badge()).to_string(), token(&badge())] {
        let seen = Presented::new(presented);
        assert!(needs(&seen, &known).is_empty());
        assert_eq!(verify(&seen, &known, now()).word(), "valid");
    }
    let by_stranger = sign_as(&badge(), &stranger(), &DidDocument::method_id(DID, &public(&key())));
    assert_eq!(*reason(&judge(by_stranger, &known)), Reason::Altered, "the address of a known key, another key's signature");
}
