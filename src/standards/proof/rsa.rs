//! RSA public keys, RS256 on both sides and PS256 to verify, by josekit (OpenSSL).
//!
//! The crate `rsa` is not used: its private-key operations leak their timing (RUSTSEC-2023-0071).

use std::fmt;

use josekit::jws::alg::rsassa::{RsassaJwsSigner, RsassaJwsVerifier};
use josekit::jws::{JwsSigner as _, JwsVerifier as _, PS256, RS256};
use openssl::bn::BigNum;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;

use super::{Algorithm, KeyFault};

/// An RSA key that passed the checks of [`RsaPublicKey::new`], ready to verify.
#[derive(Clone)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    der: Vec<u8>,
    verifier: RsassaJwsVerifier,
    /// Its JWK says that it is for this algorithm alone.
    only: Option<Algorithm>,
}

impl RsaPublicKey {
    /// From modulus and exponent, big-endian without leading zeros.
    ///
    /// # Errors
    /// A size outside 2048–8192 bits (larger ones cost seconds), an exponent that is even, below
    /// 65537 or above 64 bits, a ROCA key.
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyFault> {
        check_modulus(modulus)?;
        check_exponent(exponent)?;
        if is_roca(modulus) {
            return Err(KeyFault::Roca);
        }
        let number = |bytes| BigNum::from_slice(bytes).map_err(|_| KeyFault::Unusable);
        let der = Rsa::from_public_components(number(modulus)?, number(exponent)?)
            .and_then(PKey::from_rsa)
            .and_then(|key| key.public_key_to_der())
            .map_err(|_| KeyFault::Unusable)?;
        let verifier = RS256.verifier_from_der(&der).map_err(|_| KeyFault::Unusable)?;
        Ok(Self { modulus: modulus.to_vec(), exponent: exponent.to_vec(), der, verifier, only: None })
    }

    /// The same key, for one algorithm alone: using a key with two paddings weakens both
    /// ([RFC 8017 §8](https://www.rfc-editor.org/rfc/rfc8017#section-8)).
    pub(super) fn only_for(self, algorithm: Algorithm) -> Self {
        Self { only: Some(algorithm), ..self }
    }

    pub(super) fn allows(&self, algorithm: Algorithm) -> bool {
        matches!(algorithm, Algorithm::Rs256 | Algorithm::Ps256) && self.only.is_none_or(|only| only == algorithm)
    }

    pub(super) const fn algorithm(&self) -> Algorithm {
        match self.only {
            Some(only) => only,
            None => Algorithm::Rs256,
        }
    }

    /// The modulus, big-endian without leading zeros.
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The exponent, big-endian without leading zeros.
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }

    /// Bits of the modulus.
    pub fn bits(&self) -> usize {
        bits(&self.modulus)
    }

    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        // RFC 8017 §8.1.2 and §8.2.2 step 1: the signature is exactly as long as the modulus.
        if !self.allows(algorithm) || signature.len() != self.modulus.len() {
            return false;
        }
        if algorithm == Algorithm::Ps256 {
            return PS256.verifier_from_der(&self.der).is_ok_and(|verifier| verifier.verify(message, signature).is_ok());
        }
        self.verifier.verify(message, signature).is_ok()
    }
}

impl PartialEq for RsaPublicKey {
    fn eq(&self, other: &Self) -> bool {
        (&self.modulus, &self.exponent) == (&other.modulus, &other.exponent)
    }
}

impl Eq for RsaPublicKey {}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaPublicKey({} bits)", self.bits())
    }
}

/// The private half of an RSA pair, kept ready: making it costs more than a signature.
pub struct Rs256Signer {
    signer: RsassaJwsSigner,
    public: RsaPublicKey,
}

impl Rs256Signer {
    /// From a PKCS#8 `PrivateKeyInfo` in DER.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`] if it is no RSA key, else what [`RsaPublicKey::new`] refuses.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFault> {
        let rsa = PKey::private_key_from_pkcs8(der).and_then(|key| key.rsa()).map_err(|_| KeyFault::Unusable)?;
        let public = RsaPublicKey::new(&rsa.n().to_vec(), &rsa.e().to_vec())?;
        if !rsa.check_key().unwrap_or(false) {
            return Err(KeyFault::Unusable);
        }
        let signer = RS256.signer_from_der(der).map_err(|_| KeyFault::Unusable)?;
        Ok(Self { signer, public })
    }

    /// The public half.
    pub const fn public(&self) -> &RsaPublicKey {
        &self.public
    }

    /// The signature over `message`; the same every time.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault> {
        self.signer.sign(message).map_err(|_| KeyFault::Unusable)
    }
}

fn bits(number: &[u8]) -> usize {
    let zeros = number.first().map_or(0, |first| first.leading_zeros());
    number.len() * 8 - usize::try_from(zeros).unwrap_or(0)
}

fn check_modulus(modulus: &[u8]) -> Result<(), KeyFault> {
    let bits = bits(modulus);
    if !(2048..=8192).contains(&bits) {
        return Err(KeyFault::RsaSize { bits });
    }
    // RFC 7518 §2, Base64urlUInt: the minimum number of octets.
    if modulus.first() == Some(&0) || modulus.last().is_none_or(|last| last % 2 == 0) {
        return Err(KeyFault::RsaModulus);
    }
    Ok(())
}

fn check_exponent(exponent: &[u8]) -> Result<(), KeyFault> {
    let minimal = exponent.first().is_some_and(|first| *first != 0) && exponent.len() <= 8;
    let value = exponent.iter().fold(0_u64, |n, &byte| n << 8 | u64::from(byte));
    // NIST FIPS 186-5 §A.1.1: odd, at least 65537.
    if minimal && value >= 65537 && value % 2 == 1 { Ok(()) } else { Err(KeyFault::RsaExponent) }
}

/// The fingerprint of keys made by Infineon's library: modulo each small prime, the modulus is a
/// power of 65537 ([Nemec et al. 2017](https://crocs.fi.muni.cz/public/papers/rsa_ccs17)). Another
/// key has it with a chance below 2⁻²⁷.
fn is_roca(modulus: &[u8]) -> bool {
    SMALL_PRIMES.iter().all(|&prime| {
        let rest = modulus.iter().fold(0_u32, |n, &byte| (n << 8 | u32::from(byte)) % prime);
        let step = 65537 % prime;
        let mut power = 1;
        loop {
            if power == rest {
                return true;
            }
            power = power * step % prime;
            if power == 1 {
                return false;
            }
        }
    })
}

const SMALL_PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
    139, 149, 151, 157, 163, 167,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn generated(bits: u32) -> Rsa<openssl::pkey::Private> {
        Rsa::generate(bits).unwrap()
    }

    #[test]
    fn a_signature_verifies_and_a_changed_one_does_not() {
        let pair = generated(2048);
        let signer = Rs256Signer::from_pkcs8(&PKey::from_rsa(pair).and_then(|k| k.private_key_to_pkcs8()).unwrap()).unwrap();
        let signature = signer.sign(b"what was attested").unwrap();
        assert_eq!(signature, signer.sign(b"what was attested").unwrap());
        assert!(signer.public().verifies(Algorithm::Rs256, b"what was attested", &signature));
        assert!(!signer.public().verifies(Algorithm::Rs256, b"What was attested", &signature));
        let mut longer = signature.clone();
        longer.insert(0, 0);
        assert!(!signer.public().verifies(Algorithm::Rs256, b"what was attested", &longer));
        assert!(!signer.public().verifies(Algorithm::Rs256, b"what was attested", &[]));
    }

    #[test]
    fn keys_that_can_be_broken_are_refused() {
        let good = generated(2048).n().to_vec();
        let e = [1, 0, 1];
        assert!(RsaPublicKey::new(&good, &e).is_ok());
        for exponent in [&[1][..], &[3], &[17], &[1, 0, 0], &[0, 1, 0, 1], &[], &[1; 9]] {
            assert_eq!(RsaPublicKey::new(&good, exponent), Err(KeyFault::RsaExponent), "{exponent:?}");
        }
        assert_eq!(RsaPublicKey::new(&good[1..], &e), Err(KeyFault::RsaSize { bits: bits(&good[1..]) }));
        assert_eq!(RsaPublicKey::new(&[0xff; 1025], &e), Err(KeyFault::RsaSize { bits: 8200 }));
        assert_eq!(RsaPublicKey::new(&[&[0], &good[..]].concat(), &e), Err(KeyFault::RsaModulus));
        let mut even = good;
        *even.last_mut().unwrap() &= 0xfe;
        assert_eq!(RsaPublicKey::new(&even, &e), Err(KeyFault::RsaModulus));
    }

    #[test]
    fn a_key_with_the_mark_of_the_faulty_chip_is_refused() {
        // 65537^128 has the mark and 2049 bits.
        let mut context = openssl::bn::BigNumContext::new().unwrap();
        let mut marked = BigNum::new().unwrap();
        marked.exp(&BigNum::from_u32(65537).unwrap(), &BigNum::from_u32(128).unwrap(), &mut context).unwrap();
        assert_eq!(RsaPublicKey::new(&marked.to_vec(), &[1, 0, 1]), Err(KeyFault::Roca));
        marked.add_word(2).unwrap();
        assert!(RsaPublicKey::new(&marked.to_vec(), &[1, 0, 1]).is_ok(), "only the mark was missing");
    }

    #[test]
    fn a_small_or_foreign_private_key_is_refused() {
        let small = PKey::from_rsa(generated(1024)).and_then(|k| k.private_key_to_pkcs8()).unwrap();
        assert_eq!(Rs256Signer::from_pkcs8(&small).err(), Some(KeyFault::RsaSize { bits: 1024 }));
        assert_eq!(Rs256Signer::from_pkcs8(b"no key").err(), Some(KeyFault::Unusable));
    }
}
