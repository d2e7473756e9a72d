//! V13: the list of revoked badges of 1EdTech, which badges before autumn 2025 name.
//!
//! It was deprecated for bitstring lists; old badges must still be judged by it. The list is not
//! signed: it counts because the signed badge names its address, and it names every revoked badge.
//! Source: [OB 3.0 §9.1](https://www.imsglobal.org/spec/ob/v3p0/#verification) step 4.

use serde_json::Value;

use super::super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::super::known::{Need, Profile};
use super::super::super::verdict::Probe;
use super::list::{RETRIEVAL, VERIFICATION, error, recent, retrieved};
use super::revoked;
use crate::standards::json::{self, Limits};

/// Looks for the badge in the list that its status names.
pub(super) fn check(entry: &Value, document: &Value, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) {
    let address = entry.get("id").and_then(Value::as_str).unwrap_or_default();
    let id = document.get("id").and_then(Value::as_str).unwrap_or_default();
    match listed(address, id, issuer, setting, findings) {
        Ok(None) => findings.pass(LISTED, "not in the list"),
        Ok(Some(why)) => findings.fail(LISTED, format!("in the list: {why:?}"), revoked(setting)),
        // The public validator goes on without the list.
        Err(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) if setting.known.profile() == Profile::Compat => {
            findings.warn(LISTED, evidence);
        }
        Err(trouble) => findings.trouble(LISTED, trouble),
    }
}

/// Why the list says that the badge is revoked; `None` if it does not.
fn listed(address: &str, id: &str, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Option<String>, Trouble> {
    if address.is_empty() {
        return Err(error(RETRIEVAL, "the status names no list"));
    }
    let (bytes, fetched_at) = retrieved(Need::RevocationList(address.to_owned()), setting, findings)?;
    recent(None, fetched_at, setting)?;
    let wrong = |what: String| error(VERIFICATION, &what);
    let list = json::parse(bytes, &Limits::default()).map_err(|fault| wrong(format!("the revocation list: {fault}")))?;
    let differs = |name: &str, expected: &str| list.get(name).is_some_and(|said| said != expected);
    if differs("id", address) || differs("issuer", issuer) {
        return Err(wrong("the revocation list is that of another address or issuer".to_owned()));
    }
    let entries = list.get("revokedCredential").and_then(Value::as_array);
    let entries = entries.ok_or_else(|| wrong("the revocation list has no list revokedCredential".to_owned()))?;
    let mut found = None;
    for entry in entries {
        let named = entry.get("id").and_then(Value::as_str).ok_or_else(|| wrong("an entry of the revocation list has no id".to_owned()))?;
        // "revoked" is true where it is not said.
        let counts = entry.get("revoked").map_or(Some(true), Value::as_bool);
        let counts = counts.ok_or_else(|| wrong("an entry of the revocation list says neither true nor false".to_owned()))?;
        if named == id && counts {
            let why = entry.get("revocationReason").and_then(Value::as_str).unwrap_or("no reason given");
            found = Some(why.chars().take(200).collect());
        }
    }
    Ok(found)
}

const LISTED: Inspection =
    Inspection { probe: Probe::V13, name: "revocation-list", clause: "https://www.imsglobal.org/spec/ob/v3p0/#verification" };
