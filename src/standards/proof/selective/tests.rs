//! The vectors of the W3C for `ecdsa-sd-2023`, and derived proofs changed in every part.

use std::path::Path;

use data_encoding::HEXLOWER;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use serde_json::{Value, json};

use super::super::data_integrity::vectors::{contexts, document, leaves, private};
use super::super::data_integrity::{self, ASSERTION_METHOD, Proof, ProofFault};
use super::super::{KeyKind, PrivateKey, Suite, outside};
use super::making::{Parts, derived};
use super::*;
use crate::standards::jsonld::{Contexts, Mode, parse_nquads, to_rdf};
use crate::vocabulary::Timestamp;

const CASES: [&str; 2] = ["prc", "employ"];

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn hex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

fn keys(root: &Path) -> (PrivateKey, PrivateKey, Vec<u8>) {
    let pairs = document(root.join("SDKeyMaterial.json"));
    let pair = |name: &str| private(&pairs[name]["secretKeyMultibase"]);
    let hmac = data_encoding::HEXUPPER.decode(pairs["hmacKeyString"].as_str().unwrap().as_bytes()).unwrap();
    (pair("baseKeyPair"), pair("proofKeyPair"), hmac)
}

#[test]
fn the_derived_proofs_of_the_w3c_verify_and_their_parts_are_as_published() {
    let Some(root) = outside::shared("vectors/w3c-vc-di-ecdsa/ecdsa-sd-2023") else { return };
    let (base, own, _) = keys(&root);
    let contexts = contexts();
    for case in CASES {
        let file = |name: &str| document(root.join(case).join(format!("{name}.json")));
        let shown = file("derivedRevealDocument");
        let read = Proof::read(&shown["proof"]).unwrap();
        let parts = Derived::read(&read.signature).unwrap();
        let published = file("verifyDerivedProofValue");
        assert_eq!(parts.base_signature, hex(&published["baseSignature"]));
        assert_eq!(multikey::of_bytes(parts.public_key), Ok(own.public()), "{case}");
        assert_eq!(parts.signatures, texts(&published["signatures"]).iter().map(|t| hex(&json!(t))).collect::<Vec<_>>());
        let labels: Vec<Value> = parts.labels.iter().map(|(number, name)| json!([format!("c14n{number}"), name])).collect();
        assert_eq!(json!(labels), published["labelMap"]);
        assert_eq!(json!(parts.mandatory), published["mandatoryIndexes"]);

        let unsecured = file("derivedUnsignedReveal");
        let dataset = to_rdf(&unsecured, &contexts, Mode::Safe, &Limits::default()).unwrap();
        let statements = parts.statements(&dataset).unwrap();
        assert_eq!(statements, texts(&file("verifyNQuads")), "{case}");
        let checked = file("verifyCreateVerifyData");
        let others: Vec<&String> = (0..).zip(&statements).filter(|(at, _)| !parts.mandatory.contains(at)).map(|(_, line)| line).collect();
        assert_eq!(json!(others), checked["nonMandatory"]);
        let options = std::fs::read_to_string(root.join(case).join("addProofConfigCanon.txt")).unwrap();
        assert_eq!(Sha256::digest(format!("{}\n", options.trim_end())).to_vec(), hex(&checked["proofHash"]));
        assert_eq!(data_integrity::verify(&shown, &shown["proof"], &base.public(), &contexts), Ok(()), "{case}");
        assert_eq!(data_integrity::verify(&shown, &shown["proof"], &own.public(), &contexts), NOT_BY_THIS_KEY);
        for place in leaves(&shown, String::new()) {
            let mut other = shown.clone();
            let leaf = other.pointer_mut(&place).unwrap();
            *leaf = json!(format!("{}x", leaf.as_str().unwrap()));
            assert!(data_integrity::verify(&other, &other["proof"], &base.public(), &contexts).is_err(), "{case} {place}");
        }
    }
}

const NOT_BY_THIS_KEY: Result<(), ProofFault> = Err(ProofFault::Selective(SelectiveFault::NotByThisKey));

#[test]
fn the_base_proofs_of_the_w3c_come_out_byte_for_byte_and_are_refused() {
    let Some(root) = outside::shared("vectors/w3c-vc-di-ecdsa/ecdsa-sd-2023") else { return };
    let (base, own, hmac) = keys(&root);
    let contexts = contexts();
    for case in CASES {
        let file = |name: &str| document(root.join(case).join(format!("{name}.json")));
        let signed = file("addSignedSDBase");
        let mut unsecured = signed.clone();
        unsecured.as_object_mut().unwrap().shift_remove("proof");
        let dataset = to_rdf(&unsecured, &contexts, Mode::Safe, &Limits::default()).unwrap();
        let canonical = canonicalize_with(&dataset, HashAlgorithm::Sha256, &Limits::default()).unwrap();
        assert_eq!(canonical.nquads, texts(&file("addBaseDocCanon")).concat(), "{case}");
        let names: Vec<String> = canonical.labels.iter().map(|label| named(&hmac, label)).collect();
        let lines = labelled_lines(&dataset, &names.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(lines, texts(&file("addBaseDocHMACCanon")), "{case}");

        let transformed = file("addBaseTransform");
        let second = |pair: &Value| pair[1].as_str().unwrap().to_owned();
        let of = |name: &str| transformed[name]["value"].as_array().unwrap().iter().map(second).collect::<Vec<String>>();
        let hashes = file("addHashData");
        assert_eq!(Sha256::digest(of("mandatory").concat()).to_vec(), hex(&hashes["mandatoryHash"]), "{case}");
        let raw = file("addRawBaseSignatureInfo");
        let word = raw["publicKey"].as_str().unwrap();
        let public_key = bs58::decode(&word[1..]).into_vec().unwrap();
        assert_eq!(multikey::parse(word), Ok(own.public()));
        let together = [hex(&hashes["proofHash"]), public_key, hex(&hashes["mandatoryHash"])].concat();
        assert_eq!(base.sign(&together), hex(&raw["baseSignature"]), "{case}");
        let signatures: Vec<Vec<u8>> = of("nonMandatory").iter().map(|line| own.sign(line.as_bytes())).collect();
        assert_eq!(signatures, texts(&raw["signatures"]).iter().map(|t| hex(&json!(t))).collect::<Vec<_>>(), "{case}");
        assert_eq!(
            data_integrity::verify(&signed, &signed["proof"], &base.public(), &contexts),
            Err(ProofFault::Selective(SelectiveFault::Base))
        );
    }
}

/// createHmacIdLabelMapFunction.
fn named(hmac: &[u8], label: &str) -> String {
    let key = PKey::hmac(hmac).unwrap();
    let mut signer = Signer::new(MessageDigest::sha256(), &key).unwrap();
    signer.update(label.as_bytes()).unwrap();
    format!("u{}", BASE64URL_NOPAD.encode(&signer.sign_to_vec().unwrap()))
}

#[test]
fn the_statements_of_a_vector_keep_their_order_whatever_their_blank_nodes_were_called() {
    let Some(root) = outside::shared("vectors/w3c-vc-di-ecdsa/ecdsa-sd-2023") else { return };
    for case in CASES {
        let statements = texts(&document(root.join(case).join("verifyNQuads.json")));
        let shown = document(root.join(case).join("derivedRevealDocument.json"));
        let value = Proof::read(&shown["proof"]).unwrap().signature;
        let renamed = statements.concat().replace("_:u", "_:z");
        let found = Derived::read(&value).unwrap().statements(&parse_nquads(&renamed).unwrap());
        assert_eq!(found, Ok(statements));
    }
}

fn pair(seed: u8) -> PrivateKey {
    PrivateKey::generate(KeyKind::P256, |bytes| bytes.fill(seed)).unwrap()
}

struct Made {
    document: Value,
    options: Value,
    parts: Parts,
}

/// A list credential of ours with a derived proof, the issuer's statements mandatory.
fn made() -> Made {
    let document = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": "did:web:b.example",
        "credentialSubject": [{"type": "BitstringStatusList", "statusPurpose": "revocation"}, {"type": "BitstringStatusList", "statusPurpose": "suspension"}]
    });
    let at = Timestamp::parse("2026-11-20T11:00:00Z").unwrap();
    let options = data_integrity::options(Suite::EcdsaSd2023, &document, "did:web:b.example#k", at, ASSERTION_METHOD);
    let must = |line: &str| line.contains("#issuer>");
    let parts = derived(&document, &options, [&pair(7), &pair(8)], must, Contexts::known());
    Made { document, options, parts }
}

impl Made {
    fn verified(&self, parts: &Parts) -> Result<(), ProofFault> {
        data_integrity::verify(&self.document, &parts.proof(&self.options), &pair(7).public(), Contexts::known())
    }
}

type Change = fn(&mut Parts);

#[test]
fn no_changed_part_of_a_derived_proof_verifies() {
    let made = made();
    assert_eq!(made.verified(&made.parts), Ok(()));
    assert!(made.parts.signatures.len() > 4 && made.parts.labels.len() == 3 && made.parts.mandatory.len() == 1);
    let changed: [(&str, Change); 15] = [
        ("base signature", |parts| parts.base_signature[63] ^= 1),
        ("short base signature", |parts| parts.base_signature.truncate(63)),
        ("key", |parts| parts.public_key[2] ^= 1),
        ("other key", |parts| parts.public_key = bs58::decode(&multikey::of(&pair(9).public()).unwrap()[1..]).into_vec().unwrap()),
        ("no key", |parts| parts.public_key.clear()),
        ("one signature", |parts| parts.signatures[0][0] ^= 1),
        ("two signatures exchanged", |parts| parts.signatures.swap(0, 1)),
        ("one signature less", |parts| drop(parts.signatures.pop())),
        ("one signature twice", |parts| parts.signatures.push(parts.signatures[0].clone())),
        ("labels exchanged", |parts| {
            let first = parts.labels[0].1.clone();
            parts.labels[0].1 = parts.labels[1].1.clone();
            parts.labels[1].1 = first;
        }),
        ("two of one name", |parts| parts.labels[0].1 = parts.labels[1].1.clone()),
        ("a label less", |parts| drop(parts.labels.pop())),
        ("a label more", |parts| parts.labels.push((9, vec![9; 32]))),
        ("another mandatory statement", |parts| parts.mandatory[0] += 1),
        ("a mandatory statement beyond", |parts| parts.mandatory.push(900)),
    ];
    for (what, change) in changed {
        let mut parts = made.parts.clone();
        change(&mut parts);
        assert!(made.verified(&parts).is_err(), "{what}");
    }
}

#[test]
fn no_shown_statement_can_be_left_out_or_moved_by_the_reader() {
    let made = made();
    for change in ["/issuer", "/credentialSubject/0/statusPurpose", "/type/0"] {
        let mut other = made.document.clone();
        *other.pointer_mut(change).unwrap() = json!("did:web:c.example");
        let proof = made.parts.proof(&made.options);
        assert!(data_integrity::verify(&other, &proof, &pair(7).public(), Contexts::known()).is_err(), "{change}");
    }
    let mut fewer = made.document.clone();
    fewer["credentialSubject"].as_array_mut().unwrap().pop();
    assert!(data_integrity::verify(&fewer, &made.parts.proof(&made.options), &pair(7).public(), Contexts::known()).is_err());
}

#[test]
fn another_header_text_form_or_curve_is_refused() {
    let made = made();
    for header in [[0xd9, 0x5d, 0x02], [0xd9, 0x5d, 0x00], [0xd9, 0x5d, 0x03], [0, 0, 0]] {
        assert!(made.verified(&Parts { header, ..made.parts.clone() }).is_err(), "{header:x?}");
    }
    let verified = |value: String, key: &PublicKey| {
        let mut proof = made.parts.proof(&made.options);
        proof["proofValue"] = json!(value);
        data_integrity::verify(&made.document, &proof, key, Contexts::known())
    };
    let text = made.parts.text();
    let bytes = BASE64URL_NOPAD.decode(&text.as_bytes()[1..]).unwrap();
    let written = |bytes: &[u8]| format!("u{}", BASE64URL_NOPAD.encode(bytes));
    assert_eq!(verified(text.clone(), &pair(7).public()), Ok(()));
    assert_eq!(verified(made.parts.as_base(), &pair(7).public()), Err(ProofFault::Selective(SelectiveFault::Base)));
    for value in [
        format!("z{}", bs58::encode(&bytes[..64]).into_string()),
        format!("{text}="),
        text[1..].to_owned(),
        "u".to_owned(),
        written(&bytes[..bytes.len() - 1]),
        written(&[&bytes[..], &[0]].concat()),
        format!("u{}", "A".repeat(300_000)),
    ] {
        assert!(verified(value, &pair(7).public()).is_err());
    }
    let p384 = PrivateKey::generate(KeyKind::P384, |bytes| bytes.fill(7)).unwrap().public();
    assert_eq!(verified(text, &p384), Err(ProofFault::KeyKind { suite: Suite::EcdsaSd2023 }));
}
