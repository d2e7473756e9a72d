//! Official vectors: canonical forms of documents and proofs, byte for byte.

use std::path::{Path, PathBuf};

use insignia::standards::jsonld::{Contexts, HashAlgorithm, Limits, Mode, canonical_form, canonicalize_with, to_rdf};
use serde_json::Value;

use super::{Exceptions, read_json, shared, text};

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
    let Some(root) = shared("vectors") else { return };
    let mut exceptions = Exceptions::read("w3c-data-integrity.toml");
    let mut cases = 0;
    for folder in folders(&root) {
        if let Some(outcome) = check(&folder) {
            let name = folder.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
            exceptions.judge(&name, outcome);
            cases += 1;
        }
    }
    exceptions.finish("W3C Data Integrity canonical forms", cases);
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).flat_map(|path| folders(&path).into_iter().chain([path])).collect()
}

/// Checks a folder that holds a signed document, its proof options and both canonical forms; `None` for any other.
fn check(folder: &Path) -> Option<Result<(), String>> {
    let name = folder.to_string_lossy();
    if name.contains("jcs") || name.contains("-sd-") {
        return None;
    }
    let file = |start: &str| {
        let mut entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))
    };
    let pairs = [
        (without_proof(read_json(file("signed")?)), text(file("canonDoc")?)),
        (read_json(file("proofConfig")?), text(file("proofCanon")?)),
    ];
    let algorithm = if name.contains("p384") { HashAlgorithm::Sha384 } else { HashAlgorithm::Sha256 };
    let form = |document: &Value| -> Result<String, String> {
        let dataset = to_rdf(document, Contexts::for_conformance(), Mode::Safe, &Limits::default()).map_err(|e| e.to_string())?;
        Ok(canonicalize_with(&dataset, algorithm, &Limits::default()).map_err(|e| e.to_string())?.nquads)
    };
    let compare = |(document, expected): &(Value, String)| match form(document)? {
        found if found == *expected => Ok(()),
        found => Err(format!("expected\n{expected}found\n{found}")),
    };
    Some(pairs.iter().try_for_each(compare))
}
