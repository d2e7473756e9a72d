//! What the office knows: issuers, published badges, and what became of a credential.

use std::collections::HashMap;

use crate::community::attestation::{Attestation, store as attestations};
use crate::community::people::{Account, store as people};
use crate::platform::database::StoreError;
use crate::vocabulary::Addresses;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AttestationId, CredentialId};

use super::credential::{Award, Draft, Edition, Prepared, Published, Slot, store};
use super::keys::KeyRing;
use super::profile::IssuerProfile;
use super::{IssueError, Office, RevocationReason};
use crate::community::Community;

/// What became of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It has a living edition. Whether it is current, its bytes and the status lists say; what is
    /// here comes from our own register.
    Published {
        /// The living edition.
        published: Box<Published>,
        /// Why its slot is set, if it is.
        revoked: Option<(Timestamp, RevocationReason)>,
        /// Since when it is suspended, if it is.
        suspended_at: Option<Timestamp>,
        /// How many editions there were.
        editions: u32,
    },
    /// Recorded, not published yet.
    Unfinished,
    /// The person was erased; the digests stay.
    Erased {
        /// When.
        at: Timestamp,
    },
}

impl Office {
    /// People, nominations, attestations.
    pub fn community(&self) -> &Community {
        &self.community
    }

    /// Public addresses.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Every issuer of this server, by slug.
    pub fn issuers(&self) -> impl Iterator<Item = &IssuerProfile> {
        self.issuers.values()
    }

    /// The issuer with this slug.
    ///
    /// # Errors
    /// [`IssueError::NoIssuer`].
    pub fn issuer(&self, slug: &str) -> Result<&IssuerProfile, IssueError> {
        self.issuers.get(slug).ok_or_else(|| IssueError::NoIssuer(slug.to_owned()))
    }

    /// The keys of the issuer with this slug, as they were when the office was opened.
    pub(super) fn ring(&self, slug: &str) -> Result<&KeyRing, IssueError> {
        self.rings.get(slug).ok_or_else(|| IssueError::NoIssuer(slug.to_owned()))
    }

    /// The first issuer: it owns the classes that name no other body.
    pub fn owner(&self) -> Result<&IssuerProfile, IssueError> {
        self.issuer(&self.owner)
    }

    /// What became of a credential; `None` if this server never made it.
    pub async fn find(&self, credential: CredentialId) -> Result<Option<Found>, StoreError> {
        let mut reading = self.community.database().snapshot().await?;
        let Some(fate) = store::find_fate(reading.connection(), credential).await? else { return Ok(None) };
        if let Some(at) = fate.erased_at {
            return Ok(Some(Found::Erased { at }));
        }
        let mut published = store::published(reading.connection(), &[credential]).await?;
        let Some(published) = published.remove(&credential) else { return Ok(Some(Found::Unfinished)) };
        let revoked = match fate.revoked {
            None => None,
            Some((at, word)) => Some((at, word.parse().map_err(|_| StoreError::inconsistent("status_slot", "reason", credential))?)),
        };
        let published = Box::new(published);
        Ok(Some(Found::Published { published, revoked, suspended_at: fate.suspended_at, editions: fate.editions }))
    }

    /// The living editions of these credentials.
    pub async fn published(&self, credentials: &[CredentialId]) -> Result<HashMap<CredentialId, Published>, StoreError> {
        store::published(self.community.database().snapshot().await?.connection(), credentials).await
    }

    /// An attestation with the account of its trainer, for the public record.
    pub async fn attestation(&self, id: AttestationId) -> Result<Option<(Attestation, Option<Account>)>, StoreError> {
        let mut reading = self.community.database().snapshot().await?;
        let Some(attestation) = attestations::find_attestation(reading.connection(), id).await? else { return Ok(None) };
        let trainer = people::find_account(reading.connection(), attestation.trainer()).await?;
        Ok(Some((attestation, trainer)))
    }

    pub(super) async fn unfinished(&self, credentials: &[CredentialId]) -> Result<Vec<Prepared>, StoreError> {
        store::unfinished(&mut self.community.database().snapshot().await?, credentials).await
    }

    pub(super) async fn unfinished_oldest(&self, most: u32) -> Result<Vec<Prepared>, StoreError> {
        store::unfinished_oldest(&mut self.community.database().snapshot().await?, most).await
    }

    /// An edition for the active keys of its issuer.
    pub(super) fn draft_edition(
        &self,
        award: Award,
        number: u32,
        slot: Slot,
        payload: Vec<u8>,
        now: Timestamp,
    ) -> Result<Draft, IssueError> {
        let keys = self.ring(&award.issuer)?.active_keys()?;
        let (ed25519_kid, rsa_kid) = (keys.data_integrity().kid().to_string(), keys.jwt().kid().to_string());
        let id = self.community.chance().id();
        let edition = Edition { id, number, award, slot, ed25519_kid, rsa_kid, recorded_at: now };
        Ok(Draft { edition, payload })
    }
}
