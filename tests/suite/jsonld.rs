//! JSON-LD and RDFC-1.0 against the world: W3C suites, official vectors, other implementations.

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
const WIDE: Limits = Limits { quads: 10_000, blank_nodes: 10_000, hash_n_degree_calls: 4_000, depth: 128, definitions: 1_000_000 };

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
        assert!(self.failures.is_empty(), "{suite}: {} failures\n{}", self.failures.len(), self.failures.join("\n"));
        assert_eq!(self.passed + self.reasons.len(), cases, "{suite}: an exception names no case");
    }
}
