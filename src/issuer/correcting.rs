//! Correcting: a new edition of the same credential, and no fault of the holder.
//!
//! Same id, same award date, newer `validFrom`, a new slot. The slot of the old edition is set in
//! the transaction that publishes the new one, and verifiers that ask us hear "replaced by the
//! issuer". What was attested does not change; a wrong class is revoked and issued anew instead.

use crate::community::attestation::{Release, release, store as attestations};
use crate::community::people::store as people;
use crate::platform::database::StoreError;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, CredentialId};

use super::credential::compose::Composition;
use super::credential::{Published, store};
use super::slots;
use super::{IssueError, Office};

/// Why a correction was refused. The badge stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    /// No such credential, or none that is published.
    #[error("there is no published badge {0}")]
    NoCredential(CredentialId),
    /// Revoked ones stay as they are.
    #[error("this badge is revoked; issue another one instead")]
    Revoked,
    /// A new edition would not be suspended.
    #[error("this badge is suspended; lift the suspension first")]
    Suspended,
    /// Another correction is under way.
    #[error("this badge is being corrected right now: look again in a moment")]
    InProgress,
    /// Neither the holder nor somebody with a mandate for the class.
    #[error("only the holder, somebody with a mandate for this badge class, or a steward can have it corrected")]
    NotEntitled,
    /// Recording, linting, signing or storing failed.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a new edition says differently.
#[derive(Debug, Clone)]
pub struct Correction {
    /// What the holder lets it say.
    pub release: Release,
    /// Another language, or the one that was signed.
    pub language: Option<LanguageTag>,
    /// Who corrects.
    pub by: AccountId,
}

impl Office {
    /// Publishes a new edition.
    pub async fn correct(&self, credential: CredentialId, correction: &Correction) -> Result<Published, CorrectError> {
        let prepared = self.record_correction(credential, correction).await?;
        let mut failed = self.finish(vec![prepared]).await;
        if let Some(error) = failed.remove(&credential) {
            return Err(error.into());
        }
        let published = self.published(&[credential]).await?.remove(&credential);
        published.ok_or(CorrectError::NoCredential(credential))
    }

    /// T1 of a correction.
    async fn record_correction(
        &self,
        credential: CredentialId,
        correction: &Correction,
    ) -> Result<super::credential::Prepared, CorrectError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now().whole_second();
        let fate = store::find_fate(writing.connection(), credential).await?.ok_or(CorrectError::NoCredential(credential))?;
        if fate.erased_at.is_some() || fate.edition.is_none() {
            return Err(CorrectError::NoCredential(credential));
        }
        if fate.revoked.is_some() {
            return Err(CorrectError::Revoked);
        }
        if fate.suspended_at.is_some() {
            return Err(CorrectError::Suspended);
        }
        if store::find_recorded(writing.connection(), credential).await?.is_some() {
            return Err(CorrectError::InProgress);
        }
        if !self.is_entitled(&mut writing, credential, correction.by).await? {
            return Err(CorrectError::NotEntitled);
        }
        let published = store::published(writing.connection(), &[credential]).await?.remove(&credential);
        let published = published.ok_or(CorrectError::NoCredential(credential))?;
        let award = published.award().clone();
        let nomination = attestations::nominations(writing.connection(), &[award.nomination]).await?.remove(&award.nomination);
        let nomination = nomination.ok_or(StoreError::Absent)?;
        let said = attestations::attestations_of(writing.connection(), &[award.nomination]).await?.remove(&award.nomination);
        let said: Vec<_> = said.unwrap_or_default().into_iter().filter(|a| a.withdrawn_at().is_none()).collect();
        let number = store::next_number(writing.connection(), credential).await?;
        release::store::put(&mut writing, award.nomination, number, &correction.release, now).await?;
        let user_names = people::user_names(writing.connection(), std::iter::once(award.holder)).await?;
        let mut drawn = slots::draw(&mut writing, &award.issuer, self.epoch, 1, self.community.chance(), now).await?;
        let slot = drawn.pop().ok_or(StoreError::Absent)?;
        let class = self.community.catalog().class_version(&award.slug, &award.version);
        let class =
            class.ok_or_else(|| IssueError::NotEligible(crate::community::attestation::NotEligible::NoClass(award.slug.clone())))?;
        let composition = Composition {
            award: &award,
            class,
            language: correction.language.as_ref().unwrap_or_else(|| nomination.language()),
            issuer: self.issuer(&award.issuer)?,
            owner: self.owner()?,
            release: &correction.release,
            user_name: user_names.get(&award.holder).map(String::as_str),
            attestations: &said,
            slot: &slot,
            valid_from: now,
            addresses: &self.addresses,
        };
        let payload = composition.payload().map_err(IssueError::from)?;
        let draft = self.draft_edition(award.clone(), number, slot, payload, now)?;
        let mut recorded = self.write_recorded(&mut writing, vec![draft]).await?;
        let recorded = recorded.pop().ok_or(StoreError::Absent)?;
        let proof = writing.commit().await?;
        Ok(recorded.committed(&proof))
    }
}
