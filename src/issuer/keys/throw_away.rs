//! Keys that are made, used once and forgotten.
//!
//! Before a credential is signed, a copy of it is signed with a throw-away pair and goes through our
//! own verifier (lint). A throw-away key is in no document and no database, so what it signs is
//! worth nothing to anybody.

use std::sync::LazyLock;

use serde_json::Value;

use super::ring::sign_claims;
use super::secret::{Purpose, SecretKey, SignFault};
use super::{KeyState, NewKey, PublishedKey, Signs};
use crate::standards::did::{self, DidDocument};
use crate::standards::proof::{KeyFault, PublicKey};
use crate::vocabulary::{Chance, Timestamp};

/// A fresh Ed25519 pair, and the RSA pair of this process: making one takes a tenth of a second.
pub struct ThrowAwayKeys {
    did: String,
    ed25519: SecretKey,
    rsa: &'static SecretKey,
}

impl ThrowAwayKeys {
    /// Keys that claim to be those of `did`, for a verifier that is told so.
    ///
    /// # Errors
    /// If the library fails.
    pub fn generate(did: &str, chance: &Chance) -> Result<Self, KeyFault> {
        static RSA: LazyLock<Result<SecretKey, KeyFault>> =
            LazyLock::new(|| NewKey::generate(Purpose::Jwt, &Chance::system()).map(NewKey::into_secret));
        let rsa = RSA.as_ref().map_err(KeyFault::clone)?;
        let ed25519 = NewKey::generate(Purpose::DataIntegrity, chance)?.into_secret();
        Ok(Self { did: did.to_owned(), ed25519, rsa })
    }

    /// Keys of an issuer whose id is the fresh Ed25519 key itself.
    ///
    /// # Errors
    /// If the library fails.
    pub fn generate_did_key(chance: &Chance) -> Result<Self, KeyFault> {
        let mut keys = Self::generate("", chance)?;
        if let PublicKey::Ed25519(key) = keys.data_integrity() {
            keys.did = did::key::did_of(&key);
        }
        Ok(keys)
    }

    /// The identifier that the keys claim to be of.
    pub fn did(&self) -> &str {
        &self.did
    }

    /// The public halves, as the keys of an issuer are told to a verifier.
    pub fn published(&self, now: Timestamp) -> [PublishedKey; 2] {
        [self.ed25519.public(), self.rsa.public()].map(|key| PublishedKey::new(key, KeyState::Active { since: now }, now))
    }

    /// The public half for the JSON form.
    pub fn data_integrity(&self) -> PublicKey {
        self.ed25519.public()
    }

    /// The public half for the JWT form.
    pub fn jwt(&self) -> PublicKey {
        self.rsa.public()
    }
}

impl Signs for ThrowAwayKeys {
    fn verification_method(&self) -> String {
        DidDocument::method_id(&self.did, &self.ed25519.public())
    }

    fn sign_hash_data(&self, hash_data: &[u8; 64]) -> Result<[u8; 64], SignFault> {
        self.ed25519.sign_hash_data(hash_data)
    }

    fn sign_claims(&self, claims: &Value) -> Result<String, SignFault> {
        sign_claims(self.rsa, &self.did, &self.rsa.public(), claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lint_has_its_own_ed25519_key_and_shares_the_rsa_key() {
        let chance = Chance::seeded(1);
        let keys = [(); 2].map(|()| ThrowAwayKeys::generate("did:web:b.example", &chance).unwrap());
        assert_ne!(keys[0].data_integrity(), keys[1].data_integrity());
        assert_eq!(keys[0].jwt(), keys[1].jwt());
        assert!(keys[0].verification_method().starts_with("did:web:b.example#z6Mk"));
        assert!(keys[0].sign_hash_data(&[7; 64]).is_ok());
        assert!(keys[0].sign_claims(&Value::Null).is_ok());
    }
}
