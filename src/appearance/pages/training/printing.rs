//! What is shown on a wall or printed before a training: slide, slips, room sheet.

use serde::Serialize;

use super::TrainingHead;
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::wording::Wording;
use crate::appearance::qr::{Qr, QrFault};
use crate::community::catalog::BadgeClass;
use crate::vocabulary::{LanguageTag, Timestamp};

/// A QR code for a template to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QrView {
    /// Modules of a side.
    pub side: usize,
    /// The dark ones, as one path.
    pub path: String,
}

impl QrView {
    /// The code that says `text`.
    ///
    /// # Errors
    /// [`QrFault`] if it is too long for one.
    pub fn of(text: &str) -> Result<Self, QrFault> {
        let code = Qr::of(text)?;
        Ok(Self { side: code.modules(), path: code.path() })
    }
}

/// `/training/{id}/slide`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlidePage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// Whether anybody can join by it.
    pub open: bool,
    /// The code of the address.
    pub qr: QrView,
    /// The address.
    pub address: String,
}

impl View for SlidePage {
    const TEMPLATE: &'static str = "training-slide.html";
}

/// `/training/{id}/slips`: asks how many, or shows those just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipsPage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// How many slips there are.
    pub printed: u32,
    /// How many of them were used.
    pub used: u32,
    /// How many are offered.
    pub offered: u32,
    /// What the codes of the next slips belong to.
    pub draw: String,
    /// What was wrong: names the message `training-slips-{…}`.
    pub fault: Option<&'static str>,
    /// The slips just made; their codes are shown this once.
    pub slips: Vec<SlipView>,
    /// Where the code is typed, for people.
    pub where_typed: String,
}

impl View for SlipsPage {
    const TEMPLATE: &'static str = "training-slips.html";
}

/// One slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipView {
    /// Its number.
    pub number: u32,
    /// Its code, in groups.
    pub code: String,
    /// The same for a phone.
    pub qr: QrView,
}

/// `/training/{id}/sheet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetPage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// Columns, class by class.
    pub classes: Vec<SheetClass>,
    /// People, in the order of their numbers.
    pub people: Vec<SheetLine>,
    /// Numbers of lines that are still empty.
    pub empty: Vec<u32>,
    /// When it was made.
    pub made_at: Timestamp,
}

impl View for SheetPage {
    const TEMPLATE: &'static str = "training-sheet.html";
}

/// The columns of one class: a letter for the class, a number for each criterion. The printed sheet and the form
/// into which it is read are both made of these, so that a box on paper is the box on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetClass {
    /// `A`, `B`, …
    pub letter: char,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: Wording,
    /// What its columns mean.
    pub criteria: Vec<SheetCriterion>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetCriterion {
    /// `A1`.
    pub column: String,
    /// The criterion's own id.
    pub id: String,
    /// The criterion.
    pub text: Wording,
}

impl SheetClass {
    /// The columns of these classes.
    pub fn of<'c>(classes: impl Iterator<Item = &'c BadgeClass>, language: &LanguageTag) -> Vec<Self> {
        let lettered = ('A'..='Z').zip(classes).map(|(letter, class)| {
            let criteria = (1_u32..).zip(class.criteria()).map(|(number, criterion)| SheetCriterion {
                column: format!("{letter}{number}"),
                id: criterion.id().to_string(),
                text: criterion.text().in_language(language).into(),
            });
            Self { letter, slug: class.slug().to_string(), name: class.name().in_language(language).into(), criteria: criteria.collect() }
        });
        lettered.collect()
    }
}

/// One person on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetLine {
    /// Place on the sheet.
    pub number: u32,
    /// What trainers call them.
    pub called: Option<String>,
    /// Names the message `training-guardian-{…}`: `no` for adults, `seen`, `wanted`.
    pub guardian: &'static str,
}
