//! Revoking: one person asks, another confirms, and then it is final.
//!
//! Withdrawing an attestation before its badge is recorded only lowers the count; afterwards it
//! asks for the badge to be revoked, which still needs the second person.

pub(super) mod replacing;
pub(super) mod store;
pub(super) mod suspending;

use crate::community::attestation::{NominationState, store as attestations};
use crate::community::notices;
use crate::community::people::appointment::store as appointments;
use crate::community::people::store::{self as people, BadgeMandates};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, AttestationId, CredentialId, NominationId, RequestId};

use super::Office;
use super::credential::store::{self as credentials, Fate};

pub use crate::verifier::RevocationReason;

/// A request that waits for its second person, or was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationRequest {
    /// The id.
    pub id: RequestId,
    /// Which credential.
    pub credential: CredentialId,
    /// Why.
    pub reason: RevocationReason,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Timestamp,
    /// The nomination for the right class, if its badge is to take this one's place.
    pub right: Option<NominationId>,
    /// Whether it was confirmed or declined.
    pub answered: bool,
}

impl RevocationRequest {
    /// What the slot says once a second person agreed: who was given the wrong class has a badge replaced, not
    /// revoked.
    pub fn slot_says(&self) -> RevocationReason {
        if self.right.is_some() { RevocationReason::Superseded } else { self.reason }
    }
}

/// A request that waits, with what its second person needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRevocation {
    /// The request.
    pub request: RevocationRequest,
    /// The words of who asked; none of an erased person.
    pub note: Option<String>,
    /// Slug of the badge's class.
    pub slug: String,
    /// Slug of the right class, if that badge is to take this one's place.
    pub right_slug: Option<String>,
    /// The badge's holder.
    pub holder: AccountId,
}

/// A suspension that was not lifted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSuspension {
    /// Why.
    pub reason: String,
    /// Who suspended.
    pub by: AccountId,
    /// Since when.
    pub at: Timestamp,
}

/// Why a revocation was refused. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// No such credential, or none that is published.
    #[error("there is no published badge {0}")]
    NoCredential(CredentialId),
    /// Final already.
    #[error("this badge is revoked already; a revocation is final")]
    Revoked,
    /// The same person twice.
    #[error("the same person asked for this: somebody else has to confirm it")]
    SamePerson,
    /// No such request.
    #[error("there is no request {0}")]
    NoRequest(RequestId),
    /// Confirmed or declined before.
    #[error("this request was answered before")]
    Answered,
    /// Of the same class, of somebody else, from elsewhere, or withdrawn.
    #[error("only a badge of another class, of the same person and from the same training, takes the place of a wrong one")]
    NotTheRightOne,
    /// It was withdrawn, or revoked itself, after somebody asked.
    #[error("the badge that was to take the place will not be issued: decline this request, and put the right one forward again")]
    FellAway,
    /// A reason that only the system gives.
    #[error("a person gives one of the reasons error, misconduct, holder")]
    NotAReason,
    /// No such attestation.
    #[error("there is no attestation {0}")]
    NoAttestation(AttestationId),
    /// Somebody else's.
    #[error("only the trainer who attested this can withdraw it")]
    NotTheirs,
    /// Withdrawn before.
    #[error("this attestation was withdrawn before")]
    Withdrawn,
    /// Neither the holder nor somebody with a mandate for the class.
    #[error("only the holder, somebody with a mandate for this badge class, or a steward can ask for this or confirm it")]
    NotEntitled,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who may be the second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Second {
    MayBeHolder,
    NeverHolder,
}

impl Office {
    /// Asks for a revocation.
    pub async fn ask_revocation(
        &self,
        credential: CredentialId,
        reason: RevocationReason,
        note: &str,
        by: AccountId,
    ) -> Result<RequestId, RevokeError> {
        let mut writing = self.community.database().writing().await?;
        require_living(&mut writing, credential).await?;
        self.require_entitled(&mut writing, credential, by).await?;
        let id = self.write_request(&mut writing, credential, reason, note, by).await?;
        let _ = writing.commit().await?;
        Ok(id)
    }

    /// Confirms a request, as another person than the one who asked: the slot is set, mandates that
    /// the badge gave end. Visible at once in the list that this server signs next.
    pub async fn confirm_revocation(&self, request: RequestId, by: AccountId) -> Result<CredentialId, RevokeError> {
        self.confirm(request, by, Second::MayBeHolder).await
    }

    /// Confirms a request, as somebody who is neither who asked nor the holder.
    pub async fn confirm_revocation_of_another(&self, request: RequestId, by: AccountId) -> Result<CredentialId, RevokeError> {
        self.confirm(request, by, Second::NeverHolder).await
    }

    async fn confirm(&self, request: RequestId, by: AccountId, second: Second) -> Result<CredentialId, RevokeError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        let found = store::find(&mut writing, request).await?.ok_or(RevokeError::NoRequest(request))?;
        let may = match second {
            Second::MayBeHolder => self.is_entitled(&mut writing, found.credential, by).await?,
            Second::NeverHolder => self.is_responsible(&mut writing, found.credential, by).await?,
        };
        if !may {
            return Err(RevokeError::NotEntitled);
        }
        match (found.answered, found.asked_by == by) {
            (true, _) => return Err(RevokeError::Answered),
            (false, true) => return Err(RevokeError::SamePerson),
            (false, false) => {}
        }
        require_living(&mut writing, found.credential).await?;
        if let Some(right) = found.right {
            replacing::require_right(&mut writing, right).await?;
        }
        store::answer(&mut writing, request, store::Answer::Confirmed, by, now).await?;
        credentials::revoke(&mut writing, found.credential, found.slot_says().word(), now).await?;
        people::follow_badge(&mut writing, found.credential, BadgeMandates::End, now).await?;
        self.tell_holder(&mut writing, found.credential, now).await?;
        let done = if found.right.is_some() { "credential.replaced" } else { "credential.revoked" };
        self.log_about(&mut writing, done, found.credential).await?;
        let _ = writing.commit().await?;
        Ok(found.credential)
    }

    /// Declines a request; the badge stays as it is. Who asked may decline it too; the holder may not
    /// decline what somebody else asked about their badge.
    pub async fn decline_revocation(&self, request: RequestId, by: AccountId) -> Result<(), RevokeError> {
        let mut writing = self.community.database().writing().await?;
        let found = store::find(&mut writing, request).await?.ok_or(RevokeError::NoRequest(request))?;
        if found.asked_by != by && !self.is_responsible(&mut writing, found.credential, by).await? {
            return Err(RevokeError::NotEntitled);
        }
        if found.answered {
            return Err(RevokeError::Answered);
        }
        store::answer(&mut writing, request, store::Answer::Declined, by, self.community.now()).await?;
        self.log_about(&mut writing, "revocation.declined", found.credential).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Takes an attestation back, as the trainer who made it. If its badge is recorded already, a
    /// revocation is asked for in the trainer's name, also after their mandate, and its request returned.
    pub async fn withdraw_attestation(&self, id: AttestationId, by: AccountId, reason: &str) -> Result<Option<RequestId>, RevokeError> {
        let mut writing = self.community.database().writing().await?;
        let found = attestations::find_attestation(writing.connection(), id).await?.ok_or(RevokeError::NoAttestation(id))?;
        if found.trainer() != by {
            return Err(RevokeError::NotTheirs);
        }
        let nomination = found.nomination();
        attestations::lock_nomination(&mut writing, nomination).await?;
        match attestations::withdraw_attestation(&mut writing, id, reason, self.community.now()).await {
            Err(StoreError::RowCount { .. }) => return Err(RevokeError::Withdrawn),
            other => other?,
        }
        let state = attestations::nominations(writing.connection(), &[nomination]).await?.remove(&nomination).map(|n| n.state());
        let recorded = match state {
            Some(NominationState::Closed { .. }) => {
                credentials::credentials_of(writing.connection(), &[nomination]).await?.remove(&nomination)
            }
            Some(NominationState::Open) | None => None,
        };
        let request = match recorded {
            Some(credential) => match self.write_request(&mut writing, credential, RevocationReason::Error, reason, by).await {
                Ok(request) => Some(request),
                Err(RevokeError::Revoked) => None,
                Err(error) => return Err(error),
            },
            None => None,
        };
        let erased = attestations::is_erased(writing.connection(), id).await?;
        let subject = id.to_string();
        let deed = Deed::about("attestation.withdrawn", &subject).untraced_if(erased);
        log::append(&mut writing, deed, self.community.chance()).await?;
        let _ = writing.commit().await?;
        Ok(request)
    }

    /// The caller knows by which right `by` asks.
    async fn write_request(
        &self,
        writing: &mut Writing,
        credential: CredentialId,
        reason: RevocationReason,
        note: &str,
        by: AccountId,
    ) -> Result<RequestId, RevokeError> {
        if !matches!(reason, RevocationReason::Error | RevocationReason::Misconduct | RevocationReason::Holder) {
            return Err(RevokeError::NotAReason);
        }
        let fate = require_living(writing, credential).await?;
        // Of an erased person no words are kept.
        let note = if fate.erased_at.is_some() { "" } else { note };
        let id: RequestId = self.community.chance().id();
        let asked_at = self.community.now();
        let request = RevocationRequest { id, credential, reason, asked_by: by, asked_at, right: None, answered: false };
        store::insert(writing, &request, note).await?;
        self.log_about(writing, "revocation.asked", credential).await?;
        Ok(id)
    }

    async fn require_entitled(&self, writing: &mut Writing, credential: CredentialId, by: AccountId) -> Result<(), RevokeError> {
        if self.is_entitled(writing, credential, by).await? { Ok(()) } else { Err(RevokeError::NotEntitled) }
    }

    /// Requests that wait for their second person, the oldest first.
    pub async fn waiting_revocations(&self) -> Result<Vec<WaitingRevocation>, StoreError> {
        store::waiting(&mut self.community.database().snapshot().await?).await
    }

    /// Whether somebody may act on a badge: its holder, who has a mandate for its class now, or a steward.
    pub(super) async fn is_entitled(&self, writing: &mut Writing, credential: CredentialId, by: AccountId) -> Result<bool, StoreError> {
        let Some(award) = credentials::find_award(writing.connection(), credential).await? else { return Ok(false) };
        match people::trainer(writing.connection(), by).await {
            Ok(trainer) => {
                let now = self.community.now();
                let may = by == award.holder || trainer.has_mandate_for(&award.slug, now);
                Ok(may || appointments::roles(writing.connection(), by, now).await?.is_steward())
            }
            Err(StoreError::Absent) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether somebody may decide about a badge against its holder's wish: who has a mandate for its
    /// class now or is a steward, and is not its holder.
    pub(super) async fn is_responsible(&self, writing: &mut Writing, credential: CredentialId, by: AccountId) -> Result<bool, StoreError> {
        let award = credentials::find_award(writing.connection(), credential).await?;
        Ok(award.is_some_and(|award| award.holder != by) && self.is_entitled(writing, credential, by).await?)
    }

    /// Tells its holder that a badge is not what it was.
    pub(super) async fn tell_holder(&self, writing: &mut Writing, credential: CredentialId, now: Timestamp) -> Result<(), StoreError> {
        let Some(award) = credentials::find_award(writing.connection(), credential).await? else { return Ok(()) };
        notices::tell(writing, award.holder, notices::Kind::BadgeChanged, credential, now, self.community.chance()).await
    }

    /// Logs a deed about a badge; of an erased one without its id, which would lead back to the person.
    pub(super) async fn log_about(&self, writing: &mut Writing, kind: &'static str, credential: CredentialId) -> Result<(), StoreError> {
        let id = credential.to_string();
        let erased = credentials::find_fate(writing.connection(), credential).await?.is_some_and(|fate| fate.erased_at.is_some());
        log::append(writing, Deed::about(kind, &id).untraced_if(erased), self.community.chance()).await?;
        Ok(())
    }
}

/// Recorded or published, not revoked. The badge of an erased person can still be revoked: copies are out.
async fn require_living(writing: &mut Writing, credential: CredentialId) -> Result<Fate, RevokeError> {
    let fate = credentials::find_fate(writing.connection(), credential).await?.ok_or(RevokeError::NoCredential(credential))?;
    match &fate.revoked {
        Some(_) => Err(RevokeError::Revoked),
        None => Ok(fate),
    }
}
