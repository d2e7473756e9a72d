//! Making and finding workshops.

use super::super::Community;
use super::training::{TrainingError, check_training};
use crate::community::attestation::training::workshop::store;
use crate::community::attestation::{JoinCode, MOST_EXPECTED, NewWorkshop, Workshop};
use crate::platform::database::StoreError;
use crate::vocabulary::ids::{AccountId, TrainingId};

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
}

fn made_before(known: Workshop, new: &NewWorkshop) -> Result<Workshop, TrainingError> {
    let asker = new.training.trainers.first();
    if asker.is_some_and(|asker| known.is_trained_by(*asker)) { Ok(known) } else { Err(TrainingError::NoTraining(new.id)) }
}
