//! Lines of glyphs, exactly where the layout put them, and what they say when copied or read aloud.
//!
//! A viewer moves on by the width that the font's table gives; where the layout wants another place
//! (kerning, a mark above its letter), the difference is written between the glyphs.

use std::sync::Arc;

use printpdf::{Codepoint, DictItem, Op, PdfFontHandle, Pt, TextItem, TextMatrix, TextRenderingMode};

use super::super::sheet::{Block, Face, Glyph, Line, Run};
use super::fonts::{Font, Fonts};
use super::save;
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

/// Glyphs that stand for some characters together.
pub(super) struct Cluster<'a> {
    /// From left to right.
    pub(super) glyphs: &'a [Glyph],
    text: &'a str,
    direction: Direction,
}

/// The clusters of a run, from left to right.
pub(super) fn clusters<'a>(line: &'a Line, run: &'a Run) -> Vec<Cluster<'a>> {
    let mut starts: Vec<usize> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let groups = run.glyphs.chunk_by(|one, next| one.cluster == next.cluster);
    groups
        .map(|glyphs| {
            let start = glyphs.first().map_or(0, |glyph| glyph.cluster);
            let end = starts.iter().copied().find(|other| *other > start).unwrap_or(run.range.end);
            Cluster { glyphs, text: line.text.get(start..end).unwrap_or_default(), direction: run.direction }
        })
        .collect()
}

/// A glyph, or a part of one, and what it says.
pub(super) struct Letter {
    pub(super) glyph: Glyph,
    pub(super) says: String,
    /// How many letters share the glyph's width.
    pub(super) parts: u16,
    /// How far from the left end of its cluster, in points.
    from: f32,
    ink: Ink,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Seen,
    /// There to be copied.
    Unseen,
}

impl Cluster<'_> {
    /// What is written. `codes` tells whether the font can say several things with one glyph.
    pub(super) fn letters(&self, codes: bool) -> Vec<Letter> {
        let said: Vec<char> = self.text.chars().filter(|c| !is_mark_of_direction(*c)).collect();
        match (self.direction, u16::try_from(said.len())) {
            (Direction::Rtl, Ok(parts)) if codes && parts > 0 && self.glyphs.len() == 1 => self.turned(&said, parts),
            (direction, _) => self.one_by_one(said, direction),
        }
    }

    fn placed(&self) -> impl Iterator<Item = (f32, &Glyph)> {
        self.glyphs.iter().scan(0.0, |from, glyph| {
            let here = *from;
            *from += glyph.advance;
            Some((here, glyph))
        })
    }

    /// Where there are as many glyphs as characters, each says its own; else the one that is read first says
    /// everything.
    fn one_by_one(&self, said: Vec<char>, direction: Direction) -> Vec<Letter> {
        let mut says: Vec<String> = if self.glyphs.len() == said.len() {
            said.into_iter().map(String::from).collect()
        } else {
            let whole = said.into_iter().collect();
            std::iter::once(whole).chain(std::iter::repeat(String::new())).take(self.glyphs.len()).collect()
        };
        if direction == Direction::Rtl {
            says.reverse();
        }
        self.placed().zip(says).map(|((from, glyph), says)| Letter { glyph: *glyph, says, parts: 1, from, ink: Ink::Seen }).collect()
    }

    /// For readers that turn a right-to-left line around character by character, and take a mark above a letter for
    /// a line of its own: a ligature of lam and alef that said both would be copied as alef and lam.
    ///
    /// So the widest glyph and letters without ink beside it say the characters from left to right, that is
    /// from the last to the first, and the marks say nothing.
    fn turned(&self, said: &[char], parts: u16) -> Vec<Letter> {
        let widest = self.placed().enumerate().max_by(|(_, (_, one)), (_, (_, other))| one.advance.total_cmp(&other.advance));
        let Some((at, (from, glyph))) = widest else { return Vec::new() };
        let speaking = said.iter().rev().enumerate().map(|(number, says)| {
            let ink = if number == 0 { Ink::Seen } else { Ink::Unseen };
            Letter { glyph: *glyph, says: says.to_string(), parts, from, ink }
        });
        let silent = self.placed().enumerate().filter(|(other, _)| *other != at);
        let silent = silent.map(|(_, (from, glyph))| Letter { glyph: *glyph, says: String::new(), parts: 1, from, ink: Ink::Seen });
        speaking.chain(silent).collect()
    }

    /// Whether somebody who copies the glyphs one by one copies the text.
    fn is_plain(&self, font: &Font) -> bool {
        self.glyphs.len() == 1 && self.letters(font.has_codes()).iter().all(|letter| font.code(letter).1)
    }
}

/// Characters that only tell the direction of others, which the order of the page tells as well.
fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Writes a block; `height` is that of the page.
pub(super) fn write(block: &Block, height: f32, fonts: &Fonts, operations: &mut Vec<Op>) {
    operations.push(Op::StartTextSection);
    operations.push(Op::SetFillColor { col: super::page::colour(block.colour) });
    let mut pen = Pen { operations, fonts, font: None, rise: 0.0, ink: Ink::Seen };
    for line in &block.lines {
        let other = Some(&line.language).filter(|own| **own != block.language && **own != LanguageTag::undetermined());
        if let Some(language) = other {
            pen.operations.push(span("Lang", DictItem::String { data: language.as_str().into(), literal: true }));
        }
        let mut x = line.x;
        for run in &line.runs {
            pen.run(line, run, x, height - line.baseline);
            x += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        }
        if other.is_some() {
            pen.operations.push(Op::EndMarkedContent);
        }
    }
    operations.push(Op::EndTextSection);
}

struct Pen<'a> {
    operations: &'a mut Vec<Op>,
    fonts: &'a Fonts,
    font: Option<(Arc<Face>, f32)>,
    rise: f32,
    ink: Ink,
}

impl Pen<'_> {
    fn run(&mut self, line: &Line, run: &Run, x: f32, y: f32) {
        let Some((font, id)) = self.fonts.of(&run.face) else { return };
        if self.font.as_ref().is_none_or(|(face, size)| !Arc::ptr_eq(face, &run.face) || (*size - run.size).abs() > f32::EPSILON) {
            self.operations.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(run.size) });
            self.font = Some((Arc::clone(&run.face), run.size));
        }
        self.operations.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, round(x), round(y)]) });
        let clusters = clusters(line, run);
        let mut place = Place::default();
        for said in spoken(&clusters, font, run.direction) {
            if let Some(text) = &said.replaced {
                self.operations.push(span("ActualText", DictItem::String { data: save::utf16(text), literal: false }));
            }
            for cluster in said.clusters {
                for letter in cluster.letters(font.has_codes()) {
                    self.letter(&letter, run.size, font, &mut place);
                }
                place.wanted += cluster.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() / run.size * 1000.0;
            }
            self.show(&mut place);
            if said.replaced.is_some() {
                self.operations.push(Op::EndMarkedContent);
            }
        }
        self.raise(0.0, &mut place);
        self.ink(Ink::Seen, &mut place);
    }

    fn letter(&mut self, letter: &Letter, size: f32, font: &Font, place: &mut Place) {
        let em = |points: f32| points / size * 1000.0;
        self.ink(letter.ink, place);
        if letter.ink == Ink::Seen {
            self.raise(letter.glyph.dy, place);
            let aside = place.viewer - (place.wanted + em(letter.from + letter.glyph.dx));
            if aside.abs() >= 0.5 {
                let aside = (aside * 10.0).round() / 10.0;
                place.items.push(TextItem::Offset(aside));
                place.viewer -= aside;
            }
        }
        let (code, _) = font.code(letter);
        let drawn = Codepoint { gid: code, offset: 0.0, cid: Some(font.says(code).to_owned()) };
        match place.items.last_mut() {
            Some(TextItem::GlyphIds(glyphs)) => glyphs.push(drawn),
            _ => place.items.push(TextItem::GlyphIds(vec![drawn])),
        }
        place.viewer += font.width(code);
    }

    fn ink(&mut self, ink: Ink, place: &mut Place) {
        if self.ink != ink {
            self.show(place);
            let mode = if ink == Ink::Seen { TextRenderingMode::Fill } else { TextRenderingMode::Invisible };
            self.operations.push(Op::SetTextRenderingMode { mode });
            self.ink = ink;
        }
    }

    fn raise(&mut self, rise: f32, place: &mut Place) {
        let rise = round(rise);
        if (rise - self.rise).abs() > f32::EPSILON {
            self.show(place);
            self.operations.push(Op::SetLineOffset { multiplier: rise });
            self.rise = rise;
        }
    }

    fn show(&mut self, place: &mut Place) {
        if !place.items.is_empty() {
            self.operations.push(Op::ShowText { items: std::mem::take(&mut place.items) });
        }
    }
}

/// Where in a run the pen is, in thousandths of an em, as the viewer counts and as the layout wants it.
#[derive(Default)]
struct Place {
    viewer: f32,
    wanted: f32,
    items: Vec<TextItem>,
}

/// Clusters in a row, and the text that replaces what their glyphs say.
struct Spoken<'c, 'a> {
    clusters: &'c [Cluster<'a>],
    replaced: Option<String>,
}

fn spoken<'c, 'a>(clusters: &'c [Cluster<'a>], font: &Font, direction: Direction) -> Vec<Spoken<'c, 'a>> {
    let whole = |clusters: &[Cluster<'_>]| clusters.iter().map(|cluster| cluster.text).collect::<String>();
    let plain = |cluster: &Cluster<'_>| cluster.is_plain(font);
    match direction {
        Direction::Ltr => vec![Spoken { clusters, replaced: (!clusters.iter().all(plain)).then(|| whole(clusters)) }],
        Direction::Rtl => {
            let groups = clusters.chunk_by(|one, next| plain(one) && plain(next));
            groups.map(|group| Spoken { clusters: group, replaced: (!group.iter().all(plain)).then(|| whole(group)) }).collect()
        }
    }
}

/// Begins a part of a text of which something is to be said (14.9.2, 14.9.4).
fn span(key: &str, value: DictItem) -> Op {
    let properties = DictItem::Dict { map: std::iter::once((key.to_owned(), value)).collect() };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

/// To a thousandth of a point.
fn round(points: f32) -> f32 {
    (points * 1000.0).round() / 1000.0
}
