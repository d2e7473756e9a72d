//! The refresh service: asked once, reported beside, never able to change whose badge it is.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;

const SERVICE: &str = "https://badges.example.org/c/5srr4yy5xkz9e3v1tzf8q0a2mc.json";

fn unsigned() -> Value {
    badge_with("/refreshService", json!({"id": SERVICE, "type": "1EdTechCredentialRefresh"}))
}

fn newer() -> Value {
    with(with(unsigned(), "/validFrom", json!("2026-11-21T09:00:00Z")), "/description", json!("Leads a group through a hard session."))
}

fn refreshed_by(answer: Answer) -> Verdict {
    let mut known = known();
    known.answer(Need::Refreshed(SERVICE.to_owned()), answer);
    judge(sign(&unsigned()), &known)
}

fn line(verdict: &Verdict) -> (Outcome, String) {
    let line = verdict.checks().iter().find(|check| check.name == "refresh").unwrap();
    (line.outcome, line.evidence.clone())
}

#[test]
fn the_service_is_asked_once_and_only_for_a_confirmed_badge() {
    let asked = |badge: &Value, known: &Known| needs(&Presented::new(badge.to_string()), known).iter().cloned().collect::<Vec<_>>();
    let need = Need::Refreshed(SERVICE.to_owned());
    assert_eq!(asked(&sign(&unsigned()), &known()), std::slice::from_ref(&need));
    assert_eq!(asked(&with(sign(&unsigned()), "/name", json!("x")), &known()), [], "nothing on behalf of a forged one");
    let other = json!({"id": "https://badges.example.org/again", "type": "1EdTechCredentialRefresh"});
    let mut known = known();
    known.answer(need, found(&sign(&with(newer(), "/refreshService", other))));
    assert_eq!(asked(&sign(&unsigned()), &known), [], "never twice");
}

#[test]
fn the_same_edition_passes_and_a_newer_one_is_told() {
    let verdict = refreshed_by(found(&sign(&unsigned())));
    assert_eq!((verdict.word(), line(&verdict).0), ("valid", Outcome::Pass));
    let as_token = refreshed_by(Answer::Found { bytes: token(&unsigned()).into_bytes(), fetched_at: now() });
    assert_eq!(line(&as_token).0, Outcome::Pass, "the same in another form");
    let verdict = refreshed_by(found(&sign(&newer())));
    let (outcome, evidence) = line(&verdict);
    assert_eq!((verdict.word(), outcome), ("valid", Outcome::Warning));
    assert!(evidence.contains("newer edition, of 2026-11-21T09:00:00Z, which is valid"), "{evidence}");
    let shown = valid(&verdict);
    assert_eq!(shown.description(), "Leads a group through a session.", "what was presented is what is shown");
    let ended = with(newer(), "/validUntil", json!("2026-11-21T10:00:00Z"));
    let verdict = refreshed_by(found(&sign(&ended)));
    assert_eq!(verdict.word(), "valid");
    assert!(line(&verdict).1.contains("which is not valid"));
}

#[test]
fn nothing_that_the_service_says_changes_the_badge_its_issuer_or_its_verdict() {
    let method = did::key::verification_method_of(&stranger().verifying_key());
    let strangers = sign_as(&with(newer(), "/issuer/id", json!(did::key::did_of(&stranger().verifying_key()))), &stranger(), &method);
    let strangers = Answer::Found { bytes: strangers.to_string().into_bytes(), fetched_at: now() };
    let cases = [
        ("of another issuer", strangers, "its issuer is"),
        ("another badge", found(&sign(&with(newer(), "/id", json!("https://badges.example.org/c/other")))), "another badge"),
        ("an older edition", found(&sign(&with(newer(), "/validFrom", json!("2026-11-20T10:59:59Z")))), "older"),
        ("altered", found(&with(sign(&newer()), "/name", json!("x"))), "signature-intact"),
        ("unsigned", found(&newer()), "no proof"),
        ("signed by a stranger", found(&sign_as(&newer(), &stranger(), &method)), "key-of-issuer"),
        ("no badge", found(&json!({"id": SERVICE})), "type"),
        ("no document", Answer::Found { bytes: b"<html>".to_vec(), fetched_at: now() }, "JWT"),
        ("unreachable", Answer::Unreachable { why: "timeout".to_owned() }, "timeout"),
    ];
    for (what, answer, said) in cases {
        let verdict = refreshed_by(answer);
        let (outcome, evidence) = line(&verdict);
        assert_eq!((verdict.word(), outcome), ("valid", Outcome::Warning), "{what}: {evidence}");
        assert!(evidence.contains(said), "{what}: {evidence}");
        assert_eq!(valid(&verdict).issuer().id(), DID, "{what}");
    }
}

#[test]
fn a_service_of_another_kind_is_not_asked() {
    let other = badge_with("/refreshService", json!({"id": SERVICE, "type": "1EdTechJsonSchemaValidator2019"}));
    let verdict = judge(sign(&other), &known());
    assert_eq!((verdict.word(), line(&verdict).0), ("valid", Outcome::Warning));
    assert!(needs(&Presented::new(sign(&other).to_string()), &known()).is_empty());
}
