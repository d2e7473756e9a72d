//! Appeals: a holder wants a decision looked at by somebody who had no part in it.
//!
//! ```text
//! made ─► acknowledged (within 14 days) ─► answered (within 30 days): granted, partly, dismissed
//! ```
//! The database refuses an answer by who decided what the appeal is against. The outcome can be read
//! by a code without signing in: it was shown once, and only its hash is stored.

pub(crate) mod store;

use sha2::{Digest, Sha256};

use super::Answered;
use crate::community::people::UnknownWord;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, AppealCode, AppealId, CorrectionId, CredentialId, Id, NominationId, RequestId};

const DAY_S: i64 = 86_400;
/// Days until somebody has to have taken an appeal up.
pub const ACKNOWLEDGE_DAYS: i64 = 14;
/// Days until it has to be answered.
pub const ANSWER_DAYS: i64 = 30;

/// What kind of decision an appeal is against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// A badge was revoked.
    Revocation,
    /// A badge is suspended.
    Suspension,
    /// A correction was refused.
    Correction,
    /// An attestation is withheld.
    Attestation,
}

impl Against {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
            Self::Correction => "correction",
            Self::Attestation => "attestation",
        }
    }
}

/// A decision that can be appealed against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Which decision.
    pub decision: Decision,
    /// Slug of the class of the badge.
    pub slug: String,
    /// The badge, if there is one.
    pub credential: Option<CredentialId>,
    /// When it was decided; of a withheld attestation, since when it is waited for.
    pub decided_at: Timestamp,
}

/// Which decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A confirmed request to revoke.
    Revocation(RequestId),
    /// A suspension.
    Suspension(Id<Suspending>),
    /// A declined request for a correction.
    Correction(CorrectionId),
    /// A nomination that nobody attests.
    Attestation(NominationId),
}

/// Marks ids of suspensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspending;

impl Decision {
    /// Its kind.
    pub const fn against(self) -> Against {
        match self {
            Self::Revocation(_) => Against::Revocation,
            Self::Suspension(_) => Against::Suspension,
            Self::Correction(_) => Against::Correction,
            Self::Attestation(_) => Against::Attestation,
        }
    }

    /// Its id, as text.
    pub fn id(self) -> String {
        match self {
            Self::Revocation(id) => id.to_string(),
            Self::Suspension(id) => id.to_string(),
            Self::Correction(id) => id.to_string(),
            Self::Attestation(id) => id.to_string(),
        }
    }

    /// The decision of this kind with this id.
    ///
    /// # Errors
    /// [`UnknownWord`] for an unknown kind or an id that is none.
    pub fn of(against: &str, id: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord(against.to_owned());
        match against {
            "revocation" => id.parse().map(Self::Revocation).map_err(|_| unknown()),
            "suspension" => id.parse().map(Self::Suspension).map_err(|_| unknown()),
            "correction" => id.parse().map(Self::Correction).map_err(|_| unknown()),
            "attestation" => id.parse().map(Self::Attestation).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// What became of an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealOutcome {
    /// The holder is right.
    Granted,
    /// In part.
    Partly,
    /// The decision stands.
    Dismissed,
}

impl AppealOutcome {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Partly => "partly",
            Self::Dismissed => "dismissed",
        }
    }
}

impl std::str::FromStr for AppealOutcome {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Granted, Self::Partly, Self::Dismissed]
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// The id.
    pub id: AppealId,
    /// The holder.
    pub by: AccountId,
    /// Against what.
    pub decision: Decision,
    /// Slug of the class it is about.
    pub slug: String,
    /// The badge, if there is one.
    pub credential: Option<CredentialId>,
    /// Why, in the holder's words.
    pub words: Option<String>,
    /// When.
    pub made_at: Timestamp,
    /// When somebody took it up.
    pub acknowledged_at: Option<Timestamp>,
    /// The answer, once there is one.
    pub answered: Option<Answered<AppealOutcome>>,
}

/// How an appeal stands by its clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocks {
    /// Nobody has taken it up.
    Waiting {
        /// Until when somebody has to.
        until: Timestamp,
        /// That is past.
        overdue: bool,
    },
    /// Somebody has.
    Taken {
        /// Until when it has to be answered.
        until: Timestamp,
        /// That is past.
        overdue: bool,
    },
    /// It is answered.
    Answered,
}

impl Appeal {
    /// How it stands at `now`.
    pub fn clocks(&self, now: Timestamp) -> Clocks {
        let after = |days: i64| self.made_at.plus_seconds(days * DAY_S);
        let last = after(ANSWER_DAYS);
        match (&self.answered, self.acknowledged_at) {
            (Some(_), _) => Clocks::Answered,
            (None, Some(_)) => Clocks::Taken { until: last, overdue: now >= last },
            (None, None) => {
                let until = after(ACKNOWLEDGE_DAYS);
                Clocks::Waiting { until, overdue: now >= until }
            }
        }
    }
}

/// What the store knows of a code.
pub(crate) fn hash(code: AppealCode) -> [u8; 32] {
    Sha256::digest(code.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appeal() -> Appeal {
        Appeal {
            id: Id::from_bytes([1; 16]),
            by: Id::from_bytes([2; 16]),
            decision: Decision::Suspension(Id::from_bytes([3; 16])),
            slug: "facilitator".to_owned(),
            credential: None,
            words: None,
            made_at: Timestamp::from_ms(0),
            acknowledged_at: None,
            answered: None,
        }
    }

    #[test]
    fn it_is_taken_up_within_two_weeks_and_answered_within_thirty_days() {
        let day = |n: i64| Timestamp::from_ms(n * DAY_S * 1000);
        let mut appeal = appeal();
        assert_eq!(appeal.clocks(day(13)), Clocks::Waiting { until: day(14), overdue: false });
        assert_eq!(appeal.clocks(day(14)), Clocks::Waiting { until: day(14), overdue: true });
        appeal.acknowledged_at = Some(day(15));
        assert_eq!(appeal.clocks(day(29)), Clocks::Taken { until: day(30), overdue: false });
        assert_eq!(appeal.clocks(day(30)), Clocks::Taken { until: day(30), overdue: true });
        let words = None;
        appeal.answered = Some(Answered { outcome: AppealOutcome::Partly, by: Id::from_bytes([4; 16]), at: day(40), words });
        assert_eq!(appeal.clocks(day(99)), Clocks::Answered);
    }

    #[test]
    fn a_decision_is_read_as_it_is_written() {
        let id = appeal().id.to_string();
        for against in ["revocation", "suspension", "correction", "attestation"] {
            let decision = Decision::of(against, &id).map(|d| (d.against().as_str(), d.id()));
            assert_eq!(decision, Ok((against, id.clone())));
        }
        assert!(Decision::of("weather", &id).is_err() && Decision::of("suspension", "x").is_err());
        for outcome in [AppealOutcome::Granted, AppealOutcome::Partly, AppealOutcome::Dismissed] {
            assert_eq!(outcome.as_str().parse(), Ok(outcome));
        }
    }
}
