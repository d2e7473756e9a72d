//! The members that an assertion, its class and its issuer must have.
//!
//! Source: [Open Badges 2.0, data classes](https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#BadgeObjects).

use serde_json::Value;

use super::super::findings::{Findings, Inspection};
use super::super::verdict::{Probe, Reason};
use super::graph::described;
use super::{is_version_2, names_kind, ob2};

/// Whether the `type` of a document names a class. An issuer may call itself either way.
pub(super) fn is_of(document: &Value, class: &str) -> bool {
    let fits = |word: &Value| word == class || class == "Profile" && word == "Issuer";
    match document.get("type") {
        Some(Value::Array(several)) => several.iter().any(fits),
        Some(one) => fits(one),
        None => false,
    }
}

/// Checks the three documents together.
pub(super) fn check(assertion: &Value, class: &Value, issuer: &Value, findings: &mut Findings) {
    file(CONTEXTS, contexts(&[("assertion", assertion), ("badge", class), ("issuer", issuer)]), findings);
    file(SCHEMA, [of_assertion(assertion), of_class(class), of_issuer(issuer)].concat(), findings);
    file(HOLDER, of_recipient(assertion.get("recipient").unwrap_or(&Value::Null)), findings);
}

fn file(inspection: Inspection, faults: Vec<String>, findings: &mut Findings) {
    if faults.is_empty() {
        findings.pass(inspection, "every rule is kept");
    } else {
        findings.fail(
            inspection,
            faults.join("; "),
            Reason::Malformed("a member that Open Badges 2.0 demands is missing or wrong".to_owned()),
        );
    }
}

/// Each document that has contexts has that of version 2: one without has it from around it.
fn contexts(documents: &[(&str, &Value)]) -> Vec<String> {
    let foreign = documents.iter().filter(|(_, document)| document.get("@context").is_some() && !is_version_2(document));
    foreign.map(|(name, document)| format!("/{name}/@context is {}", described(document.get("@context")))).collect()
}

fn of_assertion(assertion: &Value) -> Vec<String> {
    let mut faults = missing("assertion", assertion, &["id", "recipient", "badge", "verification", "issuedOn"]);
    let verification = assertion.get("verification").unwrap_or(&Value::Null);
    if !names_kind(verification, "HostedBadge") && !names_kind(verification, "SignedBadge") {
        faults.push("/assertion/verification/type is neither HostedBadge nor SignedBadge".to_owned());
    }
    let image = assertion.get("image");
    let image = image.and_then(Value::as_str).or_else(|| image.and_then(|image| image.get("id")).and_then(Value::as_str));
    if image.is_some_and(|address| address.starts_with("data:")) {
        faults.push("/assertion/image is written out instead of an address".to_owned());
    }
    faults
}

fn of_class(class: &Value) -> Vec<String> {
    let mut faults = missing("badge", class, &["issuer", "name", "description", "criteria"]);
    faults.extend(no_text("badge", class, &["name", "description"]));
    if let Some(criteria) = class.get("criteria").filter(|criteria| !criteria.is_string()) {
        let said = ["id", "narrative"].iter().any(|name| criteria.get(name).is_some_and(Value::is_string));
        if !said {
            faults.push("/badge/criteria has neither id nor narrative".to_owned());
        }
    }
    faults
}

fn of_issuer(issuer: &Value) -> Vec<String> {
    let mut faults = missing("issuer", issuer, &["id", "name", "url", "email"]);
    faults.extend(no_text("issuer", issuer, &["name", "url", "email"]));
    faults
}

fn of_recipient(recipient: &Value) -> Vec<String> {
    let mut faults = missing("recipient", recipient, &["type", "identity", "hashed"]);
    faults.extend(no_text("recipient", recipient, &["identity", "salt"]));
    let kinds = ["id", "email", "url", "telephone"];
    let named = match recipient.get("type") {
        Some(Value::Array(several)) => several.iter().any(|one| kinds.iter().any(|kind| one == kind)),
        Some(one) => kinds.iter().any(|kind| one == kind),
        None => true,
    };
    if !named {
        faults.push("/recipient/type is none of id, email, url, telephone".to_owned());
    }
    if recipient.get("hashed").is_some_and(|hashed| !hashed.is_boolean()) {
        faults.push("/recipient/hashed is neither true nor false".to_owned());
    }
    faults
}

fn missing(name: &str, document: &Value, members: &[&str]) -> Vec<String> {
    members
        .iter()
        .filter(|member| document.get(member).is_none_or(Value::is_null))
        .map(|member| format!("/{name}/{member} is missing"))
        .collect()
}

fn no_text(name: &str, document: &Value, members: &[&str]) -> Vec<String> {
    let wrong = |member: &&&str| document.get(**member).is_some_and(|value| !value.is_string() && !value.is_null());
    members.iter().filter(wrong).map(|member| format!("/{name}/{member} is no text")).collect()
}

const CONTEXTS: Inspection = Inspection { probe: Probe::V3, name: "contexts", clause: ob2!("jsonld") };
const SCHEMA: Inspection = Inspection { probe: Probe::V5, name: "schema", clause: ob2!("BadgeObjects") };
const HOLDER: Inspection = Inspection { probe: Probe::V7, name: "holder-and-achievement", clause: ob2!("IdentityObject") };
