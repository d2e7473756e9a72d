//! The process that writes archival certificates, as the program calls it.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use insignia::appearance::artwork::Accent;
use insignia::appearance::certificate::content::{CodeText, Content, Field, Said};
use insignia::appearance::templates::Templates;
use insignia::standards::bake;
use insignia::vocabulary::Timestamp;
use serde_json::{Value, json};

const CREDENTIAL: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"]}"#;

/// How it ended, the file, and what it said.
fn written(order: &[u8]) -> (Option<i32>, Vec<u8>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_insignia"))
        .arg("archival-writer")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("its input").write_all(order).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), output.stdout, String::from_utf8(output.stderr).expect("it speaks UTF-8"))
}

fn order(holder: &str) -> Value {
    let said = |text: &str| vec![Said { text: text.to_owned(), language: "en".parse().expect("a tag") }];
    let link = "https://badges.example.org/c/01hq3v5k8m2n4p6r7s9t0w1x2y";
    let texts = [
        (Field::Heading, "Certificate"),
        (Field::Holder, holder),
        (Field::Class, "Facilitator"),
        (Field::Issuer, "Issued by Wikimedia Exampleland"),
        (Field::Awarded, "Awarded on 1 March 2026"),
        (Field::Valid, "Valid without end"),
        (Field::Address, "badges.example.org"),
        (Field::Code, "01HQ-3V5K-8M2N-4P6R-7S9T-0W1X-2YAB"),
    ];
    let content = Content {
        language: "en".parse().expect("a tag"),
        title: "Certificate: Facilitator".to_owned(),
        texts: texts.into_iter().map(|(field, text)| (field, said(text))).collect::<BTreeMap<_, _>>(),
        accent: Accent::drawn(),
        badge: None,
        code: Some(CodeText { scanned: link.to_uppercase(), link: link.to_owned(), said: "To be scanned".to_owned() }),
        made_at: Timestamp::parse("2026-03-01T09:30:00Z").expect("an instant"),
        credential: Some(CREDENTIAL.to_owned()),
        attached: "The signed badge".to_owned(),
    };
    let templates = Templates::embedded();
    let svg = templates.text("certificates/a4-landscape.svg").expect("the template");
    json!({ "template": "a4-landscape", "svg": svg, "contents": [content], "fonts": [] })
}

#[test]
fn an_order_becomes_an_archival_file_with_the_credential_the_same_bytes_each_time() {
    let order = order("Анна Шевчук").to_string();
    let (code, file, said) = written(order.as_bytes());
    assert_eq!((code, said.as_str()), (Some(0), ""), "{said}");
    assert_eq!(bake::pdf::extract(&file).expect("a badge").text, CREDENTIAL);
    let text = String::from_utf8_lossy(&file);
    assert!(text.contains("<pdfaid:part>3") && text.contains("<pdfuaid:part>1"), "the file says what it is");
    assert_eq!(written(order.as_bytes()).1, file);
}

#[test]
fn an_order_that_cannot_be_written_is_a_sentence_and_no_file() {
    let mut misspelt = order("Anna");
    misspelt["font"] = json!([]);
    let mut drawing = order("Anna");
    drawing["svg"] = json!("<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let orders = [
        ("{".to_owned(), "the order is no JSON"),
        (misspelt.to_string(), "the order is none"),
        (drawing.to_string(), "a4-landscape"),
        (order("Anna \u{10_ffff}").to_string(), "the box \"holder\""),
    ];
    for (order, reason) in orders {
        let (code, file, said) = written(order.as_bytes());
        assert_eq!((code, file.len()), (Some(1), 0), "{reason}");
        assert!(said.starts_with("insignia: ") && said.contains(reason), "{said}");
    }
}

#[test]
fn a_preview_for_an_archive_is_what_the_other_process_wrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = super::insignia(folder.path(), &["certificate", "preview", "--archival", "--language", "uk", "--out", "out"]).done();
    assert!(run.out.contains("1 of 1 samples"), "{run:?}");
    let file = std::fs::read(folder.path().join("out/uk.pdf")).expect("the file");
    assert!(String::from_utf8_lossy(&file).contains("<pdfaid:conformance>A"));
}

#[test]
fn the_help_does_not_speak_of_it() {
    let help = Command::new(env!("CARGO_BIN_EXE_insignia")).arg("--help").output().expect("the program runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("verify") && !help.contains("archival-writer"), "{help}");
}
