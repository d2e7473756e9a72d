//! Drafting a badge class.

use serde::Serialize;

use super::requests::LanguageChoice;
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::register::FilterChoice;
use crate::vocabulary::Timestamp;

/// `/admin/classes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftsPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// Drafts, the last saved first.
    pub lines: Vec<DraftLine>,
}

impl View for DraftsPage {
    const TEMPLATE: &'static str = "steward-drafts.html";
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftLine {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Who saved it last.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// `/admin/classes/new` and `/admin/classes/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// The draft's id and revision; `None` for one that was never saved.
    pub kept: Option<(String, u32)>,
    /// What the loader found, with the field; nothing if it is whole.
    pub faults: Vec<DraftFaultView>,
    /// Fields of text, by name.
    pub texts: DraftTexts,
    /// Capacities, of which some are chosen.
    pub capacities: Vec<FilterChoice>,
    /// Each criterion from different affiliates.
    pub distinct: bool,
    /// How it is renewed: words of the catalogue.
    pub renewals: Vec<FilterChoice>,
    /// Kinds of evidence.
    pub kinds: Vec<FilterChoice>,
    /// Ways in which it is learnt.
    pub learning: Vec<FilterChoice>,
    /// Shapes of the picture.
    pub shapes: Vec<FilterChoice>,
    /// Pictograms of the picture.
    pub pictograms: Vec<FilterChoice>,
    /// Languages of papers.
    pub languages: Vec<LanguageChoice>,
}

impl View for DraftPage {
    const TEMPLATE: &'static str = "steward-draft.html";
}

/// A fault, as the loader says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftFaultView {
    /// The id of its field.
    pub field: &'static str,
    /// An English sentence.
    pub said: String,
}

/// Fields that are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DraftTexts {
    /// Part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it certifies.
    pub description: String,
    /// A criterion on each line.
    pub criteria: String,
    /// Trainers for each criterion.
    pub quorum: String,
    /// A level on each line.
    pub levels: String,
    /// The level that is needed.
    pub required: String,
    /// Months that it is valid.
    pub months: String,
    /// Pieces of evidence.
    pub minimum: String,
    /// What counts as evidence.
    pub evidence: String,
    /// Its colour.
    pub accent: String,
}
