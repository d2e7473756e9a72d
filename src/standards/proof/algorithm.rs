//! The names of the JWS algorithms that we can check and make.
//!
//! A name that is not here does not parse, so it can neither be looked up nor downgraded to.

use std::fmt;

/// A JWS algorithm ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
///
/// `RS256` is the one every Open Badges implementation must have
/// ([OB 3.0 §8.2](https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof)); the only one used to issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// Ed25519 ([RFC 8037](https://www.rfc-editor.org/rfc/rfc8037)).
    EdDsa,
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// ECDSA over P-384 with SHA-384: in Data Integrity proofs only, no token is accepted by it.
    Es384,
}

impl Algorithm {
    /// Those that a token may name.
    const OF_TOKENS: [Self; 4] = [Self::Rs256, Self::Ps256, Self::EdDsa, Self::Es256];

    /// By its exact name in the header of a token; `none`, `rs256` and HMAC names are no algorithms here.
    pub fn named(name: &str) -> Option<Self> {
        Self::OF_TOKENS.into_iter().find(|a| a.name() == name)
    }

    /// As written in a JOSE header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_matched_exactly() {
        for algorithm in Algorithm::OF_TOKENS {
            assert_eq!(Algorithm::named(algorithm.name()), Some(algorithm));
        }
        for name in ["none", "None", "nOnE", "rs256", "RS256 ", "HS256", "ES256K", "ES384", "PS384", ""] {
            assert_eq!(Algorithm::named(name), None, "{name:?}");
        }
    }
}
