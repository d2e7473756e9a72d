//! Who may sign, what is published, and what a sealed ring does.

use serde_json::json;

use super::*;
use crate::issuer::keys::NewKey;
use crate::standards::proof::vc_jwt::Compact;
use crate::vocabulary::Chance;

const DID: &str = "did:web:b.example";
const T: Timestamp = Timestamp::from_ms(1_795_172_400_000);
const ACTIVE: KeyState = KeyState::Active { since: T };

fn pair() -> [NewKey; 2] {
    [Purpose::DataIntegrity, Purpose::Jwt].map(|p| NewKey::generate(p, &Chance::system()).unwrap())
}

fn published(keys: &[NewKey], state: KeyState) -> Vec<PublishedKey> {
    keys.iter().map(|k| PublishedKey::new(k.public(), state, T)).collect()
}

#[test]
fn an_open_ring_signs_both_forms_with_listed_keys() {
    let keys = pair();
    let listed = published(&keys, ACTIVE);
    let ring = KeyRing::new(DID, listed.clone(), &Vault::of_new(keys)).unwrap();
    let active = ring.active_keys().unwrap();
    assert!(active.sign_hash_data(&[7; 64]).is_ok());
    let jwt = active.sign_claims(&json!({"a": 1})).unwrap();
    let read = Compact::parse(&jwt).unwrap();
    assert_eq!(read.verify(listed[1].key()), Ok(()));
    let kid = format!("{DID}#{}", listed[1].key().thumbprint());
    assert_eq!((read.header().kid.as_deref(), &read.header().jwk), (Some(kid.as_str()), &None));
    let document = ring.did_document().to_json();
    assert_eq!(document["assertionMethod"], json!([active.verification_method(), kid]));
    let mut set = JwkSet::default();
    ring.add_to(&mut set);
    assert_eq!(set.to_json()["keys"][1], ring.key_document(listed[1].kid().as_str()).unwrap());
    assert_eq!(ring.key_document("another"), None);
}

#[test]
fn a_stolen_key_says_since_when_it_counts_no_more() {
    let keys = pair();
    let listed = published(&keys, KeyState::Compromised { at: T, since: Some(T), until: None });
    let ring = KeyRing::new(DID, listed.clone(), &Vault::of_new(keys)).unwrap();
    let methods = ring.did_document().to_json()["verificationMethod"].clone();
    for (index, key) in listed.iter().enumerate() {
        let document = ring.key_document(key.kid().as_str()).unwrap();
        assert_eq!((&document["revoked"], document.get("kty")), (&json!(T.to_string()), None), "no bare JWK, which could not say so");
        assert_eq!(document, methods[index]);
    }
}

#[test]
fn under_a_did_key_the_jwt_carries_its_key() {
    let keys = pair();
    let PublicKey::Ed25519(ed25519) = keys[0].public() else { panic!("another kind") };
    let did = crate::standards::did::key::did_of(&ed25519);
    let ring = KeyRing::new(&did, published(&keys, ACTIVE), &Vault::of_new(keys)).unwrap();
    let jwt = ring.active(Purpose::Jwt).unwrap().sign_claims(&json!({})).unwrap();
    let header = Compact::parse(&jwt).unwrap();
    assert!(header.header().kid.is_none() && header.header().jwk.is_some());
    let method = ring.active(Purpose::DataIntegrity).unwrap().verification_method();
    assert_eq!(method, crate::standards::did::key::verification_method_of(&ed25519));
}

#[test]
fn a_key_that_is_not_active_never_signs_and_stays_published() {
    for state in [KeyState::Pending, KeyState::Retired { since: T, until: T }, KeyState::Compromised { at: T, since: Some(T), until: None }]
    {
        let keys = pair();
        let ring = KeyRing::new(DID, published(&keys, state), &Vault::of_new(keys)).unwrap();
        assert_eq!(ring.active(Purpose::Jwt).err(), Some(NoActiveKey::None { algorithm: "rs256" }));
        assert_eq!(ring.published().count(), 2);
        let stolen = state.compromised_at().is_some();
        let methods = ring.did_document().to_json();
        assert_eq!(methods["verificationMethod"][0].get("revoked").is_some(), stolen, "{state:?}");
        let mut set = JwkSet::default();
        ring.add_to(&mut set);
        assert_eq!(set.to_json()["keys"].as_array().map(Vec::len), Some(if stolen { 0 } else { 2 }), "{state:?}");
    }
}

#[test]
fn a_sealed_ring_publishes_and_does_not_sign() {
    let ring = KeyRing::new(DID, published(&pair(), ACTIVE), &Vault::Sealed(Sealed::ByOrder)).unwrap();
    assert_eq!(ring.active_keys().err(), Some(NoActiveKey::Sealed(Sealed::ByOrder)));
    assert_eq!(ring.published().count(), 2);
}

#[test]
fn a_ring_that_contradicts_itself_is_refused() {
    let (first, second) = (pair(), pair());
    let both = [published(&first, ACTIVE), published(&second, ACTIVE)].concat();
    assert_eq!(KeyRing::new(DID, both, &Vault::of_new(first)).err(), Some(RingFault::TwoActive { algorithm: "ed25519" }));
    let listed = published(&second, ACTIVE);
    let ring = KeyRing::new(DID, listed.clone(), &Vault::of_new(pair())).unwrap();
    assert_eq!(ring.active(Purpose::DataIntegrity).err(), Some(NoActiveKey::NotInVault { kid: listed[0].kid().clone() }));
}
