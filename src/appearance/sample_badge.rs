//! A badge by an issuer that needs no network, for tests of what is shown of verified bytes.

use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

use crate::standards::did;
use crate::standards::jsonld::Contexts;
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, hash_data, proof_config, secured};
use crate::vocabulary::Timestamp;

/// The sample badge of a `did:key` issuer, with a change, signed.
pub(crate) fn signed(change: impl Fn(&mut Value)) -> Value {
    let key = SigningKey::from_bytes(&[7; 32]);
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/ours.json"));
    let mut badge: Value = text.parse().unwrap();
    badge["issuer"]["id"] = json!(did::key::did_of(&key.verifying_key()));
    badge.as_object_mut().unwrap().shift_remove("credentialStatus");
    change(&mut badge);
    let method = did::key::verification_method_of(&key.verifying_key());
    let at = Timestamp::parse("2026-11-20T11:00:00Z").unwrap();
    let options = proof_config(&method, at, ASSERTION_METHOD);
    let bytes = hash_data(&badge, &options, Contexts::known()).unwrap();
    secured(&badge, &options, &key.sign(&bytes).to_bytes())
}
