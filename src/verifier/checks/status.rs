//! V13 and V14: whether the issuer still stands by the badge.
//!
//! A status list is a credential itself: its signature, its issuer, its dates and its age are checked
//! like those of a badge. Whatever is missing makes the status unknown, and unknown is never "valid".
//! Source: [Bitstring Status List §3.2](https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm).

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::{Answer, Need, Profile, RevocationReason};
use super::super::presented::Content;
use super::super::register::ListsCount;
use super::super::verdict::{Doubt, Probe, Reason};
use super::confirmation::{Confirmation, confirm, issuer_of};
use super::dates::Window;
use crate::standards::document::rules::{Kind, date_time_z};
use crate::standards::status::{Bitstring, LEAST_ENTRIES, StatusSize};
use crate::vocabulary::Timestamp;

/// More entries than this are not read.
const MOST_ENTRIES: usize = 5;

/// Checks every status entry of a confirmed document.
pub(in super::super) fn check(document: &Value, setting: &Setting<'_>, findings: &mut Findings) {
    let entries: Vec<&Value> = match document.get("credentialStatus") {
        None => return findings.skip(KIND, "the issuer keeps no status for it"),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    };
    if entries.len() > MOST_ENTRIES {
        return findings.doubt(KIND, format!("{} entries", entries.len()), unknown("it has too many status entries"));
    }
    let issuer = issuer_of(document);
    for entry in entries {
        match entry.get("type").and_then(Value::as_str) {
            Some("BitstringStatusListEntry") => {
                findings.pass(KIND, "BitstringStatusListEntry");
                of_entry(entry, &issuer, setting, findings);
            }
            other => findings.doubt(KIND, format!("a status of type {other:?}"), unknown("its kind of status is not read yet")),
        }
    }
}

fn of_entry(entry: &Value, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let (purpose, list) = (text("statusPurpose"), text("statusListCredential"));
    let Some(index) = index_of(entry) else {
        return findings.doubt(KIND, "statusListIndex is no whole number", unknown("its status entry cannot be read"));
    };
    match purpose {
        "revocation" => {
            let found = read(list, "revocation", index, entry, issuer, setting, findings);
            line(REVOCATION, found, || revoked(setting), findings);
            if setting.known.keeps_suspensions(issuer) {
                // OB 3.0 allows one entry only, so our suspensions stand in a second list beside the first.
                let found = read(&format!("{list}/suspension"), "suspension", index, entry, issuer, setting, findings);
                line(SUSPENSION, found, || Reason::Suspended, findings);
            }
        }
        "suspension" => {
            let found = read(list, "suspension", index, entry, issuer, setting, findings);
            line(SUSPENSION, found, || Reason::Suspended, findings);
        }
        // §2.1: these say something about the badge, not that it no longer counts.
        "message" | "refresh" => findings.warn(KIND, format!("an entry for {purpose} was not read")),
        other => findings.doubt(KIND, format!("an entry for {other:?}"), unknown("it has a status of a purpose that we do not know")),
    }
}

/// The spelling as text is the rule, the number 1EdTech's own sample.
fn index_of(entry: &Value) -> Option<usize> {
    let index = entry.get("statusListIndex")?;
    match index.as_str() {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?,
        None => index.as_u64().and_then(|index| usize::try_from(index).ok()),
    }
}

fn line(inspection: Inspection, found: Result<bool, Trouble>, reason: impl FnOnce() -> Reason, findings: &mut Findings) {
    match found {
        Ok(false) => findings.pass(inspection, "not set"),
        Ok(true) => findings.fail(inspection, "set", reason()),
        Err(trouble) => findings.trouble(inspection, trouble),
    }
}

/// The list says only "revoked"; why, our own register knows for our own badges.
fn revoked(setting: &Setting<'_>) -> Reason {
    match setting.record.and_then(|record| record.reason) {
        Some(RevocationReason::Superseded) => Reason::Replaced { by: setting.record.and_then(|record| record.replaced_by.clone()) },
        because => Reason::Revoked { because },
    }
}

/// Whether the slot is set in a list that was verified and is recent enough.
fn read(
    address: &str,
    purpose: &str,
    index: usize,
    entry: &Value,
    issuer: &str,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Result<bool, Trouble> {
    let size = match entry.get("statusSize").map(Value::as_u64) {
        None | Some(Some(1)) => StatusSize::ONE,
        Some(_) => return Err(doubt("entries of several bits are not read yet")),
    };
    let need = Need::StatusList(address.to_owned());
    let (bytes, fetched_at) = match setting.known.answer_to(&need) {
        Some(Answer::Found { bytes, fetched_at }) => (bytes, *fetched_at),
        Some(Answer::Unreachable { why }) => return Err(doubt(&format!("the status list could not be fetched: {why}"))),
        None => {
            findings.need(need);
            return Err(doubt("the status list was not fetched"));
        }
    };
    let list = verified(bytes, issuer, setting, findings)?;
    let subject = list.get("credentialSubject").unwrap_or(&Value::Null);
    belongs(&list, subject, address, purpose)?;
    recent(&list, subject, fetched_at, setting)?;
    let bits = Bitstring::decode(subject.get("encodedList").and_then(Value::as_str).unwrap_or_default())
        .map_err(|fault| doubt(&fault.to_string()))?;
    // STATUS_LIST_LENGTH_ERROR. A list in real use has 100,000 entries, so `compat` reads it.
    if bits.entries(size) < LEAST_ENTRIES && setting.known.profile() == Profile::Strict {
        return Err(doubt(&format!("the status list has only {} entries", bits.entries(size))));
    }
    // RANGE_ERROR.
    bits.entry(index, size).map(|value| value != 0).ok_or_else(|| doubt("the index lies behind the end of the status list"))
}

/// The list, its own signature confirmed.
fn verified(bytes: &[u8], issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Value, Trouble> {
    let content = Content::read(bytes).map_err(|fault| doubt(&format!("the status list: {} {}", fault.sentence, fault.detail)))?;
    let list_issuer = issuer_of(content.document());
    // Another issuer's list would let a stranger unrevoke (a hole of the public validator).
    let trusted = setting.known.issuer_by(&list_issuer).is_some_and(|known| known.lists == ListsCount::ForOthers);
    if list_issuer != issuer && !trusted {
        return Err(doubt(&format!(
            "the status list is by {list_issuer:?}, who is not the issuer and not known here to keep lists for others"
        )));
    }
    let mut own = Findings::default();
    let confirmation = confirm(&content, Kind::StatusList, &setting.of_another(), &mut own);
    findings.needs_of(&own);
    if let Some(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) = own.worst() {
        return Err(doubt(&format!("the status list could not be verified: {evidence}")));
    }
    match confirmation {
        Some(Confirmation::Confirmed(list)) => Ok(list),
        Some(Confirmation::Unconfirmed) | None => Err(doubt("the status list could not be verified")),
    }
}

/// That it is the list that was asked for: right address, right purpose.
fn belongs(list: &Value, subject: &Value, address: &str, purpose: &str) -> Result<(), Trouble> {
    if list.get("id").and_then(Value::as_str) != Some(address) {
        return Err(doubt("the status list has another address than the one it was fetched from"));
    }
    let fits = match subject.get("statusPurpose") {
        Some(Value::String(one)) => one == purpose,
        Some(Value::Array(several)) => several.iter().any(|one| one == purpose),
        _ => false,
    };
    if fits { Ok(()) } else { Err(doubt("the status list is for another purpose")) }
}

/// Without a `ttl` a list is believed for an hour.
const TTL_MS: u64 = 3_600_000;
/// What was fetched within a minute was fetched now, whatever the `ttl`: a shorter one could never be met.
const LEAST_TTL_MS: u64 = 60_000;

/// That it counts now: its dates, and its age since it was fetched (invariant I9).
fn recent(list: &Value, subject: &Value, fetched_at: Timestamp, setting: &Setting<'_>) -> Result<(), Trouble> {
    let instant = |name: &str| list.get(name).and_then(Value::as_str).and_then(date_time_z);
    let window = Window { from: instant("validFrom"), until: instant("validUntil") };
    window.judge(setting, &issuer_of(list)).map_err(|reason| doubt(&format!("the status list: {reason}")))?;
    let ttl = subject.get("ttl").and_then(Value::as_u64).unwrap_or(TTL_MS).max(LEAST_TTL_MS);
    let age = setting.now.as_ms().saturating_sub(fetched_at.as_ms());
    if u64::try_from(age).is_ok_and(|age| age > ttl) {
        return Err(doubt(&format!("the status list is out of date: fetched on {fetched_at}")));
    }
    Ok(())
}

fn doubt(why: &str) -> Trouble {
    Trouble::Unknown(why.to_owned(), unknown(why))
}

fn unknown(why: &str) -> Doubt {
    Doubt::StatusUnknown(why.to_owned())
}

pub(in super::super) const KIND: Inspection =
    Inspection { probe: Probe::V13, name: "status-kind", clause: "https://www.imsglobal.org/spec/ob/v3p0/#credentialstatus" };
const REVOCATION: Inspection =
    Inspection { probe: Probe::V14, name: "revocation", clause: "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm" };
const SUSPENSION: Inspection =
    Inspection { probe: Probe::V14, name: "suspension", clause: "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm" };
