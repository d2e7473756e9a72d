//! Each rule with what breaks it, and what it lets pass.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

fn credential() -> Value {
    json!({
        "@context": [V2, "https://www.w3.org/ns/credentials/examples/v2", { "term": "https://example.org/term" }],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "ExampleAlumniCredential"],
        "name": "Alumni",
        "description": [{ "@value": "Absolventin", "@language": "de" }, { "@value": "خريجة", "@language": "ar", "@direction": "rtl" }],
        "issuer": { "id": "did:key:z6Mk", "name": { "@value": "University", "@language": "en" } },
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00+01:00",
        "credentialSubject": { "id": "did:example:1", "alumniOf": "there" },
        "credentialStatus": { "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
            "statusListCredential": "https://example.org/status/1" },
        "credentialSchema": [{ "id": "https://example.org/schema.json", "type": "JsonSchema" }],
        "refreshService": { "id": "https://example.org/refresh", "type": "ExampleRefresh" },
        "termsOfUse": { "type": ["ExamplePolicy"] },
        "evidence": [{ "type": "ExampleEvidence" }],
        "relatedResource": [{ "id": "https://example.org/a", "digestSRI": "sha256-AA" }],
        "proof": { "type": "DataIntegrityProof" }
    })
}

fn ids(faults: &[Fault]) -> BTreeSet<&'static str> {
    faults.iter().map(|fault| fault.rule.id).collect()
}

#[test]
fn a_whole_credential_and_the_least_one_keep_every_rule() {
    assert_eq!(faults_of_credential(&credential()), []);
    let least =
        json!({ "@context": [V2], "type": "VerifiableCredential", "issuer": "did:key:z6Mk", "credentialSubject": [{ "id": "urn:x:1" }] });
    assert_eq!(faults_of_credential(&least), []);
    let older = json!({ "@context": [V1], "type": ["VerifiableCredential"], "issuer": "did:key:z6Mk",
        "issuanceDate": "2020-01-01T00:00:00Z", "credentialSubject": { "id": "urn:x:1" } });
    assert_eq!(faults_of_credential(&older), []);
    let presentation = json!({ "@context": [V2], "type": ["VerifiablePresentation"], "holder": { "id": "did:key:z6Mk" },
        "verifiableCredential": [credential()] });
    assert_eq!(faults_of_presentation(&presentation), []);
    assert_eq!(faults_of_presentation(&json!({ "@context": [V2], "type": "VerifiablePresentation" })), []);
}

/// What a member is changed to, and the rule that this breaks; `null` takes the member away.
const BROKEN: &str = r#"
    @context | null | vcdm-members
    @context | "V2" | vcdm-contexts
    @context | [] | vcdm-contexts
    @context | ["https://example.org/first", "V2"] | vcdm-contexts
    @context | [{}] | vcdm-contexts
    @context | ["V2", 7] | vcdm-context-entry
    @context | ["V2", "relative"] | vcdm-context-entry
    @context | ["V2", ["V2"]] | vcdm-context-entry
    id | "no-url" | vcdm-id
    id | ["urn:a:1", "urn:a:2"] | vcdm-id
    id | 7 | vcdm-id
    id | {} | vcdm-id
    type | null | vcdm-members
    type | [] | vcdm-type
    type | "ExampleAlumniCredential" | vcdm-type
    type | ["VerifiableCredential", 7] | vcdm-type
    type | {} | vcdm-type
    type | ["VerifiableCredential", ""] | vcdm-type
    name | 7 | vcdm-text
    name | [] | vcdm-text
    name | ["a", "b"] | vcdm-text
    description | true | vcdm-text
    name | {"@language": "en"} | vcdm-language-value
    name | {"@value": 7} | vcdm-language-value
    name | {"@value": "a", "@language": "not a tag"} | vcdm-language-value
    name | {"@value": "a", "@direction": "up"} | vcdm-language-value
    name | {"@value": "a", "url": "https://a.example"} | vcdm-language-value
    issuer | null | vcdm-members
    issuer | "me" | vcdm-issuer
    issuer | 7 | vcdm-issuer
    issuer | {} | vcdm-issuer
    issuer | [{"id": "did:key:z6Mk"}] | vcdm-issuer
    issuer | {"id": 7} | vcdm-issuer
    issuer | {"id": ["did:a:b"]} | vcdm-issuer
    issuer | {"id": "did:key:z6Mk", "name": 7} | vcdm-text
    credentialSubject | null | vcdm-members
    credentialSubject | {} | vcdm-subject
    credentialSubject | [] | vcdm-subject
    credentialSubject | "urn:x:1" | vcdm-subject
    credentialSubject | [{"id": "urn:x:1"}, {}] | vcdm-subject
    credentialSubject | {"id": "me"} | vcdm-id
    credentialSubject | [{"id": ["urn:x:1"]}] | vcdm-id
    validFrom | "2026-01-01" | vcdm-instant
    validFrom | "2026-01-01T00:00:00" | vcdm-instant
    validUntil | 7 | vcdm-instant
    validFrom | "2030-01-01T00:00:00Z" | vcdm-order
    credentialStatus | {} | vcdm-status
    credentialStatus | "https://a.example" | vcdm-status
    credentialStatus | [] | vcdm-status
    credentialStatus | {"type": "X", "id": "x"} | vcdm-id
    credentialStatus | {"type": "BitstringStatusListEntry"} | vcdm-status-entry
    credentialStatus | {"type": ["BitstringStatusListEntry"], "statusPurpose": "revocation", "statusListIndex": 7, "statusListCredential": "https://a.example"} | vcdm-status-entry
    credentialSchema | {"id": "https://a.example"} | vcdm-schema
    credentialSchema | {"type": "JsonSchema"} | vcdm-schema
    credentialSchema | {"type": "JsonSchema", "id": "x"} | vcdm-id
    refreshService | {"id": "https://a.example"} | vcdm-refresh
    termsOfUse | {"id": "https://a.example"} | vcdm-terms
    termsOfUse | [{"type": "X"}, {}] | vcdm-terms
    evidence | {"id": "https://a.example"} | vcdm-evidence
    evidence | ["https://a.example"] | vcdm-evidence
    relatedResource | "https://a.example" | vcdm-related
    relatedResource | {"digestSRI": "sha256-AA"} | vcdm-related
    relatedResource | [{"id": "https://a.example"}] | vcdm-related
    relatedResource | {"id": "https://a.example", "digestSRI": 7} | vcdm-related
    relatedResource | {"id": "https://a.example", "digestSRI": "x", "mediaType": 7} | vcdm-related
    relatedResource | [{"id": "https://a.example", "digestSRI": "x"}, {"id": "https://a.example", "digestMultibase": "u"}] | vcdm-related-once
    proof | "x" | vcdm-proof
    proof | [] | vcdm-proof
    proof | [{}] | vcdm-proof
    proof | {"type": 7} | vcdm-proof
"#;

#[test]
fn each_rule_is_broken_by_what_it_forbids() {
    for row in BROKEN.lines().filter(|row| !row.is_empty()) {
        let [member, value, expected] = row.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else { panic!("{row}") };
        let value: Value = value.replace("V2", V2).parse().unwrap();
        let mut broken = credential();
        if value.is_null() {
            broken.as_object_mut().unwrap().shift_remove(member);
        } else {
            broken[member] = value.clone();
        }
        let found = faults_of_credential(&broken);
        assert!(ids(&found).contains(expected), "{row}: {found:?}");
        let belongs = |fault: &Fault| value.is_null() || fault.path.starts_with(&format!("/{member}")) || expected == "vcdm-order";
        assert!(found.iter().all(belongs), "{row}: {found:?}");
    }
    for other in [json!(null), json!([]), json!("x"), json!(7)] {
        assert_eq!(ids(&faults_of_credential(&other)), BTreeSet::from(["vcdm-members"]));
    }
    let mut older = credential();
    older["@context"][0] = json!(V1);
    assert_eq!(ids(&faults_of_credential(&older)), BTreeSet::from(["vcdm-members-of-1-1"]));
}

#[test]
fn a_presentation_is_refused_for_what_it_lacks() {
    let table = json!([
        [{}, "vcdm-presentation"], [7, "vcdm-presentation"], [{ "@context": [V2] }, "vcdm-presentation"],
        [{ "@context": [V2], "type": "VerifiableCredential" }, "vcdm-type"], [{ "@context": ["x"], "type": "VerifiablePresentation" }, "vcdm-contexts"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "holder": 7 }, "vcdm-holder"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "id": "x" }, "vcdm-id"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "verifiableCredential": "x" }, "vcdm-presented"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "verifiableCredential": [] }, "vcdm-presented"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "verifiableCredential": [{}, 7] }, "vcdm-presented"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "termsOfUse": {} }, "vcdm-terms"],
        [{ "@context": [V2], "type": "VerifiablePresentation", "proof": 7 }, "vcdm-proof"]
    ]);
    for row in table.as_array().unwrap() {
        assert!(ids(&faults_of_presentation(&row[0])).contains(row[1].as_str().unwrap()), "{row}");
    }
}

#[test]
fn a_rule_has_a_name_of_its_own_and_a_clause() {
    let names: BTreeSet<_> = ALL.iter().map(|rule| rule.id).collect();
    assert_eq!(names.len(), ALL.len());
    assert!(ALL.iter().all(|rule| rule.id.starts_with("vcdm-") && rule.clause.contains("/#")));
}
