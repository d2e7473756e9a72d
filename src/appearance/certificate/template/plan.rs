//! Where everything stands on a page, in points.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::lettering::Lettering;
use super::pieces::Piece;
use crate::appearance::artwork::Accent;
use crate::appearance::certificate::content::Field;
use crate::appearance::certificate::sheet::Rect;
use crate::appearance::certificate::vector::{Colour, Vector};

/// A page as a designer drew it, or its mirror image, in the shades of some accent.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) boxes: BTreeMap<Field, TextBox>,
    pub(super) code: Option<Rect>,
    pub(super) badge: Option<Rect>,
    pub(super) card: Option<Rect>,
    pub(super) artwork: Vec<Piece>,
}

/// Where a text stands and how it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextBox {
    /// Where.
    pub area: Rect,
    /// How.
    pub lettering: Lettering,
}

/// Cards of the same size on one page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cards {
    /// The one that was drawn.
    pub drawn: Rect,
    columns: u16,
    rows: u16,
    across: f32,
    down: f32,
}

impl Plan {
    /// The width of the page.
    pub const fn width(&self) -> f32 {
        self.width
    }

    /// The height of the page.
    pub const fn height(&self) -> f32 {
        self.height
    }

    /// The text boxes, in the order of reading.
    pub const fn boxes(&self) -> &BTreeMap<Field, TextBox> {
        &self.boxes
    }

    /// Where the code stands, its white edge included: a square.
    pub const fn code(&self) -> Option<Rect> {
        self.code
    }

    /// Where the badge's picture stands: it fills the largest square in the middle.
    pub const fn badge(&self) -> Option<Rect> {
        self.badge
    }

    /// The artwork from the back to the front, each drawing as large as the page.
    pub fn artwork(&self) -> impl Iterator<Item = &Arc<Vector>> {
        self.artwork.iter().map(|piece| &piece.drawing)
    }

    /// The card that was drawn, if the page holds cards.
    pub const fn card(&self) -> Option<Rect> {
        self.card
    }

    /// The grid of cards, if the page holds cards: as many as fit with the margins, left and above, of the one that
    /// was drawn, on all four sides.
    pub fn cards(&self) -> Option<Cards> {
        let drawn = self.card?;
        // In a mirrored plan the drawn card is the last of its row.
        let left = drawn.x.min(self.width - drawn.x - drawn.width).max(0.0);
        let (columns, across) = repeated(self.width - 2.0 * left, drawn.width);
        let (rows, down) = repeated(self.height - 2.0 * drawn.y, drawn.height);
        Some(Cards { drawn, columns, rows, across, down })
    }

    /// In the shades of a class's accent.
    pub(super) fn in_accent(&self, accent: Accent) -> Self {
        let mut plan = self.clone();
        plan.artwork = self.artwork.iter().map(|piece| piece.in_accent(accent)).collect();
        for text in plan.boxes.values_mut() {
            let colour = &mut text.lettering.colour;
            *colour = Colour(accent.in_place_of(colour.0));
        }
        plan
    }

    /// For a language written from the right: everything on the other side of the middle of the page. Texts and
    /// codes are never mirrored themselves; start and end follow the language.
    pub(super) fn mirrored(&self) -> Self {
        let flip = |area: Rect| Rect { x: self.width - area.x - area.width, ..area };
        let mut plan = self.clone();
        for text in plan.boxes.values_mut() {
            text.area = flip(text.area);
        }
        plan.code = self.code.map(flip);
        plan.badge = self.badge.map(flip);
        plan.card = self.card.map(flip);
        plan.artwork = self.artwork.iter().map(|piece| piece.mirrored(self.width, self.width)).collect();
        plan
    }
}

/// How often a length fits into a room, and from one to the next if they fill it.
fn repeated(room: f32, length: f32) -> (u16, f32) {
    let mut many = 1_u16;
    while many < 50 && f32::from(many + 1) * length <= room + 0.5 {
        many += 1;
    }
    let step = if many > 1 { (room - length) / f32::from(many - 1) } else { 0.0 };
    (many, step)
}

impl Cards {
    /// Cards on a page.
    pub fn count(&self) -> usize {
        usize::from(self.columns) * usize::from(self.rows)
    }

    /// Where the cards stand, row by row in the direction of reading; the drawn one is the first.
    pub fn places(&self, page: f32) -> impl Iterator<Item = Rect> {
        let Self { columns, rows, across, down, drawn } = *self;
        let from_the_right = drawn.x > page - drawn.x - drawn.width + 0.5;
        let across = if from_the_right { -across } else { across };
        let place = move |row, column| Rect { x: drawn.x + f32::from(column) * across, y: drawn.y + f32::from(row) * down, ..drawn };
        (0..rows).flat_map(move |row| (0..columns).map(move |column| place(row, column)))
    }
}
