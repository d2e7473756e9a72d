//! Proposals: a capacity that is missing, or a word that should be another.
//!
//! Anybody who is signed in may propose; a steward answers. Nothing changes by itself: the catalogue
//! and the translations are changed by people, in review.

pub(crate) mod store;

use super::Answered;
use crate::community::people::UnknownWord;
use crate::vocabulary::ids::{AccountId, ProposalId};
use crate::vocabulary::{LanguageTag, Timestamp};

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposed {
    /// A capacity.
    Capacity,
    /// A word.
    Word,
}

impl Proposed {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Word => "word",
        }
    }
}

impl std::str::FromStr for Proposed {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Capacity, Self::Word].into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalOutcome {
    /// It is taken up.
    Taken,
    /// It is not.
    Declined,
}

impl ProposalOutcome {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Declined => "declined",
        }
    }
}

impl std::str::FromStr for ProposalOutcome {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Taken, Self::Declined].into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The id.
    pub id: ProposalId,
    /// Of what.
    pub kind: Proposed,
    /// The capacity, or the word as it should be; nothing after erasure.
    pub title: Option<String>,
    /// Why.
    pub words: Option<String>,
    /// In which language it is written.
    pub language: LanguageTag,
    /// Whose it is.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// The answer, once there is one.
    pub answered: Option<Answered<ProposalOutcome>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_is_stored() {
        for kind in [Proposed::Capacity, Proposed::Word] {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        for outcome in [ProposalOutcome::Taken, ProposalOutcome::Declined] {
            assert_eq!(outcome.as_str().parse(), Ok(outcome));
        }
        assert!("x".parse::<Proposed>().is_err() && "x".parse::<ProposalOutcome>().is_err());
    }
}
