//! What a document is, and for which need it is therefore the answer.

use serde_json::Value;

use crate::verifier::{Need, is_version_2};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    DidDocument,
    KeyDocument,
    KeySet,
    StatusList,
    RevocationList,
    Hosted,
    Badge,
}

/// Why a document counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unplaced {
    #[error(
        "no badge asks for such a document; name a DID document, a key document, a key set, a status or revocation list, \
         a newer edition, or a document of Open Badges 2.0"
    )]
    NoKind,
    #[error("it does not say where it stands; write --with ADDRESS=FILE")]
    NoAddress,
    #[error("a key set counts only at the address https://HOST/.well-known/jwks.json, not at {0}")]
    KeySetElsewhere(String),
    #[error("it is not the DID document of {0}; its own id is {1}")]
    OtherDid(String, String),
}

impl Kind {
    pub(super) fn of(document: &Value) -> Result<Self, Unplaced> {
        let has = |name: &str| document.get(name).is_some();
        if is_version_2(document) {
            Ok(Self::Hosted)
        } else if document.get("keys").is_some_and(Value::is_array) {
            Ok(Self::KeySet)
        } else if id_of(document).is_some_and(|id| id.starts_with("did:")) && !is_key(document) {
            Ok(Self::DidDocument)
        } else if document.pointer("/credentialSubject/encodedList").is_some() {
            Ok(Self::StatusList)
        } else if is_of(document, "1EdTechRevocationList") {
            Ok(Self::RevocationList)
        } else if is_of(document, "VerifiableCredential") {
            Ok(Self::Badge)
        } else if is_key(document) || has("assertionMethod") || has("verificationMethod") || is_of(document, "Profile") {
            Ok(Self::KeyDocument)
        } else {
            Err(Unplaced::NoKind)
        }
    }

    /// The need for which it is the answer: at the address that was named, else at its own id.
    pub(super) fn placed(self, document: &Value, address: Option<&str>) -> Result<Need, Unplaced> {
        let own = id_of(document).filter(|id| id.starts_with("https://") || id.starts_with("http://"));
        let at = || address.or(own).map(str::to_owned).ok_or(Unplaced::NoAddress);
        // A key stands in its document, whatever part of it the address means.
        let without_part = |address: String| address.split('#').next().unwrap_or_default().to_owned();
        Ok(match self {
            Self::DidDocument => {
                let did = id_of(document).unwrap_or_default();
                match address {
                    Some(other) if other.starts_with("did:") && other != did => {
                        return Err(Unplaced::OtherDid(other.to_owned(), did.to_owned()));
                    }
                    // A foreign issuer may name it by the address at which it stands.
                    Some(web) if !web.starts_with("did:") => Need::KeyDocument(without_part(web.to_owned())),
                    Some(_) | None => Need::DidDocument(did.to_owned()),
                }
            }
            Self::KeyDocument => Need::KeyDocument(without_part(at()?)),
            Self::KeySet => match address {
                Some(address) if address.ends_with("/.well-known/jwks.json") => Need::KeySet(address.to_owned()),
                Some(address) => return Err(Unplaced::KeySetElsewhere(address.to_owned())),
                None => return Err(Unplaced::NoAddress),
            },
            Self::StatusList => Need::StatusList(at()?),
            Self::RevocationList => Need::RevocationList(at()?),
            Self::Hosted => Need::Hosted(at()?),
            // Its id is the badge's; only the badge that was presented says where a newer one stands.
            Self::Badge => Need::Refreshed(address.ok_or(Unplaced::NoAddress)?.to_owned()),
        })
    }
}

fn id_of(document: &Value) -> Option<&str> {
    document.get("id").and_then(Value::as_str)
}

/// Whether it is one key, and not a list of them.
fn is_key(document: &Value) -> bool {
    ["publicKeyMultibase", "publicKeyJwk", "kty"].into_iter().any(|name| document.get(name).is_some())
}

fn is_of(document: &Value, kind: &str) -> bool {
    match document.get("type") {
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        Some(one) => one == kind,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AT: &str = "https://issuer.example/x";
    const KEYS: &str = "https://issuer.example/.well-known/jwks.json";

    fn placed(document: &Value, address: Option<&str>) -> Result<Need, Unplaced> {
        Kind::of(document).and_then(|kind| kind.placed(document, address))
    }

    #[test]
    fn a_document_is_placed_by_its_id() {
        let (did, at) = ("did:web:issuer.example".to_owned(), AT.to_owned());
        for (document, need) in [
            (json!({"id": did, "verificationMethod": []}), Need::DidDocument(did.clone())),
            (json!({"id": AT, "credentialSubject": {"encodedList": "u"}}), Need::StatusList(at.clone())),
            (json!({"id": AT, "type": "1EdTechRevocationList", "revokedCredential": []}), Need::RevocationList(at.clone())),
            (json!({"id": AT, "type": ["Profile"], "name": "An Issuer"}), Need::KeyDocument(at.clone())),
            (json!({"id": AT, "assertionMethod": []}), Need::KeyDocument(at.clone())),
            (json!({"id": format!("{AT}#key-1"), "controller": AT, "publicKeyMultibase": "z6Mk"}), Need::KeyDocument(at.clone())),
            (json!({"@context": "https://w3id.org/openbadges/v2", "id": AT, "type": "Profile"}), Need::Hosted(at.clone())),
        ] {
            assert_eq!(placed(&document, None), Ok(need), "{document}");
        }
    }

    #[test]
    fn what_does_not_say_where_it_stands_needs_its_address() {
        let badge = json!({"id": "https://issuer.example/c/1", "type": ["VerifiableCredential", "OpenBadgeCredential"]});
        for (document, address, need) in [
            (json!({"keys": []}), KEYS, Need::KeySet(KEYS.to_owned())),
            (json!({"kty": "OKP", "kid": "did:web:issuer.example#z6Mk"}), AT, Need::KeyDocument(AT.to_owned())),
            (json!({"credentialSubject": {"encodedList": "u"}}), AT, Need::StatusList(AT.to_owned())),
            (badge, AT, Need::Refreshed(AT.to_owned())),
        ] {
            assert_eq!(placed(&document, None), Err(Unplaced::NoAddress), "{document}");
            assert_eq!(placed(&document, Some(address)), Ok(need), "{document}");
        }
    }

    #[test]
    fn what_counts_nowhere_is_refused() {
        for document in [json!({}), json!({"id": AT}), json!({"id": AT, "type": "Achievement"})] {
            assert_eq!(placed(&document, Some(AT)), Err(Unplaced::NoKind), "{document}");
        }
        assert_eq!(placed(&json!({"keys": []}), Some(AT)), Err(Unplaced::KeySetElsewhere(AT.to_owned())));
        let other = placed(&json!({"id": "did:web:a.example", "assertionMethod": []}), Some("did:web:b.example"));
        assert_eq!(other, Err(Unplaced::OtherDid("did:web:b.example".to_owned(), "did:web:a.example".to_owned())));
    }
}
