//! `verify --alone --with`: what was fetched before counts where it stands, and nowhere else.

use std::path::Path;

use serde_json::{Value, json};

use super::insignia;

const CONTEXT: &str = "https://w3id.org/openbadges/v2";
const SITE: &str = "https://issuer.example.org";

fn put(folder: &Path, file: &str, document: &Value) {
    std::fs::write(folder.join(file), document.to_string()).unwrap();
}

/// A hosted badge of Open Badges 2.0, its class and its issuer, each in a file.
fn hosted_badge(folder: &Path) {
    put(
        folder,
        "assertion.json",
        &json!({
            "@context": CONTEXT, "id": format!("{SITE}/assertion"), "type": "Assertion", "badge": format!("{SITE}/class"),
            "recipient": {"type": "email", "hashed": false, "identity": "ada@example.org"},
            "verification": {"type": "HostedBadge"}, "issuedOn": "2026-01-02T11:00:00Z"
        }),
    );
    put(
        folder,
        "class.json",
        &json!({
            "@context": CONTEXT, "id": format!("{SITE}/class"), "type": "BadgeClass", "issuer": format!("{SITE}/profile"),
            "name": "Facilitator", "description": "Leads a group", "image": format!("{SITE}/image.png"),
            "criteria": {"narrative": "Led three groups"}
        }),
    );
    put(
        folder,
        "profile.json",
        &json!({
            "@context": CONTEXT, "id": format!("{SITE}/profile"), "type": "Issuer", "name": "An Issuer", "url": SITE,
            "email": "badges@issuer.example.org"
        }),
    );
}

#[test]
fn a_hosted_badge_is_judged_by_documents_that_were_fetched_before() {
    let at = tempfile::tempdir().unwrap();
    hosted_badge(at.path());
    let verdict = |with: &[&str]| {
        let with: Vec<&str> = with.iter().flat_map(|file| ["--with", file]).collect();
        let run = insignia(at.path(), &[&["--json", "verify", "--alone", "assertion.json"][..], &with[..]].concat());
        (run.code, run.json()["verdict"].as_str().map(str::to_owned))
    };
    assert_eq!(verdict(&["assertion.json", "class.json", "profile.json"]), (0, Some("valid".to_owned())));
    assert_eq!(verdict(&["class.json", "profile.json"]), (2, Some("indeterminate".to_owned())), "a copy alone shows nothing");
    let elsewhere = format!("{SITE}/another=assertion.json");
    assert_eq!(verdict(&[&elsewhere, "class.json", "profile.json"]).0, 2, "it counts where it was said to stand");
    let there = format!("{SITE}/assertion=assertion.json");
    assert_eq!(verdict(&[&there, "class.json", "profile.json"]).0, 0);
}

#[test]
fn a_document_that_cannot_be_placed_is_refused_with_a_sentence() {
    let at = tempfile::tempdir().unwrap();
    hosted_badge(at.path());
    put(at.path(), "keys.json", &json!({"keys": []}));
    put(at.path(), "letter.json", &json!({"id": SITE, "dear": "all"}));
    std::fs::write(at.path().join("letter.txt"), "Dear all,").unwrap();
    let with = |named: &str| insignia(at.path(), &["verify", "--alone", "assertion.json", "--with", named]);
    with("keys.json").refused_saying(&["keys.json", "does not say where it stands", "--with ADDRESS=FILE"]);
    with(&format!("{SITE}/keys=keys.json")).refused_saying(&["/.well-known/jwks.json"]);
    with("letter.json").refused_saying(&["letter.json", "no badge asks for such a document"]);
    with("letter.txt").refused_saying(&["letter.txt", "neither JSON nor a JWT"]);
    with(SITE).refused_saying(&["names no file", "--with ADDRESS=FILE"]);
    let placed = with(&format!("{SITE}/.well-known/jwks.json=keys.json"));
    assert_eq!(placed.code, 2, "placed, and of no use to this badge: {placed:?}");
}
