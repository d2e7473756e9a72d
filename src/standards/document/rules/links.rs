//! Links within a badge: results to result descriptions, holder to identifiers.
//!
//! The schema cannot say these; OB 3.0 does in the text of each class.

use serde_json::Value;

use super::catalogue as rule;
use super::shapes::Walk;
use super::values::quote;

/// Checks what ties the parts of one badge together.
pub(super) fn check<'a>(walk: &mut Walk<'a>, badge: &'a Value) {
    let Some(subject) = badge.get("credentialSubject").filter(|subject| subject.is_object()) else { return };
    walk.at("credentialSubject", |walk| {
        identified(walk, subject);
        let descriptions = subject.pointer("/achievement/resultDescription").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        walk.at("achievement", |walk| walk.at("resultDescription", |walk| required_levels(walk, descriptions)));
        let results = subject.get("result").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        walk.at("result", |walk| {
            for (index, result) in results.iter().enumerate() {
                walk.entry(index, |walk| link(walk, result, descriptions));
            }
        });
    });
}

/// "Check that the credentialSubject is identified by an id and/or an identifier"
/// ([OB 3.0 §9.1](https://www.imsglobal.org/spec/ob/v3p0/#verification)).
fn identified(walk: &mut Walk<'_>, subject: &Value) {
    let id = subject.get("id").and_then(Value::as_str).is_some_and(|id| !id.trim().is_empty());
    let identifiers = subject.get("identifier").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    if !id && !identifiers {
        walk.fault(&rule::SUBJECT_IDENTIFIED, "neither");
    }
}

fn required_levels(walk: &mut Walk<'_>, descriptions: &[Value]) {
    for (index, description) in descriptions.iter().enumerate() {
        if let Some(level) = description.get("requiredLevel").and_then(Value::as_str)
            && !has_level(description, level)
        {
            walk.entry(index, |walk| walk.at("requiredLevel", |walk| walk.fault(&rule::REQUIRED_LEVEL, quote(level))));
        }
    }
}

/// [OB 3.0, Result](https://www.imsglobal.org/spec/ob/v3p0/#result): `resultDescription` is the id
/// of a description of this achievement, `achievedLevel` of one of its levels; `status` is required
/// when the description's type is `Status`.
fn link(walk: &mut Walk<'_>, result: &Value, descriptions: &[Value]) {
    let text = |name: &str| result.get(name).and_then(Value::as_str);
    let named = text("resultDescription");
    let description = named.and_then(|id| descriptions.iter().find(|d| d.get("id").and_then(Value::as_str) == Some(id)));
    if let (Some(id), None) = (named, description) {
        walk.at("resultDescription", |walk| walk.fault(&rule::RESULT_LINK, quote(id)));
    }
    if let Some(level) = text("achievedLevel") {
        let known = match description {
            Some(description) => has_level(description, level),
            None => named.is_none() && descriptions.iter().any(|description| has_level(description, level)),
        };
        if !known {
            walk.at("achievedLevel", |walk| walk.fault(&rule::RESULT_LEVEL, quote(level)));
        }
    }
    let of_status = description.and_then(|d| d.get("resultType")).is_some_and(|kind| kind == "Status");
    if of_status && text("status").is_none() {
        walk.fault(&rule::RESULT_STATUS, "no status");
    }
}

fn has_level(description: &Value, level: &str) -> bool {
    let levels = description.get("rubricCriterionLevel").and_then(Value::as_array);
    levels.is_some_and(|levels| levels.iter().any(|candidate| candidate.get("id").and_then(Value::as_str) == Some(level)))
}
