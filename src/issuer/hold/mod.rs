//! Holding: between "Issue" and the recording of badges lies a while in which a trainer can undo it.
//!
//! ```text
//! hold ─► (undo: every trace of it is gone) | due ─► begun ─► each nomination issued or refused ─► ended
//! ```
//! A worker takes what is due for the length of a lease and issues it as [`Office::issue`] does, so
//! that a worker that dies, or a second one beside it, leads to one badge each all the same. What
//! cannot be issued now, but may be later (sealed keys, a busy store), stays in line and is tried again.

mod store;

use crate::community::attestation::participation::store as participations;
use crate::community::attestation::{Nomination, NominationState, NotEligible, Standing, store as attestations};
use crate::community::people::UnknownWord;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, HoldId, NominationId, TrainingId};

use super::credential::Published;
use super::{IssueError, Office};

/// Seconds for which a worker has a hold before another one may take it.
const LEASE_S: i64 = 60;
/// Seconds before what could not be issued now is tried again.
const AGAIN_S: i64 = 20;
/// Nominations issued in one step: after each the page shows how far it is.
const STEP: usize = 25;

/// Nominations of a training that are issued together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The id.
    pub id: HoldId,
    /// Of which training.
    pub training: TrainingId,
    /// The trainer who pressed "Issue".
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Timestamp,
    /// Until then it can be undone.
    pub due_at: Timestamp,
    /// How far it is.
    pub state: HoldState,
    /// What became of each nomination.
    pub lines: Vec<HeldLine>,
}

/// How far a hold is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldState {
    /// It can be undone.
    Waiting,
    /// A worker issues.
    Begun,
    /// Everybody has an outcome.
    Ended {
        /// Since when.
        at: Timestamp,
    },
}

/// One nomination of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldLine {
    /// Which.
    pub nomination: NominationId,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a nomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is in line.
    Waiting {
        /// What kept it from being issued at the last try.
        why: Option<Obstacle>,
    },
    /// There is a badge.
    Issued(CredentialId),
    /// There is none from this hold.
    Refused(Obstacle),
}

macro_rules! obstacles {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// Why a badge was not issued, or not yet. No personal text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Obstacle { $($(#[$doc])* $name),+ }

        impl Obstacle {
            /// Each.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As stored, and in names of messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

obstacles! {
    /// A quorum is missing: an attestation was withdrawn meanwhile.
    Missing = "missing",
    /// Withdrawn meanwhile, or the person was erased.
    Closed = "closed",
    /// The catalogue does not have the class version any more.
    NoClass = "no-class",
    /// The class version may not be issued any more.
    Outdated = "outdated",
    /// This server does not have the issuer.
    NoIssuer = "no-issuer",
    /// The badge would break a rule.
    Unfit = "unfit",
    /// The keys are locked.
    Sealed = "sealed",
    /// Recorded, not signed yet.
    Unsigned = "unsigned",
    /// The store did not answer, or somebody else issues at this moment.
    Busy = "busy",
}

impl std::str::FromStr for Obstacle {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// Why nothing was held, undone or brought forward.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// A rehearsal.
    #[error("this training is a rehearsal: nothing of it is ever issued")]
    Rehearsal,
    /// Nobody has every quorum.
    #[error("nobody of those chosen has every criterion attested: nothing can be issued yet")]
    NothingReady,
    /// No such hold in this training.
    #[error("there is nothing to be issued under {0}; perhaps it was undone")]
    NoHold(HoldId),
    /// A worker was first.
    #[error("issuing has begun: it cannot be undone any more; a wrong badge is corrected or revoked")]
    Begun,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Office {
    /// Puts those of `nominations` into line that have every quorum, to be issued after so many seconds.
    ///
    /// Asking again for what is in line already changes nothing and answers with the same hold.
    pub async fn hold(&self, training: TrainingId, nominations: &[NominationId], by: AccountId, seconds: u32) -> Result<HoldId, HoldError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        if store::is_rehearsal(writing.connection(), training).await? {
            return Err(HoldError::Rehearsal);
        }
        store::lock_training(&mut writing, training).await?;
        let known = attestations::nominations(writing.connection(), nominations).await?;
        let said = attestations::attestations_of(writing.connection(), nominations).await?;
        let in_line = store::in_line(writing.connection(), training).await?;
        let mut ready = Vec::with_capacity(nominations.len());
        let here = participations::put_forward(writing.connection(), training).await?;
        let of_room = |id| here.iter().any(|line| line.nomination == id && !line.rehearsal);
        let belongs = |n: &&Nomination| n.training() == Some(training) || of_room(n.id());
        for nomination in known.values().filter(|n| n.state() == NominationState::Open).filter(belongs) {
            let class = self.community.catalog().class_version(nomination.slug(), nomination.version());
            let said = said.get(&nomination.id()).map(Vec::as_slice).unwrap_or_default();
            let complete = class.is_some_and(|class| Standing::count(class, said).is_complete());
            if complete && !in_line.contains_key(&nomination.id()) {
                ready.push(nomination.id());
            }
        }
        if ready.is_empty() {
            let before = nominations.iter().find_map(|id| in_line.get(id));
            return before.copied().ok_or(HoldError::NothingReady);
        }
        ready.sort();
        let hold: HoldId = self.community.chance().id();
        store::insert(&mut writing, hold, training, by, now, now.plus_seconds(i64::from(seconds))).await?;
        store::insert_lines(&mut writing, hold, &ready).await?;
        let _ = writing.commit().await?;
        Ok(hold)
    }

    /// Undoes a hold, so that nothing is left of it. Whoever trains may.
    ///
    /// # Errors
    /// [`HoldError::Begun`] when a worker was first.
    pub async fn undo_hold(&self, training: TrainingId, hold: HoldId) -> Result<(), HoldError> {
        let mut writing = self.community.database().writing().await?;
        if store::delete_waiting(&mut writing, training, hold).await? {
            let _ = writing.commit().await?;
            return Ok(());
        }
        match store::find(writing.connection(), training, hold).await? {
            Some(_) => Err(HoldError::Begun),
            None => Err(HoldError::NoHold(hold)),
        }
    }

    /// Lets a hold be due now. Of one that is due already nothing changes.
    pub async fn bring_forward(&self, training: TrainingId, hold: HoldId) -> Result<(), HoldError> {
        let mut writing = self.community.database().writing().await?;
        let found = store::find(writing.connection(), training, hold).await?.ok_or(HoldError::NoHold(hold))?;
        let now = self.community.now().max(found.asked_at);
        store::bring_forward(&mut writing, hold, now).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// The holds of a training, the newest first.
    pub async fn holds(&self, training: TrainingId) -> Result<Vec<Hold>, StoreError> {
        let mut reading = self.community.database().snapshot().await?;
        store::of_training(reading.connection(), training).await
    }

    /// Issues whatever is due, and says how many nominations got an outcome.
    ///
    /// For one worker or several, in one process or several.
    pub async fn issue_due(&self) -> Result<usize, StoreError> {
        let mut settled = 0;
        while store::is_due(self.community.database(), self.community.now()).await? {
            let Some(hold) = self.begin_next().await? else { break };
            settled += self.work_off(hold).await?;
        }
        Ok(settled)
    }

    async fn begin_next(&self) -> Result<Option<HoldId>, StoreError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        let Some((hold, is_first)) = store::begin(&mut writing, now, now.plus_seconds(LEASE_S)).await? else { return Ok(None) };
        if is_first {
            log::append(&mut writing, Deed::about("issuing.begun", &hold.to_string()), self.community.chance()).await?;
        }
        let _ = writing.commit().await?;
        Ok(Some(hold))
    }

    async fn work_off(&self, hold: HoldId) -> Result<usize, StoreError> {
        let waiting = store::unsettled(self.community.database(), hold).await?;
        let mut settled = 0;
        for step in waiting.chunks(STEP) {
            let issued = self.issue(step).await;
            let now = self.community.now();
            let mut writing = self.community.database().writing().await?;
            for (nomination, result) in step.iter().zip(&issued) {
                let outcome = outcome(result);
                store::settle(&mut writing, hold, *nomination, outcome, now).await?;
                settled += usize::from(!matches!(outcome, Outcome::Waiting { .. }));
            }
            store::extend(&mut writing, hold, now.plus_seconds(LEASE_S)).await?;
            let _ = writing.commit().await?;
        }
        let now = self.community.now();
        let mut writing = self.community.database().writing().await?;
        store::end_or_try_again(&mut writing, hold, now, now.plus_seconds(AGAIN_S)).await?;
        let _ = writing.commit().await?;
        Ok(settled)
    }
}

/// What a try of issuing means for its line.
fn outcome(result: &Result<Published, IssueError>) -> Outcome {
    let error = match result {
        Ok(published) => return Outcome::Issued(published.award().credential()),
        Err(error) => error,
    };
    let later = |why| Outcome::Waiting { why: Some(why) };
    match error {
        IssueError::NotEligible(NotEligible::Missing { .. }) => Outcome::Refused(Obstacle::Missing),
        IssueError::NotEligible(NotEligible::Closed | NotEligible::Unknown(_)) => Outcome::Refused(Obstacle::Closed),
        IssueError::NotEligible(NotEligible::NoClass(_)) => Outcome::Refused(Obstacle::NoClass),
        IssueError::NoIssuer(_) => Outcome::Refused(Obstacle::NoIssuer),
        IssueError::Outdated { .. } => Outcome::Refused(Obstacle::Outdated),
        IssueError::Compose(_) | IssueError::Lint(_) => Outcome::Refused(Obstacle::Unfit),
        IssueError::Keys(_) => later(Obstacle::Sealed),
        IssueError::Sign(_) => later(Obstacle::Unsigned),
        IssueError::Store(_) | IssueError::InProgress | IssueError::Interrupted => later(Obstacle::Busy),
    }
}
