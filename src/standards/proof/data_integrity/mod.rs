//! Data Integrity proofs with `eddsa-rdfc-2022`: a signature over what a document says.
//!
//! Sources: [VC Data Integrity 1.0](https://www.w3.org/TR/vc-data-integrity/),
//! [VC-DI-EDDSA 1.0](https://www.w3.org/TR/vc-di-eddsa/). What is signed is 64 bytes: SHA-256 of the
//! canonical proof options, then SHA-256 of the canonical document without any proof. The proof
//! options carry the document's `@context` while they are hashed; it is not part of the proof.
//!
//! This module checks one proof against one key. Whether the key may speak for the issuer, whether
//! the proof's purpose and dates fit, and which of several proofs count, the verifier decides.

use ed25519_dalek::VerifyingKey;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{Algorithm, PublicKey, Suite};
use crate::standards::jsonld::{CanonicalFormError, Contexts, Limits, canonical_form};
use crate::vocabulary::Timestamp;

/// The only type of proof read here.
const DATA_INTEGRITY_PROOF: &str = "DataIntegrityProof";
/// `proofPurpose` of every credential ([OB 3.0 §8.3](https://www.imsglobal.org/spec/ob/v3p0/#linked-data-proofs)).
pub const ASSERTION_METHOD: &str = "assertionMethod";

/// The options of a proof that is about to be made: everything of it but the signature.
pub fn proof_config(verification_method: &str, created: Timestamp, purpose: &str) -> Value {
    let members = [
        ("type", DATA_INTEGRITY_PROOF.to_owned()),
        ("cryptosuite", Suite::EddsaRdfc2022.name().to_owned()),
        ("created", created.to_string()),
        ("verificationMethod", verification_method.to_owned()),
        ("proofPurpose", purpose.to_owned()),
    ];
    Value::Object(members.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect())
}

/// The 64 bytes that are signed: hash of the proof options, then hash of the document.
///
/// A `proof` in the document and a `proofValue` in the options are left out.
///
/// # Errors
/// If either says something that would be lost ([`CanonicalFormError`]).
pub fn hash_data(document: &Value, proof_config: &Value, contexts: &Contexts) -> Result<[u8; 64], ProofFault> {
    let (Some(document), Some(options)) = (document.as_object(), proof_config.as_object()) else {
        return Err(ProofFault::NotAnObject);
    };
    let unsecured = without(document, "proof");
    let mut options = without(options, "proofValue");
    // VC-DI-EDDSA §3.2.5 step 4: the options are read by the document's contexts.
    match unsecured.get("@context") {
        Some(context) => options.insert("@context".to_owned(), context.clone()),
        None => options.remove("@context"),
    };
    let limits = Limits::default();
    let document = canonical_form(&Value::Object(unsecured), contexts, &limits)?;
    let options = canonical_form(&Value::Object(options), contexts, &limits).map_err(ProofFault::Options)?;
    Ok(hash_of_canonical(&options, &document))
}

/// As [`hash_data`], from the two canonical texts.
pub fn hash_of_canonical(proof_options: &str, document: &str) -> [u8; 64] {
    let mut hashes = [0; 64];
    hashes[..32].copy_from_slice(&Sha256::digest(proof_options));
    hashes[32..].copy_from_slice(&Sha256::digest(document));
    hashes
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
pub fn proof_value(signature: &[u8; 64]) -> String {
    format!("z{}", bs58::encode(signature).into_string())
}

/// Checks one proof of a document against one key, strictly.
///
/// Any `proof` inside `document` is left out first: in a set, each proof stands alone.
///
/// # Errors
/// [`ProofFault::NotByThisKey`] if everything is readable and the signature is not the key's.
pub fn verify_eddsa_rdfc_2022(document: &Value, proof: &Value, key: &VerifyingKey, contexts: &Contexts) -> Result<(), ProofFault> {
    let read = Proof::read(proof)?;
    let signed = match read.suite {
        Suite::EddsaRdfc2022 => hash_data(document, proof, contexts)?,
    };
    if PublicKey::Ed25519(*key).verifies(Algorithm::EdDsa, &signed, &read.signature) { Ok(()) } else { Err(ProofFault::NotByThisKey) }
}

/// The members of a Data Integrity proof that a verifier looks at. Nothing in it is checked yet
/// but its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof<'a> {
    /// Which suite made it.
    pub suite: Suite,
    /// The address of the key, as said by the proof.
    pub verification_method: &'a str,
    /// For which purpose the key was used.
    pub purpose: &'a str,
    /// When it says it was made.
    pub created: Option<Timestamp>,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// For whom it was made, if it says so: one text or several.
    pub domain: Vec<&'a str>,
    /// Against replay, in presentations.
    pub challenge: Option<&'a str>,
    /// Proofs that this one stands upon.
    pub previous: Vec<&'a str>,
    /// The 64 bytes.
    pub signature: [u8; 64],
}

impl<'a> Proof<'a> {
    /// Reads the form of a proof.
    ///
    /// # Errors
    /// A type or suite that is not supported, a member that is absent or of another kind.
    pub fn read(proof: &'a Value) -> Result<Self, ProofFault> {
        let members = proof.as_object().ok_or(ProofFault::NotAnObject)?;
        let kind = required(members, "type")?;
        if kind != DATA_INTEGRITY_PROOF {
            return Err(ProofFault::Type { found: shortened(kind) });
        }
        let name = required(members, "cryptosuite")?;
        let suite = Suite::named(name).ok_or_else(|| ProofFault::Suite { found: shortened(name) })?;
        Ok(Self {
            suite,
            verification_method: required(members, "verificationMethod")?,
            purpose: required(members, "proofPurpose")?,
            created: instant(members, "created")?,
            expires: instant(members, "expires")?,
            domain: texts(members, "domain")?,
            challenge: optional(members, "challenge")?,
            previous: texts(members, "previousProof")?,
            signature: signature_of(required(members, "proofValue")?)?,
        })
    }
}

fn without(members: &Map<String, Value>, name: &str) -> Map<String, Value> {
    members.iter().filter(|(n, _)| *n != name).map(|(n, v)| (n.clone(), v.clone())).collect()
}

fn required<'a>(members: &'a Map<String, Value>, member: &'static str) -> Result<&'a str, ProofFault> {
    optional(members, member)?.ok_or(ProofFault::Member { member })
}

fn optional<'a>(members: &'a Map<String, Value>, member: &'static str) -> Result<Option<&'a str>, ProofFault> {
    members.get(member).map(|value| value.as_str().ok_or(ProofFault::Member { member })).transpose()
}

fn instant(members: &Map<String, Value>, member: &'static str) -> Result<Option<Timestamp>, ProofFault> {
    let text = optional(members, member)?;
    text.map(|t| Timestamp::parse(t).ok_or(ProofFault::Member { member })).transpose()
}

fn texts<'a>(members: &'a Map<String, Value>, member: &'static str) -> Result<Vec<&'a str>, ProofFault> {
    let wrong = ProofFault::Member { member };
    match members.get(member) {
        None => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text]),
        Some(Value::Array(items)) => items.iter().map(Value::as_str).collect::<Option<_>>().ok_or(wrong),
        Some(_) => Err(wrong),
    }
}

/// A 64-byte signature has at most 88 characters; base58 takes time that grows with the square.
fn signature_of(text: &str) -> Result<[u8; 64], ProofFault> {
    let digits = text.strip_prefix('z').filter(|d| d.len() <= 128).ok_or(ProofFault::ProofValue)?;
    let bytes = bs58::decode(digits).into_vec().map_err(|_| ProofFault::ProofValue)?;
    bytes.try_into().map_err(|_| ProofFault::ProofValue)
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Why a Data Integrity proof cannot be made or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// A document and a proof are JSON objects.
    #[error("a document or its proof is not a JSON object")]
    NotAnObject,
    /// Not a Data Integrity proof.
    #[error("a proof of type {found:?} is not supported (DataIntegrityProof is)")]
    Type {
        /// The type, shortened.
        found: String,
    },
    /// A suite that we do not know.
    #[error("the cryptosuite {found:?} is not supported (eddsa-rdfc-2022 is)")]
    Suite {
        /// Its name, shortened.
        found: String,
    },
    /// Absent, or of the wrong kind.
    #[error("the member {member:?} of the proof is absent or not of the kind it must be")]
    Member {
        /// Its name.
        member: &'static str,
    },
    /// Not `z` and base58 of 64 bytes.
    #[error("proofValue is not z and the base58 form of 64 bytes")]
    ProofValue,
    /// The document has no canonical form, so nothing can have signed it.
    #[error(transparent)]
    Document(#[from] CanonicalFormError),
    /// The proof's options have none.
    #[error("in the proof, {0}")]
    Options(CanonicalFormError),
    /// The document or the proof was changed, or another key signed it.
    #[error("the signature is not one of this key over this document")]
    NotByThisKey,
}

#[cfg(test)]
mod tests;
