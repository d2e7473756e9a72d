//! Words with the language they are in, and links.

use serde::Serialize;

use crate::platform::i18n::Arg;
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

/// A message and what stands in it: a template says it in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    key: &'static str,
    args: Vec<Given>,
}

impl Told {
    /// The message that `key` names, where it is said.
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// With one more argument.
    #[must_use]
    pub fn with(mut self, given: impl Into<Given>) -> Self {
        self.args.push(given.into());
        self
    }

    /// What names the message.
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// What stands in the message.
    pub fn args(&self) -> impl Iterator<Item = Arg<'_>> {
        self.args.iter().map(|given| match given {
            Given::Number(number) => Arg::Number(*number),
            Given::Text(text) => Arg::Text(text),
        })
    }
}

/// What stands in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Given {
    /// A number, written as the language writes it.
    Number(i64),
    /// A text, set apart from what surrounds it.
    Text(String),
}

impl From<i64> for Given {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Given {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Given {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: AsRef<str> + ?Sized> From<&T> for Given {
    fn from(text: &T) -> Self {
        Self::Text(text.as_ref().to_owned())
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
