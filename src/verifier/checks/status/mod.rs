//! V13 and V14: whether the issuer still stands by the badge.
//!
//! A status list is a credential itself: its signature, its issuer, its dates and its age are checked
//! like those of a badge. Whatever is missing makes the status unknown, and unknown is never "valid":
//! of a badge shown in part, a revocation that is not seen may have been hidden.
//! Source: [Bitstring Status List §3.2](https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm).

mod list;
mod revocation_list;

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::{Profile, RevocationReason};
use super::super::verdict::{Doubt, Probe, Reason};
use super::confirmation::issuer_of;
use super::proofs::Extent;
use crate::standards::status::StatusSize;
use list::Slot;

/// More entries than this are not read.
const MOST_ENTRIES: usize = 5;

/// Checks every status entry of a confirmed document, of which `extent` is seen.
pub(in super::super) fn check(document: &Value, extent: Extent, setting: &Setting<'_>, findings: &mut Findings) {
    let entries: Vec<&Value> = match document.get("credentialStatus") {
        None if extent == Extent::InPart => Vec::new(),
        None => return findings.skip(KIND, "the issuer keeps no status for it"),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    };
    if entries.len() > MOST_ENTRIES {
        return findings.doubt(KIND, format!("{} entries", entries.len()), unknown("it has too many status entries"));
    }
    if extent == Extent::InPart && !entries.iter().any(|entry| tells_of_revocation(entry)) {
        not_shown(setting, findings);
    }
    let issuer = issuer_of(document);
    for entry in entries {
        match entry.get("type").and_then(Value::as_str) {
            Some(kind @ "BitstringStatusListEntry") => {
                findings.pass(KIND, kind);
                of_entry(entry, &issuer, setting, findings);
            }
            Some(kind @ "1EdTechRevocationList") => {
                findings.pass(KIND, kind);
                revocation_list::check(entry, document, &issuer, setting, findings);
            }
            other => findings.doubt(KIND, format!("a status of type {other:?}"), unknown("its kind of status is not one that we read")),
        }
    }
}

/// Whether an entry is one by which a badge can be revoked.
fn tells_of_revocation(entry: &Value) -> bool {
    let said = |name: &str| entry.get(name).and_then(Value::as_str);
    said("type") == Some("1EdTechRevocationList") || said("statusPurpose") == Some("revocation")
}

/// Invariant I9: nobody can tell a status that its holder hid from one that was never there, and who
/// hides it may be the one whose badge was revoked. The public validator does not read this suite.
fn not_shown(setting: &Setting<'_>, findings: &mut Findings) {
    let why = "shown in part, without a status by which it could be revoked: its holder may have hidden that, and an end";
    match setting.known.profile() {
        Profile::Strict => findings.doubt(KIND, why, Doubt::StatusNotShown),
        Profile::Compat => findings.warn(KIND, why),
    }
}

fn of_entry(entry: &Value, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let (purpose, address) = (text("statusPurpose"), text("statusListCredential"));
    let Some(index) = whole_number(entry.get("statusListIndex")).and_then(|index| usize::try_from(index).ok()) else {
        return findings.doubt(KIND, "statusListIndex is no whole number", unknown("its status entry cannot be read"));
    };
    // §2.1: `statusSize` is 1 where it is not said.
    let size = entry.get("statusSize").map_or(Some(StatusSize::ONE), |size| StatusSize::new(whole_number(Some(size))?));
    let Some(size) = size else {
        return findings.doubt(KIND, "statusSize is no number of bits", unknown("its status entry cannot be read"));
    };
    let slot = Slot { address, purpose, index, size, issuer };
    match purpose {
        "revocation" => {
            line(REVOCATION, slot.read(REVOCATION, setting, findings), || revoked(setting), findings);
            if setting.known.keeps_suspensions(issuer) {
                // OB 3.0 allows one entry only, so our suspensions stand in a second list beside the first.
                let beside = format!("{address}/suspension");
                let second = Slot { address: &beside, purpose: "suspension", ..slot };
                line(SUSPENSION, second.read(SUSPENSION, setting, findings), || Reason::Suspended, findings);
            }
        }
        "suspension" => line(SUSPENSION, slot.read(SUSPENSION, setting, findings), || Reason::Suspended, findings),
        // §2.1: these say something about the badge, not that it no longer counts.
        "message" => {
            let found = slot.read(MESSAGE, setting, findings);
            beside(MESSAGE, found, |value| said(entry, value), setting, findings);
        }
        "refresh" => {
            let found = slot.read(REFRESH, setting, findings);
            beside(REFRESH, found, |_| "set: the issuer has a newer edition".to_owned(), setting, findings);
        }
        other => findings.doubt(KIND, format!("an entry for {other:?}"), unknown("it has a status of a purpose that we do not know")),
    }
}

/// The spelling as text is the rule for an index, the number 1EdTech's own sample.
fn whole_number(value: Option<&Value>) -> Option<u64> {
    let value = value?;
    match value.as_str() {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?,
        None => value.as_u64(),
    }
}

/// An entry by which a badge counts or does not: any value but 0 is set.
fn line(inspection: Inspection, found: Result<u32, Trouble>, reason: impl FnOnce() -> Reason, findings: &mut Findings) {
    match found {
        Ok(0) => findings.pass(inspection, "not set"),
        Ok(_) => findings.fail(inspection, "set", reason()),
        Err(trouble) => findings.trouble(inspection, trouble),
    }
}

/// An entry that says something beside. Strict asks for it all the same: who cannot read it does not
/// know what the issuer says. The public validator does not look.
fn beside(
    inspection: Inspection,
    found: Result<u32, Trouble>,
    said: impl FnOnce(u32) -> String,
    setting: &Setting<'_>,
    findings: &mut Findings,
) {
    match found {
        Ok(0) => findings.pass(inspection, "not set"),
        Ok(value) => findings.warn(inspection, said(value)),
        Err(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) if setting.known.profile() == Profile::Compat => {
            findings.warn(inspection, evidence);
        }
        Err(trouble) => findings.trouble(inspection, trouble),
    }
}

/// The words that the badge itself gives to a value
/// ([§2.1, `statusMessage`](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry)).
fn said(entry: &Value, value: u32) -> String {
    let messages = entry.get("statusMessage").and_then(Value::as_array).into_iter().flatten();
    let mut fitting = messages.filter(|message| {
        let hexadecimal = message.get("status").and_then(Value::as_str).and_then(|text| text.strip_prefix("0x"));
        hexadecimal.and_then(|digits| u32::from_str_radix(digits, 16).ok()) == Some(value)
    });
    let words = fitting.next().and_then(|message| message.get("message")).and_then(Value::as_str);
    match (words, entry.get("statusReference")) {
        (Some(words), _) => format!("{value:#x}: {words:?}"),
        (None, Some(reference)) => format!("{value:#x}, explained at {reference}"),
        (None, None) => format!("{value:#x}, which the badge does not explain"),
    }
}

/// The list says only "revoked"; why, our own register knows for our own badges.
fn revoked(setting: &Setting<'_>) -> Reason {
    match setting.record.and_then(|record| record.reason) {
        Some(RevocationReason::Superseded) => Reason::Replaced { by: setting.record.and_then(|record| record.replaced_by.clone()) },
        because => Reason::Revoked { because },
    }
}

fn unknown(why: &str) -> Doubt {
    Doubt::StatusUnknown(why.to_owned())
}

pub(in super::super) const KIND: Inspection =
    Inspection { probe: Probe::V13, name: "status-kind", clause: "https://www.imsglobal.org/spec/ob/v3p0/#credentialstatus" };
const REVOCATION: Inspection =
    Inspection { probe: Probe::V14, name: "revocation", clause: "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm" };
const SUSPENSION: Inspection = Inspection { name: "suspension", ..REVOCATION };
const MESSAGE: Inspection = Inspection { name: "status-message", ..REVOCATION };
const REFRESH: Inspection = Inspection { name: "status-refresh", ..REVOCATION };
