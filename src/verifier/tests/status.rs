//! Status lists: whatever is not a fresh, signed, fitting list of the issuer leaves the status unknown.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::status::Bitstring;

fn with_list(list: &Value) -> Verdict {
    judge(sign(&badge()), &known_with(&did_document(), list))
}

fn unknown(verdict: &Verdict, why: &str) {
    assert!(matches!(doubt(verdict), Doubt::StatusUnknown(_)), "{why}: {:?}", doubt(verdict));
    assert!(verdict.signed().is_some(), "the badge itself is the issuer's");
}

#[test]
fn a_list_that_was_not_fetched_leaves_the_status_unknown() {
    let mut known = known();
    known.answer(Need::StatusList(LIST.to_owned()), Answer::Unreachable { why: "timeout".to_owned() });
    unknown(&judge(sign(&badge()), &known), "unreachable");
    let mut nothing = Known::strict();
    nothing.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    unknown(&judge(sign(&badge()), &nothing), "not fetched");
}

#[test]
fn a_list_that_does_not_fit_leaves_the_status_unknown() {
    let list = unsigned_list(LIST, "revocation", &[]);
    let crooked = [
        ("unsigned", list.clone()),
        ("altered after signing", with(sign(&list), "/credentialSubject/ttl", json!(70_000))),
        ("the list of another address", sign(&with(list.clone(), "/id", json!("https://badges.example.org/status/e1-y")))),
        ("without an address", sign(&without(list.clone(), "/id"))),
        ("for another purpose", sign(&with(list.clone(), "/credentialSubject/statusPurpose", json!("suspension")))),
        ("not yet valid", sign(&with(list.clone(), "/validFrom", json!("2026-11-21T12:00:00Z")))),
        ("expired", sign(&with(list.clone(), "/validUntil", json!("2026-11-21T10:30:00Z")))),
        ("another document", sign(&with(list.clone(), "/type", json!(["VerifiableCredential"])))),
        ("without a list", sign(&without(list.clone(), "/credentialSubject/encodedList"))),
        ("no list", sign(&with(list.clone(), "/credentialSubject/encodedList", json!("uAAAA")))),
        ("too short", sign(&with(list.clone(), "/credentialSubject/encodedList", json!(Bitstring::new(100_000).encode())))),
        ("shorter than the slot", sign(&with(list.clone(), "/credentialSubject/encodedList", json!(Bitstring::new(90_000).encode())))),
        ("a badge", sign(&badge())),
        ("nothing", json!({})),
    ];
    for (why, list) in crooked {
        unknown(&with_list(&list), why);
    }
}

#[test]
fn a_list_signed_by_a_strangers_key_is_not_believed() {
    let list = sign_as(&unsigned_list(LIST, "revocation", &[]), &stranger(), &format!("{DID}#k"));
    unknown(&with_list(&list), "a key that is not listed");
}

#[test]
fn a_list_for_several_purposes_and_one_as_a_jwt_are_read() {
    let list = unsigned_list(LIST, "revocation", &[SLOT]);
    let several = sign(&with(list.clone(), "/credentialSubject/statusPurpose", json!(["refresh", "revocation"])));
    assert_eq!(*reason(&with_list(&several)), Reason::Revoked { because: None });
    let mut known = known();
    let claims = with(with(list.clone(), "/iss", json!(DID)), "/jti", json!(LIST));
    let claims = with(with(claims, "/sub", json!(format!("{LIST}#list"))), "/nbf", json!(1_795_255_200));
    let answer = Answer::Found { bytes: token_of(&claims).into_bytes(), fetched_at: now() };
    known.answer(Need::StatusList(LIST.to_owned()), answer);
    assert_eq!(*reason(&judge(sign(&badge()), &known)), Reason::Revoked { because: None });
}

#[test]
fn a_list_is_believed_within_its_ttl_and_an_hour_without_one() {
    let age = |list: &Value, seconds: i64| {
        let mut known = known();
        let answer = Answer::Found { bytes: list.to_string().into_bytes(), fetched_at: now().plus_seconds(-seconds) };
        known.answer(Need::StatusList(LIST.to_owned()), answer);
        judge(sign(&badge()), &known).word()
    };
    let minute = sign(&unsigned_list(LIST, "revocation", &[]));
    assert_eq!((age(&minute, 60), age(&minute, 61)), ("valid", "indeterminate"));
    let hour = sign(&without(unsigned_list(LIST, "revocation", &[]), "/credentialSubject/ttl"));
    assert_eq!((age(&hour, 3_600), age(&hour, 3_601)), ("valid", "indeterminate"));
    let never = sign(&with(unsigned_list(LIST, "revocation", &[]), "/credentialSubject/ttl", json!(0)));
    assert_eq!((age(&never, 60), age(&never, 61)), ("valid", "indeterminate"));
}

#[test]
fn our_own_badge_needs_the_suspension_list_as_well() {
    let mut known = known();
    known.own_issuer(DID);
    unknown(&judge(sign(&badge()), &known), "no suspension list");
    let swapped = format!("{LIST}/suspension");
    known.answer(Need::StatusList(swapped), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    unknown(&judge(sign(&badge()), &known), "the revocation list in its place");
}

#[test]
fn entries_that_we_do_not_read_are_never_taken_for_good() {
    let entry = badge()["credentialStatus"].clone();
    for (why, status) in [
        ("a list that was not fetched", json!({"id": "https://x.example/1", "type": "1EdTechRevocationList"})),
        ("no bits", with(entry.clone(), "/statusSize", json!(0))),
        ("more bits than anybody has", with(entry.clone(), "/statusSize", json!(33))),
        ("no number of bits", with(entry.clone(), "/statusSize", json!("1.5"))),
        ("a list of another kind", with(entry.clone(), "/type", json!("BitstringStatusList"))),
        ("another purpose", with(entry.clone(), "/statusPurpose", json!("mood"))),
        ("one of two is unknown", json!([entry, {"id": "https://x.example/1", "type": "1EdTechRevocationList"}])),
        ("an index behind the end", with(entry.clone(), "/statusListIndex", json!("131072"))),
        ("an index beyond all", with(entry.clone(), "/statusListIndex", json!("99999999999999999999999"))),
    ] {
        // Undefined terms or types may refuse it before the status is read: never valid either way.
        let Some(signed) = try_sign(&badge_with("/credentialStatus", status)) else { continue };
        let verdict = judge(signed, &known());
        assert_eq!(verdict.word(), "indeterminate", "{why}: {:#?}", verdict.checks());
    }
}

/// `None` if it has no canonical form.
fn try_sign(document: &Value) -> Option<Value> {
    let options = crate::standards::proof::data_integrity::proof_config(
        &crate::standards::did::DidDocument::method_id(DID, &public(&key())),
        now(),
        "assertionMethod",
    );
    let contexts = crate::standards::jsonld::Contexts::known();
    let signed = crate::standards::proof::data_integrity::hash_data(document, &options, contexts).ok()?;
    Some(crate::standards::proof::data_integrity::secured(document, &options, &ed25519_dalek::Signer::sign(&key(), &signed).to_bytes()))
}

#[test]
fn several_entries_are_all_read() {
    let revocation = badge()["credentialStatus"].clone();
    let mut suspension = revocation.clone();
    suspension["id"] = json!(format!("{LIST}/suspension#1"));
    suspension["statusPurpose"] = json!("suspension");
    suspension["statusListCredential"] = json!(format!("{LIST}/suspension"));
    let both = sign(&badge_with("/credentialStatus", json!([revocation, suspension])));
    let mut known = known();
    let address = format!("{LIST}/suspension");
    known.answer(Need::StatusList(address.clone()), found(&sign(&unsigned_list(&address, "suspension", &[SLOT]))));
    assert_eq!(*reason(&judge(&both, &known)), Reason::Suspended);
    known.answer(Need::StatusList(address.clone()), found(&sign(&unsigned_list(&address, "suspension", &[]))));
    assert_eq!(judge(&both, &known).word(), "valid");
}

/// A captured list from before the revocation, in a token that has ended since.
#[test]
fn a_token_around_a_list_that_has_ended_undoes_no_revocation() {
    let list = without(unsigned_list(LIST, "revocation", &[]), "/validFrom");
    let claims = |name: &str, value: Value| with(list.clone(), &format!("/{name}"), value);
    let known = |claims: &Value| {
        let mut known = known();
        let bytes = token_of(&with(claims.clone(), "/iss", json!(DID))).into_bytes();
        known.answer(Need::StatusList(LIST.to_owned()), Answer::Found { bytes, fetched_at: now() });
        known
    };
    let until = |text: &str| json!(at(text).as_seconds());
    assert_eq!(judge(sign(&badge()), &known(&claims("exp", until("2026-11-22T10:00:00Z")))).word(), "valid");
    for (name, value) in [
        ("exp", until("2026-11-21T10:30:00Z")),
        ("nbf", until("2026-11-21T12:00:00Z")),
        ("exp", json!("4000000000")),
        ("exp", json!(null)),
        ("exp", json!(1e300)),
    ] {
        unknown(&judge(sign(&badge()), &known(&claims(name, value.clone()))), &format!("{name} {value}"));
    }
}
