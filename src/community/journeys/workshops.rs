//! Making, finding and changing workshops.

use std::collections::HashMap;

use super::super::Community;
use super::training::{TrainingError, check_training};
use crate::community::attestation::training::workshop::store;
use crate::community::attestation::{JoinCode, MOST_EXPECTED, NewWorkshop, Progress, Workshop};
use crate::community::people::store as people;
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Where and when a workshop takes place from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkshopChange {
    /// Where.
    pub place: String,
    /// First instant.
    pub starts_at: Timestamp,
    /// Last instant.
    pub ends_at: Timestamp,
    /// How many people are expected.
    pub expected: u32,
}

/// Whether people join by the slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joinable {
    /// They do.
    Open,
    /// They do not.
    Closed,
}

impl Community {
    /// Makes a training that people can join. Asked for twice with the same id, it is made once; the one
    /// there is is returned to a trainer of it.
    ///
    /// # Errors
    /// [`TrainingError`]; with the id of somebody else's training as if there were none.
    pub async fn make_workshop(&self, new: &NewWorkshop) -> Result<Workshop, TrainingError> {
        check_training(&new.training)?;
        if !(1..=MOST_EXPECTED).contains(&new.expected) {
            return Err(TrainingError::Expected);
        }
        let mut writing = self.database.writing().await?;
        if let Some(known) = store::find(writing.connection(), new.id).await? {
            return made_before(known, new);
        }
        let written = match self.write_training(&mut writing, new.id, &new.training).await {
            // Another request was faster by a moment.
            Err(TrainingError::Store(StoreError::Taken(_))) => {
                drop(writing);
                return made_before(self.workshop(new.id).await?, new);
            }
            other => other?,
        };
        let workshop = Workshop::new(written, new, JoinCode::random(&self.chance));
        store::insert(&mut writing, &workshop).await?;
        let _ = writing.commit().await?;
        Ok(workshop)
    }

    /// A workshop with its training.
    pub async fn workshop(&self, id: TrainingId) -> Result<Workshop, TrainingError> {
        let mut reading = self.database.snapshot().await?;
        store::find(reading.connection(), id).await?.ok_or(TrainingError::NoTraining(id))
    }

    /// The workshop whose slide shows this code.
    pub async fn workshop_by_join_code(&self, code: &JoinCode) -> Result<Option<Workshop>, StoreError> {
        store::find_by_join_code(self.database.snapshot().await?.connection(), code).await
    }

    /// Every workshop in which this person trains.
    pub async fn workshops_of(&self, trainer: AccountId) -> Result<Vec<Workshop>, StoreError> {
        store::trained_by(self.database.snapshot().await?.connection(), trainer).await
    }

    /// How far these workshops are; one that there is not is left out.
    pub async fn progress(&self, ids: &[TrainingId]) -> Result<HashMap<TrainingId, Progress>, StoreError> {
        store::progress(self.database.snapshot().await?.connection(), ids).await
    }

    /// Changes where and when it takes place and how many people are expected. Joining closes after the new
    /// end, unless it was closed before.
    pub async fn change_workshop(&self, id: TrainingId, change: &WorkshopChange) -> Result<(), TrainingError> {
        if change.ends_at < change.starts_at {
            return Err(TrainingError::EndsFirst);
        }
        if !(1..=MOST_EXPECTED).contains(&change.expected) {
            return Err(TrainingError::Expected);
        }
        let mut writing = self.database.writing().await?;
        let now = self.now();
        let known = store::find(writing.connection(), id).await?.ok_or(TrainingError::NoTraining(id))?;
        let (training, place) = (known.training(), change.place.trim());
        let said = (training.place(), training.starts_at(), training.ends_at(), known.expected());
        if said == (place, change.starts_at, change.ends_at, change.expected) {
            return Ok(());
        }
        let moved = training.ends_at() != change.ends_at;
        store::update_training(&mut writing, id, place, (change.starts_at, change.ends_at)).await?;
        let changed = store::find(writing.connection(), id).await?.ok_or(TrainingError::NoTraining(id))?;
        let closes_at = if moved && known.is_joinable(now) { changed.reopened_until(now) } else { known.join_closes_at() };
        store::update_joining(&mut writing, id, change.expected, closes_at).await?;
        self.logged(writing, "training.changed", id).await
    }

    /// Closes joining by the slide, or opens it again. Closing what is closed changes nothing, nor opening what is open.
    pub async fn set_joining(&self, id: TrainingId, joining: Joinable) -> Result<(), TrainingError> {
        let mut writing = self.database.writing().await?;
        let now = self.now();
        let known = store::find(writing.connection(), id).await?.ok_or(TrainingError::NoTraining(id))?;
        let closes_at = match (joining, known.is_joinable(now)) {
            (Joinable::Closed, true) => now,
            (Joinable::Open, false) => known.reopened_until(now),
            (Joinable::Closed, false) | (Joinable::Open, true) => return Ok(()),
        };
        store::update_joining(&mut writing, id, known.expected(), closes_at).await?;
        self.logged(writing, "training.joining", id).await
    }

    /// Gives the slide another code in place of `old`; if somebody did so before, theirs stays.
    pub async fn replace_join_code(&self, id: TrainingId, old: &JoinCode) -> Result<(), TrainingError> {
        let mut writing = self.database.writing().await?;
        if store::replace_join_code(&mut writing, id, old, &JoinCode::random(&self.chance)).await? {
            return self.logged(writing, "training.join-code", id).await;
        }
        Ok(())
    }

    /// Makes somebody a trainer of it too.
    pub async fn add_trainer(&self, id: TrainingId, trainer: AccountId) -> Result<(), TrainingError> {
        let mut writing = self.database.writing().await?;
        if people::find_account(writing.connection(), trainer).await?.is_none() {
            return Err(TrainingError::NoAccount(trainer));
        }
        if store::add_trainer(&mut writing, id, trainer).await? {
            return self.logged(writing, "training.trainer", id).await;
        }
        Ok(())
    }

    /// Takes a trainer from it; what they attested stays. The last one stays too.
    pub async fn remove_trainer(&self, id: TrainingId, trainer: AccountId) -> Result<(), TrainingError> {
        let mut writing = self.database.writing().await?;
        if store::remove_trainer(&mut writing, id, trainer).await? {
            return self.logged(writing, "training.trainer", id).await;
        }
        Ok(())
    }

    async fn logged(&self, mut writing: Writing, kind: &str, id: TrainingId) -> Result<(), TrainingError> {
        log::append(&mut writing, Deed::about(kind, &id.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}

fn made_before(known: Workshop, new: &NewWorkshop) -> Result<Workshop, TrainingError> {
    let asker = new.training.trainers.first();
    if asker.is_some_and(|asker| known.is_trained_by(*asker)) { Ok(known) } else { Err(TrainingError::NoTraining(new.id)) }
}
