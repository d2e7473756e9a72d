//! A text with all that is known about it before its lines are.

use std::ops::Range;

use icu::segmenter::LineSegmenter;
use icu::segmenter::options::{LineBreakOptions, LineBreakWordOption};
use unicode_bidi::{Level, ParagraphBidiInfo};

use super::pieces::{Piece, pieces};
use super::shape::{self, ShapedLine};
use super::{LayoutFault, Style};
use crate::appearance::certificate::fonts::Fonts;
use crate::platform::i18n::{Direction, direction};
use crate::vocabulary::LanguageTag;

/// A text of one language, in one line so far.
pub(super) struct Paragraph<'t> {
    pub(super) text: &'t str,
    pub(super) language: &'t LanguageTag,
    /// Where a line may end, in bytes; the last is the end of the text.
    pub(super) breaks: Vec<usize>,
    bidi: ParagraphBidiInfo<'t>,
    pieces: Vec<Piece>,
    /// All of it in one line.
    whole: ShapedLine,
    /// How wide the text is before each byte, in ems.
    before: Vec<f32>,
}

impl<'t> Paragraph<'t> {
    pub(super) fn read(
        fonts: &Fonts,
        text: &'t str,
        language: &'t LanguageTag,
        style: &Style,
        page: Direction,
    ) -> Result<Self, LayoutFault> {
        let pieces = pieces(fonts, text, language, style)?;
        let bidi = ParagraphBidiInfo::new(text, Some(base(text, language, page)));
        let whole = shape::line(text, language, &bidi, &pieces, 0..text.len())?;
        let before = widths(text.len(), &whole);
        Ok(Self { text, language, breaks: breaks(text, language), bidi, pieces, whole, before })
    }

    /// The width of a part as it is in the whole, in ems.
    pub(super) fn width(&self, part: Range<usize>) -> f32 {
        let before = |at: usize| self.before.get(at).copied().unwrap_or_default();
        before(part.end) - before(part.start)
    }

    /// A part as a line of its own.
    pub(super) fn line(&self, part: Range<usize>) -> Result<ShapedLine, LayoutFault> {
        if part == self.whole.range {
            return Ok(self.whole.clone());
        }
        shape::line(self.text, self.language, &self.bidi, &self.pieces, part)
    }
}

/// Where a line may end.
fn breaks(text: &str, language: &LanguageTag) -> Vec<usize> {
    let mut options = LineBreakOptions::default();
    if language.primary() == "ko" {
        // Korean has spaces between words, and is read more easily when lines end there alone.
        options.word_option = Some(LineBreakWordOption::KeepAll);
    }
    LineSegmenter::new_dictionary(options).segment_str(text).filter(|at| *at > 0).collect()
}

/// The direction of a text: its language's, or that of its first letter, or the page's.
fn base(text: &str, language: &LanguageTag, page: Direction) -> Level {
    let direction = if *language == LanguageTag::undetermined() {
        match unicode_bidi::get_base_direction(text) {
            unicode_bidi::Direction::Ltr => Direction::Ltr,
            unicode_bidi::Direction::Rtl => Direction::Rtl,
            unicode_bidi::Direction::Mixed => page,
        }
    } else {
        direction(language)
    };
    match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    }
}

fn widths(length: usize, line: &ShapedLine) -> Vec<f32> {
    let mut before = vec![0.0; length + 1];
    for glyph in line.runs.iter().flat_map(|run| &run.glyphs) {
        if let Some(after) = before.get_mut(glyph.cluster + 1) {
            *after += glyph.advance;
        }
    }
    let mut sum = 0.0;
    for one in &mut before {
        sum += *one;
        *one = sum;
    }
    before
}
