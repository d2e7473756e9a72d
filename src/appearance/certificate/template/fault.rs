//! What can be wrong in a template, as sentences for the designer who drew it.
//!
//! Every fault has its line in the file, what is wrong, and what to do in Inkscape. All of them are told at once.

use std::fmt;

use crate::appearance::certificate::vector::VectorFault;

/// Every fault of a template, by line; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct TemplateFaults {
    /// The template's name or file.
    pub template: String,
    /// In the order of their lines.
    pub findings: Vec<Finding>,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub what: What,
}

impl fmt::Display for TemplateFaults {
    /// `file:line: what is wrong; what to do`, one a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = self.findings.len();
        write!(f, "the template has {many} fault{}:", if many == 1 { "" } else { "s" })?;
        let mut findings = self.findings.iter();
        findings.try_for_each(|finding| write!(f, "\n{}:{}: {}", self.template, finding.line, finding.what))
    }
}

/// The kinds of faults; each is a sentence that ends with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// Not XML, with a document type, or too large.
    #[error("this is not an SVG file that can be read: {0}; save it again as \"Inkscape SVG\" or \"Plain SVG\"")]
    NotSvg(String),
    /// Elements in elements.
    #[error("groups stand more than {0} deep in each other; ungroup what needs no group (Object > Ungroup)")]
    TooDeep(usize),
    /// Page without a size on paper.
    #[error("the page has no size on paper ({0}); set its width and height in mm or in (File > Document Properties)")]
    NoPage(&'static str),
    /// Program, link, picture or the like.
    #[error("<{element}> {why}; {remedy}")]
    Refused {
        /// The element.
        element: String,
        /// Why it is refused.
        why: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A reference out of the file.
    #[error("<{element}> needs something from outside the file ({to:?}); draw it here, a paper must not depend on another place")]
    Outside {
        /// The element.
        element: String,
        /// What it points to.
        to: String,
    },
    /// A box that must be there.
    #[error("there is no box \"{name}\"; draw a rectangle for {purpose} and label it {name} (Object > Object Properties)")]
    Missing {
        /// Its label.
        name: &'static str,
        /// What it is for.
        purpose: &'static str,
    },
    /// A box that must not be there.
    #[error("a participation slip has no box \"{0}\": it must not be taken for a badge; remove it")]
    NotOnASlip(&'static str),
    /// The same label twice.
    #[error("the box \"{name}\" stands twice, first in line {first}; remove one of them")]
    Twice {
        /// Its label.
        name: &'static str,
        /// The line of the first.
        first: u32,
    },
    /// Nearly the label of a box.
    #[error("the label {label:?} is no box of ours; did you mean \"{meant}\"? Correct it, or name it otherwise")]
    Misspelt {
        /// As it stands there.
        label: String,
        /// The nearest of ours.
        meant: &'static str,
    },
    /// A box that is no rectangle.
    #[error("the box \"{name}\" is drawn as <{element}>; draw it with the rectangle tool")]
    NoRectangle {
        /// Its label.
        name: &'static str,
        /// What it is.
        element: String,
    },
    /// A box that is turned, slanted or mirrored.
    #[error("\"{0}\" is turned, slanted or mirrored; text stands straight: draw it again without turning it")]
    Turned(&'static str),
    /// A number that cannot be read.
    #[error("\"{name}\" has {value:?} as its {what}; use a plain number, with a unit such as mm if you like")]
    Unreadable {
        /// The label.
        name: &'static str,
        /// What cannot be read.
        what: &'static str,
        /// As it stands there.
        value: String,
    },
    /// A box without sample text.
    #[error(
        "the box \"{0}\" has no sample text; write one into it: its font, size, colour and alignment, and where it stands in the box, are taken over"
    )]
    NoSample(&'static str),
    /// Text that is no box and no sample.
    #[error(
        "the text {text:?} stands in no box, and a paper speaks many languages; remove it, convert it to a path, or move it into a box"
    )]
    LooseText {
        /// How it begins.
        text: String,
    },
    /// A sample in a colour that cannot be taken over.
    #[error(
        "the sample text of \"{name}\" is painted {value:?}; give it one flat, opaque colour (a lighter colour in place of transparency)"
    )]
    Colour {
        /// The label.
        name: &'static str,
        /// As it stands there.
        value: String,
    },
    /// A sample too small to be read on paper.
    #[error("the sample text of \"{name}\" is {size} pt high; use at least {least} pt, people have to read it")]
    TooSmall {
        /// The label.
        name: &'static str,
        /// Its size in tenths of a point, rounded.
        size: Tenths,
        /// What is needed.
        least: Tenths,
    },
    /// A box lower than a line.
    #[error("the box \"{name}\" is {height} pt high, a line of its text needs {needed} pt; make the box higher or the text smaller")]
    TooLow {
        /// The label.
        name: &'static str,
        /// Its height.
        height: Tenths,
        /// What a line needs.
        needed: Tenths,
    },
    /// A box beyond the page or the card.
    #[error("the box \"{name}\" reaches beyond the {of}; move it inside")]
    Beyond {
        /// The label.
        name: &'static str,
        /// `page` or `card`.
        of: &'static str,
    },
    /// Two boxes over each other.
    #[error("the boxes \"{one}\" and \"{other}\" lie over each other; move them apart")]
    Overlap {
        /// The label of the first.
        one: &'static str,
        /// The label of the other.
        other: &'static str,
    },
    /// A QR box that is no square.
    #[error("the box \"qr\" is no square; hold Ctrl while you draw it")]
    NoSquare,
    /// A QR box in which the modules would be too small.
    #[error("the box \"qr\" is {side} mm wide; it needs at least {needed} mm, or poor cameras cannot read the code")]
    CodeTooSmall {
        /// Its side in millimetres.
        side: Tenths,
        /// What is needed.
        needed: Tenths,
    },
    /// Artwork beyond the card that is repeated.
    #[error("artwork reaches beyond the card and would be printed over its neighbours; move it inside the rectangle \"card\"")]
    ArtworkBeyondCard,
    /// Artwork that no writer can draw.
    #[error("the artwork cannot be printed: {0}")]
    Artwork(#[from] VectorFault),
}

/// A length rounded to a tenth, so that two faults can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tenths(i32);

impl Tenths {
    /// The nearest tenth.
    pub(super) fn of(length: f32) -> Self {
        // Through text: a float has no checked conversion to a whole number.
        Self(format!("{:.0}", (length * 10.0).clamp(-1e6, 1e6)).parse().unwrap_or_default())
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}.{}", if self.0 < 0 { "-" } else { "" }, self.0.abs() / 10, self.0.abs() % 10)
    }
}
