//! What the members of a credential are made of.

use serde_json::{Map, Value};

use super::super::Rule;
use super::super::shapes::Walk;
use super::super::values::{describe, is_absolute_uri, quote};
use super::catalogue as rule;

/// One value or a list of several: each of them.
pub(super) fn either(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// Looks at one value, or at each of a list that is not empty.
pub(super) fn each<'a>(walk: &mut Walk<'a>, value: &'a Value, rule: &'static Rule, mut look: impl FnMut(&mut Walk<'a>, &'a Value)) {
    match value {
        Value::Array(items) if items.is_empty() => walk.fault(rule, "an empty list"),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk.entry(index, |walk| look(walk, item));
            }
        }
        one => look(walk, one),
    }
}

/// One absolute URL.
pub(super) fn id_of(walk: &mut Walk<'_>, value: &Value) {
    match value {
        Value::String(id) if is_absolute_uri(id) => {}
        Value::String(id) => walk.fault(&rule::ID, quote(id)),
        other => walk.fault(&rule::ID, describe(other)),
    }
}

/// An object with a type, these members, and an id that is a URL if there is one.
pub(super) fn typed<'a>(walk: &mut Walk<'a>, value: &'a Value, rule: &'static Rule, required: &[&str]) {
    let Value::Object(members) = value else { return walk.fault(rule, describe(value)) };
    let kinds = members.get("type").map(either).unwrap_or_default();
    if kinds.is_empty() || !kinds.iter().all(|kind| kind.as_str().is_some_and(|word| !word.is_empty())) {
        walk.fault(rule, "no type");
    }
    for name in required.iter().filter(|name| !members.contains_key(**name)) {
        walk.fault(rule, format!("no {name}"));
    }
    if let Some(id) = members.get("id") {
        walk.at("id", |walk| id_of(walk, id));
    }
}

/// A bitstring entry has what it takes to look it up.
pub(super) fn status_entry(walk: &mut Walk<'_>, status: &Value) {
    let of_bitstring = status.get("type").map(either).unwrap_or_default().iter().any(|kind| **kind == "BitstringStatusListEntry");
    if !of_bitstring {
        return;
    }
    let text = |name: &str| status.get(name).and_then(Value::as_str);
    if text("statusPurpose").is_none_or(str::is_empty) {
        walk.fault(&rule::STATUS_ENTRY, "no statusPurpose");
    }
    if text("statusListIndex").is_none_or(|index| index.is_empty() || !index.bytes().all(|b| b.is_ascii_digit())) {
        walk.fault(&rule::STATUS_ENTRY, "no statusListIndex");
    }
    if text("statusListCredential").is_none_or(|list| !is_absolute_uri(list)) {
        walk.fault(&rule::STATUS_ENTRY, "no statusListCredential");
    }
}

/// Names and descriptions.
pub(super) fn texts<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    match value {
        Value::String(_) => {}
        Value::Object(members) => language_value(walk, members),
        // "An array of objects": a plain text has no place among texts that say their language.
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                walk.entry(index, |walk| match item {
                    Value::Object(members) => language_value(walk, members),
                    other => walk.fault(&rule::TEXT, describe(other)),
                });
            }
        }
        other => walk.fault(&rule::TEXT, describe(other)),
    }
}

fn language_value(walk: &mut Walk<'_>, members: &Map<String, Value>) {
    let mut wrong = |what: String| walk.fault(&rule::LANGUAGE_VALUE, what);
    if !members.get("@value").is_some_and(Value::is_string) {
        wrong("no @value that is text".to_owned());
    }
    for (name, value) in members {
        match (name.as_str(), value) {
            ("@value", _) => {}
            ("@language", Value::String(tag)) if is_tag(tag) => {}
            ("@direction", Value::String(direction)) if matches!(direction.as_str(), "ltr" | "rtl") => {}
            (name, value) => wrong(format!("{} of {}", describe(value), quote(name))),
        }
    }
}

/// Well-formed as [BCP 47 §2.1](https://www.rfc-editor.org/rfc/rfc5646#section-2.1) has it, roughly: which
/// subtags exist is not looked up.
fn is_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let first = subtags.next().is_some_and(|first| (1..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic()));
    first && subtags.all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Objects, each with an id of its own and a digest.
pub(super) fn related<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    let mut seen = Vec::new();
    each(walk, value, &rule::RELATED, |walk, resource| {
        let Value::Object(members) = resource else { return walk.fault(&rule::RELATED, describe(resource)) };
        match members.get("id") {
            None => walk.fault(&rule::RELATED, "no id"),
            Some(id) => {
                walk.at("id", |walk| id_of(walk, id));
                if seen.contains(&id) {
                    walk.fault(&rule::RELATED_ONCE, describe(id));
                }
                seen.push(id);
            }
        }
        let digests = ["digestSRI", "digestMultibase"].map(|name| members.get(name));
        if digests.iter().all(Option::is_none) || digests.iter().flatten().any(|digest| !digest.is_string()) {
            walk.fault(&rule::RELATED, "no digest");
        }
        if members.get("mediaType").is_some_and(|kind| !kind.is_string()) {
            walk.fault(&rule::RELATED, "a mediaType that is no text");
        }
    });
}
