//! The `@context` member: which contexts, in which order.
//!
//! Which of the named contexts are known is the verifier's policy; that none is written out in the
//! document is a rule here (security: a context in the document can rename what was signed).

use serde_json::Value;

use super::super::open_badge::{CREDENTIALS_V2, OPEN_BADGES_V3};
use super::catalogue as rule;
use super::shapes::Walk;
use super::values::{describe, quote};

/// Older addresses of the Open Badges 3.0 context, still read.
const OLDER: &[&str] = &[
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.0.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
];

/// Checks the contexts of a badge or an endorsement; `expected` is that of its version.
pub(super) fn check<'a>(walk: &mut Walk<'a>, value: &'a Value, expected: &str) {
    let Value::Array(contexts) = value else { return walk.fault(&rule::CONTEXT_LIST, describe(value)) };
    if contexts.len() < 2 {
        walk.fault(&rule::CONTEXT_LIST, format!("{} context", contexts.len()));
    }
    if too_many(walk, contexts) {
        return;
    }
    for (index, context) in contexts.iter().enumerate() {
        walk.entry(index, |walk| match (index, context) {
            (0, Value::String(first)) if first == expected => {}
            (0, other) => walk.fault(&rule::CONTEXT_V2_FIRST, describe(other)),
            (1, Value::String(second)) if second == OPEN_BADGES_V3 => {}
            (1, Value::String(second)) if OLDER.contains(&second.as_str()) || is_version(second) => {
                walk.fault(&rule::CONTEXT_CURRENT, quote(second));
            }
            (1, other) => walk.fault(&rule::CONTEXT_OB_SECOND, describe(other)),
            (_, Value::String(again)) if contexts[..index].contains(context) => walk.fault(&rule::CONTEXT_ONCE, quote(again)),
            (_, Value::String(_)) => {}
            (_, Value::Object(_)) => walk.fault(&rule::CONTEXT_BY_ADDRESS, "an object"),
            (_, other) => walk.fault(&rule::CONTEXT_ENTRY, describe(other)),
        });
    }
}

/// No honest credential names more, and each is compared with each.
const MOST: usize = 16;

fn too_many(walk: &mut Walk<'_>, contexts: &[Value]) -> bool {
    let many = contexts.len() > MOST;
    if many {
        walk.fault(&rule::CONTEXT_FEW, format!("{} contexts", contexts.len()));
    }
    many
}

/// The schema's `context(-3\.\d\.\d)*\.json`, so that a 3.0.4 is read with a warning.
fn is_version(address: &str) -> bool {
    let Some(mut rest) =
        address.strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/context").and_then(|rest| rest.strip_suffix(".json"))
    else {
        return false;
    };
    while let Some(version) = rest.strip_prefix("-3.") {
        let bytes = version.as_bytes();
        match bytes {
            [minor, b'.', patch, ..] if minor.is_ascii_digit() && patch.is_ascii_digit() => rest = &version[3..],
            _ => return false,
        }
    }
    rest.is_empty()
}

/// Checks the contexts of a status list: credentials/v2 first, all by address.
pub(super) fn check_list<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    let Value::Array(contexts) = value else { return walk.fault(&rule::LIST_CONTEXT, describe(value)) };
    if too_many(walk, contexts) {
        return;
    }
    if contexts.first().is_none_or(|first| first != CREDENTIALS_V2) {
        walk.fault(&rule::LIST_CONTEXT, contexts.first().map_or("no context".to_owned(), describe));
    }
    for (index, context) in contexts.iter().enumerate().filter(|(_, context)| !context.is_string()) {
        walk.entry(index, |walk| walk.fault(&rule::CONTEXT_BY_ADDRESS, describe(context)));
    }
}
