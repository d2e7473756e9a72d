//! Putting people forward, and fixing what their badge may say about them.

use super::super::Community;
use crate::community::attestation::{NewNomination, Nomination, NominationState, Release, release, store, training};
use crate::community::catalog::BadgeClass;
use crate::community::people::store as people;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};

/// Why a nomination was refused. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum NominateError {
    /// No such class or version.
    #[error("the catalogue has no badge class {0}")]
    NoClass(String),
    /// The version may not be issued any more.
    #[error("version {version} of {slug} may not be issued any more; the current one is {current}")]
    Outdated {
        /// Slug.
        slug: String,
        /// What was asked for.
        version: String,
        /// The current version.
        current: String,
    },
    /// Not pinned by the training.
    #[error("the training does not award {0}")]
    NotInTraining(String),
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// No such training.
    #[error("there is no training {0}")]
    NoTraining(TrainingId),
    /// No such nomination.
    #[error("there is no nomination {0}")]
    NoNomination(NominationId),
    /// Recorded or withdrawn.
    #[error("the nomination is closed: a correction makes a new edition instead")]
    Closed,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// Puts a person forward; an open nomination for the same person and class version is returned
    /// as it is, so that asking twice changes nothing.
    pub async fn nominate(&self, new: &NewNomination) -> Result<Nomination, NominateError> {
        let mut writing = self.database.writing().await?;
        let now = self.now();
        if people::find_account(writing.connection(), new.holder).await?.is_none() {
            return Err(NominateError::NoAccount(new.holder));
        }
        let pinned = match new.training {
            None => None,
            Some(id) => {
                let training = training::store::find_training(writing.connection(), id).await?.ok_or(NominateError::NoTraining(id))?;
                let version = training.pinned(&new.slug).ok_or_else(|| NominateError::NotInTraining(new.slug.clone()))?;
                Some(version.to_owned())
            }
        };
        let version = pinned.or_else(|| new.version.clone());
        let class = match &version {
            Some(version) => self.catalog.class_version(&new.slug, version),
            None => self.catalog.class(&new.slug),
        };
        let class = class.ok_or_else(|| NominateError::NoClass(format!("{} {}", new.slug, version.unwrap_or_default())))?;
        self.check_issuable(class, now)?;
        let nomination = Nomination::new(self.chance.id(), new, class.version(), now);
        if let Some(open) = store::find_open(writing.connection(), &nomination).await? {
            let mut known = store::nominations(writing.connection(), &[open]).await?;
            return known.remove(&open).ok_or(NominateError::Store(StoreError::Absent));
        }
        training::store::freeze_class(&mut writing, class, now).await?;
        store::insert_nomination(&mut writing, &nomination, new.by).await?;
        release::store::put(&mut writing, nomination.id(), 1, &new.release, now).await?;
        log::append(&mut writing, Deed::about("nomination.made", &nomination.id().to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(nomination)
    }

    /// Changes what the first edition may say, while it is not recorded.
    pub async fn release(&self, nomination: NominationId, release: &Release) -> Result<(), NominateError> {
        let mut writing = self.database.writing().await?;
        let found = store::nominations(writing.connection(), &[nomination]).await?.remove(&nomination);
        match found.ok_or(NominateError::NoNomination(nomination))?.state() {
            NominationState::Closed { .. } => Err(NominateError::Closed),
            NominationState::Open => {
                release::store::put(&mut writing, nomination, 1, release, self.now()).await?;
                log::append(&mut writing, Deed::about("release.confirmed", &nomination.to_string()), &self.chance).await?;
                let _ = writing.commit().await?;
                Ok(())
            }
        }
    }

    /// Withdraws a nomination that is not recorded yet.
    pub async fn withdraw_nomination(&self, nomination: NominationId) -> Result<(), NominateError> {
        let mut writing = self.database.writing().await?;
        match store::close_nomination(&mut writing, nomination, self.now()).await {
            Err(StoreError::RowCount { .. }) => return Err(NominateError::Closed),
            other => other?,
        }
        log::append(&mut writing, Deed::about("nomination.withdrawn", &nomination.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    fn check_issuable(&self, class: &BadgeClass, now: Timestamp) -> Result<(), NominateError> {
        let current = self.catalog.class(class.slug()).map_or("none", |c| c.version());
        if class.version() == current || class.is_issued_at(now) {
            return Ok(());
        }
        Err(NominateError::Outdated { slug: class.slug().to_owned(), version: class.version().to_owned(), current: current.to_owned() })
    }
}
