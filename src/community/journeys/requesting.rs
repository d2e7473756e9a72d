//! Asking for a correction, answering it; appealing, and answering that; proposing.

use super::super::Community;
use crate::community::notices::{self, Kind};
use crate::community::people::appointment::{Roles, store as appointments};
use crate::community::people::store as people;
use crate::community::requests::appeal::{self, Appeal, AppealOutcome, Decision, Ground};
use crate::community::requests::proposal::{self, Proposal, ProposalOutcome, Proposed};
use crate::community::requests::{CorrectionOutcome, CorrectionRequest, Wrong, store, tidy};
use crate::platform::database::{Connection, StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, AppealCode, AppealId, CorrectionId, CredentialId, ProposalId};

const DAY_S: i64 = 86_400;
/// Proposals of one person in a day.
const PROPOSALS_A_DAY: i64 = 20;

/// Why something was not asked or answered. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Not theirs, or nowhere: the same answer, so that ids are not tried.
    #[error("there is nothing of that kind")]
    Nothing,
    /// One waits already.
    #[error("a request about this badge waits already")]
    Waits,
    /// Nothing was written.
    #[error("write a few words first")]
    NoWords,
    /// Answered before.
    #[error("this was answered before")]
    Answered,
    /// Neither a steward nor somebody with a mandate for the class, or the holder.
    #[error("only a steward or a trainer with a mandate for this badge class, who is not its holder, can answer this")]
    NotEntitled,
    /// Who decided what the appeal is against, or who made it.
    #[error("an appeal is answered by somebody who had no part in what it is against")]
    OwnDecision,
    /// Not one of their decisions, or appealed against already.
    #[error("there is nothing to appeal against, or there is an appeal already")]
    NoGround,
    /// Too many in a day.
    #[error("that is enough for one day: send the next proposal tomorrow")]
    Enough,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// Asks for a correction, as the holder of the badge.
    pub async fn ask_correction(
        &self,
        credential: CredentialId,
        wrong: Wrong,
        wish: &str,
        by: AccountId,
    ) -> Result<CorrectionId, RequestError> {
        let wish = tidy(wish).ok_or(RequestError::NoWords)?;
        let mut writing = self.database().writing().await?;
        let badge = store::badge(writing.connection(), credential).await?;
        if badge.is_none_or(|(holder, _)| holder != by) {
            return Err(RequestError::Nothing);
        }
        let id: CorrectionId = self.chance().id();
        match store::insert(&mut writing, id, (credential, by, wrong), &wish, self.now()).await {
            Err(StoreError::Taken(_)) => return Err(RequestError::Waits),
            Err(StoreError::RowCount { .. }) => return Err(RequestError::Nothing),
            other => other?,
        }
        self.log_and_commit(writing, "correction.asked", &id.to_string()).await?;
        Ok(id)
    }

    /// What a holder asked for, the newest first.
    pub async fn corrections_of(&self, holder: AccountId) -> Result<Vec<CorrectionRequest>, StoreError> {
        store::of_holder(self.database().snapshot().await?.connection(), holder).await
    }

    /// What somebody may answer: a steward everything, a trainer what is about classes of their
    /// mandates, nobody what they asked themselves. What waits comes first.
    pub async fn corrections_for(&self, by: AccountId) -> Result<Vec<CorrectionRequest>, StoreError> {
        let mut reading = self.database().snapshot().await?;
        let mut all = store::all(reading.connection()).await?;
        let answering = self.answering(reading.connection(), by).await?;
        all.retain(|request| request.holder != by && answering.covers(&request.slug));
        Ok(all)
    }

    /// A request that somebody may answer.
    pub async fn correction_for(&self, id: CorrectionId, by: AccountId) -> Result<CorrectionRequest, RequestError> {
        let mut reading = self.database().snapshot().await?;
        let found = store::find(reading.connection(), id).await?.ok_or(RequestError::Nothing)?;
        let answering = self.answering(reading.connection(), by).await?;
        if found.holder == by || !answering.covers(&found.slug) { Err(RequestError::NotEntitled) } else { Ok(found) }
    }

    /// Writes the answer to a request. Whoever accepts it has made the new edition before.
    pub async fn answer_correction(
        &self,
        id: CorrectionId,
        outcome: CorrectionOutcome,
        words: &str,
        by: AccountId,
    ) -> Result<(), RequestError> {
        let words = tidy(words);
        if outcome == CorrectionOutcome::Declined && words.is_none() {
            return Err(RequestError::NoWords);
        }
        let mut writing = self.database().writing().await?;
        let found = store::find(writing.connection(), id).await?.ok_or(RequestError::Nothing)?;
        if outcome == CorrectionOutcome::Withdrawn {
            if found.holder != by {
                return Err(RequestError::Nothing);
            }
        } else {
            let answering = self.answering(writing.connection(), by).await?;
            if found.holder == by || !answering.covers(&found.slug) {
                return Err(RequestError::NotEntitled);
            }
        }
        answered_once(store::answer(&mut writing, id, (outcome, words.as_deref()), by, self.now()).await)?;
        if outcome != CorrectionOutcome::Withdrawn {
            notices::tell(&mut writing, found.holder, Kind::CorrectionAnswered, id, self.now(), self.chance()).await?;
        }
        self.log_and_commit(writing, "correction.answered", &id.to_string()).await
    }

    /// What somebody could appeal against now.
    pub async fn grounds(&self, holder: AccountId) -> Result<Vec<Ground>, StoreError> {
        appeal::store::grounds(self.database().snapshot().await?.connection(), holder, self.now()).await
    }

    /// Appeals. The code opens the outcome without signing in; it is returned here and nowhere else.
    pub async fn make_appeal(&self, decision: Decision, words: &str, by: AccountId) -> Result<(AppealId, AppealCode), RequestError> {
        let words = tidy(words).ok_or(RequestError::NoWords)?;
        let mut writing = self.database().writing().await?;
        let grounds = appeal::store::grounds(writing.connection(), by, self.now()).await?;
        if !grounds.iter().any(|ground| ground.decision == decision) {
            return Err(RequestError::NoGround);
        }
        let (id, code): (AppealId, AppealCode) = (self.chance().id(), self.chance().id());
        match appeal::store::insert(&mut writing, id, (by, decision), appeal::hash(code), &words, self.now()).await {
            Err(StoreError::Taken(_) | StoreError::RowCount { .. }) => return Err(RequestError::NoGround),
            other => other?,
        }
        self.log_and_commit(writing, "appeal.made", &id.to_string()).await?;
        Ok((id, code))
    }

    /// A holder's appeals, the newest first.
    pub async fn appeals_of(&self, holder: AccountId) -> Result<Vec<Appeal>, StoreError> {
        appeal::store::of_holder(self.database().snapshot().await?.connection(), holder).await
    }

    /// Every appeal; what waits comes first, the oldest before the others.
    pub async fn appeals(&self) -> Result<Vec<Appeal>, StoreError> {
        appeal::store::all(self.database().snapshot().await?.connection()).await
    }

    /// One appeal.
    pub async fn appeal(&self, id: AppealId) -> Result<Option<Appeal>, StoreError> {
        appeal::store::find(self.database().snapshot().await?.connection(), id).await
    }

    /// The appeal that a code opens.
    pub async fn appeal_by_code(&self, code: AppealCode) -> Result<Option<Appeal>, StoreError> {
        appeal::store::find_by_code(self.database().snapshot().await?.connection(), appeal::hash(code)).await
    }

    /// Takes an appeal up: its holder sees that somebody looks at it.
    pub async fn acknowledge_appeal(&self, id: AppealId, by: AccountId) -> Result<(), RequestError> {
        let mut writing = self.database().writing().await?;
        self.require_steward(&mut writing, by).await?;
        let found = appeal::store::find(writing.connection(), id).await?.ok_or(RequestError::Nothing)?;
        if found.by == by {
            return Err(RequestError::OwnDecision);
        }
        answered_once(appeal::store::acknowledge(&mut writing, id, by, self.now()).await)?;
        self.log_and_commit(writing, "appeal.acknowledged", &id.to_string()).await
    }

    /// Answers an appeal, as a steward who had no part in what it is against.
    pub async fn answer_appeal(&self, id: AppealId, outcome: AppealOutcome, words: &str, by: AccountId) -> Result<(), RequestError> {
        let words = tidy(words).ok_or(RequestError::NoWords)?;
        let mut writing = self.database().writing().await?;
        self.require_steward(&mut writing, by).await?;
        let found = appeal::store::find(writing.connection(), id).await?.ok_or(RequestError::Nothing)?;
        match appeal::store::answer(&mut writing, id, (outcome, &words), by, self.now()).await {
            Err(StoreError::Rule(_) | StoreError::Constraint(_)) => return Err(RequestError::OwnDecision),
            other => answered_once(other)?,
        }
        notices::tell(&mut writing, found.by, Kind::AppealAnswered, id, self.now(), self.chance()).await?;
        self.log_and_commit(writing, "appeal.answered", &id.to_string()).await
    }

    /// Proposes a capacity or a word.
    pub async fn propose(
        &self,
        kind: Proposed,
        title: &str,
        words: &str,
        language: &LanguageTag,
        by: AccountId,
    ) -> Result<ProposalId, RequestError> {
        let title = tidy(title).ok_or(RequestError::NoWords)?;
        let mut writing = self.database().writing().await?;
        let now = self.now();
        if proposal::store::count_since(writing.connection(), by, now.plus_seconds(-DAY_S)).await? >= PROPOSALS_A_DAY {
            return Err(RequestError::Enough);
        }
        let id = self.chance().id();
        let (title, words, language) = (Some(title), tidy(words), language.clone());
        let new = Proposal { id, kind, title, words, language, by, at: now, answered: None };
        match proposal::store::insert(&mut writing, &new).await {
            Err(StoreError::RowCount { .. }) => return Err(RequestError::Nothing),
            other => other?,
        }
        self.log_and_commit(writing, "proposal.made", &id.to_string()).await?;
        Ok(id)
    }

    /// What somebody proposed, the newest first.
    pub async fn proposals_of(&self, by: AccountId) -> Result<Vec<Proposal>, StoreError> {
        proposal::store::of_person(self.database().snapshot().await?.connection(), by).await
    }

    /// Every proposal; what waits comes first.
    pub async fn proposals(&self) -> Result<Vec<Proposal>, StoreError> {
        proposal::store::all(self.database().snapshot().await?.connection()).await
    }

    /// Answers a proposal, as a steward.
    pub async fn answer_proposal(&self, id: ProposalId, outcome: ProposalOutcome, words: &str, by: AccountId) -> Result<(), RequestError> {
        let words = tidy(words);
        if outcome == ProposalOutcome::Declined && words.is_none() {
            return Err(RequestError::NoWords);
        }
        let mut writing = self.database().writing().await?;
        self.require_steward(&mut writing, by).await?;
        answered_once(proposal::store::answer(&mut writing, id, (outcome, words.as_deref()), by, self.now()).await)?;
        self.log_and_commit(writing, "proposal.answered", &id.to_string()).await
    }

    async fn require_steward(&self, writing: &mut Writing, by: AccountId) -> Result<(), RequestError> {
        if self.answering(writing.connection(), by).await?.roles.is_steward() { Ok(()) } else { Err(RequestError::NotEntitled) }
    }

    /// What somebody may answer now.
    async fn answering(&self, connection: &mut Connection, by: AccountId) -> Result<Answering, StoreError> {
        let trainer = match people::trainer(connection, by).await {
            Err(StoreError::Absent) => return Ok(Answering { roles: Roles::default(), classes: Vec::new() }),
            other => other?,
        };
        let roles = appointments::roles(connection, by, self.now()).await?;
        let in_force = trainer.mandates().iter().filter(|mandate| mandate.in_force(self.now()).is_ok());
        Ok(Answering { roles, classes: in_force.flat_map(|mandate| mandate.classes().iter().cloned()).collect() })
    }

    /// What somebody asked for who was erased meanwhile is logged without its id, which would lead back to them.
    async fn log_and_commit(&self, mut writing: Writing, kind: &str, subject: &str) -> Result<(), RequestError> {
        let erased = store::is_of_erased(writing.connection(), subject).await?;
        log::append(&mut writing, Deed::about(kind, subject).untraced_if(erased), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}

/// What somebody may answer: by role, or by mandates for classes.
struct Answering {
    roles: Roles,
    classes: Vec<String>,
}

impl Answering {
    fn covers(&self, slug: &str) -> bool {
        self.roles.is_steward() || self.classes.iter().any(|class| class == slug)
    }
}

fn answered_once(written: Result<(), StoreError>) -> Result<(), RequestError> {
    match written {
        Err(StoreError::RowCount { .. }) => Err(RequestError::Answered),
        other => Ok(other?),
    }
}
