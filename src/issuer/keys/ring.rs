//! The keys of one issuer: all that were ever published, and the ones that sign now.

use std::sync::Arc;

use serde_json::Value;

use super::secret::{Purpose, SecretKey, SignFault};
use super::{KeyState, Kid, Sealed, Signs, Vault};
use crate::standards::did::{DidDocument, ListedKey};
use crate::standards::proof::PublicKey;
use crate::standards::proof::jwk::{self, JwkSet};
use crate::standards::proof::vc_jwt::KeyName;
use crate::vocabulary::Timestamp;

/// A key that the world knows. It can only verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKey {
    kid: Kid,
    key: PublicKey,
    state: KeyState,
    created_at: Timestamp,
}

impl PublishedKey {
    /// A key with its state, as the database or a demo says.
    pub fn new(key: PublicKey, state: KeyState, created_at: Timestamp) -> Self {
        Self { kid: Kid::of(&key), key, state, created_at }
    }

    /// Its name.
    pub const fn kid(&self) -> &Kid {
        &self.kid
    }

    /// The key.
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Its state.
    pub const fn state(&self) -> KeyState {
        self.state
    }

    /// When it was made.
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// What it is for.
    pub const fn purpose(&self) -> Purpose {
        Purpose::of(&self.key)
    }

    /// The same key in another state.
    #[must_use]
    pub fn in_state(mut self, state: KeyState) -> Self {
        self.state = state;
        self
    }
}

/// All keys of one issuer. Cheap to clone.
#[derive(Clone)]
pub struct KeyRing {
    did: Arc<str>,
    published: Arc<[PublishedKey]>,
    secrets: Secrets,
}

#[derive(Clone)]
enum Secrets {
    Sealed(Sealed),
    Open(Vec<(Kid, Arc<SecretKey>)>),
}

impl KeyRing {
    /// The ring of the issuer `did`: its published keys, and from the vault the active ones.
    ///
    /// # Errors
    /// Two active keys for one purpose, or a private key that does not belong to its name.
    pub fn new(did: &str, published: Vec<PublishedKey>, vault: &Vault) -> Result<Self, RingFault> {
        let mut open = Vec::new();
        for key in published.iter().filter(|k| k.state.is_active()) {
            let same = |other: &&PublishedKey| other.state.is_active() && other.purpose() == key.purpose();
            if published.iter().filter(same).count() > 1 {
                return Err(RingFault::TwoActive { algorithm: key.purpose().algorithm() });
            }
            let Some(secret) = vault.find(&key.kid) else { continue };
            if secret.public() != key.key {
                return Err(RingFault::AnotherKey { kid: key.kid.clone() });
            }
            open.push((key.kid.clone(), secret));
        }
        let secrets = match vault {
            Vault::Sealed(why) => Secrets::Sealed(*why),
            Vault::Open(_) => Secrets::Open(open),
        };
        Ok(Self { did: did.into(), published: published.into(), secrets })
    }

    /// The issuer's identifier.
    pub fn did(&self) -> &str {
        &self.did
    }

    /// The key that signs for `purpose` now.
    ///
    /// # Errors
    /// [`NoActiveKey`]: sealed, none in use, or its file is not in the vault.
    pub fn active(&self, purpose: Purpose) -> Result<ActiveKey<'_>, NoActiveKey> {
        let keys = match &self.secrets {
            Secrets::Sealed(why) => return Err(NoActiveKey::Sealed(*why)),
            Secrets::Open(keys) => keys,
        };
        let published = self.published.iter().find(|k| k.state.is_active() && k.purpose() == purpose);
        let published = published.ok_or(NoActiveKey::None { algorithm: purpose.algorithm() })?;
        let secret = keys.iter().find(|(kid, _)| *kid == published.kid);
        let (_, secret) = secret.ok_or_else(|| NoActiveKey::NotInVault { kid: published.kid.clone() })?;
        Ok(ActiveKey { did: &self.did, published, secret })
    }

    /// Both keys that a credential needs.
    ///
    /// # Errors
    /// As [`Self::active`], for either.
    pub fn active_keys(&self) -> Result<ActiveKeys<'_>, NoActiveKey> {
        Ok(ActiveKeys { data_integrity: self.active(Purpose::DataIntegrity)?, jwt: self.active(Purpose::Jwt)? })
    }

    /// Every key of every state, oldest first.
    pub fn published(&self) -> impl Iterator<Item = &PublishedKey> {
        self.published.iter()
    }

    /// The published key of this name.
    pub fn find_published(&self, kid: &str) -> Option<&PublishedKey> {
        self.published().find(|key| key.kid.as_str() == kid)
    }

    /// What is served as `did.json`: every key, compromised ones marked as revoked.
    pub fn did_document(&self) -> DidDocument {
        let listed = self.published().map(|k| ListedKey { key: k.key.clone(), revoked_at: k.state.compromised_at() });
        DidDocument::new(&self.did, listed)
    }

    /// Adds this issuer's keys to the key set of the server; compromised ones are left out, since a
    /// key set cannot mark them.
    pub fn add_to(&self, set: &mut JwkSet) {
        for key in self.published().filter(|k| k.state.compromised_at().is_none()) {
            set.add(&key.key, &DidDocument::method_id(&self.did, &key.key), &self.did);
        }
    }

    /// What `/keys/{kid}` answers: one JWK, as the key set lists it. A JWK cannot say that it is revoked,
    /// so a stolen key is shown as the verification method that `did.json` lists, with `revoked`
    /// ([Controlled Identifiers §2.2](https://www.w3.org/TR/cid-1.0/#verification-methods)): who
    /// reads keys there sees it, and who reads only a JWK finds none.
    pub fn key_document(&self, kid: &str) -> Option<Value> {
        let key = self.find_published(kid)?;
        Some(match key.state.compromised_at() {
            None => jwk::published(&key.key, &DidDocument::method_id(&self.did, &key.key), &self.did),
            revoked_at => DidDocument::method(&self.did, &ListedKey { key: key.key.clone(), revoked_at }),
        })
    }
}

/// A key that can sign. It cannot be made, copied or printed outside of this module.
pub struct ActiveKey<'a> {
    did: &'a str,
    published: &'a PublishedKey,
    secret: &'a SecretKey,
}

impl ActiveKey<'_> {
    /// Its name.
    pub const fn kid(&self) -> &Kid {
        &self.published.kid
    }

    /// Its public half.
    pub const fn key(&self) -> &PublicKey {
        &self.published.key
    }

    /// Its absolute address, as the issuer's DID document lists it.
    pub fn verification_method(&self) -> String {
        DidDocument::method_id(self.did, &self.published.key)
    }

    pub(in crate::issuer) fn sign_hash_data(&self, hash_data: &[u8; 64]) -> Result<[u8; 64], SignFault> {
        self.secret.sign_hash_data(hash_data)
    }

    pub(in crate::issuer) fn sign_claims(&self, claims: &Value) -> Result<String, SignFault> {
        sign_claims(self.secret, self.did, &self.published.key, claims)
    }
}

/// A `did:key` names no RSA key, so the key itself stands in the header; else its address does.
pub(super) fn sign_claims(secret: &SecretKey, did: &str, key: &PublicKey, claims: &Value) -> Result<String, SignFault> {
    if did.starts_with("did:key:") {
        secret.sign_claims(KeyName::Embedded(key), claims)
    } else {
        secret.sign_claims(KeyName::Kid(&DidDocument::method_id(did, key)), claims)
    }
}

/// The two active keys that one credential needs.
pub struct ActiveKeys<'a> {
    data_integrity: ActiveKey<'a>,
    jwt: ActiveKey<'a>,
}

impl<'a> ActiveKeys<'a> {
    /// The key of the JSON form.
    pub const fn data_integrity(&self) -> &ActiveKey<'a> {
        &self.data_integrity
    }

    /// The key of the JWT form.
    pub const fn jwt(&self) -> &ActiveKey<'a> {
        &self.jwt
    }
}

impl Signs for ActiveKeys<'_> {
    fn verification_method(&self) -> String {
        self.data_integrity.verification_method()
    }

    fn sign_hash_data(&self, hash_data: &[u8; 64]) -> Result<[u8; 64], SignFault> {
        self.data_integrity.sign_hash_data(hash_data)
    }

    fn sign_claims(&self, claims: &Value) -> Result<String, SignFault> {
        self.jwt.sign_claims(claims)
    }
}

/// Why nothing can be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoActiveKey {
    /// No private keys at hand.
    #[error(transparent)]
    Sealed(#[from] Sealed),
    /// No key is in use.
    #[error("the issuer has no active {algorithm} key")]
    None {
        /// For which algorithm.
        algorithm: &'static str,
    },
    /// The database names a key that was not loaded.
    #[error("the active key {kid} was not loaded from the key folder")]
    NotInVault {
        /// Which.
        kid: Kid,
    },
}

/// Keys that cannot be those of one issuer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RingFault {
    /// One per purpose.
    #[error("two {algorithm} keys of one issuer are active")]
    TwoActive {
        /// For which algorithm.
        algorithm: &'static str,
    },
    /// The private half is another key's.
    #[error("the private key {kid} in the key folder is not the published one")]
    AnotherKey {
        /// Which.
        kid: Kid,
    },
}

#[cfg(test)]
mod tests;
