//! Whatever is changed in a signed badge, it is never valid again.
//!
//! Two badges, one for each form; every value replaced by several others, a member added to every
//! object, every element dropped or doubled, every list turned round. The only changes left out are
//! those that RDF does not see and that change no meaning: the order of lists that are sets, and
//! white space.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;

fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(name, member)| pointers(member, format!("{at}/{}", name.replace('/', "~1")), all));
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| pointers(item, format!("{at}/{index}"), all)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all.push(at);
}

fn every_place(document: &Value) -> Vec<String> {
    let mut all = Vec::new();
    pointers(document, String::new(), &mut all);
    all
}

/// Every mutant of a document, with what was done.
fn mutants(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for place in every_place(document) {
        let value = document.pointer(&place).unwrap();
        for other in others(value) {
            let mut mutant = document.clone();
            *mutant.pointer_mut(&place).unwrap() = other.clone();
            all.push((format!("{place} = {other}"), mutant));
        }
        if value.is_object() {
            for name in ADDED {
                if value.get(name.0).is_none() {
                    let mut mutant = document.clone();
                    mutant.pointer_mut(&place).unwrap()[name.0] = name.1.parse().unwrap();
                    all.push((format!("{place} + {}", name.0), mutant));
                }
            }
        }
        if !place.is_empty() {
            all.push((format!("{place} dropped"), without(document.clone(), &place)));
        }
    }
    all
}

const ADDED: &[(&str, &str)] = &[
    ("extra", "\"x\""),
    ("name", "\"x\""),
    ("description", "\"x\""),
    ("id", "\"urn:uuid:1\""),
    ("validUntil", "\"2099-01-01T00:00:00Z\""),
    ("https://schema.org/name", "\"x\""),
    ("@context", "[]"),
    ("@included", "[]"),
    ("endorsement", "null"),
    ("_:x", "\"x\""),
    ("", "\"x\""),
];

fn others(value: &Value) -> Vec<Value> {
    let mut all =
        vec![json!(null), json!("x"), json!(1), json!([]), json!({}), json!([[value]]), json!({"@value": value}), json!({"@id": value})];
    match value {
        Value::String(text) => {
            all.extend([json!(format!("{text}x")), json!(format!(" {text}")), json!(text.to_uppercase()), json!(""), json!([text, "x"])]);
            // A change before this one may have emptied the text.
            let mut letters: Vec<char> = text.chars().collect();
            if let Some(last) = letters.len().checked_sub(1) {
                letters.swap(0, last);
            }
            all.push(json!(letters.into_iter().collect::<String>()));
        }
        Value::Bool(flag) => all.extend([json!(!flag), json!(flag.to_string())]),
        Value::Array(items) => {
            let doubled: Vec<Value> = items.iter().chain(items.first()).cloned().collect();
            all.push(Value::Array(doubled));
        }
        Value::Number(number) => all.push(json!(number.to_string())),
        Value::Object(_) | Value::Null => {}
    }
    all.retain(|other| other != value);
    all
}

/// Different words for one thing: they leave graph and meaning as they were.
fn same_meaning(what: &str) -> bool {
    // The context says that AchievementCredential is another name of OpenBadgeCredential.
    what.starts_with("/type/1 = \"AchievementCredential\"")
}

#[test]
fn no_change_of_a_signed_document_is_valid() {
    let mut tried = 0;
    for signed in [did_key_badge(), everything()] {
        assert_eq!(judge(&signed, &Known::strict()).word(), "valid");
        for (what, mutant) in mutants(&signed) {
            tried += 1;
            let verdict = judge(&mutant, &Known::strict());
            assert!(verdict.word() != "valid" || same_meaning(&what), "{what} is valid");
            assert!(verdict.word() == "valid" || shows_only_what_was_signed(&verdict, &signed), "{what} shows what was not signed");
        }
    }
    assert!(tried > 5_000, "{tried}");
}

/// A badge with every member that the data model has, but those that must be fetched
/// or have no defined type.
fn everything() -> Value {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/everything.json"));
    let mut document: Value = text.parse().unwrap();
    for gone in
        ["/proof", "/credentialStatus", "/termsOfUse", "/endorsement", "/endorsementJwt", "/issuer/endorsement", "/issuer/endorsementJwt"]
    {
        document = without(document, gone);
    }
    document["issuer"]["id"] = json!(did::key::did_of(&key().verifying_key()));
    sign_as(&document, &key(), &did::key::verification_method_of(&key().verifying_key()))
}

/// What a verdict shows of a badge that is not valid is what its issuer signed.
fn shows_only_what_was_signed(verdict: &Verdict, signed: &Value) -> bool {
    verdict.signed().is_none_or(|shown| {
        let bare = |document: &Value| {
            let mut copy = document.clone();
            copy.as_object_mut().map(|members| members.shift_remove("proof"));
            copy
        };
        bare(shown.document()) == bare(signed)
    })
}

#[test]
fn an_ordered_list_turned_round_is_never_valid() {
    let mut ordered = badge();
    ordered["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] = json!(["low", "middle", "high"]);
    let signed = sign(&ordered);
    assert_eq!(judge(&signed, &known()).word(), "valid");
    let place = "/credentialSubject/achievement/resultDescription/0/allowedValue";
    for other in [json!(["high", "middle", "low"]), json!(["middle", "low", "high"]), json!(["low", "high"])] {
        assert_eq!(*reason(&judge(with(signed.clone(), place, other), &known())), Reason::Altered);
    }
}

#[test]
fn a_set_in_another_order_means_the_same() {
    let mut turned = did_key_badge();
    turned["evidence"].as_array_mut().unwrap().reverse();
    let verdict = judge(turned, &Known::strict());
    let ids: Vec<_> = valid(&verdict).evidence().filter_map(|evidence| evidence.id()).collect();
    assert_eq!(ids.len(), 2);
}

#[test]
fn no_change_of_a_token_is_valid() {
    let known = known();
    let token = token(&badge());
    assert_eq!(judge(&token, &known).word(), "valid");
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    // Every seventh character, replaced by three others; RSA is too slow for all in every run.
    for at in (0..token.len()).step_by(7) {
        for shift in [1, 13, 40] {
            let mut bytes = token.clone().into_bytes();
            let here = alphabet.iter().position(|b| *b == bytes[at]).unwrap();
            bytes[at] = alphabet[(here + shift) % alphabet.len()];
            let verdict = verify(&Presented::new(bytes), &known, now());
            assert_ne!(verdict.word(), "valid", "character {at}");
            assert!(verdict.signed().is_none(), "character {at}");
        }
    }
}

#[test]
fn no_change_of_a_byte_of_a_document_is_valid_with_another_meaning() {
    let signed = did_key_badge();
    let text = signed.to_string().into_bytes();
    for at in 0..text.len() {
        let mut bytes = text.clone();
        bytes[at] ^= if at % 2 == 0 { 0x01 } else { 0x20 };
        let verdict = verify(&Presented::new(bytes), &Known::strict(), now());
        assert!(verdict.word() != "valid", "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn several_changes_at_once_are_never_valid(picks in prop::collection::vec(any::<(Index, Index)>(), 1..6)) {
        let signed = did_key_badge();
        let mut mutant = signed.clone();
        for (place, other) in picks {
            let places = every_place(&mutant);
            let place = place.get(&places).clone();
            let value = mutant.pointer(&place).unwrap().clone();
            let choices = others(&value);
            if let Some(target) = mutant.pointer_mut(&place) {
                *target = other.get(&choices).clone();
            }
        }
        prop_assume!(mutant != signed);
        prop_assert_ne!(judge(&mutant, &Known::strict()).word(), "valid");
    }
}
