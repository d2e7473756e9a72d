//! Data Integrity proofs: a signature inside a document, over what the document says.
//!
//! Sources: [VC Data Integrity 1.0](https://www.w3.org/TR/vc-data-integrity/),
//! [VC-DI-EDDSA 1.0](https://www.w3.org/TR/vc-di-eddsa/),
//! [VC-DI-ECDSA 1.0](https://www.w3.org/TR/vc-di-ecdsa/). What is signed is two hashes: of the canonical
//! proof options, then of the canonical document without its proof. Suites of statements (RDFC-1.0)
//! hash the options with the document's `@context`; suites of JSON (RFC 8785) as they stand.
//!
//! This module checks one proof against one key. Whether the key may speak for the issuer, whether
//! the proof's purpose and dates fit, and which of several proofs count, the verifier decides.

mod covered;
mod fault;
mod read;

use ed25519_dalek::VerifyingKey;
use serde_json::{Map, Value};

pub use covered::{Covered, hash_of_canonical};
pub use fault::ProofFault;
pub use read::Proof;

use super::{PrivateKey, PublicKey, Suite, Transformation};
use crate::standards::jsonld::{Contexts, HashAlgorithm};
use crate::vocabulary::Timestamp;

/// The type of every proof that names a cryptosuite.
const DATA_INTEGRITY_PROOF: &str = "DataIntegrityProof";
/// `proofPurpose` of every credential ([OB 3.0 §8.3](https://www.imsglobal.org/spec/ob/v3p0/#linked-data-proofs)).
pub const ASSERTION_METHOD: &str = "assertionMethod";

/// The options of an `eddsa-rdfc-2022` proof that is about to be made: everything of it but the signature.
pub fn proof_config(verification_method: &str, created: Timestamp, purpose: &str) -> Value {
    options(Suite::EddsaRdfc2022, &Value::Null, verification_method, created, purpose)
}

/// The options of a proof of any suite over `document`.
///
/// Suites of JSON repeat the document's `@context` in the proof
/// ([VC-DI-EDDSA §3.3.1](https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-jcs-2022)), so that a
/// context may be added later.
pub fn options(suite: Suite, document: &Value, verification_method: &str, created: Timestamp, purpose: &str) -> Value {
    let kind = if suite.is_type() { suite.name() } else { DATA_INTEGRITY_PROOF };
    let mut members = Map::new();
    let context = document.get("@context").filter(|_| suite.transformation() == Transformation::Json);
    members.extend(context.map(|context| ("@context".to_owned(), context.clone())));
    members.insert("type".to_owned(), Value::from(kind));
    if !suite.is_type() {
        members.insert("cryptosuite".to_owned(), Value::from(suite.name()));
    }
    members.insert("created".to_owned(), Value::from(created.to_string()));
    members.insert("verificationMethod".to_owned(), Value::from(verification_method));
    members.insert("proofPurpose".to_owned(), Value::from(purpose));
    Value::Object(members)
}

/// Makes a proof of a document: its options with their signature. For the conformance service and
/// for tests; badges are signed by the key ring of their issuer.
///
/// Proofs that `previousProof` names are taken from the document and signed with it; any other proof
/// that it has is left out.
///
/// # Errors
/// Options that are not those of a supported suite, a key of another kind, a document or options
/// that say something that would be lost.
pub fn prove(document: &Value, options: &Value, key: &PrivateKey, contexts: &Contexts) -> Result<Value, ProofFault> {
    let covered = Covered::new(document, contexts)?;
    let members = options.as_object().ok_or(ProofFault::NotAnObject)?;
    let suite = read::suite_of(members)?;
    let public = key.public();
    let algorithm = suite.algorithm_of(&public).ok_or(ProofFault::KeyKind { suite })?;
    let previous = covered.previous(&read::previous_of(members)?)?;
    let signed = covered.signed_by(members, suite, algorithm, &previous)?;
    let signature = key.sign(&signed);
    // A fault of the machine must not give out a signature that lets the key be computed.
    if !public.verifies(algorithm, &signed, &signature) {
        return Err(ProofFault::NotByThisKey);
    }
    let mut proof = without(members, "proofValue");
    proof.insert("proofValue".to_owned(), Value::String(proof_value(&signature)));
    Ok(Value::Object(proof))
}

/// The document with one proof more, in a list.
pub fn with_proof(document: &Value, proof: Value) -> Value {
    let mut members = document.as_object().cloned().unwrap_or_default();
    let mut proofs = match members.shift_remove("proof") {
        None => Vec::new(),
        Some(Value::Array(proofs)) => proofs,
        Some(one) => vec![one],
    };
    proofs.push(proof);
    members.insert("proof".to_owned(), Value::Array(proofs));
    Value::Object(members)
}

/// The 64 bytes that are signed by `eddsa-rdfc-2022`: hash of the proof options, then hash of the document.
///
/// A `proof` in the document and a `proofValue` in the options are left out.
///
/// # Errors
/// If either says something that would be lost ([`CanonicalFormError`](crate::standards::jsonld::CanonicalFormError)).
pub fn hash_data(document: &Value, proof_config: &Value, contexts: &Contexts) -> Result<[u8; 64], ProofFault> {
    let options = proof_config.as_object().ok_or(ProofFault::NotAnObject)?;
    let covered = Covered::new(document, contexts)?;
    let options = covered.canonical_options(options, HashAlgorithm::Sha256)?;
    Ok(hash_of_canonical(&options, &covered.canonical(HashAlgorithm::Sha256, &[])?))
}

/// The document with its proof: what is published.
///
/// `proof` is a list of one, the only form that the official JSON schema allows; a proof that the
/// document had is replaced.
pub fn secured(document: &Value, proof_config: &Value, signature: &[u8; 64]) -> Value {
    let mut proof = proof_config.as_object().map(|members| without(members, "@context")).unwrap_or_default();
    proof.insert("proofValue".to_owned(), Value::String(proof_value(signature)));
    let mut secured = document.as_object().map(|members| without(members, "proof")).unwrap_or_default();
    secured.insert("proof".to_owned(), Value::Array(vec![Value::Object(proof)]));
    Value::Object(secured)
}

/// A signature as `proofValue` writes it: `z` and base58btc.
pub fn proof_value(signature: &[u8]) -> String {
    format!("z{}", bs58::encode(signature).into_string())
}

/// Checks one proof of a document against one key, strictly, with the proofs that it stands upon.
///
/// Any other `proof` inside `document` is left out first: in a set, each proof stands alone.
///
/// # Errors
/// [`ProofFault::NotByThisKey`] if everything is readable and the signature is not the key's.
pub fn verify(document: &Value, proof: &Value, key: &PublicKey, contexts: &Contexts) -> Result<(), ProofFault> {
    Covered::new(document, contexts)?.verify(&Proof::read(proof)?, key)
}

/// As [`verify`], of `eddsa-rdfc-2022` alone: the form in which badges are issued here.
///
/// # Errors
/// [`ProofFault::NotByThisKey`] if everything is readable and the signature is not the key's.
pub fn verify_eddsa_rdfc_2022(document: &Value, proof: &Value, key: &VerifyingKey, contexts: &Contexts) -> Result<(), ProofFault> {
    let read = Proof::read(proof)?;
    if read.suite != Suite::EddsaRdfc2022 {
        return Err(ProofFault::Suite { found: read.suite.to_string() });
    }
    Covered::new(document, contexts)?.verify(&read, &PublicKey::Ed25519(*key))
}

fn without(members: &Map<String, Value>, name: &str) -> Map<String, Value> {
    members.iter().filter(|(n, _)| *n != name).map(|(n, v)| (n.clone(), v.clone())).collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) mod vectors;
