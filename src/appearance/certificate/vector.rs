//! Drawings as paths: what every writer can draw, and nothing more.
//!
//! Artwork of templates and badge images come here through `usvg`, which has resolved styles,
//! groups and transforms. What has no plain path (text, bitmaps, filters, masks, gradients) is
//! refused by name when a template is read, so that a paper never lacks a part unnoticed.

mod svg;

use std::sync::Arc;

pub use svg::VectorFault;

/// A drawing in its own units, from (0, 0) to (width, height), y downwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// From the back to the front.
    pub shapes: Vec<Shape>,
}

/// A path that is filled, drawn, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its outline, transforms already applied.
    pub outline: Vec<Segment>,
    /// How it is filled.
    pub fill: Option<Fill>,
    /// How its outline is drawn, over the filling.
    pub stroke: Option<Stroke>,
    /// Outlines within which alone it is seen, all of them.
    pub clips: Vec<Arc<Clip>>,
}

/// A step of an outline; coordinates are absolute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Begins a part.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic curve: two handles, then its end.
    Curve([f32; 2], [f32; 2], [f32; 2]),
    /// Back to the beginning of the part.
    Close,
}

/// What fills a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// With which colour.
    pub colour: Colour,
    /// From 0, not seen, to 1.
    pub opacity: f32,
    /// What is inside.
    pub rule: Rule,
}

/// What is inside an outline that crosses itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// What it goes around in one direction more often than in the other.
    NonZero,
    /// What it goes around an odd number of times.
    EvenOdd,
}

/// How an outline is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// With which colour.
    pub colour: Colour,
    /// From 0, not seen, to 1.
    pub opacity: f32,
    /// In the units of the drawing.
    pub width: f32,
    /// At its ends.
    pub cap: Cap,
    /// At its corners.
    pub join: Join,
    /// How far a sharp corner may reach, as a multiple of the width.
    pub miter_limit: f32,
    /// Lengths of dashes and gaps; empty for a whole line.
    pub dashes: Vec<f32>,
    /// Where in the dashes it begins.
    pub dash_offset: f32,
}

/// The end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// Cut at the end.
    Butt,
    /// A half circle beyond it.
    Round,
    /// A half square beyond it.
    Square,
}

/// The corner of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Sharp.
    Miter,
    /// Round.
    Round,
    /// Cut.
    Bevel,
}

/// An outline outside which nothing is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// The outline.
    pub outline: Vec<Segment>,
    /// What is inside.
    pub rule: Rule,
}

/// Red, green and blue of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

/// As CSS and SVG write it, such as `#3366cc`.
impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}
