//! The structural rules of Verifiable Credentials, for any credential and any presentation.
//!
//! Source: [Verifiable Credentials Data Model 2.0](https://www.w3.org/TR/vc-data-model-2.0/); of
//! [version 1.1](https://www.w3.org/TR/vc-data-model/) what differs. A badge has stricter rules of its
//! own ([`faults`](super::faults)); these are for the conformance service, which takes everybody's
//! credentials. Whether every term and type is defined, JSON-LD in safe mode tells.

// JSON has six kinds of values for ever: "anything else" cannot grow.
#![allow(clippy::wildcard_enum_match_arm)]

mod catalogue;
mod parts;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use catalogue::ALL;

use super::Fault;
use super::shapes::Walk;
use super::values::{date_time_z, describe, quote};
use catalogue as rule;
use parts::{each, either, id_of, related, status_entry, texts, typed};

/// The first context of version 2.0.
const V2: &str = "https://www.w3.org/ns/credentials/v2";
/// The first context of version 1.1.
const V1: &str = "https://www.w3.org/2018/credentials/v1";

/// Which version of the data model a document is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 2.0, and what names neither.
    Two,
    /// 1.1.
    One,
}

impl Version {
    /// By the first context.
    pub fn of(document: &Value) -> Self {
        let first = document.get("@context").and_then(|context| context.get(0));
        if first.is_some_and(|first| first == V1) { Self::One } else { Self::Two }
    }

    const fn context(self) -> &'static str {
        match self {
            Self::Two => V2,
            Self::One => V1,
        }
    }

    /// The members that say from when and until when.
    pub const fn period(self) -> [&'static str; 2] {
        match self {
            Self::Two => ["validFrom", "validUntil"],
            Self::One => ["issuanceDate", "expirationDate"],
        }
    }
}

/// Every rule that `document`, read as a credential, breaks; at most 100 faults.
pub fn faults_of_credential(document: &Value) -> Vec<Fault> {
    let mut walk = Walk::new();
    let version = Version::of(document);
    let rule = match version {
        Version::Two => &rule::MEMBERS,
        Version::One => &rule::MEMBERS_OF_1_1,
    };
    match document {
        Value::Object(credential) => {
            let required: &[&str] = match version {
                Version::Two => &["@context", "type", "issuer", "credentialSubject"],
                Version::One => &["@context", "type", "issuer", "issuanceDate", "credentialSubject"],
            };
            for name in required.iter().filter(|name| !credential.contains_key(**name)) {
                walk.fault(rule, format!("no {name}"));
            }
            let kind = "VerifiableCredential";
            for (name, value) in credential {
                walk.at(name, |walk| member_of_credential(walk, name, value, version, kind));
            }
            period(&mut walk, credential, version);
        }
        other => walk.fault(rule, describe(other)),
    }
    walk.into_faults()
}

/// Every rule that `document`, read as a presentation, breaks; at most 100 faults. The credentials in
/// it are documents of their own.
pub fn faults_of_presentation(document: &Value) -> Vec<Fault> {
    let mut walk = Walk::new();
    let version = Version::of(document);
    match document {
        Value::Object(presentation) => {
            for name in ["@context", "type"].into_iter().filter(|name| !presentation.contains_key(*name)) {
                walk.fault(&rule::PRESENTATION, format!("no {name}"));
            }
            for (name, value) in presentation {
                walk.at(name, |walk| member_of_presentation(walk, name, value, version));
            }
        }
        other => walk.fault(&rule::PRESENTATION, describe(other)),
    }
    walk.into_faults()
}

fn member_of_credential<'a>(walk: &mut Walk<'a>, name: &str, value: &'a Value, version: Version, kind: &str) {
    match name {
        "@context" => contexts(walk, value, version),
        "id" => id_of(walk, value),
        "type" => kinds(walk, value, kind),
        "name" | "description" => texts(walk, value),
        "issuer" => agent(walk, value, &rule::ISSUER),
        "credentialSubject" => each(walk, value, &rule::SUBJECT, |walk, subject| match subject {
            Value::Object(members) if !members.is_empty() => {
                if let Some(id) = members.get("id") {
                    walk.at("id", |walk| id_of(walk, id));
                }
            }
            other => walk.fault(&rule::SUBJECT, describe(other)),
        }),
        "validFrom" | "validUntil" | "issuanceDate" | "expirationDate" => match value.as_str() {
            Some(text) if date_time_z(text).is_some() => {}
            Some(text) => walk.fault(&rule::INSTANT, quote(text)),
            None => walk.fault(&rule::INSTANT, describe(value)),
        },
        "credentialStatus" => each(walk, value, &rule::STATUS, |walk, status| {
            typed(walk, status, &rule::STATUS, &[]);
            status_entry(walk, status);
        }),
        "credentialSchema" => each(walk, value, &rule::SCHEMA, |walk, schema| typed(walk, schema, &rule::SCHEMA, &["id"])),
        "refreshService" => each(walk, value, &rule::REFRESH, |walk, service| typed(walk, service, &rule::REFRESH, &[])),
        "termsOfUse" => each(walk, value, &rule::TERMS, |walk, terms| typed(walk, terms, &rule::TERMS, &[])),
        "evidence" => each(walk, value, &rule::EVIDENCE, |walk, evidence| typed(walk, evidence, &rule::EVIDENCE, &[])),
        "relatedResource" => related(walk, value),
        "proof" => proofs(walk, value),
        _ => {}
    }
}

fn member_of_presentation<'a>(walk: &mut Walk<'a>, name: &str, value: &'a Value, version: Version) {
    match name {
        "@context" => contexts(walk, value, version),
        "id" => id_of(walk, value),
        "type" => kinds(walk, value, "VerifiablePresentation"),
        "holder" => agent(walk, value, &rule::HOLDER),
        "verifiableCredential" => each(walk, value, &rule::PRESENTED, |walk, credential| {
            if !credential.is_object() {
                walk.fault(&rule::PRESENTED, describe(credential));
            }
        }),
        "termsOfUse" => each(walk, value, &rule::TERMS, |walk, terms| typed(walk, terms, &rule::TERMS, &[])),
        "proof" => proofs(walk, value),
        _ => {}
    }
}

fn contexts<'a>(walk: &mut Walk<'a>, value: &'a Value, version: Version) {
    let Value::Array(entries) = value else { return walk.fault(&rule::CONTEXTS, describe(value)) };
    if entries.first().is_none_or(|first| first != version.context()) {
        walk.fault(&rule::CONTEXTS, entries.first().map_or_else(|| "none".to_owned(), describe));
    }
    for (index, entry) in entries.iter().enumerate().skip(1) {
        if !entry.is_object() && !entry.as_str().is_some_and(super::is_absolute_uri) {
            walk.entry(index, |walk| walk.fault(&rule::CONTEXT_ENTRY, describe(entry)));
        }
    }
}

fn kinds<'a>(walk: &mut Walk<'a>, value: &'a Value, wanted: &str) {
    let found = either(value);
    if found.is_empty() || !found.iter().all(|word| word.as_str().is_some_and(|word| !word.is_empty())) {
        walk.fault(&rule::TYPE, describe(value));
    } else if !found.iter().any(|word| **word == wanted) {
        walk.fault(&rule::TYPE, format!("no {wanted}"));
    }
}

/// An issuer or a holder.
fn agent<'a>(walk: &mut Walk<'a>, value: &'a Value, rule: &'static super::Rule) {
    match value {
        Value::String(id) if super::is_absolute_uri(id) => {}
        Value::String(id) => walk.fault(rule, quote(id)),
        Value::Object(members) => {
            match members.get("id") {
                Some(Value::String(id)) if super::is_absolute_uri(id) => {}
                Some(other) => walk.at("id", |walk| walk.fault(rule, describe(other))),
                None => walk.fault(rule, "no id"),
            }
            for name in ["name", "description"] {
                if let Some(value) = members.get(name) {
                    walk.at(name, |walk| texts(walk, value));
                }
            }
        }
        other => walk.fault(rule, describe(other)),
    }
}

fn proofs<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    each(walk, value, &rule::PROOF, |walk, proof| {
        let kind = proof.get("type").and_then(Value::as_str);
        if !proof.is_object() || kind.is_none_or(str::is_empty) {
            walk.fault(&rule::PROOF, describe(proof));
        }
    });
}

fn period(walk: &mut Walk<'_>, credential: &Map<String, Value>, version: Version) {
    let instant = |name: &str| credential.get(name).and_then(Value::as_str).and_then(date_time_z);
    let [from, until] = version.period().map(instant);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        walk.fault_at(&format!("/{}", version.period()[1]), &rule::ORDER, "an end before the beginning");
    }
}
