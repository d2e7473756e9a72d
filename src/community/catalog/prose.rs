//! A text of the catalogue, in whatever languages it has been translated to.

use std::fmt;
use std::sync::Arc;

use crate::platform::i18n::{Messages, Rendered};
use crate::vocabulary::LanguageTag;

/// A text and the language it is in.
pub type Text = Rendered;

/// One text of a class or a capacity: its message key, and all translations behind it.
#[derive(Clone)]
pub struct Prose {
    pub(super) key: String,
    pub(super) source: LanguageTag,
    pub(super) messages: Arc<Messages>,
}

impl Prose {
    /// The message key, by which translators find it.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The text as its author wrote it: the only text that a digest covers.
    pub fn source_text(&self) -> &str {
        self.messages.raw(&self.key, &self.source).unwrap_or_default()
    }

    /// The text in the reader's language, or in the nearest that has it, or as it was written.
    pub fn in_language(&self, language: &LanguageTag) -> Text {
        self.messages
            .find(&self.key, language, &[])
            .unwrap_or_else(|| Text { text: self.source_text().to_owned(), language: self.source.clone() })
    }

    /// The text in exactly this language, if somebody has translated it.
    pub fn translation(&self, language: &LanguageTag) -> Option<&str> {
        self.messages.raw(&self.key, language)
    }

    /// Every translation, by language.
    pub fn translations(&self) -> impl Iterator<Item = (&LanguageTag, &str)> {
        self.messages.languages().filter_map(|language| Some((language, self.translation(language)?)))
    }
}

impl fmt::Debug for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "⧼{}⧽", self.key)
    }
}
