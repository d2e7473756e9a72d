//! The artwork of a template: everything but its boxes and texts, as paths.
//!
//! It is cut where something is labelled `fixed`, from the back to the front: what may be mirrored for
//! a language written from the right, and what only moves to the other side.

use std::ops::Range;
use std::sync::Arc;

use roxmltree::{Document, Node};

use super::reading::{Found, is_aside};
use super::refuse::is_svg;
use crate::appearance::artwork::Accent;
use crate::appearance::certificate::vector::{Clip, Colour, Segment, Shape, Vector, VectorFault};

/// A part of the artwork, as large as the page.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) drawing: Arc<Vector>,
    turns: Turns,
}

/// What becomes of a part on a page that is read from the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turns {
    /// It is seen as in a mirror.
    Mirrored,
    /// It stands on the other side, as it is.
    Moved,
}

/// Cuts the artwork; the texts and boxes in `found` are left out.
pub(super) fn cut(text: &str, document: &Document<'_>, found: &Found<'_, '_>) -> Result<Vec<Piece>, VectorFault> {
    let mut never: Vec<Range<usize>> = found.frames.values().map(|frame| frame.node.range()).collect();
    never.extend(document.descendants().filter(|node| is_svg(node) && node.tag_name().name() == "text").map(|node| node.range()));
    let drawn: Vec<Range<usize>> = document.descendants().filter(|node| draws(*node)).map(|node| node.range()).collect();
    let fixed: Vec<Range<usize>> = found.fixed.iter().map(Node::range).collect();

    let mut pieces = Vec::new();
    let mut piece = |seen: Range<usize>, turns: Turns| {
        let whole = fixed.is_empty() && turns == Turns::Mirrored;
        let others = drawn.iter().filter(|range| !(whole || range.start >= seen.start && range.end <= seen.end));
        let svg = without(text, never.iter().chain(others));
        let drawing = Vector::of_svg(&svg)?;
        if !drawing.shapes.is_empty() {
            pieces.push(Piece { drawing: Arc::new(drawing), turns });
        }
        Ok::<(), VectorFault>(())
    };
    let mut from = 0;
    for here in &fixed {
        piece(from..here.start, Turns::Mirrored)?;
        piece(here.clone(), Turns::Moved)?;
        from = here.end;
    }
    piece(from..text.len(), Turns::Mirrored)?;
    Ok(pieces)
}

fn draws(node: Node<'_, '_>) -> bool {
    const DRAWS: [&str; 8] = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"];
    is_svg(&node) && DRAWS.contains(&node.tag_name().name()) && !is_aside(node)
}

/// The text without some ranges; lines keep their numbers.
fn without<'r>(text: &str, ranges: impl Iterator<Item = &'r Range<usize>>) -> String {
    let mut ranges: Vec<Range<usize>> = ranges.cloned().collect();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        if range.start >= at {
            kept.push_str(&text[at..range.start]);
            kept.extend(text[range.clone()].chars().filter(|c| *c == '\n'));
            at = range.end;
        }
    }
    kept + &text[at..]
}

impl Piece {
    /// In the shades of a class's accent.
    pub(super) fn in_accent(&self, accent: Accent) -> Self {
        let mut drawing = Vector::clone(&self.drawing);
        for shape in &mut drawing.shapes {
            if let Some(fill) = &mut shape.fill {
                fill.colour = Colour(accent.in_place_of(fill.colour.0));
            }
            if let Some(stroke) = &mut shape.stroke {
                stroke.colour = Colour(accent.in_place_of(stroke.colour.0));
            }
        }
        Self { drawing: Arc::new(drawing), turns: self.turns }
    }

    /// On the other side of the line `axis`, given as twice its distance from the left in points; `page` is the
    /// width of the page in points.
    pub(super) fn mirrored(&self, axis: f32, page: f32) -> Self {
        let units = self.drawing.width / page;
        let sum = match self.turns {
            Turns::Mirrored => axis * units,
            Turns::Moved => {
                let (left, right) = extent(&self.drawing, 0);
                axis * units - left - right
            }
        };
        let turns = self.turns;
        let to = move |[x, y]: [f32; 2]| match turns {
            Turns::Mirrored => [sum - x, y],
            Turns::Moved => [sum + x, y],
        };
        let mut drawing = Vector::clone(&self.drawing);
        for shape in &mut drawing.shapes {
            shape.outline = moved(&shape.outline, to);
            shape.clips = shape.clips.iter().map(|clip| Arc::new(Clip { outline: moved(&clip.outline, to), rule: clip.rule })).collect();
        }
        Self { drawing: Arc::new(drawing), turns }
    }

    /// Its left, upper, right and lower end in points.
    pub(super) fn bounds(&self, page: f32) -> [f32; 4] {
        let points = page / self.drawing.width;
        let ((left, right), (top, bottom)) = (extent(&self.drawing, 0), extent(&self.drawing, 1));
        [left, top, right, bottom].map(|at| at * points)
    }
}

fn moved(outline: &[Segment], to: impl Fn([f32; 2]) -> [f32; 2]) -> Vec<Segment> {
    let segment = |segment: &Segment| match *segment {
        Segment::Move(point) => Segment::Move(to(point)),
        Segment::Line(point) => Segment::Line(to(point)),
        Segment::Curve(one, other, end) => Segment::Curve(to(one), to(other), to(end)),
        Segment::Close => Segment::Close,
    };
    outline.iter().map(segment).collect()
}

/// How far a drawing reaches along an axis: 0 across, 1 down. What a clip hides does not count.
fn extent(drawing: &Vector, axis: usize) -> (f32, f32) {
    let shape = |shape: &Shape| {
        let half = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
        let (low, high) = span(&shape.outline, axis);
        let clips = shape.clips.iter().map(|clip| span(&clip.outline, axis));
        clips.fold((low - half, high + half), |(low, high), (from, to)| (low.max(from), high.min(to)))
    };
    drawing.shapes.iter().map(shape).fold((f32::MAX, f32::MIN), |(low, high), (from, to)| (low.min(from), high.max(to)))
}

fn span(outline: &[Segment], axis: usize) -> (f32, f32) {
    let points = outline.iter().flat_map(|segment| match *segment {
        Segment::Move(point) | Segment::Line(point) => vec![point],
        Segment::Curve(one, other, end) => vec![one, other, end],
        Segment::Close => Vec::new(),
    });
    points.map(|point| point[axis]).fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)))
}
