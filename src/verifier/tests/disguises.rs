//! Other JSON for the same signed graph: the signature holds, and the badge must still not be
//! called valid, because whoever reads it by member names would read something else.
//!
//! Each disguise is first shown to be real: its canonical form is that of the signed document.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::jsonld::{Contexts, Limits, canonical_form};

fn graph(document: &Value) -> String {
    canonical_form(&without(document.clone(), "/proof"), Contexts::known(), &Limits::default()).unwrap()
}

/// The same graph, and neither valid nor shown.
fn refused(what: &str, signed: &Value, disguised: &Value, known: &Known) {
    assert!(graph(disguised) == graph(signed), "{what}: not the same graph, so no disguise");
    let verdict = judge(disguised, known);
    assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass, "{what}");
    assert_eq!(verdict.word(), "invalid", "{what}: {:#?}", verdict.checks());
    assert!(verdict.signed().is_none(), "{what}: shown");
}

fn moved(document: &Value, from: &str, to: &str) -> Value {
    let value = document.pointer(from).unwrap().clone();
    with(without(document.clone(), from), to, value)
}

#[test]
fn a_revoked_badge_cannot_hide_its_status() {
    let known = own_with(&[SLOT], &[]);
    let signed = sign(&badge());
    assert_eq!(*reason(&judge(&signed, &known)), Reason::Revoked { because: None });
    let status = badge()["credentialStatus"].clone();
    let address = "/https:~1~1www.w3.org~12018~1credentials#credentialStatus";
    let by_address = {
        let mut other = without(signed.clone(), "/credentialStatus");
        other[address[1..].replace("~1", "/")] = status.clone();
        other
    };
    refused("by its full address", &signed, &by_address, &known);
    refused("in nested lists", &signed, &with(signed.clone(), "/credentialStatus", json!([[status]])), &known);
    let mut included = without(signed.clone(), "/credentialStatus");
    included["@included"] = json!({"id": badge()["id"], "type": ["VerifiableCredential"], "credentialStatus": status});
    refused("in a block beside it", &signed, &included, &known);
}

#[test]
fn an_end_cannot_be_hidden() {
    let signed = sign(&badge_with("/validUntil", json!("2026-11-21T10:00:00Z")));
    let known = own();
    assert!(matches!(reason(&judge(&signed, &known)), Reason::Expired { .. }));
    let until = signed["validUntil"].clone();
    let typed = json!({"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": until});
    let mut by_address = without(signed.clone(), "/validUntil");
    by_address["https://www.w3.org/2018/credentials#validUntil"] = typed.clone();
    refused("by its full address", &signed, &by_address, &known);
    refused("as a value object", &signed, &with(signed.clone(), "/validUntil", typed), &known);
    refused("in a list", &signed, &with(signed.clone(), "/validUntil", json!([until])), &known);
}

#[test]
fn status_and_end_cannot_move_into_an_object_with_the_same_id() {
    // Evidence that points back to the badge itself: one node of the graph, two objects.
    let pointing = with(badge_with("/validUntil", json!("2026-11-21T10:00:00Z")), "/evidence/0/id", badge()["id"].clone());
    let pointing = with(pointing, "/evidence/0/type", json!(["Evidence", "VerifiableCredential"]));
    let signed = sign(&pointing);
    for member in ["credentialStatus", "validUntil", "issuer"] {
        let disguised = moved(&signed, &format!("/{member}"), &format!("/evidence/0/{member}"));
        refused(member, &signed, &disguised, &own());
    }
}

#[test]
fn names_of_two_objects_with_one_id_cannot_be_swapped() {
    let mut two = badge();
    two["credentialSubject"]["achievement"]["creator"] = json!({"id": DID, "type": ["Profile"], "name": "Another name"});
    let signed = sign(&two);
    let swapped = with(signed.clone(), "/issuer/name", json!("Another name"));
    let swapped = with(swapped, "/credentialSubject/achievement/creator/name", badge()["issuer"]["name"].clone());
    refused("names swapped", &signed, &swapped, &known());
    assert_eq!(judge(&signed, &known()).word(), "invalid", "the original has two readings as well");
}

#[test]
fn values_in_another_spelling_are_neither_valid_nor_shown() {
    let signed = sign(&badge());
    let hashed = "/credentialSubject/identifier/1/hashed";
    refused("a flag as text", &signed, &with(signed.clone(), hashed, json!("true")), &known());
    let twice = with(signed.clone(), "/evidence/-", badge()["evidence"][0].clone());
    refused("evidence shown twice", &signed, &twice, &known());
    let nothing = with(signed.clone(), "/awardedDate", json!([badge()["awardedDate"]]));
    refused("a date in a list", &signed, &nothing, &known());
    refused("an empty list beside it", &signed, &with(signed.clone(), "/endorsement", json!([])), &known());
    let narrative = moved(&signed, "/evidence/0/narrative", "/evidence/1/narrative");
    assert_eq!(*reason(&judge(narrative, &known())), Reason::Altered, "another graph");
}

#[test]
fn evidence_cannot_be_split_in_two() {
    let signed = sign(&badge());
    let id = badge()["evidence"][0]["id"].clone();
    let mut split = without(signed.clone(), "/evidence/0/narrative");
    let rest = json!({"id": id, "type": ["Evidence"], "narrative": badge()["evidence"][0]["narrative"]});
    split["evidence"].as_array_mut().unwrap().push(rest);
    refused("evidence in two entries", &signed, &split, &known());
}

#[test]
fn a_member_cannot_hide_under_the_name_of_a_class() {
    let signed = sign(&badge());
    refused("criteria", &signed, &renamed(&signed, "criteria", "Criteria"), &known());
    let mut older = badge_with("/@context/1", json!("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"));
    for later in ["/awardedDate", "/credentialSubject/achievement/inLanguage", "/credentialSubject/achievement/related"] {
        older = without(older, later);
    }
    let older = sign(&older);
    refused("image", &older, &renamed(&older, "image", "Image"), &known());
}

fn renamed(document: &Value, name: &str, other: &str) -> Value {
    moved(document, &format!("/credentialSubject/achievement/{name}"), &format!("/credentialSubject/achievement/{other}"))
}

#[test]
fn what_stands_in_another_object_of_the_same_id_is_still_shown() {
    let mut twice = badge();
    twice["credentialSubject"]["achievement"]["creator"] = twice["issuer"].clone();
    let signed = sign(&twice);
    let bare = with(signed.clone(), "/issuer", json!({"id": DID, "type": ["Profile"]}));
    for (what, disguised) in [
        ("the name left out", without(signed.clone(), "/issuer/name")),
        ("the address left out", without(signed.clone(), "/issuer/url")),
        ("only the id left", bare),
        ("the id alone", with(signed.clone(), "/issuer", json!(DID))),
    ] {
        assert!(graph(&disguised) == graph(&signed), "{what}: not the same graph, so no disguise");
        let verdict = judge(&disguised, &known());
        let issuer = valid(&verdict).issuer();
        assert_eq!(
            (issuer.name(), issuer.url()),
            (Some("Example Affiliate"), Some("https://badges.example.org/issuers/example")),
            "{what}"
        );
    }
}

#[test]
fn two_names_for_one_id_are_found_wherever_they_stand() {
    let mut silent_first = badge();
    silent_first["issuer"] = json!({"id": DID, "type": ["Profile"], "url": "https://badges.example.org/"});
    silent_first["credentialSubject"]["achievement"]["creator"] = json!({"id": DID, "type": ["Profile"], "name": "One name"});
    silent_first["credentialSubject"]["source"] = json!({"id": DID, "type": ["Profile"], "name": "Another name"});
    let verdict = judge(sign(&silent_first), &known());
    assert_eq!((verdict.word(), outcome(&verdict, "one-meaning")), ("invalid", Outcome::Fail));
    assert!(verdict.signed().is_none());
}

#[test]
fn a_list_around_an_object_is_not_shown() {
    let signed = sign(&badge());
    for place in ["/credentialSubject", "/credentialSubject/achievement", "/credentialSubject/achievement/image", "/issuer/image"] {
        let listed = with(signed.clone(), place, json!([signed.pointer(place)]));
        refused(place, &signed, &listed, &known());
    }
}
