//! Drafting a badge class.

use serde::Serialize;

use super::ClassChoice;
use super::draft_faults::Place;
use super::requests::LanguageChoice;
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::register::FilterChoice;
use crate::appearance::pages::wording::{Told, Wording};
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
    /// Classes of which a new version can be drafted.
    pub classes: Vec<ClassChoice>,
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
    /// Its version, where it is a new one of a class that there is.
    pub version: Option<String>,
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
    /// The released version that it replaces, and the name of that class.
    pub replaces: Option<Replaced>,
    /// What is wrong, with the field; nothing if it is whole.
    pub faults: Vec<DraftFaultView>,
    /// Fields of text, by name.
    pub texts: DraftTexts,
    /// Capacities, of which some are chosen.
    pub capacities: Vec<FilterChoice>,
    /// From which level on each chosen capacity is certified, where there are levels.
    pub certified: Vec<CertifiedView>,
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
    /// How its texts stand in other languages.
    pub languages: Vec<TextsLine>,
    /// Languages in which it can be looked at.
    pub looks: Vec<LanguageChoice>,
}

impl View for DraftPage {
    const TEMPLATE: &'static str = "steward-draft.html";
}

/// What a new version replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// The class.
    pub name: Wording,
    /// The version.
    pub version: String,
    /// What changes against it; nothing while the draft has faults, or says the same.
    pub changes: Vec<ChangeLine>,
}

/// One thing that changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangeLine {
    /// Names the message `draft-{…}`.
    pub field: &'static str,
    /// What the released version says.
    pub before: Vec<Wording>,
    /// What the draft says.
    pub now: Vec<Wording>,
}

/// A chosen capacity and its level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertifiedView {
    /// `scheme/code`.
    pub capacity: String,
    /// Its name.
    pub name: Wording,
    /// The levels; the empty one is "every award".
    pub levels: Vec<FilterChoice>,
}

/// How the texts of a draft stand in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextsLine {
    /// The language, with its name in itself.
    pub language: LanguageChoice,
    /// The direction in which it is written.
    pub dir: &'static str,
    /// How many texts there are in English.
    pub total: usize,
    /// How many of them it lacks.
    pub missing: usize,
    /// How many are older than the English text.
    pub outdated: usize,
}

/// A fault: [`draft_faults`](super::draft_faults) makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftFaultView {
    /// The id of its field.
    pub field: String,
    /// What its field is called.
    pub place: Place,
    /// Names the message `draft-fault-{…}`.
    pub told: Told,
}

/// What kind of text a part of a class is, as `draft-{…}` calls it, and of which criterion or level.
pub fn part_label(name: &str) -> (&'static str, Option<&str>) {
    match (name, name.strip_prefix("criterion-"), name.strip_prefix("level-")) {
        ("description", ..) => ("description", None),
        ("evidence", ..) => ("evidence", None),
        ("rubric", ..) => ("scale", None),
        (_, Some(id), _) => ("part-criterion", Some(id)),
        (_, _, Some(level)) => match level.strip_suffix("-description") {
            Some(id) => ("part-level-description", Some(id)),
            None => ("part-level", Some(level)),
        },
        _ => ("name", None),
    }
}

/// Fields that are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DraftTexts {
    /// Part of its address.
    pub slug: String,
    /// Its version.
    pub version: String,
    /// Until when the older version may be issued.
    pub issue_until: String,
    /// Its name.
    pub name: String,
    /// What it certifies.
    pub description: String,
    /// A criterion on each line.
    pub criteria: String,
    /// Trainers for each criterion.
    pub quorum: String,
    /// What the levels measure.
    pub scale: String,
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

/// `/admin/classes/{id}/texts/{language}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftTextsPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// The draft's id and revision.
    pub kept: (String, u32),
    /// What the class is called in English.
    pub name: String,
    /// The language, and how its texts stand.
    pub line: TextsLine,
    /// Each text.
    pub parts: Vec<PartView>,
}

impl View for DraftTextsPage {
    const TEMPLATE: &'static str = "steward-draft-texts.html";
}

/// A text of a class in English and in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// The end of its key.
    pub name: String,
    /// Names the message `draft-{…}`: what kind of text it is.
    pub kind: &'static str,
    /// Which criterion or level.
    pub of: Option<String>,
    /// In English.
    pub english: String,
    /// In the other language, as it was typed.
    pub text: String,
    /// `missing`, `outdated` or `current`.
    pub standing: &'static str,
}

/// `/admin/classes/{id}/looks`: its page and its paper in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftLooksPage {
    /// Around it.
    pub inside: Inside,
    /// The draft's id.
    pub id: String,
    /// What the class is called in the chosen language, or the nearest.
    pub name: Wording,
    /// Languages, of which one is chosen.
    pub languages: Vec<LanguageChoice>,
    /// The one that is chosen.
    pub chosen: String,
    /// How the texts stand in it; nothing for English.
    pub line: Option<TextsLine>,
}

impl View for DraftLooksPage {
    const TEMPLATE: &'static str = "steward-draft-looks.html";
}
