//! DID resolution: the document of a `did:key`, or what is wrong with the identifier.
//!
//! Sources: [DID Resolution](https://www.w3.org/TR/did-resolution/),
//! [did:key](https://w3c-ccg.github.io/did-key-spec/). Other methods would have to be fetched.

use serde_json::{Value, json};

use crate::standards::did;
use crate::standards::proof::KeyFault;

/// The media type of a resolution result.
const CONTENT_TYPE: &str = "application/did+ld+json";

/// A resolution result.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution(Value);

impl Resolution {
    /// The result as JSON.
    pub fn into_document(self) -> Value {
        self.0
    }
}

/// Why there is no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResolutionFault {
    /// Not a DID.
    InvalidDid,
    /// Not an address within a DID.
    InvalidDidUrl,
    /// A `did:key` whose key is none.
    InvalidPublicKey,
    /// A `did:key` of another kind of key.
    UnsupportedPublicKeyType,
    /// Another method.
    MethodNotSupported,
    /// Nothing at this address within the DID.
    NotFound,
}

impl ResolutionFault {
    /// The name of the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidDid => "invalidDid",
            Self::InvalidDidUrl => "invalidDidUrl",
            Self::InvalidPublicKey => "invalidPublicKey",
            Self::UnsupportedPublicKeyType => "unsupportedPublicKeyType",
            Self::MethodNotSupported => "methodNotSupported",
            Self::NotFound => "notFound",
        }
    }

    /// The result that says so.
    pub fn to_document(self) -> Value {
        json!({
            "@context": RESOLUTION,
            "didDocument": null,
            "didResolutionMetadata": { "error": self.code() },
            "didDocumentMetadata": {},
        })
    }
}

const RESOLUTION: &str = "https://w3id.org/did-resolution/v1";

/// Resolves a DID, or looks up an address within it.
///
/// # Errors
/// [`ResolutionFault`]
pub fn resolve(address: &str) -> Result<Resolution, ResolutionFault> {
    let (did, fragment) = match address.split_once('#') {
        Some((did, fragment)) => (did, Some(fragment)),
        None => (address, None),
    };
    if did.contains(['?', '/', ';']) {
        return Err(ResolutionFault::InvalidDidUrl);
    }
    let method = method_of(did).ok_or(ResolutionFault::InvalidDid)?;
    if method != "key" {
        return Err(ResolutionFault::MethodNotSupported);
    }
    match did::key::parse(did) {
        Some(Ok(_)) => {}
        Some(Err(KeyFault::MultikeyKind)) => return Err(ResolutionFault::UnsupportedPublicKeyType),
        Some(Err(KeyFault::NotMultibase { .. })) | None => return Err(ResolutionFault::InvalidDid),
        Some(Err(_)) => return Err(ResolutionFault::InvalidPublicKey),
    }
    let multikey = &did["did:key:".len()..];
    let method = json!({ "id": format!("{did}#{multikey}"), "type": "Multikey", "controller": did, "publicKeyMultibase": multikey });
    match fragment {
        None => Ok(Resolution(json!({
            "@context": RESOLUTION,
            "didDocument": document(did, &method),
            "didResolutionMetadata": { "contentType": CONTENT_TYPE },
            "didDocumentMetadata": {},
        }))),
        Some(fragment) if fragment == multikey => Ok(Resolution(json!({
            "@context": RESOLUTION,
            "contentStream": method,
            "dereferencingMetadata": { "contentType": CONTENT_TYPE },
            "contentMetadata": {},
        }))),
        Some(_) => Err(ResolutionFault::NotFound),
    }
}

fn document(did: &str, method: &Value) -> Value {
    let id = &method["id"];
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [method],
        "authentication": [id],
        "assertionMethod": [id],
        "capabilityDelegation": [id],
        "capabilityInvocation": [id],
    })
}

/// The method of a DID ([DID Core §3.1](https://www.w3.org/TR/did-1.0/#did-syntax)).
fn method_of(did: &str) -> Option<&str> {
    let (method, rest) = did.strip_prefix("did:")?.split_once(':')?;
    let named = !method.is_empty() && method.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let idchar = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'%');
    (named && !rest.is_empty() && !rest.ends_with(':') && rest.bytes().all(idchar)).then_some(method)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DID: &str = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    #[test]
    fn a_did_key_has_a_document_and_its_key_an_address_in_it() {
        let found = resolve(DID).unwrap().into_document();
        let method = format!("{DID}#{}", &DID[8..]);
        assert_eq!((&found["didDocument"]["id"], &found["didDocument"]["assertionMethod"]), (&json!(DID), &json!([method])));
        assert!(found["didResolutionMetadata"].get("error").is_none());
        let read = did::ControllerDocument::read(DID, &found["didDocument"]).unwrap();
        assert_eq!((read.methods().len(), read.methods()[0].key.is_ok()), (1, true), "our own reader reads it");
        assert_eq!(resolve(&method).unwrap().into_document()["contentStream"]["publicKeyMultibase"], &DID[8..]);
    }

    #[test]
    fn every_fault_has_its_own_name() {
        for (address, expected) in [
            ("", ResolutionFault::InvalidDid),
            ("key:z6Mk", ResolutionFault::InvalidDid),
            ("did:", ResolutionFault::InvalidDid),
            ("did:key", ResolutionFault::InvalidDid),
            ("did:key:", ResolutionFault::InvalidDid),
            ("did:KEY:z6Mk", ResolutionFault::InvalidDid),
            ("did:key:z6Mk 1", ResolutionFault::InvalidDid),
            ("did:key:u6Mk", ResolutionFault::InvalidDid),
            (&format!("did:key:z{}", bs58::encode([0xed, 0x01, 7]).into_string()), ResolutionFault::InvalidPublicKey),
            ("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", ResolutionFault::UnsupportedPublicKeyType),
            ("did:web:b.example", ResolutionFault::MethodNotSupported),
            ("did:example:123", ResolutionFault::MethodNotSupported),
            ("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#key-1", ResolutionFault::NotFound),
            ("did:key:z6Mk?service=a", ResolutionFault::InvalidDidUrl),
        ] {
            let found = resolve(address);
            assert_eq!(found.err(), Some(expected), "{address}");
            assert_eq!(expected.to_document()["didResolutionMetadata"]["error"], expected.code());
        }
    }
}
