//! The list of revoked assertions that an issuer of signed badges keeps.
//!
//! Source: [Open Badges 2.0, RevocationList](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#RevocationList).
//! A list that cannot be read leaves it open whether the badge is current.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::verdict::{Doubt, Probe, Reason};
use super::graph::{self, described};
use super::{ob2, shapes};

/// Checks whether the issuer's list names the assertion.
pub(super) fn check(assertion: &Value, issuer: &Value, setting: &Setting<'_>, findings: &mut Findings) {
    let Some(address) = issuer.get("revocationList") else {
        return findings.skip(REVOCATION, "the issuer keeps no list of revoked badges");
    };
    let named = address.as_str().or_else(|| address.get("id").and_then(Value::as_str));
    let list =
        named.map_or_else(|| Err(unknown("the address of the list cannot be read")), |address| graph::at(address, setting, findings));
    let list = match list {
        Ok(list) if !shapes::is_of(&list, "RevocationList") => Err(unknown("what stands there is no RevocationList")),
        Ok(list) if list.get("issuer").is_some_and(|of| of != issuer.get("id").unwrap_or(&Value::Null)) => {
            Err(unknown("the list is another issuer's"))
        }
        Ok(list) => {
            list.get("revokedAssertions").and_then(Value::as_array).cloned().ok_or_else(|| unknown("the list has no revokedAssertions"))
        }
        // Whatever kept us from the list: the badge itself was read.
        Err(Trouble::Wrong(why, _) | Trouble::Unknown(why, _)) => Err(unknown(&why)),
    };
    match list {
        Ok(entries) => match entries.iter().find(|entry| is_of(entry, assertion)) {
            Some(entry) => {
                findings.fail(REVOCATION, format!("the list names it: {}", described(Some(entry))), Reason::Revoked { because: None });
            }
            None => findings.pass(REVOCATION, "the issuer's list does not name it"),
        },
        Err(trouble) => findings.trouble(REVOCATION, trouble),
    }
}

/// By its id as text, or an object with its `id` or `uid`.
fn is_of(entry: &Value, assertion: &Value) -> bool {
    let same = |named: Option<&Value>, own: &str| named.is_some_and(|named| assertion.get(own) == Some(named));
    same(Some(entry), "id") || same(entry.get("id"), "id") || same(entry.get("uid"), "uid")
}

fn unknown(why: &str) -> Trouble {
    Trouble::Unknown(why.to_owned(), Doubt::StatusUnknown(why.to_owned()))
}

pub(super) const REVOCATION: Inspection = Inspection { probe: Probe::V14, name: "revocation", clause: ob2!("RevocationList") };
