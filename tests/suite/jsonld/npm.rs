//! The npm packages `jsonld` and `rdf-canonize` as judges, where `npm ci` has been run in tests/npm.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use insignia::standards::jsonld::{Contexts, Limits, Mode, canonicalize, parse_nquads, to_rdf};
use serde_json::{Value, json};

use super::generator::{Dice, badge, odd};
use super::shared;

const LIMITS: Limits =
    Limits { quads: 5_000, blank_nodes: 2_000, hash_n_degree_calls: 4_000, depth: 64, definitions: 1_000_000, text: 64 << 20 };

/// Answers of the script, one for each question; `None`, said aloud, where it cannot run.
#[allow(clippy::disallowed_methods)]
fn ask(questions: &[Value]) -> Option<Vec<Result<String, String>>> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm"));
    let contexts = shared("contexts")?;
    if !folder.join("node_modules/jsonld").exists() {
        eprintln!("skipped: run npm ci in {}", folder.display());
        return None;
    }
    let mut script = Command::new("node");
    script.arg(folder.join("jsonld_canon.mjs")).arg(contexts).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = script.spawn().expect("node");
    let mut input = child.stdin.take().expect("its input");
    let lines = questions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("its output");
    writer.join().expect("the writer").expect("all questions put");
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    let answer = |line: &str| {
        let answer: Value = serde_json::from_str(line).expect("an answer");
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        text("nquads").ok_or_else(|| text("error").unwrap_or_default())
    };
    let answers = answers.lines().map(answer).collect::<Vec<_>>();
    assert_eq!(answers.len(), questions.len(), "node stopped early");
    Some(answers)
}

fn ours(document: &Value, contexts: &Contexts, mode: Mode) -> Result<String, String> {
    let dataset = to_rdf(document, contexts, mode, &LIMITS).map_err(|fault| fault.to_string())?;
    canonicalize(&dataset, &LIMITS).map_err(|fault| fault.to_string())
}

/// Where we refuse what npm signs: it loses these without a word, or writes what others do not.
const STRICTER: [&str; 8] = [
    "null would be lost",
    "keyword that belongs in a context",
    "index would be lost",
    "key of a value",
    "belongs to no property",
    "invalid value object",
    "the number",
    "\"\" is not an absolute IRI",
];

/// Compares safe mode on generated documents.
fn compare(seeds: std::ops::Range<u64>, document: fn(&mut Dice) -> Value) {
    let documents = seeds.clone().map(|seed| document(&mut Dice::new(seed))).collect::<Vec<_>>();
    let questions = documents.iter().map(|document| json!({ "document": document, "safe": true })).collect::<Vec<_>>();
    let Some(answers) = ask(&questions) else { return };
    let (mut equal, mut refused, mut stricter, mut faults) = (0, 0, 0, Vec::new());
    for ((seed, document), theirs) in seeds.zip(&documents).zip(answers) {
        match (ours(document, Contexts::known(), Mode::Safe), theirs) {
            (Ok(ours), Ok(theirs)) if ours == theirs => equal += 1,
            (Err(_), Err(_)) => refused += 1,
            (Err(fault), Ok(_)) if STRICTER.iter().any(|reason| fault.contains(reason)) => stricter += 1,
            (ours, theirs) => faults.push(format!("seed {seed}\n{}", super::difference(&ours, &theirs))),
        }
    }
    println!("npm: {equal} canonical forms equal, {refused} documents refused by both, {stricter} only by us");
    assert!(equal > 20, "only {equal} were accepted");
    assert!(faults.is_empty(), "{} differ; the first:\n{}", faults.len(), faults[..faults.len().min(12)].join("\n"));
}

#[test]
fn badges_have_the_canonical_form_that_npm_finds() {
    compare(0..400, badge);
}

#[test]
fn odd_documents_have_the_canonical_form_that_npm_finds() {
    compare(0..2_000, odd);
}

#[test]
fn npm_decides_as_we_do_where_other_crates_differ() {
    let documents = [
        // A node related to itself, for rdf-canon.
        json!({ "@id": "_:n", "ex:t3": { "@id": "_:n" }, "ex:t7": {} }),
        // A graph within one of a malformed name.
        json!({ "@context": { "t": { "@id": "ex:p", "@container": "@id" } }, "t": { "@graph": { "@graph": { "@graph": { "ex:q": "a" } } } } }),
        // Two kinds of exceptions of json-ld: tests/vectors/generated-documents.toml.
        json!({
            "@context": {
                "t": { "@id": "ex:p", "@container": "@list" },
                "C": { "@id": "ex:C", "@context": { "t": { "@id": "ex:p", "@container": "@type" } } }
            },
            "@type": "C", "t": { "ex:D": [{}] }
        }),
        json!({
            "@context": {
                "m": { "@id": "ex:m", "@container": "@type" },
                "C": { "@id": "ex:C", "@context": { "n": "ex:n", "t": "ex:t", "@language": "en" } }
            },
            "m": { "C": { "t": "a", "n": { "ex:t": "b", "t": "c" } } }
        }),
    ];
    let questions = documents.iter().map(|document| json!({ "document": document, "safe": false })).collect::<Vec<_>>();
    let Some(answers) = ask(&questions) else { return };
    for (document, theirs) in documents.iter().zip(answers) {
        assert_eq!(ours(document, Contexts::known(), Mode::Lax), theirs, "{document}");
    }
}

#[test]
fn npm_reads_our_statements_and_we_read_theirs() {
    let documents = (0..50).map(|seed| badge(&mut Dice::new(seed)));
    let forms = documents.filter_map(|document| ours(&document, Contexts::known(), Mode::Safe).ok()).collect::<Vec<_>>();
    let Some(answers) = ask(&forms.iter().map(|form| json!({ "nquads": form })).collect::<Vec<_>>()) else { return };
    for (ours, theirs) in forms.iter().zip(answers) {
        let theirs = theirs.expect("statements");
        assert_eq!(*ours, theirs);
        let read = parse_nquads(&theirs).expect("statements");
        assert_eq!(canonicalize(&read, &LIMITS).as_ref(), Ok(ours));
    }
}
