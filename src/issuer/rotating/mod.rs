//! Rotating keys: a new pair is published first, used later; the old one signs no more and stays
//! published for ever.
//!
//! Verifiers keep a DID document for up to a day. A key that signs before they have seen it makes
//! badges that they call forged, so a pending key waits [`WAIT_S`], unless the old one was stolen.
//! A running server holds its keys in memory: it has to be restarted after each of these journeys.

mod store;

use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;

use super::Office;
use super::keys::{self, KeyRing, KeyState, PublishedKey, Purpose, RingFault, Sealed, StateFault, Vault};
use super::profile::{Identity, IssuerProfile};

/// Between publishing a key and its first use: longer than any cache keeps a DID document.
const WAIT_S: i64 = 24 * 3600;

/// Why nothing was rotated. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// No such issuer.
    #[error("this server has no issuer {0:?}")]
    NoIssuer(String),
    /// The identity is the key.
    #[error("the issuer {0:?} is known by its key (did:key), so it cannot have another one")]
    IdentityIsKey(String),
    /// Nothing waits.
    #[error("the issuer {slug:?} has no pending key: `insignia keys generate {slug}` makes them")]
    NothingPending {
        /// Slug.
        slug: String,
    },
    /// Published too short ago.
    #[error("the key {kid} was published too short ago: verifiers may not have seen it before {from}")]
    TooEarly {
        /// Which.
        kid: String,
        /// From when on it can be used.
        from: Timestamp,
    },
    /// Recorded editions wait for the keys that they name.
    #[error("{editions} badges are recorded and not signed yet: start the server or issue them again, then rotate")]
    Unfinished {
        /// How many.
        editions: u64,
    },
    /// No such key.
    #[error("no issuer of this server has the key {0}")]
    NoKey(String),
    /// A way that no key goes.
    #[error(transparent)]
    State(#[from] StateFault),
    /// Keys that do not belong together.
    #[error(transparent)]
    Ring(#[from] RingFault),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a pending key waits its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// It waits until verifiers have seen it.
    Patient,
    /// It signs at once: the old key was stolen, and a day of doubt is the smaller harm.
    AtOnce,
}

impl Office {
    /// Publishes new keys of an issuer, which do not sign yet.
    pub async fn publish_keys(&self, slug: &str, new: &[PublishedKey]) -> Result<(), RotateError> {
        let issuer = self.rotated_issuer(slug)?;
        let mut writing = self.community.database().writing().await?;
        for key in new {
            keys::insert(&mut writing, slug, key).await?;
        }
        self.write_did_document(&mut writing, issuer).await?;
        let kids: Vec<&str> = new.iter().map(|key| key.kid().as_str()).collect();
        let deeds: Vec<Deed<'_>> = kids.iter().map(|kid| Deed::about("key.published", kid)).collect();
        log::append_all(&mut writing, &deeds, self.community.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Takes the pending keys of an issuer into use and retires those they replace.
    pub async fn rotate(&self, slug: &str, haste: Haste) -> Result<Vec<PublishedKey>, RotateError> {
        let issuer = self.rotated_issuer(slug)?;
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        require_finished(&mut writing).await?;
        let known = keys::load(writing.connection()).await?.remove(slug).unwrap_or_default();
        let mut changed = Vec::new();
        for purpose in [Purpose::DataIntegrity, Purpose::Jwt] {
            let of_purpose = || known.iter().filter(|key| key.purpose() == purpose);
            let Some(next) = of_purpose().find(|key| key.state() == KeyState::Pending) else { continue };
            let from = next.created_at().plus_seconds(WAIT_S);
            if haste == Haste::Patient && now < from {
                return Err(RotateError::TooEarly { kid: next.kid().to_string(), from });
            }
            for old in of_purpose().filter(|key| key.state().is_active()) {
                changed.push(old.clone().in_state(old.state().retire(now)?));
            }
            changed.push(next.clone().in_state(next.state().activate(now)?));
        }
        if changed.is_empty() {
            return Err(RotateError::NothingPending { slug: slug.to_owned() });
        }
        self.write_states(writing, issuer, &changed).await?;
        Ok(changed)
    }

    /// Takes an active key out of use with nothing in its place: the issuer signs no more.
    pub async fn retire_key(&self, kid: &str) -> Result<PublishedKey, RotateError> {
        let mut writing = self.community.database().writing().await?;
        require_finished(&mut writing).await?;
        let known = keys::load(writing.connection()).await?;
        let found = known.iter().find_map(|(slug, keys)| Some((slug, keys.iter().find(|key| key.kid().as_str() == kid)?)));
        let (slug, key) = found.ok_or_else(|| RotateError::NoKey(kid.to_owned()))?;
        let issuer = self.issuers.get(slug).ok_or_else(|| RotateError::NoIssuer(slug.clone()))?;
        let retired = key.clone().in_state(key.state().retire(self.community.now())?);
        self.write_states(writing, issuer, std::slice::from_ref(&retired)).await?;
        Ok(retired)
    }

    /// Writes down the DID document of each issuer where it differs from the one written last, so
    /// that every document that was ever served can be shown again.
    pub async fn keep_did_documents(&self) -> Result<(), RotateError> {
        let mut writing = self.community.database().writing().await?;
        for issuer in self.issuers() {
            self.write_did_document(&mut writing, issuer).await?;
        }
        let _ = writing.commit().await?;
        Ok(())
    }

    fn rotated_issuer(&self, slug: &str) -> Result<&IssuerProfile, RotateError> {
        let issuer = self.issuers.get(slug).ok_or_else(|| RotateError::NoIssuer(slug.to_owned()))?;
        match issuer.identity() {
            Identity::Web => Ok(issuer),
            Identity::Key => Err(RotateError::IdentityIsKey(slug.to_owned())),
        }
    }

    async fn write_states(&self, mut writing: Writing, issuer: &IssuerProfile, changed: &[PublishedKey]) -> Result<(), RotateError> {
        for key in changed {
            keys::record(&mut writing, key.kid(), key.state()).await?;
        }
        self.write_did_document(&mut writing, issuer).await?;
        let deeds: Vec<Deed<'_>> = changed.iter().map(|key| Deed::about(kind(key.state()), key.kid().as_str())).collect();
        log::append_all(&mut writing, &deeds, self.community.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    async fn write_did_document(&self, writing: &mut Writing, issuer: &IssuerProfile) -> Result<(), RotateError> {
        if issuer.identity() == Identity::Key {
            return Ok(());
        }
        let known = keys::load(writing.connection()).await?.remove(issuer.slug()).unwrap_or_default();
        let document = KeyRing::new(issuer.did(), known, &Vault::Sealed(Sealed::ByOrder))?.did_document().to_json().to_string();
        store::put_did_document(writing, issuer.slug(), &document, self.community.now()).await?;
        Ok(())
    }
}

async fn require_finished(writing: &mut Writing) -> Result<(), RotateError> {
    match store::unfinished(writing).await? {
        0 => Ok(()),
        editions => Err(RotateError::Unfinished { editions }),
    }
}

const fn kind(state: KeyState) -> &'static str {
    match state {
        KeyState::Pending => "key.published",
        KeyState::Active { .. } => "key.activated",
        KeyState::Retired { .. } => "key.retired",
        KeyState::Compromised { .. } => "key.compromised",
    }
}
