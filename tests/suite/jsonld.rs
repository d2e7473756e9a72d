//! JSON-LD and RDFC-1.0 against the world: W3C suites, official vectors, other implementations.

// JSON values have many kinds; counts and skipped tests are said aloud.
#![allow(clippy::wildcard_enum_match_arm, clippy::print_stdout, clippy::print_stderr)]

mod generator;
mod jcs;
mod npm;
mod oracle;
mod suites;
mod vectors;

use std::collections::BTreeMap;
use std::path::PathBuf;

use insignia::standards::jsonld::Limits;
use serde_json::Value;

/// A folder or file of the published data; `None`, said aloud, where it is not there.
fn shared(path: &str) -> Option<PathBuf> {
    let found = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")).join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: {} is not here", found.display());
    None
}

fn text(path: PathBuf) -> String {
    std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

// The suites hold numbers that standards::json refuses, on purpose.
#[allow(clippy::disallowed_methods)]
fn read_json(path: PathBuf) -> Value {
    serde_json::from_str(&text(path.clone())).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// Limits out of the way of a suite that tests something else.
const WIDE: Limits =
    Limits { quads: 10_000, blank_nodes: 10_000, hash_n_degree_calls: 4_000, depth: 128, definitions: 1_000_000, text: 64 << 20 };

const FAILURES_SHOWN: usize = 40;

/// Which cases are known to differ and why; every other must pass, and these must not.
struct Exceptions {
    reasons: BTreeMap<String, String>,
    passed: usize,
    failures: Vec<String>,
}

impl Exceptions {
    fn read(file: &str) -> Self {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors")).join(file);
        let reasons = toml::from_str(&text(path)).expect("an exceptions file");
        Self { reasons, passed: 0, failures: Vec::new() }
    }

    fn judge(&mut self, case: &str, outcome: Result<(), String>) {
        match (outcome, self.reasons.contains_key(case)) {
            (Ok(()), false) => self.passed += 1,
            (Err(_), true) => {}
            (Ok(()), true) => self.failures.push(format!("{case} passes: take it out of the exceptions")),
            (Err(fault), false) => self.failures.push(format!("{case}: {fault}")),
        }
    }

    fn finish(self, suite: &str, cases: usize) {
        println!("{suite}: {} of {cases} cases pass, {} exceptions", self.passed, self.reasons.len());
        let shown = self.failures.iter().take(FAILURES_SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n");
        assert!(self.failures.is_empty(), "{suite}: {} failures\n{shown}", self.failures.len());
        assert_eq!(self.passed + self.reasons.len(), cases, "{suite}: an exception names no case");
    }
}

/// The lines that only one side has.
fn difference(ours: &Result<String, String>, theirs: &Result<String, String>) -> String {
    let lines = |form: &Result<String, String>| match form {
        Ok(form) => form.lines().map(str::to_owned).collect::<Vec<_>>(),
        Err(fault) => vec![format!("refused: {fault}")],
    };
    let (ours, theirs) = (lines(ours), lines(theirs));
    let only = |these: &[String], those: &[String], sign| {
        let shown = these.iter().filter(|line| !those.contains(line)).take(3).map(|line| format!("{sign} {line}"));
        shown.collect::<Vec<_>>().join("\n")
    };
    [only(&ours, &theirs, "ours  "), only(&theirs, &ours, "theirs")].join("\n")
}

/// The smallest document, by leaving parts out, on which two sides still differ.
fn shrunk(mut document: Value, mut differ: impl FnMut(&[Value]) -> Vec<bool>) -> Value {
    loop {
        let smaller = parts_left_out(&document);
        let Some(found) = differ(&smaller).into_iter().position(|differs| differs) else { return document };
        document = smaller.into_iter().nth(found).unwrap_or_default();
    }
}

/// All documents with one part left out, or one part in place of what held it.
fn parts_left_out(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let with = |inner: Option<Value>| {
                    let mut map = map.clone();
                    match inner {
                        Some(inner) => map.insert(key.clone(), inner),
                        None => map.shift_remove(key),
                    };
                    Value::Object(map)
                };
                found.push(with(None));
                found.extend(parts_left_out(inner).into_iter().map(|inner| with(Some(inner))));
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                let mut fewer = items.clone();
                fewer.remove(at);
                found.extend((!fewer.is_empty()).then_some(Value::Array(fewer)));
                found.extend(parts_left_out(inner).into_iter().map(|inner| {
                    let mut items = items.clone();
                    items[at] = inner;
                    Value::Array(items)
                }));
            }
            if let [single] = &items[..] {
                found.push(single.clone());
            }
        }
        _ => {}
    }
    found
}
