//! What only we demand: the safest of the permitted spellings, for what we are about to sign.
//!
//! Each line answers a way in which other verifiers stumbled over valid badges, or a promise of
//! our own about what a badge carries.

use serde_json::Value;

use super::super::open_badge::{CONTEXT, CREDENTIAL_SCHEMA, CREDENTIALS_V2};
use super::catalogue as rule;
use super::shapes::Walk;
use super::values::{date_time_z, describe, quote};

/// Members without which a reader of ours misses something, by the place of their object.
const RELIED_ON: &[(&str, &[&str])] = &[
    ("", &["name", "description", "awardedDate", "credentialStatus", "credentialSchema"]),
    ("/issuer", &["name", "url", "image"]),
    ("/credentialSubject", &["id"]),
    ("/credentialSubject/achievement", &["achievementType", "image", "inLanguage", "version"]),
    ("/credentialSubject/achievement/criteria", &["id", "narrative"]),
    ("/credentialSubject/achievement/image", &["caption"]),
];
/// Addresses that are ours, or that our readers follow.
const ADDRESSES: &[&str] = &[
    "/id",
    "/issuer/url",
    "/issuer/image/id",
    "/credentialSubject/achievement/id",
    "/credentialSubject/achievement/criteria/id",
    "/credentialSubject/achievement/image/id",
    "/credentialStatus/id",
    "/credentialStatus/statusListCredential",
    "/refreshService/id",
];

/// Checks a credential of ours, unsigned, beyond the rules for everybody.
pub(super) fn check<'a>(walk: &mut Walk<'a>, credential: &'a Value) {
    if credential.get("@context").is_none_or(|context| *context != serde_json::json!(CONTEXT)) {
        walk.fault_at("/@context", &rule::OWN_CONTEXTS, "other contexts");
    }
    for (place, names) in RELIED_ON {
        for name in *names {
            if credential.pointer(&format!("{place}/{name}")).is_none() {
                walk.fault_at(place, &rule::OWN_MEMBERS, &format!("no {name}"));
            }
        }
    }
    for place in ADDRESSES {
        if let Some(address) = credential.pointer(place).and_then(Value::as_str)
            && !is_own_address(address)
        {
            walk.fault_at(place, &rule::OWN_ADDRESS, &quote(address));
        }
    }
    who(walk, credential);
    evidence(walk, credential);
    order(walk, credential);
    status(walk, credential);
    schema(walk, credential);
    for name in ["proof", "iss", "sub", "jti", "nbf", "exp", "iat", "vc"] {
        if credential.get(name).is_some() {
            walk.fault_at("", &rule::OWN_UNSIGNED, name);
        }
    }
    everywhere(walk, credential, &mut Vec::new());
}

/// Checks a status list of ours beyond the rules for everybody.
pub(super) fn check_list<'a>(walk: &mut Walk<'a>, list: &'a Value) {
    if list.get("@context").is_none_or(|context| *context != serde_json::json!([CREDENTIALS_V2])) {
        walk.fault_at("/@context", &rule::OWN_LIST, "other contexts");
    }
    for place in ["/id", "/validFrom", "/credentialSubject/ttl", "/credentialSubject/id"] {
        if list.pointer(place).is_none() {
            walk.fault_at(place, &rule::OWN_LIST, "nothing");
        }
    }
    if let Some(id) = list.get("id").and_then(Value::as_str)
        && !is_own_address(id)
    {
        walk.fault_at("/id", &rule::OWN_ADDRESS, &quote(id));
    }
    instant(walk, list, "/validFrom");
    instant(walk, list, "/validUntil");
}

/// https, or http on this machine for a demo; the part before any fragment or path in lower case.
fn is_own_address(address: &str) -> bool {
    let secure = address.strip_prefix("https://");
    let local = address.strip_prefix("http://localhost").map(|_| "localhost");
    let Some(rest) = secure.or(local) else { return false };
    let host = rest.split(['/', '#', '?']).next().unwrap_or_default();
    !host.is_empty() && !host.bytes().any(|b| b.is_ascii_uppercase())
}

fn who<'a>(walk: &mut Walk<'a>, credential: &'a Value) {
    match credential.pointer("/issuer/id").and_then(Value::as_str) {
        Some(did) if did.starts_with("did:web:") || did.starts_with("did:key:z") => {}
        other => walk.fault_at("/issuer/id", &rule::OWN_ISSUER, &quote(other.unwrap_or("nothing"))),
    }
    match credential.pointer("/credentialSubject/id").and_then(Value::as_str) {
        None => {}
        Some(id) if id.starts_with("did:") || id.starts_with("urn:uuid:") => {}
        Some(other) => walk.fault_at("/credentialSubject/id", &rule::OWN_HOLDER, &quote(other)),
    }
    let identifiers = credential.pointer("/credentialSubject/identifier").and_then(Value::as_array);
    for (index, identifier) in identifiers.into_iter().flatten().enumerate() {
        if identifier.get("hashed") == Some(&Value::Bool(true)) {
            let sha256 = identifier.get("identityHash").and_then(Value::as_str).is_some_and(|hash| hash.starts_with("sha256$"));
            // 128 bits: 32 hexadecimal digits, or 22 characters of base64.
            let salted = identifier.get("salt").and_then(Value::as_str).is_some_and(|salt| {
                let hexadecimal = salt.bytes().all(|b| b.is_ascii_hexdigit());
                salt.len() >= if hexadecimal { 32 } else { 22 }
            });
            if !sha256 || !salted {
                let place = format!("/credentialSubject/identifier/{index}");
                walk.fault_at(&place, &rule::OWN_HASH, if sha256 { "no salt of 128 bits" } else { "not sha256" });
            }
        }
    }
}

fn evidence<'a>(walk: &mut Walk<'a>, credential: &'a Value) {
    let entries = credential.get("evidence").and_then(Value::as_array);
    for (index, entry) in entries.into_iter().flatten().enumerate() {
        let place = format!("/evidence/{index}");
        for name in ["id", "name", "narrative"] {
            if entry.get(name).is_none() {
                walk.fault_at(&place, &rule::OWN_MEMBERS, &format!("no {name}"));
            }
        }
        if let Some(id) = entry.get("id").and_then(Value::as_str)
            && !is_own_address(id)
        {
            walk.fault_at(&format!("{place}/id"), &rule::OWN_ADDRESS, &quote(id));
        }
    }
}

fn order<'a>(walk: &mut Walk<'a>, credential: &'a Value) {
    for place in ["/validFrom", "/validUntil", "/awardedDate"] {
        instant(walk, credential, place);
    }
    let read = |name: &str| credential.get(name).and_then(Value::as_str).and_then(date_time_z);
    let (awarded, from, until) = (read("awardedDate"), read("validFrom"), read("validUntil"));
    if let (Some(awarded), Some(from)) = (awarded, from)
        && awarded > from
    {
        walk.fault_at("/awardedDate", &rule::OWN_ORDER, "awardedDate after validFrom");
    }
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        walk.fault_at("/validUntil", &rule::OWN_ORDER, "validUntil not after validFrom");
    }
}

fn instant<'a>(walk: &mut Walk<'a>, document: &'a Value, place: &str) {
    if let Some(text) = document.pointer(place).and_then(Value::as_str)
        && (text.len() != "2026-09-21T14:13:20Z".len() || date_time_z(text).is_none())
    {
        walk.fault_at(place, &rule::OWN_INSTANT, &quote(text));
    }
}

fn status<'a>(walk: &mut Walk<'a>, credential: &'a Value) {
    let Some(status) = credential.get("credentialStatus") else { return };
    let text = |name: &str| status.get(name).and_then(Value::as_str);
    let fits = text("type") == Some("BitstringStatusListEntry")
        && text("statusPurpose") == Some("revocation")
        && text("id").is_some()
        && text("statusListIndex").and_then(|index| index.parse::<u32>().ok()).is_some_and(|index| index < 131_072);
    if !fits {
        walk.fault_at("/credentialStatus", &rule::OWN_STATUS, &describe(status));
    }
}

fn schema<'a>(walk: &mut Walk<'a>, credential: &'a Value) {
    let Some(schemas) = credential.get("credentialSchema") else { return };
    let official = serde_json::json!([{ "id": CREDENTIAL_SCHEMA, "type": "1EdTechJsonSchemaValidator2019" }]);
    if *schemas != official {
        walk.fault_at("/credentialSchema", &rule::OWN_SCHEMA, &describe(schemas));
    }
}

/// What holds at every depth: objects that share an id are equal.
fn everywhere<'a>(walk: &mut Walk<'a>, value: &'a Value, seen: &mut Vec<(&'a str, &'a Value)>) {
    match value {
        Value::Object(object) => {
            if let Some(id) = object.get("id").and_then(Value::as_str) {
                match seen.iter().find(|(known, _)| *known == id) {
                    Some((_, other)) if *other != value => walk.fault(&rule::OWN_ONE_OBJECT, quote(id)),
                    Some(_) => {}
                    None => seen.push((id, value)),
                }
            }
            for (name, member) in object {
                walk.at(name, |walk| everywhere(walk, member, seen));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk.entry(index, |walk| everywhere(walk, item, seen));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
