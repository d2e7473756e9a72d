//! The form of a proof: its members, before anything in it is checked.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::{DATA_INTEGRITY_PROOF, ProofFault};
use crate::standards::proof::{Suite, Transformation, selective};
use crate::vocabulary::Timestamp;

/// The members of a proof that a verifier looks at. Nothing in it is checked yet but its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof<'a> {
    /// Which suite made it.
    pub suite: Suite,
    /// Its name, by which other proofs stand upon it.
    pub id: Option<&'a str>,
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
    /// Ids of the proofs that this one stands upon.
    pub previous: Vec<&'a str>,
    /// The bytes of `proofValue`.
    pub signature: Vec<u8>,
    /// All of it.
    pub(super) members: &'a Map<String, Value>,
}

impl<'a> Proof<'a> {
    /// Reads the form of a proof.
    ///
    /// # Errors
    /// A type or suite that is not supported, a member that is absent or of another kind.
    pub fn read(proof: &'a Value) -> Result<Self, ProofFault> {
        let members = proof.as_object().ok_or(ProofFault::NotAnObject)?;
        let suite = suite_of(members)?;
        Ok(Self {
            suite,
            id: optional(members, "id")?,
            verification_method: required(members, "verificationMethod")?,
            purpose: required(members, "proofPurpose")?,
            created: instant(members, "created")?,
            expires: instant(members, "expires")?,
            domain: texts(members, "domain")?,
            challenge: optional(members, "challenge")?,
            previous: previous_of(members)?,
            signature: value_of(suite, required(members, "proofValue")?)?,
            members,
        })
    }

    /// Whether it is the base proof of a suite with selective disclosure, which is for its holder alone.
    pub fn is_base(&self) -> bool {
        self.suite == Suite::EcdsaSd2023 && selective::is_base(&self.signature)
    }
}

/// The suite that a proof names.
pub(super) fn suite_of(members: &Map<String, Value>) -> Result<Suite, ProofFault> {
    let kind = required(members, "type")?;
    if kind != DATA_INTEGRITY_PROOF {
        return Suite::of_type(kind).ok_or_else(|| ProofFault::Type { found: shortened(kind) });
    }
    let name = required(members, "cryptosuite")?;
    Suite::named(name).ok_or_else(|| ProofFault::Suite { found: shortened(name) })
}

/// The ids in `previousProof`.
pub(super) fn previous_of(members: &Map<String, Value>) -> Result<Vec<&str>, ProofFault> {
    texts(members, "previousProof")
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

fn value_of(suite: Suite, text: &str) -> Result<Vec<u8>, ProofFault> {
    if suite.transformation() != Transformation::EachStatement {
        return signature_of(text);
    }
    // VC-DI-ECDSA, parseDerivedProofValue: multibase base64url without padding, for these suites alone.
    let digits = text.strip_prefix('u').filter(|d| d.len() <= LONGEST_LIST).ok_or(ProofFault::ProofValue)?;
    BASE64URL_NOPAD.decode(digits.as_bytes()).map_err(|_| ProofFault::ProofValue)
}
/// Room for as many signatures as a document may have statements.
const LONGEST_LIST: usize = 256 << 10;

/// A signature of 96 bytes has at most 132 characters; base58 takes time that grows with the square.
fn signature_of(text: &str) -> Result<Vec<u8>, ProofFault> {
    let digits = text.strip_prefix('z').filter(|d| d.len() <= 140).ok_or(ProofFault::ProofValue)?;
    let bytes = bs58::decode(digits).into_vec().map_err(|_| ProofFault::ProofValue)?;
    if matches!(bytes.len(), 64 | 96) { Ok(bytes) } else { Err(ProofFault::ProofValue) }
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
