//! What each glyph says, so that what is copied is what was written.
//!
//! The format knows two ways to say it. `ActualText` around a part of a text (ISO 32000-1, 14.9.4) is passed over by
//! some readers, doubled by others, and turned around in right-to-left lines by most. `ToUnicode` for each code
//! (9.10.3) is understood by all, but they order by place: a mark above its letter counts as a line of its own, and a
//! ligature of lam and alef that says both is copied as alef and lam.
//!
//! So every character is said by a code of its own, on the baseline, in the order of the line from left to
//! right: by the glyphs that stand there, and where there are fewer of them than characters, by codes without ink
//! that share the room of the last one. Marks and raised glyphs are drawn as outlines and say nothing.
//!
//! Tried with poppler 22.12, PDFium (Chrome) and MuPDF on names in 25 languages and ways of writing:
//!
//! | what is written | what is copied |
//! |---|---|
//! | Latin, Greek, Cyrillic, Armenian, Georgian, Ethiopic, Devanagari, Bengali, Tamil, Sinhala, Thai, Burmese, Khmer, Chinese, Japanese, Korean | exact in all three |
//! | Arabic, Persian, Urdu, Hebrew without vowel signs | exact in all three, but PDFium leaves out the zero-width non-joiner of Persian |
//! | with vowel signs (niqqud, harakat) | exact in poppler; PDFium puts shadda before the vowel, MuPDF parts signs from letters by spaces |
//! | Urdu in Nastaliq | exact in poppler and MuPDF; PDFium loses the first letter of a line |
//!
//! Where directions meet in a line, poppler puts brackets, colons and numbers on a side of its own choice, and it takes a
//! hyphen at the end of a line for one that came with the break.
//!
//! Acrobat and screen readers were not tried. The page of a badge says the same as its paper, and is named on it.
//!
//! Fonts with CFF outlines (Chinese, Japanese, Korean) have one code for a glyph: there a run of which a glyph stood for
//! something else before gets an `ActualText`.

use super::super::sheet::{Glyph, Line, Run};
use super::fonts::Font;
use crate::platform::i18n::Direction;

/// In thousandths of an em.
const NARROWEST: u16 = 30;

/// Glyphs that stand for some characters together.
pub(super) struct Cluster<'a> {
    /// From left to right.
    glyphs: &'a [Glyph],
    pub(super) text: &'a str,
    direction: Direction,
    /// Of an em, in points.
    size: f32,
}

/// The clusters of a run, from left to right.
pub(super) fn clusters<'a>(line: &'a Line, run: &'a Run) -> Vec<Cluster<'a>> {
    let mut starts: Vec<usize> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    let groups = run.glyphs.chunk_by(|one, next| one.cluster == next.cluster);
    groups
        .map(|glyphs| {
            let start = glyphs.first().map_or(0, |glyph| glyph.cluster);
            let next = starts.partition_point(|other| *other <= start);
            let end = starts.get(next).copied().unwrap_or(run.range.end);
            Cluster { glyphs, text: line.text.get(start..end).unwrap_or_default(), direction: run.direction, size: run.size }
        })
        .collect()
}

/// A glyph, or a part of one, and what it says.
pub(super) struct Letter {
    pub(super) glyph: Glyph,
    pub(super) says: String,
    /// How many letters share the room.
    pub(super) parts: u16,
    /// How much room there is, in thousandths of an em, where it is not what the font gives the glyph.
    pub(super) room: Option<u16>,
    /// How far from the left end of its cluster, in points; none where it follows the one before.
    pub(super) at: Option<f32>,
    pub(super) ink: Ink,
}

/// Whether a letter is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Seen,
    /// There to be copied.
    Unseen,
}

/// How a cluster is written.
#[derive(Default)]
pub(super) struct Written {
    /// From left to right.
    pub(super) letters: Vec<Letter>,
    /// What is drawn as outlines, and how far from the left end of the cluster.
    pub(super) drawn: Vec<(f32, Glyph)>,
}

impl Cluster<'_> {
    /// How far the next cluster is, in points.
    pub(super) fn advance(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    pub(super) fn written(&self, font: &Font) -> Written {
        let mut said: Vec<char> = self.text.chars().filter(|c| !is_mark_of_direction(*c)).collect();
        if self.direction == Direction::Rtl {
            said.reverse();
        }
        if font.has_codes() { self.spread(&said) } else { Written { letters: self.one_by_one(said), drawn: Vec::new() } }
    }

    fn placed(&self) -> impl Iterator<Item = (f32, &Glyph)> {
        self.glyphs.iter().scan(0.0, |from, glyph| {
            let here = *from;
            *from += glyph.advance;
            Some((here, glyph))
        })
    }

    /// The characters, from left to right, over the glyphs that stand on the baseline. They leave no gap, which
    /// would be read as a space.
    fn spread(&self, said: &[char]) -> Written {
        let stands = |glyph: &Glyph| glyph.advance > 0.0 && glyph.dy.abs() < 0.001;
        let mut standing: Vec<(f32, Glyph)> = Vec::new();
        let mut written = Written::default();
        for (from, glyph) in self.placed() {
            let kind = if stands(glyph) && standing.len() < said.len() { &mut standing } else { &mut written.drawn };
            kind.push((from, *glyph));
        }
        let ends: Vec<f32> = standing.iter().skip(1).map(|(from, _)| *from).chain([self.advance()]).collect();
        let widened = written.drawn.iter().any(|(_, glyph)| glyph.advance > 0.0);
        let mut left = said;
        for (at, (from, glyph)) in standing.iter().enumerate() {
            let share = if at + 1 == standing.len() { left.len() } else { 1 };
            let (own, rest) = left.split_at_checked(share).unwrap_or((left, &[]));
            left = rest;
            let room = ends.get(at).filter(|_| widened).map(|end| self.thousandths(end - from));
            written.letters.extend(parts(*glyph, own, from + glyph.dx, Ink::Seen, room));
        }
        if let (true, Some(glyph)) = (standing.is_empty(), self.glyphs.first()) {
            let room = Some(self.thousandths(self.advance()));
            written.letters.extend(parts(*glyph, said, 0.0, Ink::Unseen, room));
        }
        written
    }

    /// Some readers pass over what has no width.
    fn thousandths(&self, points: f32) -> u16 {
        super::whole(points / self.size * 1000.0).max(NARROWEST)
    }

    /// Where there are as many glyphs as characters, each says its own; else the one that is read first says everything.
    fn one_by_one(&self, said: Vec<char>) -> Vec<Letter> {
        let count = self.glyphs.len();
        let says: Vec<String> = if count == said.len() {
            said.into_iter().map(String::from).collect()
        } else {
            let first = if self.direction == Direction::Rtl { count.saturating_sub(1) } else { 0 };
            (0..count).map(|at| if at == first { self.text.to_owned() } else { String::new() }).collect()
        };
        let letter = |((from, glyph), says): ((f32, &Glyph), String)| Letter {
            glyph: *glyph,
            says,
            parts: 1,
            room: None,
            at: Some(from + glyph.dx),
            ink: Ink::Seen,
        };
        self.placed().zip(says).map(letter).collect()
    }

    /// Whether somebody who copies the glyphs copies the text.
    pub(super) fn is_plain(&self, font: &Font) -> bool {
        font.has_codes() || self.glyphs.len() == 1 && self.written(font).letters.iter().all(|letter| font.code(letter).1)
    }
}

/// A glyph and what it says, character by character.
fn parts(glyph: Glyph, said: &[char], at: f32, ink: Ink, room: Option<u16>) -> impl Iterator<Item = Letter> {
    let parts = u16::try_from(said.len()).unwrap_or(u16::MAX).max(1);
    said.iter().enumerate().map(move |(number, says)| {
        let (at, ink) = if number == 0 { (Some(at), ink) } else { (None, Ink::Unseen) };
        Letter { glyph, says: says.to_string(), parts, room, at, ink }
    })
}

/// Characters that only tell the direction of others, which the order of the page tells as well.
fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
