//! What holders ask for and appeal against, and what anybody proposes.
//!
//! A request for a correction waits until a steward or a trainer of the badge's class answers it. An
//! [appeal] is about a decision, and is answered by somebody who had no part in it. A
//! [proposal] is of a capacity or a word. What people wrote goes with them; outcomes stay.

pub mod appeal;
pub mod proposal;
pub(crate) mod store;

use crate::community::people::UnknownWord;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CorrectionId, CredentialId};

/// Characters that somebody may write in one field.
pub const LONGEST: usize = 2000;

/// What is wrong with a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A name in it.
    Name,
    /// Its language.
    Language,
    /// Something else.
    Detail,
}

impl Wrong {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Name, Self::Language, Self::Detail];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Language => "language",
            Self::Detail => "detail",
        }
    }
}

impl std::str::FromStr for Wrong {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// What became of a request for a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// There is a new edition.
    Corrected,
    /// It stays as it is.
    Declined,
    /// The holder does not ask for it any more.
    Withdrawn,
}

impl CorrectionOutcome {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for CorrectionOutcome {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Corrected, Self::Declined, Self::Withdrawn]
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// An answer: what became of something, who said so, when, and in which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered<O> {
    /// What became of it.
    pub outcome: O,
    /// Who answered.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// In which words; none after erasure, or where there were none.
    pub words: Option<String>,
}

/// A holder's request for a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRequest {
    /// The id.
    pub id: CorrectionId,
    /// Which badge.
    pub credential: CredentialId,
    /// Slug of its class.
    pub slug: String,
    /// Its holder.
    pub holder: AccountId,
    /// What is wrong.
    pub wrong: Wrong,
    /// The holder's words.
    pub wish: Option<String>,
    /// When.
    pub asked_at: Timestamp,
    /// The answer, once there is one.
    pub answered: Option<Answered<CorrectionOutcome>>,
}

/// Words that somebody typed, tidied: no more than [`LONGEST`] characters, nothing but spaces is nothing.
pub fn tidy(words: &str) -> Option<String> {
    let tidied: String = words.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST).collect();
    (!tidied.is_empty()).then_some(tidied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_as_written_without_what_nobody_sees() {
        assert_eq!(tidy("  my name\r\nis\u{7} Ada "), Some("my name\nis Ada".to_owned()));
        assert_eq!(tidy(" \n "), None);
        assert_eq!(tidy(&"x".repeat(3000)).map(|t| t.len()), Some(LONGEST));
    }

    #[test]
    fn every_word_is_read_as_it_is_stored() {
        for wrong in Wrong::ALL {
            assert_eq!(wrong.as_str().parse(), Ok(wrong));
        }
        for outcome in [CorrectionOutcome::Corrected, CorrectionOutcome::Declined, CorrectionOutcome::Withdrawn] {
            assert_eq!(outcome.as_str().parse(), Ok(outcome));
        }
        assert!("x".parse::<Wrong>().is_err() && "x".parse::<CorrectionOutcome>().is_err());
    }
}
