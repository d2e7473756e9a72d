//! Several proofs: each state of a second one beside a good one, in either order, and alone.
//!
//! Strict: every proof must hold and one must be the issuer's. `compat`: one that holds and is the
//! issuer's is enough. Neither is ever laxer about whose the key is.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did::{self, DidDocument};
use crate::standards::proof::data_integrity::proof_config;
use crate::standards::proof::multikey;

fn options() -> Value {
    proof_config(&DidDocument::method_id(DID, &public(&key())), at("2026-11-20T11:00:00Z"), "assertionMethod")
}

fn proof(options: &Value) -> Value {
    sign_by(&badge(), &key(), options)["proof"][0].clone()
}

fn by_stranger(method: &str) -> Value {
    sign_as(&badge(), &stranger(), method)["proof"][0].clone()
}

fn knowing(profile: Profile) -> Known {
    let mut known = if profile == Profile::Compat { Known::compat() } else { Known::strict() };
    known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    known.answer(Need::StatusList(LIST.to_owned()), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    known
}

/// What a second proof can be; strict verdict beside a good one, and alone.
fn second() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let stranger_in = |did: &str| by_stranger(&format!("{did}#{}", multikey::of_ed25519(&stranger().verifying_key())));
    vec![
        ("another good one", proof(&with(options(), "/created", json!("2026-11-20T11:00:05Z"))), "valid", "valid"),
        ("altered", with(proof(&options()), "/created", json!("2026-11-20T11:00:01Z")), "invalid", "invalid"),
        ("for another purpose", proof(&with(options(), "/proofPurpose", json!("authentication"))), "invalid", "invalid"),
        ("expired", proof(&with(options(), "/expires", json!("2026-11-21T10:00:00Z"))), "invalid", "invalid"),
        ("a witness", by_stranger(&did::key::verification_method_of(&stranger().verifying_key())), "valid", "invalid"),
        ("of another controller", stranger_in("did:web:other.example"), "valid", "invalid"),
        ("a key in the issuer's address", stranger_in(DID), "valid", "invalid"),
        ("a name that nobody lists", with(proof(&options()), "/verificationMethod", json!(format!("{DID}#k"))), "invalid", "invalid"),
    ]
}

#[test]
fn every_proof_is_judged_and_none_lends_its_key_to_another() {
    let good = proof(&options());
    let mut cells = 0;
    for (what, other, beside, alone) in second() {
        let of = |proofs: Value| with(badge(), "/proof", proofs);
        for (proofs, strict, compat) in
            [(json!([good, other]), beside, "valid"), (json!([other, good]), beside, "valid"), (json!([other]), alone, alone)]
        {
            let verdict = judge(of(proofs.clone()), &knowing(Profile::Strict));
            assert_eq!(verdict.word(), strict, "strict, {what}: {:#?}", verdict.checks());
            let lax = judge(of(proofs), &knowing(Profile::Compat));
            assert_eq!(lax.word(), compat, "compat, {what}: {:#?}", lax.checks());
            assert!(lax.signed().is_none() || lax.word() == "valid", "{what}");
            cells += 1;
        }
    }
    assert_eq!(cells, 24);
}

#[test]
fn a_domain_or_a_challenge_is_for_somebody_who_asked() {
    for (member, value) in [("domain", json!("shop.example")), ("challenge", json!("1f44d55f"))] {
        let signed = sign_by(&badge(), &key(), &with(options(), &format!("/{member}"), value));
        assert_eq!(outcome(&judge(&signed, &knowing(Profile::Strict)), "key-of-issuer"), Outcome::Pass, "{member}: signed with the rest");
        let moved = with(signed, &format!("/proof/0/{member}"), json!("other.example"));
        assert_eq!(*reason(&judge(moved, &knowing(Profile::Strict))), Reason::Altered, "{member}");
    }
}
