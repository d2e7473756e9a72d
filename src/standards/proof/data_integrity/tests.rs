//! The official vectors, byte for byte, and what a changed document does to them.

use std::fs;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, Signer, SigningKey};
use serde_json::json;

use super::super::{KeyKind, multikey, outside};
use super::vectors::leaves;
use super::*;
use crate::standards::json;

fn document(path: PathBuf) -> Value {
    json::parse(&fs::read(path).unwrap(), &json::Limits::default()).unwrap()
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap()
}

struct Official {
    signed: Value,
    hash_hex: String,
    proof_value: String,
    key: SigningKey,
    contexts: &'static Contexts,
}

fn ob3() -> Option<Official> {
    let folder = outside::shared("vectors/ob3")?;
    let expected = document(folder.join("expected.json"));
    let pair = document(folder.join("key-pair.json"));
    let secret = HEXLOWER.decode(pair["privateKeyHex_seed_then_public"].as_str().unwrap().as_bytes()).unwrap();
    Some(Official {
        signed: document(folder.join("signed-credential.json")),
        hash_hex: expected["hashData"].as_str().unwrap().to_owned(),
        proof_value: expected["proofValue"].as_str().unwrap().to_owned(),
        key: SigningKey::from_keypair_bytes(&secret.try_into().unwrap()).unwrap(),
        contexts: Contexts::known(),
    })
}

fn w3c(folder: &str) -> Option<Official> {
    let base = outside::shared("vectors/w3c-vc-di-eddsa")?;
    let pair = document(base.join("keyPair.json"));
    let secret = bs58::decode(&pair["privateKeyMultibase"].as_str().unwrap()[1..]).into_vec().unwrap();
    Some(Official {
        signed: document(base.join(folder).join("signedDataInt.json")),
        hash_hex: text(base.join(folder).join("combinedHashDataInt.txt")).trim().to_owned(),
        proof_value: text(base.join(folder).join("sigBTC58DataInt.txt")).trim().to_owned(),
        // 0x80 0x26 is the multicodec prefix of an Ed25519 seed.
        key: SigningKey::from_bytes(secret[2..].try_into().unwrap()),
        // With those of the W3C's examples, which no badge may use.
        contexts: Contexts::for_conformance(),
    })
}

fn officials() -> Vec<Official> {
    [ob3(), w3c("eddsa-rdfc-2022")].into_iter().flatten().collect()
}

#[test]
fn the_official_vectors_come_out_byte_for_byte() {
    for official in officials() {
        let mut config = official.signed["proof"].clone();
        config.as_object_mut().unwrap().remove("proofValue");
        let signed = hash_data(&official.signed, &config, official.contexts).unwrap();
        assert_eq!(HEXLOWER.encode(&signed), official.hash_hex);
        let signature = official.key.sign(&signed).to_bytes();
        assert_eq!(proof_value(&signature), official.proof_value);
        let ours = secured(&official.signed, &config, &signature);
        assert_eq!(ours["proof"], json!([official.signed["proof"]]));
    }
}

#[test]
fn the_official_documents_verify_and_no_changed_leaf_does() {
    for official in officials() {
        let (document, proof, key) = (&official.signed, &official.signed["proof"], official.key.verifying_key());
        assert_eq!(verify_eddsa_rdfc_2022(document, proof, &key, official.contexts), Ok(()));
        let method = Proof::read(proof).unwrap().verification_method.rsplit('#').next().unwrap();
        assert_eq!(multikey::parse(method), Ok(PublicKey::Ed25519(key)));
        let mut changed = 0;
        for place in leaves(document, String::new()).into_iter().filter(|p| !p.starts_with("/proof")) {
            let mut other = document.clone();
            let leaf = other.pointer_mut(&place).unwrap();
            *leaf = json!(format!("{}x", leaf.as_str().unwrap_or_default()));
            assert!(verify_eddsa_rdfc_2022(&other, proof, &key, official.contexts).is_err(), "{place}");
            changed += 1;
        }
        assert!(changed > 10);
        for member in ["created", "verificationMethod", "proofPurpose"] {
            let mut other = proof.clone();
            other[member] = json!(proof[member].as_str().unwrap().replace('2', "3").replace("assertion", "x"));
            assert!(verify_eddsa_rdfc_2022(document, &other, &key, official.contexts).is_err(), "{member}");
        }
        let other = SigningKey::from_bytes(&[7; 32]).verifying_key();
        assert_eq!(verify_eddsa_rdfc_2022(document, proof, &other, official.contexts), Err(ProofFault::NotByThisKey));
    }
}

#[test]
fn the_official_canonical_texts_have_the_official_hash() {
    let Some(folder) = outside::shared("vectors/ob3") else { return };
    let expected = document(folder.join("expected.json"));
    let hashes = hash_of_canonical(&text(folder.join("proof-canon.txt")), &text(folder.join("document-canon.txt")));
    assert_eq!(json!(HEXLOWER.encode(&hashes)), expected["hashData"]);
    let pair = document(folder.join("key-pair.json"));
    let Ok(PublicKey::Ed25519(key)) = multikey::parse(pair["publicKeyMultibase"].as_str().unwrap()) else { panic!("no key") };
    let signed = document(folder.join("signed-credential.json"));
    let read = Proof::read(&signed["proof"]).unwrap();
    assert_eq!(json!(HEXLOWER.encode(&read.signature)), expected["signatureHex"]);
    assert!(key.verify_strict(&hashes, &Signature::from_slice(&read.signature).unwrap()).is_ok());
}

#[test]
fn the_canonical_texts_of_the_w3c_have_their_hash_and_signature() {
    for (folder, official) in ["eddsa-rdfc-2022", "eddsa-rdfc-2022/employ"].iter().filter_map(|f| Some((f, w3c(f)?))) {
        let base = outside::shared("vectors/w3c-vc-di-eddsa").unwrap().join(folder);
        let hashes = hash_of_canonical(&text(base.join("proofCanonDataInt.txt")), &text(base.join("canonDocDataInt.txt")));
        assert_eq!(HEXLOWER.encode(&hashes), official.hash_hex);
        assert_eq!(proof_value(&official.key.sign(&hashes).to_bytes()), official.proof_value);
    }
}

#[test]
fn a_proof_of_another_form_is_refused_with_its_reason() {
    let signature = proof_value(&[7; 64]);
    let mut good = proof_config("did:key:z6Mk#z6Mk", Timestamp::from_ms(0), ASSERTION_METHOD);
    good["proofValue"] = json!(signature);
    assert_eq!(Proof::read(&good).map(|p| (p.created, p.purpose)), Ok((Some(Timestamp::from_ms(0)), ASSERTION_METHOD)));
    let cases = [
        ("type", json!("Ed25519Signature2018"), ProofFault::Type { found: "Ed25519Signature2018".to_owned() }),
        ("type", json!(["DataIntegrityProof"]), ProofFault::Member { member: "type" }),
        ("cryptosuite", json!("eddsa-rdf-2022"), ProofFault::Suite { found: "eddsa-rdf-2022".to_owned() }),
        ("created", json!("yesterday"), ProofFault::Member { member: "created" }),
        ("expires", json!(7), ProofFault::Member { member: "expires" }),
        ("domain", json!([7]), ProofFault::Member { member: "domain" }),
        ("verificationMethod", json!({"id": "did:key:z6Mk"}), ProofFault::Member { member: "verificationMethod" }),
        ("proofPurpose", Value::Null, ProofFault::Member { member: "proofPurpose" }),
        ("proofValue", json!(signature[1..]), ProofFault::ProofValue),
        ("proofValue", json!(format!("u{signature}")), ProofFault::ProofValue),
        ("proofValue", json!(format!("z{}", bs58::encode([7; 63]).into_string())), ProofFault::ProofValue),
        ("previousProof", json!({"id": "urn:x"}), ProofFault::Member { member: "previousProof" }),
        ("proofValue", json!(format!("z{}", "1".repeat(1_000_000))), ProofFault::ProofValue),
    ];
    for (member, value, fault) in cases {
        let mut proof = good.clone();
        proof[member] = value;
        assert_eq!(Proof::read(&proof), Err(fault), "{member}");
    }
}

#[test]
fn the_context_is_hashed_but_not_emitted() {
    let config = json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "DataIntegrityProof"});
    let out = secured(&json!({"id": "urn:x", "proof": "old"}), &config, &[0; 64]);
    assert_eq!(out, json!({"id": "urn:x", "proof": [{"type": "DataIntegrityProof", "proofValue": proof_value(&[0; 64])}]}));
}

/// Old badges: VCDM 1.1 with the context of the suite. The values are those that the npm packages
/// `ed25519-signature-2020` 5.4.0 and `eddsa-2022-cryptosuite` 1.0.0 make of the same document and key.
#[test]
fn old_proofs_of_vcdm_1_1_verify_and_no_changed_leaf_does() {
    let ob3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
    for (suite, context, value) in [
        (
            Suite::Ed25519Signature2020,
            "https://w3id.org/security/suites/ed25519-2020/v1",
            "zTQGYZQv4rzX11PHj1cFMhu1ezMuDzWJrL7KyJ22wUPLxUEUXv5kZvsC6UyAAvyiocGtSQwgXDLvZeuXmJt3zEXy",
        ),
        (
            Suite::Eddsa2022,
            "https://w3id.org/security/data-integrity/v1",
            "z3dp8hGVCxNi44UZ1Ls8ZF7BC1kYSVh58Q2FxFXAB29MpqSissuMMDyu6haGDJEDk3nYcQxTTrJaeAbpBAvjpPbXM",
        ),
    ] {
        let document = json!({
            "@context": ["https://www.w3.org/2018/credentials/v1", ob3, context],
            "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": "did:web:b.example",
            "issuanceDate": "2023-01-01T00:00:00Z", "name": "Old",
            "credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:uuid:2", "type": "Achievement", "name": "First aid"}}
        });
        let key = PrivateKey::generate(KeyKind::Ed25519, |bytes| bytes.fill(7)).unwrap();
        let at = Timestamp::parse("2023-01-01T00:00:00Z").unwrap();
        let options = options(suite, &document, "did:web:b.example#k", at, ASSERTION_METHOD);
        let signed = with_proof(&document, prove(&document, &options, &key, Contexts::known()).unwrap());
        let verified = |signed: &Value| verify(signed, &signed["proof"][0], &key.public(), Contexts::known());
        assert_eq!(signed["proof"][0]["proofValue"], json!(value), "{suite}");
        assert_eq!(verified(&signed), Ok(()), "{suite}");
        for place in leaves(&signed, String::new()) {
            let mut other = signed.clone();
            let leaf = other.pointer_mut(&place).unwrap();
            *leaf = json!(format!("{}x", leaf.as_str().unwrap()));
            assert!(verified(&other).is_err(), "{suite} {place}");
        }
    }
}
