//! The keys that somebody else's document lists, in the forms in which issuers write them.
//!
//! Source: [Controlled Identifiers 1.0 §2.2](https://www.w3.org/TR/cid-1.0/#verification-methods).
//! Read are `Multikey` and `Ed25519VerificationKey2020` with `publicKeyMultibase`, `JsonWebKey` and
//! `JsonWebKey2020` with `publicKeyJwk`. A key is never taken from an address: it stands in the
//! document or nowhere.

use serde_json::{Map, Value};

use super::{DidDocumentFault, WebAddress};
use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::{Algorithm, KeyFault, PublicKey, multikey};
use crate::vocabulary::Timestamp;

/// A document that was found under an identifier, and is about this identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerDocument {
    methods: Vec<VerificationMethod>,
    elsewhere: Vec<String>,
}

/// A key that a document lists.
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

impl ControllerDocument {
    /// Reads the document that was found for `id`: what it lists for assertions.
    ///
    /// Methods of a kind that we do not know are kept without a key.
    ///
    /// # Errors
    /// If it is the document of another identifier or has another shape.
    pub fn read(id: &str, document: &Value) -> Result<Self, DidDocumentFault> {
        let members = document.as_object().ok_or(DidDocumentFault::NotAnObject)?;
        let found = members.get("id").and_then(Value::as_str).unwrap_or_default();
        if found != id {
            return Err(DidDocumentFault::OtherDid { found: found.chars().take(200).collect() });
        }
        // A method may also stand in `assertionMethod` itself, so this list may be absent.
        let listed = list(members, "verificationMethod")?.unwrap_or_default();
        let asserting = list(members, "assertionMethod")?.ok_or(DidDocumentFault::NoList { member: "assertionMethod" })?;
        let listed: Vec<VerificationMethod> = listed.iter().filter_map(|method| VerificationMethod::read(id, method)).collect();
        let mut read = Self { methods: Vec::new(), elsewhere: Vec::new() };
        for entry in asserting {
            let Some(name) = entry.as_str() else {
                read.methods.extend(VerificationMethod::read(id, entry));
                continue;
            };
            let name = absolute(id, name);
            let mut same = listed.iter().filter(|method| method.id == name);
            match (same.next(), same.next()) {
                (Some(method), None) => read.methods.push(method.clone()),
                // Two methods of one name: readers would differ in which they take.
                (Some(_), Some(_)) => {}
                (None, _) if name.split('#').next() == Some(id) => {}
                (None, _) => read.elsewhere.push(name),
            }
        }
        Ok(read)
    }

    /// Every method that stands in the document and is listed for assertions.
    pub fn methods(&self) -> &[VerificationMethod] {
        &self.methods
    }

    /// The method of this address; `None` if there is none, or several that differ.
    pub fn method(&self, id: &str) -> Option<&VerificationMethod> {
        let mut same = self.methods.iter().filter(|method| method.id == id);
        let first = same.next()?;
        same.all(|other| other == first).then_some(first)
    }

    /// Whether it lists a method for assertions whose key stands in another document.
    pub fn names_elsewhere(&self, id: &str) -> bool {
        self.elsewhere.iter().any(|name| name == id)
    }
}

impl VerificationMethod {
    /// The method, or the bare JSON Web Key, that stands alone at an address.
    ///
    /// # Errors
    /// If it is neither, or another method's.
    pub fn alone(address: &WebAddress, document: &Value) -> Result<Self, DidDocumentFault> {
        let written = address.as_str();
        let members = document.as_object().ok_or(DidDocumentFault::NotAnObject)?;
        if members.contains_key("kty") {
            let jwk = Jwk::parse(document);
            let controller = jwk.as_ref().ok().and_then(|jwk| jwk.issuer.clone()).unwrap_or_default();
            return Ok(Self { id: written.to_owned(), controller, key: jwk.map(|jwk| jwk.key), revoked: None, expires: None });
        }
        let mut method = members.clone();
        method.entry("id").or_insert_with(|| Value::from(written));
        let read = Self::read(address.document(), &Value::Object(method));
        let read = read.ok_or(DidDocumentFault::NoList { member: "controller" })?;
        if read.id == written { Ok(read) } else { Err(DidDocumentFault::OtherDid { found: read.id.chars().take(200).collect() }) }
    }

    fn read(document: &str, method: &Value) -> Option<Self> {
        let text = |name: &str| method.get(name).and_then(Value::as_str);
        // An instant that cannot be read must not make a revoked key usable: the method is left out.
        let instant = |name: &str| method.get(name).map_or(Some(None), |v| v.as_str().and_then(Timestamp::parse).map(Some));
        Some(Self {
            id: absolute(document, text("id")?),
            controller: text("controller")?.to_owned(),
            key: key_of(method),
            revoked: instant("revoked")?,
            expires: instant("expires")?,
        })
    }
}

/// The key of a method, by its type and the one member that this type has.
fn key_of(method: &Value) -> Result<PublicKey, KeyFault> {
    // Whoever published the secret half must treat the key as stolen; so do we.
    if let Some(member) = SECRET.into_iter().find(|member| method.get(member).is_some()) {
        return Err(KeyFault::Private { member });
    }
    let kind = method.get("type").and_then(Value::as_str).unwrap_or("?");
    let unknown = || KeyFault::Kind { kind: kind.chars().take(64).collect() };
    let multibase = method.get("publicKeyMultibase").map(|text| text.as_str().ok_or_else(unknown));
    match (kind, multibase, method.get("publicKeyJwk")) {
        ("Multikey", Some(multibase), None) => multikey::parse(multibase?),
        ("Ed25519VerificationKey2020", Some(multibase), None) => {
            multikey::parse(multibase?).and_then(|key| if key.algorithm() == Algorithm::EdDsa { Ok(key) } else { Err(unknown()) })
        }
        ("JsonWebKey" | "JsonWebKey2020", None, Some(jwk)) => Jwk::parse(jwk).map(|jwk| jwk.key),
        // Two keys under one name, or none that we can read.
        _ => Err(unknown()),
    }
}
const SECRET: [&str; 4] = ["secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk"];

/// DID Core §3.2.2: a relative DID URL is read against the document's id.
fn absolute(document: &str, name: &str) -> String {
    if name.starts_with('#') { format!("{document}{name}") } else { name.to_owned() }
}

fn list<'a>(members: &'a Map<String, Value>, member: &'static str) -> Result<Option<&'a [Value]>, DidDocumentFault> {
    let Some(value) = members.get(member) else { return Ok(None) };
    let items = value.as_array().ok_or(DidDocumentFault::NoList { member })?;
    if items.len() > MOST_METHODS { Err(DidDocumentFault::TooMany { found: items.len() }) } else { Ok(Some(items)) }
}
/// Reading a key takes time; nobody has more.
const MOST_METHODS: usize = 200;

#[cfg(test)]
mod tests;
