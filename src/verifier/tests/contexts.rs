//! Contexts decide what a document means, so a document may not bring its own.
//!
//! Every document here is signed where it can be, by an issuer who signs whatever it likes: what is
//! refused is not a broken signature but another meaning. And what is shown of a badge that counts is
//! what its canonical form says, statement by statement.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;
use crate::standards::jsonld::{Contexts, Limits, canonical_form};
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, hash_data, proof_config, secured};

const V2: &str = "https://www.w3.org/ns/credentials/v2";
const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// The badge of an issuer who is their own key: nothing has to be known to call it valid.
fn own() -> Value {
    without(badge_with("/issuer/id", json!(did::key::did_of(&key().verifying_key()))), "/credentialStatus")
}

/// Signed if it has a canonical form, else with the proof of the honest badge.
fn signed(document: &Value) -> Value {
    let method = did::key::verification_method_of(&key().verifying_key());
    let options = proof_config(&method, at("2026-11-20T11:00:00Z"), ASSERTION_METHOD);
    match hash_data(document, &options, Contexts::known()) {
        Ok(hash) => secured(document, &options, &ed25519_dalek::Signer::sign(&key(), &hash).to_bytes()),
        Err(_) => with(document.clone(), "/proof", sign_as(&own(), &key(), &method)["proof"].clone()),
    }
}

fn contexts(list: Value) -> Value {
    with(own(), "/@context", list)
}

fn beside(more: Value) -> Value {
    contexts(json!([V2, OB, EXTENSIONS, more]))
}

/// Forty documents and more: contexts substituted, redefined, written out, nested, scoped.
fn foreign() -> Vec<(&'static str, Value)> {
    let mut all = vec![
        ("none", without(own(), "/@context")),
        ("an empty list", contexts(json!([]))),
        ("one alone", contexts(json!(V2))),
        ("only the first", contexts(json!([V2]))),
        ("only the second", contexts(json!([OB]))),
        ("turned round", contexts(json!([OB, V2]))),
        ("something before", contexts(json!([EXTENSIONS, V2, OB]))),
        ("something between", contexts(json!([V2, EXTENSIONS, OB]))),
        ("the first twice", contexts(json!([V2, OB, V2]))),
        ("one inside another", contexts(json!([V2, [OB, EXTENSIONS]]))),
        ("null, which forgets everything", contexts(json!([V2, OB, EXTENSIONS, null]))),
        ("a number", beside(json!(7))),
        ("an empty text", beside(json!(""))),
        ("a relative address", beside(json!("context.json"))),
        ("an address without https", contexts(json!(["http://www.w3.org/ns/credentials/v2", OB, EXTENSIONS]))),
        ("an address in other letters", contexts(json!(["https://WWW.w3.org/ns/credentials/v2", OB, EXTENSIONS]))),
        ("an address with a slash more", contexts(json!([format!("{V2}/"), OB, EXTENSIONS]))),
        ("an address with a fragment", contexts(json!([format!("{V2}#x"), OB, EXTENSIONS]))),
        ("an address with a query", contexts(json!([V2, format!("{OB}?x"), EXTENSIONS]))),
        ("a stranger's address", beside(json!("https://evil.example/context.json"))),
        ("a stranger's in place of ours", contexts(json!([V2, "https://evil.example/ob/v3p0/context-3.0.3.json", EXTENSIONS]))),
        ("a file", beside(json!("file:///etc/passwd"))),
        ("an address on this machine", beside(json!("https://127.0.0.1/context.json"))),
        ("one written into its address", beside(json!("data:application/ld+json,{\"@context\":{\"@vocab\":\"https://x.example/\"}}"))),
        ("that of examples", beside(json!("https://www.w3.org/ns/credentials/examples/v2"))),
        ("that which defines everything", beside(json!("https://www.w3.org/ns/credentials/undefined-terms/v2"))),
        ("version 1.1 beside version 2", beside(json!("https://www.w3.org/2018/credentials/v1"))),
        ("Open Badges 2 beside Open Badges 3", beside(json!("https://w3id.org/openbadges/v2"))),
        ("@vocab", beside(json!({"@vocab": "https://x.example/"}))),
        ("@base", beside(json!({"@base": "https://x.example/"}))),
        ("@import", beside(json!({"@import": OB}))),
        ("@propagate", beside(json!({"@propagate": false, "nickname": "https://x.example/nickname"}))),
        ("@language", beside(json!({"@language": "en"}))),
        ("@version", beside(json!({"@version": 1.1}))),
        ("@protected", beside(json!({"@protected": true, "nickname": "https://x.example/nickname"}))),
        ("a new term", with(beside(json!({"nickname": "https://x.example/nickname"})), "/nickname", json!("x"))),
        ("a type by another name", with(beside(json!({"Diploma": "https://x.example/Diploma"})), "/type/-", json!("Diploma"))),
        ("a term with another meaning", beside(json!({"name": "https://x.example/name"}))),
        ("one term for another", beside(json!({"issuer": "https://www.w3.org/2018/credentials#holder"}))),
        ("a prefix", with(beside(json!({"x": "https://x.example/"})), "/x:name", json!("x"))),
        ("a scoped context", beside(json!({"Image": {"@id": "https://x.example/Image", "@context": {"caption": "https://x.example/c"}}}))),
        ("a keyword by another name", with(beside(json!({"kind": "@type"})), "/evidence/0/kind", json!("Evidence"))),
    ];
    for (what, place) in [
        ("in the issuer", "/issuer"),
        ("in the holder", "/credentialSubject"),
        ("in the achievement", "/credentialSubject/achievement"),
        ("in a criterion", "/credentialSubject/achievement/criteria"),
        ("in an identifier", "/credentialSubject/identifier/0"),
        ("in evidence", "/evidence/0"),
        ("in a picture", "/issuer/image"),
    ] {
        all.push((what, with(own(), &format!("{place}/@context"), json!(V2))));
        all.push((what, with(own(), &format!("{place}/@context"), json!({"@vocab": "https://x.example/"}))));
        all.push((what, with(own(), &format!("{place}/@context"), Value::Null)));
    }
    all
}

#[test]
fn a_document_that_brings_its_own_meaning_is_not_valid_and_fetches_nothing() {
    assert_eq!(judge(signed(&own()), &Known::strict()).word(), "valid", "the honest one");
    assert!(foreign().len() >= 40);
    for (what, document) in foreign() {
        let signed = signed(&document);
        for known in [Known::strict(), Known::compat()] {
            let verdict = judge(&signed, &known);
            assert_ne!(verdict.word(), "valid", "{what}: {:#?}", verdict.checks());
            assert!(verdict.signed().is_none(), "{what}: shown");
            assert!(needs(&Presented::new(signed.to_string()), &known).is_empty(), "{what}");
        }
    }
}

#[test]
fn an_embedded_endorsement_obeys_the_same_rule() {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/endorsement.json"));
    let endorser = did::key::did_of(&stranger().verifying_key());
    let endorsement = with(text.parse().unwrap(), "/issuer/id", json!(endorser));
    let honest = sign_as(&endorsement, &stranger(), &did::key::verification_method_of(&stranger().verifying_key()));
    let endorsed = |endorsement: Value| with(own(), "/credentialSubject/achievement/endorsement", json!([endorsement]));
    assert_eq!(judge(signed(&endorsed(honest.clone())), &Known::strict()).word(), "valid");
    for context in
        [json!([OB, V2]), json!([V2]), json!([V2, OB, {"@vocab": "https://x.example/"}]), json!([V2, OB, "https://evil.example/"])]
    {
        let verdict = judge(signed(&endorsed(with(honest.clone(), "/@context", context.clone()))), &Known::strict());
        let endorsers = verdict.signed().map(|badge| badge.endorsers().to_vec()).unwrap_or_default();
        assert_eq!(endorsers, Vec::<String>::new(), "{context}");
    }
}

#[test]
fn what_is_undefined_is_an_error_with_its_place() {
    let known = Known::strict();
    for (place, value) in [
        ("/nickname", json!("x")),
        ("/issuer/nickname", json!("x")),
        ("/credentialSubject/achievement/nickname", json!({"id": "https://x.example/"})),
        ("/evidence/0/nickname", json!(1)),
        ("/type/-", json!("Undefined")),
        ("/evidence/0/type/-", json!("Undefined")),
        ("/credentialSubject/achievement/criteria/type", json!("Undefined")),
        ("/credentialSubject/achievement/id", json!("badges/1")),
        ("/evidence/0/id", json!("evidence/1")),
    ] {
        let verdict = judge(signed(&with(own(), place, value)), &known);
        assert!(matches!(reason(&verdict), Reason::Malformed(_) | Reason::Altered), "{place}: {:?}", reason(&verdict));
        assert_eq!(outcome(&verdict, "safe-mode"), Outcome::Fail, "{place}");
        let line = verdict.checks().iter().find(|check| check.name == "safe-mode").unwrap();
        let member = place.trim_end_matches("/-").rsplit('/').next().unwrap();
        assert!(line.evidence.contains(member), "{place}: {}", line.evidence);
    }
}

#[test]
fn a_broken_rule_is_told_with_its_place() {
    let crooked = signed(&with(own(), "/credentialSubject/identifier/0/identityType", json!("email")));
    let verdict = judge(crooked, &Known::strict());
    let line = verdict.checks().iter().find(|check| check.name == "schema").unwrap();
    assert!(line.evidence.starts_with("/credentialSubject/identifier/0/identityType: "), "{}", line.evidence);
}

/// What a page shows, and the statement that the canonical form makes of it.
#[test]
fn what_is_shown_is_what_the_signed_statements_say() {
    let badge = signed(&own());
    let statements = canonical_form(&without(badge.clone(), "/proof"), Contexts::known(), &Limits::default()).unwrap();
    let verdict = judge(&badge, &Known::strict());
    let shown = valid(&verdict);
    let achievement = shown.achievement();
    let schema = |name: &str| format!("https://schema.org/{name}");
    let ob = |name: &str| format!("https://purl.imsglobal.org/spec/vc/ob/vocab.html#{name}");
    let credential = |name: &str| format!("https://www.w3.org/2018/credentials#{name}");
    let text = |subject: &str, predicate: String, said: &str| format!("<{subject}> <{predicate}> {said:?} .");
    let link = |subject: &str, predicate: String, object: &str| format!("<{subject}> <{predicate}> <{object}> .");
    let instant = |name: &str, at: Option<Timestamp>| {
        format!("<{}> <{}> \"{}\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .", shown.id(), credential(name), at.unwrap())
    };
    let page = text(shown.issuer().id(), schema("url"), shown.issuer().url().unwrap());
    let expected = [
        text(shown.id(), schema("name"), shown.name()),
        text(shown.id(), schema("description"), shown.description()),
        link(shown.id(), credential("issuer"), shown.issuer().id()),
        text(shown.issuer().id(), schema("name"), shown.issuer().name().unwrap()),
        format!("{}^^<https://www.w3.org/2001/XMLSchema#anyURI> .", page.trim_end_matches(" .")),
        link(shown.id(), credential("credentialSubject"), shown.holder().id().unwrap()),
        link(shown.holder().id().unwrap(), ob("achievement"), achievement.id()),
        text(achievement.id(), schema("name"), achievement.name()),
        text(achievement.id(), schema("description"), achievement.description()),
        instant("validFrom", shown.valid_from()),
        instant("validUntil", shown.valid_until()),
    ];
    for statement in &expected {
        assert!(statements.lines().any(|line| line == statement), "{statement}\nis not in\n{statements}");
    }
    for name in shown.holder().names() {
        assert!(statements.contains(&format!("<{}> {name:?} .", ob("identityHash"))), "{name}");
    }
    for evidence in shown.evidence() {
        let narrative = evidence.narrative().unwrap();
        assert!(statements.contains(&text(evidence.id().unwrap(), ob("narrative"), narrative)), "{narrative}");
    }
}
