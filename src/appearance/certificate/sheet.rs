//! A document ready to be drawn: everything has its place, in points.
//!
//! Points are 1/72 inch; x grows to the right and y downwards from the upper left corner of the
//! page, whatever the direction of the text. Items stand in the order in which they are read aloud.

use std::ops::Range;
use std::sync::Arc;

use super::vector::{Colour, Vector};
use crate::appearance::qr::Qr;
use crate::platform::i18n::Direction;
use crate::vocabulary::{LanguageTag, Timestamp};

/// A whole document.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What the document is called.
    pub title: String,
    /// Who stands behind it: the issuer's name.
    pub author: String,
    /// The language of most of it.
    pub language: LanguageTag,
    /// The direction in which that language is written.
    pub direction: Direction,
    /// The instant written into the file, so that the same certificate is the same bytes.
    pub made_at: Timestamp,
    /// The pages.
    pub pages: Vec<Page>,
    /// Files that travel inside.
    pub attachments: Vec<Attachment>,
}

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// In the order of reading.
    pub items: Vec<Item>,
}

/// What stands on a page.
#[derive(Debug, Clone)]
pub enum Item {
    /// Decoration, which is not read aloud.
    Artwork(Picture),
    /// A picture that says something.
    Figure(Picture),
    /// A code to be scanned.
    Code(Code),
    /// Text.
    Text(Block),
}

/// A drawing and its place.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What is drawn. Shared: many certificates of one event carry the same.
    pub drawing: Arc<Vector>,
    /// Where; the drawing is stretched to fill it.
    pub place: Rect,
    /// What it shows, for those who do not see it; empty for decoration.
    pub said: String,
}

/// A QR code and its place, the quiet zone included.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code.
    pub qr: Qr,
    /// A square.
    pub place: Rect,
    /// What it is for, for those who do not see it.
    pub said: String,
    /// Where a click leads.
    pub link: String,
}

/// A rectangle in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// The left side.
    pub x: f32,
    /// The upper side.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

/// A paragraph that has been laid out.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is to somebody who listens.
    pub role: Role,
    /// The language of its first line.
    pub language: LanguageTag,
    /// The colour of its text.
    pub colour: Colour,
    /// Where a click leads.
    pub link: Option<String>,
    /// From top to bottom.
    pub lines: Vec<Line>,
}

/// What a text is in the structure of a document
/// ([ISO 32000-1, 14.8.4](https://opensource.adobe.com/dc-acrobat-sdk-docs/standards/pdfstandards/pdf/PDF32000_2008.pdf)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// What the document is: one of them.
    Heading,
    /// A part of it, such as the holder's name and the class.
    Subheading,
    /// Anything else.
    Paragraph,
}

/// A line of text.
#[derive(Debug, Clone)]
pub struct Line {
    /// The left end of the line.
    pub x: f32,
    /// The line on which letters stand.
    pub baseline: f32,
    /// From `x` to the right end.
    pub width: f32,
    /// The text in the order in which it is read.
    pub text: String,
    /// The language of this line; lines of one block may be in several.
    pub language: LanguageTag,
    /// From left to right, as they are drawn.
    pub runs: Vec<Run>,
}

/// Glyphs of one font and one direction.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its font.
    pub face: Arc<Face>,
    /// The size of an em, in points.
    pub size: f32,
    /// Which part of the line's text it is, in bytes.
    pub range: Range<usize>,
    /// How it is written.
    pub direction: Direction,
    /// From left to right, as they are drawn.
    pub glyphs: Vec<Glyph>,
}

/// A shape of a font.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// How far the next one is, in points.
    pub advance: f32,
    /// To the right of where it would stand, in points.
    pub dx: f32,
    /// Above where it would stand, in points.
    pub dy: f32,
    /// The first byte, in the line's text, of the characters that it stands for.
    pub cluster: usize,
}

/// A font as a file has it. The same font is the same `Arc<Face>` wherever it is used.
pub struct Face {
    /// The bytes of the file, read once.
    pub bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Which font of a collection.
    pub index: u32,
    /// Such as `NotoSansArabic-Regular`.
    pub name: String,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").field("name", &self.name).field("index", &self.index).finish_non_exhaustive()
    }
}

/// A file inside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, such as `credential.json`.
    pub name: String,
    /// Such as `application/vc+ld+json`.
    pub media_type: String,
    /// What it is, for a person.
    pub said: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
