//! P-256 and P-384: points as keys, signatures as r and s side by side.
//!
//! A point is read in two forms only: compressed, as a Multikey has it, and as two coordinates of
//! full length, as a JWK has it. The point at infinity and points beside the curve are no keys.
//! Signatures are those of [FIPS 186-5 §6.4](https://doi.org/10.6028/NIST.FIPS.186-5); both `s` and
//! `-s` are accepted, as the suites and JWS do.

use p256::ecdsa::signature::Verifier as _;

use super::{Algorithm, KeyFault, PublicKey};

/// One of the two curves, with what differs between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
}

impl Curve {
    /// By `crv` of a JWK.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::P256, Self::P384].into_iter().find(|curve| curve.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
        }
    }

    /// Bytes of a coordinate.
    const fn width(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// From its compressed form.
    pub(super) fn compressed(self, point: &[u8]) -> Result<PublicKey, KeyFault> {
        let form = matches!(point.first(), Some(2 | 3)) && point.len() == 1 + self.width();
        if form { self.point(point) } else { Err(KeyFault::Point { curve: self.name() }) }
    }

    /// From its coordinates.
    pub(super) fn coordinates(self, x: &[u8], y: &[u8]) -> Result<PublicKey, KeyFault> {
        // RFC 7518 §6.2.1.2: the length must be the full size of a coordinate.
        let full = x.len() == self.width() && y.len() == self.width();
        if full { self.point(&[&[4], x, y].concat()) } else { Err(KeyFault::Point { curve: self.name() }) }
    }

    fn point(self, bytes: &[u8]) -> Result<PublicKey, KeyFault> {
        let key = match self {
            Self::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(PublicKey::P256),
            Self::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(PublicKey::P384),
        };
        key.map_err(|_| KeyFault::Point { curve: self.name() })
    }
}

/// The point of a P-256 or P-384 key: its curve and its bytes, compressed or with both coordinates.
pub(super) fn point_of(key: &PublicKey, compressed: bool) -> Option<(Curve, Vec<u8>)> {
    match key {
        PublicKey::P256(key) => Some((Curve::P256, key.to_sec1_point(compressed).as_bytes().to_vec())),
        PublicKey::P384(key) => Some((Curve::P384, key.to_sec1_point(compressed).as_bytes().to_vec())),
        PublicKey::Ed25519(_) | PublicKey::Rsa(_) => None,
    }
}

pub(super) fn verifies_p256(key: &p256::ecdsa::VerifyingKey, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    // RFC 7518 §3.4: r and s in full length, nothing else; DER is refused.
    let signature = p256::ecdsa::Signature::from_slice(signature);
    algorithm == Algorithm::Es256 && signature.is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

pub(super) fn verifies_p384(key: &p384::ecdsa::VerifyingKey, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    let signature = p384::ecdsa::Signature::from_slice(signature);
    algorithm == Algorithm::Es384 && signature.is_ok_and(|signature| key.verify(message, &signature).is_ok())
}
