//! A small world: an issuer with two keys, its document and lists, and a badge of its own.

use std::sync::LazyLock;

use ed25519_dalek::{Signer, SigningKey};
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use serde_json::{Value, json};

use super::super::*;
use crate::standards::did::{self, DidDocument, ListedKey};
use crate::standards::jsonld::Contexts;
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, hash_data, proof_config, secured};
use crate::standards::proof::vc_jwt::{self, KeyName, claims_of, sign_rs256};
use crate::standards::proof::{PublicKey, Rs256Signer};
use crate::standards::status::{Bitstring, LEAST_ENTRIES};

pub(super) const DID: &str = "did:web:badges.example.org";
pub(super) const LIST: &str = "https://badges.example.org/status/e1-x";
/// The slot of the sample badge.
pub(super) const SLOT: usize = 94_567;

/// A day after the sample badge was signed.
pub(super) fn now() -> Timestamp {
    at("2026-11-21T11:00:00Z")
}

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(super) fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// Somebody else's.
pub(super) fn stranger() -> SigningKey {
    SigningKey::from_bytes(&[8; 32])
}

pub(super) fn public(key: &SigningKey) -> PublicKey {
    PublicKey::Ed25519(key.verifying_key())
}

pub(super) fn rsa() -> &'static Rs256Signer {
    static SIGNER: LazyLock<Rs256Signer> = LazyLock::new(new_rsa);
    &SIGNER
}

/// Somebody else's.
pub(super) fn stranger_rsa() -> &'static Rs256Signer {
    static SIGNER: LazyLock<Rs256Signer> = LazyLock::new(new_rsa);
    &SIGNER
}

fn new_rsa() -> Rs256Signer {
    let der = Rsa::generate(2048).and_then(PKey::from_rsa).and_then(|key| key.private_key_to_pkcs8()).unwrap();
    Rs256Signer::from_pkcs8(&der).unwrap()
}

pub(super) fn rsa_public(signer: &Rs256Signer) -> PublicKey {
    PublicKey::Rsa(signer.public().clone())
}

/// The sample badge, unsigned.
pub(super) fn badge() -> Value {
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/ours.json")).parse().unwrap()
}

/// The sample badge with one value changed, unsigned.
pub(super) fn badge_with(pointer: &str, value: Value) -> Value {
    with(badge(), pointer, value)
}

pub(super) fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let place = document.pointer_mut(parent).unwrap();
    match (place.is_array(), name) {
        (true, "-") => place.as_array_mut().unwrap().push(value),
        (true, index) => place[index.parse::<usize>().unwrap()] = value,
        (false, name) => place[name] = value,
    }
    document
}

pub(super) fn without(mut document: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let place = document.pointer_mut(parent).unwrap();
    if let Some(items) = place.as_array_mut() {
        items.remove(name.parse().unwrap());
    } else {
        place.as_object_mut().unwrap().shift_remove(name);
    }
    document
}

/// Signed by the issuer's Ed25519 key, as its document lists it.
pub(super) fn sign(document: &Value) -> Value {
    sign_as(document, &key(), &DidDocument::method_id(DID, &public(&key())))
}

pub(super) fn sign_as(document: &Value, key: &SigningKey, method: &str) -> Value {
    sign_by(document, key, &proof_config(method, at("2026-11-20T11:00:00Z"), ASSERTION_METHOD))
}

/// Signed with these proof options.
pub(super) fn sign_by(document: &Value, key: &SigningKey, options: &Value) -> Value {
    let signed = hash_data(document, options, Contexts::known()).unwrap();
    secured(document, options, &key.sign(&signed).to_bytes())
}

/// The JWT form, signed by the issuer's RSA key.
pub(super) fn token(document: &Value) -> String {
    token_of(&claims_of(document).unwrap())
}

pub(super) fn token_of(claims: &Value) -> String {
    sign_rs256(rsa(), KeyName::Kid(&DidDocument::method_id(DID, &rsa_public(rsa()))), claims).unwrap()
}

/// A token with any header, signed by any RSA key.
pub(super) fn token_as(header: &Value, claims: &Value, signer: &Rs256Signer) -> String {
    let input = vc_jwt::signing_input(header, claims);
    let signature = signer.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", data_encoding::BASE64URL_NOPAD.encode(&signature))
}

/// The sample badge of a `did:key` issuer, signed by that key: nothing has to be known.
pub(super) fn did_key_badge() -> Value {
    let own = without(badge_with("/issuer/id", json!(did::key::did_of(&key().verifying_key()))), "/credentialStatus");
    sign_as(&own, &key(), &did::key::verification_method_of(&key().verifying_key()))
}

/// A status list of `purpose` at `address`, these slots set, unsigned.
pub(super) fn unsigned_list(address: &str, purpose: &str, slots: &[usize]) -> Value {
    let mut bits = Bitstring::new(LEAST_ENTRIES);
    for &slot in slots {
        bits.set(slot, true).unwrap();
    }
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID,
        "validFrom": "2026-11-21T10:00:00Z",
        "credentialSubject": {
            "id": format!("{address}#list"), "type": "BitstringStatusList", "statusPurpose": purpose,
            "encodedList": bits.encode(), "ttl": 60000
        }
    })
}

pub(super) fn found(document: &Value) -> Answer {
    Answer::Found { bytes: document.to_string().into_bytes(), fetched_at: now() }
}

pub(super) fn did_document() -> Value {
    let listed = |key| ListedKey { key, revoked_at: None };
    DidDocument::new(DID, [listed(public(&key())), listed(rsa_public(rsa()))]).to_json()
}

/// The issuer's document and an empty revocation list.
pub(super) fn known() -> Known {
    known_with(&did_document(), &sign(&unsigned_list(LIST, "revocation", &[])))
}

pub(super) fn known_with(did_document: &Value, list: &Value) -> Known {
    let mut known = Known::strict();
    known.answer(Need::DidDocument(DID.to_owned()), found(did_document));
    known.answer(Need::StatusList(LIST.to_owned()), found(list));
    known
}

/// As this server knows its own issuer: also an empty suspension list.
pub(super) fn own() -> Known {
    own_with(&[], &[])
}

/// As [`own`], with slots revoked and suspended.
pub(super) fn own_with(revoked: &[usize], suspended: &[usize]) -> Known {
    let suspension = format!("{LIST}/suspension");
    let mut known = known_with(&did_document(), &sign(&unsigned_list(LIST, "revocation", revoked)));
    known.answer(Need::StatusList(suspension.clone()), found(&sign(&unsigned_list(&suspension, "suspension", suspended))));
    known.own_issuer(DID);
    known
}

/// An issuer whose lists the operator believes for others too.
pub(super) fn lists_for_others(name: &str) -> KnownIssuer {
    KnownIssuer { lists: ListsCount::ForOthers, ..KnownIssuer::named(name) }
}

/// The verdict on JSON or a token.
pub(super) fn judge(presented: impl ToString, known: &Known) -> Verdict {
    verify(&Presented::new(presented.to_string()), known, now())
}

/// The reason of a refusal.
pub(super) fn reason(verdict: &Verdict) -> &Reason {
    match verdict {
        Verdict::Invalid(refusal) => &refusal.reason,
        Verdict::Valid(_) | Verdict::Indeterminate(_) => panic!("{} instead of invalid: {:#?}", verdict.word(), verdict.checks()),
    }
}

/// The doubt of an unfinished check.
pub(super) fn doubt(verdict: &Verdict) -> &Doubt {
    match verdict {
        Verdict::Indeterminate(unfinished) => &unfinished.doubt,
        Verdict::Valid(_) | Verdict::Invalid(_) => panic!("{} instead of indeterminate: {:#?}", verdict.word(), verdict.checks()),
    }
}

/// The credential of a valid badge.
pub(super) fn valid(verdict: &Verdict) -> &SignedCredential {
    match verdict {
        Verdict::Valid(verified) => verified.credential(),
        Verdict::Invalid(_) | Verdict::Indeterminate(_) => panic!("{}: {:#?}", verdict.word(), verdict.checks()),
    }
}

/// How the check of this name came out, the worst if there are several.
pub(super) fn outcome(verdict: &Verdict, name: &str) -> Outcome {
    let outcomes: Vec<Outcome> = verdict.checks().iter().filter(|check| check.name == name).map(|check| check.outcome).collect();
    let order = [Outcome::Fail, Outcome::CouldNotCheck, Outcome::Warning, Outcome::Pass, Outcome::NotApplicable];
    order.into_iter().find(|wanted| outcomes.contains(wanted)).unwrap_or_else(|| panic!("no check {name}: {:#?}", verdict.checks()))
}
