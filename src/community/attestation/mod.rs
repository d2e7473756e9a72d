//! Nominations and attestations: what a trainer says about a person, criterion by criterion.
//!
//! A [`Nomination`] puts a person forward for a class version. An [`Attestation`] says that they met
//! named criteria; it is made only from an [`Authority`](super::people::Authority), never about
//! oneself, and never silently changed: it can be withdrawn. [`Standing`] counts who said what;
//! [`Eligible`] is the proof, counted inside the recording transaction, that nothing is missing.

mod attest;
pub mod co_attester;
pub mod observation;
pub mod participation;
pub mod picture;
mod quorum;
pub(crate) mod release;
pub mod roll;
pub(crate) mod store;
pub mod tick;
pub(crate) mod training;

pub use attest::{AttestError, Attestation, CriteriaMet, CriterionMet, Evidence, NARRATIVE_LENGTH};
pub use participation::{CameBy, Chosen, Joining, Participation, PutForward};
pub use quorum::{CriterionStanding, Eligible, NotEligible, Standing, level_reached};
pub use release::{ConfirmedBy, Disclosure, EmailForm, EmailRelease, MOST_NAMES, Release, ReleaseFault, ReleasedName};
pub use training::{
    JoinCode, MOST_EXPECTED, NewTraining, NewWorkshop, Next, NotAJoinCode, Participant, Progress, Purpose, Training, TrainingAhead,
    Warning, Workshop, outlook,
};

use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};
use crate::vocabulary::{LanguageTag, Timestamp};

/// A person put forward for a class version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nomination {
    id: NominationId,
    holder: AccountId,
    slug: String,
    version: String,
    issuer: String,
    training: Option<TrainingId>,
    language: LanguageTag,
    created_at: Timestamp,
    state: NominationState,
}

/// A nomination as asked for.
#[derive(Debug, Clone)]
pub struct NewNomination {
    /// The person put forward.
    pub holder: AccountId,
    /// Slug of the class.
    pub slug: String,
    /// Its version; the current one if not said.
    pub version: Option<String>,
    /// Slug of the issuer that will sign.
    pub issuer: String,
    /// The training it belongs to; then the version is the one pinned there.
    pub training: Option<TrainingId>,
    /// The language to sign.
    pub language: LanguageTag,
    /// Who puts the person forward.
    pub by: Option<AccountId>,
    /// What the first edition may say.
    pub release: Release,
}

/// Whether more can be said about a nomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NominationState {
    /// Attestations are taken.
    Open,
    /// Recorded, or withdrawn.
    Closed {
        /// Since when.
        at: Timestamp,
    },
}

impl Nomination {
    pub(in crate::community) fn new(id: NominationId, asked: &NewNomination, version: &str, now: Timestamp) -> Self {
        Self {
            id,
            holder: asked.holder,
            slug: asked.slug.clone(),
            version: version.to_owned(),
            issuer: asked.issuer.clone(),
            training: asked.training,
            language: asked.language.clone(),
            created_at: now,
            state: NominationState::Open,
        }
    }

    /// The id.
    pub fn id(&self) -> NominationId {
        self.id
    }

    /// The person put forward.
    pub fn holder(&self) -> AccountId {
        self.holder
    }

    /// Slug of the class.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Version of the class, fixed at nomination.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Slug of the issuer that will sign.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The training it belongs to.
    pub fn training(&self) -> Option<TrainingId> {
        self.training
    }

    /// The language that will be signed.
    pub fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// When it was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Whether attestations are still taken.
    pub fn state(&self) -> NominationState {
        self.state
    }
}
