//! Whatever is changed in a signed badge, it is never valid with another meaning.
//!
//! Badges of ours and of others' shapes; every value replaced by many others, members added to every
//! object, every element dropped, renamed, doubled, exchanged or moved, every list turned round. A
//! mutant may be valid only if it makes the same signed graph and shows a person the same texts;
//! and whatever is shown of one that is not valid is what was signed. There is no list of exceptions.

mod carried;
mod edits;
mod meaning;
mod shapes;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::super::*;
use super::world::*;
use edits::{Edit, others, places};
use meaning::Meaning;
use shapes::Shape;

#[test]
fn no_change_of_a_signed_document_is_valid_with_another_meaning() {
    let mut tried = 0;
    let mut holes = Vec::new();
    for shape in shapes::all() {
        let edits = Edit::all(&shape.document);
        tried += edits.len();
        holes.extend(holes_of(&shape, &edits));
    }
    assert!(holes.is_empty(), "{} holes:\n{}", holes.len(), holes.join("\n"));
    assert!(tried >= 20_000, "only {tried} mutants");
}

/// Tries every mutant, on two threads; names those that mean something else.
fn holes_of(shape: &Shape, edits: &[Edit]) -> Vec<String> {
    let original = judge(&shape.document, &shape.known);
    let shown = original.signed().unwrap_or_else(|| panic!("{}: {:#?}", shape.name, original.checks()));
    let meaning = Meaning::of(&shape.document, shown);
    let (next, holes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(edit) = edits.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(hole) = hole(shape, edit, &original, &meaning) {
                        holes.lock().unwrap().push(format!("{}: {edit}: {hole}", shape.name));
                    }
                }
            });
        }
    });
    holes.into_inner().unwrap()
}

fn hole(shape: &Shape, edit: &Edit, original: &Verdict, meaning: &Meaning) -> Option<String> {
    let mutant = edit.of(&shape.document);
    let verdict = judge(&mutant, &shape.known);
    // What was revoked stays so, even where nothing else changes.
    if verdict.word() == "valid" && original.word() != "valid" {
        return Some("valid".to_owned());
    }
    let found = Meaning::of(&mutant, verdict.signed()?);
    let difference = match verdict {
        Verdict::Valid(_) => meaning.differs_from(&found),
        Verdict::Invalid(_) | Verdict::Indeterminate(_) => meaning.clone().without_endorsers().differs_from(&found.without_endorsers()),
    }?;
    Some(format!("{}, and {difference}", verdict.word()))
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
            let places = places(&mutant);
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
