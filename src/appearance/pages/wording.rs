//! Words with the language they are in, and links.

use serde::Serialize;

use crate::vocabulary::LanguageTag;

/// A text for people and its language. On a page in another language it is marked with `lang` and
/// `dir`, so that a screen reader pronounces it and a browser lays it out rightly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// The text, not escaped.
    pub text: String,
    /// Its language.
    pub language: LanguageTag,
}

impl Wording {
    /// `text`, which is in `language`.
    pub fn new(text: impl Into<String>, language: LanguageTag) -> Self {
        Self { text: text.into(), language }
    }

    /// A sentence of our own code or of a specification.
    pub fn english(text: impl Into<String>) -> Self {
        Self::new(text, LanguageTag::english())
    }
}

/// A named address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is called.
    pub name: Wording,
    /// Where it stands, as written in public.
    pub address: String,
}
