//! Mandates: who may attest which classes, from when until when, and why.
//!
//! in force ⇄ paused (a trainer badge was suspended) → ended (final).

use std::fmt;

use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, MandateId};

/// A trainer's right to attest named classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    pub(super) id: MandateId,
    pub(super) account: AccountId,
    pub(super) affiliate: String,
    pub(super) classes: Vec<String>,
    pub(super) starts_at: Timestamp,
    pub(super) ends_at: Timestamp,
    pub(super) basis: Basis,
    pub(super) state: MandateState,
}

/// Why a mandate exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Starts a class that nobody holds yet.
    Founding {
        /// Who decided it, and where that is written.
        decision: String,
    },
    /// Given by a steward.
    Given {
        /// The steward.
        by: AccountId,
        /// Why.
        decision: String,
    },
    /// Written by publishing a trainer badge, and ended with it.
    Badge {
        /// The badge.
        credential: CredentialId,
    },
}

impl Basis {
    /// The kind alone, as class policies name it and rows store it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Founding { .. } => "founding",
            Self::Given { .. } => "given",
            Self::Badge { .. } => "badge",
        }
    }
}

/// Whether a mandate can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MandateState {
    /// Within its dates it can be used.
    Standing,
    /// The trainer badge behind it is suspended.
    Paused {
        /// Since when.
        at: Timestamp,
    },
    /// Ended before its time; final.
    Ended {
        /// Since when.
        at: Timestamp,
    },
}

impl Mandate {
    /// The id.
    pub fn id(&self) -> MandateId {
        self.id
    }

    /// Whose.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The affiliate for which its holder attests.
    pub fn affiliate(&self) -> &str {
        &self.affiliate
    }

    /// Slugs of the classes it names.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// First instant.
    pub fn starts_at(&self) -> Timestamp {
        self.starts_at
    }

    /// First instant after it.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// Why it exists.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// Whether it can be used within its dates.
    pub fn state(&self) -> MandateState {
        self.state
    }

    pub(super) fn names(&self, slug: &str) -> bool {
        self.classes.iter().any(|class| class == slug)
    }

    /// Whether it can be used at `now`.
    ///
    /// # Errors
    /// [`NotEntitled`] says why it cannot.
    pub fn in_force(&self, now: Timestamp) -> Result<(), NotEntitled> {
        match self.state {
            MandateState::Ended { at } => Err(NotEntitled::Ended { ended_at: at, attempted_at: now }),
            MandateState::Paused { at } => Err(NotEntitled::Paused { since: at }),
            MandateState::Standing if now < self.starts_at => Err(NotEntitled::NotYet { starts_at: self.starts_at }),
            MandateState::Standing if now >= self.ends_at => Err(NotEntitled::Ended { ended_at: self.ends_at, attempted_at: now }),
            MandateState::Standing => Ok(()),
        }
    }
}

/// Why somebody may not attest a class now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEntitled {
    /// No mandate names the class.
    #[error("no mandate to attest {class:?}: ask a steward for one")]
    NoMandate {
        /// Slug.
        class: String,
    },
    /// The mandate lies ahead.
    #[error("the mandate starts on {}", starts_at.date())]
    NotYet {
        /// Its first instant.
        starts_at: Timestamp,
    },
    /// The mandate is over.
    #[error("the mandate ended {ended_at}, the attestation was made {attempted_at}")]
    Ended {
        /// Its last instant.
        ended_at: Timestamp,
        /// When it was tried.
        attempted_at: Timestamp,
    },
    /// The trainer badge behind it is suspended.
    #[error("the mandate is paused since {}: the trainer badge behind it is suspended", since.date())]
    Paused {
        /// Since when.
        since: Timestamp,
    },
    /// The class asks for another kind of mandate.
    #[error("the class {class:?} does not accept this kind of mandate")]
    BasisNotAccepted {
        /// Slug.
        class: String,
    },
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Founding { decision } => write!(f, "founding: {decision}"),
            Self::Given { decision, .. } => write!(f, "given: {decision}"),
            Self::Badge { credential } => write!(f, "by badge {credential}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Id;

    fn mandate(state: MandateState) -> Mandate {
        Mandate {
            id: Id::from_bytes([1; 16]),
            account: Id::from_bytes([2; 16]),
            affiliate: "wmxx".to_owned(),
            classes: vec!["facilitator".to_owned()],
            starts_at: Timestamp::from_ms(1000),
            ends_at: Timestamp::from_ms(2000),
            basis: Basis::Founding { decision: "committee, 2026-01".to_owned() },
            state,
        }
    }

    #[test]
    fn a_mandate_is_in_force_from_its_first_instant_until_before_its_last() {
        let standing = mandate(MandateState::Standing);
        assert!(standing.in_force(Timestamp::from_ms(999)).is_err());
        assert!(standing.in_force(Timestamp::from_ms(1000)).is_ok());
        assert!(standing.in_force(Timestamp::from_ms(1999)).is_ok());
        assert!(standing.in_force(Timestamp::from_ms(2000)).is_err());
    }

    #[test]
    fn a_paused_or_ended_mandate_is_not_in_force() {
        let at = Timestamp::from_ms(1500);
        assert_eq!(mandate(MandateState::Paused { at }).in_force(at), Err(NotEntitled::Paused { since: at }));
        assert!(matches!(mandate(MandateState::Ended { at }).in_force(at), Err(NotEntitled::Ended { .. })));
    }
}
