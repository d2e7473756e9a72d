//! Ticking in the room: what a trainer saw, before anybody attests anything.

use super::super::Community;
use crate::community::attestation::tick::store::NewTick;
use crate::community::attestation::tick::{CameFrom, Outcome, Seen, Tick, TickError, Ticked, decide, may_tick, store};
use crate::community::attestation::{Training, training};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, TrainingId};

impl Community {
    /// Keeps what `trainer` ticked about `participant`, and says of each tick what became of it, in
    /// the order in which they were handed in.
    ///
    /// The tick that was made last stands; the same again changes nothing, so a phone may send what it
    /// is not sure to have sent.
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
        let mut writing = self.database.writing().await?;
        let now = self.now();
        let found = training::store::find_training(writing.connection(), training).await?.ok_or(TickError::NoTraining(training))?;
        may_tick(&found, trainer, participant)?;
        if !store::hold_participant(&mut writing, training, participant).await? {
            return Err(TickError::NoParticipant);
        }
        let mut outcomes = Vec::with_capacity(said.len());
        for one in said {
            let seen = self.read_tick(&found, one)?;
            let at = one.at.min(now);
            let before = store::of_trainer(writing.connection(), training, participant, trainer).await?;
            let before = before.iter().find(|tick| tick.slug() == one.slug && tick.criterion() == one.criterion);
            let outcome = decide(before, &seen, at);
            if outcome == Outcome::Kept {
                let (slug, criterion) = (&one.slug, &one.criterion);
                store::put(&mut writing, &NewTick { training, participant, trainer, slug, criterion, seen: &seen, came_from, at }).await?;
            }
            outcomes.push(outcome);
        }
        if outcomes.contains(&Outcome::Kept) {
            log::append(&mut writing, Deed::about("ticks.kept", &participant.to_string()), &self.chance).await?;
            let _ = writing.commit().await?;
        }
        Ok(outcomes)
    }

    /// Every tick of a training, of all trainers, by participant, class and criterion.
    pub async fn ticks_of(&self, training: TrainingId) -> Result<Vec<Tick>, StoreError> {
        store::of_training(self.database.snapshot().await?.connection(), training).await
    }

    fn read_tick(&self, training: &Training, said: &Ticked) -> Result<Seen, TickError> {
        let version = training.pinned(&said.slug).ok_or_else(|| TickError::NoClass(said.slug.clone()))?;
        let class = self.catalog.class_version(&said.slug, version).ok_or_else(|| TickError::NoClass(said.slug.clone()))?;
        Seen::of(class, &said.criterion, said.ticked.as_ref().map(Option::as_deref))
    }
}
