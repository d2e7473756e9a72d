//! `HostedBadge`: the assertion is what its address answers, if the address is one of the issuer's.
//!
//! Source: [Open Badges 2.0, hosted verification](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#HostedBadge).

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting};
use super::super::verdict::{Probe, Reason};
use super::graph::{self, FETCHED, described};
use super::revocation::REVOCATION;
use super::{Confirmed, SIGNED, TYPE, authority, dates, names_kind, ob2, rest, shapes, view};

/// Checks the assertion at an address, and what was brought beside it.
pub(super) fn check(address: &str, brought: Option<&Value>, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmed> {
    if let Some(why) = graph::taken_away(address, setting) {
        findings.fail(REVOCATION, why, Reason::Revoked { because: None });
        return None;
    }
    let assertion = match graph::at(address, setting, findings) {
        Ok(assertion) => assertion,
        Err(trouble) => {
            findings.trouble(FETCHED, trouble);
            return None;
        }
    };
    findings.pass(FETCHED, format!("the assertion was read at {}", graph::shortened(address)));
    if !shapes::is_of(&assertion, "Assertion") {
        let why = "what stands at its address is not of type Assertion";
        findings.fail(TYPE, why, Reason::NotABadge(why.to_owned()));
        return None;
    }
    // What is left of a revoked assertion need say no more than that.
    if assertion.get("verification").is_none() && assertion.get("revoked") == Some(&Value::Bool(true)) {
        findings.fail(REVOCATION, "its address says that it was revoked", Reason::Revoked { because: None });
        return None;
    }
    // Asked to be checked by a signature, it must not be believed without one.
    if !names_kind(assertion.get("verification").unwrap_or(&Value::Null), "HostedBadge") {
        findings.fail(BY_ISSUER, "the assertion does not say that it is hosted", Reason::Unsigned);
        return None;
    }
    findings.pass(TYPE, "Assertion, HostedBadge");
    let (class, issuer) = rest(&assertion, setting, findings)?;
    findings.skip(SIGNED, "nothing in it is signed");
    same(brought, &assertion, findings);
    match authority::over(address, &issuer) {
        Ok(how) => findings.pass(BY_ISSUER, how),
        Err(why) => {
            findings.fail(BY_ISSUER, why, Reason::NotSignedByIssuer);
            return None;
        }
    }
    findings.warn(
        UNSIGNED,
        "nothing in this badge is signed: it says what its address answers now, and whoever holds that address can change it",
    );
    revoked(&assertion, findings);
    let id = issuer.get("id").and_then(Value::as_str).unwrap_or_default();
    dates::check(&assertion, id, setting, findings);
    Some(Confirmed { document: view::of(&assertion, &class, &issuer), hosted_at: Some(address.to_owned()) })
}

/// Members in which a copy may not differ from what its address says.
const TELLING: &[&str] = &["id", "recipient", "badge", "issuedOn", "expires"];

/// What was brought is a copy: where it says another thing, it was changed, or the issuer changed it.
fn same(brought: Option<&Value>, hosted: &Value, findings: &mut Findings) {
    let Some(brought) = brought else { return };
    let other: Vec<&str> = TELLING.iter().copied().filter(|name| brought.get(name) != hosted.get(name)).collect();
    if let Some(first) = other.first() {
        let evidence = format!(
            "{} is {} in what was brought, {} at its address",
            other.join(", "),
            described(brought.get(first)),
            described(hosted.get(first))
        );
        findings.fail(COPY, evidence, Reason::Altered);
    } else if brought == hosted {
        findings.pass(COPY, "what was brought is what stands at its address");
    } else {
        findings.warn(COPY, "what was brought differs in details from what stands at its address; the latter is shown");
    }
}

fn revoked(assertion: &Value, findings: &mut Findings) {
    match assertion.get("revoked") {
        None | Some(Value::Bool(false)) => findings.pass(REVOCATION, "its address does not say that it was revoked"),
        Some(Value::Bool(true)) => findings.fail(REVOCATION, "its address says that it was revoked", Reason::Revoked { because: None }),
        Some(other) => findings.fail(
            REVOCATION,
            format!("revoked is {}", described(Some(other))),
            Reason::Malformed("what it says about its revocation cannot be read".to_owned()),
        ),
    }
}

const BY_ISSUER: Inspection = Inspection { probe: Probe::V10, name: "hosted-by-issuer", clause: ob2!("HostedBadge") };
const UNSIGNED: Inspection = Inspection { probe: Probe::V10, name: "hosted-not-signed", clause: ob2!("HostedBadge") };
const COPY: Inspection = Inspection { probe: Probe::V10, name: "hosted-copy", clause: ob2!("HostedBadge") };
