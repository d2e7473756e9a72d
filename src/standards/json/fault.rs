//! What can be wrong with a JSON document, and where it stands.

use std::fmt;

/// What is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (byte {offset}, at {path})")]
pub struct JsonFault {
    /// What is wrong.
    pub problem: Problem,
    /// Counted from 0.
    pub offset: usize,
    /// The member in which it stands, such as `$.credentialSubject.achievement.tag[2]`.
    pub path: Path,
}

/// What can be wrong with a JSON document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// More bytes than allowed.
    #[error("the document has {bytes} bytes, more than the {limit} allowed here")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// RFC 8259 §8.1.
    #[error("the document is not UTF-8")]
    NotUtf8,
    /// Arrays and objects enclose each other too often.
    #[error("arrays and objects are nested more than {limit} deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The document ends in the middle.
    #[error("the document ends where {expected} should follow")]
    Ends {
        /// What should follow.
        expected: &'static str,
    },
    /// Something else stands here.
    #[error("{found:?} stands where {expected} should")]
    Unexpected {
        /// The character.
        found: char,
        /// What should stand there.
        expected: &'static str,
    },
    /// Readers differ in which of the two they believe.
    #[error("the member {name:?} appears twice in one object")]
    Duplicate {
        /// The member.
        name: String,
    },
    /// Reading it would change its value.
    #[error("the number {text} cannot be read without changing its value")]
    Number {
        /// As it stands in the document, cut after 64 characters.
        text: String,
    },
    /// RFC 8259 §7: control characters must be escaped.
    #[error("a control character stands unescaped in a string")]
    Control,
    /// A `\` followed by something that has no meaning.
    #[error("a string holds an escape that JSON does not know")]
    Escape,
    /// Half of a surrogate pair is no character.
    #[error("a string holds half of a surrogate pair")]
    LoneSurrogate,
    /// One document, then something else.
    #[error("something follows after the end of the document")]
    TrailingBytes,
}

impl Problem {
    pub(super) const fn at(self, offset: usize) -> JsonFault {
        JsonFault { problem: self, offset, path: Path(Vec::new()) }
    }
}

/// Where a value stands, written like `$.issuer.image[0]`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Path(Vec<Step>);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Index(usize),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        // Steps are noted from the inside out, while the fault travels up.
        for step in self.0.iter().rev() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Member(name) if is_plain(name) => write!(f, ".{name}")?,
                Step::Member(name) => write!(f, "[{name:?}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '_' | '-'))
}

impl JsonFault {
    pub(super) fn within(mut self, step: Step) -> Self {
        self.path.0.push(step);
        self
    }
}
