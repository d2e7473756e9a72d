//! One slot of a bitstring status list: fetched, verified, fitting, recent, long enough, in range.
//!
//! The order and the names of the errors are those of
//! [Bitstring Status List §3.2](https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm).

use serde_json::Value;

use super::super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::super::known::{Answer, Need, Profile};
use super::super::super::presented::Content;
use super::super::super::register::ListsCount;
use super::super::confirmation::{Confirmation, confirm, document_of, issuer_of};
use super::super::dates::{Window, unreadable_claim};
use super::super::token::numeric_date;
use super::unknown;
use crate::standards::document::rules::{Kind, date_time_z};
use crate::standards::status::{Bitstring, LEAST_ENTRIES, StatusSize};
use crate::vocabulary::Timestamp;

/// Where the status of a badge stands.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    /// Of the list.
    pub(super) address: &'a str,
    pub(super) purpose: &'a str,
    pub(super) index: usize,
    pub(super) size: StatusSize,
    /// Of the badge.
    pub(super) issuer: &'a str,
}

impl Slot<'_> {
    /// The value of the slot in a list that was verified and is recent enough, for this check.
    pub(super) fn read(&self, inspection: Inspection, setting: &Setting<'_>, findings: &mut Findings) -> Result<u32, Trouble> {
        let (bytes, fetched_at) = retrieved(Need::StatusList(self.address.to_owned()), setting, findings)?;
        let list = verified(bytes, self.issuer, setting, findings)?;
        let subject = list.get("credentialSubject").unwrap_or(&Value::Null);
        self.belongs(&list, subject)?;
        let ttl = subject.get("ttl").and_then(Value::as_u64);
        counts_now(&list, setting)?;
        recent(ttl, fetched_at, setting)?;
        let bits = Bitstring::decode(subject.get("encodedList").and_then(Value::as_str).unwrap_or_default())
            .map_err(|fault| error(VERIFICATION, &fault.to_string()))?;
        let entries = bits.entries(self.size);
        if entries < LEAST_ENTRIES {
            let short = format!("the status list has only {entries} entries");
            match setting.known.profile() {
                Profile::Strict => return Err(error(LENGTH, &short)),
                // A list in real use has 100,000 entries.
                Profile::Compat => findings.warn(inspection, short),
            }
        }
        bits.entry(self.index, self.size).ok_or_else(|| error(RANGE, "the index lies behind the end of the status list"))
    }

    /// That it is the list that was asked for: right address, right purpose.
    fn belongs(&self, list: &Value, subject: &Value) -> Result<(), Trouble> {
        if list.get("id").and_then(Value::as_str) != Some(self.address) {
            return Err(error(VERIFICATION, "the status list has another address than the one it was fetched from"));
        }
        let fits = match subject.get("statusPurpose") {
            Some(Value::String(one)) => one == self.purpose,
            Some(Value::Array(several)) => several.iter().any(|one| one == self.purpose),
            _ => false,
        };
        if fits { Ok(()) } else { Err(error(VERIFICATION, "the status list is for another purpose")) }
    }
}

/// What was found for a list, and when; asked for if nobody looked yet.
pub(super) fn retrieved<'k>(need: Need, setting: &Setting<'k>, findings: &mut Findings) -> Result<(&'k [u8], Timestamp), Trouble> {
    match setting.known.answer_to(&need) {
        Some(Answer::Found { bytes, fetched_at }) => Ok((bytes, *fetched_at)),
        Some(Answer::Unreachable { why } | Answer::Gone { why }) => {
            Err(error(RETRIEVAL, &format!("the status list could not be fetched: {why}")))
        }
        None => {
            findings.need(need);
            Err(error(RETRIEVAL, "the status list was not fetched"))
        }
    }
}

/// The list, its own signature confirmed.
fn verified(bytes: &[u8], issuer: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Value, Trouble> {
    let unreadable = |what: &str| error(VERIFICATION, &format!("the status list: {what}"));
    let content = Content::read(bytes).map_err(|fault| unreadable(&format!("{} {}", fault.sentence, fault.detail)))?;
    let list_issuer = issuer_of(document_of(&content));
    // Another issuer's list would let a stranger unrevoke (a hole of the public validator).
    let trusted = setting.known.issuer_by(&list_issuer).is_some_and(|known| known.lists == ListsCount::ForOthers);
    if list_issuer != issuer && !trusted {
        let who = "who is not the issuer and not known here to keep lists for others";
        return Err(error(VERIFICATION, &format!("the status list is by {list_issuer:?}, {who}")));
    }
    let mut own = Findings::default();
    let confirmation = confirm(&content, Kind::StatusList, &setting.of_another(), &mut own);
    findings.needs_of(&own);
    if let Some(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) = own.worst() {
        return Err(error(VERIFICATION, &format!("the status list could not be verified: {evidence}")));
    }
    claims_count_now(&content, setting)?;
    match confirmation {
        Some(Confirmation::Confirmed(list, _)) => Ok(list),
        Some(Confirmation::Unconfirmed) | None => Err(error(VERIFICATION, "the status list could not be verified")),
    }
}

/// That the claims of a list in a token let it count now: an old token must not undo a revocation.
fn claims_count_now(content: &Content, setting: &Setting<'_>) -> Result<(), Trouble> {
    let Content::Token { claims, .. } = content else { return Ok(()) };
    if let Some(name) = unreadable_claim(content) {
        return Err(error(VERIFICATION, &format!("{name} of the status list is no number of seconds")));
    }
    let claimed = |name: &str| claims.get(name).and_then(numeric_date);
    let window = Window { from: claimed("nbf"), until: claimed("exp") };
    let judged = window.judge(setting, &issuer_of(document_of(content)));
    judged.map(drop).map_err(|reason| error(VERIFICATION, &format!("the status list: {reason}")))
}

/// That its own dates let it count now.
fn counts_now(list: &Value, setting: &Setting<'_>) -> Result<(), Trouble> {
    let instant = |name: &str| list.get(name).and_then(Value::as_str).and_then(date_time_z);
    let window = Window { from: instant("validFrom"), until: instant("validUntil") };
    let judged = window.judge(setting, &issuer_of(list));
    judged.map(drop).map_err(|reason| error(VERIFICATION, &format!("the status list: {reason}")))
}

/// Without a `ttl` a list is believed for an hour.
const TTL_MS: u64 = 3_600_000;
/// What was fetched within a minute was fetched now, whatever the `ttl`: a shorter one could never be met.
const LEAST_TTL_MS: u64 = 60_000;

/// That it was fetched recently enough (invariant I9).
pub(super) fn recent(ttl: Option<u64>, fetched_at: Timestamp, setting: &Setting<'_>) -> Result<(), Trouble> {
    let ttl = ttl.unwrap_or(TTL_MS).max(LEAST_TTL_MS);
    let age = setting.now.as_ms().saturating_sub(fetched_at.as_ms());
    if u64::try_from(age).is_ok_and(|age| age > ttl) {
        return Err(error(RETRIEVAL, &format!("the status list is out of date: fetched on {fetched_at}")));
    }
    Ok(())
}

/// Evidence with the name that the specification gives to the error; the doubt without.
pub(super) fn error(name: &str, why: &str) -> Trouble {
    Trouble::Unknown(format!("{name}: {why}"), unknown(why))
}

pub(super) const RETRIEVAL: &str = "STATUS_RETRIEVAL_ERROR";
pub(super) const VERIFICATION: &str = "STATUS_VERIFICATION_ERROR";
const LENGTH: &str = "STATUS_LIST_LENGTH_ERROR";
const RANGE: &str = "RANGE_ERROR";
