//! Trainings: an event or a mentorship of two, with the class versions it pinned.

mod outlook;
pub(crate) mod store;
pub(crate) mod workshop;

pub use outlook::{Warning, outlook};
pub use workshop::{JoinCode, MOST_EXPECTED, NewWorkshop, Next, NotAJoinCode, Progress, Purpose, Workshop};

use super::ReleasedName;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// An event or a mentorship of two: trainers, participants, pinned class versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    id: TrainingId,
    name: String,
    place: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    affiliate: String,
    classes: Vec<(String, String)>,
    trainers: Vec<AccountId>,
}

impl Training {
    pub(crate) fn new(id: TrainingId, asked: &NewTraining, classes: Vec<(String, String)>) -> Self {
        Self {
            id,
            name: asked.name.trim().to_owned(),
            place: asked.place.trim().to_owned(),
            starts_at: asked.starts_at,
            ends_at: asked.ends_at,
            affiliate: asked.affiliate.clone(),
            classes,
            trainers: asked.trainers.clone(),
        }
    }

    /// The id.
    pub fn id(&self) -> TrainingId {
        self.id
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it takes place.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// First instant.
    pub fn starts_at(&self) -> Timestamp {
        self.starts_at
    }

    /// Last instant.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// The affiliate that holds it.
    pub fn affiliate(&self) -> &str {
        &self.affiliate
    }

    /// Slug and version of each class, pinned when the training was made.
    pub fn classes(&self) -> &[(String, String)] {
        &self.classes
    }

    /// Who trains.
    pub fn trainers(&self) -> &[AccountId] {
        &self.trainers
    }

    /// The version of `slug` that this training pinned.
    pub fn pinned(&self, slug: &str) -> Option<&str> {
        self.classes.iter().find(|(class, _)| class == slug).map(|(_, version)| version.as_str())
    }
}

/// Somebody who was put forward in a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Their account.
    pub account: AccountId,
    /// The names that they released for a badge of it; none is normal.
    pub names: Vec<ReleasedName>,
}

/// A training that is not over yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingAhead {
    /// Its id.
    pub id: TrainingId,
    /// Its name.
    pub name: String,
    /// Last instant.
    pub ends_at: Timestamp,
    /// Slugs of the classes it pinned.
    pub classes: Vec<String>,
}

/// A training as asked for; versions are pinned when it is made.
#[derive(Debug, Clone)]
pub struct NewTraining {
    /// Its name.
    pub name: String,
    /// Where it takes place.
    pub place: String,
    /// First instant.
    pub starts_at: Timestamp,
    /// Last instant.
    pub ends_at: Timestamp,
    /// The affiliate that holds it.
    pub affiliate: String,
    /// Slugs of the classes it awards.
    pub classes: Vec<String>,
    /// Who trains; the first one makes it.
    pub trainers: Vec<AccountId>,
}
