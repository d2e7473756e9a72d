//! Why something was not signed or not found in order, named as the specifications name it.

use std::fmt;

use crate::standards::document::rules::{Fault, Topic};
use crate::standards::jsonld::{CanonicalFormError, JsonLdError};
use crate::standards::proof::data_integrity::ProofFault;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", kind.title())]
pub struct Refusal {
    /// What kind of reason.
    pub kind: Kind,
    /// What is wrong, and where.
    pub detail: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $uri:expr, $title:literal;)+) => {
        /// What can be wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind),+ }

        impl Kind {
            /// The `type` of its problem document.
            pub const fn uri(self) -> &'static str {
                match self { $(Self::$kind => $uri),+ }
            }

            /// What is wrong, in a line.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title),+ }
            }
        }
    };
}

/// [VCDM 2.0 §7.2](https://www.w3.org/TR/vc-data-model-2.0/#problem-details).
macro_rules! data_model {
    ($code:literal) => {
        concat!("https://www.w3.org/TR/vc-data-model#", $code)
    };
}
/// [VC-DI §4.8](https://www.w3.org/TR/vc-data-integrity/#processing-errors).
macro_rules! security {
    ($code:literal) => {
        concat!("https://w3id.org/security#", $code)
    };
}
/// [Bitstring Status List §3.5](https://www.w3.org/TR/vc-bitstring-status-list/#processing-errors).
macro_rules! status_list {
    ($code:literal) => {
        concat!("https://www.w3.org/ns/credentials/status-list#", $code)
    };
}

kinds! {
    /// Not JSON, or not as a request must be.
    Parsing = data_model!("PARSING_ERROR"), "The request cannot be read";
    /// Against the data model.
    Malformed = data_model!("MALFORMED_VALUE_ERROR"), "A value is not as it must be";
    /// Something would not be signed, or was not.
    DataLoss = security!("DATA_LOSS_DETECTION_ERROR"), "Part of the document has no meaning that could be signed";
    /// Too much work, or nothing that could be signed.
    Transformation = security!("PROOF_TRANSFORMATION_ERROR"), "The document cannot be brought into its canonical form";
    /// No proof could be made.
    Generation = security!("PROOF_GENERATION_ERROR"), "The document cannot be signed";
    /// No proof, an unreadable one, or one that does not hold.
    Proof = security!("PROOF_VERIFICATION_ERROR"), "A proof does not hold";
    /// The proof was made for others.
    Domain = security!("INVALID_DOMAIN_ERROR"), "The proof was made for another domain";
    /// The proof answers another question.
    Challenge = security!("INVALID_CHALLENGE_ERROR"), "The proof answers another challenge";
    /// The key is nobody's who counts here.
    Issuer = data_model!("CRYPTOGRAPHIC_SECURITY_ERROR"), "The key is not that of the party named";
    /// Outside its dates.
    Validity = data_model!("RANGE_ERROR"), "The credential does not count today";
    /// Revoked or suspended.
    Revoked = status_list!("STATUS_VERIFICATION_ERROR"), "The issuer has withdrawn the credential";
    /// A list that is not here.
    StatusUnknown = status_list!("STATUS_RETRIEVAL_ERROR"), "The status could not be checked";
    /// A resource that is not what the issuer saw.
    Resource = data_model!("CRYPTOGRAPHIC_SECURITY_ERROR"), "A related resource is not the one that was meant";
    /// Nothing of this name was issued here.
    NotFound = "about:blank", "Nothing of this name was issued here";
}

impl Refusal {
    pub(super) fn new(kind: Kind, detail: impl fmt::Display) -> Self {
        Self { kind, detail: detail.to_string() }
    }

    pub(super) fn of_fault(fault: &Fault) -> Self {
        Self::new(if fault.rule.topic == Topic::Context { Kind::Parsing } else { Kind::Malformed }, fault)
    }

    pub(super) fn of_json_ld(error: &JsonLdError) -> Self {
        use crate::standards::jsonld::Fault as LdFault;
        let kind = match &error.fault {
            LdFault::UndefinedTerm(_)
            | LdFault::UndefinedType(_)
            | LdFault::NotAbsolute(_)
            | LdFault::Dropped(_)
            | LdFault::MalformedLanguage(_)
            | LdFault::AmbiguousNumber(_)
            | LdFault::Noncharacter => Kind::DataLoss,
            LdFault::TooDeep(_) | LdFault::TooMuch { .. } => Kind::Transformation,
            LdFault::Invalid { .. } | LdFault::UnknownContext(_) => Kind::Parsing,
        };
        Self::new(kind, error)
    }

    pub(super) fn of_proof(fault: &ProofFault, which: &str) -> Self {
        // However many faults there will be: each other is one of the proof.
        #[allow(clippy::wildcard_enum_match_arm)]
        let kind = match fault {
            ProofFault::Document(CanonicalFormError::Document(error)) | ProofFault::Options(CanonicalFormError::Document(error)) => {
                Self::of_json_ld(error).kind
            }
            ProofFault::Document(CanonicalFormError::Dataset(_)) | ProofFault::Options(CanonicalFormError::Dataset(_)) => {
                Kind::Transformation
            }
            _ => Kind::Proof,
        };
        Self::new(kind, format_args!("{which}: {fault}"))
    }
}
