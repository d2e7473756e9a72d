//! A public key that was checked when it was read.

use ed25519_dalek::{Signature, VerifyingKey};

use super::{Algorithm, RsaPublicKey};

/// A key that can check signatures, of a kind and size that we accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519.
    Ed25519(VerifyingKey),
    /// RSA, 2048 to 8192 bits.
    Rsa(RsaPublicKey),
}

impl PublicKey {
    /// An Ed25519 key from its 32 bytes.
    ///
    /// # Errors
    /// Bytes that are no point, a point that is not written canonically
    /// ([RFC 8032 §5.1.3](https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3)), a point of small
    /// order, under which one signature fits many messages.
    pub fn ed25519(bytes: &[u8]) -> Result<Self, KeyFault> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyFault::Ed25519Length { found: bytes.len() })?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyFault::NotOnCurve)?;
        if key.to_edwards().compress().as_bytes() != bytes {
            return Err(KeyFault::NotCanonical);
        }
        if key.is_weak() {
            return Err(KeyFault::SmallOrder);
        }
        Ok(Self::Ed25519(key))
    }

    /// True if `signature` is this key's signature over `message` by `algorithm`.
    ///
    /// An algorithm of another kind of key is never true. Ed25519 is checked strictly.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match (algorithm, self) {
            (Algorithm::EdDsa, Self::Ed25519(key)) => {
                // `verify` accepts four signatures of the speccheck set that `verify_strict` refuses.
                Signature::from_slice(signature).is_ok_and(|s| key.verify_strict(message, &s).is_ok())
            }
            (Algorithm::Rs256, Self::Rsa(key)) => key.verifies_rs256(message, signature),
            (Algorithm::EdDsa, Self::Rsa(_)) | (Algorithm::Rs256, Self::Ed25519(_)) => false,
        }
    }

    /// The one algorithm this kind of key is used with.
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::EdDsa,
            Self::Rsa(_) => Algorithm::Rs256,
        }
    }
}

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
    #[error("this Multikey is of a kind that is not supported (only Ed25519 is)")]
    MultikeyKind,
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
    #[error("a JSON Web Key of kind {kind:?} is not supported (RSA and Ed25519 are)")]
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
    #[error("this RSA key cannot be used")]
    Unusable,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_and_crooked_points_are_refused() {
        let small_order = [0; 32];
        assert_eq!(PublicKey::ed25519(&small_order), Err(KeyFault::SmallOrder));
        // y = p + 3, which is 3 written in a second way.
        let mut second_way = [0xff; 32];
        (second_way[0], second_way[31]) = (0xf0, 0x7f);
        let refused = PublicKey::ed25519(&second_way);
        assert!(matches!(refused, Err(KeyFault::NotCanonical | KeyFault::NotOnCurve)), "{refused:?}");
        assert_eq!(PublicKey::ed25519(&[1; 31]), Err(KeyFault::Ed25519Length { found: 31 }));
        assert_eq!(PublicKey::ed25519(&[0x02; 32]).is_err(), VerifyingKey::from_bytes(&[0x02; 32]).is_err());
    }

    #[test]
    fn some_crooked_point_is_on_the_curve_and_still_refused() {
        // The 19 numbers from p to 2^255 - 1 repeat 0 to 18.
        let crooked = (0xed..=0xff_u8).map(|low| {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (low, 0x7f);
            bytes
        });
        let on_curve: Vec<_> = crooked.filter(|b| VerifyingKey::from_bytes(b).is_ok()).collect();
        assert!(on_curve.len() > 2, "the curve library accepts some of them");
        assert!(on_curve.iter().all(|b| PublicKey::ed25519(b) == Err(KeyFault::NotCanonical)));
    }
}
