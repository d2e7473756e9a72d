//! A document as its proofs cover it, and the bytes that each of them signs.

use std::borrow::Cow;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384};

use super::read::Proof;
use super::{ProofFault, without};
use crate::standards::json;
use crate::standards::jsonld::{CanonicalFormError, Contexts, HashAlgorithm, Limits, Mode, canonical_form_with, to_rdf};
use crate::standards::proof::selective::Derived;
use crate::standards::proof::{Algorithm, PublicKey, Suite, Transformation};

/// A document without its proofs, and beside it the proofs.
pub struct Covered<'a> {
    /// With its proofs: they are left out whenever bytes are made.
    members: &'a Map<String, Value>,
    proofs: Vec<&'a Value>,
    contexts: &'a Contexts,
    canonical: Option<&'a str>,
}

impl<'a> Covered<'a> {
    /// Takes a document apart; its terms mean what `contexts` say.
    ///
    /// # Errors
    /// [`ProofFault::NotAnObject`]
    pub fn new(document: &'a Value, contexts: &'a Contexts) -> Result<Self, ProofFault> {
        let members = document.as_object().ok_or(ProofFault::NotAnObject)?;
        let proofs = match members.get("proof") {
            None => Vec::new(),
            Some(Value::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
        };
        Ok(Self { members, proofs, contexts, canonical: None })
    }

    /// The same, where its canonical form without proofs (by SHA-256) is known already.
    #[must_use]
    pub fn knowing(self, canonical: &'a str) -> Self {
        Self { canonical: Some(canonical), ..self }
    }

    /// Its proofs, in their order.
    pub fn proofs(&self) -> &[&'a Value] {
        &self.proofs
    }

    /// Checks one proof against one key, strictly, with the proofs that it stands upon as they are:
    /// each of those is to be checked by itself.
    ///
    /// # Errors
    /// [`ProofFault::NotByThisKey`] if everything is readable and the signature is not the key's.
    pub fn verify(&self, proof: &Proof<'_>, key: &PublicKey) -> Result<(), ProofFault> {
        let algorithm = proof.suite.algorithm_of(key).ok_or(ProofFault::KeyKind { suite: proof.suite })?;
        let previous = self.previous(&proof.previous)?;
        if proof.suite.transformation() == Transformation::EachStatement {
            return self.verify_each(proof, &previous, key);
        }
        let signed = self.signed_by(proof.members, proof.suite, algorithm, &previous)?;
        if key.verifies(algorithm, &signed, &proof.signature) { Ok(()) } else { Err(ProofFault::NotByThisKey) }
    }

    fn verify_each(&self, proof: &Proof<'_>, previous: &[&Value], key: &PublicKey) -> Result<(), ProofFault> {
        let derived = Derived::read(&proof.signature)?;
        let options = self.canonical_options(proof.members, HashAlgorithm::Sha256)?;
        let shown = to_rdf(&Value::Object(self.with(previous)), self.contexts, Mode::Safe, &Limits::default());
        Ok(derived.verify(&options, &shown.map_err(CanonicalFormError::from)?, key)?)
    }

    /// The proofs of these ids, in the order in which they stand in the document
    /// ([VC-DI §4.5](https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains)).
    pub(super) fn previous(&self, ids: &[&str]) -> Result<Vec<&'a Value>, ProofFault> {
        let named = |proof: &&&Value| proof.get("id").and_then(Value::as_str).is_some_and(|id| ids.contains(&id));
        let found: Vec<&Value> = self.proofs.iter().filter(named).copied().collect();
        for id in ids {
            let count = found.iter().filter(|proof| proof["id"].as_str() == Some(id)).count();
            if count != 1 {
                return Err(ProofFault::Previous { id: id.chars().take(80).collect(), found: count });
            }
        }
        Ok(found)
    }

    /// What a proof with these members signs.
    pub(super) fn signed_by(
        &self,
        proof: &Map<String, Value>,
        suite: Suite,
        algorithm: Algorithm,
        previous: &[&Value],
    ) -> Result<Vec<u8>, ProofFault> {
        let hash = hash_of(algorithm);
        let (options, document) = match suite.transformation() {
            Transformation::Statements => (self.canonical_options(proof, hash)?, self.canonical(hash, previous)?),
            Transformation::Json => {
                let (options, document) = self.canonical_json(proof, previous)?;
                (options, Cow::Owned(document))
            }
            Transformation::EachStatement => return Err(ProofFault::NotMade { suite }),
        };
        Ok(match hash {
            HashAlgorithm::Sha256 => hash_of_canonical(&options, &document).to_vec(),
            HashAlgorithm::Sha384 => [Sha384::digest(options), Sha384::digest(&*document)].concat(),
        })
    }

    /// The statements of the document with the proofs it stands upon.
    pub(super) fn canonical(&self, hash: HashAlgorithm, previous: &[&Value]) -> Result<Cow<'a, str>, ProofFault> {
        if let Some(known) = self.canonical.filter(|_| hash == HashAlgorithm::Sha256 && previous.is_empty()) {
            return Ok(Cow::Borrowed(known));
        }
        let document = Value::Object(self.with(previous));
        Ok(Cow::Owned(canonical_form_with(&document, hash, self.contexts, &Limits::default())?))
    }

    /// The statements of the proof options, which are read by the document's contexts
    /// ([VC-DI-EDDSA §3.2.5](https://www.w3.org/TR/vc-di-eddsa/#proof-configuration-eddsa-rdfc-2022) step 4).
    pub(super) fn canonical_options(&self, proof: &Map<String, Value>, hash: HashAlgorithm) -> Result<String, ProofFault> {
        let mut options = without(proof, "proofValue");
        match self.members.get("@context") {
            Some(context) => options.insert("@context".to_owned(), context.clone()),
            None => options.shift_remove("@context"),
        };
        canonical_form_with(&Value::Object(options), hash, self.contexts, &Limits::default()).map_err(ProofFault::Options)
    }

    /// Canonical JSON of proof options and document
    /// ([VC-DI-EDDSA §3.3.2](https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-jcs-2022)).
    fn canonical_json(&self, proof: &Map<String, Value>, previous: &[&Value]) -> Result<(String, String), ProofFault> {
        let mut document = self.with(previous);
        if let Some(context) = proof.get("@context") {
            // The proof covers the contexts it repeats; the document may have got more behind them.
            if !listed(self.members.get("@context")).starts_with(&listed(Some(context))) {
                return Err(ProofFault::Contexts);
            }
            document.insert("@context".to_owned(), context.clone());
        }
        let options = without(proof, "proofValue");
        Ok((json::canonical(&Value::Object(options))?, json::canonical(&Value::Object(document))?))
    }

    /// Whether the document has contexts that a proof of JSON does not cover.
    pub fn has_contexts_beyond(&self, proof: &Proof<'_>) -> bool {
        let covered = proof.members.get("@context").filter(|_| proof.suite.transformation() == Transformation::Json);
        covered.is_some_and(|covered| listed(Some(covered)).len() != listed(self.members.get("@context")).len())
    }

    fn with(&self, previous: &[&Value]) -> Map<String, Value> {
        let mut members = without(self.members, "proof");
        if !previous.is_empty() {
            let proofs = previous.iter().map(|proof| (*proof).clone()).collect();
            members.insert("proof".to_owned(), Value::Array(proofs));
        }
        members
    }
}

/// SHA-256 of the canonical proof options, then of the canonical document.
pub fn hash_of_canonical(proof_options: &str, document: &str) -> [u8; 64] {
    let mut hashes = [0; 64];
    hashes[..32].copy_from_slice(&Sha256::digest(proof_options));
    hashes[32..].copy_from_slice(&Sha256::digest(document));
    hashes
}

/// The hash that belongs to the curve
/// ([VC-DI-ECDSA §3.2.3](https://www.w3.org/TR/vc-di-ecdsa/#transformation-ecdsa-rdfc-2019)).
const fn hash_of(algorithm: Algorithm) -> HashAlgorithm {
    match algorithm {
        Algorithm::Es384 => HashAlgorithm::Sha384,
        Algorithm::Rs256 | Algorithm::Ps256 | Algorithm::EdDsa | Algorithm::Es256 => HashAlgorithm::Sha256,
    }
}

fn listed(context: Option<&Value>) -> Vec<&Value> {
    match context {
        None => Vec::new(),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    }
}
