//! Why a key is refused.

/// Why a key is refused before it is used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Ed25519 keys have 32 bytes.
    #[error("an Ed25519 key has 32 bytes, this one {found}")]
    Ed25519Length {
        /// Bytes found.
        found: usize,
    },
    /// No point of the curve.
    #[error("these bytes are no point of the curve Ed25519")]
    NotOnCurve,
    /// The same point has a shorter number.
    #[error("this Ed25519 key is not written in its canonical form")]
    NotCanonical,
    /// Signatures under it prove nothing.
    #[error("this Ed25519 key is a point of small order, whose signatures prove nothing")]
    SmallOrder,
    /// Too small or too large.
    #[error("an RSA key must have 2048 to 8192 bits, this one has {bits}")]
    RsaSize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// 1, 3, even, or enormous.
    #[error("the exponent of this RSA key is not an odd number of at least 65537 and at most 64 bits")]
    RsaExponent,
    /// Even, or with leading zero bytes.
    #[error("the modulus of this RSA key is not an odd number without leading zeros")]
    RsaModulus,
    /// Infineon's library of 2012–2017.
    #[error("this RSA key was made by a faulty chip (CVE-2017-15361, ROCA): its private half can be computed")]
    Roca,
    /// Only `z` (base58btc) is used for keys.
    #[error("a Multikey starts with z and goes on in base58: {found:?} does not")]
    NotMultibase {
        /// The text, cut after 64 characters.
        found: String,
    },
    /// The bytes before the key name a kind that we do not know.
    #[error("this Multikey is of a kind that is not supported (Ed25519, P-256 and P-384 are)")]
    MultikeyKind,
    /// Not on the curve, at infinity, or not written in full length.
    #[error("these bytes are no point of the curve {curve} in full length")]
    Point {
        /// The curve.
        curve: &'static str,
    },
    /// A JWK is an object.
    #[error("a JSON Web Key is an object")]
    NotAnObject,
    /// Absent, not a text, or not base64url.
    #[error("the member {member:?} of the JSON Web Key is absent or not base64url without padding")]
    Member {
        /// Its name.
        member: &'static str,
    },
    /// The key's owner published what must stay secret.
    #[error("the JSON Web Key holds the private member {member:?}; its owner must treat it as stolen")]
    Private {
        /// Its name.
        member: &'static str,
    },
    /// Another kind.
    #[error("a JSON Web Key of kind {kind:?} is not supported (RSA, Ed25519, P-256 and P-384 are)")]
    Kind {
        /// `kty`, with `crv` if there is one.
        kind: String,
    },
    /// `use`, `key_ops` or `alg` speak against it.
    #[error("the JSON Web Key says by {member:?} that it is not for this use")]
    Use {
        /// Its name.
        member: &'static str,
    },
    /// The library refused it.
    #[error("this key cannot be used")]
    Unusable,
}
