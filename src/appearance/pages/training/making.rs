//! Pages on which a training is made: the form, and what will be missing before it is made.

use serde::Serialize;

use super::{ClassView, FormFault, WarningView};
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::vocabulary::{LanguageTag, Timestamp};

/// What was typed into the form; the review page sends all of it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DraftTraining {
    /// Makes the training once, however often the form is sent.
    pub once: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub place: String,
    /// First day, `2026-11-20`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// The affiliate that holds it.
    pub affiliate: String,
    /// Slug of the issuer.
    pub issuer: String,
    /// Language of signed texts.
    pub language: String,
    /// How many people are expected.
    pub expected: String,
    /// Others who train, one a line.
    pub trainers: String,
    /// Slugs of chosen classes.
    pub classes: Vec<String>,
    /// Whether nothing of it is ever issued.
    pub rehearsal: bool,
}

/// `/training/new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewTrainingPage {
    /// What surrounds it.
    pub inside: Inside,
    /// What was typed.
    pub draft: DraftTraining,
    /// What is wrong with it.
    pub faults: Vec<FormFault>,
    /// Classes that the reader may attest.
    pub own: Vec<ClassView>,
    /// The others.
    pub others: Vec<ClassView>,
    /// Issuers to choose from; with one there is no choice.
    pub issuers: Vec<IssuerChoice>,
    /// Languages to choose from.
    pub languages: Vec<LanguageChoice>,
}

impl View for NewTrainingPage {
    const TEMPLATE: &'static str = "training-new.html";
}

/// An issuer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuerChoice {
    /// For the form.
    pub slug: String,
    /// For people.
    pub name: String,
}

/// A language in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageChoice {
    /// The tag.
    pub tag: LanguageTag,
    /// Its name in itself.
    pub name: String,
}

/// The page before a training is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewTrainingPage {
    /// What surrounds it.
    pub inside: Inside,
    /// What was typed.
    pub draft: DraftTraining,
    /// First instant.
    pub starts_at: Timestamp,
    /// Last instant.
    pub ends_at: Timestamp,
    /// Who will sign.
    pub issuer: String,
    /// In which language.
    pub language: String,
    /// What it awards.
    pub classes: Vec<ClassView>,
    /// Who trains, the reader first.
    pub trainers: Vec<String>,
    /// What will be missing.
    pub warnings: Vec<WarningView>,
}

impl View for ReviewTrainingPage {
    const TEMPLATE: &'static str = "training-review.html";
}
