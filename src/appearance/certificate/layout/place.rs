//! Lines in their box, in points.
//!
//! The distance from line to line is the style's, as in CSS: what it leaves over or lacks is
//! shared between above and below. Where glyphs reach further (Nastaliq, stacked vowel signs)
//! there is as much room as they need, so that lines never touch.

use super::paragraph::Paragraph;
use super::shape::{Extent, ShapedLine, ShapedRun};
use super::{Align, Style, Vertical};
use crate::appearance::certificate::sheet::{Block, Glyph, Line, Rect, Run};
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

/// How high the lines are together, in ems.
pub(super) fn height(lines: &[(usize, ShapedLine)], line_height: f32) -> f32 {
    lines.iter().map(|(_, line)| room(line, line_height)).map(|room| room.above + room.below).sum()
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
    let spare = area.height - height(lines, style.line_height) * size;
    let mut top = area.y
        + match style.vertical {
            Vertical::Top => 0.0,
            Vertical::Middle => spare / 2.0,
            Vertical::Bottom => spare,
        };
    let mut placed = Vec::with_capacity(lines.len());
    for (at, shaped) in lines {
        let Some(paragraph) = paragraphs.get(*at) else { continue };
        let room = room(shaped, style.line_height);
        let width = shaped.width * size;
        placed.push(Line {
            x: area.x + left(style.align, page, area.width - width),
            baseline: top + room.above * size,
            width,
            text: paragraph.text.get(shaped.range.clone()).unwrap_or_default().to_owned(),
            language: paragraph.language.clone(),
            runs: shaped.runs.iter().map(|run| sized(run, shaped.range.start, size)).collect(),
        });
        top += (room.above + room.below) * size;
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
