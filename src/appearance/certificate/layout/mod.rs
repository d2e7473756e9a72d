//! Layout: which glyphs stand where, for a text of any script in a box.
//!
//! | step | module |
//! |---|---|
//! | spaces, controls and overrides are made harmless | `clean` |
//! | parts of one script and one font, of which no cluster is torn | `pieces` |
//! | glyphs of a line, in visual order | `shape` |
//! | where a line may end, and which of these places are taken | `wrap` |
//! | the largest size at which all of it is in the box | here |
//! | points on the page | `place` |
//!
//! Lines are found from widths at one size and shaped again where they end, because a letter
//! at the end of a line may take another form.

mod clean;
mod fault;
mod outline;
mod paragraph;
mod pieces;
mod place;
mod shape;
#[cfg(test)]
mod tests;
mod wrap;

use std::iter;
use std::ops::Range;

pub use self::fault::{Cause, LayoutFault};
pub use self::outline::outlines;
use self::paragraph::Paragraph;
use self::shape::ShapedLine;
use super::content::Said;
use super::fonts::Fonts;
pub use super::fonts::{Family, Weight};
use super::sheet::{Block, Rect, Role};
use super::vector::Colour;
use crate::platform::i18n::Direction;

/// How a text is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// The design of its letters.
    pub family: Family,
    /// Their thickness.
    pub weight: Weight,
    /// Their size in points, if the text fits.
    pub size: f32,
    /// The size below which they must not be.
    pub smallest: f32,
    /// From line to line, as a multiple of the size; more where letters would touch.
    pub line_height: f32,
    /// Where lines stand in the box.
    pub align: Align,
    /// Where the whole stands in the box.
    pub vertical: Vertical,
    /// How many lines there may be; every text has one of its own.
    pub most_lines: usize,
    /// The colour of the letters.
    pub colour: Colour,
    /// What the text is to somebody who listens.
    pub role: Role,
    /// Where a click leads.
    pub link: Option<String>,
}

/// Where lines stand in their box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the side where the page's language begins.
    Start,
    /// In the middle; lines are about equally long.
    Middle,
    /// At the side where the page's language ends.
    End,
}

/// Where the lines together stand in their box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vertical {
    /// From the upper side.
    Top,
    /// As much room above as below.
    Middle,
    /// To the lower side.
    Bottom,
}

/// Sizes are tried in steps of half a point: nobody sees less.
const STEP: f32 = 0.5;

/// `said`, each on lines of its own, in `area`: as large as `style` allows and the box has room for.
///
/// A text without language (`und`) is written in the direction of its first letter, one without
/// letters in that of the `page`.
///
/// # Errors
/// A character that no font draws, and a text for which the box is too small.
pub fn fit(fonts: &Fonts, said: &[Said], area: Rect, style: &Style, page: Direction) -> Result<Block, LayoutFault> {
    let texts: Vec<(String, &Said)> = said.iter().map(|one| (clean::clean(&one.text), one)).filter(|(text, _)| !text.is_empty()).collect();
    let read = texts.iter().map(|(text, one)| Paragraph::read(fonts, text, &one.language, style, page));
    let paragraphs = read.collect::<Result<Vec<_>, _>>()?;
    let mut tried: Option<Tried> = None;
    let mut cause = Cause::TooManyLines { needed: paragraphs.len() };
    for size in sizes(style) {
        match attempt(&paragraphs, area, style, size, tried.take())? {
            Attempt::Fits(lines) => return Ok(place::block(&paragraphs, &lines, area, style, size, page)),
            Attempt::Fails { because, tried: kept } => (cause, tried) = (because, kept),
        }
    }
    let text = texts.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" / ");
    Err(LayoutFault::does_not_fit(&text, area, style, cause))
}

/// From the size wished for down to the smallest.
fn sizes(style: &Style) -> impl Iterator<Item = f32> {
    let smallest = style.smallest;
    iter::successors(Some(style.size), move |size| (*size > smallest).then(|| (size - STEP).max(smallest)))
}

/// Lines that were shaped for a size; the next smaller one often breaks at the same places.
struct Tried {
    ends: Vec<Vec<Range<usize>>>,
    lines: Vec<(usize, ShapedLine)>,
}

enum Attempt {
    /// The lines, each with the number of its paragraph.
    Fits(Vec<(usize, ShapedLine)>),
    Fails {
        because: Cause,
        tried: Option<Tried>,
    },
}

fn attempt(paragraphs: &[Paragraph<'_>], area: Rect, style: &Style, size: f32, tried: Option<Tried>) -> Result<Attempt, LayoutFault> {
    let limit = area.width / size;
    let mut ends = Vec::new();
    for paragraph in paragraphs {
        match wrap::lines(paragraph, limit, style.align) {
            Ok(lines) => ends.push(lines),
            Err(part) => {
                let because = Cause::TooWide { part: paragraph.text[part.clone()].to_owned(), points: paragraph.width(part) * size };
                return Ok(Attempt::Fails { because, tried });
            }
        }
    }
    let needed = ends.iter().map(Vec::len).sum();
    if needed > style.most_lines.max(paragraphs.len()) {
        return Ok(Attempt::Fails { because: Cause::TooManyLines { needed }, tried });
    }
    let tried = match tried {
        Some(tried) if tried.ends == ends => tried,
        _ => shaped(paragraphs, ends)?,
    };
    let widest = tried.lines.iter().max_by(|a, b| a.1.width.total_cmp(&b.1.width));
    if let Some((at, line)) = widest.filter(|(_, line)| line.width > limit + wrap::SLACK) {
        let because = Cause::TooWide { part: paragraphs[*at].text[line.range.clone()].to_owned(), points: line.width * size };
        return Ok(Attempt::Fails { because, tried: Some(tried) });
    }
    let points = place::Stack::of(&tried.lines, style.line_height).height * size;
    if points > area.height + wrap::SLACK {
        return Ok(Attempt::Fails { because: Cause::TooHigh { lines: needed, points }, tried: Some(tried) });
    }
    Ok(Attempt::Fits(tried.lines))
}

fn shaped(paragraphs: &[Paragraph<'_>], ends: Vec<Vec<Range<usize>>>) -> Result<Tried, LayoutFault> {
    let mut lines = Vec::new();
    for (at, (paragraph, ranges)) in paragraphs.iter().zip(&ends).enumerate() {
        for range in ranges {
            lines.push((at, paragraph.line(range.clone())?));
        }
    }
    Ok(Tried { ends, lines })
}
