//! Canonical JSON (RFC 8785) beside ECMAScript itself, where `node` is installed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use insignia::standards::json::{Limits, canonical, parse};
use insignia::vocabulary::Chance;
use serde_json::{Map, Number, Value};

/// What node writes for each document; `None`, said aloud, where it is not installed.
fn ask(documents: &[String]) -> Option<Vec<String>> {
    let mut script = Command::new("node");
    script.arg(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm/jcs.mjs"))).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = script.spawn() else {
        eprintln!("skipped: node is not installed");
        return None;
    };
    let mut input = child.stdin.take().expect("its input");
    let lines = documents.join("\n");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("its output");
    writer.join().expect("the writer").expect("all documents put");
    let answers: Vec<String> = String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), documents.len(), "node stopped early");
    Some(answers)
}

/// Any double: all exponents, also the subnormal ones.
fn number(chance: &Chance) -> Value {
    let drawn = f64::from_bits(u64::from_le_bytes(chance.bytes()));
    let near = f64::from(chance.below(1 << 20)) / 1000.0;
    let value = if chance.below(3) == 0 { near } else { drawn };
    Number::from_f64(value).map_or(Value::from(chance.below(u32::MAX)), Value::Number)
}

fn text(chance: &Chance) -> String {
    let character = || match chance.below(6) {
        0 => char::from_u32(chance.below(0x20)),
        1 => char::from_u32(0xe000 + chance.below(0x2000)),
        2 => char::from_u32(0x1_f600 + chance.below(0x50)),
        3 => char::from_u32(chance.below(0x11_0000)),
        4 => Some(['"', '\\', '/', '\u{7f}', '\u{2028}'][usize::try_from(chance.below(5)).expect("small")]),
        _ => char::from_u32(0x20 + chance.below(0x5f)),
    };
    (0..chance.below(8)).filter_map(|_| character()).collect()
}

fn value(chance: &Chance, depth: u32) -> Value {
    match chance.below(if depth == 0 { 4 } else { 7 }) {
        0 => number(chance),
        1 => Value::String(text(chance)),
        2 => Value::Bool(chance.below(2) == 0),
        3 => Value::Null,
        4 => Value::Array((0..chance.below(4)).map(|_| value(chance, depth - 1)).collect()),
        _ => Value::Object((0..chance.below(6)).map(|_| (text(chance), value(chance, depth - 1))).collect::<Map<_, _>>()),
    }
}

#[test]
fn canonical_json_is_what_ecmascript_writes() {
    let chance = Chance::seeded(8785);
    let mut documents: Vec<String> = (0..60_000).map(|_| Value::Array(vec![number(&chance)]).to_string()).collect();
    documents.extend((0..40_000).map(|_| value(&chance, 3).to_string()));
    let Some(answers) = ask(&documents) else { return };
    let mut compared = 0;
    for (document, theirs) in documents.iter().zip(answers) {
        let ours = parse(document.as_bytes(), &Limits::default()).map(|value| canonical(&value));
        let ours = ours.unwrap_or_else(|fault| panic!("{document}: {fault}"));
        assert_eq!(ours.as_deref(), Ok(theirs.as_str()), "{document}");
        compared += 1;
    }
    println!("ECMAScript: {compared} canonical forms equal");
    assert_eq!(compared, 100_000);
}
