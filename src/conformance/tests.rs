//! What is issued verifies, and what was changed, has ended or was made for others does not.

use serde_json::{Value, json};

use super::*;
use crate::standards::did;
use crate::standards::proof::data_integrity::{self, ASSERTION_METHOD};
use crate::standards::proof::{KeyKind, PrivateKey, Suite};

const NOW: i64 = 1_790_000_000_000;

fn now() -> Timestamp {
    Timestamp::from_ms(NOW)
}

fn sandbox() -> Sandbox {
    Sandbox::new("http://localhost:8018", &Chance::seeded(1), now()).unwrap()
}

fn credential(issuer: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential", "ExampleAlumniCredential"],
        "issuer": issuer,
        "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
    })
}

fn issued(sandbox: &Sandbox, variant: Variant) -> Value {
    let document = credential(sandbox.instance(variant).did());
    sandbox.issue(variant, &document, &IssueOptions::default(), now()).unwrap()
}

fn all() -> VerifyOptions {
    VerifyOptions::default()
}

fn options(value: Value) -> VerifyOptions {
    VerifyOptions::read(Some(&value)).unwrap()
}

#[track_caller]
fn assert_refused(found: Result<Vec<&'static str>, Vec<Refusal>>, kind: Kind) {
    let refusals = found.expect_err("it must be refused");
    assert!(refusals.iter().any(|refusal| refusal.kind == kind), "{kind:?} expected, found {refusals:?}");
}

/// Somebody with a key and a `did:key`, who can make any proof.
struct Somebody {
    key: PrivateKey,
    did: String,
    method: String,
}

impl Somebody {
    fn new(seed: u8) -> Self {
        let key = PrivateKey::generate(KeyKind::Ed25519, |bytes| bytes.fill(seed)).unwrap();
        let public = key.public();
        Self { did: did::key::did_of_key(&public).unwrap(), method: did::key::verification_method_of_key(&public).unwrap(), key }
    }

    /// The document with one proof more, whose options have these members besides the usual ones.
    fn signs(&self, document: &Value, more: &Value) -> Value {
        let mut options = data_integrity::options(Suite::EddsaRdfc2022, document, &self.method, now(), ASSERTION_METHOD);
        options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let proof = data_integrity::prove(document, &options, &self.key, contexts()).unwrap();
        data_integrity::with_proof(document, proof)
    }
}

#[test]
fn what_each_issuer_signs_verifies_and_a_changed_copy_does_not() {
    let sandbox = sandbox();
    for variant in Variant::ALL {
        let issued = issued(&sandbox, variant);
        assert_eq!(issued["proof"]["cryptosuite"], variant.suite().name());
        assert!(sandbox.verify(&issued, &all(), now()).unwrap().contains(&"issuer"), "{variant:?}");
        let mut altered = issued.clone();
        altered["credentialSubject"]["alumniOf"] = json!("Another school");
        assert_refused(sandbox.verify(&altered, &all(), now()), Kind::Proof);
        assert_refused(sandbox.verify(&altered, &options(json!({ "checks": ["proof"] })), now()), Kind::Proof);
        let mut unsigned = issued;
        unsigned.as_object_mut().unwrap().shift_remove("proof");
        assert_refused(sandbox.verify(&unsigned, &all(), now()), Kind::Proof);
    }
    let ids: std::collections::BTreeSet<&str> = Variant::ALL.iter().map(|variant| sandbox.instance(*variant).did()).collect();
    assert_eq!(ids.len(), 4, "a key for each");
}

#[test]
fn nothing_is_signed_that_is_not_in_order() {
    let sandbox = sandbox();
    let variant = Variant::EddsaRdfc2022;
    let did = sandbox.instance(variant).did().to_owned();
    let refused = |document: &Value| sandbox.issue(variant, document, &IssueOptions::default(), now()).unwrap_err()[0].kind;
    let with = |name: &str, value: Value| {
        let mut document = credential(&did);
        document[name] = value;
        document
    };
    let v2 = "https://www.w3.org/ns/credentials/v2";
    assert_eq!(refused(&json!({})), Kind::Malformed);
    assert_eq!(refused(&with("issuer", json!("did:example:another"))), Kind::Malformed);
    assert_eq!(refused(&with("@context", json!([v2, "https://unknown.example/context"]))), Kind::Parsing);
    assert_eq!(refused(&with("@context", json!([v2]))), Kind::DataLoss, "alumniOf is not defined");
    assert_eq!(refused(&with("@context", json!([v2, { "@context": 7 }, { "id": null }]))), Kind::Parsing);
    assert_eq!(refused(&with("@context", json!([v2, { "alumniOf": "https://schema.org/alumniOf" }]))), Kind::DataLoss, "nor is the type");
    assert_eq!(refused(&with("type", json!(["VerifiableCredential", "relative type"]))), Kind::DataLoss);
    assert_eq!(refused(&with("relatedResource", json!({ "id": v2, "digestSRI": "sha256-AAAA" }))), Kind::Malformed);
    let older = json!({ "@context": ["https://www.w3.org/2018/credentials/v1"], "type": "VerifiableCredential", "issuer": did,
        "issuanceDate": "2020-01-01T00:00:00Z", "credentialSubject": { "id": "did:example:1" } });
    assert_eq!(refused(&older), Kind::Malformed);
}

#[test]
fn a_context_written_out_in_the_document_is_taken() {
    let sandbox = sandbox();
    for variant in Variant::ALL {
        let mut document = credential(sandbox.instance(variant).did());
        document["type"] = json!(["VerifiableCredential"]);
        document["@context"] = json!(["https://www.w3.org/ns/credentials/v2", { "alumniOf": "https://schema.org/alumniOf" }]);
        let issued = sandbox.issue(variant, &document, &IssueOptions::default(), now()).unwrap();
        assert!(sandbox.verify(&issued, &all(), now()).is_ok());
        let mut renamed = issued;
        renamed["@context"][1]["alumniOf"] = json!("https://schema.org/name");
        assert_refused(sandbox.verify(&renamed, &all(), now()), Kind::Proof);
    }
}

#[test]
fn a_key_that_is_not_the_issuers_is_refused_unless_only_the_proof_was_asked_for() {
    let (sandbox, somebody) = (sandbox(), Somebody::new(7));
    let by_another = somebody.signs(&credential("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"), &json!({}));
    assert_refused(sandbox.verify(&by_another, &all(), now()), Kind::Issuer);
    assert!(sandbox.verify(&by_another, &options(json!({ "checks": ["proof"] })), now()).is_ok());
    let own = somebody.signs(&credential(&somebody.did), &json!({}));
    assert!(sandbox.verify(&own, &all(), now()).is_ok());
    let as_object = somebody.signs(
        &{
            let mut document = credential(&somebody.did);
            document["issuer"] = json!({ "id": somebody.did });
            document
        },
        &json!({}),
    );
    assert!(sandbox.verify(&as_object, &all(), now()).is_ok());
}

#[test]
fn every_proof_of_a_set_must_hold() {
    let (sandbox, one, other) = (sandbox(), Somebody::new(7), Somebody::new(9));
    let set = other.signs(&one.signs(&credential(&one.did), &json!({})), &json!({}));
    assert_eq!(set["proof"].as_array().unwrap().len(), 2);
    assert!(sandbox.verify(&set, &all(), now()).is_ok());
    for index in [0, 1] {
        let mut broken = set.clone();
        broken["proof"][index]["created"] = json!("2020-01-01T00:00:00Z");
        assert_refused(sandbox.verify(&broken, &all(), now()), Kind::Proof);
    }
    // An issuer here adds its own to those that are there.
    let mut document = one.signs(&credential(sandbox.instance(Variant::EcdsaRdfc2019P256).did()), &json!({}));
    let status = sandbox.issue(Variant::EcdsaRdfc2019P256, &document, &IssueOptions::default(), now()).unwrap()["credentialStatus"].clone();
    document.as_object_mut().unwrap().shift_remove("proof");
    document["credentialStatus"] = status;
    let signed = one.signs(&document, &json!({}));
    let both = sandbox.issue(Variant::EcdsaRdfc2019P256, &signed, &IssueOptions::default(), now()).unwrap();
    assert_eq!(both["proof"].as_array().unwrap().len(), 2);
    assert!(sandbox.verify(&both, &all(), now()).is_ok(), "{:?}", sandbox.verify(&both, &all(), now()));
    let many = (0..11).fold(credential(&one.did), |document, _| one.signs(&document, &json!({})));
    assert_refused(sandbox.verify(&many, &all(), now()), Kind::Proof);
}

#[test]
fn a_chain_holds_only_whole() {
    let (sandbox, one, other) = (sandbox(), Somebody::new(7), Somebody::new(9));
    let first = one.signs(&credential(&one.did), &json!({ "id": "urn:uuid:1" }));
    let chain = other.signs(&first, &json!({ "previousProof": "urn:uuid:1" }));
    assert!(sandbox.verify(&chain, &all(), now()).is_ok(), "{:?}", sandbox.verify(&chain, &all(), now()));
    let mut without_first = chain.clone();
    without_first["proof"].as_array_mut().unwrap().remove(0);
    assert_refused(sandbox.verify(&without_first, &all(), now()), Kind::Proof);
    let mut replaced = chain.clone();
    replaced["proof"][0] =
        one.signs(&credential(&one.did), &json!({ "id": "urn:uuid:1", "expires": "2099-01-01T00:00:00Z" }))["proof"][0].clone();
    assert_refused(sandbox.verify(&replaced, &all(), now()), Kind::Proof);
    let mut elsewhere = chain;
    elsewhere["proof"][1]["previousProof"] = json!("urn:uuid:2");
    assert_refused(sandbox.verify(&elsewhere, &all(), now()), Kind::Proof);
}

#[test]
fn a_proof_is_used_only_as_it_was_meant() {
    let (sandbox, somebody) = (sandbox(), Somebody::new(7));
    let signed = |more: Value| somebody.signs(&credential(&somebody.did), &more);
    assert!(sandbox.verify(&signed(json!({ "expires": "2099-01-01T00:00:00Z" })), &all(), now()).is_ok());
    assert_refused(sandbox.verify(&signed(json!({ "expires": "2020-01-01T00:00:00Z" })), &all(), now()), Kind::Proof);
    assert_refused(sandbox.verify(&signed(json!({ "proofPurpose": "authentication" })), &all(), now()), Kind::Proof);
    assert_refused(sandbox.verify(&signed(json!({ "created": "2020-01-01" })), &all(), now()), Kind::Proof);
    let for_two = signed(json!({ "domain": ["a.example", "b.example"], "challenge": "7" }));
    assert!(sandbox.verify(&for_two, &options(json!({ "domain": ["b.example", "a.example"], "challenge": "7" })), now()).is_ok());
    assert!(sandbox.verify(&for_two, &all(), now()).is_ok(), "nobody asked");
    assert_refused(sandbox.verify(&for_two, &options(json!({ "domain": "a.example" })), now()), Kind::Domain);
    assert_refused(sandbox.verify(&for_two, &options(json!({ "challenge": "8" })), now()), Kind::Challenge);
    assert_refused(sandbox.verify(&signed(json!({})), &options(json!({ "domain": "a.example" })), now()), Kind::Domain);
    assert_refused(sandbox.verify(&signed(json!({})), &options(json!({ "challenge": "7" })), now()), Kind::Challenge);
    let mut of_nobody = signed(json!({}));
    of_nobody["proof"][0]["verificationMethod"] = json!("https://a.example/keys/1");
    assert_refused(sandbox.verify(&of_nobody, &all(), now()), Kind::Proof);
}

#[test]
fn a_credential_counts_between_its_dates() {
    let (sandbox, somebody) = (sandbox(), Somebody::new(7));
    let dated = |from: &str, until: &str| {
        let mut document = credential(&somebody.did);
        (document["validFrom"], document["validUntil"]) = (json!(from), json!(until));
        somebody.signs(&document, &json!({}))
    };
    assert!(sandbox.verify(&dated("2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"), &all(), now()).is_ok());
    let ended = dated("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    assert_refused(sandbox.verify(&ended, &all(), now()), Kind::Validity);
    assert!(sandbox.verify(&ended, &options(json!({ "checks": ["issuer"] })), now()).is_ok());
    assert_refused(sandbox.verify(&dated("2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z"), &all(), now()), Kind::Validity);
    assert_refused(sandbox.verify(&dated("2099-01-01T00:00:00Z", "2098-01-01T00:00:00Z"), &all(), now()), Kind::Malformed);
}

#[test]
fn a_credential_of_version_1_1_is_verified() {
    let (sandbox, somebody) = (sandbox(), Somebody::new(7));
    let older = |until: &str| {
        let document = json!({
            "@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v2"],
            "type": ["VerifiableCredential"], "issuer": somebody.did, "issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": until,
            "credentialSubject": { "id": "did:example:1" }
        });
        somebody.signs(&document, &json!({}))
    };
    assert!(
        sandbox.verify(&older("2099-01-01T00:00:00Z"), &all(), now()).is_ok(),
        "{:?}",
        sandbox.verify(&older("2099-01-01T00:00:00Z"), &all(), now())
    );
    assert_refused(sandbox.verify(&older("2021-01-01T00:00:00Z"), &all(), now()), Kind::Validity);
}

#[test]
fn a_status_is_given_and_changes_at_once() {
    let sandbox = sandbox();
    for variant in Variant::ALL {
        let mut document = credential(sandbox.instance(variant).did());
        document["id"] = json!(format!("urn:example:{}", variant.name()));
        let named = IssueOptions::read(Some(&json!({ "credentialId": format!("by-name-{}", variant.name()) }))).unwrap();
        let issued = sandbox.issue(variant, &document, &named, now()).unwrap();
        let entry = &issued["credentialStatus"];
        assert_eq!((&entry["type"], &entry["statusPurpose"]), (&json!("BitstringStatusListEntry"), &json!("revocation")));
        assert!(entry["statusListIndex"].as_str().unwrap().parse::<usize>().unwrap() < 131_072);
        let list = sandbox.status_list(variant, now()).unwrap();
        assert_eq!(list["id"], entry["statusListCredential"]);
        assert!(sandbox.verify(&list, &all(), now()).is_ok(), "{:?}", sandbox.verify(&list, &all(), now()));
        let change = |name: &str, entry: Value, set: bool| {
            sandbox.change_status(&json!({ "credentialId": name, "credentialStatus": entry, "status": set }))
        };
        change(document["id"].as_str().unwrap(), entry.clone(), true).unwrap();
        assert_refused(sandbox.verify(&issued, &all(), now()), Kind::Revoked);
        assert!(sandbox.verify(&issued, &options(json!({ "checks": ["proof"] })), now()).is_ok(), "nobody asked for the status");
        assert_ne!(sandbox.status_list(variant, now()).unwrap()["credentialSubject"], list["credentialSubject"]);
        change(&format!("by-name-{}", variant.name()), json!({ "type": "BitstringStatusListEntry" }), false).unwrap();
        assert!(sandbox.verify(&issued, &all(), now()).is_ok());
        let refused = |name: &str, entry: Value| change(name, entry, true).unwrap_err().kind;
        assert_eq!(refused("urn:example:none", json!({})), Kind::NotFound);
        let mut another = entry.clone();
        another["statusPurpose"] = json!("suspension");
        assert_eq!(refused(document["id"].as_str().unwrap(), another), Kind::Malformed);
        let mut never = entry.clone();
        never["statusListIndex"] = json!("131072");
        assert_eq!(refused(document["id"].as_str().unwrap(), never), Kind::NotFound);
    }
}

#[test]
fn a_status_that_nobody_here_keeps_is_not_taken_for_good() {
    let (sandbox, somebody) = (sandbox(), Somebody::new(7));
    for status in [
        json!({ "type": "ExampleStatus", "id": "https://a.example/1" }),
        json!({ "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://a.example/list" }),
        json!({ "type": "BitstringStatusListEntry", "statusPurpose": "suspension", "statusListIndex": "7",
            "statusListCredential": "http://localhost:8018/status/eddsa-rdfc-2022" }),
    ] {
        let mut document = credential(&somebody.did);
        document["credentialStatus"] = status;
        let signed = somebody.signs(&document, &json!({}));
        assert_refused(sandbox.verify(&signed, &all(), now()), Kind::StatusUnknown);
        assert!(sandbox.verify(&signed, &options(json!({ "checks": ["proof"] })), now()).is_ok());
    }
}

#[test]
fn a_presentation_is_verified_with_all_that_is_in_it() {
    let (sandbox, holder) = (sandbox(), Somebody::new(7));
    let presentation = |credentials: Value| {
        json!({ "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"], "holder": holder.did,
            "verifiableCredential": credentials })
    };
    let both = presentation(json!([issued(&sandbox, Variant::EddsaRdfc2022), issued(&sandbox, Variant::EddsaJcs2022)]));
    let verify = |presentation: &Value, asked: Value| sandbox.verify_presentation(presentation, &options(asked), now());
    assert!(verify(&both, json!({})).is_ok(), "{:?}", verify(&both, json!({})));
    assert_refused(verify(&both, json!({ "challenge": "7" })), Kind::Challenge);
    assert_refused(verify(&both, json!({ "domain": "a.example" })), Kind::Domain);
    let meant = json!({ "proofPurpose": "authentication", "challenge": "7", "domain": "a.example" });
    let signed = holder.signs(&both, &meant);
    assert!(verify(&signed, json!({ "challenge": "7", "domain": "a.example" })).is_ok(), "{:?}", verify(&signed, json!({})));
    assert_refused(verify(&signed, json!({ "challenge": "8" })), Kind::Challenge);
    assert_refused(verify(&signed, json!({ "domain": "b.example" })), Kind::Domain);
    assert_refused(verify(&holder.signs(&both, &json!({})), json!({})), Kind::Proof);
    let by_another = Somebody::new(9).signs(&both, &meant);
    assert_refused(verify(&by_another, json!({})), Kind::Issuer);
    let mut altered = both;
    altered["verifiableCredential"][1]["credentialSubject"]["alumniOf"] = json!("Another school");
    assert_refused(verify(&altered, json!({})), Kind::Proof);
    let mut swapped = signed;
    swapped["verifiableCredential"].as_array_mut().unwrap().remove(0);
    assert_refused(verify(&swapped, json!({})), Kind::Proof);
    assert_refused(verify(&presentation(json!([credential(&holder.did)])), json!({})), Kind::Proof);
    let many = vec![credential(&holder.did); 51];
    assert_refused(verify(&presentation(json!(many)), json!({})), Kind::Malformed);
}

#[test]
fn an_option_that_nobody_understands_is_refused() {
    for wrong in [
        json!(7),
        json!([]),
        json!({ "check": ["proof"] }),
        json!({ "checks": "proof" }),
        json!({ "checks": ["everything"] }),
        json!({ "checks": [7] }),
        json!({ "domain": 7 }),
        json!({ "domain": [] }),
        json!({ "domain": [7] }),
        json!({ "challenge": 7 }),
        json!({ "challenge": null }),
    ] {
        assert!(VerifyOptions::read(Some(&wrong)).is_err(), "{wrong}");
    }
    for wrong in [
        json!(7),
        json!({ "credentialId": 7 }),
        json!({ "credentialId": "" }),
        json!({ "mandatoryPointers": "/a" }),
        json!({ "mandatoryPointers": ["a"] }),
        json!({ "mandatoryPointers": [7] }),
        json!({ "created": "2020-01-01T00:00:00Z" }),
    ] {
        assert!(IssueOptions::read(Some(&wrong)).is_err(), "{wrong}");
    }
    assert_eq!(options(json!({ "checks": [] })), all(), "an empty list asks for everything");
    assert!(IssueOptions::read(Some(&json!({ "credentialId": "urn:x:1", "mandatoryPointers": ["", "/issuer"] }))).is_ok());
}
