//! Suspending and reinstating: a pause that can end, unlike a revocation.
//!
//! OB 3.0 allows one status entry in a credential, and it is the revocation. Suspension is a second
//! signed list of the same issuer at the same index, which our verifier reads; others will when
//! OB 3.1 allows several entries.

use crate::community::people::store::{self as people, BadgeMandates};
use crate::platform::database::StoreError;
use crate::vocabulary::ids::{AccountId, CredentialId};

use super::{OpenSuspension, store as rows};
use crate::issuer::Office;
use crate::issuer::credential::store;

/// Why a suspension was not made or lifted. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SuspendError {
    /// No such credential, or none that is published.
    #[error("there is no published badge {0}")]
    NoCredential(CredentialId),
    /// Revoked ones stay revoked.
    #[error("this badge is revoked; that is final")]
    Revoked,
    /// Suspended before.
    #[error("this badge is suspended already")]
    Suspended,
    /// Nothing to lift.
    #[error("this badge is not suspended")]
    NotSuspended,
    /// No words.
    #[error("say why the badge is suspended")]
    NoReason,
    /// Nobody with a mandate for the class.
    #[error("only somebody with a mandate for this badge class or a steward, who is not its holder, can suspend it or lift that")]
    NotEntitled,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Office {
    /// Suspends a badge, as somebody else than its holder; mandates that it gave are paused in the same transaction.
    pub async fn suspend(&self, credential: CredentialId, reason: &str, by: AccountId) -> Result<(), SuspendError> {
        if reason.trim().is_empty() {
            return Err(SuspendError::NoReason);
        }
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        let fate = store::find_fate(writing.connection(), credential).await?.ok_or(SuspendError::NoCredential(credential))?;
        let edition = fate.edition.ok_or(SuspendError::NoCredential(credential))?;
        if fate.revoked.is_some() {
            return Err(SuspendError::Revoked);
        }
        if fate.suspended_at.is_some() {
            return Err(SuspendError::Suspended);
        }
        if !self.is_responsible(&mut writing, credential, by).await? {
            return Err(SuspendError::NotEntitled);
        }
        rows::insert_suspension(&mut writing, &self.community.chance().id::<()>().to_string(), credential, reason.trim(), by, now).await?;
        store::set_suspended(&mut writing, edition, Some(now)).await?;
        people::follow_badge(&mut writing, credential, BadgeMandates::Pause, now).await?;
        self.tell_holder(&mut writing, credential, now).await?;
        self.log_about(&mut writing, "credential.suspended", credential).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// The suspension of a badge that was not lifted.
    pub async fn open_suspension(&self, credential: CredentialId) -> Result<Option<OpenSuspension>, StoreError> {
        rows::open_suspension(&mut self.community.database().snapshot().await?, credential).await
    }

    /// Lifts a suspension, as somebody else than the badge's holder; paused mandates are in force again.
    pub async fn reinstate(&self, credential: CredentialId, by: AccountId) -> Result<(), SuspendError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        let fate = store::find_fate(writing.connection(), credential).await?.ok_or(SuspendError::NoCredential(credential))?;
        let edition = fate.edition.ok_or(SuspendError::NoCredential(credential))?;
        if fate.suspended_at.is_none() {
            return Err(SuspendError::NotSuspended);
        }
        if !self.is_responsible(&mut writing, credential, by).await? {
            return Err(SuspendError::NotEntitled);
        }
        rows::lift_suspension(&mut writing, credential, by, now).await?;
        store::set_suspended(&mut writing, edition, None).await?;
        people::follow_badge(&mut writing, credential, BadgeMandates::Resume, now).await?;
        self.tell_holder(&mut writing, credential, now).await?;
        self.log_about(&mut writing, "credential.reinstated", credential).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}
