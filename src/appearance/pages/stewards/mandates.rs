//! The register of mandates.

use serde::Serialize;

use super::{ClassChoice, FormFault, Pager};
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::wording::Wording;
use crate::vocabulary::Timestamp;

/// `/admin/mandates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MandatesPage {
    /// Around it.
    pub inside: Inside,
    /// As typed: part of a name, or an account id.
    pub person: String,
    /// As typed: part of an affiliate's name.
    pub affiliate: String,
    /// Names the message `steward-mandates-{…}`.
    pub state: &'static str,
    /// Classes to choose.
    pub classes: Vec<ClassChoice>,
    /// What was found.
    pub lines: Vec<MandateLine>,
    /// How many there are altogether.
    pub total: usize,
    /// The way on.
    pub pager: Pager,
}

impl View for MandatesPage {
    const TEMPLATE: &'static str = "steward-mandates.html";
}

/// A mandate in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MandateLine {
    /// Its id.
    pub id: String,
    /// Whose.
    pub person: String,
    /// What may be attested.
    pub classes: Vec<Wording>,
    /// For which affiliate.
    pub affiliate: String,
    /// First day.
    pub starts_at: Timestamp,
    /// Last day.
    pub last_at: Timestamp,
    /// Names the message `steward-basis-{…}`.
    pub basis: &'static str,
    /// Names the message `steward-mandate-{…}`.
    pub state: &'static str,
    /// In force, and over within 90 days.
    pub ends_soon: bool,
}

/// `/admin/mandates/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MandatePage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// The mandate.
    pub line: MandateLine,
    /// Whose, for their own page of mandates.
    pub account: String,
    /// Who decided it, and where that is written.
    pub decision: Option<String>,
    /// The steward who gave it.
    pub given_by: Option<String>,
    /// The trainer badge it rests on.
    pub credential: Option<String>,
    /// Trainings that could not go on as announced without it.
    pub trainings: Vec<TrainingLine>,
    /// It can still be ended.
    pub can_end: bool,
    /// It can be paused.
    pub can_pause: bool,
    /// It can be used again.
    pub can_resume: bool,
}

impl View for MandatePage {
    const TEMPLATE: &'static str = "steward-mandate.html";
}

/// A training that rests on a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingLine {
    /// Its name.
    pub name: String,
    /// Its last instant.
    pub ends_at: Timestamp,
}

/// `/admin/mandates/new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewMandatePage {
    /// Around it.
    pub inside: Inside,
    /// Whether the steward proved a moment ago who they are.
    pub fresh: bool,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// As typed: a user name, a name or an account id.
    pub person: String,
    /// As typed.
    pub affiliate: String,
    /// Classes to choose.
    pub classes: Vec<ClassChoice>,
    /// As typed: the first day.
    pub from: String,
    /// As typed: the last day.
    pub until: String,
    /// It starts a class that nobody holds yet.
    pub founding: bool,
    /// As typed.
    pub decision: String,
}

impl View for NewMandatePage {
    const TEMPLATE: &'static str = "steward-mandate-new.html";
}
