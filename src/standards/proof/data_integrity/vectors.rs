//! The vectors of the W3C, of every suite: hashes and signatures byte for byte, then verified, then
//! changed in every leaf.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::super::{KeyKind, PrivateKey, multikey, outside};
use super::*;
use crate::standards::json;

pub(in crate::standards::proof) fn document(path: impl AsRef<Path>) -> Value {
    json::parse(&fs::read(path).unwrap(), &json::Limits::default()).unwrap()
}

/// The file in a folder whose name starts so.
fn starting(folder: &Path, start: &str) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start)).unwrap()
}

fn text(folder: &Path, start: &str) -> String {
    fs::read_to_string(starting(folder, start)).unwrap().trim().to_owned()
}

/// A private key as the vectors write it: two bytes of kind, then the key.
pub(in crate::standards::proof) fn private(multibase: &Value) -> PrivateKey {
    let bytes = bs58::decode(&multibase.as_str().unwrap()[1..]).into_vec().unwrap();
    let kind = match bytes[..2] {
        [0x80, 0x26] => KeyKind::Ed25519,
        [0x86, 0x26] => KeyKind::P256,
        [0x87, 0x26] => KeyKind::P384,
        _ => panic!("another kind"),
    };
    PrivateKey::from_bytes(kind, &bytes[2..]).unwrap()
}

/// The contexts that the examples of the W3C use, which no badge may use. Of the citizenship vocabulary,
/// which is not published with the vectors, what their canonical forms show.
pub(in crate::standards::proof) fn contexts() -> Contexts {
    let known = Contexts::for_conformance();
    let texts: Vec<(String, Value)> = known.iris().map(|iri| (iri.to_owned(), known.document(iri).unwrap()["@context"].clone())).collect();
    let own = |name: &str| json!(format!("https://w3id.org/citizenship#{name}"));
    let schema = |name: &str| json!(format!("https://schema.org/{name}"));
    let date = |iri: Value| json!({"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"});
    let mut terms = Map::new();
    for name in [
        "EmploymentAuthorizationDocumentCredential",
        "EmploymentAuthorizationDocument",
        "EmployablePerson",
        "PermanentResidentCardCredential",
        "PermanentResidentCard",
        "PermanentResident",
        "birthCountry",
        "employmentAuthorizationDocument",
        "permanentResidentCard",
        "commuterClassification",
        "lprCategory",
        "lprNumber",
    ] {
        terms.insert(name.to_owned(), own(name));
    }
    for name in ["Person", "additionalName", "familyName", "givenName", "gender", "identifier"] {
        terms.insert(name.to_owned(), schema(name));
    }
    terms.insert("image".to_owned(), json!({"@id": schema("image"), "@type": "@id"}));
    terms.insert("birthDate".to_owned(), date(schema("birthDate")));
    terms.insert("residentSince".to_owned(), date(own("residentSince")));
    Contexts::new(texts.into_iter().chain([("https://w3id.org/citizenship/v4rc1".to_owned(), Value::Object(terms))]))
}

/// Folder of the vectors, file with the key pair, name of the private half.
const FOLDERS: [(&str, &str, &str); 10] = [
    ("w3c-vc-di-eddsa/eddsa-rdfc-2022", "keyPair.json", "privateKeyMultibase"),
    ("w3c-vc-di-eddsa/eddsa-rdfc-2022/employ", "../keyPair.json", "privateKeyMultibase"),
    ("w3c-vc-di-eddsa/eddsa-jcs-2022", "keyPair.json", "privateKeyMultibase"),
    ("w3c-vc-di-eddsa/Ed25519Signature2020", "keyPair.json", "privateKeyMultibase"),
    ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256", "p256KeyPair.json", "secretKeyMultibase"),
    ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "../p256KeyPair.json", "secretKeyMultibase"),
    ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384", "p384KeyPair.json", "secretKeyMultibase"),
    ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "../p384KeyPair.json", "secretKeyMultibase"),
    ("w3c-vc-di-ecdsa/ecdsa-jcs-2019-p256", "p256KeyPair.json", "secretKeyMultibase"),
    ("w3c-vc-di-ecdsa/ecdsa-jcs-2019-p384", "p384KeyPair.json", "secretKeyMultibase"),
];

#[test]
fn every_vector_comes_out_byte_for_byte() {
    let Some(root) = outside::shared("vectors") else { return };
    let contexts = contexts();
    let mut exceptions = outside::exceptions("w3c-proofs.txt");
    for (name, pair, half) in FOLDERS {
        let folder = root.join(name);
        let key = private(&document(folder.join("..").join(pair))[half]);
        let (signed, options) = (document(starting(&folder, "signed")), document(starting(&folder, "proofConfig")));
        let covered = Covered::new(&signed, &contexts).unwrap();
        let read = Proof::read(&signed["proof"]).unwrap();
        let algorithm = read.suite.algorithm_of(&key.public()).unwrap();
        let bytes = covered.signed_by(options.as_object().unwrap(), read.suite, algorithm, &[]).map(|bytes| HEXLOWER.encode(&bytes));
        let made = prove(&signed, &options, &key, &contexts).map(|proof| proof["proofValue"].clone());
        let same = bytes.as_ref() == Ok(&text(&folder, "combinedHash"))
            && bytes.unwrap_or_default().starts_with(&text(&folder, "proofHash"))
            && made == Ok(signed["proof"]["proofValue"].clone())
            && proof_value(&read.signature) == text(&folder, "sigBTC58")
            && HEXLOWER.encode(&read.signature) == text(&folder, "sigHex")
            && covered.verify(&read, &key.public()) == Ok(())
            && multikey::parse(read.verification_method.rsplit('#').next().unwrap()) == Ok(key.public());
        let excused = exceptions.remove(name);
        assert_eq!(same, excused.is_none(), "{name}: {excused:?}");
    }
    assert!(exceptions.is_empty(), "no exceptions any more: {exceptions:?}");
}

#[test]
fn no_changed_leaf_of_a_vector_verifies() {
    let Some(root) = outside::shared("vectors") else { return };
    let contexts = contexts();
    for (name, pair, half) in FOLDERS {
        let folder = root.join(name);
        let key = private(&document(folder.join("..").join(pair))[half]).public();
        let signed = document(starting(&folder, "signed"));
        let mut changed = 0;
        for place in leaves(&signed, String::new()) {
            let mut other = signed.clone();
            let leaf = other.pointer_mut(&place).unwrap();
            *leaf = json!(format!("{}x", leaf.as_str().unwrap_or_default()));
            assert!(verify(&other, &other["proof"], &key, &contexts).is_err(), "{name}: {place}");
            changed += 1;
        }
        assert!(changed > 14);
    }
}

pub(in crate::standards::proof) fn leaves(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(n, v)| leaves(v, format!("{at}/{}", n.replace('~', "~0").replace('/', "~1")))).collect()
        }
        Value::Array(items) => items.iter().enumerate().flat_map(|(i, v)| leaves(v, format!("{at}/{i}"))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![at],
    }
}

#[test]
fn sets_and_chains_come_out_byte_for_byte() {
    let Some(folder) = outside::shared("vectors/w3c-vc-di-eddsa/proof-set-chain") else { return };
    let contexts = contexts();
    let file = |name: &str| document(folder.join(format!("{name}.json")));
    let keys = file("multiKeyPairs");
    let key = |number: usize| private(&keys[format!("keyPair{number}")]["privateKeyMultibase"]);
    let mut growing = file("unsigned");
    for (at, name) in ["proofSetConfig1", "proofSetConfig2", "proofChainConfig1", "proofChainConfig2"].into_iter().enumerate() {
        let proof = prove(&growing, &file(name), &key(at + 1), &contexts).unwrap();
        assert_eq!(proof, file(&name.replace("Config", "ConfigSigned")), "{name}");
        growing = with_proof(&growing, proof);
    }
    assert_eq!(growing, file("signedProofChain2"));
    let mut verified = 0;
    for name in ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"] {
        let signed = file(name);
        let covered = Covered::new(&signed, &contexts).unwrap();
        for (at, proof) in covered.proofs().iter().enumerate() {
            assert_eq!(covered.verify(&Proof::read(proof).unwrap(), &key(at + 1).public()), Ok(()), "{name} {at}");
            verified += 1;
        }
    }
    assert_eq!(verified, 1 + 2 + 3 + 4);
}

#[test]
fn a_chain_covers_the_proofs_below_it() {
    let Some(folder) = outside::shared("vectors/w3c-vc-di-eddsa/proof-set-chain") else { return };
    let contexts = contexts();
    let signed = document(folder.join("signedProofChain2.json"));
    let keys = document(folder.join("multiKeyPairs.json"));
    let last = private(&keys["keyPair4"]["privateKeyMultibase"]).public();
    let verified = |signed: &Value| verify(signed, &signed["proof"][3], &last, &contexts);
    assert_eq!(verified(&signed), Ok(()));
    let below = "/proof/2";
    for (place, value) in [("/created", json!("2023-02-26T22:06:39Z")), ("/proofValue", signed["proof"][0]["proofValue"].clone())] {
        let mut other = signed.clone();
        *other.pointer_mut(&format!("{below}{place}")).unwrap() = value;
        assert_eq!(verified(&other), Err(ProofFault::NotByThisKey), "{place}");
    }
    let id = signed["proof"][2]["id"].clone();
    let mut unnamed = signed.clone();
    unnamed["proof"][2]["id"] = json!("urn:uuid:0");
    assert_eq!(verified(&unnamed), Err(ProofFault::Previous { id: id.as_str().unwrap().to_owned(), found: 0 }));
    let mut twice = signed;
    twice["proof"][1]["id"] = id.clone();
    assert_eq!(verified(&twice), Err(ProofFault::Previous { id: id.as_str().unwrap().to_owned(), found: 2 }));
}
