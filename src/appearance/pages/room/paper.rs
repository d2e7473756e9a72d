//! The sheet of a room as a form: a row for each person, a column for each criterion.

use serde::Serialize;

use super::{PersonLine, Place};
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::training::printing::SheetClass;
use crate::appearance::pages::wording::Wording;
use crate::community::attestation::tick::Tick;
use crate::community::catalog::BadgeClass;
use crate::vocabulary::LanguageTag;

/// `/training/{id}/room/paper`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomPaperPage {
    /// Around it.
    pub inside: Inside,
    /// Which training.
    pub place: Place,
    /// When it was made, in milliseconds: what is ticked here counts as ticked then.
    pub opened_at: i64,
    /// The columns, in the order of the sheet.
    pub columns: Vec<PaperColumn>,
    /// The people, in the order of the sheet.
    pub rows: Vec<PaperRow>,
    /// What the row sent last says otherwise than what stands.
    pub differences: Option<Differences>,
}

impl View for RoomPaperPage {
    const TEMPLATE: &'static str = "room-paper.html";
}

/// A criterion on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperColumn {
    /// As printed above the column: a letter for the class, a number for the criterion.
    pub code: String,
    /// Class and criterion, as fields name them.
    pub field: String,
    /// The class.
    pub class: Wording,
    /// What has to be shown.
    pub text: Wording,
}

/// A person on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperRow {
    /// Who.
    pub person: PersonLine,
    /// The boxes, in the order of the columns.
    pub boxes: Vec<PaperBox>,
    /// Whether the keyboard begins here.
    pub is_next: bool,
}

/// A box on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperBox {
    /// The column.
    pub code: String,
    /// The field.
    pub field: String,
    /// Whether it is ticked.
    pub met: bool,
    /// Whether it was attested, and stands.
    pub attested: bool,
}

/// What a row says otherwise than what stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Differences {
    /// About whom.
    pub person: PersonLine,
    /// What was ticked otherwise on a phone since the page was opened.
    pub later: Vec<Difference>,
    /// Whether something was attested, and stands.
    pub attested: bool,
}

/// A criterion about which paper and phone differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The criterion.
    pub column: PaperColumn,
    /// Whether it is ticked on the paper.
    pub on_paper: bool,
}

impl PaperColumn {
    /// The columns of these classes, as the printed sheet has them.
    pub fn of_classes<'c>(classes: impl Iterator<Item = &'c BadgeClass>, language: &LanguageTag) -> Vec<Self> {
        let columns = SheetClass::of(classes, language).into_iter().flat_map(|class| {
            let SheetClass { slug, name, criteria, .. } = class;
            criteria.into_iter().map(move |criterion| Self {
                code: criterion.column,
                field: format!("{slug}.{}", criterion.id),
                class: name.clone(),
                text: criterion.text,
            })
        });
        columns.collect()
    }
}

impl PaperRow {
    /// A person's row, from what the trainer ticked so far.
    pub fn of(person: PersonLine, columns: &[PaperColumn], own: &[&Tick], is_next: bool) -> Self {
        let boxes = columns.iter().map(|column| {
            let tick = own.iter().find(|tick| column.field == format!("{}.{}", tick.slug(), tick.criterion()));
            PaperBox {
                code: column.code.clone(),
                field: column.field.clone(),
                met: tick.is_some_and(|tick| tick.seen().is_met()),
                attested: tick.is_some_and(|tick| tick.is_attested()),
            }
        });
        let boxes = boxes.collect();
        Self { person, boxes, is_next }
    }
}
