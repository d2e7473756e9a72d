//! Joining a training, choosing what badges may say, confirming it, leaving.

use super::super::Community;
use crate::community::attestation::participation::store as participations;
use crate::community::attestation::{
    Chosen, ConfirmedBy, Joining, NewNomination, Nomination, Participation, PutForward, Release, ReleaseFault, release, store, training,
};
use crate::community::people::{Minor, store as people};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};

/// What was released before anything was issued.
const FIRST_EDITION: u32 = 1;

/// Why nobody joined, or nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Known by its nominations only, or not at all.
    #[error("there is no training {0} that people join")]
    NoWorkshop(TrainingId),
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// Too late for the slide.
    #[error("nobody joins this training by its slide any more: ask a trainer")]
    Closed,
    /// Not on the room sheet.
    #[error("this person did not join this training")]
    NotHere,
    /// A badge says it already.
    #[error("a badge of this training is recorded already: ask for a correction of the badge")]
    Recorded,
    /// Somebody changed it between reading back and confirming.
    #[error("this was changed meanwhile: read it again")]
    Changed,
    /// A name that cannot be shown.
    #[error(transparent)]
    Name(#[from] ReleaseFault),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// Puts somebody on the room sheet and forward for every class of the training. Whoever is on it
    /// already stays as they are: joining twice changes nothing.
    pub async fn join(&self, new: &Joining) -> Result<Participation, JoinError> {
        let mut writing = self.database.writing().await?;
        let joined = self.join_within(&mut writing, new).await?;
        let _ = writing.commit().await?;
        Ok(joined)
    }

    /// As [`Community::join`], as a part of a transaction that does more.
    pub(super) async fn join_within(&self, writing: &mut Writing, new: &Joining) -> Result<Participation, JoinError> {
        let now = self.now();
        let terms = participations::hold_terms(writing, new.training).await?.ok_or(JoinError::NoWorkshop(new.training))?;
        if people::find_account(writing.connection(), new.account).await?.is_none() {
            return Err(JoinError::NoAccount(new.account));
        }
        let known = participations::find(writing.connection(), new.training, new.account).await?;
        if let Some(here) = known.as_ref().filter(|known| known.is_here()) {
            return Ok(here.clone());
        }
        if new.came_by.is_by_slide() && now >= terms.join_closes_at {
            return Err(JoinError::Closed);
        }
        let came_back = known.is_some();
        if came_back {
            participations::note_left(writing, new.training, new.account, None).await?;
        } else {
            let chosen = new.chosen.clone().within_rules(false);
            participations::insert(writing, new, &chosen, now).await?;
            self.follow_name(writing, new.account, &chosen).await?;
            self.follow_age(
                writing,
                new.account,
                chosen.minor(),
                if new.by.is_none() { ConfirmedBy::Holder } else { ConfirmedBy::Trainer },
            )
            .await?;
        }
        let here = participations::find(writing.connection(), new.training, new.account).await?.ok_or(JoinError::NotHere)?;
        self.put_forward_in(writing, &terms, &here, new.by).await?;
        let kind = if came_back { "participation.returned" } else { "participation.joined" };
        self.note(writing, kind, new.training, new.account).await?;
        Ok(here)
    }

    /// Changes what somebody chose. By the holder ([`ConfirmedBy::Nobody`]) it is to be read back and confirmed
    /// again; until then badges say nothing about them. The same once more changes nothing.
    pub async fn choose(
        &self,
        training: TrainingId,
        account: AccountId,
        chosen: &Chosen,
        by: ConfirmedBy,
    ) -> Result<Participation, JoinError> {
        let mut writing = self.database.writing().await?;
        let before = self.participant_to_change(&mut writing, training, account).await?;
        let chosen = chosen.clone().within_rules(before.guardian_at().is_some());
        let said = before.confirmed().map_or(ConfirmedBy::Nobody, |(by, _)| by);
        if *before.chosen() == chosen && (by == ConfirmedBy::Nobody || by == said) {
            return Ok(before);
        }
        participations::choose(&mut writing, (training, account), &chosen, by, self.now()).await?;
        self.follow_name(&mut writing, account, &chosen).await?;
        let age_said_by = if by == ConfirmedBy::Trainer { by } else { ConfirmedBy::Holder };
        self.follow_age(&mut writing, account, chosen.minor(), age_said_by).await?;
        let here = self.release_again(&mut writing, training, account).await?;
        self.note(&mut writing, "participation.changed", training, account).await?;
        let _ = writing.commit().await?;
        Ok(here)
    }

    /// Confirms what was read back; `seen` is [`Chosen::digest`] of it. Confirming twice changes nothing.
    pub async fn confirm(&self, training: TrainingId, account: AccountId, by: ConfirmedBy, seen: &str) -> Result<Participation, JoinError> {
        let mut writing = self.database.writing().await?;
        let before = participations::find(writing.connection(), training, account).await?.ok_or(JoinError::NotHere)?;
        if before.chosen().digest() != seen {
            return Err(JoinError::Changed);
        }
        if before.confirmed().is_some_and(|(who, _)| who == by) {
            return Ok(before);
        }
        let before = self.participant_to_change(&mut writing, training, account).await?;
        participations::choose(&mut writing, (training, account), before.chosen(), by, self.now()).await?;
        let here = self.release_again(&mut writing, training, account).await?;
        self.note(&mut writing, "participation.confirmed", training, account).await?;
        let _ = writing.commit().await?;
        Ok(here)
    }

    /// Notes that a trainer saw the slip of a minor's guardian. Once is enough.
    pub async fn note_guardian(&self, training: TrainingId, account: AccountId) -> Result<(), JoinError> {
        let mut writing = self.database.writing().await?;
        if participations::find(writing.connection(), training, account).await?.is_none() {
            return Err(JoinError::NotHere);
        }
        if participations::note_guardian(&mut writing, training, account, self.now()).await? {
            self.note(&mut writing, "participation.guardian", training, account).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }

    /// Takes somebody off the room sheet: they went away, or were put down by mistake. What nobody attested is
    /// withdrawn; what was attested stays theirs. Leaving twice changes nothing.
    pub async fn leave(&self, training: TrainingId, account: AccountId) -> Result<(), JoinError> {
        let mut writing = self.database.writing().await?;
        let here = participations::find(writing.connection(), training, account).await?.ok_or(JoinError::NotHere)?;
        if !here.is_here() {
            return Ok(());
        }
        participations::note_left(&mut writing, training, account, Some(self.now())).await?;
        for line in participations::put_forward_of(writing.connection(), training, account).await? {
            if line.open && line.made_here && !participations::is_attested(&mut writing, line.nomination).await? {
                self.withdraw_within(&mut writing, line.nomination).await?;
            }
        }
        self.note(&mut writing, "participation.left", training, account).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Everybody on the room sheet, in its order, those who left too.
    pub async fn participants_of(&self, training: TrainingId) -> Result<Vec<Participation>, StoreError> {
        participations::of_training(self.database.snapshot().await?.connection(), training).await
    }

    /// One of them.
    pub async fn participation(&self, training: TrainingId, account: AccountId) -> Result<Option<Participation>, StoreError> {
        participations::find(self.database.snapshot().await?.connection(), training, account).await
    }

    /// The trainings that a person joined, the latest first.
    pub async fn participations_of(&self, account: AccountId) -> Result<Vec<Participation>, StoreError> {
        participations::of_account(self.database.snapshot().await?.connection(), account).await
    }

    /// The nominations of everybody in a training for its classes, in the order of the room sheet: open ones
    /// wherever they were made, closed ones of this training.
    pub async fn put_forward(&self, training: TrainingId) -> Result<Vec<PutForward>, StoreError> {
        participations::put_forward(self.database.snapshot().await?.connection(), training).await
    }

    /// The same of one person.
    pub async fn put_forward_of(&self, training: TrainingId, account: AccountId) -> Result<Vec<PutForward>, StoreError> {
        participations::put_forward_of(self.database.snapshot().await?.connection(), training, account).await
    }

    async fn participant_to_change(
        &self,
        writing: &mut Writing,
        training: TrainingId,
        account: AccountId,
    ) -> Result<Participation, JoinError> {
        // Held as by joining: of two who change the same, one waits.
        if participations::hold_terms(writing, training).await?.is_none() {
            return Err(JoinError::NoWorkshop(training));
        }
        let found = participations::find(writing.connection(), training, account).await?.ok_or(JoinError::NotHere)?;
        let lines = participations::put_forward_of(writing.connection(), training, account).await?;
        if lines.iter().any(|line| line.recorded) { Err(JoinError::Recorded) } else { Ok(found) }
    }

    /// Writes what badges will say, after a choice or a confirmation.
    async fn release_again(&self, writing: &mut Writing, training: TrainingId, account: AccountId) -> Result<Participation, JoinError> {
        let here = participations::find(writing.connection(), training, account).await?.ok_or(JoinError::NotHere)?;
        let released = here.release()?;
        for line in participations::put_forward_of(writing.connection(), training, account).await? {
            store::lock_nomination(writing, line.nomination).await?;
            // One of another training is spoken for there until the holder confirms something here.
            if line.open && (line.made_here || here.confirmed().is_some()) {
                participations::speak(writing, line.nomination, here.language().as_str()).await?;
                release::store::put(writing, line.nomination, FIRST_EDITION, &released, self.now()).await?;
            }
        }
        Ok(here)
    }

    async fn put_forward_in(
        &self,
        writing: &mut Writing,
        terms: &participations::Terms,
        here: &Participation,
        by: Option<AccountId>,
    ) -> Result<(), JoinError> {
        let pinned = training::store::find_training(writing.connection(), here.training()).await?;
        let pinned = pinned.ok_or(JoinError::NoWorkshop(here.training()))?;
        let known = participations::put_forward_of(writing.connection(), here.training(), here.account()).await?;
        let released = here.release()?;
        for (slug, version) in pinned.classes() {
            let of_class = || known.iter().filter(|line| line.slug == *slug && line.version == *version);
            if of_class().any(|line| line.recorded && line.made_here) {
                continue;
            }
            if let Some(open) = of_class().find(|line| line.open) {
                match (terms.rehearsal, open.rehearsal) {
                    // What is real is not touched by a rehearsal.
                    (true, false) => continue,
                    // What a rehearsal left open would never become a badge.
                    (false, true) => self.withdraw_within(writing, open.nomination).await?,
                    (true, true) | (false, false) => {
                        if here.confirmed().is_some() {
                            participations::speak(writing, open.nomination, here.language().as_str()).await?;
                            release::store::put(writing, open.nomination, FIRST_EDITION, &released, self.now()).await?;
                        }
                        continue;
                    }
                }
            }
            self.nominate_within(writing, terms, here, (slug, version), by, &released).await?;
        }
        Ok(())
    }

    async fn nominate_within(
        &self,
        writing: &mut Writing,
        terms: &participations::Terms,
        here: &Participation,
        (slug, version): (&str, &str),
        by: Option<AccountId>,
        released: &Release,
    ) -> Result<(), JoinError> {
        let now = self.now();
        let asked = NewNomination {
            holder: here.account(),
            slug: slug.to_owned(),
            version: Some(version.to_owned()),
            issuer: terms.issuer.clone(),
            training: Some(here.training()),
            language: here.language().clone(),
            by,
            release: released.clone(),
        };
        let nomination = Nomination::new(self.chance.id(), &asked, version, now);
        store::insert_nomination(writing, &nomination, by).await?;
        release::store::put(writing, nomination.id(), FIRST_EDITION, released, now).await?;
        log::append(writing, Deed::about("nomination.made", &nomination.id().to_string()), &self.chance).await?;
        Ok(())
    }

    async fn withdraw_within(&self, writing: &mut Writing, nomination: NominationId) -> Result<(), JoinError> {
        store::close_nomination(writing, nomination, self.now()).await?;
        log::append(writing, Deed::about("nomination.withdrawn", &nomination.to_string()), &self.chance).await?;
        Ok(())
    }

    /// Whoever came with nothing but a slip is called elsewhere as they are in the room.
    async fn follow_name(&self, writing: &mut Writing, account: AccountId, chosen: &Chosen) -> Result<(), StoreError> {
        match chosen.called() {
            Some(called) => people::call(writing, account, called).await,
            None => Ok(()),
        }
    }

    /// What somebody says of their own age counts everywhere; what a trainer says only makes rules stricter.
    async fn follow_age(&self, writing: &mut Writing, account: AccountId, minor: Minor, said_by: ConfirmedBy) -> Result<(), StoreError> {
        if said_by == ConfirmedBy::Holder || minor == Minor::Yes {
            people::set_minor(writing, account, minor).await?;
        }
        Ok(())
    }

    async fn note(&self, writing: &mut Writing, kind: &str, training: TrainingId, account: AccountId) -> Result<(), StoreError> {
        let (subject, object) = (account.to_string(), format!("{training} {account}"));
        log::append(writing, Deed { kind, subject: Some(&subject), object: object.as_bytes() }, &self.chance).await?;
        Ok(())
    }
}
