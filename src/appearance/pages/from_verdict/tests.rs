//! Real badges through the real verifier onto a page.

use serde_json::{Value, json};

use super::*;
use crate::appearance::pages::credential::{CredentialPage, Files, WithheldView};
use crate::appearance::pages::{Chosen, Pages, Reader, embedded_messages};
use crate::appearance::sample_badge::signed;
use crate::appearance::templates::Templates;
use crate::verifier::recipient::{Difference, IdentifiedBy, Silence};
use crate::verifier::{Known, Presented, verify};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn judged(badge: &Value, now: &str) -> Verdict {
    verify(&Presented::new(badge.to_string()), &Known::strict(), at(now))
}

fn addresses() -> Addresses {
    Addresses::new("https://badges.example.org".parse().unwrap())
}

fn read(verdict: &Verdict) -> Option<Signed> {
    let addresses = addresses();
    let register = OurRegister { addresses: &addresses, issuer_page: &|_| None };
    verdict.signed().map(|badge| Signed::of(badge, &register))
}

fn shown(verdict: &Verdict, now: &str) -> String {
    let pages = Pages::new(&Templates::embedded(), embedded_messages().unwrap().into(), &addresses(), "Insignia").unwrap();
    let page = CredentialPage {
        code: String::new(),
        address: String::new(),
        qr: None,
        verdict: VerdictView::of(verdict, at(now)),
        signed: read(verdict),
        question: String::new(),
        recipient: None,
        withheld: WithheldView::default(),
        showing: String::new(),
        shown: None,
        translation: None,
        attestations: Vec::new(),
        files: Files::Withheld,
        preview: None,
    };
    let reader =
        Reader { language: LanguageTag::english(), paper: LanguageTag::english(), chosen: Chosen::InAddress, path: "/c/x".to_owned() };
    pages.render(&page, &reader).unwrap().into_string()
}

const NOW: &str = "2026-11-21T11:00:00Z";

#[test]
fn a_genuine_badge_is_shown_with_what_was_signed() {
    let verdict = judged(&signed(|_| ()), NOW);
    assert_eq!(verdict.word(), "valid", "{:?}", verdict.checks());
    let read = read(&verdict).unwrap();
    assert_eq!(read.holder.names, ["Ганна"]);
    assert_eq!(read.level, Some(Wording::english("Advanced")));
    assert_eq!(read.criteria, [Wording::english("Plans and leads.")]);
    assert_eq!(read.image.as_deref(), Some("https://badges.example.org/badges/facilitator/1.0.png"));
    assert_eq!(read.evidence.len(), 2);
    let html = shown(&verdict, NOW);
    assert!(html.contains(">Genuine and current</p>") && html.contains("<bdi>Ганна</bdi>") && html.contains("Led two sessions."));
    assert!(!html.contains("sha256$"), "a hashed address is not shown");
}

#[test]
fn a_capacity_is_shown_with_the_level_that_certifies_it() {
    let verdict = judged(
        &signed(|badge| {
            let class = &mut badge["credentialSubject"]["achievement"];
            let capacity = class["alignment"].clone();
            class.as_object_mut().unwrap().shift_remove("alignment");
            class["resultDescription"][0]["rubricCriterionLevel"][1]["alignment"] = capacity;
        }),
        NOW,
    );
    let capacities = read(&verdict).unwrap().capacities;
    assert_eq!(capacities.len(), 1);
    assert_eq!((capacities[0].label.text.as_str(), &capacities[0].level), ("Facilitation", &Some(Wording::english("Advanced"))));
}

#[test]
fn a_capacity_of_the_class_that_the_level_certifies_too_stands_once() {
    let verdict = judged(
        &signed(|badge| {
            let class = &mut badge["credentialSubject"]["achievement"];
            let capacity = class["alignment"].clone();
            let mut other = capacity[0].clone();
            other["targetUrl"] = json!("https://badges.example.org/capacities/core-2019/legal");
            class["alignment"].as_array_mut().unwrap().push(other);
            class["resultDescription"][0]["rubricCriterionLevel"][1]["alignment"] = capacity;
        }),
        NOW,
    );
    let capacities = read(&verdict).unwrap().capacities;
    let levels: Vec<_> = capacities.iter().map(|capacity| capacity.level.as_ref().map(|level| level.text.as_str())).collect();
    assert_eq!(levels, [Some("Advanced"), None]);
}

#[test]
fn an_expired_badge_says_when_and_shows_what_was_signed() {
    let verdict = judged(&signed(|_| ()), "2030-01-01T00:00:00Z");
    let html = shown(&verdict, "2030-01-01T00:00:00Z");
    assert!(html.contains(">Not valid: expired</p>") && html.contains("2029-11-20T11:00:00Z") && html.contains("Ганна"));
}

#[test]
fn of_an_altered_badge_nothing_is_shown() {
    let mut badge = signed(|_| ());
    badge["credentialSubject"]["identifier"][0]["identityHash"] = json!("Мальована");
    let verdict = judged(&badge, NOW);
    assert!(read(&verdict).is_none());
    let html = shown(&verdict, NOW);
    assert!(html.contains(">Not valid: altered after it was signed</p>") && !html.contains("Мальована"));
}

#[test]
fn what_a_foreign_badge_links_to_cannot_run_or_load_anything() {
    let verdict = judged(
        &signed(|badge| {
            let class = &mut badge["credentialSubject"]["achievement"];
            class["alignment"][0]["targetUrl"] = json!("javascript:alert(1)");
            class["image"]["id"] = json!("https://tracker.example/pixel.png");
            badge["issuer"]["url"] = json!("javascript:alert(2)");
            badge["issuer"]["name"] = json!("</bdi><script>alert(3)</script>");
        }),
        NOW,
    );
    let html = shown(&verdict, NOW);
    for banned in ["href=\"javascript", "tracker.example", "<script>"] {
        assert!(!html.contains(banned), "{banned}");
    }
}

#[test]
fn a_badge_in_no_stated_language_is_marked_so() {
    let verdict = judged(&signed(|b| drop(b["credentialSubject"]["achievement"].as_object_mut().unwrap().shift_remove("inLanguage"))), NOW);
    assert!(shown(&verdict, NOW).contains("<h1><span lang=\"und\" dir=\"auto\">Facilitator</span></h1>"));
}

#[test]
fn criteria_are_read_line_by_line() {
    assert_eq!(lines("- Plans\n\n* Leads – well\n  • Reports\nEnds").collect::<Vec<_>>(), ["Plans", "Leads – well", "Reports", "Ends"]);
}

/// Stable names in the verifier's source, so that a new one cannot be forgotten here.
fn names_in_source(file: &str, before: &str) -> Vec<String> {
    let path = format!("{}/src/verifier/{file}", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(&path).unwrap();
    source.split(before).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Every file below a folder of the verifier's source.
fn files_below(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(format!("{}/src/verifier/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let named = entries.map(|entry| (entry.as_ref().unwrap().file_type().unwrap().is_dir(), entry.unwrap().file_name()));
    let below = named.map(|(is_dir, name)| (is_dir, format!("{folder}/{}", name.to_string_lossy())));
    below.flat_map(|(is_dir, name)| if is_dir { files_below(&name) } else { vec![name] }).collect()
}

#[test]
fn every_reason_doubt_and_check_of_the_verifier_has_its_words() {
    let messages = embedded_messages().unwrap();
    let has = |key: &str| {
        for language in messages.languages() {
            assert!(messages.raw(key, language).is_some(), "no message {key} in {language}");
        }
    };
    let source = names_in_source("verdict.rs", "=> \"");
    let codes: Vec<_> =
        source.iter().filter(|c| !["valid", "invalid", "indeterminate"].contains(&c.as_str()) && !c.contains("pass")).collect();
    assert!(codes.len() > 18, "{codes:?}");
    let outcomes = ["fail", "could-not-check", "not-applicable", "warning"];
    for code in codes.iter().filter(|code| !outcomes.contains(&code.as_str())) {
        has(&format!("reason-{code}-means"));
        has(&format!("reason-{code}-do"));
    }
    let doubts =
        ["not-fetched", "unsupported", "unknown-context", "issuer-unreachable", "key-not-confirmed", "status-not-shown", "status-unknown"];
    for reason in codes.iter().filter(|code| !outcomes.contains(&code.as_str()) && !doubts.contains(&code.as_str())) {
        has(&format!("reason-{reason}"));
    }
    let files = files_below("checks").into_iter().chain(files_below("open_badges_2")).chain(["examination.rs".to_owned()]);
    let checks: Vec<String> = files.flat_map(|file| names_in_source(&file, "name: \"")).collect();
    assert!(checks.len() >= 20, "{checks:?}");
    for check in checks {
        has(&format!("check-name-{check}"));
    }
    // After "Not valid:" these read as `replaced` does.
    for key in
        ["replaced-badge-means", "replaced-badge-do", "replaced-coming-means", "replaced-coming-do", "replaced-by", "replaced-badge-by"]
    {
        has(&format!("reason-{key}"));
    }
    let by = IdentifiedBy::ALL.iter().map(|by| format!("recipient-same-{}", by.word()));
    let differences = Difference::ALL.iter().map(|difference| format!("recipient-differs-{}", difference.word()));
    let silences = Silence::ALL.iter().map(|silence| format!("recipient-cannot-say-{}", silence.word()));
    for key in by.chain(differences).chain(silences) {
        has(&key);
    }
}
