//! V16: credentials inside the credential.
//!
//! An endorsement is checked like a badge: structure, proof, status, dates
//! ([OB 3.0 §9.2](https://www.imsglobal.org/spec/ob/v3p0/#endorsement-verification)). One that is
//! forged makes the badge that vouches for it invalid. One that has ended, or that could not be
//! checked, is a warning and is not shown: the badge is no less genuine for it.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::presented::Content;
use super::super::verdict::{Probe, Reason};
use super::confirmation::{Confirmation, confirm, document_of, issuer_of};
use super::{dates, status};
use crate::standards::document::rules::Kind;

/// Endorsements of endorsements are looked at to this depth.
const DEEPEST: usize = 2;
/// More than these are not looked at.
const MOST: usize = 10;

/// Checks the endorsements in a confirmed document; gives the ids of the endorsers that count.
pub(in super::super) fn check(document: &Value, setting: &Setting<'_>, findings: &mut Findings, depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    collect(document, &mut found);
    if found.is_empty() {
        findings.skip(ENDORSEMENT, "it has none");
    }
    if depth > DEEPEST && !found.is_empty() {
        findings.warn(ENDORSEMENT, "endorsements of endorsements of endorsements were not looked at");
        return Vec::new();
    }
    if found.len() > MOST {
        findings.warn(ENDORSEMENT, format!("of {} endorsements only {MOST} were looked at", found.len()));
    }
    found.truncate(MOST);
    found.into_iter().filter_map(|embedded| one(&embedded, setting, findings, depth)).collect()
}

/// An endorsement, and the id of what it stands in.
struct Embedded<'a> {
    content: Result<Content, &'a Value>,
    within: Option<&'a str>,
}

/// Every endorsement of the document and of what it describes, but not those inside endorsements.
fn collect<'a>(value: &'a Value, found: &mut Vec<Embedded<'a>>) {
    match value {
        Value::Object(object) => {
            let within = object.get("id").and_then(Value::as_str);
            for (name, member) in object {
                let entries = member.as_array().into_iter().flatten();
                match name.as_str() {
                    "endorsement" => {
                        found.extend(entries.map(|entry| Embedded { content: Ok(Content::Document(entry.clone())), within }));
                    }
                    "endorsementJwt" => found.extend(entries.map(|entry| {
                        let content = entry.as_str().and_then(|text| Content::read(text.as_bytes()).ok()).ok_or(entry);
                        Embedded { content, within }
                    })),
                    _ => collect(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// One endorsement: a line of its own, and its issuer if it counts.
fn one(embedded: &Embedded<'_>, setting: &Setting<'_>, findings: &mut Findings, depth: usize) -> Option<String> {
    let Ok(content) = &embedded.content else {
        findings.fail(ENDORSEMENT, "an endorsementJwt cannot be read", forged());
        return None;
    };
    let mut own = Findings::default();
    let setting = &setting.of_another();
    if let Some(Confirmation::Confirmed(document, extent)) = confirm(content, Kind::Endorsement, setting, &mut own) {
        status::check(&document, extent, setting, &mut own);
        dates::check(content, setting, &mut own);
        check(&document, setting, &mut own, depth + 1);
    }
    findings.needs_of(&own);
    let endorser = issuer_of(document_of(content));
    match own.worst() {
        Some(Trouble::Wrong(evidence, reason)) if is_forgery(&reason) => {
            findings.fail(ENDORSEMENT, format!("by {endorser:?}: {evidence}"), forged());
            return None;
        }
        Some(Trouble::Wrong(evidence, _) | Trouble::Unknown(evidence, _)) => {
            findings.warn(ENDORSEMENT, format!("by {endorser:?}, does not count: {evidence}"));
            return None;
        }
        None => {}
    }
    let about = document_of(content).pointer("/credentialSubject/id").and_then(Value::as_str);
    if about.is_none() || about != embedded.within {
        findings.warn(ENDORSEMENT, format!("by {endorser:?}, is about something else: {about:?}"));
        return None;
    }
    findings.pass(ENDORSEMENT, format!("by {endorser}"));
    Some(endorser)
}

/// Whether an endorsement is not what it says, rather than no longer current.
const fn is_forgery(reason: &Reason) -> bool {
    match reason {
        Reason::Replaced { .. }
        | Reason::Revoked { .. }
        | Reason::Suspended
        | Reason::NotYetValid { .. }
        | Reason::Expired { .. }
        | Reason::KeyWithdrawn => false,
        Reason::NotABadge(_)
        | Reason::TooComplex(_)
        | Reason::Altered
        | Reason::Unsigned
        | Reason::Forbidden(_)
        | Reason::NotSignedByIssuer
        | Reason::Malformed(_) => true,
    }
}

fn forged() -> Reason {
    Reason::Malformed("an endorsement in it is not genuine".to_owned())
}

const ENDORSEMENT: Inspection =
    Inspection { probe: Probe::V16, name: "endorsements", clause: "https://www.imsglobal.org/spec/ob/v3p0/#endorsement-verification" };
