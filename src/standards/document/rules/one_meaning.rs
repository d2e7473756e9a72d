//! One JSON, one meaning: spellings that a signature over the RDF graph does not tell apart.
//!
//! A Data Integrity proof covers the graph, not the JSON. Safe mode stops what would vanish from the
//! graph. This stops the reverse: two JSON documents with one graph of which we would read different
//! things. A stranger who cannot sign could otherwise take a signed, revoked badge and
//!
//! - write `credentialStatus` as its full address, as a keyword object or in a nested list, so that
//!   whoever reads the member finds no status;
//! - move it into an evidence entry that has the credential's own id (the graph merges both);
//! - swap the names of two objects that share an id;
//! - call `criteria` by the name of a class, `Criteria`, which means the same address;
//! - show one piece of evidence twice.
//!
//! With these rules, reading members by name and reading the graph come to the same, if members that
//! only another object of the same id has are read there (the verifier's `SignedCredential` does).
//! Order is another matter: all lists but `allowedValue` are sets for the signature, so nothing
//! may be concluded from the order of `rubricCriterionLevel` or `evidence`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::catalogue as rule;
use super::shapes::Walk;
use super::values::quote;

/// Members that make up the frame of a credential and have no business deeper down.
const FRAME: &[&str] = &[
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialSubject",
    "credentialStatus",
    "credentialSchema",
    "refreshService",
    "proof",
];

/// Checks that nothing in `document` can be read in two ways.
pub(super) fn check<'a>(walk: &mut Walk<'a>, document: &'a Value) {
    let mut seen = Seen { root_id: document.get("id").and_then(Value::as_str), by_id: HashMap::new() };
    visit(walk, document, Place::Root, &mut seen);
}

struct Seen<'a> {
    root_id: Option<&'a str>,
    /// What was said of each id so far, by any object of it.
    by_id: HashMap<&'a str, HashMap<&'a str, &'a Value>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Place<'a> {
    /// The document itself.
    Root,
    /// An entry of `endorsement`: a credential of its own.
    Endorsement,
    /// A proof of a credential that has these contexts.
    Proof(Option<&'a Value>),
    Inside,
}

fn visit<'a>(walk: &mut Walk<'a>, value: &'a Value, place: Place<'a>, seen: &mut Seen<'a>) {
    match value {
        Value::Null => walk.fault(&rule::NO_NULL, "null"),
        Value::Object(object) => {
            names(walk, object, place);
            identity(walk, object, place, seen);
            for (name, value) in object.iter().filter(|(name, _)| *name != "@context") {
                let within = inside(name, object, place);
                walk.at(name, |walk| member(walk, value, within, seen));
            }
        }
        Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What stands in this member of an object.
fn inside<'a>(name: &str, object: &'a Map<String, Value>, place: Place<'a>) -> Place<'a> {
    match (name, place) {
        ("endorsement", _) => Place::Endorsement,
        ("proof", Place::Root | Place::Endorsement) => Place::Proof(object.get("@context")),
        _ => Place::Inside,
    }
}

fn member<'a>(walk: &mut Walk<'a>, value: &'a Value, place: Place<'a>, seen: &mut Seen<'a>) {
    let Value::Array(items) = value else { return visit(walk, value, place, seen) };
    if items.is_empty() {
        walk.fault(&rule::NO_EMPTY_LIST, "an empty list");
    }
    let mut faces = HashSet::new();
    for (index, item) in items.iter().enumerate() {
        walk.entry(index, |walk| {
            if item.is_array() {
                walk.fault(&rule::NO_NESTED_LIST, "a list");
            }
            if items.len() > 1 && !faces.insert(face(item)) {
                walk.fault(&rule::NO_TWIN_ENTRY, "the same as an entry before");
            }
            visit(walk, item, place, seen);
        });
    }
}

/// By what an entry of a list is known: its id, else all of it. Hashed, because lists in lists would
/// otherwise be held in memory once for each of them.
fn face(item: &Value) -> [u8; 32] {
    match item.get("id").and_then(Value::as_str) {
        Some(id) => Sha256::digest(["id ", id].concat()).into(),
        None => {
            let mut hash = Sha256::new();
            // Writing into a hash cannot fail.
            let _ = serde_json::to_writer(HashWriter(&mut hash), item);
            hash.finalize().into()
        }
    }
}

struct HashWriter<'h>(&'h mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn names<'a>(walk: &mut Walk<'a>, object: &'a Map<String, Value>, place: Place<'a>) {
    let deeper = !matches!(place, Place::Root | Place::Endorsement);
    for (name, value) in object {
        if name == "@context" {
            match place {
                Place::Root => {}
                Place::Endorsement if is_by_address(value) => {}
                // Also where no class says that an endorsement may stand.
                Place::Endorsement => walk.at(name, |walk| walk.fault(&rule::CONTEXT_BY_ADDRESS, "an object")),
                Place::Proof(_) | Place::Inside if repeats(value, place) => {}
                Place::Proof(_) | Place::Inside => walk.at(name, |walk| walk.fault(&rule::CONTEXT_AT_ROOT, "@context")),
            }
        } else if !is_property(name) {
            walk.at(name, |walk| walk.fault(&rule::MEMBER_IS_TERM, quote(name)));
        } else if deeper && FRAME.contains(&name.as_str()) {
            walk.at(name, |walk| walk.fault(&rule::FRAME_AT_ROOT, quote(name)));
        }
    }
}

fn is_by_address(contexts: &Value) -> bool {
    contexts.as_array().is_some_and(|contexts| contexts.iter().all(Value::is_string))
}

/// Whether a name is that of a property: the contexts define classes with capital letters, and some
/// of them share their address with a property.
fn is_property(name: &str) -> bool {
    let special = name.starts_with('@') || name.starts_with(char::is_uppercase) || name.contains(':');
    !name.is_empty() && !special
}

/// Whether the contexts of a proof are the first ones of its credential, as the suites of JSON write
/// them ([VC-DI-EDDSA §3.3.1](https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-jcs-2022)): they
/// change the meaning of nothing.
fn repeats(contexts: &Value, place: Place<'_>) -> bool {
    let Place::Proof(Some(credentials)) = place else { return false };
    match (credentials, contexts) {
        (Value::Array(all), Value::Array(first)) => !first.is_empty() && all.starts_with(first),
        (Value::Array(all), one) => all.first() == Some(one),
        (one, other) => one == other,
    }
}

fn identity<'a>(walk: &mut Walk<'a>, object: &'a Map<String, Value>, place: Place<'a>, seen: &mut Seen<'a>) {
    let Some(id) = object.get("id").and_then(Value::as_str) else { return };
    if id.starts_with("_:") {
        walk.at("id", |walk| walk.fault(&rule::NO_BLANK_NODE_LABEL, quote(id)));
    }
    if place == Place::Endorsement && seen.root_id == Some(id) {
        walk.at("id", |walk| walk.fault(&rule::EMBEDDED_ID_DIFFERS, quote(id)));
    }
    let said = seen.by_id.entry(id).or_default();
    for (name, value) in object.iter().filter(|(name, _)| !matches!(name.as_str(), "type" | "@context")) {
        if *said.entry(name).or_insert(value) != value {
            walk.at(name, |walk| walk.fault(&rule::ONE_STORY_PER_ID, format!("another {name} for {}", quote(id))));
        }
    }
}
