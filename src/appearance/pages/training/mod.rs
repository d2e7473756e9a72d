//! Pages of trainings, for those who train in them.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::wording::Wording;
use crate::community::attestation::Workshop;
use crate::vocabulary::Timestamp;

pub mod making;
pub mod people;
pub mod printing;

/// What every page of a training says above its own: templates show it by `training-parts.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingHead {
    /// The id, for addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it takes place; empty if nobody said.
    pub place: String,
    /// First day.
    pub starts_at: Timestamp,
    /// Last day.
    pub ends_at: Timestamp,
    /// Whether nothing of it is ever issued.
    pub rehearsal: bool,
}

impl From<&Workshop> for TrainingHead {
    fn from(workshop: &Workshop) -> Self {
        let training = workshop.training();
        Self {
            id: training.id().to_string(),
            name: training.name().to_owned(),
            place: training.place().to_owned(),
            starts_at: training.starts_at(),
            ends_at: training.ends_at(),
            rehearsal: workshop.is_rehearsal(),
        }
    }
}

/// `/training`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingsPage {
    /// What surrounds it.
    pub inside: Inside,
    /// Trainings that are not over, the next one first.
    pub upcoming: Vec<TrainingLine>,
    /// Trainings that are over, the latest first.
    pub past: Vec<TrainingLine>,
}

impl View for TrainingsPage {
    const TEMPLATE: &'static str = "trainings.html";
}

/// One training in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingLine {
    /// Which.
    pub head: TrainingHead,
    /// How many people joined.
    pub joined: u32,
    /// Names the message `training-next-{…}`.
    pub next: &'static str,
}

/// `/training/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingPage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// Names the message `training-next-{…}`.
    pub next: &'static str,
    /// How far it is.
    pub progress: ProgressView,
    /// Whether people join by the slide, and until when.
    pub joining: JoiningView,
    /// What it awards.
    pub classes: Vec<ClassView>,
    /// Who trains.
    pub trainers: Vec<TrainerView>,
    /// What will be missing.
    pub warnings: Vec<WarningView>,
    /// For the form that changes it.
    pub from: String,
    /// For the form that changes it.
    pub until: String,
    /// What was wrong with the last form.
    pub faults: Vec<FormFault>,
}

impl View for TrainingPage {
    const TEMPLATE: &'static str = "training.html";
}

/// Counts of one training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgressView {
    /// People who joined.
    pub joined: u32,
    /// People expected.
    pub expected: u32,
    /// People whose names nobody confirmed.
    pub unconfirmed: u32,
    /// People for whom something is ticked.
    pub ticked: u32,
    /// Badges that people can get.
    pub nominated: u32,
    /// Badges issued.
    pub issued: u32,
}

/// How people join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JoiningView {
    /// Whether the slide still lets people join.
    pub open: bool,
    /// Until when, or since when not.
    pub closes_at: Timestamp,
    /// The whole address.
    pub address: String,
    /// The code in it.
    pub code: String,
}

/// A class version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassView {
    /// Its name.
    pub name: Wording,
    /// Its slug, for forms.
    pub slug: String,
    /// Its version.
    pub version: String,
    /// Its page.
    pub address: String,
}

/// Somebody who trains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainerView {
    /// For forms.
    pub id: String,
    /// What they are called.
    pub called: String,
    /// Whether it is the reader.
    pub you: bool,
}

/// Something that will be missing; `kind` names the message `training-warning-{…}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WarningView {
    /// What kind.
    pub kind: &'static str,
    /// Which trainer, or empty.
    pub who: String,
    /// Which class.
    pub class: Option<Wording>,
    /// When.
    pub at: Option<Timestamp>,
    /// How many trainers it needs.
    pub needed: u32,
}

/// Something wrong in a form; `code` names the message `training-fault-{…}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormFault {
    /// The id of the field.
    pub field: &'static str,
    /// What is wrong.
    pub code: &'static str,
    /// What was typed, where it helps.
    pub typed: String,
}
