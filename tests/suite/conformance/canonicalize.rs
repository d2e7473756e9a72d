//! `insignia conformance canonicalize`: the W3C cases of RDFC-1.0 through the program's streams.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Exit code, output, and what stands on the error stream.
fn canonicalize(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_insignia"))
        .args(["conformance", "canonicalize"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // A program that refuses early need not read to the end.
    let _ = child.stdin.take().expect("an input").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn assert_refused(arguments: &[&str], input: &[u8], words: &str) {
    let (code, out, err) = canonicalize(arguments, input);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains(words) && err.trim().lines().count() == 1, "{err}");
}

#[test]
fn every_w3c_case_comes_out_byte_for_byte_and_poison_ends_in_a_sentence() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/rdf-canon/tests"));
    if !folder.exists() {
        eprintln!("skipped: {} is not here", folder.display());
        return;
    }
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let manifest: Value = String::from_utf8(read("manifest.jsonld")).unwrap().parse().unwrap();
    let (mut compared, mut refused) = (0, 0);
    for case in manifest["entries"].as_array().expect("cases") {
        let name = |member: &str| case[member].as_str().unwrap_or_default();
        let hash: &[&str] = if name("hashAlgorithm") == "SHA384" { &["--hash", "sha384"] } else { &[] };
        match name("type") {
            "rdfc:RDFC10EvalTest" => {
                let found = canonicalize(hash, &read(name("action")));
                assert_eq!(found, (0, String::from_utf8(read(name("result"))).unwrap(), String::new()), "{}", name("id"));
                compared += 1;
            }
            "rdfc:RDFC10NegativeEvalTest" => {
                let began = Instant::now();
                assert_refused(hash, &read(name("action")), "cannot be told apart");
                assert!(began.elapsed() < Duration::from_secs(10), "{}", name("id"));
                refused += 1;
            }
            // Which label became which is compared where the library is tested.
            other => assert_eq!(other, "rdfc:RDFC10MapTest"),
        }
    }
    assert!(compared >= 60 && refused >= 1, "{compared} compared, {refused} refused");
}

#[test]
fn statements_come_out_sorted_once_and_without_their_comments() {
    let input = "# mine\n_:x <urn:p> \"b\\u0041\" .\n<urn:s> <urn:p> _:x <urn:g> .\n\n_:x <urn:p> \"bA\" . # again\n";
    let expected = "<urn:s> <urn:p> _:c14n0 <urn:g> .\n_:c14n0 <urn:p> \"bA\" .\n";
    assert_eq!(canonicalize(&[], input.as_bytes()), (0, expected.to_owned(), String::new()));
    assert_eq!(canonicalize(&["--hash", "sha384"], input.as_bytes()).1, expected);
    // A program that asked for JSON elsewhere still gets N-Quads.
    assert_eq!(canonicalize(&["--json"], input.as_bytes()).1, expected);
    assert_eq!(canonicalize(&[], b""), (0, String::new(), String::new()), "a dataset may be empty");
}

#[test]
fn what_is_not_n_quads_is_refused_with_its_line() {
    assert_refused(&[], b"<urn:s> <urn:p> \"o\" .\n<urn:s> <urn:p> \"o\"\n", "line 2 is not an N-Quads statement: ");
    assert_refused(&[], b"<urn:s> <p> \"o\" .\n", "an absolute IRI");
    assert_refused(&[], b"{\"@context\": []}", "line 1");
    assert_refused(&[], b"<urn:s> <urn:p> \"\xff\" .\n", "not UTF-8");
    assert_refused(&[], &vec![b'\n'; (16 << 20) + 1], "larger than 16 MiB");
    let many: String = (0..=10_000).map(|at| format!("_:a{at} <urn:p> \"{at}\" .\n")).collect();
    assert_refused(&[], many.as_bytes(), "10001 blank nodes");
    assert_eq!(canonicalize(&["--hash", "md5"], b"").0, 2);
}
