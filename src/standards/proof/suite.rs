//! The Data Integrity suites that we can check, and what each asks for.
//!
//! A suite fixes how document and options become bytes and which keys may sign them. A name that is
//! not here does not parse.

use std::fmt;

use super::{Algorithm, PublicKey};

/// A way to make a proof inside a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// [VC-DI-EDDSA §3.2](https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022): the one used to issue.
    EddsaRdfc2022,
    /// [VC-DI-EDDSA §3.3](https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022).
    EddsaJcs2022,
    /// The name that `eddsa-rdfc-2022` had in drafts; else the same.
    Eddsa2022,
    /// [VC-DI-EDDSA appendix A](https://www.w3.org/TR/vc-di-eddsa/#the-ed25519signature2020-suite): a type
    /// of proof of its own, from before there were cryptosuites.
    Ed25519Signature2020,
    /// [VC-DI-ECDSA §3.2](https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-rdfc-2019), over P-256 or P-384.
    EcdsaRdfc2019,
    /// [VC-DI-ECDSA §3.3](https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019), over P-256 or P-384.
    EcdsaJcs2019,
    /// [VC-DI-ECDSA §3.6](https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023), over P-256: of what was signed,
    /// a part is shown.
    EcdsaSd2023,
}

/// How a document and the options of its proof become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transformation {
    /// Canonical statements (RDFC-1.0) of both.
    Statements,
    /// Canonical JSON (RFC 8785) of both.
    Json,
    /// Each canonical statement by itself.
    EachStatement,
}

impl Suite {
    const ALL: [Self; 7] = [
        Self::EddsaRdfc2022,
        Self::EddsaJcs2022,
        Self::Eddsa2022,
        Self::Ed25519Signature2020,
        Self::EcdsaRdfc2019,
        Self::EcdsaJcs2019,
        Self::EcdsaSd2023,
    ];

    /// By the exact value of `cryptosuite`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name && !s.is_type())
    }

    /// By the exact `type` of a proof that has no `cryptosuite`.
    pub fn of_type(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == kind && s.is_type())
    }

    /// As written in a proof: its `cryptosuite`, or its `type` if [`Suite::is_type`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            Self::Eddsa2022 => "eddsa-2022",
            Self::Ed25519Signature2020 => "Ed25519Signature2020",
            Self::EcdsaRdfc2019 => "ecdsa-rdfc-2019",
            Self::EcdsaJcs2019 => "ecdsa-jcs-2019",
            Self::EcdsaSd2023 => "ecdsa-sd-2023",
        }
    }

    /// Whether the name stands as `type` of the proof.
    pub const fn is_type(self) -> bool {
        matches!(self, Self::Ed25519Signature2020)
    }

    /// How its bytes are made.
    pub const fn transformation(self) -> Transformation {
        match self {
            Self::EddsaRdfc2022 | Self::Eddsa2022 | Self::Ed25519Signature2020 | Self::EcdsaRdfc2019 => Transformation::Statements,
            Self::EddsaJcs2022 | Self::EcdsaJcs2019 => Transformation::Json,
            Self::EcdsaSd2023 => Transformation::EachStatement,
        }
    }

    /// How this key signs in this suite; `None` if it is a key of another kind.
    pub const fn algorithm_of(self, key: &PublicKey) -> Option<Algorithm> {
        match (self, key) {
            (Self::EddsaRdfc2022 | Self::EddsaJcs2022 | Self::Eddsa2022 | Self::Ed25519Signature2020, PublicKey::Ed25519(_)) => {
                Some(Algorithm::EdDsa)
            }
            (Self::EcdsaRdfc2019 | Self::EcdsaJcs2019 | Self::EcdsaSd2023, PublicKey::P256(_)) => Some(Algorithm::Es256),
            (Self::EcdsaRdfc2019 | Self::EcdsaJcs2019, PublicKey::P384(_)) => Some(Algorithm::Es384),
            _ => None,
        }
    }

    /// Where its verification is laid down.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 | Self::Eddsa2022 => "https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-rdfc-2022",
            Self::EddsaJcs2022 => "https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-jcs-2022",
            Self::Ed25519Signature2020 => "https://www.w3.org/TR/vc-di-eddsa/#verify-proof-ed25519signature2020",
            Self::EcdsaRdfc2019 => "https://www.w3.org/TR/vc-di-ecdsa/#verify-proof-ecdsa-rdfc-2019",
            Self::EcdsaJcs2019 => "https://www.w3.org/TR/vc-di-ecdsa/#verify-proof-ecdsa-jcs-2019",
            Self::EcdsaSd2023 => "https://www.w3.org/TR/vc-di-ecdsa/#verify-derived-proof-ecdsa-sd-2023",
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_matched_exactly_and_in_its_own_place() {
        for suite in Suite::ALL {
            let (named, of_type) = (Suite::named(suite.name()), Suite::of_type(suite.name()));
            assert_eq!((named, of_type), if suite.is_type() { (None, Some(suite)) } else { (Some(suite), None) });
        }
        for name in ["eddsa-rdf-2022", "EDDSA-RDFC-2022", "ecdsa-2019", "bbs-2023", "DataIntegrityProof", ""] {
            assert_eq!((Suite::named(name), Suite::of_type(name)), (None, None), "{name}");
        }
    }
}
