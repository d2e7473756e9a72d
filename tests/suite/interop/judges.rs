//! The judges, where `npm ci` has been run in tests/npm and the published contexts are here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use insignia::vocabulary::Timestamp;
use serde_json::{Map, Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm");
const CONTEXTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/contexts");

/// Ready to be asked.
pub(super) struct Judges {
    contexts: PathBuf,
}

impl Judges {
    /// `None`, said aloud, where they cannot come.
    pub(super) fn summoned() -> Option<Self> {
        let contexts = PathBuf::from(CONTEXTS);
        let installed = ["@digitalbazaar/vc", "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite", "@digitalcredentials/verifier-core", "jose"];
        let installed = installed.map(|package| Path::new(FOLDER).join("node_modules").join(package));
        let installed = installed.iter().map(|package| (package, "run npm ci in tests/npm"));
        for (needed, remedy) in std::iter::once((&contexts, "the published contexts belong there")).chain(installed) {
            if !needed.exists() {
                // Written past the test harness, which swallows what a passing test prints.
                let _ = writeln!(std::io::stderr(), "interop NOT CHECKED: {} is not here; {remedy}", needed.display());
                return None;
            }
        }
        Some(Self { contexts })
    }

    /// Their answers, in order, when these documents can be fetched and it is `now`.
    pub(super) fn ask(&self, served: &Map<String, Value>, now: Timestamp, questions: &[Value]) -> Vec<Value> {
        let first = json!({ "ask": "serve", "documents": served, "now": now.as_ms() });
        let lines = std::iter::once(&first).chain(questions).map(|question| format!("{question}\n")).collect::<String>();
        let mut script = Command::new("node");
        script.arg("judge.mjs").arg(&self.contexts).current_dir(FOLDER).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script.spawn().expect("node");
        let mut input = child.stdin.take().expect("its input");
        let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().expect("its output");
        writer.join().expect("the writer").expect("all questions put");
        let answers = String::from_utf8(output.stdout).expect("UTF-8");
        let answers: Vec<Value> = answers.lines().map(|line| line.parse().expect("an answer")).collect();
        assert_eq!(answers.len(), questions.len() + 1, "node stopped early");
        for answer in &answers {
            assert!(answer.get("error").is_none(), "{}", answer["error"].as_str().unwrap_or_default());
        }
        answers.into_iter().skip(1).collect()
    }

    /// Why they refuse each of these badges; `None` for one that they accept.
    pub(super) fn refusals(&self, served: &Map<String, Value>, now: Timestamp, badges: &[Badge<'_>]) -> Vec<Option<String>> {
        let questions: Vec<Value> = badges.iter().map(Badge::question).collect();
        let answers = self.ask(served, now, &questions);
        answers.iter().map(|answer| why_refused(answer.get("refused").expect("an answer"))).collect()
    }
}

/// Only null accepts; whatever else is no reason in words is a mistake of the script, not a yes.
fn why_refused(answer: &Value) -> Option<String> {
    (!answer.is_null()).then(|| answer.as_str().unwrap_or_else(|| panic!("a reason in words, not {answer}")).to_owned())
}

/// A badge to be judged.
pub(super) enum Badge<'a> {
    /// By `@digitalbazaar/vc`.
    Json(&'a str),
    /// By `@digitalcredentials/verifier-core`.
    Core(&'a str),
    /// By `jose`, with the key in its own header.
    Token(&'a str),
    /// By `jose`, with this JWK, or this JWK set.
    TokenBy(&'a str, &'a Value),
}

impl Badge<'_> {
    fn question(&self) -> Value {
        match self {
            Self::Core(text) => json!({ "ask": "core", "text": text }),
            Self::Json(text) => json!({ "ask": "credential", "text": text }),
            Self::Token(text) => json!({ "ask": "token", "text": text }),
            Self::TokenBy(text, key) => json!({ "ask": "token", "text": text, "key": key }),
        }
    }
}
