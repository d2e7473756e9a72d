//! Notes: what a trainer saw of a person for a class, in words.
//!
//! A note becomes evidence when its trainer attests. Like a tick it may come late from a phone, so the
//! one that was written last stands; an empty one takes back what stood there.

pub(crate) mod store;

use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Characters of a note at most. It is typed on a phone, and repeated in the signed badge.
pub const NOTE_LENGTH: usize = 1000;

/// A note as a trainer writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Slug of a class that the training pinned.
    pub slug: String,
    /// The words; none take back what was noted before.
    pub note: String,
    /// When, by the trainer's device; never later than now.
    pub at: Timestamp,
}

/// A note that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    participant: AccountId,
    slug: String,
    trainer: AccountId,
    note: String,
    noted_at: Timestamp,
}

impl Observation {
    /// About whom.
    pub fn participant(&self) -> AccountId {
        self.participant
    }

    /// For which class.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Whose.
    pub fn trainer(&self) -> AccountId {
        self.trainer
    }

    /// The words; empty where they were taken back.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// When it was written.
    pub fn noted_at(&self) -> Timestamp {
        self.noted_at
    }
}

/// What is kept of a typed note: no control characters, one kind of line end.
///
/// # Errors
/// How many characters it has, if these are too many.
pub(in crate::community) fn tidy(note: &str) -> Result<String, usize> {
    let kept: String = note.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    match kept.chars().count() {
        0..=NOTE_LENGTH => Ok(kept),
        found => Err(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_keeps_its_lines_and_no_more_than_a_thousand_characters() {
        assert_eq!(tidy("  Moderated two groups.\r\nAsked the quiet ones.\u{0} ").unwrap(), "Moderated two groups.\nAsked the quiet ones.");
        assert_eq!(tidy(&"ع".repeat(1000)).unwrap().chars().count(), 1000);
        assert_eq!(tidy(&"ع".repeat(1001)), Err(1001));
    }
}
