//! Where each kind of document stands, and what is accepted from there.

use std::time::Duration;

use serde_json::Value;

use crate::platform::fetch::{Form, Wanted};
use crate::standards::did::web::DidWeb;
use crate::standards::json::{self, Limits};
use crate::verifier::Need;
use crate::verifier::presented::Content;

/// Says nothing about how long it may be kept.
const fn unsaid(_: &[u8]) -> Option<Duration> {
    None
}

/// What is not there may be there again.
const fn never(_: &[u8]) -> bool {
    false
}

const KEYS: usize = 256 << 10;
const LIST: usize = 1 << 20;

/// A badge, at an address that a person brought; what it names is followed no further.
pub(super) const PRESENTED: Wanted = Wanted {
    name: "badge",
    most_bytes: 2 << 20,
    forms: &[Form::Json, Form::Jwt, Form::Png, Form::Svg, Form::Pdf, Form::Text, Form::Bytes],
    redirects: 3,
    lifetime: unsaid,
    taken_away: never,
};

const DID_DOCUMENT: Wanted =
    Wanted { name: "DID document", most_bytes: KEYS, forms: &[Form::Json], redirects: 0, lifetime: unsaid, taken_away: never };
const KEY_DOCUMENT: Wanted = Wanted { name: "key document", ..DID_DOCUMENT };
const KEY_SET: Wanted = Wanted { name: "key set", ..DID_DOCUMENT };
const STATUS_LIST: Wanted =
    Wanted { name: "status list", most_bytes: LIST, forms: &[Form::Json, Form::Jwt], lifetime: time_to_live, ..DID_DOCUMENT };
const REVOCATION_LIST: Wanted = Wanted { name: "revocation list", forms: &[Form::Json], lifetime: unsaid, ..STATUS_LIST };
const REFRESHED: Wanted = Wanted { name: "newer edition", lifetime: unsaid, ..STATUS_LIST };
const HOSTED: Wanted = Wanted { name: "hosted document", taken_away: declares_revoked, ..REVOCATION_LIST };

/// The address of what is needed, and what is accepted from there.
///
/// # Errors
/// Why no address follows from it.
pub(super) fn of(need: &Need) -> Result<(String, &'static Wanted), String> {
    Ok(match need {
        Need::DidDocument(did) => match DidWeb::parse(did) {
            Some(web) => (web.map_err(|fault| fault.to_string())?.document_url(), &DID_DOCUMENT),
            None => return Err("a DID of this method leads to no address".to_owned()),
        },
        Need::StatusList(address) => (address.clone(), &STATUS_LIST),
        Need::KeyDocument(address) => (address.clone(), &KEY_DOCUMENT),
        Need::KeySet(address) => (address.clone(), &KEY_SET),
        Need::RevocationList(address) => (address.clone(), &REVOCATION_LIST),
        Need::Refreshed(address) => (address.clone(), &REFRESHED),
        Need::Hosted(address) => (address.clone(), &HOSTED),
    })
}

/// `ttl` of a status list, before its signature is checked: a shorter life than the list's own can
/// only make us ask more often.
///
/// Source: [Bitstring Status List §2.2](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential).
fn time_to_live(bytes: &[u8]) -> Option<Duration> {
    let content = Content::read(bytes).ok()?;
    let ttl = content.document().get("credentialSubject")?.get("ttl").and_then(Value::as_u64)?;
    Some(Duration::from_millis(ttl))
}

/// A hosted assertion is taken back by status 410, or by a body that says so; either is enough.
///
/// Source: [Open Badges 2.0, `revoked`](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Assertion).
fn declares_revoked(body: &[u8]) -> bool {
    json::parse(body, &Limits::DOCUMENT).is_ok_and(|document| document.get("revoked") == Some(&Value::Bool(true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_document_has_a_name_of_its_own() {
        let all = [PRESENTED, DID_DOCUMENT, KEY_DOCUMENT, KEY_SET, STATUS_LIST, REVOCATION_LIST, REFRESHED, HOSTED];
        let names: std::collections::BTreeSet<&str> = all.iter().map(|wanted| wanted.name).collect();
        assert_eq!(names.len(), all.len(), "what is kept of one must not be given as another");
    }

    #[test]
    fn a_did_leads_to_its_document() {
        let at = |did: &str| of(&Need::DidDocument(did.to_owned())).map(|(address, wanted)| (address, wanted.name));
        assert_eq!(at("did:web:issuer.example.org:a"), Ok(("https://issuer.example.org/a/did.json".to_owned(), "DID document")));
        assert!(at("did:web:127.0.0.1").is_err() && at("did:web:issuer.example.org:..").is_err() && at("did:ion:x").is_err());
    }

    #[test]
    fn a_refusal_takes_a_badge_back_only_if_it_says_so() {
        assert!((HOSTED.taken_away)(br#"{"id":"https://issuer.example/1","revoked":true}"#));
        for body in [r#"{"revoked":false}"#, r#"{"revoked":"true"}"#, r#"[{"revoked":true}]"#, "{}", "revoked", ""] {
            assert!(!(HOSTED.taken_away)(body.as_bytes()), "{body}");
        }
        assert!(!(STATUS_LIST.taken_away)(br#"{"revoked":true}"#), "a list is not taken back");
    }

    #[test]
    fn the_life_of_a_list_is_its_own_word() {
        assert_eq!(time_to_live(br#"{"credentialSubject":{"ttl":300000}}"#), Some(Duration::from_mins(5)));
        for none in [r#"{"credentialSubject":{}}"#, r#"{"credentialSubject":{"ttl":"300000"}}"#, "[]", ""] {
            assert_eq!(time_to_live(none.as_bytes()), None, "{none}");
        }
    }
}
