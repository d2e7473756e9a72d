//! A private key encrypted with a passphrase, as `openssl pkey` reads it too.
//!
//! PKCS#8 version 1 in PBES2: PBKDF2 with HMAC-SHA-256, then AES-256-CBC
//! ([RFC 8018](https://www.rfc-editor.org/rfc/rfc8018)). Other choices of the same standard, scrypt
//! with a large N among them, cannot be read by OpenSSL 3.0; a restore must not need this program.
//! CBC has no authentication, so whoever reads a key compares it with what is known of it
//! ([`super::folder`]).

use pkcs8::der::pem::PemLabel as _;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{self, Parameters, Pbkdf2Prf};
use pkcs8::{EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument};
use zeroize::Zeroizing;

use super::Passphrase;
use crate::vocabulary::Chance;

/// How much work it takes to try one passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    rounds: u32,
}

impl KdfCost {
    /// 600,000 rounds, about 0.1 s. Every real key file has these.
    pub const STANDARD: Self = Self { rounds: 600_000 };

    /// So many rounds: few for tests, which make many keys.
    pub const fn of_rounds(rounds: u32) -> Self {
        Self { rounds }
    }
}

/// A file with more rounds would keep the start waiting for seconds.
const MOST_ROUNDS: u32 = 10_000_000;

/// Why a text is not a key file that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeFault {
    /// Not PEM, or of something else.
    #[error("it does not hold -----BEGIN ENCRYPTED PRIVATE KEY-----")]
    NotAKey,
    /// In the clear.
    #[error(
        "it holds a private key that is not encrypted. Encrypt it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000"
    )]
    NotEncrypted,
    /// Another scheme of PKCS#5.
    #[error(
        "it is not encrypted by PBKDF2 with HMAC-SHA-256 and AES-256-CBC. Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000"
    )]
    Scheme,
    /// So many rounds that reading it would take too long.
    #[error("it asks for {rounds} rounds of key derivation, more than are accepted")]
    Rounds {
        /// As written in the file.
        rounds: u32,
    },
    /// Cannot be told apart.
    #[error("it cannot be decrypted: the passphrase is wrong or the file is damaged")]
    NotDecrypted,
    /// The library failed.
    #[error("the key could not be encrypted")]
    NotEncryptable,
}

/// Encrypts a PKCS#8 `PrivateKeyInfo`; salt and initialisation vector come from `chance`.
pub(super) fn seal(pkcs8: &[u8], passphrase: &Passphrase, cost: KdfCost, chance: &Chance) -> Result<Zeroizing<String>, EnvelopeFault> {
    let (salt, iv) = (chance.bytes::<16>(), chance.bytes::<16>());
    let sealed = Parameters::generate_pbkdf2_sha256_aes256cbc(cost.rounds, &salt, iv).map_err(pkcs8::Error::from).and_then(|parameters| {
        let info = PrivateKeyInfoRef::try_from(pkcs8)?;
        let document = info.encrypt_with_params(parameters, passphrase.expose())?;
        Ok(document.to_pem(EncryptedPrivateKeyInfoRef::PEM_LABEL, LineEnding::LF)?)
    });
    sealed.map_err(|_| EnvelopeFault::NotEncryptable)
}

/// Decrypts what [`seal`] made, or OpenSSL with the same choices.
pub(super) fn open(pem: &str, passphrase: &Passphrase) -> Result<SecretDocument, EnvelopeFault> {
    let (label, document) = SecretDocument::from_pem(pem).map_err(|_| EnvelopeFault::NotAKey)?;
    if label != EncryptedPrivateKeyInfoRef::PEM_LABEL {
        return Err(if label.ends_with("PRIVATE KEY") { EnvelopeFault::NotEncrypted } else { EnvelopeFault::NotAKey });
    }
    let info = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| EnvelopeFault::NotAKey)?;
    check_scheme(&info.encryption_algorithm)?;
    info.decrypt(passphrase.expose()).map_err(|_| EnvelopeFault::NotDecrypted)
}

fn check_scheme(scheme: &EncryptionScheme) -> Result<(), EnvelopeFault> {
    let parameters = scheme.pbes2().ok_or(EnvelopeFault::Scheme)?;
    let kdf = parameters.kdf.pbkdf2().ok_or(EnvelopeFault::Scheme)?;
    let aes = matches!(parameters.encryption, pbes2::EncryptionScheme::Aes256Cbc { .. });
    if kdf.prf != Pbkdf2Prf::HmacWithSha256 || !aes {
        return Err(EnvelopeFault::Scheme);
    }
    if kdf.iteration_count > MOST_ROUNDS {
        return Err(EnvelopeFault::Rounds { rounds: kdf.iteration_count });
    }
    Ok(())
}

/// The rounds a file asks for; `None` if it is none of ours.
pub(super) fn rounds(pem: &str) -> Option<u32> {
    let (_, document) = SecretDocument::from_pem(pem).ok()?;
    let info = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).ok()?;
    info.encryption_algorithm.pbes2()?.kdf.pbkdf2().map(|parameters| parameters.iteration_count)
}
