//! Links for co-attesters: made, listed, opened and taken back.

use super::super::Community;
use crate::community::attestation::Training;
use crate::community::attestation::co_attester::{CoAttesterLink, DAYS, store};
use crate::community::attestation::participation::store as participations;
use crate::community::notices::{self, Kind};
use crate::community::people::sign_in::Secret;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, CoAttesterId, NominationId, TrainingId};

/// Why no link was made.
#[derive(Debug, thiserror::Error)]
pub enum CoAttesterError {
    /// Not of this training.
    #[error("the training does not award {0:?}")]
    NoClass(String),
    /// Nobody asks themselves.
    #[error("a link is for another trainer than the one who makes it")]
    Oneself,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link as asked for.
#[derive(Debug, Clone)]
pub struct NewCoAttester {
    /// The class that is to be attested.
    pub slug: String,
    /// Whom it is about; empty: everybody of the class.
    pub people: Vec<AccountId>,
    /// For whom; `None`: for whoever is given it and may.
    pub invited: Option<AccountId>,
    /// Who makes it.
    pub by: AccountId,
}

impl Community {
    /// Makes a link that holds `secret`, which is kept only as its digest. Asking again with the same one makes no other.
    pub async fn make_co_attester(
        &self,
        training: &Training,
        new: &NewCoAttester,
        secret: &Secret,
    ) -> Result<CoAttesterLink, CoAttesterError> {
        if training.pinned(&new.slug).is_none() {
            return Err(CoAttesterError::NoClass(new.slug.clone()));
        }
        if new.invited == Some(new.by) {
            return Err(CoAttesterError::Oneself);
        }
        let mut writing = self.database.writing().await?;
        if let Some(before) = store::find(writing.connection(), secret.digest()).await? {
            return Ok(before);
        }
        let now = self.now();
        let here = participations::put_forward(writing.connection(), training.id()).await?;
        let of_class: Vec<(AccountId, NominationId)> =
            here.iter().filter(|line| line.slug == new.slug && line.open).map(|line| (line.account, line.nomination)).collect();
        let link = CoAttesterLink {
            id: self.chance.id(),
            training: training.id(),
            slug: new.slug.clone(),
            invited: new.invited,
            made_by: new.by,
            made_at: now,
            expires_at: now.plus_seconds(DAYS * 86_400),
            ended_at: None,
            people: new.people.iter().copied().filter(|person| of_class.iter().any(|(account, _)| account == person)).collect(),
        };
        store::insert(&mut writing, &link, secret.digest()).await?;
        if let Some(invited) = new.invited {
            let about = of_class.iter().find(|(account, _)| link.is_about(*account) && *account != invited);
            if let Some((_, nomination)) = about {
                notices::tell(&mut writing, invited, Kind::CoAttesterAsked, *nomination, now, &self.chance).await?;
            }
        }
        log::append(&mut writing, Deed::about("co-attester.asked", &link.id.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(link)
    }

    /// The links of a training, the newest first.
    pub async fn co_attesters_of(&self, training: TrainingId) -> Result<Vec<CoAttesterLink>, StoreError> {
        store::of_training(self.database.snapshot().await?.connection(), training).await
    }

    /// The link with this secret, while it opens anything.
    pub async fn co_attester(&self, secret: &Secret) -> Result<Option<CoAttesterLink>, StoreError> {
        let found = store::find(self.database.snapshot().await?.connection(), secret.digest()).await?;
        Ok(found.filter(|link| link.is_good(self.now())))
    }

    /// The newest link made for this trainer by which a nomination can be attested, while it opens anything:
    /// where their notice leads, which does not hold the secret.
    pub async fn co_attester_invited(&self, invited: AccountId, nomination: NominationId) -> Result<Option<CoAttesterLink>, StoreError> {
        let links = store::of_invited(self.database.snapshot().await?.connection(), invited, nomination).await?;
        Ok(links.into_iter().find(|link| link.is_good(self.now())))
    }

    /// Takes a link back; of one that was taken back before nothing changes.
    pub async fn end_co_attester(&self, training: TrainingId, link: CoAttesterId) -> Result<(), StoreError> {
        let mut writing = self.database.writing().await?;
        if store::end(&mut writing, training, link, self.now()).await? {
            log::append(&mut writing, Deed::about("co-attester.ended", &link.to_string()), &self.chance).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }
}
