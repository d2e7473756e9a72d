//! Documents of others: the forms in which keys are written, and what gives no key.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use super::*;

const DID: &str = "did:web:badges.example";
const MULTIKEY: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";

fn foreign() -> Value {
    json!({"id": DID, "verificationMethod": [{"id": "#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY}], "assertionMethod": ["#k"]})
}

fn ids(document: &Value) -> Vec<String> {
    ControllerDocument::read(DID, document).unwrap().methods().iter().map(|method| method.id.clone()).collect()
}

fn first(document: &Value) -> VerificationMethod {
    ControllerDocument::read(DID, document).unwrap().methods()[0].clone()
}

#[test]
fn only_methods_listed_for_assertions_count() {
    assert_eq!(ids(&foreign()), [format!("{DID}#k")]);
    let mut other = foreign();
    other["assertionMethod"] = json!(["did:web:other.example#k", "#absent"]);
    let read = ControllerDocument::read(DID, &other).unwrap();
    assert_eq!(read.methods(), []);
    assert!(read.names_elsewhere("did:web:other.example#k") && !read.names_elsewhere(&format!("{DID}#absent")));
    other["assertionMethod"] = other["verificationMethod"].clone();
    other.as_object_mut().unwrap().remove("verificationMethod");
    assert_eq!(ids(&other), [format!("{DID}#k")], "an embedded method");
    other["assertionMethod"] = json!([]);
    other["authentication"] = foreign()["verificationMethod"].clone();
    assert_eq!(ids(&other), Vec::<String>::new());
}

#[test]
fn another_document_is_refused() {
    let fault = |id: &str, document: &Value| ControllerDocument::read(id, document).unwrap_err();
    assert_eq!(fault("did:web:other.example", &foreign()), DidDocumentFault::OtherDid { found: DID.to_owned() });
    assert_eq!(fault(DID, &json!([])), DidDocumentFault::NotAnObject);
    for member in ["verificationMethod", "assertionMethod"] {
        let mut other = foreign();
        other[member] = json!("#k");
        assert_eq!(fault(DID, &other), DidDocumentFault::NoList { member });
    }
    let mut crowded = foreign();
    crowded["assertionMethod"] = json!(vec!["#k"; 201]);
    assert_eq!(fault(DID, &crowded), DidDocumentFault::TooMany { found: 201 });
}

#[test]
fn every_form_of_a_key_is_read() {
    let expected = multikey::parse(MULTIKEY).unwrap();
    let jwk = Value::Object(expected.as_jwk());
    let forms = [
        json!({"type": "Multikey", "publicKeyMultibase": MULTIKEY}),
        json!({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": MULTIKEY}),
        json!({"type": "JsonWebKey", "publicKeyJwk": jwk}),
        json!({"type": "JsonWebKey2020", "publicKeyJwk": jwk}),
    ];
    for form in forms {
        for id in ["#k".to_owned(), format!("{DID}#k")] {
            let mut document = foreign();
            document["verificationMethod"] = json!([form]);
            document["verificationMethod"][0]["id"] = json!(id);
            document["verificationMethod"][0]["controller"] = json!(DID);
            let method = first(&document);
            assert_eq!((method.id, method.key), (format!("{DID}#k"), Ok(expected.clone())), "{form}");
        }
    }
}

#[test]
fn a_method_that_cannot_be_trusted_gives_no_key() {
    let with = |member: &str, value: Value| {
        let mut other = foreign();
        other["verificationMethod"][0][member] = value;
        ControllerDocument::read(DID, &other).unwrap().methods().to_vec()
    };
    assert!(with("publicKeyJwk", json!({"kty": "RSA"}))[0].key.is_err(), "two keys under one name");
    assert!(with("publicKeyMultibase", json!("z6Mk"))[0].key.is_err());
    assert!(with("publicKeyMultibase", json!(7))[0].key.is_err());
    assert!(with("secretKeyMultibase", json!("z"))[0].key.is_err(), "its secret half was published");
    for kind in ["JsonWebKey", "Ed25519VerificationKey2018", "X25519KeyAgreementKey2020", "multikey", ""] {
        assert!(with("type", json!(kind))[0].key.is_err(), "{kind}");
    }
    assert_eq!(with("revoked", json!("some day")), [], "an unreadable revocation never frees a key");
    assert_eq!(with("expires", json!(1)), []);
    assert_eq!(with("controller", json!(7)), []);
}

#[test]
fn two_methods_of_one_name_are_none() {
    let mut document = foreign();
    let mut twin = document["verificationMethod"][0].clone();
    twin["publicKeyMultibase"] = json!("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
    document["verificationMethod"].as_array_mut().unwrap().push(twin.clone());
    assert_eq!(ids(&document), Vec::<String>::new());
    let mut document = foreign();
    document["assertionMethod"].as_array_mut().unwrap().push(twin);
    assert_eq!(ControllerDocument::read(DID, &document).unwrap().method(&format!("{DID}#k")), None);
    let mut document = foreign();
    document["assertionMethod"] = json!(["#k", "#k"]);
    assert!(ControllerDocument::read(DID, &document).unwrap().method(&format!("{DID}#k")).is_some(), "named twice is one");
}

#[test]
fn a_method_or_a_jwk_may_stand_alone_at_its_address() {
    let address = WebAddress::parse("https://badges.example/keys/1").unwrap();
    let alone = |document: &Value| VerificationMethod::alone(&address, document);
    let method = json!({"type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY});
    let key = multikey::parse(MULTIKEY).unwrap();
    let read = alone(&method).unwrap();
    assert_eq!((read.id.as_str(), read.controller.as_str(), &read.key), (address.as_str(), DID, &Ok(key.clone())));
    let mut named = method.clone();
    named["id"] = json!("https://badges.example/keys/1");
    assert_eq!(alone(&named), Ok(read));
    named["id"] = json!("https://badges.example/keys/2");
    assert_eq!(alone(&named), Err(DidDocumentFault::OtherDid { found: "https://badges.example/keys/2".to_owned() }));
    let mut jwk = Value::Object(key.as_jwk());
    let read = alone(&jwk).unwrap();
    assert_eq!((read.controller.as_str(), read.key), ("", Ok(key)));
    jwk["iss"] = json!(DID);
    assert_eq!(alone(&jwk).unwrap().controller, DID);
    jwk["d"] = json!(BASE64URL_NOPAD.encode(&[1; 32]));
    assert!(alone(&jwk).unwrap().key.is_err());
    assert!(alone(&json!({"keys": []})).is_err() && alone(&json!([])).is_err(), "a set is no key");
}
