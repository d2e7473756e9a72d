//! Counting: per criterion, how many distinct trainers, from how many affiliates.
//!
//! Four places count, on purpose: here for people to see what is missing, here again inside the
//! recording transaction, the database's trigger on `credential`, and the independent re-count of
//! `insignia check --data`. They share no code.

use std::collections::BTreeSet;

use crate::community::catalog::{BadgeClass, Level};
use crate::vocabulary::ids::{AttestationId, NominationId};

use super::{Attestation, CriterionMet, Nomination, NominationState};

/// How far one criterion is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionStanding {
    /// Id of the criterion.
    pub criterion: String,
    /// Distinct trainers who attested it.
    pub trainers: usize,
    /// Distinct affiliates they attested for.
    pub affiliates: usize,
    /// Trainers needed.
    pub quorum: u32,
    /// Whether they must be of as many affiliates.
    pub distinct_affiliates: bool,
}

impl CriterionStanding {
    /// Nothing is missing.
    pub fn is_met(&self) -> bool {
        let needed = usize::try_from(self.quorum).unwrap_or(usize::MAX);
        self.trainers >= needed && (!self.distinct_affiliates || self.affiliates >= needed)
    }
}

/// How far a nomination is, criterion by criterion, in the class's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    criteria: Vec<CriterionStanding>,
}

impl Standing {
    /// Counts `attestations` for `class`; withdrawn ones, the holder's own, and words on a level
    /// below the one at which the class is awarded do not count.
    pub fn count(class: &BadgeClass, attestations: &[Attestation]) -> Self {
        Self::count_from(class, attestations, required(class))
    }

    /// The same, of words on the level at this place of the rubric or above.
    fn count_from(class: &BadgeClass, attestations: &[Attestation], least: usize) -> Self {
        let place = |met: &CriterionMet| match (class.rubric(), &met.level) {
            (Some(rubric), Some(level)) => rubric.position(level).unwrap_or(0),
            // Without a level, a criterion is met as the class requires it.
            (Some(_) | None, _) => required(class),
        };
        let counted = || attestations.iter().filter(|a| a.withdrawn_at.is_none() && a.trainer != a.holder);
        let criteria = class.criteria().iter().map(|criterion| {
            let saying = || counted().filter(|a| a.criteria.iter().any(|met| met.criterion == criterion.id() && place(met) >= least));
            CriterionStanding {
                criterion: criterion.id().to_owned(),
                trainers: saying().map(|a| a.trainer).collect::<BTreeSet<_>>().len(),
                affiliates: saying().map(|a| a.affiliate.as_str()).collect::<BTreeSet<_>>().len(),
                quorum: criterion.quorum(),
                distinct_affiliates: criterion.distinct_affiliates(),
            }
        });
        Self { criteria: criteria.collect() }
    }

    /// Every criterion.
    pub fn criteria(&self) -> &[CriterionStanding] {
        &self.criteria
    }

    /// Criteria that still miss something.
    pub fn missing(&self) -> impl Iterator<Item = &CriterionStanding> {
        self.criteria.iter().filter(|c| !c.is_met())
    }

    /// Every criterion has its quorum.
    pub fn is_complete(&self) -> bool {
        !self.criteria.is_empty() && self.missing().next().is_none()
    }
}

/// The place of the lowest level at which a class is awarded; 0 where it tells no levels apart.
fn required(class: &BadgeClass) -> usize {
    class.rubric().and_then(|rubric| rubric.position(rubric.required())).unwrap_or(0)
}

/// The highest level on which every criterion has its quorum: nobody is certified above what as many
/// trainers attested as the class wants. `None` where the class tells no levels apart.
pub fn level_reached<'c>(class: &'c BadgeClass, attestations: &[Attestation]) -> Option<&'c Level> {
    let levels = class.rubric()?.levels();
    let reached = (1..=levels.len()).rev().find(|place| Standing::count_from(class, attestations, *place).is_complete());
    levels.get(reached.unwrap_or(0).max(required(class)).checked_sub(1)?)
}

/// Proof that a nomination had every quorum when it was counted inside the recording transaction.
///
/// It holds what was counted. There is no other way to one:
/// ```compile_fail
/// # use insignia::community::attestation::{Attestation, Eligible, Nomination};
/// fn forge(nomination: Nomination, attestations: Vec<Attestation>) -> Eligible {
///     Eligible { nomination, attestations }
/// }
/// ```
/// ```
/// # use insignia::community::attestation::{Attestation, Eligible, Nomination};
/// fn read(eligible: &Eligible) -> (&Nomination, &[Attestation]) {
///     (eligible.nomination(), eligible.attestations())
/// }
/// ```
#[derive(Debug)]
pub struct Eligible {
    nomination: Nomination,
    attestations: Vec<Attestation>,
}

/// Why a nomination cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEligible {
    /// No such nomination.
    #[error("there is no nomination {0}")]
    Unknown(NominationId),
    /// Withdrawn.
    #[error("the nomination was withdrawn or is already recorded")]
    Closed,
    /// Criteria without quorum.
    #[error("not yet: {}", missing.join("; "))]
    Missing {
        /// One sentence per criterion.
        missing: Vec<String>,
    },
    /// The class version is not in the catalogue any more.
    #[error("the catalogue has no {0}")]
    NoClass(String),
}

impl Eligible {
    /// Counts; `pub(super)` because only the store calls it, with rows it read inside the
    /// transaction that records.
    pub(super) fn count(nomination: Nomination, class: &BadgeClass, attestations: Vec<Attestation>) -> Result<Self, NotEligible> {
        if nomination.state != NominationState::Open {
            return Err(NotEligible::Closed);
        }
        let standing = Standing::count(class, &attestations);
        if standing.is_complete() {
            let attestations = attestations.into_iter().filter(|a| a.withdrawn_at.is_none()).collect();
            return Ok(Self { nomination, attestations });
        }
        Err(NotEligible::Missing { missing: standing.missing().map(say_missing).collect() })
    }

    /// What was counted for.
    pub fn nomination(&self) -> &Nomination {
        &self.nomination
    }

    /// The attestations that counted, oldest first.
    pub fn attestations(&self) -> &[Attestation] {
        &self.attestations
    }

    /// Their ids.
    pub fn attestation_ids(&self) -> impl Iterator<Item = AttestationId> {
        self.attestations.iter().map(Attestation::id)
    }
}

fn say_missing(standing: &CriterionStanding) -> String {
    let (have, need) = (standing.trainers, standing.quorum);
    let affiliates = if standing.distinct_affiliates { " from different affiliates" } else { "" };
    format!("{}: {have} of {need} trainers{affiliates}", standing.criterion)
}
