//! What each journey's refusal is to a client: which kind of problem, and what is said of it.
//!
//! A journey's error is an English sentence, for programs and for the command line: it goes out as it is in the
//! document of the problem. A page says the same in its reader's language, by the message `refused-{…}` that stands
//! beside the kind; where there is none, it says what the kind means. A fault of the store goes out in neither.
//! Which status a kind is, [`super::problem`] knows.

use super::problem::{Kind, Problem};
use crate::appearance::pages::wording::Told;
use crate::community::attestation::{AttestError, MOST_EXPECTED, MOST_NAMES, NARRATIVE_LENGTH, NotEligible, ReleaseFault};
use crate::community::people::NotEntitled;
use crate::community::people::register::MOST_LANGUAGES;
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
                .telling(Told::new("not-known"))
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
        let (kind, told) = match error {
            PeopleError::Store(error) => return error.into(),
            // Asked for on the command line alone.
            PeopleError::Appointed(_) | PeopleError::NotAppointed(_) => return Self::because(Kind::Refused, error),
            PeopleError::NoAccount(_) => (Kind::NotFound, Told::new("account-gone")),
            PeopleError::NotCentral => (Kind::Refused, Told::new("not-central")),
            PeopleError::Nameless => (Kind::Refused, Told::new("name-missing")),
            PeopleError::NoClass { .. } => (Kind::Refused, Told::new("choice")),
            PeopleError::NoClasses => (Kind::Refused, Told::new("no-class")),
            PeopleError::EndsFirst { .. } => (Kind::Refused, Told::new("ends-first")),
            PeopleError::NoDecision => (Kind::Refused, Told::new("no-decision")),
            PeopleError::Oneself => (Kind::Refused, Told::new("own-mandate")),
            PeopleError::NotPausable | PeopleError::NoMandate => (Kind::Conflict, Told::new("mandate-state")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<DraftError> for Problem {
    fn from(error: DraftError) -> Self {
        let (kind, told) = match error {
            DraftError::Store(error) => return error.into(),
            DraftError::Changed => (Kind::Conflict, Told::new("draft-changed")),
            DraftError::TooLong => (Kind::Refused, Told::new("draft-long")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<ListingError> for Problem {
    fn from(error: ListingError) -> Self {
        let (kind, told) = match error {
            ListingError::Store(error) => return error.into(),
            ListingError::NotATrainer => (Kind::NotAllowed, Told::new("listing-trainers")),
            ListingError::Nameless => (Kind::Refused, Told::new("no-such-name")),
            ListingError::TooManyLanguages => (Kind::Refused, Told::new("many-languages").with(MOST_LANGUAGES)),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        let (kind, told) = match error {
            RequestError::Store(error) => return error.into(),
            RequestError::Nothing => return Self::not_found(),
            RequestError::Enough => return Self::later(Kind::TooManyRequests, error, 3600).telling(Told::new("enough")),
            RequestError::NotEntitled => (Kind::NotAllowed, Told::new("not-entitled")),
            RequestError::OwnDecision => (Kind::NotAllowed, Told::new("own-decision")),
            RequestError::NoWords => (Kind::Refused, Told::new("no-words")),
            RequestError::Waits => (Kind::Conflict, Told::new("waits")),
            RequestError::Answered => (Kind::Conflict, Told::new("answered")),
            RequestError::NoGround => (Kind::Conflict, Told::new("no-ground")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<ReleaseFault> for Problem {
    fn from(fault: ReleaseFault) -> Self {
        let told = named(&fault);
        told.into_iter().fold(Self::because(Kind::Refused, fault), Self::telling)
    }
}

/// What a page says of the names on a badge. No form of ours asks for the rest.
pub(super) fn named(fault: &ReleaseFault) -> Option<Told> {
    match fault {
        ReleaseFault::TooManyNames { .. } => Some(Told::new("many-names").with(MOST_NAMES)),
        ReleaseFault::EmptyName | ReleaseFault::LongName { .. } | ReleaseFault::Invisible { .. } => Some(Told::new("bad-name")),
        ReleaseFault::NotAnAddress(_) | ReleaseFault::NotADid(_) | ReleaseFault::Unconfirmed => None,
    }
}

impl From<NotAKey> for Problem {
    fn from(fault: NotAKey) -> Self {
        Self::because(Kind::Malformed, fault)
    }
}

impl From<NominateError> for Problem {
    fn from(error: NominateError) -> Self {
        let (kind, told) = match error {
            NominateError::Store(error) => return error.into(),
            // The same words as for an address that never was: ids are not to be tried.
            NominateError::NoNomination(_) => return Self::because(Kind::NotFound, error),
            NominateError::Closed => (Kind::Conflict, Told::new("closed")),
            NominateError::Outdated { .. } => (Kind::Refused, Told::new("outdated")),
            NominateError::NoClass(_) | NominateError::NotInTraining(_) | NominateError::NoTraining(_) => {
                (Kind::Refused, Told::new("choice"))
            }
            NominateError::NoAccount(_) => (Kind::Refused, Told::new("account-gone")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<TrainingError> for Problem {
    fn from(error: TrainingError) -> Self {
        let (kind, told) = match error {
            TrainingError::Store(error) => return error.into(),
            // The same words as for an address that never was: ids are not to be tried.
            TrainingError::NoTraining(_) => return Self::not_found(),
            TrainingError::Nameless => (Kind::Refused, Told::new("name-missing")),
            TrainingError::EndsFirst => (Kind::Refused, Told::new("ends-first")),
            TrainingError::NoTrainers => (Kind::Refused, Told::new("no-trainers")),
            TrainingError::NoClasses => (Kind::Refused, Told::new("no-class")),
            TrainingError::Twice(_) | TrainingError::NoClass(_) => (Kind::Refused, Told::new("choice")),
            TrainingError::Expected => (Kind::Refused, Told::new("expected").with(MOST_EXPECTED)),
            TrainingError::NoAccount(_) => (Kind::Refused, Told::new("account-gone")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<AttestError> for Problem {
    fn from(error: AttestError) -> Self {
        let (kind, told) = match error {
            AttestError::Store(error) => return error.into(),
            AttestError::NoNomination => return Self::because(Kind::NotFound, error),
            AttestError::NoTrainer => return Self::because(Kind::NotAllowed, error),
            AttestError::NotEntitled(ref why) => (Kind::NotAllowed, entitled(why)),
            AttestError::Oneself => (Kind::NotAllowed, Told::new("oneself")),
            AttestError::Closed => (Kind::Conflict, Told::new("closed")),
            AttestError::Before(_) => (Kind::Conflict, Told::new("before")),
            AttestError::OtherClass { .. }
            | AttestError::UnknownCriterion { .. }
            | AttestError::UnknownLevel { .. }
            | AttestError::Twice(_)
            | AttestError::NoClass(_) => (Kind::Refused, Told::new("choice")),
            AttestError::Nothing => (Kind::Refused, Told::new("nothing-ticked")),
            AttestError::BelowRequired { .. } => (Kind::Refused, Told::new("below-required")),
            AttestError::TooLittleEvidence { needed, .. } => (Kind::Refused, Told::new("evidence").with(needed)),
            AttestError::NoStatement => (Kind::Refused, Told::new("no-words")),
            AttestError::LongText { .. } => (Kind::Refused, Told::new("long-text").with(NARRATIVE_LENGTH)),
            AttestError::NotALink(ref typed) => (Kind::Refused, Told::new("not-a-link").with(typed)),
        };
        Self::because(kind, error).telling(told)
    }
}

fn entitled(why: &NotEntitled) -> Told {
    match why {
        NotEntitled::NoMandate { .. } | NotEntitled::BasisNotAccepted { .. } => Told::new("no-mandate"),
        NotEntitled::NotYet { .. } | NotEntitled::Ended { .. } | NotEntitled::Paused { .. } => Told::new("mandate-not-now"),
    }
}

impl From<IssueError> for Problem {
    fn from(error: IssueError) -> Self {
        let (kind, told) = match error {
            IssueError::Store(error) => return error.into(),
            IssueError::Keys(error) => return error.into(),
            IssueError::Compose(_) | IssueError::Lint(_) | IssueError::Sign(_) | IssueError::Interrupted => return Self::internal(error),
            IssueError::InProgress => return Self::later(Kind::Conflict, error, 1).telling(Told::new("in-progress")),
            IssueError::NotEligible(NotEligible::Missing { .. }) => (Kind::Refused, Told::new("not-yet")),
            IssueError::NotEligible(NotEligible::Unknown(_) | NotEligible::Closed | NotEligible::NoClass(_)) => {
                (Kind::Refused, Told::new("closed"))
            }
            IssueError::Outdated { .. } => (Kind::Refused, Told::new("outdated")),
            IssueError::NoIssuer(_) => (Kind::Refused, Told::new("no-issuer")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<CorrectError> for Problem {
    fn from(error: CorrectError) -> Self {
        let (kind, told) = match error {
            CorrectError::Store(error) => return error.into(),
            CorrectError::Issue(error) => return error.into(),
            CorrectError::NoCredential(_) => return Self::because(Kind::NotFound, error),
            CorrectError::InProgress => return Self::later(Kind::Conflict, error, 1).telling(Told::new("in-progress")),
            CorrectError::NotEntitled => (Kind::NotAllowed, Told::new("not-yours")),
            CorrectError::Revoked => (Kind::Conflict, Told::new("revoked")),
            CorrectError::Suspended => (Kind::Conflict, Told::new("suspended")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<SuspendError> for Problem {
    fn from(error: SuspendError) -> Self {
        let (kind, told) = match error {
            SuspendError::Store(error) => return error.into(),
            SuspendError::NoCredential(_) => return Self::because(Kind::NotFound, error),
            SuspendError::NotEntitled => (Kind::NotAllowed, Told::new("not-entitled")),
            SuspendError::NoReason => (Kind::Refused, Told::new("no-reason")),
            SuspendError::Revoked => (Kind::Conflict, Told::new("revoked")),
            SuspendError::Suspended => (Kind::Conflict, Told::new("suspended")),
            SuspendError::NotSuspended => (Kind::Conflict, Told::new("not-suspended")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<RevokeError> for Problem {
    fn from(error: RevokeError) -> Self {
        let (kind, told) = match error {
            RevokeError::Store(error) => return error.into(),
            RevokeError::NoCredential(_) | RevokeError::NoRequest(_) | RevokeError::NoAttestation(_) => {
                return Self::because(Kind::NotFound, error);
            }
            RevokeError::NotEntitled => (Kind::NotAllowed, Told::new("not-yours")),
            RevokeError::NotTheirs => (Kind::NotAllowed, Told::new("not-theirs")),
            RevokeError::SamePerson => (Kind::NotAllowed, Told::new("same-person")),
            RevokeError::NotAReason => (Kind::Refused, Told::new("no-reason")),
            RevokeError::NotTheRightOne => (Kind::Refused, Told::new("not-right-one")),
            RevokeError::Revoked => (Kind::Conflict, Told::new("revoked")),
            RevokeError::Answered => (Kind::Conflict, Told::new("answered")),
            RevokeError::Withdrawn => (Kind::Conflict, Told::new("withdrawn")),
            RevokeError::FellAway => (Kind::Conflict, Told::new("fell-away")),
        };
        Self::because(kind, error).telling(told)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use crate::appearance::pages::embedded_messages;
    use crate::vocabulary::LanguageTag;

    /// Folders whose pages people see, and files of them that answer programs alone or with a page of their own.
    const OF_PAGES: &[&str] = &["account", "entry", "holding", "issuing", "joining", "pictures", "public", "room", "stewards", "training"];
    const OF_PROGRAMS: &[&str] =
        &["entry/same_site.rs", "pictures/sending.rs", "public/certificate.rs", "public/pictures.rs", "public/verify.rs"];

    /// Every file of this folder, by its path within it.
    fn sources(folder: &Path, within: &str, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{within}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                sources(&path, &format!("{name}/"), found);
            } else {
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    fn doors() -> Vec<(String, String)> {
        let mut found = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/doors/http"), "", &mut found);
        found
    }

    #[test]
    fn every_refusal_of_a_page_has_its_message_and_every_message_its_refusal() {
        let messages = embedded_messages().unwrap();
        let english = LanguageTag::english();
        let known: BTreeSet<&str> = messages.keys(&english).filter_map(|key| key.strip_prefix("refused-")).collect();
        let sources = doors();
        let keys = sources.iter().flat_map(|(_, text)| text.split("Told::new(\"").skip(1)).filter_map(|rest| rest.split('"').next());
        assert_eq!(keys.collect::<BTreeSet<_>>(), known);
    }

    #[test]
    fn no_route_of_a_page_refuses_in_english_alone() {
        for (name, text) in doors() {
            let of_page = OF_PAGES.iter().any(|folder| name.starts_with(&format!("{folder}/"))) && !OF_PROGRAMS.contains(&name.as_str());
            for refusal in text.split("Problem::because(").skip(1).chain(text.split("Problem::later(").skip(1)).filter(|_| of_page) {
                let statement = refusal.split(';').next().unwrap();
                assert!(statement.contains(".telling("), "{name}: say it by a message: Problem::because({statement:.80}");
            }
        }
    }
}
