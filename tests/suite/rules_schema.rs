//! Our rules beside the official JSON schemas: over good documents and thousands of mutations both
//! find the same documents faulty, but for the differences named here, each with its reason.
//!
//! The schemas of a badge, in both its published forms and inside the answer of the OB API, of an
//! endorsement, and of a profile. Those of version 1.1 (`any…`) were not to be had; the one of
//! `Imsx_StatusInfo` describes no document that is signed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use insignia::standards::document::rules::{Fault, Kind, Origin, Weight, faults};
use insignia::standards::json;
use serde_json::{Value, json};

fn read(path: PathBuf) -> Value {
    let bytes = std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    json::parse(&bytes, &json::Limits::default()).unwrap()
}

fn sample(name: &str) -> Value {
    read([env!("CARGO_MANIFEST_DIR"), "tests/vectors/badges", name].iter().collect())
}

/// Where the two differ, and why; each must be met at least once.
const DIFFERENCES: &[(&str, &str)] = &[
    ("status-without-id", "specification 1.4 made credentialStatus.id optional; the schema file is older"),
    ("single-value", "specification 1.3 lets type, proof, credentialSchema and termsOfUse be one value; the schema file is older"),
    ("several-statuses", "planned for 3.1: several status entries are read, with a warning"),
    ("status-entry", "the members of a status entry are those of Bitstring Status List, of which the schema knows nothing"),
    ("old-context", "context/ob_v3p0.jsonld is an alias that the public validator accepts and the schema does not"),
    ("leap-second", "RFC 3339 has second 60; few readers do"),
    ("small-letters", "RFC 3339 reads t and z; ISO 8601 writes T and Z"),
];

/// The difference that explains why our rules and the schema disagree about `mutant`.
fn difference(mutant: &Value, found: &[Fault], schema_accepts: bool) -> Option<&'static str> {
    let broken = |id: &str| found.iter().any(|fault| fault.rule.id == id);
    let text = mutant.to_string();
    let name = if schema_accepts {
        // Ours is stricter: only for these.
        if found.iter().filter(|fault| counts(fault)).all(|fault| fault.path.contains("/credentialStatus/status")) {
            "status-entry"
        } else if text.contains(":60Z\"") {
            "leap-second"
        } else if text.contains("t11:00:00z\"") {
            "small-letters"
        } else {
            return None;
        }
    } else if broken("list-not-single") {
        "single-value"
    } else if broken("status-single") {
        "several-statuses"
    } else if text.contains("ob_v3p0.jsonld") {
        "old-context"
    } else if without_status_id(mutant) {
        "status-without-id"
    } else {
        return None;
    };
    Some(name)
}

fn without_status_id(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.iter().any(|(name, member)| {
            (name == "credentialStatus" && member.is_object() && member.get("id").is_none()) || without_status_id(member)
        }),
        Value::Array(items) => items.iter().any(without_status_id),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Faults that the schema has a say in.
fn counts(fault: &Fault) -> bool {
    fault.rule.origin == Origin::Schema && fault.rule.weight == Weight::Must
}

/// One published schema, and what of our rules it restates.
struct Official {
    /// Below `contexts/schemas`.
    file: &'static str,
    kind: Kind,
    /// The good documents; the last has every member that the others have.
    samples: fn() -> Vec<Value>,
    /// Where in a sample the documents stand that the schema describes.
    at: &'static str,
    /// What the schema is shown of such a document.
    shown: fn(&Value) -> Value,
    /// The differences that its mutants must show.
    differences: &'static [&'static str],
    /// Good and bad mutants at least.
    least: (usize, usize),
}

fn badges() -> Vec<Value> {
    ["ours.json", "least.json", "everything.json"].map(sample).to_vec()
}

fn endorsements() -> Vec<Value> {
    let everything = sample("everything.json").pointer("/issuer/endorsement/0").cloned().expect("an endorsement with every member");
    let mut bare = sample("endorsement.json");
    bare.as_object_mut().unwrap().remove("proof");
    vec![bare, everything]
}

const OF_A_BADGE: &[&str] =
    &["status-without-id", "single-value", "several-statuses", "status-entry", "old-context", "leap-second", "small-letters"];

const OFFICIAL: &[Official] = &[
    Official {
        file: "spec-gh-pages/achievementcredential.json",
        kind: Kind::Badge,
        samples: badges,
        at: "",
        shown: Value::clone,
        differences: OF_A_BADGE,
        least: (200, 2_000),
    },
    Official {
        file: "json-ld--ob_v3p0_achievementcredential_schema.json",
        kind: Kind::Badge,
        samples: badges,
        at: "",
        shown: Value::clone,
        differences: OF_A_BADGE,
        least: (200, 2_000),
    },
    Official {
        file: "spec-gh-pages/getopenbadgecredentialsresponse.json",
        kind: Kind::Badge,
        // The largest sample is compared twice above.
        samples: || vec![sample("everything.json"), sample("least.json")],
        at: "",
        shown: |badge| json!({"credential": [badge], "compactJwsString": ["e30.e30.AA"]}),
        differences: &["single-value", "old-context", "leap-second", "small-letters"],
        least: (20, 200),
    },
    Official {
        file: "spec-gh-pages/endorsementcredential.json",
        kind: Kind::Endorsement,
        samples: endorsements,
        at: "",
        shown: Value::clone,
        differences: &["status-without-id", "single-value", "several-statuses", "old-context", "leap-second", "small-letters"],
        least: (100, 500),
    },
    Official {
        file: "spec-gh-pages/profile.json",
        kind: Kind::Badge,
        samples: badges,
        at: "/issuer",
        shown: Value::clone,
        differences: &["status-without-id", "single-value", "several-statuses", "old-context", "leap-second", "small-letters"],
        least: (100, 500),
    },
];

// Said aloud when a schema is not here.
#[allow(clippy::print_stderr)]
fn published(official: &Official) -> Option<jsonschema::Validator> {
    let path = [env!("CARGO_MANIFEST_DIR"), "../shared/data/contexts/schemas", official.file].iter().collect::<PathBuf>();
    if !path.exists() {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    }
    Some(jsonschema::options().should_validate_formats(true).build(&read(path)).unwrap())
}

fn compare(official: &Official) {
    let Some(schema) = published(official) else { return };
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut good, mut bad) = (0, 0);
    let samples = (official.samples)();
    for (index, document) in samples.iter().enumerate() {
        let part = document.pointer(official.at).unwrap();
        let file = official.file;
        assert!(schema.is_valid(&(official.shown)(part)), "{file}: sample {index}");
        let own = |document: &Value| -> Vec<Fault> {
            // The root of a part is the whole document's affair: what it is, not what is in it.
            faults(document, official.kind)
                .into_iter()
                .filter(|fault| official.at.is_empty() || fault.path.starts_with(official.at))
                .collect()
        };
        assert_eq!(own(document).iter().filter(|fault| counts(fault)).collect::<Vec<_>>(), Vec::<&Fault>::new(), "{file}: sample {index}");
        let mutants = if index + 1 == samples.len() { mutants(part) } else { Vec::new() };
        for (what, mutant) in mutants.into_iter().filter(|(_, mutant)| official.at.is_empty() || mutant.is_object()) {
            let mut whole = document.clone();
            *whole.pointer_mut(official.at).unwrap() = mutant.clone();
            let accepts = schema.is_valid(&(official.shown)(&mutant));
            let found = own(&whole);
            if accepts != found.iter().any(counts) {
                if accepts {
                    good += 1;
                } else {
                    bad += 1;
                }
                continue;
            }
            let Some(why) = difference(&mutant, &found, accepts) else {
                panic!("{file}, sample {index}, {what}: the schema says {accepts}, ours: {found:#?}");
            };
            *used.entry(why).or_default() += 1;
        }
    }
    for name in official.differences {
        let why = DIFFERENCES.iter().find(|(known, _)| known == name).map(|(_, why)| why).expect("a reason");
        assert!(used.remove(name).is_some(), "{}: no mutant shows the difference {name} any more: {why}", official.file);
    }
    assert!(used.is_empty(), "{}: differences without a reason: {used:?}", official.file);
    assert!(good >= official.least.0 && bad >= official.least.1, "{}: {good} good, {bad} bad: too few to compare", official.file);
}

#[test]
fn our_rules_and_the_official_schemas_of_a_badge_find_the_same_documents_faulty() {
    OFFICIAL.iter().filter(|official| official.kind == Kind::Badge && official.at.is_empty()).for_each(compare);
}

#[test]
fn our_rules_and_the_official_schema_of_an_endorsement_find_the_same_documents_faulty() {
    OFFICIAL.iter().filter(|official| official.kind == Kind::Endorsement).for_each(compare);
}

#[test]
fn our_rules_and_the_official_schema_of_a_profile_find_the_same_documents_faulty() {
    OFFICIAL.iter().filter(|official| official.at == "/issuer").for_each(compare);
}

/// Each with what was done: every value replaced by others, every member dropped, one added to every
/// object, every value put into a list and taken out of one.
fn mutants(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for pointer in pointers(document) {
        let value = document.pointer(&pointer).unwrap();
        for replacement in replacements(value) {
            all.push((format!("{pointer} = {replacement}"), edited(document, &pointer, |place| *place = replacement.clone())));
        }
        if value.is_object() {
            all.push((format!("{pointer} + extra"), edited(document, &pointer, |place| place["extra"] = json!("x"))));
        }
        if let Some((parent, name)) = pointer.rsplit_once('/') {
            all.push((
                format!("{pointer} dropped"),
                edited(document, parent, |place| match place {
                    Value::Object(object) => drop(object.shift_remove(&name.replace("~1", "/"))),
                    Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                }),
            ));
        }
    }
    all
}

fn replacements(value: &Value) -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(7),
        json!(""),
        json!("x"),
        json!("ext:other"),
        json!("https://x.example/y"),
        json!([]),
        json!({}),
        json!([7]),
        json!(["x"]),
        json!([value]),
        json!([[value]]),
    ];
    if let Some(items) = value.as_array() {
        all.extend(items.first().cloned());
        all.push(Value::Array(items.iter().chain(items).cloned().collect()));
    }
    if let Some(text) = value.as_str() {
        all.push(json!(format!("{text}x")));
        all.push(json!(text.to_uppercase()));
        if text.ends_with("00:00Z") {
            for other in [
                "2026-11-20",
                "2026-11-20T11:00:00",
                "2026-11-20t11:00:00z",
                "2016-12-31T23:59:60Z",
                "2026-11-20T11:00:00.25-03:30",
                "2026-02-30T11:00:00Z",
                "2026-11-20 11:00:00Z",
                "2026-11-20T11:00Z",
            ] {
                all.push(json!(other));
            }
        }
        if text.contains("/ob/v3p0/context") {
            for other in ["context.json", "context-3.0.2.json", "context-3.0.9.json", "context-3.1.json", "context/ob_v3p0.jsonld"] {
                all.push(json!(format!("https://purl.imsglobal.org/spec/ob/v3p0/{other}")));
            }
        }
        for other in ["en", "zh-Hant-HK", "be-tarask", "Completed", "CFItem", "Badge", "emailAddress", "email", "Percent"] {
            all.push(json!(other));
        }
    }
    all.retain(|other| other != value);
    all
}

fn pointers(document: &Value) -> Vec<String> {
    fn visit(value: &Value, at: String, all: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                object.iter().for_each(|(name, member)| visit(member, format!("{at}/{}", name.replace('/', "~1")), all));
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| visit(item, format!("{at}/{index}"), all)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        all.push(at);
    }
    let mut all = Vec::new();
    visit(document, String::new(), &mut all);
    all
}

fn edited(document: &Value, pointer: &str, edit: impl FnOnce(&mut Value)) -> Value {
    let mut copy = document.clone();
    edit(copy.pointer_mut(pointer).unwrap());
    copy
}
