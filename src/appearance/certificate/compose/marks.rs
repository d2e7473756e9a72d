//! Marks at the edges of the paper by which cards are cut apart.

use std::collections::BTreeSet;

use crate::appearance::certificate::sheet::Rect;
use crate::appearance::certificate::vector::{Cap, Colour, Join, Segment, Shape, Stroke, Vector};

/// From the cards to a mark, and the longest that a mark is, in points.
const GAP: f32 = 4.0;
const LONGEST: f32 = 14.0;

/// Short lines beyond the outermost cards, in line with every edge.
pub(super) fn around(cards: &[Rect], width: f32, height: f32) -> Vector {
    let ends = |from: fn(&Rect) -> f32, to: fn(&Rect) -> f32| {
        cards.iter().fold((f32::MAX, f32::MIN), |(low, high), card| (low.min(from(card)), high.max(to(card))))
    };
    let (left, right) = ends(|card| card.x, |card| card.x + card.width);
    let (top, bottom) = ends(|card| card.y, |card| card.y + card.height);
    let mut outline = Vec::new();
    let mut line = |from: [f32; 2], to: [f32; 2]| outline.extend([Segment::Move(from), Segment::Line(to)]);
    for x in edges(cards.iter().flat_map(|card| [card.x, card.x + card.width])) {
        line([x, top - GAP], [x, (top - GAP - LONGEST).max(0.0)]);
        line([x, bottom + GAP], [x, (bottom + GAP + LONGEST).min(height)]);
    }
    for y in edges(cards.iter().flat_map(|card| [card.y, card.y + card.height])) {
        line([left - GAP, y], [(left - GAP - LONGEST).max(0.0), y]);
        line([right + GAP, y], [(right + GAP + LONGEST).min(width), y]);
    }
    let stroke = Stroke {
        colour: Colour([0x72; 3]),
        opacity: 1.0,
        width: 0.3,
        cap: Cap::Butt,
        join: Join::Miter,
        miter_limit: 4.0,
        dashes: Vec::new(),
        dash_offset: 0.0,
    };
    Vector { width, height, shapes: vec![Shape { outline, fill: None, stroke: Some(stroke), clips: Vec::new() }] }
}

/// Each edge once: neighbours share theirs, give or take a rounding.
fn edges(all: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut known = BTreeSet::new();
    all.filter(|edge| known.insert(format!("{edge:.1}"))).collect()
}
