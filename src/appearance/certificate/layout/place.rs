//! Lines in their box, in points.
//!
//! The distance from line to line is the style's, as in CSS: what it leaves over or lacks is
//! shared between above and below. Where glyphs reach further (Nastaliq, stacked vowel signs)
//! there is as much room as they need, so that lines never touch, and the same between all lines.

use super::paragraph::Paragraph;
use super::shape::{Extent, ShapedLine, ShapedRun};
use super::{Align, Style, Vertical};
use crate::appearance::certificate::sheet::{Block, Glyph, Line, Rect, Run};
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

/// How lines stand one below the other, in ems: with the same distance everywhere.
pub(super) struct Stack {
    above: f32,
    distance: f32,
    pub(super) height: f32,
}

impl Stack {
    pub(super) fn of(lines: &[(usize, ShapedLine)], line_height: f32) -> Self {
        let rooms: Vec<Extent> = lines.iter().map(|(_, line)| room(line, line_height)).collect();
        let above = rooms.first().map_or(0.0, |first| first.above);
        let below = rooms.last().map_or(0.0, |last| last.below);
        let distance = rooms.windows(2).map(|pair| pair[0].below + pair[1].above).fold(0.0, f32::max);
        let between: f32 = rooms.iter().skip(1).map(|_| distance).sum();
        Self { above, distance, height: above + between + below }
    }
}

/// The block of `lines`, each with the number of its paragraph.
pub(super) fn block(
    paragraphs: &[Paragraph<'_>],
    lines: &[(usize, ShapedLine)],
    area: Rect,
    style: &Style,
    size: f32,
    page: Direction,
) -> Block {
    let stack = Stack::of(lines, style.line_height);
    let spare = area.height - stack.height * size;
    let top = area.y
        + match style.vertical {
            Vertical::Top => 0.0,
            Vertical::Middle => spare / 2.0,
            Vertical::Bottom => spare,
        };
    let mut baseline = top + stack.above * size;
    let mut placed = Vec::with_capacity(lines.len());
    for (at, shaped) in lines {
        let Some(paragraph) = paragraphs.get(*at) else { continue };
        let width = shaped.width * size;
        placed.push(Line {
            x: area.x + left(style.align, page, area.width - width),
            baseline,
            width,
            text: paragraph.text.get(shaped.range.clone()).unwrap_or_default().to_owned(),
            language: paragraph.language.clone(),
            runs: shaped.runs.iter().map(|run| sized(run, shaped.range.start, size)).collect(),
        });
        baseline += stack.distance * size;
    }
    Block {
        role: style.role,
        language: paragraphs.first().map_or_else(LanguageTag::undetermined, |first| first.language.clone()),
        colour: style.colour,
        link: style.link.clone(),
        lines: placed,
    }
}

fn left(align: Align, page: Direction, spare: f32) -> f32 {
    match (align, page) {
        (Align::Middle, _) => spare / 2.0,
        (Align::Start, Direction::Ltr) | (Align::End, Direction::Rtl) => 0.0,
        (Align::End, Direction::Ltr) | (Align::Start, Direction::Rtl) => spare,
    }
}

fn room(line: &ShapedLine, line_height: f32) -> Extent {
    let share = (line_height - line.wished.above - line.wished.below) / 2.0;
    Extent { above: line.wished.above + share, below: line.wished.below + share }.with(line.ink)
}

fn sized(run: &ShapedRun, start: usize, size: f32) -> Run {
    let glyph = |glyph: &Glyph| Glyph {
        id: glyph.id,
        advance: glyph.advance * size,
        dx: glyph.dx * size,
        dy: glyph.dy * size,
        cluster: glyph.cluster - start,
    };
    Run {
        face: run.font.face.clone(),
        size,
        range: run.range.start - start..run.range.end - start,
        direction: run.direction,
        glyphs: run.glyphs.iter().map(glyph).collect(),
    }
}
