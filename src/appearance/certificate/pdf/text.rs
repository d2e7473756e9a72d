//! Lines of glyphs, exactly where the layout put them, and what they say when copied or read aloud.
//!
//! A viewer moves on by the width that the font's table gives; where the layout wants another place (kerning), the
//! difference is written between the glyphs.

use std::sync::Arc;

use printpdf::{
    Codepoint, DictItem, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, TextItem, TextMatrix, TextRenderingMode,
    WindingOrder,
};

use super::super::layout::outlines;
use super::super::sheet::{Block, Face, Glyph, Line, Run};
use super::super::vector::{Segment, Shape};
use super::fonts::{Font, Fonts};
use super::letters::{Cluster, Ink, Letter, clusters};
use super::save;
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

/// Writes a block; `height` is that of the page.
pub(super) fn write(block: &Block, height: f32, fonts: &Fonts, operations: &mut Vec<Op>) {
    operations.push(Op::StartTextSection);
    operations.push(Op::SetFillColor { col: super::page::colour(block.colour) });
    let mut pen = Pen { operations, fonts, font: None, rise: 0.0, ink: Ink::Seen, drawn: Vec::new() };
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
    let drawn = pen.drawn;
    operations.push(Op::EndTextSection);
    let marks = Block { lines: drawn, link: None, language: block.language.clone(), ..*block };
    operations.extend(outlines(&marks).iter().map(|shape| painted(shape, height)));
}

struct Pen<'a> {
    operations: &'a mut Vec<Op>,
    fonts: &'a Fonts,
    font: Option<(Arc<Face>, f32)>,
    rise: f32,
    ink: Ink,
    /// What is drawn as outlines.
    drawn: Vec<Line>,
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
        let mut place = Place { size: run.size, ..Place::default() };
        for said in spoken(&clusters, font, run.direction) {
            if let Some(text) = &said.replaced {
                self.operations.push(span("ActualText", DictItem::String { data: save::utf16(text), literal: false }));
            }
            for cluster in said.clusters {
                let written = cluster.written(font);
                for letter in &written.letters {
                    self.letter(letter, font, &mut place);
                }
                let from = place.wanted;
                place.drawn.extend(written.drawn.iter().map(|(at, glyph)| Glyph { advance: 0.0, dx: from + at + glyph.dx, ..*glyph }));
                place.wanted += cluster.advance();
            }
            self.show(&mut place);
            if said.replaced.is_some() {
                self.operations.push(Op::EndMarkedContent);
            }
        }
        self.raise(0.0, &mut place);
        self.ink(Ink::Seen, &mut place);
        if !place.drawn.is_empty() {
            let marks = Run { glyphs: place.drawn, face: Arc::clone(&run.face), range: run.range.clone(), ..*run };
            self.drawn.push(Line { x, runs: vec![marks], text: String::new(), language: line.language.clone(), ..*line });
        }
    }

    fn letter(&mut self, letter: &Letter, font: &Font, place: &mut Place) {
        self.ink(letter.ink, place);
        self.raise(if letter.ink == Ink::Seen { letter.glyph.dy } else { 0.0 }, place);
        if let Some(at) = letter.at {
            let aside = place.viewer - (place.wanted + at) / place.size * 1000.0;
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

/// Where in a run the pen is.
#[derive(Default)]
struct Place {
    /// Of an em, in points.
    size: f32,
    /// As the viewer counts, in thousandths of an em.
    viewer: f32,
    /// As the layout wants it, in points.
    wanted: f32,
    items: Vec<TextItem>,
    drawn: Vec<Glyph>,
}

/// Clusters in a row, and the text that replaces what their glyphs say.
struct Spoken<'c, 'a> {
    clusters: &'c [Cluster<'a>],
    replaced: Option<String>,
}

/// A whole run of left-to-right text, but each cluster of right-to-left text by itself: readers would turn the rest.
fn spoken<'c, 'a>(clusters: &'c [Cluster<'a>], font: &Font, direction: Direction) -> Vec<Spoken<'c, 'a>> {
    let plain = |cluster: &Cluster<'_>| cluster.is_plain(font);
    if clusters.iter().all(plain) {
        return vec![Spoken { clusters, replaced: None }];
    }
    let whole = |clusters: &[Cluster<'_>]| Some(clusters.iter().map(|cluster| cluster.text).collect::<String>());
    match direction {
        Direction::Ltr => vec![Spoken { clusters, replaced: whole(clusters) }],
        Direction::Rtl => {
            let groups = clusters.chunk_by(|one, next| plain(one) && plain(next));
            groups.map(|group| Spoken { clusters: group, replaced: whole(group).filter(|_| !group.iter().all(plain)) }).collect()
        }
    }
}

/// Outlines filled with the colour that is set.
fn painted(shape: &Shape, height: f32) -> Op {
    let mut rings: Vec<PolygonRing> = Vec::new();
    for segment in &shape.outline {
        if let Segment::Move(_) = segment {
            rings.push(PolygonRing { points: Vec::new() });
        }
        let Some(ring) = rings.last_mut() else { continue };
        let point = |[x, y]: [f32; 2], bezier| LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(height - y)) }, bezier };
        match *segment {
            Segment::Move(end) | Segment::Line(end) => ring.points.push(point(end, false)),
            Segment::Curve(first, second, end) => ring.points.extend([point(first, true), point(second, true), point(end, false)]),
            Segment::Close => {}
        }
    }
    Op::DrawPolygon { polygon: Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero } }
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
