//! Why a proof cannot be made or does not hold.

use crate::standards::json::Inexact;
use crate::standards::jsonld::CanonicalFormError;
use crate::standards::proof::{SelectiveFault, Suite};

/// Why a Data Integrity proof cannot be made or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// A document and a proof are JSON objects.
    #[error("a document or its proof is not a JSON object")]
    NotAnObject,
    /// Neither a Data Integrity proof nor an old one that we know.
    #[error("a proof of type {found:?} is not supported")]
    Type {
        /// The type, shortened.
        found: String,
    },
    /// A suite that we do not know.
    #[error("the cryptosuite {found:?} is not supported")]
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
    /// Not the text form that the suite asks for.
    #[error("proofValue is neither z and 64 or 96 bytes in base58 nor, for ecdsa-sd-2023, u and base64url")]
    ProofValue,
    /// An Ed25519 key with an ECDSA suite, or the other way round.
    #[error("the key is not of a kind that {suite} uses")]
    KeyKind {
        /// The suite.
        suite: Suite,
    },
    /// A proof that it stands upon is not there, or it is not clear which one is meant.
    #[error("the proof stands upon {id:?}, and {found} proofs have that id")]
    Previous {
        /// The id, shortened.
        id: String,
        /// How many proofs have it.
        found: usize,
    },
    /// A proof of JSON repeats the contexts that it covers.
    #[error("the contexts of the document do not begin with those of the proof")]
    Contexts,
    /// Such a proof is verified, not made here.
    #[error("proofs of {suite} are not made here")]
    NotMade {
        /// The suite.
        suite: Suite,
    },
    /// A part of what was signed is shown, and the proof of it does not hold.
    #[error(transparent)]
    Selective(#[from] SelectiveFault),
    /// Two documents would have the same canonical JSON.
    #[error(transparent)]
    Number(#[from] Inexact),
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
