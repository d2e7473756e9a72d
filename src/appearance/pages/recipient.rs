//! Whether a badge is about the person whom a visitor typed, as a page says it.
//!
//! What was typed is not in the view: a page that is kept, printed or seen over a shoulder does not
//! repeat it. The answer is never a bare no.

use serde::Serialize;

use crate::verifier::recipient::Resemblance;

/// An answer to "is it about this person?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "answer", content = "said")]
pub enum RecipientView {
    /// The same, and by what; names the message `recipient-same-{…}`.
    Same(&'static str),
    /// Similar, and what differs; each names the message `recipient-differs-{…}`.
    Similar(Vec<&'static str>),
    /// Nothing can be said, and why; names the message `recipient-cannot-say-{…}`.
    CannotSay(&'static str),
    /// Asked too often: no answer for now.
    TooOften,
}

impl RecipientView {
    /// The words for an answer of the verifier.
    pub fn of(found: &Resemblance) -> Self {
        match found {
            Resemblance::Same(by) => Self::Same(by.word()),
            Resemblance::Similar(differences) => Self::Similar(differences.iter().map(|difference| difference.word()).collect()),
            Resemblance::CannotSay(silence) => Self::CannotSay(silence.word()),
        }
    }
}
