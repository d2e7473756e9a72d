//! Embedded proofs: one, several, and what they say about their own use.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did::{self, DidDocument};
use crate::standards::proof::data_integrity::proof_config;

fn options() -> Value {
    proof_config(&DidDocument::method_id(DID, &public(&key())), at("2026-11-20T11:00:00Z"), "assertionMethod")
}

fn compat() -> Known {
    let mut known = Known::compat();
    known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    known.answer(Need::StatusList(LIST.to_owned()), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    known
}

#[test]
fn every_proof_must_hold_and_one_must_be_the_issuers() {
    let good = sign(&badge())["proof"][0].clone();
    let witness = sign_as(&badge(), &stranger(), &did::key::verification_method_of(&stranger().verifying_key()))["proof"][0].clone();
    let broken = with(good.clone(), "/created", json!("2026-11-20T11:00:01Z"));
    let foreign = with(good.clone(), "/cryptosuite", json!("bbs-2023"));
    let of = |proofs: Value| with(badge(), "/proof", proofs);
    // Proofs, strict, compat.
    let table = [
        (json!([good, witness]), "valid", "valid"),
        (json!([witness, good]), "valid", "valid"),
        (json!(good), "valid", "valid"),
        (json!([good, broken]), "invalid", "valid"),
        (json!([broken, good]), "invalid", "valid"),
        (json!([witness]), "invalid", "invalid"),
        (json!([good, foreign]), "indeterminate", "valid"),
        (json!([foreign]), "indeterminate", "indeterminate"),
        (json!([witness, foreign]), "invalid", "invalid"),
        (json!([broken, foreign]), "invalid", "invalid"),
        (json!([]), "invalid", "invalid"),
        (json!([good, {}]), "invalid", "invalid"),
        (json!(["x"]), "invalid", "invalid"),
        (json!({}), "invalid", "invalid"),
    ];
    for (proofs, strict, lax) in table {
        let verdict = judge(of(proofs.clone()), &known());
        assert_eq!(verdict.word(), strict, "strict: {proofs} {:#?}", verdict.checks());
        assert_eq!(judge(of(proofs.clone()), &compat()).word(), lax, "compat: {proofs}");
    }
}

#[test]
fn a_proof_for_another_purpose_is_refused() {
    let other = with(options(), "/proofPurpose", json!("authentication"));
    let verdict = judge(sign_by(&badge(), &key(), &other), &known());
    assert!(matches!(reason(&verdict), Reason::Forbidden(_)));
    assert!(verdict.signed().is_none());
}

#[test]
fn a_proof_that_has_expired_counts_no_more() {
    let ended = with(options(), "/expires", json!("2026-11-21T10:00:00Z"));
    assert_eq!(*reason(&judge(sign_by(&badge(), &key(), &ended), &known())), Reason::Expired { at: at("2026-11-21T10:00:00Z") });
    let later = with(options(), "/expires", json!("2026-11-21T12:00:00Z"));
    assert_eq!(judge(sign_by(&badge(), &key(), &later), &known()).word(), "valid");
}

#[test]
fn what_a_proof_says_is_signed_with_it() {
    let signed = sign(&badge());
    for (member, value) in [
        ("created", json!("2026-11-20T11:00:01Z")),
        ("verificationMethod", json!(format!("{DID}#other"))),
        ("proofPurpose", json!("authentication")),
        ("expires", json!("2099-01-01T00:00:00Z")),
        ("domain", json!("x.example")),
        ("challenge", json!("x")),
        ("nonce", json!("x")),
        ("id", json!("urn:uuid:1")),
        ("previousProof", json!("urn:uuid:1")),
        ("undefined", json!("x")),
        ("proofValue", json!("z3")),
    ] {
        assert_ne!(judge(with(signed.clone(), &format!("/proof/0/{member}"), value), &known()).word(), "valid", "{member}");
    }
}

#[test]
fn an_unknown_suite_is_left_open_and_one_that_does_not_fit_is_refused() {
    for (member, name) in [("cryptosuite", "bbs-2023"), ("cryptosuite", "eddsa-rdf-2022"), ("type", "Ed25519Signature2018")] {
        let other = with(sign(&badge()), &format!("/proof/0/{member}"), json!(name));
        assert!(matches!(doubt(&judge(other, &known())), Doubt::Unsupported(_)), "{name}");
    }
    for (member, name) in [("cryptosuite", "ecdsa-rdfc-2019"), ("cryptosuite", "eddsa-jcs-2022"), ("type", "Ed25519Signature2020")] {
        let other = with(sign(&badge()), &format!("/proof/0/{member}"), json!(name));
        assert_eq!(judge(other, &known()).word(), "invalid", "{name}");
    }
}

#[test]
fn too_many_proofs_are_refused() {
    let proof = sign(&badge())["proof"][0].clone();
    let many: Vec<Value> = (0..11).map(|n| with(proof.clone(), "/nonce", json!(n.to_string()))).collect();
    assert!(matches!(reason(&judge(with(badge(), "/proof", Value::Array(many)), &known())), Reason::TooComplex(_)));
}
