//! The names of what we can check and make: JWS algorithms and Data Integrity suites.
//!
//! A name that is not here does not parse, so it can neither be looked up nor downgraded to.

use std::fmt;

/// A JWS algorithm ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
///
/// `RS256` is the one every Open Badges implementation must have
/// ([OB 3.0 §8.2](https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// Ed25519 ([RFC 8037](https://www.rfc-editor.org/rfc/rfc8037)); checked, never used to issue.
    EdDsa,
}

impl Algorithm {
    /// By its exact name; `none`, `rs256` and HMAC names are no algorithms here.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Rs256, Self::EdDsa].into_iter().find(|a| a.name() == name)
    }

    /// As written in a JOSE header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::EdDsa => "EdDSA",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A Data Integrity cryptosuite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// [VC-DI-EDDSA §3.2](https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022).
    EddsaRdfc2022,
}

impl Suite {
    /// By the exact value of `cryptosuite`.
    pub fn named(name: &str) -> Option<Self> {
        [Self::EddsaRdfc2022].into_iter().find(|s| s.name() == name)
    }

    /// As written in a proof.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
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
    fn a_name_is_matched_exactly() {
        assert_eq!(Algorithm::named("RS256"), Some(Algorithm::Rs256));
        for name in ["none", "None", "nOnE", "rs256", "RS256 ", "HS256", "ES256K", ""] {
            assert_eq!(Algorithm::named(name), None, "{name:?}");
        }
        assert_eq!(Suite::named("eddsa-rdfc-2022"), Some(Suite::EddsaRdfc2022));
        assert_eq!(Suite::named("eddsa-rdf-2022"), None);
    }
}
