//! The graph of an assertion: the class it names, the issuer the class names, each from its address.
//!
//! A document that says it is `https://issuer.example/…` is believed only as it stands there: one
//! written out inside another is read by its own id again. Only what has no address of its own is
//! taken as it stands.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting, Trouble};
use super::super::known::{Answer, Need};
use super::super::verdict::{Doubt, Probe, Reason};
use super::{names_address, ob2, shapes};
use crate::standards::json::{self, Limits};

/// What was fetched longer ago than this is asked for again (invariant I9).
const FRESH_MS: i64 = 3_600_000;

/// The document at an address, which must call itself by it.
pub(super) fn at(address: &str, setting: &Setting<'_>, findings: &mut Findings) -> Result<Value, Trouble> {
    if !address.starts_with("https://") {
        let why = format!("{:?} is no https address, and nothing else is believed", shortened(address));
        return Err(Trouble::Unknown(why.clone(), Doubt::Unsupported(why)));
    }
    let need = Need::Hosted(address.to_owned());
    let unfetched = |why: String| Trouble::Unknown(why.clone(), Doubt::NotFetched(why));
    let (bytes, fetched_at) = match setting.known.answer_to(&need) {
        Some(Answer::Found { bytes, fetched_at }) => (bytes, *fetched_at),
        Some(Answer::Unreachable { why } | Answer::Gone { why }) => return Err(unfetched(format!("{}: {why}", shortened(address)))),
        None => {
            findings.need(need);
            return Err(unfetched(format!("{} was not fetched", shortened(address))));
        }
    };
    if setting.now.as_ms().saturating_sub(fetched_at.as_ms()) > FRESH_MS {
        return Err(unfetched(format!("{} was fetched too long ago, on {fetched_at}", shortened(address))));
    }
    let document = json::parse(bytes, &Limits::DOCUMENT).map_err(|fault| unfetched(format!("{}: {fault}", shortened(address))))?;
    if document.get("id").and_then(Value::as_str) == Some(address) {
        Ok(document)
    } else {
        let why = format!("what stands at {} calls itself {}", shortened(address), described(document.get("id")));
        Err(Trouble::Wrong(why, Reason::Malformed("a document calls itself by another address than its own".to_owned())))
    }
}

/// What the host of an address says, if it says that what stood there was taken away for good.
pub(super) fn taken_away(address: &str, setting: &Setting<'_>) -> Option<String> {
    match setting.known.answer_to(&Need::Hosted(address.to_owned()))? {
        Answer::Gone { why } => Some(format!("{}: {why}", shortened(address))),
        Answer::Found { .. } | Answer::Unreachable { .. } => None,
    }
}

/// The badge class of an assertion.
pub(super) fn class_of(assertion: &Value, setting: &Setting<'_>, findings: &mut Findings) -> Option<Value> {
    member(assertion, "badge", "BadgeClass", setting, findings)
}

/// The issuer of a badge class; its id must be an address, for nothing else can vouch for it.
pub(super) fn issuer_of(class: &Value, setting: &Setting<'_>, findings: &mut Findings) -> Option<Value> {
    let issuer = member(class, "issuer", "Profile", setting, findings)?;
    if names_address(&issuer) {
        return Some(issuer);
    }
    let why = "the issuer has no https address that could vouch for it";
    findings.doubt(FETCHED, why, Doubt::KeyNotConfirmed(why.to_owned()));
    None
}

fn member(of: &Value, name: &str, kind: &str, setting: &Setting<'_>, findings: &mut Findings) -> Option<Value> {
    let named = of.get(name).unwrap_or(&Value::Null);
    let address = named.as_str().or_else(|| named.get("id").and_then(Value::as_str).filter(|id| id.starts_with("https://")));
    let found = match address {
        Some(address) => at(address, setting, findings),
        None if named.is_object() => Ok(named.clone()),
        None => Err(Trouble::Wrong(format!("no {name}"), Reason::Malformed(format!("it names no {name}")))),
    };
    match found {
        Ok(document) if shapes::is_of(&document, kind) => {
            let whence = address
                .map_or_else(|| format!("the {name} is written out in it"), |at| format!("the {name} was read at {}", shortened(at)));
            findings.pass(FETCHED, whence);
            Some(document)
        }
        Ok(document) => {
            let evidence = format!("the {name} is of type {}", described(document.get("type")));
            findings.fail(FETCHED, evidence, Reason::Malformed(format!("its {name} is not of the type it must be")));
            None
        }
        Err(trouble) => {
            findings.trouble(FETCHED, trouble);
            None
        }
    }
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

pub(super) fn described(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| shortened(&value.to_string()))
}

pub(super) const FETCHED: Inspection = Inspection { probe: Probe::V1, name: "hosted-documents", clause: ob2!("Verification") };
