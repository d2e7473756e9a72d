//! Links within a badge: results to result descriptions, holder to identifiers.
//!
//! The schema cannot say these; OB 3.0 does in the text of each class.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::catalogue as rule;
use super::shapes::Walk;
use super::values::quote;

/// Checks what ties the parts of one badge together.
pub(super) fn check<'a>(walk: &mut Walk<'a>, badge: &'a Value) {
    let Some(subject) = badge.get("credentialSubject").filter(|subject| subject.is_object()) else { return };
    walk.at("credentialSubject", |walk| {
        identified(walk, subject);
        let descriptions = Descriptions::of(subject.get("achievement"));
        walk.at("achievement", |walk| walk.at("resultDescription", |walk| required_levels(walk, &descriptions)));
        let results = subject.get("result").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        walk.at("result", |walk| {
            for (index, result) in results.iter().enumerate() {
                walk.entry(index, |walk| link(walk, result, &descriptions));
            }
        });
    });
}

/// The result descriptions of an achievement. A hostile badge may have as many as it has results, so
/// they are found by id, not by looking through them.
struct Descriptions<'a> {
    all: Vec<Description<'a>>,
    by_id: HashMap<&'a str, usize>,
    levels: HashSet<&'a str>,
}

struct Description<'a> {
    value: &'a Value,
    levels: HashSet<&'a str>,
}

impl<'a> Descriptions<'a> {
    fn of(achievement: Option<&'a Value>) -> Self {
        let entries = |value: &'a Value, name: &str| value.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let id = |value: &'a Value| value.get("id").and_then(Value::as_str);
        let described = achievement.map_or(&[][..], |achievement| entries(achievement, "resultDescription"));
        let all: Vec<Description<'a>> = described
            .iter()
            .map(|value| Description { value, levels: entries(value, "rubricCriterionLevel").iter().filter_map(id).collect() })
            .collect();
        // Of two with one id the first counts; another rule refuses both.
        let by_id = all.iter().enumerate().rev().filter_map(|(at, description)| Some((id(description.value)?, at))).collect();
        let levels = all.iter().flat_map(|description| description.levels.iter().copied()).collect();
        Self { all, by_id, levels }
    }

    fn find(&self, id: &str) -> Option<&Description<'a>> {
        self.all.get(*self.by_id.get(id)?)
    }
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

fn required_levels(walk: &mut Walk<'_>, descriptions: &Descriptions<'_>) {
    for (index, description) in descriptions.all.iter().enumerate() {
        if let Some(level) = description.value.get("requiredLevel").and_then(Value::as_str)
            && !description.levels.contains(level)
        {
            walk.entry(index, |walk| walk.at("requiredLevel", |walk| walk.fault(&rule::REQUIRED_LEVEL, quote(level))));
        }
    }
}

/// [OB 3.0, Result](https://www.imsglobal.org/spec/ob/v3p0/#result): `resultDescription` is the id
/// of a description of this achievement, `achievedLevel` of one of its levels; `status` is required
/// when the description's type is `Status`.
fn link(walk: &mut Walk<'_>, result: &Value, descriptions: &Descriptions<'_>) {
    let text = |name: &str| result.get(name).and_then(Value::as_str);
    let named = text("resultDescription");
    let description = named.and_then(|id| descriptions.find(id));
    if let (Some(id), None) = (named, description) {
        walk.at("resultDescription", |walk| walk.fault(&rule::RESULT_LINK, quote(id)));
    }
    if let Some(level) = text("achievedLevel") {
        let known = match description {
            Some(description) => description.levels.contains(level),
            None => named.is_none() && descriptions.levels.contains(level),
        };
        if !known {
            walk.at("achievedLevel", |walk| walk.fault(&rule::RESULT_LEVEL, quote(level)));
        }
    }
    let of_status = description.and_then(|described| described.value.get("resultType")).is_some_and(|kind| kind == "Status");
    if of_status && text("status").is_none() {
        walk.fault(&rule::RESULT_STATUS, "no status");
    }
}
