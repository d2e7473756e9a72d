//! The DID document that we publish.
//!
//! We write what the public validator of 1EdTech needs beside what the specification asks: every
//! method with an absolute id and its controller, `assertionMethod` as a list of texts. Each
//! Ed25519 key stands as Multikey under `#z6Mk…`, each RSA key as `JsonWebKey` under
//! `#{thumbprint}`. Retired keys stay listed, so that old credentials verify after every rotation.

use serde_json::{Map, Value};

use crate::standards::proof::{PublicKey, multikey};
use crate::vocabulary::Timestamp;

const DID_V1: &str = "https://www.w3.org/ns/did/v1";
const MULTIKEY_V1: &str = "https://w3id.org/security/multikey/v1";
const JWK_V1: &str = "https://w3id.org/security/jwk/v1";

/// A DID document, as we publish it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DidDocument {
    did: String,
    keys: Vec<ListedKey>,
}

/// One key of an issuer, to be listed in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    /// The key.
    pub key: PublicKey,
    /// Set for a key that was declared compromised, and from when.
    pub revoked_at: Option<Timestamp>,
}

impl DidDocument {
    /// The document of `did` with these keys, in their order.
    pub fn new(did: &str, keys: impl IntoIterator<Item = ListedKey>) -> Self {
        Self { did: did.to_owned(), keys: keys.into_iter().collect() }
    }

    /// The absolute address under which a document of `did` lists `key`.
    pub fn method_id(did: &str, key: &PublicKey) -> String {
        format!("{did}#{}", multikey::of(key).unwrap_or_else(|| key.thumbprint()))
    }

    /// As published at the address that the DID names.
    pub fn to_json(&self) -> Value {
        let methods: Vec<Value> = self.keys.iter().map(|key| Self::method(&self.did, key)).collect();
        // DID Core §5.3.2 lets a relationship hold texts or methods; the validator reads texts only.
        let names: Vec<Value> = self.keys.iter().map(|k| Value::from(Self::method_id(&self.did, &k.key))).collect();
        object([
            ("@context", Value::from(vec![DID_V1, MULTIKEY_V1, JWK_V1])),
            ("id", Value::from(self.did.clone())),
            ("verificationMethod", Value::Array(methods)),
            ("assertionMethod", Value::Array(names)),
        ])
    }

    /// One key of this DID, as its document lists it.
    pub fn method(did: &str, listed: &ListedKey) -> Value {
        let (kind, name, value) = match multikey::of(&listed.key) {
            Some(multikey) => ("Multikey", "publicKeyMultibase", Value::from(multikey)),
            None => ("JsonWebKey", "publicKeyJwk", Value::Object(public_jwk(&listed.key))),
        };
        let id = Self::method_id(did, &listed.key);
        let said = [("id", Value::from(id)), ("type", Value::from(kind)), ("controller", Value::from(did)), (name, value)];
        // Multikey and JsonWebKey both define `revoked` (Controlled Identifiers §2.2).
        let revoked = listed.revoked_at.map(|at| ("revoked", Value::from(at.to_string())));
        object(said.into_iter().chain(revoked))
    }
}

fn public_jwk(key: &PublicKey) -> Map<String, Value> {
    let mut members = key.as_jwk();
    members.insert("alg".to_owned(), Value::from(key.algorithm().name()));
    members.insert("kid".to_owned(), Value::from(key.thumbprint()));
    members
}

fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Why a DID document does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DidDocumentFault {
    /// A document is an object.
    #[error("the DID document is not a JSON object")]
    NotAnObject,
    /// What stands there belongs to somebody else.
    #[error("the DID document is that of {found:?}")]
    OtherDid {
        /// Its `id`, shortened.
        found: String,
    },
    /// It lists no keys for assertions.
    #[error("the DID document has no list {member:?}")]
    NoList {
        /// The member.
        member: &'static str,
    },
    /// More than anybody has.
    #[error("the DID document lists {found} keys, more than are read")]
    TooMany {
        /// How many.
        found: usize,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::ControllerDocument;
    use super::*;
    use crate::standards::jsonld;

    const DID: &str = "did:web:badges.example";
    const MULTIKEY: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";

    fn ed25519() -> PublicKey {
        multikey::parse(MULTIKEY).unwrap()
    }

    fn rsa() -> PublicKey {
        let pair = openssl::rsa::Rsa::generate(2048).unwrap();
        PublicKey::Rsa(crate::standards::proof::RsaPublicKey::new(&pair.n().to_vec(), &pair.e().to_vec()).unwrap())
    }

    #[test]
    fn our_document_is_as_the_public_validator_needs_it() {
        let rsa = rsa();
        let revoked = Timestamp::parse("2026-11-20T11:00:00Z");
        let keys = [ListedKey { key: ed25519(), revoked_at: None }, ListedKey { key: rsa.clone(), revoked_at: revoked }];
        let document = DidDocument::new(DID, keys).to_json();
        let (first, second) = (format!("{DID}#{MULTIKEY}"), format!("{DID}#{}", rsa.thumbprint()));
        assert_eq!(document["assertionMethod"], json!([first, second]));
        assert_eq!(
            document["verificationMethod"][0],
            json!({"id": first, "type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY})
        );
        let method = &document["verificationMethod"][1];
        assert_eq!((&method["id"], &method["type"], &method["controller"]), (&json!(second), &json!("JsonWebKey"), &json!(DID)));
        assert_eq!(method["publicKeyJwk"]["kid"], json!(rsa.thumbprint()));
        assert_eq!(method["revoked"], json!("2026-11-20T11:00:00Z"));

        let read = ControllerDocument::read(DID, &document).unwrap();
        assert_eq!(
            read.methods().iter().map(|m| (m.key.clone(), m.revoked)).collect::<Vec<_>>(),
            [(Ok(ed25519()), None), (Ok(rsa), revoked)]
        );
        assert!(read.methods().iter().all(|m| m.controller == DID));
    }

    #[test]
    fn our_document_loses_nothing_as_json_ld() {
        let keys = [ed25519(), rsa()].map(|key| ListedKey { key, revoked_at: Timestamp::parse("2026-11-20T11:00:00Z") });
        let document = DidDocument::new(DID, keys).to_json();
        let said = jsonld::canonical_form(&document, jsonld::Contexts::known(), &jsonld::Limits::default()).unwrap();
        assert_eq!(said.matches("https://w3id.org/security#assertionMethod").count(), 2);
        assert_eq!(said.matches("https://w3id.org/security#revoked").count(), 2, "{said}");
    }
}
