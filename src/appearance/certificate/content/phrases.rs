//! The phrases of a paper, in the language asked for or the nearest that has them all.
//!
//! A name inside a phrase keeps its own direction: where it could disturb its surroundings it is set
//! apart by isolates ([UAX #9, 2.4](https://www.unicode.org/reports/tr9/#Directional_Formatting_Codes)).

use super::Said;
use crate::platform::i18n::{Arg, Direction, Messages, direction, format_date};
use crate::vocabulary::{LanguageTag, Timestamp};

/// The phrase by which it is known whether a paper can be written in a language: it has all or none.
const FIRST: &str = "paper-heading";
/// Stands for a text that is written as a paragraph of its own; no message holds it.
const PLACE: char = '\u{e000}';

/// Says phrases.
pub(super) struct Phrases<'a> {
    messages: &'a Messages,
    language: LanguageTag,
}

impl<'a> Phrases<'a> {
    /// Phrases for a reader of `asked`.
    pub(super) fn new(messages: &'a Messages, asked: &LanguageTag) -> Self {
        Self { messages, language: messages.render(FIRST, asked, &[]).language }
    }

    /// The language that it turned out to be.
    pub(super) const fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// A phrase as a text of the paper.
    pub(super) fn say(&self, key: &str, args: &[&str]) -> Said {
        let apart: Vec<String> = args.iter().map(|arg| self.set_apart(arg)).collect();
        let apart: Vec<&str> = apart.iter().map(String::as_str).collect();
        Said { text: self.plain(key, &apart), language: self.language.clone() }
    }

    /// A phrase with a number.
    pub(super) fn count(&self, key: &str, number: usize) -> String {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        self.messages.render(key, &self.language, &[Arg::Number(number)]).text
    }

    /// A phrase for titles and descriptions, where nothing can be set apart.
    pub(super) fn plain(&self, key: &str, args: &[&str]) -> String {
        let args: Vec<Arg<'_>> = args.iter().map(|arg| Arg::Text(arg)).collect();
        self.messages.render(key, &self.language, &args).text
    }

    /// A phrase that ends with a text in another language: the phrase, then the text, each marked as
    /// what it is. Where a language has to put the text in the midst, it is one paragraph.
    pub(super) fn lead(&self, key: &str, said: &Said) -> Vec<Said> {
        let phrase = self.plain(key, &[&PLACE.to_string()]);
        match phrase.split_once(PLACE) {
            Some((before, "")) => vec![Said { text: before.trim_end().to_owned(), language: self.language.clone() }, said.clone()],
            _ => vec![self.say(key, &[&said.text])],
        }
    }

    /// A phrase with days.
    pub(super) fn day(&self, key: &str, days: &[Timestamp]) -> Said {
        let days: Vec<String> = days.iter().map(|at| format_date(*at, &self.language)).collect();
        self.say(key, &days.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// What a language calls itself; its tag where we do not know.
    pub(super) fn name_of(&self, language: &LanguageTag) -> String {
        self.messages.raw("language-name", language).unwrap_or(language.as_str()).to_owned()
    }

    fn set_apart(&self, text: &str) -> String {
        let disturbs = direction(&self.language) == Direction::Rtl || text.chars().any(is_written_from_the_right);
        if disturbs { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }
}

/// Blocks of the scripts that are written from right to left.
const fn is_written_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
