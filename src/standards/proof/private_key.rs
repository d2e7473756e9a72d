//! Private keys of the Data Integrity suites, for the conformance service and for tests.
//!
//! Badges are signed by the key ring of the issuer, never with these. They sign nothing but the
//! bytes of a proof that [`data_integrity::prove`](super::data_integrity::prove) makes.

use ed25519_dalek::Signer as _;

use super::{KeyFault, PublicKey};

/// A private key that can make a proof. It can be neither printed nor compared.
pub enum PrivateKey {
    /// Ed25519.
    // Boxed, so that moving the key leaves no copies behind.
    Ed25519(Box<ed25519_dalek::SigningKey>),
    /// P-256.
    P256(Box<p256::ecdsa::SigningKey>),
    /// P-384.
    P384(Box<p384::ecdsa::SigningKey>),
}

/// Which kind of private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Ed25519.
    Ed25519,
    /// P-256.
    P256,
    /// P-384.
    P384,
}

impl PrivateKey {
    /// A new key; `fill` fills its bytes with randomness, perhaps more than once.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`] if what it fills in is never a key: that is no randomness.
    pub fn generate(kind: KeyKind, mut fill: impl FnMut(&mut [u8])) -> Result<Self, KeyFault> {
        let mut bytes = zeroize::Zeroizing::new([0; 48]);
        let seed = match kind {
            KeyKind::Ed25519 | KeyKind::P256 => &mut bytes[..32],
            KeyKind::P384 => &mut bytes[..],
        };
        // A number of the order or above is no key: once in 2³² for P-256.
        for _ in 0..8 {
            fill(seed);
            if let Ok(key) = Self::from_bytes(kind, seed) {
                return Ok(key);
            }
        }
        Err(KeyFault::Unusable)
    }

    /// From the seed (Ed25519) or the number (big-endian, full length) that is the key.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`] if it is of another length, zero, or not below the order.
    pub fn from_bytes(kind: KeyKind, bytes: &[u8]) -> Result<Self, KeyFault> {
        let unusable = |_| KeyFault::Unusable;
        Ok(match kind {
            KeyKind::Ed25519 => {
                let seed: &[u8; 32] = bytes.try_into().map_err(|_| KeyFault::Unusable)?;
                Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(seed)))
            }
            KeyKind::P256 if bytes.len() == 32 => Self::P256(Box::new(p256::ecdsa::SigningKey::from_slice(bytes).map_err(unusable)?)),
            KeyKind::P384 if bytes.len() == 48 => Self::P384(Box::new(p384::ecdsa::SigningKey::from_slice(bytes).map_err(unusable)?)),
            KeyKind::P256 | KeyKind::P384 => return Err(KeyFault::Unusable),
        })
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
            Self::P256(key) => PublicKey::P256(*key.verifying_key()),
            Self::P384(key) => PublicKey::P384(*key.verifying_key()),
        }
    }

    /// The signature; the same every time ([RFC 6979](https://www.rfc-editor.org/rfc/rfc6979) for ECDSA).
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_vec()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_signs_the_same_every_time() {
        for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384] {
            let key = PrivateKey::generate(kind, |bytes| bytes.fill(7)).unwrap();
            let signature = key.sign(b"said");
            assert_eq!(signature, key.sign(b"said"));
            assert!(key.public().verifies(key.public().algorithm(), b"said", &signature));
            assert!(!key.public().verifies(key.public().algorithm(), b"Said", &signature));
        }
    }

    #[test]
    fn what_is_no_number_below_the_order_is_no_key() {
        for kind in [KeyKind::P256, KeyKind::P384] {
            assert_eq!(PrivateKey::generate(kind, |bytes| bytes.fill(0)).err(), Some(KeyFault::Unusable));
            assert_eq!(PrivateKey::generate(kind, |bytes| bytes.fill(0xff)).err(), Some(KeyFault::Unusable));
        }
        for (kind, length) in [(KeyKind::Ed25519, 33), (KeyKind::P256, 31), (KeyKind::P256, 48), (KeyKind::P384, 32)] {
            assert!(PrivateKey::from_bytes(kind, &vec![7; length]).is_err(), "{kind:?} {length}");
        }
        let mut tries = 0;
        let key = PrivateKey::generate(KeyKind::P256, |bytes| {
            tries += 1;
            bytes.fill(if tries == 1 { 0xff } else { 7 });
        });
        assert!(key.is_ok() && tries == 2, "a bad draw is drawn again");
    }
}
