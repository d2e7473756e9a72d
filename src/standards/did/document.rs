//! DID documents: the one we publish, and those of others.
//!
//! We write what the public validator of 1EdTech needs beside what the specification asks: every
//! method with an absolute id and its controller, `assertionMethod` as a list of texts. Each
//! Ed25519 key stands as Multikey under `#z6Mk…`, each RSA key as `JsonWebKey` under
//! `#{thumbprint}`. Retired keys stay listed, so that old credentials verify after every rotation.

use serde_json::{Map, Value};

use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::{KeyFault, PublicKey, multikey};
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
        match key {
            PublicKey::Ed25519(key) => format!("{did}#{}", multikey::of_ed25519(key)),
            PublicKey::Rsa(_) => format!("{did}#{}", key.thumbprint()),
        }
    }

    /// As published at the address that the DID names.
    pub fn to_json(&self) -> Value {
        let methods: Vec<Value> = self.keys.iter().map(|key| self.method(key)).collect();
        // DID Core §5.3.2 lets a relationship hold texts or methods; the validator reads texts only.
        let names: Vec<Value> = self.keys.iter().map(|k| Value::from(Self::method_id(&self.did, &k.key))).collect();
        object([
            ("@context", Value::from(vec![DID_V1, MULTIKEY_V1, JWK_V1])),
            ("id", Value::from(self.did.clone())),
            ("verificationMethod", Value::Array(methods)),
            ("assertionMethod", Value::Array(names)),
        ])
    }

    fn method(&self, listed: &ListedKey) -> Value {
        let (kind, name, value) = match &listed.key {
            PublicKey::Ed25519(key) => ("Multikey", "publicKeyMultibase", Value::from(multikey::of_ed25519(key))),
            PublicKey::Rsa(_) => ("JsonWebKey", "publicKeyJwk", Value::Object(public_jwk(&listed.key))),
        };
        let id = Self::method_id(&self.did, &listed.key);
        let said = [("id", Value::from(id)), ("type", Value::from(kind)), ("controller", Value::from(self.did.clone())), (name, value)];
        // Multikey and JsonWebKey both define `revoked` (Controlled Identifiers §2.2).
        let revoked = listed.revoked_at.map(|at| ("revoked", Value::from(at.to_string())));
        object(said.into_iter().chain(revoked))
    }

    /// Reads the document that was found for `did`: the methods listed for assertions.
    ///
    /// Methods of a kind that we do not know are kept without a key.
    ///
    /// # Errors
    /// If it is the document of another identifier or has another shape.
    pub fn read(did: &str, document: &Value) -> Result<Vec<VerificationMethod>, DidDocumentFault> {
        let members = document.as_object().ok_or(DidDocumentFault::NotAnObject)?;
        let id = members.get("id").and_then(Value::as_str).unwrap_or_default();
        if id != did {
            return Err(DidDocumentFault::OtherDid { found: id.chars().take(200).collect() });
        }
        let listed = list(members, "verificationMethod")?;
        let asserting = list(members, "assertionMethod")?;
        let methods: Vec<VerificationMethod> = listed.iter().filter_map(|m| VerificationMethod::read(did, m)).collect();
        let mut read = Vec::new();
        for entry in asserting {
            match entry.as_str() {
                // Only what the document says of itself; a method elsewhere would need another fetch.
                Some(name) => read.extend(methods.iter().find(|m| m.id == absolute(did, name)).cloned()),
                None => read.extend(VerificationMethod::read(did, entry)),
            }
        }
        Ok(read)
    }
}

/// A key that a document lists for assertions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationMethod {
    /// Absolute address.
    pub id: String,
    /// Who may use it; counts only if it is the issuer.
    pub controller: String,
    /// The key, or why it is refused.
    pub key: Result<PublicKey, KeyFault>,
    /// From when its owner disowns it.
    pub revoked: Option<Timestamp>,
    /// Until when it may be used.
    pub expires: Option<Timestamp>,
}

impl VerificationMethod {
    fn read(did: &str, method: &Value) -> Option<Self> {
        let text = |name: &str| method.get(name).and_then(Value::as_str);
        let key = match (text("publicKeyMultibase"), method.get("publicKeyJwk")) {
            (Some(multibase), None) => multikey::parse(multibase),
            (None, Some(jwk)) => Jwk::parse(jwk).map(|jwk| jwk.key),
            // Two keys under one name, or none that we can read.
            _ => Err(KeyFault::Kind { kind: text("type").unwrap_or("?").chars().take(64).collect() }),
        };
        // An instant that cannot be read must not make a revoked key usable: the method is left out.
        let instant = |name: &str| method.get(name).map_or(Some(None), |v| v.as_str().and_then(Timestamp::parse).map(Some));
        Some(Self {
            id: absolute(did, text("id")?),
            controller: text("controller")?.to_owned(),
            key,
            revoked: instant("revoked")?,
            expires: instant("expires")?,
        })
    }
}

/// DID Core §3.2.2: a relative DID URL is read against the document's id.
fn absolute(did: &str, name: &str) -> String {
    if name.starts_with('#') { format!("{did}{name}") } else { name.to_owned() }
}

fn list<'a>(members: &'a Map<String, Value>, member: &'static str) -> Result<&'a [Value], DidDocumentFault> {
    let items = members.get(member).and_then(Value::as_array).ok_or(DidDocumentFault::NoList { member })?;
    if items.len() > MOST_METHODS { Err(DidDocumentFault::TooMany { found: items.len() }) } else { Ok(items) }
}
/// Reading a key takes time; nobody has more.
const MOST_METHODS: usize = 200;

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

        let read = DidDocument::read(DID, &document).unwrap();
        assert_eq!(read.iter().map(|m| (m.key.clone(), m.revoked)).collect::<Vec<_>>(), [(Ok(ed25519()), None), (Ok(rsa), revoked)]);
        assert!(read.iter().all(|m| m.controller == DID));
    }

    #[test]
    fn our_document_loses_nothing_as_json_ld() {
        let keys = [ed25519(), rsa()].map(|key| ListedKey { key, revoked_at: Timestamp::parse("2026-11-20T11:00:00Z") });
        let document = DidDocument::new(DID, keys).to_json();
        let said = jsonld::canonical_form(&document, jsonld::Contexts::known(), &jsonld::Limits::default()).unwrap();
        assert_eq!(said.matches("https://w3id.org/security#assertionMethod").count(), 2);
        assert_eq!(said.matches("https://w3id.org/security#revoked").count(), 2, "{said}");
    }

    fn foreign() -> Value {
        json!({"id": DID, "verificationMethod": [{"id": "#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY}], "assertionMethod": ["#k"]})
    }

    #[test]
    fn only_methods_listed_for_assertions_count() {
        assert_eq!(DidDocument::read(DID, &foreign()).map(|m| m.into_iter().map(|m| m.id).collect()), Ok(vec![format!("{DID}#k")]));
        let mut other = foreign();
        other["assertionMethod"] = json!(["did:web:other.example#k", "#absent"]);
        assert_eq!(DidDocument::read(DID, &other), Ok(vec![]));
        other["assertionMethod"] = other["verificationMethod"].clone();
        other["verificationMethod"] = json!([]);
        assert_eq!(DidDocument::read(DID, &other).map(|m| m.len()), Ok(1), "an embedded method");
    }

    #[test]
    fn another_document_is_refused() {
        assert_eq!(DidDocument::read("did:web:other.example", &foreign()), Err(DidDocumentFault::OtherDid { found: DID.to_owned() }));
        for member in ["verificationMethod", "assertionMethod"] {
            let mut other = foreign();
            other[member] = json!("#k");
            assert_eq!(DidDocument::read(DID, &other), Err(DidDocumentFault::NoList { member }));
        }
        let mut crowded = foreign();
        crowded["assertionMethod"] = json!(vec!["#k"; 201]);
        assert_eq!(DidDocument::read(DID, &crowded), Err(DidDocumentFault::TooMany { found: 201 }));
    }

    #[test]
    fn a_method_that_cannot_be_trusted_gives_no_key() {
        let with = |member: &str, value: Value| {
            let mut other = foreign();
            other["verificationMethod"][0][member] = value;
            DidDocument::read(DID, &other).unwrap()
        };
        assert!(with("publicKeyJwk", json!({"kty": "RSA"}))[0].key.is_err(), "two keys under one name");
        assert!(with("publicKeyMultibase", json!("z6Mk"))[0].key.is_err());
        assert_eq!(with("revoked", json!("some day")), [], "an unreadable revocation never frees a key");
        assert_eq!(with("controller", json!(7)), []);
    }
}
