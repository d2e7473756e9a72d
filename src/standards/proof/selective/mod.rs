//! `ecdsa-sd-2023`: proofs of which a holder shows a part.
//!
//! Source: [VC-DI-ECDSA §3.4–3.6](https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023). The issuer's *base
//! proof* signs every statement alone, by a key made for this proof, and all that must always be shown
//! together with that key, by its own. The holder *derives* a proof with the statements to be shown:
//! only a derived proof is verified, a base proof is for its holder alone.
//!
//! Blank nodes bear the names that the issuer gave them (HMACs, so that their order tells nothing of
//! what is hidden); the proof says which is which.

mod cbor;

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::{Algorithm, PublicKey, multikey};
use crate::standards::jsonld::{CanonError, Dataset, HashAlgorithm, Limits, canonicalize_with, labelled_lines};
use cbor::Reader;

const BASE: [u8; 3] = [0xd9, 0x5d, 0x00];
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];

/// Whether these bytes are the value of a base proof.
pub(super) fn is_base(value: &[u8]) -> bool {
    value.starts_with(&BASE)
}

/// What a derived proof holds
/// ([parseDerivedProofValue](https://www.w3.org/TR/vc-di-ecdsa/#parsederivedproofvalue)).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Derived<'a> {
    base_signature: &'a [u8],
    /// The bytes of a Multikey of P-256: the key made for this proof.
    public_key: &'a [u8],
    /// One for each statement that need not be shown, in their order.
    signatures: Vec<&'a [u8]>,
    /// The names of the blank nodes by the number of their canonical label.
    labels: BTreeMap<usize, String>,
    /// Places of the statements that must always be shown.
    mandatory: BTreeSet<usize>,
}

impl<'a> Derived<'a> {
    pub(super) fn read(value: &'a [u8]) -> Result<Self, SelectiveFault> {
        if is_base(value) {
            return Err(SelectiveFault::Base);
        }
        let components = value.strip_prefix(&DERIVED).ok_or(SelectiveFault::Form)?;
        let mut reader = Reader::new(components);
        let read = Self::components(&mut reader).filter(|_| reader.is_at_end());
        read.ok_or(SelectiveFault::Form)
    }

    fn components(reader: &mut Reader<'a>) -> Option<Self> {
        let most = Limits::default().quads;
        if reader.array()? != 5 {
            return None;
        }
        let (base_signature, public_key) = (reader.bytes()?, reader.bytes()?);
        let count = reader.array().filter(|count| *count <= most)?;
        let signatures = (0..count).map(|_| reader.bytes().filter(|bytes| bytes.len() == 64)).collect::<Option<_>>()?;
        let count = reader.map().filter(|count| *count <= most)?;
        let named = |reader: &mut Reader<'a>| {
            let number = reader.unsigned()?;
            let name = reader.bytes().filter(|bytes| bytes.len() == 32)?;
            // Decompressing gives back the name with its multibase prefix for base64url.
            Some((number, format!("u{}", BASE64URL_NOPAD.encode(name))))
        };
        let labels: BTreeMap<_, _> = (0..count).map(|_| named(reader)).collect::<Option<_>>()?;
        let different: BTreeSet<&String> = labels.values().collect();
        // Two blank nodes of one name would become one.
        if labels.len() != count || different.len() != count {
            return None;
        }
        let count = reader.array().filter(|count| *count <= most)?;
        let mandatory: BTreeSet<_> = (0..count).map(|_| reader.unsigned()).collect::<Option<_>>()?;
        (mandatory.len() == count).then_some(Self { base_signature, public_key, signatures, labels, mandatory })
    }

    /// Checks the shown statements against the key of the base proof
    /// ([Verify Derived Proof](https://www.w3.org/TR/vc-di-ecdsa/#verify-derived-proof-ecdsa-sd-2023)).
    pub(super) fn verify(&self, options: &str, shown: &Dataset, key: &PublicKey) -> Result<(), SelectiveFault> {
        let statements = self.statements(shown)?;
        if self.mandatory.iter().any(|at| *at >= statements.len()) {
            return Err(SelectiveFault::Form);
        }
        let numbered = statements.iter().enumerate();
        let (mandatory, others): (Vec<_>, Vec<_>) = numbered.partition(|(at, _)| self.mandatory.contains(at));
        let mandatory: String = mandatory.into_iter().map(|(_, line)| line.as_str()).collect();
        let signed = [Sha256::digest(options).as_slice(), self.public_key, Sha256::digest(mandatory).as_slice()].concat();
        if !key.verifies(Algorithm::Es256, &signed, self.base_signature) {
            return Err(SelectiveFault::NotByThisKey);
        }
        let Ok(own @ PublicKey::P256(_)) = multikey::of_bytes(self.public_key) else { return Err(SelectiveFault::Form) };
        // Each statement that is shown has its own signature, and none is left over.
        let intact = others.len() == self.signatures.len()
            && others.iter().zip(&self.signatures).all(|((_, line), signature)| own.verifies(Algorithm::Es256, line.as_bytes(), signature));
        if intact { Ok(()) } else { Err(SelectiveFault::NotByThisKey) }
    }

    /// The shown statements with the names that the issuer gave to blank nodes, in their order.
    fn statements(&self, shown: &Dataset) -> Result<Vec<String>, SelectiveFault> {
        let canonical = canonicalize_with(shown, HashAlgorithm::Sha256, &Limits::default())?;
        let name = |label: &String| label.strip_prefix("c14n").and_then(|number| self.labels.get(&number.parse().ok()?));
        let names: Option<Vec<&str>> = canonical.labels.iter().map(|label| name(label).map(String::as_str)).collect();
        let names = names.filter(|names| names.len() == self.labels.len()).ok_or(SelectiveFault::Labels)?;
        Ok(labelled_lines(shown, &names))
    }
}

/// Why a proof with selective disclosure does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectiveFault {
    /// The issuer's proof, from which the holder has to derive one.
    #[error("this is a base proof: its holder has to derive one to be shown")]
    Base,
    /// Other bytes than those of a derived proof.
    #[error("proofValue does not hold the five parts of a derived proof")]
    Form,
    /// The proof names other blank nodes than there are.
    #[error("the proof does not name the blank nodes that are shown")]
    Labels,
    /// The statements are too many or too entangled.
    #[error(transparent)]
    Canonical(#[from] CanonError),
    /// What is shown was changed, or another key signed it.
    #[error("a signature of the proof is not one over what is shown")]
    NotByThisKey,
}

#[cfg(test)]
pub(crate) mod making;
#[cfg(test)]
mod tests;
