//! Ticks: what one trainer saw of one person in the room, criterion by criterion.
//!
//! A tick is its trainer's alone and no attestation yet: it may be taken back, and nobody counts it for
//! a quorum. Ticks come late and more than once, from a phone without signal or from paper, so the one
//! that was *made* last stands, whatever arrives last; the same one again changes nothing. What an
//! attestation was made of changes only once that was withdrawn.

pub(crate) mod store;

use super::Training;
use crate::community::catalog::{BadgeClass, Criterion, Level, Rubric};
use crate::platform::database::StoreError;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, AttestationId, TrainingId};

/// What a trainer says about one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Met, at a level where the class has levels.
    Met {
        /// Id of the level; `None` means as the class requires it.
        level: Option<String>,
    },
    /// Shown, below the level at which the class is awarded.
    Below {
        /// Id of the level.
        level: String,
    },
    /// Nothing, or taken back.
    NotYet,
}

impl Seen {
    /// What it means that a box stands ticked, or a level is chosen.
    ///
    /// # Errors
    /// [`TickError::UnknownCriterion`] or [`TickError::UnknownLevel`].
    pub fn of(class: &BadgeClass, criterion: &str, ticked: Option<Option<&str>>) -> Result<Self, TickError> {
        if !class.criteria().iter().any(|known| known.id() == criterion) {
            let known = class.criteria().iter().map(Criterion::id).collect::<Vec<_>>().join(", ");
            return Err(TickError::UnknownCriterion { class: class.slug().to_owned(), criterion: criterion.to_owned(), known });
        }
        let Some(level) = ticked else { return Ok(Self::NotYet) };
        let Some(level) = level else { return Ok(Self::Met { level: None }) };
        let place = class.rubric().and_then(|rubric| Some((rubric.position(level)?, rubric.position(rubric.required())?)));
        match place {
            Some((place, required)) if place < required => Ok(Self::Below { level: level.to_owned() }),
            Some(_) => Ok(Self::Met { level: Some(level.to_owned()) }),
            None => {
                let levels = class.rubric().map_or(&[][..], Rubric::levels);
                let known = levels.iter().map(Level::id).collect::<Vec<_>>().join(", ");
                Err(TickError::UnknownLevel { class: class.slug().to_owned(), level: level.to_owned(), known })
            }
        }
    }

    /// Whether it counts for the badge once it is attested.
    pub fn is_met(&self) -> bool {
        matches!(self, Self::Met { .. })
    }

    /// The level, where one was said.
    pub fn level(&self) -> Option<&str> {
        match self {
            Self::Met { level } => level.as_deref(),
            Self::Below { level } => Some(level),
            Self::NotYet => None,
        }
    }
}

/// From where a tick came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameFrom {
    /// Ticked on a screen.
    Phone,
    /// Read from the room sheet.
    Paper,
}

impl CameFrom {
    /// The word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Paper => "paper",
        }
    }
}

/// A tick as a trainer makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked {
    /// Slug of a class that the training pinned.
    pub slug: String,
    /// Id of a criterion of it.
    pub criterion: String,
    /// What was seen: nothing for a tick that is taken back, else the level, if one was said.
    pub ticked: Option<Option<String>>,
    /// When, by the trainer's device; never later than now.
    pub at: Timestamp,
}

/// A tick that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    participant: AccountId,
    slug: String,
    criterion: String,
    trainer: AccountId,
    seen: Seen,
    came_from: CameFrom,
    ticked_at: Timestamp,
    attestation: Option<AttestationId>,
    standing: Standing,
}

/// Whether a tick may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Free,
    Attested,
}

impl Tick {
    /// About whom.
    pub fn participant(&self) -> AccountId {
        self.participant
    }

    /// Of which class.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Which criterion.
    pub fn criterion(&self) -> &str {
        &self.criterion
    }

    /// Whose.
    pub fn trainer(&self) -> AccountId {
        self.trainer
    }

    /// What was seen.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// From where it came.
    pub fn came_from(&self) -> CameFrom {
        self.came_from
    }

    /// When it was made.
    pub fn ticked_at(&self) -> Timestamp {
        self.ticked_at
    }

    /// The attestation that was made of it, standing or withdrawn.
    pub fn attestation(&self) -> Option<AttestationId> {
        self.attestation
    }

    /// Whether a standing attestation holds it as it is.
    pub fn is_attested(&self) -> bool {
        self.standing == Standing::Attested
    }
}

/// What became of a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// It says what was there.
    Same,
    /// Another one, made later, says something else and stands.
    LaterStands,
    /// An attestation was made of another one, which stands.
    Attested,
}

/// Why ticks were refused. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum TickError {
    /// No such training.
    #[error("there is no training {0}")]
    NoTraining(TrainingId),
    /// Somebody else's training.
    #[error("only its trainers tick in a training")]
    NotATrainer,
    /// Nobody of this id takes part.
    #[error("this person does not take part in this training")]
    NoParticipant,
    /// Nobody ticks for themselves.
    #[error("nobody ticks their own criteria: ask another trainer")]
    Oneself,
    /// The training does not award it.
    #[error("this training has no badge class {0:?}")]
    NoClass(String),
    /// The class has no such criterion.
    #[error("{class:?} has no criterion {criterion:?}; it has {known}")]
    UnknownCriterion {
        /// The class.
        class: String,
        /// What was ticked.
        criterion: String,
        /// What there is.
        known: String,
    },
    /// The class has no such level.
    #[error("{class:?} has no level {level:?}; it has {known}")]
    UnknownLevel {
        /// The class.
        class: String,
        /// What was chosen.
        level: String,
        /// What there is.
        known: String,
    },
    /// A note of too many words.
    #[error("a note has at most 1000 characters, this one has {found}")]
    LongNote {
        /// How many it has.
        found: usize,
    },
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What may be said by `trainer` about `participant` in `training`.
///
/// # Errors
/// [`TickError::NotATrainer`] or [`TickError::Oneself`].
pub(in crate::community) fn may_tick(training: &Training, trainer: AccountId, participant: AccountId) -> Result<(), TickError> {
    if !training.trainers().contains(&trainer) {
        return Err(TickError::NotATrainer);
    }
    if trainer == participant {
        return Err(TickError::Oneself);
    }
    Ok(())
}

/// What becomes of a tick made at `at` that says `seen`, where `before` stands.
pub(in crate::community) fn decide(before: Option<&Tick>, seen: &Seen, at: Timestamp) -> Outcome {
    match before {
        None if *seen == Seen::NotYet => Outcome::Same,
        None => Outcome::Kept,
        Some(before) if before.seen == *seen => Outcome::Same,
        Some(before) if before.is_attested() => Outcome::Attested,
        Some(before) if before.ticked_at > at => Outcome::LaterStands,
        Some(_) => Outcome::Kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::catalog::Catalog;
    use crate::vocabulary::Id;

    fn tick(seen: Seen, at: i64, standing: Standing) -> Tick {
        Tick {
            participant: Id::from_bytes([1; 16]),
            slug: "facilitator".to_owned(),
            criterion: "clarifies-purpose".to_owned(),
            trainer: Id::from_bytes([2; 16]),
            seen,
            came_from: CameFrom::Phone,
            ticked_at: Timestamp::from_ms(at),
            attestation: None,
            standing,
        }
    }

    fn met(level: &str) -> Seen {
        Seen::Met { level: Some(level.to_owned()) }
    }

    #[test]
    fn a_level_below_the_required_one_is_seen_but_not_met() {
        let catalog = Catalog::embedded().unwrap();
        let class = catalog.class("facilitator").unwrap();
        let of = |level| Seen::of(class, "clarifies-purpose", Some(level)).unwrap();
        assert_eq!(of(Some("supported")), Seen::Below { level: "supported".to_owned() });
        assert_eq!(of(Some("independent")), met("independent"));
        assert_eq!(of(Some("guides-others")), met("guides-others"));
        assert_eq!(of(None), Seen::Met { level: None });
        assert_eq!(Seen::of(class, "clarifies-purpose", None).unwrap(), Seen::NotYet);
        let refused = Seen::of(class, "clarifies-purpose", Some(Some("expert"))).unwrap_err().to_string();
        assert_eq!(refused, "\"facilitator\" has no level \"expert\"; it has supported, independent, guides-others");
        assert!(matches!(Seen::of(class, "sings", None), Err(TickError::UnknownCriterion { .. })));
    }

    #[test]
    fn the_tick_that_was_made_last_stands_whatever_arrives_last() {
        let before = tick(met("independent"), 1000, Standing::Free);
        let at = |ms, seen: &Seen| decide(Some(&before), seen, Timestamp::from_ms(ms));
        assert_eq!(at(999, &Seen::NotYet), Outcome::LaterStands);
        assert_eq!(at(1000, &Seen::NotYet), Outcome::Kept);
        assert_eq!(at(1001, &met("guides-others")), Outcome::Kept);
        for ms in [0, 1000, 2000] {
            assert_eq!(at(ms, &met("independent")), Outcome::Same, "the same again changes nothing");
        }
        assert_eq!(decide(None, &Seen::NotYet, Timestamp::from_ms(1)), Outcome::Same, "there is nothing to take back");
        assert_eq!(decide(None, &met("independent"), Timestamp::from_ms(1)), Outcome::Kept);
    }

    #[test]
    fn what_was_attested_stands() {
        let before = tick(met("independent"), 1000, Standing::Attested);
        assert_eq!(decide(Some(&before), &Seen::NotYet, Timestamp::from_ms(2000)), Outcome::Attested);
        assert_eq!(decide(Some(&before), &met("independent"), Timestamp::from_ms(2000)), Outcome::Same);
    }
}
