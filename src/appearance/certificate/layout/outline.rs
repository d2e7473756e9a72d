//! Text as drawn paths, for pictures that must not depend on the viewer's fonts.
//!
//! Badge images and social cards are SVG and PNG files that others open: an SVG names fonts, but
//! does not carry them.

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use crate::appearance::certificate::sheet::{Block, Run};
use crate::appearance::certificate::vector::{Fill, Rule, Segment, Shape};

/// The glyphs of `block` where they stand on the page, a shape for each run.
pub fn outlines(block: &Block) -> Vec<Shape> {
    let fill = Some(Fill { colour: block.colour, opacity: 1.0, rule: Rule::NonZero });
    let mut shapes = Vec::new();
    for line in &block.lines {
        let mut x = line.x;
        for run in &line.runs {
            let outline = draw(run, [x, line.baseline]);
            if !outline.is_empty() {
                shapes.push(Shape { outline, fill, stroke: None, clips: Vec::new() });
            }
            x += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        }
    }
    shapes
}

fn draw(run: &Run, [mut x, baseline]: [f32; 2]) -> Vec<Segment> {
    let Ok(font) = skrifa::FontRef::from_index((*run.face.bytes).as_ref(), run.face.index) else { return Vec::new() };
    let glyphs = font.outline_glyphs();
    let mut pen = Pen { at: [0.0, 0.0], last: [0.0, 0.0], segments: Vec::new() };
    for glyph in &run.glyphs {
        pen.at = [x + glyph.dx, baseline - glyph.dy];
        if let Some(outline) = glyphs.get(skrifa::GlyphId::from(glyph.id)) {
            let from = pen.segments.len();
            if outline.draw(DrawSettings::unhinted(Size::new(run.size), LocationRef::default()), &mut pen).is_err() {
                // A glyph that is drawn by halves would be another letter.
                pen.segments.truncate(from);
            }
        }
        x += glyph.advance;
    }
    pen.segments
}

/// Turns the font's steps, whose y grows upwards, into ours.
struct Pen {
    at: [f32; 2],
    last: [f32; 2],
    segments: Vec<Segment>,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> [f32; 2] {
        [self.at[0] + x, self.at[1] - y]
    }

    fn step(&mut self, to: [f32; 2], segment: Segment) {
        self.segments.push(segment);
        self.last = to;
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.step(to, Segment::Move(to));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.step(to, Segment::Line(to));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (handle, to, from) = (self.place(cx0, cy0), self.place(x, y), self.last);
        // A cubic curve is the same as a quadratic one with its handles at two thirds of the way.
        let third = |end: [f32; 2]| [end[0] + (handle[0] - end[0]) * 2.0 / 3.0, end[1] + (handle[1] - end[1]) * 2.0 / 3.0];
        self.step(to, Segment::Curve(third(from), third(to), to));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let to = self.place(x, y);
        let segment = Segment::Curve(self.place(cx0, cy0), self.place(cx1, cy1), to);
        self.step(to, segment);
    }

    fn close(&mut self) {
        self.segments.push(Segment::Close);
    }
}
