//! Registering people and giving or ending mandates.

use std::collections::{BTreeSet, HashMap};

use super::super::Community;
use crate::community::attestation::TrainingAhead;
use crate::community::attestation::training::store as trainings;
use crate::community::catalog::BadgeClass;
use crate::community::people::store::{self, NewMandate};
use crate::community::people::{Account, Basis, Mandate, MandateState, NewAccount, Trainer};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, MandateId};

/// Why a person or a mandate was not written.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The wikis give `sub` 0 to accounts that are not centrally owned.
    #[error("this wiki account is not a central one: it has no id that stays the same")]
    NotCentral,
    /// No way to tell the person from others.
    #[error("give a name, a user name or a central account id")]
    Nameless,
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// A class that the catalogue does not have.
    #[error("the catalogue has no badge class {class:?}; it has {known}")]
    NoClass {
        /// What was given.
        class: String,
        /// The classes there are.
        known: String,
    },
    /// No class.
    #[error("a mandate names at least one badge class")]
    NoClasses,
    /// Ends before it starts.
    #[error("a mandate that starts on {} cannot end on {}", starts_at.date(), ends_at.date())]
    EndsFirst {
        /// First instant.
        starts_at: Timestamp,
        /// Last instant.
        ends_at: Timestamp,
    },
    /// A founding or given mandate without words.
    #[error("say who decided this mandate, and where that is written")]
    NoDecision,
    /// Nobody gives a mandate to themselves.
    #[error("nobody can give a mandate to themselves")]
    Oneself,
    /// Ended, of a badge, or in that state already.
    #[error("this mandate cannot be paused or resumed: it has ended, it is in that state already, or it follows a trainer badge")]
    NotPausable,
    /// No such mandate that could still end.
    #[error("this mandate has ended already, or there is none")]
    NoMandate,
    /// Has the role already.
    #[error("this person is a {0} already")]
    Appointed(&'static str),
    /// Does not have the role.
    #[error("this person is no {0}")]
    NotAppointed(&'static str),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A mandate as asked for.
#[derive(Debug, Clone)]
pub struct Mandated {
    /// Who may attest.
    pub account: AccountId,
    /// For which affiliate.
    pub affiliate: String,
    /// Slugs of the classes.
    pub classes: Vec<String>,
    /// First instant.
    pub starts_at: Timestamp,
    /// First instant after it.
    pub ends_at: Timestamp,
    /// Why. Mandates by badge are written by publishing the badge, not here.
    pub given: Given,
}

impl Mandated {
    /// Whether this one stands already, in all but why.
    fn stands_as(&self, given: &Mandate) -> bool {
        let classes = |all: &[String]| all.iter().cloned().collect::<BTreeSet<_>>();
        given.state() == MandateState::Standing
            && (given.affiliate(), given.starts_at(), given.ends_at()) == (self.affiliate.as_str(), self.starts_at, self.ends_at)
            && classes(given.classes()) == classes(&self.classes)
    }
}

/// Why a mandate is given by hand.
#[derive(Debug, Clone)]
pub enum Given {
    /// Starts a class that nobody holds yet.
    Founding {
        /// Who decided it, and where that is written.
        decision: String,
    },
    /// By a steward.
    By {
        /// The steward.
        steward: AccountId,
        /// Why.
        decision: String,
    },
}

/// What becomes of a mandate for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// It cannot be used.
    Begin,
    /// It can be used again.
    End,
}

impl Community {
    /// Writes a person, or finds the one with the same central id or user name.
    pub async fn register(&self, new: &NewAccount) -> Result<Account, PeopleError> {
        if new.central_id.as_deref() == Some("0") {
            return Err(PeopleError::NotCentral);
        }
        let said = [&new.central_id, &new.user_name, &new.display_name];
        if said.iter().all(|text| text.as_deref().is_none_or(|t| t.trim().is_empty())) {
            return Err(PeopleError::Nameless);
        }
        let mut writing = self.database.writing().await?;
        if let Some(known) = store::find_account_of(writing.connection(), new).await? {
            return Ok(known);
        }
        let id = self.chance.id();
        store::insert_account(&mut writing, id, new, self.now()).await?;
        log::append(&mut writing, Deed::about("account.registered", &id.to_string()), &self.chance).await?;
        let account = store::find_account(writing.connection(), id).await?.ok_or(StoreError::Absent)?;
        let _ = writing.commit().await?;
        Ok(account)
    }

    /// A person with their mandates.
    pub async fn trainer(&self, id: AccountId) -> Result<Trainer, PeopleError> {
        let mut reading = self.database.snapshot().await?;
        match store::trainer(reading.connection(), id).await {
            Err(StoreError::Absent) => Err(PeopleError::NoAccount(id)),
            other => Ok(other?),
        }
    }

    /// Everybody with exactly this wiki user name or name; whoever was erased has neither.
    pub async fn people_called(&self, name: &str) -> Result<Vec<Account>, StoreError> {
        store::accounts_called(self.database.snapshot().await?.connection(), name).await
    }

    /// What these people are called; who has no name here is left out.
    pub async fn called(&self, ids: impl Iterator<Item = AccountId> + Send) -> Result<HashMap<AccountId, String>, StoreError> {
        store::called(self.database.snapshot().await?.connection(), ids).await
    }

    /// The wiki user names of these people; who has none is left out.
    pub async fn user_names(&self, ids: impl Iterator<Item = AccountId> + Send) -> Result<HashMap<AccountId, String>, StoreError> {
        store::user_names(self.database.snapshot().await?.connection(), ids).await
    }

    /// Everyone who has or had a mandate.
    pub async fn trainers(&self) -> Result<Vec<Trainer>, StoreError> {
        store::trainers(self.database.snapshot().await?.connection()).await
    }

    /// Gives a mandate. The very same one that stands already is not given a second time, so that a double tap
    /// changes nothing.
    pub async fn give_mandate(&self, mandated: &Mandated) -> Result<MandateId, PeopleError> {
        self.check_mandate(mandated)?;
        let basis = match &mandated.given {
            Given::Founding { decision } => Basis::Founding { decision: decision.clone() },
            Given::By { steward, decision } => Basis::Given { by: *steward, decision: decision.clone() },
        };
        let mut writing = self.database.writing().await?;
        if store::find_account(writing.connection(), mandated.account).await?.is_none() {
            return Err(PeopleError::NoAccount(mandated.account));
        }
        let trainer = store::trainer(writing.connection(), mandated.account).await?;
        if let Some(same) = trainer.mandates().iter().find(|given| mandated.stands_as(given) && *given.basis() == basis) {
            return Ok(same.id());
        }
        let id = self.chance.id();
        let new = NewMandate {
            id,
            account: mandated.account,
            affiliate: &mandated.affiliate,
            classes: &mandated.classes,
            starts_at: mandated.starts_at,
            ends_at: mandated.ends_at,
            basis: &basis,
        };
        store::insert_mandate(&mut writing, &new, self.now()).await?;
        log::append(&mut writing, Deed::about("mandate.given", &id.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(id)
    }

    /// Ends a mandate; what was attested under it stays.
    pub async fn end_mandate(&self, id: MandateId, by: Option<AccountId>) -> Result<(), PeopleError> {
        let mut writing = self.database.writing().await?;
        match store::end_mandate(&mut writing, id, by, self.now()).await {
            Err(StoreError::RowCount { .. }) => return Err(PeopleError::NoMandate),
            other => other?,
        }
        log::append(&mut writing, Deed::about("mandate.ended", &id.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Pauses a mandate that was given by people, or lets it be used again. Those that a trainer badge
    /// wrote follow their badge.
    pub async fn pause_mandate(&self, id: MandateId, pause: Pause) -> Result<(), PeopleError> {
        let mut writing = self.database.writing().await?;
        match store::pause_mandate(&mut writing, id, pause == Pause::Begin, self.now()).await {
            Err(StoreError::RowCount { .. }) => return Err(PeopleError::NotPausable),
            other => other?,
        }
        let kind = if pause == Pause::Begin { "mandate.paused" } else { "mandate.resumed" };
        log::append(&mut writing, Deed::about(kind, &id.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// The person whose mandate this is, with all their mandates.
    pub async fn trainer_of(&self, mandate: MandateId) -> Result<Option<Trainer>, StoreError> {
        let mut reading = self.database.snapshot().await?;
        let Some(account) = store::holder_of_mandate(reading.connection(), mandate).await? else { return Ok(None) };
        match store::trainer(reading.connection(), account).await {
            Err(StoreError::Absent) => Ok(None),
            other => other.map(Some),
        }
    }

    /// Trainings of this trainer, not over yet, in which they could not attest all classes any more
    /// at the training's end if `mandate` did not count; the nearest first.
    pub async fn trainings_resting_on(&self, trainer: &Trainer, mandate: MandateId) -> Result<Vec<TrainingAhead>, StoreError> {
        let mut reading = self.database.snapshot().await?;
        let mut ahead = trainings::trainings_ahead(reading.connection(), trainer.account().id(), self.now()).await?;
        let rests = |training: &TrainingAhead, slug: &String| {
            let by_this = trainer.mandates().iter().any(|one| one.id() == mandate && one.classes().contains(slug));
            let counts = |one: &&Mandate| one.id() != mandate && one.classes().contains(slug) && one.in_force(training.ends_at).is_ok();
            by_this && trainer.mandates().iter().find(counts).is_none()
        };
        ahead.retain(|training| training.classes.iter().any(|slug| rests(training, slug)));
        Ok(ahead)
    }

    fn check_mandate(&self, mandated: &Mandated) -> Result<(), PeopleError> {
        let (starts_at, ends_at) = (mandated.starts_at, mandated.ends_at);
        if mandated.classes.is_empty() {
            return Err(PeopleError::NoClasses);
        }
        if let Some(unknown) = mandated.classes.iter().find(|slug| self.catalog.class(slug).is_none()) {
            let known: Vec<&str> = self.catalog.classes().map(BadgeClass::slug).collect();
            return Err(PeopleError::NoClass { class: unknown.clone(), known: known.join(", ") });
        }
        if ends_at <= starts_at {
            return Err(PeopleError::EndsFirst { starts_at, ends_at });
        }
        let (Given::Founding { decision } | Given::By { decision, .. }) = &mandated.given;
        if matches!(&mandated.given, Given::By { steward, .. } if *steward == mandated.account) {
            return Err(PeopleError::Oneself);
        }
        if decision.trim().is_empty() { Err(PeopleError::NoDecision) } else { Ok(()) }
    }
}
