//! The answer to `--recipient` at a terminal, in the sentences of the pages.

use std::fmt;

use super::report::sentence;
use crate::doors::cli::terminal::Style;
use crate::verifier::recipient::Resemblance;

/// The answer and what to do, ready to be shown.
#[derive(Debug)]
pub(super) struct PersonLine {
    answer: String,
    why: String,
}

impl PersonLine {
    /// The sentences for an answer.
    ///
    /// # Errors
    /// The messages of the pages cannot be read.
    pub(super) fn of(found: &Resemblance) -> anyhow::Result<Self> {
        let word = found.word();
        let answer = sentence(&format!("recipient-{word}"))?;
        let (style, why) = match found {
            Resemblance::Same(by) => (Style::Good, sentence(&format!("recipient-same-{}", by.word()))?),
            Resemblance::Similar(differences) => {
                let each = differences.iter().map(|one| sentence(&format!("recipient-differs-{}", one.word())));
                (Style::Unsure, each.collect::<anyhow::Result<Vec<_>>>()?.join(" "))
            }
            Resemblance::CannotSay(silence) => (Style::Strong, sentence(&format!("recipient-cannot-say-{}", silence.word()))?),
        };
        Ok(Self { answer: style.on(answer), why: format!("{why} {}", sentence(&format!("recipient-{word}-do"))?) })
    }
}

impl fmt::Display for PersonLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "About this person? {} {}", self.answer, self.why)
    }
}
