//! Official vectors: canonical forms of documents and proofs, byte for byte.

use std::path::{Path, PathBuf};

use insignia::standards::jsonld::{Contexts, HashAlgorithm, Limits, Mode, canonical_form, canonicalize_with, to_rdf};
use serde_json::Value;

use super::{read_json, shared, text};

fn without_proof(mut signed: Value) -> Value {
    signed.as_object_mut().expect("an object").remove("proof");
    signed
}

#[test]
fn the_open_badges_vector_has_the_published_canonical_forms() {
    let Some(folder) = shared("vectors/ob3") else { return };
    let form = |document: &Value| canonical_form(document, Contexts::known(), &Limits::default()).expect("a canonical form");
    let signed = read_json(folder.join("signed-credential.json"));
    let mut proof = signed["proof"].clone();
    if let Value::Array(proofs) = proof {
        proof = proofs.into_iter().next().expect("a proof");
    }
    // Proof options are hashed with the document's contexts and without the signature.
    let options = proof.as_object_mut().expect("an object");
    options.remove("proofValue");
    options.insert("@context".to_owned(), signed["@context"].clone());
    assert_eq!(form(&proof), text(folder.join("proof-canon.txt")));
    assert_eq!(form(&without_proof(signed)), text(folder.join("document-canon.txt")));
}

#[test]
fn the_w3c_vectors_have_the_published_canonical_forms() {
    let mut checked = 0;
    for root in ["vectors/w3c-vc-di-eddsa", "vectors/w3c-vc-di-ecdsa"] {
        let Some(root) = shared(root) else { return };
        for folder in folders(&root) {
            checked += usize::from(check(&folder));
        }
    }
    println!("W3C Data Integrity vectors: {checked} documents and proofs");
    assert!(checked >= 6, "only {checked} vectors were found");
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).flat_map(|path| folders(&path).into_iter().chain([path])).collect()
}

/// Checks a folder that holds a signed document, its proof options and both canonical forms.
fn check(folder: &Path) -> bool {
    let file = |start: &str| {
        let mut entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))
    };
    let name = folder.to_string_lossy();
    if name.contains("jcs") || name.contains("-sd-") {
        return false;
    }
    let files = (file("signed"), file("canonDoc"), file("proofConfig"), file("proofCanon"));
    let (Some(signed), Some(document_canon), Some(options), Some(proof_canon)) = files else { return false };
    let algorithm = if name.contains("p384") { HashAlgorithm::Sha384 } else { HashAlgorithm::Sha256 };
    let form = |document: &Value| {
        let dataset = to_rdf(document, Contexts::for_conformance(), Mode::Safe, &Limits::default()).expect("statements");
        canonicalize_with(&dataset, algorithm, &Limits::default()).expect("a canonical form").nquads
    };
    assert_eq!(form(&without_proof(read_json(signed))), text(document_canon), "{name}");
    assert_eq!(form(&read_json(options)), text(proof_canon), "{name}");
    true
}
