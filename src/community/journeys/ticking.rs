//! Ticking and noting in the room: what a trainer saw, before anybody attests anything.

use super::super::Community;
use crate::community::attestation::observation::{self, Noted, Observation, tidy};
use crate::community::attestation::tick::store::{self, NewTick};
use crate::community::attestation::tick::{CameFrom, Outcome, Seen, Tick, TickError, Ticked, decide, may_tick};
use crate::community::attestation::{Training, training};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// What a trainer saw of one person, as handed in at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saw {
    /// About whom.
    pub participant: AccountId,
    /// Criteria ticked, taken back, or put on another level.
    pub ticks: Vec<Ticked>,
    /// Notes written or taken back.
    pub notes: Vec<Noted>,
    /// From where they come.
    pub came_from: CameFrom,
}

/// What became of it, each in the order in which it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Of the ticks.
    pub ticks: Vec<Outcome>,
    /// Of the notes.
    pub notes: Vec<Outcome>,
}

/// One person seen by one trainer, inside a transaction.
struct Looking<'w> {
    writing: &'w mut Writing,
    training: Training,
    trainer: AccountId,
    participant: AccountId,
    now: Timestamp,
}

impl Community {
    /// Keeps what `trainer` saw, and says what became of each part.
    ///
    /// What was made last stands; the same again changes nothing, so a phone may send what it is not
    /// sure to have sent.
    ///
    /// # Errors
    /// [`TickError`]: then nothing of it is kept.
    pub async fn keep_seen(&self, training: TrainingId, trainer: AccountId, saw: &Saw) -> Result<Kept, TickError> {
        let mut writing = self.database.writing().await?;
        let found = training::store::find_training(writing.connection(), training).await?.ok_or(TickError::NoTraining(training))?;
        may_tick(&found, trainer, saw.participant)?;
        if !store::hold_participant(&mut writing, training, saw.participant).await? {
            return Err(TickError::NoParticipant);
        }
        let mut looking = Looking { writing: &mut writing, training: found, trainer, participant: saw.participant, now: self.now() };
        let mut kept = Kept { ticks: Vec::new(), notes: Vec::new() };
        for ticked in &saw.ticks {
            kept.ticks.push(self.keep_tick(&mut looking, ticked, saw.came_from).await?);
        }
        for noted in &saw.notes {
            kept.notes.push(keep_note(&mut looking, noted).await?);
        }
        if kept.ticks.iter().chain(&kept.notes).any(|outcome| *outcome == Outcome::Kept) {
            log::append(&mut writing, Deed::about("ticks.kept", &saw.participant.to_string()), &self.chance).await?;
            let _ = writing.commit().await?;
        }
        Ok(kept)
    }

    /// Keeps what `trainer` ticked about `participant`; as [`Community::keep_seen`].
    ///
    /// # Errors
    /// [`TickError`]: then none of them is kept.
    pub async fn tick(
        &self,
        training: TrainingId,
        trainer: AccountId,
        participant: AccountId,
        said: &[Ticked],
        came_from: CameFrom,
    ) -> Result<Vec<Outcome>, TickError> {
        let saw = Saw { participant, ticks: said.to_vec(), notes: Vec::new(), came_from };
        Ok(self.keep_seen(training, trainer, &saw).await?.ticks)
    }

    /// Every tick of a training, of all trainers, by participant, class and criterion.
    pub async fn ticks_of(&self, training: TrainingId) -> Result<Vec<Tick>, StoreError> {
        store::of_training(self.database.snapshot().await?.connection(), training).await
    }

    /// Every note of a training, of all trainers, by participant and class.
    pub async fn observations_of(&self, training: TrainingId) -> Result<Vec<Observation>, StoreError> {
        observation::store::of_training(self.database.snapshot().await?.connection(), training).await
    }

    async fn keep_tick(&self, looking: &mut Looking<'_>, said: &Ticked, came_from: CameFrom) -> Result<Outcome, TickError> {
        let (slug, criterion) = (said.slug.as_str(), said.criterion.as_str());
        let version = looking.training.pinned(slug).ok_or_else(|| TickError::NoClass(slug.to_owned()))?;
        let class = self.catalog.class_version(slug, version).ok_or_else(|| TickError::NoClass(slug.to_owned()))?;
        let seen = &Seen::of(class, criterion, said.ticked.as_ref().map(Option::as_deref))?;
        let (training, participant, trainer) = (looking.training.id(), looking.participant, looking.trainer);
        let before = store::of_trainer(looking.writing.connection(), training, participant, trainer).await?;
        let before = before.iter().find(|tick| tick.slug() == slug && tick.criterion() == criterion);
        let at = said.at.min(looking.now);
        let outcome = decide(before, seen, at);
        if outcome == Outcome::Kept {
            let new = NewTick { training, participant, trainer, slug, criterion, seen, came_from, at };
            store::put(looking.writing, &new).await?;
        }
        Ok(outcome)
    }
}

async fn keep_note(looking: &mut Looking<'_>, said: &Noted) -> Result<Outcome, TickError> {
    let note = tidy(&said.note).map_err(|found| TickError::LongNote { found })?;
    if looking.training.pinned(&said.slug).is_none() {
        return Err(TickError::NoClass(said.slug.clone()));
    }
    let (training, participant, trainer) = (looking.training.id(), looking.participant, looking.trainer);
    let before = observation::store::find(looking.writing.connection(), training, participant, &said.slug, trainer).await?;
    let at = said.at.min(looking.now);
    let outcome = match &before {
        None if note.is_empty() => Outcome::Same,
        Some(before) if before.note() == note => Outcome::Same,
        Some(before) if before.noted_at() > at => Outcome::LaterStands,
        None | Some(_) => Outcome::Kept,
    };
    if outcome == Outcome::Kept {
        let new = Noted { slug: said.slug.clone(), note, at };
        observation::store::put(looking.writing, training, participant, trainer, &new).await?;
    }
    Ok(outcome)
}
