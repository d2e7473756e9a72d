//! Status lists in every form that issuers use, and each way in which one must not be believed.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;
use crate::standards::proof::outside;
use crate::standards::status::{Bitstring, LEAST_ENTRIES};

fn evidence(verdict: &Verdict, name: &str) -> String {
    let lines = verdict.checks().iter().filter(|check| check.name == name).map(|check| check.evidence.clone());
    lines.collect::<Vec<_>>().join("; ")
}

fn fetched(list: &Value, seconds_ago: i64) -> Answer {
    Answer::Found { bytes: list.to_string().into_bytes(), fetched_at: now().plus_seconds(-seconds_ago) }
}

fn with_answer(answer: Option<Answer>) -> Verdict {
    let mut known = Known::strict();
    known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    if let Some(answer) = answer {
        known.answer(Need::StatusList(LIST.to_owned()), answer);
    }
    judge(sign(&badge()), &known)
}

/// Stale, swapped, replayed, of another issuer or purpose: sixteen lists that must not be believed, in
/// the order of the specification, each with the name of its error.
#[test]
fn a_list_that_must_not_be_believed_leaves_the_status_unknown_and_names_the_error() {
    let good = unsigned_list(LIST, "revocation", &[]);
    let of = |pointer: &str, value: Value| fetched(&sign(&with(good.clone(), pointer, value)), 0);
    let bits = |count: usize| json!(Bitstring::new(count).encode());
    let strangers = did::key::did_of(&stranger().verifying_key());
    let by_stranger = sign_as(&with(good.clone(), "/issuer", json!(strangers)), &stranger(), &strangers);
    let unlisted = sign_as(&good, &stranger(), &format!("{DID}#k"));
    let endless = sign(&without(good.clone(), "/credentialSubject/ttl"));
    let (retrieval, verification) = ("STATUS_RETRIEVAL_ERROR", "STATUS_VERIFICATION_ERROR");
    let cases: [(&str, Option<Answer>, &str); 16] = [
        ("not fetched", None, retrieval),
        ("unreachable", Some(Answer::Unreachable { why: "timeout".to_owned() }), retrieval),
        ("stale beyond its ttl", Some(fetched(&sign(&good), 61)), retrieval),
        ("stale beyond an hour", Some(fetched(&endless, 3_601)), retrieval),
        ("no list", Some(Answer::Found { bytes: b"<html>".to_vec(), fetched_at: now() }), verification),
        ("unsigned", Some(fetched(&good, 0)), verification),
        ("altered", Some(fetched(&with(sign(&good), "/validFrom", json!("2026-11-21T10:00:01Z")), 0)), verification),
        ("signed by a key that nobody lists", Some(fetched(&unlisted, 0)), verification),
        ("of another issuer", Some(fetched(&by_stranger, 0)), verification),
        ("swapped for the list of another address", Some(of("/id", json!(format!("{LIST}-2")))), verification),
        ("of another purpose", Some(of("/credentialSubject/statusPurpose", json!("suspension"))), verification),
        ("of tomorrow", Some(of("/validFrom", json!("2026-11-22T10:00:00Z"))), verification),
        ("replayed after its end", Some(of("/validUntil", json!("2026-11-21T10:54:59Z"))), verification),
        ("damaged", Some(of("/credentialSubject/encodedList", json!("uH4sIAAAAAAAA"))), verification),
        ("too short", Some(of("/credentialSubject/encodedList", bits(LEAST_ENTRIES - 8))), "STATUS_LIST_LENGTH_ERROR"),
        ("with an index behind its end", None, "RANGE_ERROR"),
    ];
    for (what, answer, code) in cases {
        let verdict = if code == "RANGE_ERROR" {
            let beyond = sign(&badge_with("/credentialStatus/statusListIndex", json!(LEAST_ENTRIES.to_string())));
            judge(beyond, &known())
        } else {
            with_answer(answer)
        };
        assert!(matches!(doubt(&verdict), Doubt::StatusUnknown(_)), "{what}: {:?}", doubt(&verdict));
        let said = evidence(&verdict, "revocation");
        assert!(said.starts_with(&format!("{code}: ")), "{what}: {said}");
        assert_eq!(outcome(&verdict, "revocation"), Outcome::CouldNotCheck, "{what}");
    }
    assert_eq!(with_answer(Some(fetched(&sign(&good), 60))).word(), "valid", "the one that may be believed");
}

#[test]
fn dates_of_a_list_may_differ_by_five_minutes() {
    let good = unsigned_list(LIST, "revocation", &[]);
    for (member, instant, word) in [
        ("validFrom", "2026-11-21T11:05:00Z", "valid"),
        ("validFrom", "2026-11-21T11:05:01Z", "indeterminate"),
        ("validUntil", "2026-11-21T10:55:00Z", "valid"),
        ("validUntil", "2026-11-21T10:54:59Z", "indeterminate"),
    ] {
        let list = sign(&with(good.clone(), &format!("/{member}"), json!(instant)));
        assert_eq!(with_answer(Some(fetched(&list, 0))).word(), word, "{member} {instant}");
    }
}

/// A list whose entries take `size` bits, with `value` at the sample badge's place.
fn wide_list(purpose: &str, size: usize, value: usize) -> Value {
    let mut bits = Bitstring::new(LEAST_ENTRIES * size);
    for bit in 0..size {
        bits.set(SLOT * size + bit, value >> (size - 1 - bit) & 1 == 1).unwrap();
    }
    with(unsigned_list(LIST, purpose, &[]), "/credentialSubject/encodedList", json!(bits.encode()))
}

fn badge_with_entry(purpose: &str, size: usize, messages: Option<Value>) -> Value {
    let mut entry = with(badge()["credentialStatus"].clone(), "/statusPurpose", json!(purpose));
    entry["statusSize"] = json!(size);
    if let Some(messages) = messages {
        entry["statusMessage"] = messages;
    }
    sign(&badge_with("/credentialStatus", entry))
}

#[test]
fn an_entry_of_several_bits_is_read_at_its_own_place() {
    for size in [1, 2, 3, 5, 8, 16] {
        let badge = badge_with_entry("revocation", size, None);
        let judged = |list: &Value| judge(&badge, &known_with(&did_document(), &sign(list)));
        assert_eq!(judged(&wide_list("revocation", size, 0)).word(), "valid", "{size}");
        for value in [1, 1 << (size - 1)] {
            assert_eq!(*reason(&judged(&wide_list("revocation", size, value))), Reason::Revoked { because: None }, "{size}: {value}");
        }
        if size > 1 {
            let short = unsigned_list(LIST, "revocation", &[]);
            let verdict = judged(&short);
            let said = evidence(&verdict, "revocation");
            assert!(said.starts_with("STATUS_LIST_LENGTH_ERROR"), "{size}: entries, not bits, are counted: {said}");
        }
    }
}

#[test]
fn a_message_is_told_in_the_words_of_the_badge() {
    let messages = json!([
        {"status": "0x0", "message": "nothing to say"},
        {"status": "0x1", "message": "under review"},
        {"status": "0x2", "message": "renewal is due"},
        {"status": "0x3", "message": "renewed"}
    ]);
    let judged = |messages: Option<Value>, value| {
        let known = known_with(&did_document(), &sign(&wide_list("message", 2, value)));
        judge(badge_with_entry("message", 2, messages), &known)
    };
    let quiet = judged(Some(messages.clone()), 0);
    assert_eq!((quiet.word(), outcome(&quiet, "status-message")), ("valid", Outcome::Pass));
    let due = judged(Some(messages.clone()), 2);
    assert_eq!((due.word(), outcome(&due, "status-message")), ("valid", Outcome::Warning));
    assert_eq!(evidence(&due, "status-message"), "0x2: \"renewal is due\"");
    let unexplained = judged(None, 2);
    assert!(evidence(&unexplained, "status-message").contains("does not explain"));
    let mut known = known();
    known.answer(Need::StatusList(LIST.to_owned()), Answer::Unreachable { why: "timeout".to_owned() });
    assert!(matches!(doubt(&judge(badge_with_entry("message", 2, Some(messages.clone())), &known)), Doubt::StatusUnknown(_)));
    let mut compat = Known::compat();
    compat.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    assert_eq!(judge(badge_with_entry("message", 2, Some(messages)), &compat).word(), "valid", "the public validator does not look");
}

#[test]
fn an_entry_for_refresh_announces_a_newer_edition() {
    for (value, expected) in [(0, Outcome::Pass), (1, Outcome::Warning)] {
        let known = known_with(&did_document(), &sign(&wide_list("refresh", 1, value)));
        let verdict = judge(badge_with_entry("refresh", 1, None), &known);
        assert_eq!((verdict.word(), outcome(&verdict, "status-refresh")), ("valid", expected));
    }
}

#[test]
fn one_list_may_serve_several_entries() {
    let entry = badge()["credentialStatus"].clone();
    let second = with(with(entry.clone(), "/statusPurpose", json!("suspension")), "/statusListIndex", json!("12345"));
    let both = sign(&badge_with("/credentialStatus", json!([entry, with(second, "/id", json!(format!("{LIST}#12345")))])));
    for (slots, expected) in
        [(vec![], None), (vec![12_345], Some(Reason::Suspended)), (vec![SLOT, 12_345], Some(Reason::Revoked { because: None }))]
    {
        let list = with(unsigned_list(LIST, "revocation", &slots), "/credentialSubject/statusPurpose", json!(["revocation", "suspension"]));
        let verdict = judge(&both, &known_with(&did_document(), &sign(&list)));
        match expected {
            None => assert_eq!(verdict.word(), "valid"),
            Some(expected) => assert_eq!(*reason(&verdict), expected),
        }
    }
}

/// Servers that wrap the list in `vc`, and what a wrapped list may not do.
#[test]
fn a_list_inside_a_token_is_read_in_both_forms() {
    let list = unsigned_list(LIST, "revocation", &[SLOT]);
    let claims = json!({"iss": DID, "jti": LIST, "sub": format!("{LIST}#list"), "nbf": 1_795_255_200});
    let whole = {
        let mut whole = list.clone();
        claims.as_object().unwrap().iter().for_each(|(name, value)| whole[name] = value.clone());
        whole
    };
    let wrapped = with(claims.clone(), "/vc", list.clone());
    let judged = |token: String| {
        let mut known = known();
        known.answer(Need::StatusList(LIST.to_owned()), Answer::Found { bytes: token.into_bytes(), fetched_at: now() });
        judge(sign(&badge()), &known)
    };
    for token in [token_of(&whole), token_of(&wrapped), token_of(&with(wrapped.clone(), "/vc", sign(&list)))] {
        assert_eq!(*reason(&judged(token)), Reason::Revoked { because: None });
    }
    for (what, payload) in [
        ("another issuer", with(wrapped.clone(), "/iss", json!("did:web:other.example"))),
        ("another id", with(wrapped.clone(), "/jti", json!("https://x.example/"))),
        ("a second document beside", with(wrapped.clone(), "/credentialSubject", list["credentialSubject"].clone())),
        ("an altered proof inside", with(wrapped.clone(), "/vc", with(sign(&list), "/validFrom", json!("2026-11-21T10:00:01Z")))),
        ("an undefined term", with(wrapped, "/vc/nickname", json!("x"))),
    ] {
        let verdict = judged(token_of(&payload));
        assert!(evidence(&verdict, "revocation").starts_with("STATUS_VERIFICATION_ERROR"), "{what}");
        assert!(matches!(doubt(&verdict), Doubt::StatusUnknown(_)), "{what}");
    }
}

const REVOCATIONS: &str = "https://badges.example.org/revocations.json";

fn badge_on_a_revocation_list() -> Value {
    sign(&badge_with("/credentialStatus", json!({"id": REVOCATIONS, "type": "1EdTechRevocationList"})))
}

fn judged_by(list: &Value) -> Verdict {
    let mut known = known();
    known.answer(Need::RevocationList(REVOCATIONS.to_owned()), found(list));
    judge(badge_on_a_revocation_list(), &known)
}

#[test]
fn a_revocation_list_of_1edtech_is_read() {
    let id = badge()["id"].clone();
    let other = json!({"id": "https://badges.example.org/c/other"});
    // Entries, and whether they revoke the badge.
    let table = [
        (json!([]), false),
        (json!([other]), false),
        (json!([{"id": id}]), true),
        (json!([other, {"id": id, "revoked": true, "revocationReason": "issued by mistake"}]), true),
        (json!([{"id": id, "revoked": false}]), false),
        (json!([{"id": id, "revoked": false}, {"id": id}]), true),
    ];
    for (entries, revoked) in table {
        for list in [json!({"revokedCredential": entries}), json!({"id": REVOCATIONS, "issuer": DID, "revokedCredential": entries})] {
            let verdict = judged_by(&list);
            if revoked {
                assert_eq!(*reason(&verdict), Reason::Revoked { because: None }, "{entries}");
                assert!(verdict.signed().is_some());
            } else {
                assert_eq!((verdict.word(), outcome(&verdict, "revocation-list")), ("valid", Outcome::Pass), "{entries}");
            }
        }
    }
    let verdict = judged_by(&json!({"revokedCredential": [{"id": id, "revocationReason": "issued by mistake"}]}));
    assert!(evidence(&verdict, "revocation-list").contains("issued by mistake"));
}

#[test]
fn a_revocation_list_that_cannot_be_read_leaves_the_status_unknown() {
    let id = badge()["id"].clone();
    for list in [
        json!({}),
        json!([]),
        json!({"revokedCredential": {"id": id}}),
        json!({"revokedCredential": [id]}),
        json!({"revokedCredential": [{"id": id, "revoked": "false"}]}),
        json!({"id": "https://x.example/", "revokedCredential": []}),
        json!({"issuer": "https://x.example/", "revokedCredential": []}),
    ] {
        let verdict = judged_by(&list);
        assert!(matches!(doubt(&verdict), Doubt::StatusUnknown(_)), "{list}");
        assert!(evidence(&verdict, "revocation-list").starts_with("STATUS_VERIFICATION_ERROR"), "{list}");
    }
    let need = Need::RevocationList(REVOCATIONS.to_owned());
    let seen = Presented::new(badge_on_a_revocation_list().to_string());
    assert_eq!(needs(&seen, &known()).iter().cloned().collect::<Vec<_>>(), std::slice::from_ref(&need));
    let gone = Answer::Unreachable { why: "404".to_owned() };
    let stale = Answer::Found { bytes: b"{\"revokedCredential\":[]}".to_vec(), fetched_at: now().plus_seconds(-3_601) };
    for answer in [gone, stale] {
        let mut strict = known();
        strict.answer(need.clone(), answer.clone());
        assert!(matches!(doubt(&verify(&seen, &strict, now())), Doubt::StatusUnknown(_)));
        let mut compat = Known::compat();
        compat.answer(Need::DidDocument(DID.to_owned()), found(&did_document())).answer(need.clone(), answer);
        let verdict = verify(&seen, &compat, now());
        assert_eq!((verdict.word(), outcome(&verdict, "revocation-list")), ("valid", Outcome::Warning));
    }
}

#[test]
fn the_entries_and_lists_of_the_specification_are_read() {
    let Some(folder) = outside::shared("vectors/w3c-bitstring") else { return };
    let read = |path: std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        crate::standards::json::parse(&bytes, &crate::standards::json::Limits::default()).unwrap()
    };
    let mut examples: Vec<Value> = std::fs::read_dir(&folder).unwrap().map(|entry| read(entry.unwrap().path())).collect();
    examples.sort_by_key(ToString::to_string);
    let encoded = examples.iter().find_map(|example| example.pointer("/credentialSubject/encodedList")).unwrap().clone();
    let (mut with_status, mut entries_read) = (0, 0);
    for example in examples.iter().filter(|example| example.get("credentialStatus").is_some()) {
        let status = example["credentialStatus"].clone();
        let entries = status.as_array().cloned().unwrap_or_else(|| vec![status.clone()]);
        let mut known = Known::strict();
        known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
        for entry in &entries {
            let address = entry["statusListCredential"].as_str().unwrap();
            let list = with(unsigned_list(address, "revocation", &[]), "/credentialSubject/encodedList", encoded.clone());
            let list = with(list, "/credentialSubject/statusPurpose", json!(["revocation", "suspension"]));
            known.answer(Need::StatusList(address.to_owned()), found(&sign(&list)));
        }
        let verdict = judge(sign(&badge_with("/credentialStatus", status)), &known);
        assert_eq!(verdict.word(), "valid", "{:#?}", verdict.checks());
        for entry in &entries {
            assert_eq!(outcome(&verdict, entry["statusPurpose"].as_str().unwrap()), Outcome::Pass);
            entries_read += 1;
        }
        with_status += 1;
    }
    assert!(with_status >= 4 && entries_read >= 7, "{with_status} examples, {entries_read} entries");
}
