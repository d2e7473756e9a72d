//! Workshops: trainings that people join by themselves, from a slide or with a slip.
//!
//! The join code is on the slide: it lets people join and nothing else, and another one takes its place
//! when it went too far. A rehearsal is a workshop of which nothing is ever issued; the database
//! refuses it too.

mod progress;
pub(crate) mod store;

pub use progress::{Next, Progress};

use std::fmt;
use std::str::FromStr;

use super::{NewTraining, Training};
use crate::vocabulary::ids::{AccountId, TrainingId};
use crate::vocabulary::{Chance, LanguageTag, Timestamp};

/// The most people that a workshop expects.
pub const MOST_EXPECTED: u32 = 1000;

/// Seconds for which people still join after the last day, in UTC: then it is over everywhere on Earth.
const JOINING_GOES_ON_S: i64 = 12 * 3600;

/// A training in workshop mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workshop {
    pub(super) training: Training,
    pub(super) issuer: String,
    pub(super) language: LanguageTag,
    pub(super) purpose: Purpose,
    pub(super) expected: u32,
    pub(super) join_code: JoinCode,
    pub(super) join_closes_at: Timestamp,
}

impl Workshop {
    pub(crate) fn new(training: Training, new: &NewWorkshop, join_code: JoinCode) -> Self {
        Self {
            join_closes_at: training.ends_at().plus_seconds(JOINING_GOES_ON_S),
            training,
            issuer: new.issuer.clone(),
            language: new.language.clone(),
            purpose: new.purpose,
            expected: new.expected,
            join_code,
        }
    }

    /// The training.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// The id of the training.
    pub fn id(&self) -> TrainingId {
        self.training.id()
    }

    /// Slug of the issuer that will sign.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The language of signed texts where a participant chooses none.
    pub fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// Whether badges come of it.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Whether nothing of it is ever issued.
    pub fn is_rehearsal(&self) -> bool {
        self.purpose == Purpose::Rehearsal
    }

    /// How many people are expected.
    pub fn expected(&self) -> u32 {
        self.expected
    }

    /// What the slide shows.
    pub fn join_code(&self) -> &JoinCode {
        &self.join_code
    }

    /// The first instant at which nobody joins by the slide any more.
    pub fn join_closes_at(&self) -> Timestamp {
        self.join_closes_at
    }

    /// Whether people join by the slide at `now`.
    pub fn is_joinable(&self, now: Timestamp) -> bool {
        now < self.join_closes_at
    }

    /// When joining closes if it is opened again at `now`: after the training, or a day from now.
    pub(crate) fn reopened_until(&self, now: Timestamp) -> Timestamp {
        self.training.ends_at().plus_seconds(JOINING_GOES_ON_S).max(now.plus_seconds(2 * JOINING_GOES_ON_S))
    }

    /// Whether this person trains in it.
    pub fn is_trained_by(&self, account: AccountId) -> bool {
        self.training.trainers().contains(&account)
    }
}

/// What a workshop is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Badges come of it.
    Award,
    /// To try everything; nothing of it is ever issued.
    Rehearsal,
}

/// A workshop as asked for.
#[derive(Debug, Clone)]
pub struct NewWorkshop {
    /// The id it will have; asking twice with the same one makes it once.
    pub id: TrainingId,
    /// The training.
    pub training: NewTraining,
    /// Slug of the issuer that will sign.
    pub issuer: String,
    /// The language of signed texts where a participant chooses none.
    pub language: LanguageTag,
    /// Whether badges come of it.
    pub purpose: Purpose,
    /// How many people are expected.
    pub expected: u32,
}

/// 100 random bits on a slide.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct JoinCode(String);

impl JoinCode {
    /// Characters of one.
    pub const LENGTH: usize = 20;

    /// A new one.
    pub(crate) fn random(chance: &Chance) -> Self {
        // The last 20 characters of an id: the first of all carries only three bits.
        let id = chance.id::<crate::vocabulary::ids::kind::Training>().to_string();
        Self(id.chars().skip(id.len() - Self::LENGTH).collect())
    }

    /// The characters, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Not a join code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the code of a training: it has 20 letters and digits")]
pub struct NotAJoinCode;

impl FromStr for JoinCode {
    type Err = NotAJoinCode;

    /// Reads it in any case, from an address.
    fn from_str(text: &str) -> Result<Self, NotAJoinCode> {
        let lower = text.to_ascii_lowercase();
        let known = |b: u8| b.is_ascii_alphanumeric() && !matches!(b, b'i' | b'l' | b'o' | b'u');
        if lower.len() == Self::LENGTH && lower.bytes().all(known) { Ok(Self(lower)) } else { Err(NotAJoinCode) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_code_is_read_as_it_was_made_in_any_case() {
        let chance = Chance::seeded(3);
        let (one, other) = (JoinCode::random(&chance), JoinCode::random(&chance));
        assert_ne!(one, other);
        assert_eq!(one.as_str().len(), JoinCode::LENGTH);
        assert_eq!(one.to_string().to_uppercase().parse(), Ok(one));
        for wrong in ["", "x", "0jnc000000000000000", "0jnc00000000000000011", "0jnc000000000000000-", "0jnc000000000000000u"] {
            assert_eq!(wrong.parse::<JoinCode>(), Err(NotAJoinCode), "{wrong}");
        }
    }
}
