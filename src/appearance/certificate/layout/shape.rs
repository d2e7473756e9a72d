//! The glyphs of a line, by the rules of each script and font.
//!
//! Lengths are in ems until the line has its size, so that one shaping serves all sizes.

use std::ops::Range;
use std::sync::Arc;

use harfrust::{BufferFlags, Language, Script, ShapeOptions, ShapePlan, ShapePlanKey, Tag, UnicodeBuffer};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use unicode_bidi::ParagraphBidiInfo;

use super::LayoutFault;
use super::pieces::Piece;
use crate::appearance::certificate::fonts::Loaded;
use crate::appearance::certificate::sheet::Glyph;
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

/// A line in ems; clusters are bytes of the paragraph.
#[derive(Clone)]
pub(super) struct ShapedLine {
    pub(super) range: Range<usize>,
    pub(super) width: f32,
    /// From left to right.
    pub(super) runs: Vec<ShapedRun>,
    /// What the fonts' designers wish for: above and below the line on which letters stand.
    pub(super) wished: Extent,
    /// What the glyphs cover.
    pub(super) ink: Extent,
}

/// Above and below the line on which letters stand, in ems.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Extent {
    pub(super) above: f32,
    pub(super) below: f32,
}

impl Extent {
    pub(super) fn with(self, other: Self) -> Self {
        Self { above: self.above.max(other.above), below: self.below.max(other.below) }
    }
}

/// Glyphs of one font and one direction, from left to right.
#[derive(Clone)]
pub(super) struct ShapedRun {
    pub(super) font: Arc<Loaded>,
    pub(super) range: Range<usize>,
    pub(super) direction: Direction,
    pub(super) glyphs: Vec<Glyph>,
}

/// Shapes the `range` of `text` as a line.
pub(super) fn line(
    text: &str,
    language: &LanguageTag,
    bidi: &ParagraphBidiInfo<'_>,
    pieces: &[Piece],
    range: Range<usize>,
) -> Result<ShapedLine, LayoutFault> {
    let mut line = ShapedLine { range: range.clone(), width: 0.0, runs: Vec::new(), wished: Extent::default(), ink: Extent::default() };
    let mut buffer = UnicodeBuffer::new();
    for (part, piece, direction) in visual(bidi, pieces, &range) {
        let wanted = Wanted { text, line: range.clone(), part: part.clone(), language, script: piece.script, direction };
        let (glyphs, ink, used) = wanted.shape(&piece.font, buffer)?;
        buffer = used;
        line.width += glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        line.wished = line.wished.with(Extent { above: piece.font.ascent, below: piece.font.descent });
        line.ink = line.ink.with(ink);
        if !glyphs.is_empty() {
            line.runs.push(ShapedRun { font: Arc::clone(&piece.font), range: part, direction, glyphs });
        }
    }
    Ok(line)
}

/// The parts of a line that have one font and one direction, from left to right.
fn visual<'p>(bidi: &ParagraphBidiInfo<'_>, pieces: &'p [Piece], line: &Range<usize>) -> Vec<(Range<usize>, &'p Piece, Direction)> {
    if line.is_empty() {
        return Vec::new();
    }
    let (levels, runs) = bidi.visual_runs(line.clone());
    let mut parts = Vec::new();
    for run in runs {
        let rtl = levels.get(run.start).is_some_and(unicode_bidi::Level::is_rtl);
        let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
        let within = pieces.iter().filter_map(|piece| {
            let part = piece.range.start.max(run.start)..piece.range.end.min(run.end);
            (!part.is_empty()).then_some((part, piece, direction))
        });
        let from = parts.len();
        parts.extend(within);
        if rtl {
            parts[from..].reverse();
        }
    }
    parts
}

/// A part of a line to be shaped.
struct Wanted<'a> {
    text: &'a str,
    line: Range<usize>,
    part: Range<usize>,
    language: &'a LanguageTag,
    script: unicode_script::Script,
    direction: Direction,
}

impl Wanted<'_> {
    fn shape(&self, font: &Loaded, buffer: UnicodeBuffer) -> Result<(Vec<Glyph>, Extent, UnicodeBuffer), LayoutFault> {
        let Some(shaper) = font.shaper() else { return Ok((Vec::new(), Extent::default(), buffer)) };
        let direction = match self.direction {
            Direction::Ltr => harfrust::Direction::LeftToRight,
            Direction::Rtl => harfrust::Direction::RightToLeft,
        };
        let script = Script::from_iso15924_tag(Tag::from_be_bytes(self.script.as_iso15924_tag().to_be_bytes()));
        let language = (*self.language != LanguageTag::undetermined()).then(|| Language::new(self.language.as_str())).flatten();
        let key = ShapePlanKey::new(script, direction).language(language.as_ref());
        let plan = font.plan(&key, || ShapePlan::new(&shaper, direction, script, language.as_ref(), &[]));
        let shaped = shaper.shape(self.fill(buffer, direction, script, language), ShapeOptions::new().plan(Some(&plan)));
        let em = |units: i32| f32::from(i16::try_from(units.clamp(-0x8000, 0x7FFF)).unwrap_or_default()) / font.units_per_em;
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let cluster = self.part.start + usize::try_from(info.cluster).unwrap_or_default();
            let id = u16::try_from(info.glyph_id).unwrap_or_default();
            if id == 0 {
                // The cluster was covered, so this is a font that promises more than it has.
                let character = self.text.get(cluster..).and_then(|rest| rest.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER);
                return Err(LayoutFault::NotTogether { cluster: self.text[self.part.clone()].to_owned(), character });
            }
            glyphs.push(Glyph { id, advance: em(position.x_advance), dx: em(position.x_offset), dy: em(position.y_offset), cluster });
        }
        let ink = ink(font, &glyphs);
        Ok((glyphs, ink, shaped.clear()))
    }

    /// The buffer with the part and what stands around it in the line.
    fn fill(
        &self,
        mut buffer: UnicodeBuffer,
        direction: harfrust::Direction,
        script: Option<Script>,
        language: Option<Language>,
    ) -> UnicodeBuffer {
        let mut flags = BufferFlags::REMOVE_DEFAULT_IGNORABLES;
        flags.set(BufferFlags::BEGINNING_OF_TEXT, self.part.start == self.line.start);
        flags.set(BufferFlags::END_OF_TEXT, self.part.end == self.line.end);
        buffer.set_flags(flags);
        buffer.push_str(&self.text[self.part.clone()]);
        buffer.set_pre_context(&self.text[self.line.start..self.part.start]);
        buffer.set_post_context(&self.text[self.part.end..self.line.end]);
        buffer.set_direction(direction);
        if let Some(script) = script {
            buffer.set_script(script);
        }
        if let Some(language) = language {
            buffer.set_language(language);
        }
        buffer
    }
}

/// What `glyphs` cover above and below.
fn ink(font: &Loaded, glyphs: &[Glyph]) -> Extent {
    if let Some((above, below)) = font.square {
        return Extent { above, below };
    }
    let Some(tables) = font.font() else { return Extent { above: font.ascent, below: font.descent } };
    let metrics = tables.glyph_metrics(Size::unscaled(), LocationRef::default());
    glyphs.iter().fold(Extent::default(), |ink, glyph| match metrics.bounds(skrifa::GlyphId::from(glyph.id)) {
        // A space covers nothing, wherever it stands.
        Some(bounds) if bounds.y_min >= bounds.y_max => ink,
        Some(bounds) => {
            ink.with(Extent { above: bounds.y_max / font.units_per_em + glyph.dy, below: -bounds.y_min / font.units_per_em - glyph.dy })
        }
        None => ink.with(Extent { above: font.ascent, below: font.descent }),
    })
}
