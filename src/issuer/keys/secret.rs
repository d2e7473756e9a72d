//! Private keys in memory. Nothing here can be printed, compared or copied.

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use pkcs8::der::Encode as _;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef};
use serde_json::Value;
use zeroize::Zeroizing;

use super::Kid;
use crate::standards::proof::vc_jwt::{self, Compact, KeyName};
use crate::standards::proof::{KeyFault, PublicKey, Rs256Signer};
use crate::vocabulary::Chance;

/// What a key of an issuer is for. Keys are never shared between purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The proof inside the JSON form: Ed25519.
    DataIntegrity,
    /// The JWT form: RSA, for RS256.
    Jwt,
}

impl Purpose {
    /// The name of its algorithm, as stored and printed.
    pub const fn algorithm(self) -> &'static str {
        match self {
            Self::DataIntegrity => "ed25519",
            Self::Jwt => "rs256",
        }
    }

    /// The purpose that a key of this kind serves.
    pub const fn of(key: &PublicKey) -> Self {
        match key {
            PublicKey::Ed25519(_) | PublicKey::P256(_) | PublicKey::P384(_) => Self::DataIntegrity,
            PublicKey::Rsa(_) => Self::Jwt,
        }
    }

    /// Whether an issuer of ours may have a key of this kind; those of others may be of more kinds.
    pub(super) const fn is_served_by(key: &PublicKey) -> bool {
        matches!(key, PublicKey::Ed25519(_) | PublicKey::Rsa(_))
    }
}

/// A private key that is ready to sign.
pub(super) enum SecretKey {
    // Boxed, so that moving the key leaves no copies behind.
    Ed25519(Box<SigningKey>),
    Rsa(Box<Rs256Signer>),
}

impl SecretKey {
    /// From a PKCS#8 `PrivateKeyInfo` in DER.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFault> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyFault::Unusable)?;
        if info.algorithm.oid != ED25519 {
            return Rs256Signer::from_pkcs8(der).map(|signer| Self::Rsa(Box::new(signer)));
        }
        // RFC 8410 §7: the seed stands in an OCTET STRING of its own inside the one of PKCS#8.
        let seed = info.private_key.as_bytes().strip_prefix(&INNER).ok_or(KeyFault::Unusable)?;
        let seed: &[u8; 32] = seed.try_into().map_err(|_| KeyFault::Ed25519Length { found: seed.len() })?;
        Ok(Self::Ed25519(Box::new(SigningKey::from_bytes(seed))))
    }

    pub(super) fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
            Self::Rsa(signer) => PublicKey::Rsa(signer.public().clone()),
        }
    }

    /// An Ed25519 signature, checked strictly before it is given out: a fault of the machine must
    /// not publish one that lets the key be computed.
    pub(super) fn sign_hash_data(&self, hash_data: &[u8; 64]) -> Result<[u8; 64], SignFault> {
        let Self::Ed25519(key) = self else { return Err(SignFault::OtherPurpose) };
        let signature: Signature = key.sign(hash_data);
        key.verifying_key().verify_strict(hash_data, &signature).map_err(|_| SignFault::NotVerified)?;
        Ok(signature.to_bytes())
    }

    /// A compact JWS by RS256, checked before it is given out.
    pub(super) fn sign_claims(&self, name: KeyName<'_>, claims: &Value) -> Result<String, SignFault> {
        let Self::Rsa(signer) = self else { return Err(SignFault::OtherPurpose) };
        let jwt = vc_jwt::sign_rs256(signer, name, claims).map_err(|_| SignFault::NotSigned)?;
        let checked = Compact::parse(&jwt).and_then(|read| read.verify(&self.public()));
        checked.map_err(|_| SignFault::NotVerified)?;
        Ok(jwt)
    }
}

const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// OCTET STRING of 32 bytes.
const INNER: [u8; 2] = [0x04, 0x20];

/// Why nothing was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignFault {
    /// A key of the wrong kind.
    #[error("this key is for another purpose")]
    OtherPurpose,
    /// The library failed.
    #[error("the signature could not be made")]
    NotSigned,
    /// The signature does not verify; the machine or the library made a mistake.
    #[error("the signature that was made does not verify; nothing was published")]
    NotVerified,
}

/// A key that was just made and stands in no file yet.
pub struct NewKey {
    secret: SecretKey,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl NewKey {
    /// Makes a key for `purpose`: Ed25519 from `chance`; RSA of 2048 bits by OpenSSL and its own
    /// source of randomness.
    ///
    /// # Errors
    /// If the library fails or makes a key that we refuse.
    pub fn generate(purpose: Purpose, chance: &Chance) -> Result<Self, KeyFault> {
        let pkcs8 = match purpose {
            Purpose::DataIntegrity => ed25519_pkcs8(&Zeroizing::new(chance.bytes())),
            Purpose::Jwt => rsa_pkcs8(RSA_BITS),
        };
        let pkcs8 = pkcs8.ok_or(KeyFault::Unusable)?;
        Ok(Self { secret: SecretKey::from_pkcs8(&pkcs8)?, pkcs8 })
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        self.secret.public()
    }

    /// Its name.
    pub fn kid(&self) -> Kid {
        Kid::of(&self.public())
    }

    pub(super) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    pub(super) fn into_secret(self) -> SecretKey {
        self.secret
    }
}

/// The size whose signatures every verifier takes; keys are rotated yearly.
const RSA_BITS: u32 = 2048;

/// PKCS#8 version 1, without the public key: OpenSSL 3.0 reads no version 2.
fn ed25519_pkcs8(seed: &[u8; 32]) -> Option<Zeroizing<Vec<u8>>> {
    let inner = Zeroizing::new([&INNER, seed.as_slice()].concat());
    let key = OctetStringRef::new(&inner).ok()?;
    let info = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid: ED25519, parameters: None }, key);
    info.to_der().ok().map(Zeroizing::new)
}

fn rsa_pkcs8(bits: u32) -> Option<Zeroizing<Vec<u8>>> {
    let key = Rsa::generate(bits).and_then(PKey::from_rsa).and_then(|key| key.private_key_to_pkcs8());
    key.ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_signs_for_its_purpose_only() {
        let chance = Chance::seeded(1);
        let (ed25519, rsa) = (NewKey::generate(Purpose::DataIntegrity, &chance).unwrap(), NewKey::generate(Purpose::Jwt, &chance).unwrap());
        assert!(ed25519.secret.sign_hash_data(&[7; 64]).is_ok());
        assert_eq!(rsa.secret.sign_hash_data(&[7; 64]), Err(SignFault::OtherPurpose));
        assert!(rsa.secret.sign_claims(KeyName::Kid("k"), &json!({})).is_ok());
        assert_eq!(ed25519.secret.sign_claims(KeyName::Kid("k"), &json!({})), Err(SignFault::OtherPurpose));
        assert_eq!((Purpose::of(&ed25519.public()), Purpose::of(&rsa.public())), (Purpose::DataIntegrity, Purpose::Jwt));
    }

    #[test]
    fn a_signature_is_the_same_every_time() {
        let key = NewKey::generate(Purpose::DataIntegrity, &Chance::seeded(1)).unwrap();
        let again = NewKey::generate(Purpose::DataIntegrity, &Chance::seeded(1)).unwrap();
        assert_eq!(key.kid(), again.kid());
        assert_eq!(key.secret.sign_hash_data(&[7; 64]), again.secret.sign_hash_data(&[7; 64]));
    }

    #[test]
    fn the_seed_stands_where_rfc_8410_puts_it() {
        // RFC 8410 §10.3, the example without public key.
        let der = data_encoding::HEXLOWER
            .decode(b"302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842")
            .unwrap();
        let seed: [u8; 32] = der[16..].try_into().unwrap();
        assert_eq!(ed25519_pkcs8(&seed).unwrap().as_slice(), der);
        let SecretKey::Ed25519(key) = SecretKey::from_pkcs8(&der).unwrap() else { panic!("another kind") };
        assert_eq!(
            data_encoding::HEXLOWER.encode(key.verifying_key().as_bytes()),
            "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"
        );
        for wrong in [&der[..47], &[], b"-----BEGIN"] {
            assert!(SecretKey::from_pkcs8(wrong).is_err());
        }
    }
}
