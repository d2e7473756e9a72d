//! Making a training: who trains, what it awards, and which versions that means from now on.

use std::collections::{BTreeSet, HashMap};

use super::super::Community;
use crate::community::attestation::{MOST_EXPECTED, NewTraining, Participant, Release, Training, release, training};
use crate::community::people::store as people;
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};

/// What was released before anything was issued.
const FIRST_EDITION: u32 = 1;

/// Why a training was not made.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// No name.
    #[error("a training needs a name")]
    Nameless,
    /// Ends before it starts.
    #[error("a training cannot end before it starts")]
    EndsFirst,
    /// Nobody trains.
    #[error("a training needs a trainer")]
    NoTrainers,
    /// Awards nothing.
    #[error("a training names at least one badge class")]
    NoClasses,
    /// The same class or trainer twice.
    #[error("{0} is named twice")]
    Twice(String),
    /// No such class.
    #[error("the catalogue has no badge class {0:?}")]
    NoClass(String),
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// No such training.
    #[error("there is no training {0}")]
    NoTraining(TrainingId),
    /// Nobody, or more people than fit.
    #[error("a training expects between 1 and {MOST_EXPECTED} people")]
    Expected,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// Makes a training; the current version of each class is pinned.
    pub async fn make_training(&self, new: &NewTraining) -> Result<Training, TrainingError> {
        check_training(new)?;
        let mut writing = self.database.writing().await?;
        let training = self.write_training(&mut writing, self.chance.id(), new).await?;
        let _ = writing.commit().await?;
        Ok(training)
    }

    /// Writes a training that was checked, within a transaction of the caller's.
    pub(super) async fn write_training(&self, writing: &mut Writing, id: TrainingId, new: &NewTraining) -> Result<Training, TrainingError> {
        let now = self.now();
        for id in &new.trainers {
            if people::find_account(writing.connection(), *id).await?.is_none() {
                return Err(TrainingError::NoAccount(*id));
            }
        }
        let mut classes = Vec::with_capacity(new.classes.len());
        for slug in &new.classes {
            let class = self.catalog.class(slug).ok_or_else(|| TrainingError::NoClass(slug.clone()))?;
            training::store::freeze_class(writing, class, now).await?;
            classes.push((slug.clone(), class.version().to_owned()));
        }
        let training = Training::new(id, new, classes);
        let maker = *new.trainers.first().ok_or(TrainingError::NoTrainers)?;
        training::store::insert_training(writing, &training, maker, now).await?;
        log::append(writing, Deed::about("training.made", &training.id().to_string()), &self.chance).await?;
        Ok(training)
    }

    /// A training.
    pub async fn training(&self, id: TrainingId) -> Result<Training, TrainingError> {
        let mut reading = self.database.snapshot().await?;
        training::store::find_training(reading.connection(), id).await?.ok_or(TrainingError::NoTraining(id))
    }

    /// Those of these trainings that there are.
    pub async fn trainings(&self, ids: &[TrainingId]) -> Result<HashMap<TrainingId, Training>, StoreError> {
        training::store::trainings(self.database.snapshot().await?.connection(), ids).await
    }

    /// Everybody who was put forward in a training, each once, with the names that they released when they joined.
    pub async fn participants(&self, id: TrainingId) -> Result<Vec<Participant>, StoreError> {
        let mut reading = self.database.snapshot().await?;
        let lines = training::store::participants(reading.connection(), id).await?;
        let nominations: Vec<NominationId> = lines.iter().map(|(_, nomination)| *nomination).collect();
        let releases = release::store::releases(reading.connection(), &nominations, FIRST_EDITION).await?;
        let mut participants: Vec<Participant> = Vec::new();
        for (account, nomination) in lines {
            let names = releases.get(&nomination).map(Release::names).unwrap_or_default();
            match participants.iter_mut().find(|one| one.account == account) {
                Some(one) if one.names.is_empty() => one.names = names.to_vec(),
                Some(_) => {}
                None => participants.push(Participant { account, names: names.to_vec() }),
            }
        }
        Ok(participants)
    }
}

pub(super) fn check_training(new: &NewTraining) -> Result<(), TrainingError> {
    if new.name.trim().is_empty() {
        return Err(TrainingError::Nameless);
    }
    if new.ends_at < new.starts_at {
        return Err(TrainingError::EndsFirst);
    }
    if new.trainers.is_empty() {
        return Err(TrainingError::NoTrainers);
    }
    if new.classes.is_empty() {
        return Err(TrainingError::NoClasses);
    }
    let trainers = new.trainers.iter().map(ToString::to_string);
    let mut named = BTreeSet::new();
    match new.classes.iter().cloned().chain(trainers).find(|one| !named.insert(one.clone())) {
        Some(twice) => Err(TrainingError::Twice(twice)),
        None => Ok(()),
    }
}
