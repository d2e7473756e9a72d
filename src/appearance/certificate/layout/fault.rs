//! Why a text cannot be laid out, in sentences for whoever wrote it or drew the template.

use super::Style;
use crate::appearance::certificate::fonts::{Fonts, Missing, is_emoji};
use crate::appearance::certificate::sheet::Rect;

/// Why a text cannot be laid out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LayoutFault {
    /// No font draws a character.
    #[error("no font here draws {}: {}", named(*character, script), remedy(*package, *character))]
    NoGlyph {
        /// The character.
        character: char,
        /// Its script, in English.
        script: &'static str,
        /// The Debian package that would bring fonts of that script, if there is one that is not installed.
        package: Option<&'static str>,
    },
    /// Some font draws each character, but none draws them as one.
    #[error("no font here draws “{cluster}” as one: {} does not go with what stands before it", code(*character))]
    NotTogether {
        /// What a reader sees as one character.
        cluster: String,
        /// The part of it that does not go with the rest.
        character: char,
    },
    /// The box is too small.
    #[error(
        "“{text}” does not fit into its box of {width:.0} × {height:.0} points, not even at {smallest} points: {cause}. \
         Shorten it, or give the box more room, more lines or a smaller size in the template"
    )]
    DoesNotFit {
        /// How it begins.
        text: String,
        /// The width of the box.
        width: f32,
        /// The height of the box.
        height: f32,
        /// The smallest size allowed.
        smallest: f32,
        /// What is too much.
        cause: Cause,
    },
}

/// What of a text is too much for its box.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Cause {
    /// A part at which no line may end.
    #[error("“{}”, which cannot be divided, is {points:.0} points wide", beginning(part))]
    TooWide {
        /// The part.
        part: String,
        /// Its width.
        points: f32,
    },
    /// Too many lines.
    #[error("it takes {needed} lines")]
    TooManyLines {
        /// How many it takes.
        needed: usize,
    },
    /// All lines together.
    #[error("its {} {points:.0} points high", if *lines == 1 { "line is".to_owned() } else { format!("{lines} lines are") })]
    TooHigh {
        /// How many there are.
        lines: usize,
        /// How high they are.
        points: f32,
    },
}

impl LayoutFault {
    /// For a cluster that cannot be drawn.
    pub(super) fn of(fonts: &Fonts, cluster: &str, missing: Missing) -> Self {
        match missing {
            Missing::Character(character) => {
                let (script, package) = fonts.package(character);
                Self::NoGlyph { character, script, package }
            }
            Missing::Together(character) => Self::NotTogether { cluster: cluster.to_owned(), character },
        }
    }

    pub(super) fn does_not_fit(text: &str, area: Rect, style: &Style, cause: Cause) -> Self {
        let smallest = style.smallest.min(style.size);
        Self::DoesNotFit { text: beginning(text), width: area.width, height: area.height, smallest, cause }
    }
}

/// Enough to know which text it is.
fn beginning(text: &str) -> String {
    const ENOUGH: usize = 48;
    let mut beginning: String = text.chars().take(ENOUGH).collect();
    if beginning.len() < text.len() {
        beginning.push('…');
    }
    beginning
}

fn code(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

fn named(character: char, script: &str) -> String {
    let code = code(character);
    match script {
        _ if is_emoji(character) => format!("the emoji {code} ({character})"),
        "Common" | "Inherited" => format!("the sign {code} ({character})"),
        "Unknown" => format!("{code}, which no standard has given a shape"),
        _ => format!("{code} ({character}, script: {script})"),
    }
}

fn remedy(package: Option<&'static str>, character: char) -> String {
    let folder = "put a font with outlines for it into the data folder’s fonts/";
    match package {
        // Debian's font of emoji holds bitmaps, which no writer of text can draw.
        _ if is_emoji(character) => format!("leave it out, or {folder} (Noto Emoji, not Noto Color Emoji)"),
        Some(package) => format!("install the Debian package {package}, or {folder}"),
        None => format!("no Debian package of Noto has it; {folder}, or leave it out"),
    }
}
