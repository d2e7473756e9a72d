//! Making an attestation: the only way from a trainer's word to a row.

use crate::community::catalog::{BadgeClass, Criterion, Level, Rubric};
use crate::community::people::{Account, Authority, NotEntitled, ShownAs};
use crate::platform::database::StoreError;
use crate::vocabulary::ids::{AccountId, AttestationId, MandateId, NominationId};
use crate::vocabulary::{Chance, Timestamp};

use super::{Nomination, NominationState};

/// Characters of a statement or an evidence narrative at most.
pub const NARRATIVE_LENGTH: usize = 4000;

/// A trainer's statement that a person met named criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    pub(super) id: AttestationId,
    pub(super) nomination: NominationId,
    pub(super) holder: AccountId,
    pub(super) trainer: AccountId,
    pub(super) mandate: MandateId,
    pub(super) affiliate: String,
    pub(super) criteria: Vec<CriterionMet>,
    pub(super) statement: String,
    pub(super) evidence: Vec<Evidence>,
    pub(super) shown_as: ShownAs,
    pub(super) attested_at: Timestamp,
    pub(super) withdrawn_at: Option<Timestamp>,
}

/// One criterion that was met, at which level of its rubric.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CriterionMet {
    /// Id of the criterion in the class version.
    pub criterion: String,
    /// Id of the rubric level, where the class has a rubric.
    pub level: Option<String>,
}

/// What a trainer saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where it can be seen.
    pub url: Option<String>,
    /// What was seen, in words.
    pub narrative: String,
}

/// Criteria of one class version, at least one, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriteriaMet(Vec<CriterionMet>);

/// Why an attestation was refused. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum AttestError {
    /// The trainer has no right to.
    #[error(transparent)]
    NotEntitled(#[from] NotEntitled),
    /// Nobody attests for themselves.
    #[error("nobody can attest their own skill: ask another trainer")]
    Oneself,
    /// The authority is over another class.
    #[error("the nomination is for {nominated}, the authority is over {authorised}")]
    OtherClass {
        /// Class and version nominated.
        nominated: String,
        /// Class and version of the authority.
        authorised: String,
    },
    /// Recorded or withdrawn.
    #[error("the nomination is closed: nothing more can be attested for it")]
    Closed,
    /// No criterion.
    #[error("no criterion was ticked")]
    Nothing,
    /// A criterion that the class version does not have.
    #[error("{class} has no criterion {criterion:?}; it has {known}")]
    UnknownCriterion {
        /// Slug.
        class: String,
        /// What was given.
        criterion: String,
        /// The criteria there are.
        known: String,
    },
    /// A level that the rubric does not have.
    #[error("{class} has no level {level:?}; it has {known}")]
    UnknownLevel {
        /// Slug.
        class: String,
        /// What was given.
        level: String,
        /// The levels there are.
        known: String,
    },
    /// A level below the one at which the badge is awarded.
    #[error("{class} is awarded from the level {required:?} on: {criterion:?} at the level {level:?} is not met yet")]
    BelowRequired {
        /// Slug.
        class: String,
        /// The criterion.
        criterion: String,
        /// What was given.
        level: String,
        /// The lowest level that counts.
        required: String,
    },
    /// Less evidence than the class asks for.
    #[error("{class} asks for evidence with each attestation, at least {needed}; here is {found}: say what was seen, or where")]
    TooLittleEvidence {
        /// Slug.
        class: String,
        /// Pieces that the class asks for.
        needed: u32,
        /// Pieces that were given.
        found: usize,
    },
    /// Twice the same.
    #[error("the criterion {0:?} was ticked twice")]
    Twice(String),
    /// Attested earlier by the same trainer.
    #[error("you attested the criterion {0:?} before; withdraw that attestation to say something else")]
    Before(String),
    /// Words missing.
    #[error("say in a few words what you saw")]
    NoStatement,
    /// Too many words.
    #[error("a text has {found} characters; at most 4,000 are kept")]
    LongText {
        /// How many.
        found: usize,
    },
    /// Not a web address.
    #[error("{0:?} is not a web address: evidence links start with https://")]
    NotALink(String),
    /// No such nomination.
    #[error("there is no such nomination")]
    NoNomination,
    /// No such person.
    #[error("there is no such trainer")]
    NoTrainer,
    /// The class version is not in the catalogue.
    #[error("the catalogue has no {0}")]
    NoClass(String),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CriteriaMet {
    /// Criteria of `class`, as ticked.
    ///
    /// # Errors
    /// [`AttestError`] for none, an unknown one, one twice, an unknown level, or one below the level
    /// at which the class is awarded.
    pub fn of(class: &BadgeClass, ticked: Vec<CriterionMet>) -> Result<Self, AttestError> {
        let mut met = ticked;
        met.sort();
        if met.is_empty() {
            return Err(AttestError::Nothing);
        }
        if let Some(twice) = met.windows(2).find(|pair| pair[0].criterion == pair[1].criterion) {
            return Err(AttestError::Twice(twice[0].criterion.clone()));
        }
        for one in &met {
            check_criterion(class, one)?;
        }
        Ok(Self(met))
    }
}

impl CriteriaMet {
    /// If this trainer's earlier attestations said exactly this, the one that did.
    ///
    /// # Errors
    /// [`AttestError::Before`] if they said a part of it: an attestation is not added to.
    pub(in crate::community) fn said_before(&self, own: impl Iterator<Item = Attestation>) -> Result<Option<Attestation>, AttestError> {
        for earlier in own {
            if earlier.criteria == self.0 {
                return Ok(Some(earlier));
            }
            if let Some(again) = self.0.iter().find(|met| earlier.criteria.iter().any(|e| e.criterion == met.criterion)) {
                return Err(AttestError::Before(again.criterion.clone()));
            }
        }
        Ok(None)
    }
}

fn check_criterion(class: &BadgeClass, met: &CriterionMet) -> Result<(), AttestError> {
    let named = |ids: Vec<&str>| ids.join(", ");
    if !class.criteria().iter().any(|c| c.id() == met.criterion) {
        return Err(AttestError::UnknownCriterion {
            class: class.slug().to_owned(),
            criterion: met.criterion.clone(),
            known: named(class.criteria().iter().map(Criterion::id).collect()),
        });
    }
    let Some(level) = &met.level else { return Ok(()) };
    let levels = class.rubric().map_or(&[][..], Rubric::levels);
    if !levels.iter().any(|l| l.id() == level) {
        return Err(AttestError::UnknownLevel {
            class: class.slug().to_owned(),
            level: level.clone(),
            known: named(levels.iter().map(Level::id).collect()),
        });
    }
    match class.rubric() {
        Some(rubric) if rubric.position(level) < rubric.position(rubric.required()) => Err(AttestError::BelowRequired {
            class: class.slug().to_owned(),
            criterion: met.criterion.clone(),
            level: level.clone(),
            required: rubric.required().to_owned(),
        }),
        Some(_) | None => Ok(()),
    }
}

impl Evidence {
    /// Checks what a trainer typed.
    ///
    /// # Errors
    /// [`AttestError`] if it says nothing, too much, or links to something that is no web page.
    pub fn new(url: Option<&str>, narrative: &str) -> Result<Self, AttestError> {
        let narrative = text(narrative)?;
        let url = url.map(str::trim).filter(|u| !u.is_empty());
        if let Some(link) = url {
            let parsed = url::Url::parse(link).ok().filter(|u| u.scheme() == "https" && u.host_str().is_some());
            if parsed.is_none() || link.len() > 2000 {
                return Err(AttestError::NotALink(link.chars().take(80).collect()));
            }
        }
        if narrative.is_empty() && url.is_none() {
            return Err(AttestError::NoStatement);
        }
        Ok(Self { url: url.map(str::to_owned), narrative })
    }
}

impl Evidence {
    /// As much as `class` asks for with each attestation.
    ///
    /// # Errors
    /// [`AttestError::TooLittleEvidence`].
    pub fn require_enough(seen: &[Self], class: &BadgeClass) -> Result<(), AttestError> {
        let needed = class.evidence().minimum();
        if seen.len() < usize::try_from(needed).unwrap_or(usize::MAX) {
            return Err(AttestError::TooLittleEvidence { class: class.slug().to_owned(), needed, found: seen.len() });
        }
        Ok(())
    }
}

fn text(typed: &str) -> Result<String, AttestError> {
    let kept: String = typed.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    match kept.chars().count() {
        0..=NARRATIVE_LENGTH => Ok(kept),
        found => Err(AttestError::LongText { found }),
    }
}

impl Authority<'_> {
    /// Attests: uses this authority up.
    ///
    /// # Errors
    /// [`AttestError`]: one's own badge, another class, a closed nomination, too little evidence, or
    /// no words.
    pub fn attest(
        self,
        nomination: &Nomination,
        met: CriteriaMet,
        statement: &str,
        evidence: Vec<Evidence>,
        chance: &Chance,
    ) -> Result<Attestation, AttestError> {
        let (class, trainer) = (self.class(), self.trainer());
        if trainer.id() == nomination.holder {
            return Err(AttestError::Oneself);
        }
        if class.slug() != nomination.slug || class.version() != nomination.version {
            return Err(AttestError::OtherClass {
                nominated: format!("{} {}", nomination.slug, nomination.version),
                authorised: format!("{} {}", class.slug(), class.version()),
            });
        }
        if nomination.state != NominationState::Open {
            return Err(AttestError::Closed);
        }
        Evidence::require_enough(&evidence, class)?;
        let statement = text(statement)?;
        if statement.is_empty() && evidence.is_empty() {
            return Err(AttestError::NoStatement);
        }
        Ok(Attestation {
            id: chance.id(),
            nomination: nomination.id,
            holder: nomination.holder,
            trainer: trainer.id(),
            mandate: self.mandate().id(),
            affiliate: self.mandate().affiliate().to_owned(),
            criteria: met.0,
            statement,
            evidence,
            shown_as: trainer.shown_as(),
            attested_at: self.at(),
            withdrawn_at: None,
        })
    }
}

impl Attestation {
    /// The id; public, part of the record's address.
    pub fn id(&self) -> AttestationId {
        self.id
    }

    /// About which nomination.
    pub fn nomination(&self) -> NominationId {
        self.nomination
    }

    /// About whom.
    pub fn holder(&self) -> AccountId {
        self.holder
    }

    /// By whom.
    pub fn trainer(&self) -> AccountId {
        self.trainer
    }

    /// By which right.
    pub fn mandate(&self) -> MandateId {
        self.mandate
    }

    /// For which affiliate.
    pub fn affiliate(&self) -> &str {
        &self.affiliate
    }

    /// What was met.
    pub fn criteria(&self) -> &[CriterionMet] {
        &self.criteria
    }

    /// The trainer's words.
    pub fn statement(&self) -> &str {
        &self.statement
    }

    /// What was seen.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// When.
    pub fn attested_at(&self) -> Timestamp {
        self.attested_at
    }

    /// When it was taken back, if it was.
    pub fn withdrawn_at(&self) -> Option<Timestamp> {
        self.withdrawn_at
    }

    /// How its trainer agreed to be shown when it was made.
    pub fn shown_as(&self) -> ShownAs {
        self.shown_as
    }

    /// What the public record may call the trainer, as agreed when it was made.
    pub fn trainer_shown<'a>(&self, trainer: &'a Account) -> Option<&'a str> {
        match self.shown_as {
            ShownAs::Name => trainer.display_name(),
            ShownAs::UserName => trainer.user_name(),
            ShownAs::Affiliate => None,
        }
    }
}
