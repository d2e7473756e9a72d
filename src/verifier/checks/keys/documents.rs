//! What an issuer publishes about its keys: read from answers, asked for where they are missing.

use serde_json::Value;

use super::super::super::findings::{Findings, Setting, Trouble};
use super::super::super::known::{Answer, Need};
use super::{shortened, unconfirmed, unreachable};
use crate::standards::did::web::DidWeb;
use crate::standards::did::{ControllerDocument, DidDocumentFault, VerificationMethod, WebAddress};
use crate::standards::json::{self, Limits};
use crate::standards::proof::jwk::{Jwk, JwkSet};

/// The document of a `did:web`.
pub(super) fn of_did(did: &str, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<ControllerDocument, Trouble> {
    match DidWeb::parse(did) {
        Some(Ok(_)) => {}
        Some(Err(fault)) => return Err(unconfirmed(&fault.to_string())),
        None => return Err(unconfirmed(&format!("nothing says which keys {:?} has", shortened(did)))),
    }
    let document = answered(Need::DidDocument(did.to_owned()), "the issuer's document", issuer, setting, findings)?;
    ControllerDocument::read(did, &document).map_err(|fault| unconfirmed(&fault.to_string()))
}

/// The document at an https address; `None` if it is there and lists no keys at all, as a plain
/// profile does.
pub(super) fn at_address(
    address: &WebAddress,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Result<Option<ControllerDocument>, Trouble> {
    let need = Need::KeyDocument(address.document().to_owned());
    let document = answered(need, "the document at the issuer's address", issuer, setting, findings)?;
    match ControllerDocument::read(address.as_str(), &document) {
        Ok(read) => Ok(Some(read)),
        Err(DidDocumentFault::NoList { member: "assertionMethod" }) => Ok(None),
        Err(fault) => Err(unconfirmed(&fault.to_string())),
    }
}

/// The method that an address names: alone at the address, or in the document there.
pub(super) fn method_at(
    address: &WebAddress,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Result<VerificationMethod, Trouble> {
    let need = Need::KeyDocument(address.document().to_owned());
    let document = answered(need, "the key at its address", issuer, setting, findings)?;
    let whole = document.get("assertionMethod").is_some() || document.get("verificationMethod").is_some();
    if whole {
        let read = ControllerDocument::read(address.document(), &document).map_err(|fault| unconfirmed(&fault.to_string()))?;
        let absent = || unconfirmed("the document at the key's address does not list the key");
        return read.method(address.as_str()).cloned().ok_or_else(absent);
    }
    VerificationMethod::alone(address, &document).map_err(|fault| unconfirmed(&fault.to_string()))
}

/// The keys that a host publishes for this issuer.
///
/// A host of several issuers writes in each key whose it is; as soon as one says so, only those
/// that name this issuer are its own ([OB implementation guide](https://www.imsglobal.org/spec/ob/v3p0/impl#jwks)).
pub(super) fn key_set(address: &WebAddress, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Vec<Jwk>, Trouble> {
    let set = answered(Need::KeySet(address.key_set()), "the key set of the issuer's host", issuer, setting, findings)?;
    let mut keys = JwkSet::parse(&set).map_err(|fault| unconfirmed(&format!("the key set of the issuer's host: {fault}")))?;
    let shared = set.get("keys").and_then(Value::as_array).is_some_and(|keys| keys.iter().any(|key| key.get("iss").is_some()));
    keys.retain(|jwk| if shared { jwk.issuer.as_deref() == Some(issuer) } else { jwk.issuer.is_none() });
    Ok(keys)
}

/// What was found for a need, as JSON; asked for if nobody looked yet.
fn answered(need: Need, what: &str, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Value, Trouble> {
    let (bytes, fetched_at) = match setting.known.answer_to(&need) {
        Some(Answer::Found { bytes, fetched_at }) => (bytes, *fetched_at),
        Some(Answer::Unreachable { why } | Answer::Gone { why }) => {
            return Err(unreachable(&format!("{what} could not be fetched: {why}")));
        }
        None => {
            findings.need(need);
            return Err(unreachable(&format!("{what} was not fetched")));
        }
    };
    // Invariant I9: known now, or within the hour. Our own keys come from the store.
    let age_ms = setting.now.as_ms().saturating_sub(fetched_at.as_ms());
    if age_ms > LONGEST_MS && !setting.known.is_own(issuer) {
        return Err(unconfirmed(&format!("{what} is out of date: fetched on {fetched_at}")));
    }
    json::parse(bytes, &Limits::default()).map_err(|fault| unconfirmed(&format!("{what}: {fault}")))
}
/// A key document has no `ttl`.
const LONGEST_MS: i64 = 3_600_000;
