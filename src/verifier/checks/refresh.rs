//! V12: whether the issuer has a newer edition.
//!
//! The refresh service of a confirmed badge is asked once
//! ([OB 3.0 §9.1](https://www.imsglobal.org/spec/ob/v3p0/#verification) step 3). What it gives is
//! checked like a badge of its own and reported beside: what was presented is what is judged and
//! shown. It counts as a newer edition only if it has the same id and the same issuer: whoever
//! answers at that address can neither hand the badge to another issuer nor make it another badge.
//! Its own refresh service is never asked.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::{Answer, Need};
use super::super::presented::Content;
use super::super::verdict::Probe;
use super::confirmation::{Confirmation, confirm, issuer_of};
use super::{dates, status};
use crate::standards::document::rules::{Kind, date_time_z};

/// Reports what the refresh service of a confirmed badge gives. Nothing that it says stands against
/// the badge: "if the refresh is not successful, continue with the original".
pub(in super::super) fn check(document: &Value, setting: &Setting<'_>, findings: &mut Findings) {
    let Some(service) = document.get("refreshService") else { return findings.skip(REFRESH, "names no refresh service") };
    let text = |name: &str| service.get(name).and_then(Value::as_str).unwrap_or_default();
    let (kind, address) = (text("type"), text("id"));
    if kind != "1EdTechCredentialRefresh" {
        return findings.warn(REFRESH, format!("a refresh service of type {kind:?} was not asked"));
    }
    let need = Need::Refreshed(address.to_owned());
    let bytes = match setting.known.answer_to(&need) {
        Some(Answer::Found { bytes, .. }) => bytes,
        Some(Answer::Unreachable { why } | Answer::Gone { why }) => {
            return findings.warn(REFRESH, format!("the refresh service could not be asked: {why}"));
        }
        None => {
            findings.need(need);
            return findings.warn(REFRESH, "the refresh service was not asked");
        }
    };
    match newer(document, bytes, setting, findings) {
        Ok(Edition::Same) => findings.pass(REFRESH, "the refresh service gives this edition"),
        Ok(Edition::Newer(evidence)) => findings.warn(REFRESH, evidence),
        Err(why) => findings.warn(REFRESH, format!("what the refresh service gives does not count: {why}")),
    }
}

/// What a refresh service gave.
enum Edition {
    Same,
    /// Since when it is valid, and how it stands.
    Newer(String),
}

fn newer(document: &Value, bytes: &[u8], setting: &Setting<'_>, findings: &mut Findings) -> Result<Edition, String> {
    let content = Content::read(bytes).map_err(|fault| format!("{} {}", fault.sentence, fault.detail))?;
    let setting = &setting.of_another();
    let mut own = Findings::default();
    let confirmation = confirm(&content, Kind::Badge, setting, &mut own);
    let said = |own: &Findings| match own.worst() {
        Some(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) => evidence,
        None => "its signature was not confirmed".to_owned(),
    };
    let Some(Confirmation::Confirmed(refreshed, extent)) = confirmation else {
        findings.needs_of(&own);
        return Err(said(&own));
    };
    let (before, after) = (issuer_of(document), issuer_of(&refreshed));
    if before != after {
        return Err(format!("its issuer is {after:?}"));
    }
    let text = |badge: &Value, name: &str| badge.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if text(document, "id") != text(&refreshed, "id") {
        return Err(format!("it is another badge: {:?}", text(&refreshed, "id")));
    }
    let since = |badge: &Value| date_time_z(&text(badge, "validFrom")).or_else(|| date_time_z(&text(badge, "issuanceDate")));
    if since(&refreshed) < since(document) {
        return Err("it is older than what was presented".to_owned());
    }
    if without_proof(&refreshed) == without_proof(document) {
        return Ok(Edition::Same);
    }
    status::check(&refreshed, extent, setting, &mut own);
    dates::check(&content, setting, &mut own);
    findings.needs_of(&own);
    let how = match own.worst() {
        None => "is valid".to_owned(),
        Some(Trouble::Wrong(evidence, _)) => format!("is not valid: {evidence}"),
        Some(Trouble::Unknown(evidence, _)) => format!("could not be checked: {evidence}"),
    };
    let at = since(&refreshed).map_or("?".to_owned(), |at| at.to_string());
    Ok(Edition::Newer(format!("the issuer has a newer edition, of {at}, which {how}")))
}

fn without_proof(badge: &Value) -> Value {
    super::linked_data::without_proof(badge)
}

const REFRESH: Inspection =
    Inspection { probe: Probe::V12, name: "refresh", clause: "https://www.imsglobal.org/spec/ob/v3p0/#verification" };
