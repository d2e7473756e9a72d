//! Decentralised identifiers: `did:key`, `did:jwk`, `did:web`, https addresses in their place, and the
//! documents that list an issuer's keys.
//!
//! Sources: [DID Core 1.0](https://www.w3.org/TR/did-1.0/),
//! [did:key](https://w3c-ccg.github.io/did-method-key/),
//! [did:web](https://w3c-ccg.github.io/did-method-web/). Nothing is fetched here: [`web::DidWeb`]
//! and [`WebAddress`] say where a document stands, [`ControllerDocument::read`] reads what was found there.

mod address;
mod document;
pub mod jwk;
pub mod key;
mod methods;
pub mod web;

pub use address::WebAddress;
pub use document::{DidDocument, DidDocumentFault, ListedKey};
pub use methods::{ControllerDocument, VerificationMethod};

/// The DID and the fragment of a DID URL such as `did:web:b.example#z6Mk…`.
///
/// `None` if it is no DID URL with exactly one fragment, or has a path or a query, which no key of
/// an issuer needs.
pub fn split(did_url: &str) -> Option<(&str, &str)> {
    let (did, fragment) = did_url.split_once('#')?;
    let plain = did.starts_with("did:") && !did.contains(['/', '?']) && !fragment.is_empty() && !fragment.contains('#');
    plain.then_some((did, fragment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_address_has_a_did_and_a_fragment() {
        assert_eq!(split("did:web:b.example#k"), Some(("did:web:b.example", "k")));
        for wrong in [
            "did:web:b.example",
            "did:web:b.example#",
            "#k",
            "https://b.example#k",
            "did:web:b.example/x#k",
            "did:web:b.example?x#k",
            "did:a:b#c#d",
        ] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }
}
