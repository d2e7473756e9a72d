//! Our rules beside the official JSON schema: over good documents and thousands of mutations both
//! find the same documents faulty, but for the differences named here, each with its reason.

use std::collections::BTreeMap;
use std::path::PathBuf;

use insignia::standards::document::rules::{Fault, Kind, Origin, Weight, faults};
use insignia::standards::json;
use serde_json::{Value, json};

const SCHEMA: &str = "contexts/schemas/spec-gh-pages/achievementcredential.json";

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

// Said aloud when the schema is not here.
#[allow(clippy::print_stderr)]
#[test]
fn our_rules_and_the_official_schema_find_the_same_documents_faulty() {
    let path = [env!("CARGO_MANIFEST_DIR"), "../shared/data", SCHEMA].iter().collect::<PathBuf>();
    if !path.exists() {
        eprintln!("skipped: {} is not here", path.display());
        return;
    }
    let schema = jsonschema::options().should_validate_formats(true).build(&read(path)).unwrap();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut good, mut bad) = (0, 0);
    for name in ["ours.json", "least.json", "everything.json"] {
        let document = sample(name);
        assert!(schema.is_valid(&document), "{name}");
        assert_eq!(faults(&document, Kind::Badge).iter().filter(|fault| counts(fault)).collect::<Vec<_>>(), Vec::<&Fault>::new(), "{name}");
        // The last has every member that the others have.
        let mutants = if name == "ours.json" { Vec::new() } else { mutants(&document) };
        for (what, mutant) in mutants {
            let accepts = schema.is_valid(&mutant);
            let found = faults(&mutant, Kind::Badge);
            if accepts != found.iter().any(counts) {
                if accepts {
                    good += 1;
                } else {
                    bad += 1;
                }
                continue;
            }
            let Some(why) = difference(&mutant, &found, accepts) else {
                panic!("{name}, {what}: the schema says {accepts}, ours: {found:#?}");
            };
            *used.entry(why).or_default() += 1;
        }
    }
    for (name, why) in DIFFERENCES {
        assert!(used.remove(name).is_some(), "no mutant shows the difference {name} any more: {why}");
    }
    assert!(used.is_empty(), "differences without a reason: {used:?}");
    assert!(good >= 200 && bad >= 2_000, "{good} good, {bad} bad: too few to compare");
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
