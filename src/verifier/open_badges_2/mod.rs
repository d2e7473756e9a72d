//! Open Badges 2.0: assertions that stand on the web, and assertions signed as a JWS.
//!
//! A hosted assertion carries no signature. What it says is what its address answers now, and all
//! that can be shown is that this address is one of the issuer's: the profile at the issuer's own id
//! says so, or the host is the same. The list of checks says this in plain words. A signed assertion
//! is confirmed by a key that the issuer's profile names; class and issuer are still read from their
//! addresses. Whatever was brought, only what was confirmed is shown.
//!
//! Source: [Open Badges 2.0](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html),
//! as read by the public validator's inspector for it.

mod authority;
mod dates;
mod graph;
mod hosted;
mod key;
mod revocation;
mod shapes;
mod signed;
mod view;

use serde_json::Value;

use super::checks::structure;
use super::findings::{Findings, Inspection, Setting};
use super::presented::Content;
use super::verdict::{Probe, Reason};

/// What was confirmed, in the words of Open Badges 3.0.
pub(super) struct Confirmed {
    /// Names, dates, holder, achievement and issuer, as the accessors of a signed credential read them.
    pub(super) document: Value,
    /// The address that alone vouches for it, if nothing is signed.
    pub(super) hosted_at: Option<String>,
}

/// Whether a document names the context of Open Badges 2.0.
pub fn is_version_2(document: &Value) -> bool {
    let named = |context: &Value| context.as_str().is_some_and(|address| CONTEXTS.contains(&address));
    match document.get("@context") {
        Some(Value::Array(several)) => several.iter().any(named),
        Some(one) => named(one),
        None => false,
    }
}

const CONTEXTS: &[&str] = &["https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"];

/// Checks an assertion that was brought as JSON or as a JWS.
pub(super) fn check(content: &Content, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmed> {
    match content {
        Content::Token { text, claims, .. } => signed::check(text, claims, setting, findings),
        Content::Document(brought) => {
            let verification = brought.get("verification").unwrap_or(&Value::Null);
            if !shapes::is_of(brought, "Assertion") {
                let why = "it is not of type Assertion";
                findings.fail(TYPE, why, Reason::NotABadge(why.to_owned()));
                return None;
            }
            if names_kind(verification, "SignedBadge") {
                findings.fail(SIGNED, "it is to be signed, and came without a signature", Reason::Unsigned);
                return None;
            }
            let address = brought.get("id").and_then(Value::as_str).unwrap_or_default();
            hosted::check(address, Some(brought), setting, findings)
        }
    }
}

/// Checks the assertion at the address that an older picture carries.
pub(super) fn check_at(address: &str, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmed> {
    hosted::check(address, None, setting, findings)
}

/// The kind of verification; older issuers write `hosted` and `signed`.
fn names_kind(verification: &Value, kind: &str) -> bool {
    let older = if kind == "SignedBadge" { "signed" } else { "hosted" };
    let fits = |word: &Value| word == kind || word == older;
    match verification.get("type") {
        Some(Value::Array(several)) => several.iter().any(fits),
        Some(one) => fits(one),
        None => false,
    }
}

/// Class and issuer of an assertion that was confirmed or stands at its address; `None` if one of
/// them is missing.
fn rest(assertion: &Value, setting: &Setting<'_>, findings: &mut Findings) -> Option<(Value, Value)> {
    let class = graph::class_of(assertion, setting, findings)?;
    let issuer = graph::issuer_of(&class, setting, findings)?;
    structure::who_is(issuer.get("id").and_then(Value::as_str).unwrap_or_default(), setting, findings);
    shapes::check(assertion, &class, &issuer, findings);
    Some((class, issuer))
}

/// Whether a document has an address on the web as its id.
fn names_address(document: &Value) -> bool {
    document.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("https://"))
}

macro_rules! ob2 {
    ($anchor:literal) => {
        concat!("https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#", $anchor)
    };
}
use ob2;

const TYPE: Inspection = Inspection { probe: Probe::V4, name: "type", clause: ob2!("Assertion") };
const SIGNED: Inspection = Inspection { probe: Probe::V11, name: "jwt-signature-intact", clause: ob2!("SignedBadge") };
