//! What each journey's refusal is to a client: which kind of problem, and whether its sentence goes out.
//!
//! A journey's error is a sentence for a person, so it goes out as it is; a fault of the store does
//! not. Which status that means, [`super::problem`] knows.

use super::problem::{Kind, Problem};
use crate::community::attestation::{AttestError, ReleaseFault};
use crate::community::{DraftError, ListingError, NominateError, PeopleError, RequestError, TrainingError};
use crate::issuer::keys::NoActiveKey;
use crate::issuer::lists::ListError;
use crate::issuer::{CorrectError, IssueError, RevokeError, SuspendError};
use crate::platform::database::StoreError;
use crate::platform::idempotency::NotAKey;
use crate::verifier::checking::CheckError;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Rule(sentence) => Self::because(Kind::Refused, sentence),
            StoreError::Busy(_) => Self::busy(),
            StoreError::Unavailable(_) => {
                tracing::error!(%error, "the store does not answer");
                Self::busy()
            }
            // A full disk, too: SQLite may have written all of it before it said so.
            StoreError::CommitUnknown(_) => {
                tracing::error!(%error, "the store did not confirm a commit");
                Self::later(
                    Kind::Busy,
                    "it is not known whether this was stored: look, or send the same request with the same key again",
                    5,
                )
            }
            StoreError::Taken(_)
            | StoreError::Constraint(_)
            | StoreError::Inconsistent { .. }
            | StoreError::RowCount { .. }
            | StoreError::Absent
            | StoreError::Failed(_) => Self::internal(error),
        }
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Store(error) => error.into(),
            ListError::Keys(error) => error.into(),
            ListError::Sign(_) | ListError::Unfit(_) => Self::internal(error),
        }
    }
}

impl From<CheckError<ListError, Self>> for Problem {
    fn from(error: CheckError<ListError, Self>) -> Self {
        match error {
            CheckError::Own(error) => error.into(),
            CheckError::Refused(problem) => problem,
        }
    }
}

impl From<NoActiveKey> for Problem {
    fn from(error: NoActiveKey) -> Self {
        tracing::warn!(%error, "nothing can be signed");
        Self::new(Kind::Sealed)
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Store(error) => error.into(),
            PeopleError::NoAccount(_) => Self::because(Kind::NotFound, error),
            PeopleError::NotCentral
            | PeopleError::Nameless
            | PeopleError::NoClass { .. }
            | PeopleError::NoClasses
            | PeopleError::EndsFirst { .. }
            | PeopleError::NoDecision
            | PeopleError::Appointed(_)
            | PeopleError::NotAppointed(_)
            | PeopleError::Oneself => Self::because(Kind::Refused, error),
            PeopleError::NotPausable | PeopleError::NoMandate => Self::because(Kind::Conflict, error),
        }
    }
}

impl From<DraftError> for Problem {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Store(error) => error.into(),
            DraftError::Changed => Self::because(Kind::Conflict, error),
            DraftError::TooLong => Self::because(Kind::Refused, error),
        }
    }
}

impl From<ListingError> for Problem {
    fn from(error: ListingError) -> Self {
        match error {
            ListingError::Store(error) => error.into(),
            ListingError::NotATrainer => Self::because(Kind::NotAllowed, error),
            ListingError::Nameless | ListingError::TooManyLanguages => Self::because(Kind::Refused, error),
        }
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Store(error) => error.into(),
            RequestError::Nothing => Self::not_found(),
            RequestError::NotEntitled | RequestError::OwnDecision => Self::because(Kind::NotAllowed, error),
            RequestError::NoWords => Self::because(Kind::Refused, error),
            RequestError::Waits | RequestError::Answered | RequestError::NoGround => Self::because(Kind::Conflict, error),
            RequestError::Enough => Self::later(Kind::TooManyRequests, error, 3600),
        }
    }
}

impl From<ReleaseFault> for Problem {
    fn from(fault: ReleaseFault) -> Self {
        Self::because(Kind::Refused, fault)
    }
}

impl From<NotAKey> for Problem {
    fn from(fault: NotAKey) -> Self {
        Self::because(Kind::Malformed, fault)
    }
}

impl From<NominateError> for Problem {
    fn from(error: NominateError) -> Self {
        match error {
            NominateError::Store(error) => error.into(),
            NominateError::NoNomination(_) => Self::because(Kind::NotFound, error),
            NominateError::Closed => Self::because(Kind::Conflict, error),
            NominateError::NoClass(_)
            | NominateError::Outdated { .. }
            | NominateError::NotInTraining(_)
            | NominateError::NoAccount(_)
            | NominateError::NoTraining(_) => Self::because(Kind::Refused, error),
        }
    }
}

impl From<TrainingError> for Problem {
    fn from(error: TrainingError) -> Self {
        match error {
            TrainingError::Store(error) => error.into(),
            // The same words as for an address that never was: ids are not to be tried.
            TrainingError::NoTraining(_) => Self::not_found(),
            TrainingError::Nameless
            | TrainingError::EndsFirst
            | TrainingError::NoTrainers
            | TrainingError::NoClasses
            | TrainingError::Twice(_)
            | TrainingError::NoClass(_)
            | TrainingError::Expected
            | TrainingError::NoAccount(_) => Self::because(Kind::Refused, error),
        }
    }
}

impl From<AttestError> for Problem {
    fn from(error: AttestError) -> Self {
        match error {
            AttestError::Store(error) => error.into(),
            AttestError::NoNomination => Self::because(Kind::NotFound, error),
            AttestError::NotEntitled(_) | AttestError::Oneself | AttestError::NoTrainer => Self::because(Kind::NotAllowed, error),
            AttestError::Closed | AttestError::Before(_) => Self::because(Kind::Conflict, error),
            AttestError::OtherClass { .. }
            | AttestError::Nothing
            | AttestError::UnknownCriterion { .. }
            | AttestError::UnknownLevel { .. }
            | AttestError::BelowRequired { .. }
            | AttestError::TooLittleEvidence { .. }
            | AttestError::Twice(_)
            | AttestError::NoStatement
            | AttestError::LongText { .. }
            | AttestError::NotALink(_)
            | AttestError::NoClass(_) => Self::because(Kind::Refused, error),
        }
    }
}

impl From<IssueError> for Problem {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Store(error) => error.into(),
            IssueError::Keys(error) => error.into(),
            IssueError::InProgress => Self::later(Kind::Conflict, error, 1),
            IssueError::NotEligible(_) | IssueError::Outdated { .. } | IssueError::NoIssuer(_) => Self::because(Kind::Refused, error),
            IssueError::Compose(_) | IssueError::Lint(_) | IssueError::Sign(_) | IssueError::Interrupted => Self::internal(error),
        }
    }
}

impl From<CorrectError> for Problem {
    fn from(error: CorrectError) -> Self {
        match error {
            CorrectError::Store(error) => error.into(),
            CorrectError::Issue(error) => error.into(),
            CorrectError::NoCredential(_) => Self::because(Kind::NotFound, error),
            CorrectError::NotEntitled => Self::because(Kind::NotAllowed, error),
            CorrectError::Revoked | CorrectError::Suspended => Self::because(Kind::Conflict, error),
            CorrectError::InProgress => Self::later(Kind::Conflict, error, 1),
        }
    }
}

impl From<SuspendError> for Problem {
    fn from(error: SuspendError) -> Self {
        match error {
            SuspendError::Store(error) => error.into(),
            SuspendError::NoCredential(_) => Self::because(Kind::NotFound, error),
            SuspendError::NotEntitled => Self::because(Kind::NotAllowed, error),
            SuspendError::NoReason => Self::because(Kind::Refused, error),
            SuspendError::Revoked | SuspendError::Suspended | SuspendError::NotSuspended => Self::because(Kind::Conflict, error),
        }
    }
}

impl From<RevokeError> for Problem {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::Store(error) => error.into(),
            RevokeError::NoCredential(_) | RevokeError::NoRequest(_) | RevokeError::NoAttestation(_) => {
                Self::because(Kind::NotFound, error)
            }
            RevokeError::NotEntitled | RevokeError::NotTheirs | RevokeError::SamePerson => Self::because(Kind::NotAllowed, error),
            RevokeError::NotAReason | RevokeError::NotTheRightOne => Self::because(Kind::Refused, error),
            RevokeError::Revoked | RevokeError::Answered | RevokeError::Withdrawn | RevokeError::FellAway => {
                Self::because(Kind::Conflict, error)
            }
        }
    }
}
