//! A public key that was checked when it was read.

use ed25519_dalek::{Signature, VerifyingKey};

use super::{Algorithm, KeyFault, RsaPublicKey, elliptic};

/// A key that can check signatures, of a kind and size that we accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519.
    Ed25519(VerifyingKey),
    /// RSA, 2048 to 8192 bits.
    Rsa(RsaPublicKey),
    /// P-256 (secp256r1).
    P256(p256::ecdsa::VerifyingKey),
    /// P-384 (secp384r1).
    P384(p384::ecdsa::VerifyingKey),
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
        match self {
            // `verify` accepts four signatures of the speccheck set that `verify_strict` refuses.
            Self::Ed25519(key) => {
                let signature = Signature::from_slice(signature);
                algorithm == Algorithm::EdDsa && signature.is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
            }
            Self::Rsa(key) => key.verifies(algorithm, message, signature),
            Self::P256(key) => elliptic::verifies_p256(key, algorithm, message, signature),
            Self::P384(key) => elliptic::verifies_p384(key, algorithm, message, signature),
        }
    }

    /// Whether this key may be used with an algorithm: of its kind, and not spoken against by its JWK.
    pub fn allows(&self, algorithm: Algorithm) -> bool {
        match self {
            Self::Rsa(key) => key.allows(algorithm),
            Self::Ed25519(_) | Self::P256(_) | Self::P384(_) => algorithm == self.algorithm(),
        }
    }

    /// The algorithm this kind of key is used with; RSA keys of ours by RS256.
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::EdDsa,
            Self::Rsa(key) => key.algorithm(),
            Self::P256(_) => Algorithm::Es256,
            Self::P384(_) => Algorithm::Es384,
        }
    }
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
