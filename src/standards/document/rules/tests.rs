//! Every rule has an example that breaks it, and the good examples break none.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

fn sample(text: &str) -> Value {
    text.parse().unwrap()
}

/// A badge as we issue them, unsigned.
fn our_badge() -> Value {
    sample(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/ours.json")))
}

fn endorsement() -> Value {
    sample(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/endorsement.json")))
}

fn status_list() -> Value {
    sample(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/status-list.json")))
}

/// `value` set at `pointer`; the last step may be new. `-` adds to a list.
fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) if last == "-" => items.push(value),
        Value::Array(items) => items[last.parse::<usize>().unwrap()] = value,
        Value::Object(object) => {
            object.insert(last.replace("~1", "/"), value);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => panic!("{pointer} leads nowhere"),
    }
    document
}

fn without(mut document: Value, pointer: &str) -> Value {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => drop(items.remove(last.parse::<usize>().unwrap())),
        Value::Object(object) => assert!(object.shift_remove(last).is_some(), "{pointer}"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => panic!("{pointer} leads nowhere"),
    }
    document
}

/// Our badge in the shapes of VCDM 1.1.
fn of_version_1() -> Value {
    let mut badge = with(our_badge(), "/@context/0", json!(CREDENTIALS_V1));
    let members = badge.as_object_mut().unwrap();
    for (now, before) in [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")] {
        if let Some(date) = members.shift_remove(now) {
            members.insert(before.to_owned(), date);
        }
    }
    badge
}

#[test]
fn a_badge_of_version_1_keeps_its_own_rules() {
    assert_eq!(faults(&of_version_1(), Kind::Badge), Vec::new());
}

#[test]
fn good_documents_break_no_rule() {
    assert_eq!(issuing_faults(&our_badge()), []);
    assert_eq!(faults(&endorsement(), Kind::Endorsement), []);
    assert_eq!(issuing_faults_of_list(&status_list()), []);
    let endorsed = with(our_badge(), "/endorsement", json!([endorsement()]));
    assert_eq!(faults(&endorsed, Kind::Badge), []);
}

#[test]
fn every_rule_has_an_example_that_breaks_it() {
    let mut shown = BTreeSet::new();
    for (rule, path, found) in examples() {
        assert!(found.iter().any(|fault| fault.rule.id == rule && fault.path == path), "{rule} at {path}: {found:#?}");
        shown.insert(rule);
    }
    let all: BTreeSet<_> = ALL.iter().map(|rule| rule.id).collect();
    assert_eq!(all.len(), ALL.len(), "names are unique");
    assert_eq!(all.difference(&shown).collect::<Vec<_>>(), Vec::<&&str>::new(), "rules without an example");
}

/// A rule, the place where the example breaks it, and what was found.
// A table, not a procedure.
#[allow(clippy::too_many_lines)]
fn examples() -> Vec<(&'static str, &'static str, Vec<Fault>)> {
    let badge = |rule, path, document: Value| (rule, path, faults(&document, Kind::Badge));
    let set = |rule, path, value: Value| badge(rule, path, with(our_badge(), path, value));
    let drop = |rule, path, gone| badge(rule, path, without(our_badge(), gone));
    let ours = |rule, path, document: Value| (rule, path, issuing_faults(&document));
    let list = |rule, path, document: Value| (rule, path, issuing_faults_of_list(&document));
    let endorsed = |edit: fn(Value) -> Value| with(our_badge(), "/endorsement", json!([edit(endorsement())]));
    let achievement = "/credentialSubject/achievement";
    let dropped_in_endorsement = without(endorsement(), "/credentialSubject/id");
    vec![
        set("member-is-term", "/https:~1~1schema.org~1name", json!("x")),
        set("context-at-root", "/issuer/@context", json!("https://x.example")),
        set("no-null", "/validUntil", Value::Null),
        set("no-empty-list", "/evidence", json!([])),
        set("no-nested-list", "/evidence/0", json!([{ "type": ["Evidence"] }])),
        badge("no-twin-entry", "/evidence/2", with(our_badge(), "/evidence/-", our_badge()["evidence"][0].clone())),
        set("no-blank-node-label", "/evidence/0/id", json!("_:b0")),
        badge(
            "one-story-per-id",
            "/credentialSubject/achievement/creator/name",
            with(
                our_badge(),
                "/credentialSubject/achievement/creator",
                json!({ "id": "did:web:badges.example.org", "type": ["Profile"], "name": "Another" }),
            ),
        ),
        badge("frame-at-root", "/evidence/0/validUntil", with(our_badge(), "/evidence/0/validUntil", json!("2099-01-01T00:00:00Z"))),
        badge("embedded-id-differs", "/endorsement/0/id", endorsed(|e| with(e, "/id", our_badge()["id"].clone()))),
        set("context-list", "/@context", json!("https://www.w3.org/ns/credentials/v2")),
        set("context-v2-first", "/@context/0", json!("https://www.w3.org/2018/credentials/v3")),
        set("context-ob-second", "/@context/1", json!("https://x.example/context.json")),
        set("context-entry", "/@context/2", json!(7)),
        set("context-current", "/@context/1", json!("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json")),
        set("context-once", "/@context/2", json!("https://www.w3.org/ns/credentials/v2")),
        set("context-by-address", "/@context/2", json!({ "name": "https://x.example/name" })),
        badge(
            "context-by-address",
            "/evidence/0/endorsement/0/@context",
            with(
                our_badge(),
                "/evidence/0/endorsement",
                json!([with(endorsement(), "/@context/1", json!({ "name": "https://x.example/name" }))]),
            ),
        ),
        set("context-few", "/@context", (0..17).map(|n| format!("https://x.example/{n}")).collect()),
        set("credential-type", "/type", json!(["VerifiableCredential"])),
        badge("endorsement-type", "/endorsement/0/type", endorsed(|e| with(e, "/type", json!(["VerifiableCredential"])))),
        set("list-not-single", "/evidence/0/type", json!("Evidence")),
        set("list", "/evidence", json!({ "type": ["Evidence"] })),
        set("object", "/credentialSubject/achievement/criteria", json!("https://x.example/criteria")),
        set("text", "/name", json!(["Facilitator"])),
        set("flag", "/credentialSubject/identifier/0/hashed", json!("false")),
        set("number", "/credentialSubject/creditsEarned", json!("3")),
        set("uri", "/id", json!("c/1")),
        set("date-time", "/validFrom", json!("2026-11-20")),
        set("date", "/issuer/dateOfBirth", json!("1990-13-01")),
        set("language", "/credentialSubject/achievement/inLanguage", json!("be-tarask")),
        set("compact-jws", "/endorsementJwt", json!(["a.b"])).at("/endorsementJwt/0"),
        set("achievement-type-word", "/credentialSubject/achievement/achievementType", json!("")),
        set("identifier-type-word", "/credentialSubject/identifier/0/identityType", json!("email")),
        set("target-type-word", "/credentialSubject/achievement/alignment/0/targetType", json!("Skill")),
        set("result-type-word", "/credentialSubject/achievement/resultDescription/0/resultType", json!("Level")),
        set("result-status-word", "/credentialSubject/result/0/status", json!("Done")),
        set("closed", "/credentialSubject/achievement/image/width", json!(3)),
        set("single-type", "/credentialSchema/0/type", json!(["1EdTechJsonSchemaValidator2019"])),
        drop("credential-members", "", "/validFrom"),
        drop("credential-name", "", "/name"),
        badge("endorsement-members", "/endorsement/0", endorsed(|e| without(e, "/name"))),
        ("endorsement-subject", "/credentialSubject", faults(&dropped_in_endorsement, Kind::Endorsement)),
        drop("identity", "/credentialSubject/identifier/0", "/credentialSubject/identifier/0/hashed"),
        set("identifier-entry", "/issuer/otherIdentifier", json!([{ "type": "IdentifierEntry" }])).at("/issuer/otherIdentifier/0"),
        drop("achievement", achievement, "/credentialSubject/achievement/description"),
        drop("alignment", "/credentialSubject/achievement/alignment/0", "/credentialSubject/achievement/alignment/0/targetUrl"),
        drop(
            "result-description",
            "/credentialSubject/achievement/resultDescription/0",
            "/credentialSubject/achievement/resultDescription/0/name",
        ),
        drop(
            "rubric-level",
            "/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/1",
            "/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/1/name",
        ),
        drop("related", "/credentialSubject/achievement/related/0", "/credentialSubject/achievement/related/0/id"),
        set("image", "/credentialSubject/achievement/image", json!("https://x.example/a.png")),
        set("address", "/issuer/address", json!({ "type": ["Place"] })).at("/issuer/address/type"),
        set("geo", "/issuer/address", json!({ "type": ["Address"], "geo": { "type": "GeoCoordinates", "latitude": 1 } }))
            .at("/issuer/address/geo"),
        set("proof", "/proof", json!([{ "proofPurpose": "assertionMethod" }])).at("/proof/0"),
        set("status", "/credentialStatus", json!({ "id": "https://x.example/s" })),
        drop("status-entry", "/credentialStatus", "/credentialStatus/statusPurpose"),
        set("status-index", "/credentialStatus/statusListIndex", json!("0x1")).at("/credentialStatus"),
        set("status-index-text", "/credentialStatus/statusListIndex", json!(94567)).at("/credentialStatus"),
        set("status-id", "/credentialStatus/id", json!("https://badges.example.org/status/e1-x")).at("/credentialStatus"),
        set("status-single", "/credentialStatus", json!([our_badge()["credentialStatus"]])),
        drop("credential-schema", "/credentialSchema/0", "/credentialSchema/0/id"),
        set("refresh-service", "/refreshService", json!({ "type": "1EdTechCredentialRefresh" })),
        set("terms-of-use", "/termsOfUse", json!([{ "id": "https://x.example/terms" }])).at("/termsOfUse/0"),
        badge("credential-1-members", "", without(of_version_1(), "/issuanceDate")),
        badge("no-v2-dates", "", with(of_version_1(), "/validFrom", json!("2026-11-20T11:00:00Z"))),
        badge("no-v1-dates", "", with(our_badge(), "/issuanceDate", json!("2026-11-20T11:00:00Z"))),
        set("profile", "/issuer/type", json!(["Issuer"])),
        drop("subject", "/credentialSubject", "/credentialSubject/type"),
        badge(
            "subject-identified",
            "/credentialSubject",
            without(without(our_badge(), "/credentialSubject/id"), "/credentialSubject/identifier"),
        ),
        set("criteria", "/credentialSubject/achievement/criteria", json!({ "narrative": " " })),
        set("result", "/credentialSubject/result/0/type", json!(["Outcome"])),
        set("result-link", "/credentialSubject/result/0/resultDescription", json!("https://x.example/other")),
        set("result-level", "/credentialSubject/result/0/achievedLevel", json!("https://x.example/other")),
        badge(
            "result-status",
            "/credentialSubject/result/0",
            with(our_badge(), "/credentialSubject/achievement/resultDescription/0/resultType", json!("Status")),
        ),
        set("required-level", "/credentialSubject/achievement/resultDescription/0/requiredLevel", json!("https://x.example/other")),
        badge(
            "identity-hash",
            "/credentialSubject/identifier/1",
            with(our_badge(), "/credentialSubject/identifier/1/identityHash", json!("sha256$00")),
        ),
        drop("evidence", "/evidence/0", "/evidence/0/type"),
        set("issuer", "/issuer", json!(["did:web:x.example"])),
        set("issuer-object", "/issuer", json!("did:web:x.example")),
        drop("issuer-name", "", "/issuer/name"),
        list("list-context", "/@context", with(status_list(), "/@context", json!(["https://www.w3.org/2018/credentials/v1"]))),
        list("list-type", "/type", with(status_list(), "/type", json!(["VerifiableCredential"]))),
        list("list-members", "", without(status_list(), "/issuer")),
        list("list-subject", "/credentialSubject", without(status_list(), "/credentialSubject/encodedList")),
        list("list-ttl", "/credentialSubject", with(status_list(), "/credentialSubject/ttl", json!(-1))),
        ours("own-contexts", "/@context", without(our_badge(), "/@context/2")),
        ours("own-members", "/issuer", without(our_badge(), "/issuer/url")),
        ours("own-address", "/credentialStatus/id", with(our_badge(), "/credentialStatus/id", json!("http://badges.example.org/s#1"))),
        ours("own-issuer", "/issuer/id", with(our_badge(), "/issuer/id", json!("https://badges.example.org"))),
        ours("own-holder", "/credentialSubject/id", with(our_badge(), "/credentialSubject/id", json!("mailto:a@b.example"))),
        ours("own-instant", "/validFrom", with(our_badge(), "/validFrom", json!("2026-11-20T13:00:00+02:00"))),
        ours("own-order", "/awardedDate", with(our_badge(), "/awardedDate", json!("2026-11-20T11:00:01Z"))),
        ours("own-status", "/credentialStatus", with(our_badge(), "/credentialStatus/statusListIndex", json!("131072"))),
        ours("own-schema", "/credentialSchema", with(our_badge(), "/credentialSchema/0/id", json!("https://x.example/schema"))),
        ours("own-hash", "/credentialSubject/identifier/1", without(our_badge(), "/credentialSubject/identifier/1/salt")),
        ours(
            "own-one-object",
            "/credentialSubject/achievement/creator",
            with(our_badge(), "/credentialSubject/achievement/creator", json!({ "id": "did:web:badges.example.org", "type": ["Profile"] })),
        ),
        ours("own-unsigned", "", with(our_badge(), "/iss", json!("did:web:badges.example.org"))),
        list("own-list", "/credentialSubject/ttl", without(status_list(), "/credentialSubject/ttl")),
    ]
}

trait At {
    /// The same example, the fault expected elsewhere than where the edit was made.
    fn at(self, path: &'static str) -> Self;
}

impl At for (&'static str, &'static str, Vec<Fault>) {
    fn at(self, path: &'static str) -> Self {
        (self.0, path, self.2)
    }
}

#[test]
fn a_hostile_document_gives_a_bounded_list_of_faults() {
    let nulls: Vec<Value> = vec![Value::Null; 10_000];
    assert!(faults(&json!({ "evidence": nulls }), Kind::Badge).len() < 50);
    for odd in [json!(null), json!([]), json!("x"), json!(1), json!({})] {
        assert!(!faults(&odd, Kind::Badge).is_empty(), "{odd}");
    }
}

#[test]
fn a_status_hidden_from_readers_of_members_is_found() {
    let status = our_badge()["credentialStatus"].clone();
    let bare = without(our_badge(), "/credentialStatus");
    let disguises = [
        with(bare.clone(), "/https:~1~1www.w3.org~12018~1credentials#credentialStatus", status.clone()),
        with(bare.clone(), "/cred:credentialStatus", status.clone()),
        with(bare.clone(), "/@included", json!([{ "id": our_badge()["id"], "credentialStatus": status }])),
        with(bare.clone(), "/credentialStatus", json!([[status]])),
        with(
            bare,
            "/evidence/-",
            json!({ "id": our_badge()["id"], "type": ["Evidence", "VerifiableCredential"], "credentialStatus": status }),
        ),
    ];
    for disguise in disguises {
        let found = faults(&disguise, Kind::Badge);
        assert!(found.iter().any(|fault| fault.rule.topic == Topic::Meaning && fault.rule.weight == Weight::Must), "{disguise}");
    }
}

#[test]
fn many_small_faults_hide_no_grave_one() {
    let single: Vec<Value> = (0..500).map(|n| json!({"id": format!("urn:x:{n}"), "type": "Evidence"})).collect();
    let mut crowded = json!({"evidence": single});
    crowded.as_object_mut().unwrap().extend(our_badge().as_object().unwrap().clone().into_iter().filter(|(name, _)| name != "evidence"));
    let crowded = with(crowded, "/credentialSubject/identifier/0/hashed", json!("false"));
    let found = faults(&crowded, Kind::Badge);
    assert!(!has_one_meaning(&found));
    assert!(found.len() < 20, "and only a few of each are named: {}", found.len());
}

#[test]
fn a_crowded_document_is_read_soon() {
    // Each with each would be hundreds of millions.
    let many = |value: &dyn Fn(usize) -> Value| Value::Array((0..20_000).map(value).collect());
    let described = |n: usize| json!({"id": format!("urn:d:{n}"), "rubricCriterionLevel": [{"id": format!("urn:l:{n}")}]});
    let result = |n: usize| json!({"resultDescription": format!("urn:d:{}", 19_999 - n), "achievedLevel": format!("urn:l:{}", 19_999 - n)});
    let document = with(our_badge(), "/credentialSubject/achievement/resultDescription", many(&described));
    let document = with(document, "/credentialSubject/result", many(&result));
    assert!(faults(&document, Kind::Badge).iter().all(|fault| !fault.rule.id.starts_with("result-l")));
    let document = with(our_badge(), "/@context", many(&|n| json!(n.to_string())));
    assert!(faults(&document, Kind::Badge).iter().any(|fault| fault.rule.id == "context-few"));
}
