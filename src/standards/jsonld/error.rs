//! What is wrong with a document or context, and where.

use std::fmt;

use super::canon::CanonError;

/// Where in a document, such as `$.credentialSubject.achievement.tag[2]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPath(pub(super) String);

impl JsonPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a document makes no statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct JsonLdError {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub path: JsonPath,
}

/// What is wrong with a document or context.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Against the JSON-LD text; `code` is the name that
    /// [its list of errors](https://www.w3.org/TR/json-ld11-api/#jsonlderrorcode) gives.
    #[error("{code}: {subject:?}")]
    Invalid {
        /// `invalid term definition`, `protected term redefinition`, …
        code: &'static str,
        /// The term, key or value at fault, shortened.
        subject: String,
    },
    /// The context is not stated in this program.
    #[error("the context {0} is not known here; contexts are never fetched")]
    UnknownContext(String),
    /// Safe mode: what it says would be lost.
    #[error("no context defines {0:?}")]
    UndefinedTerm(String),
    /// Safe mode: the type would be lost.
    #[error("no context defines the type {0:?}")]
    UndefinedType(String),
    /// Safe mode: statements about it would be lost.
    #[error("{0:?} is not an absolute IRI")]
    NotAbsolute(String),
    /// Safe mode: the value would be lost.
    #[error("{0} would be lost")]
    Dropped(&'static str),
    /// Safe mode: a text in no language.
    #[error("{0:?} is not a language tag")]
    MalformedLanguage(String),
    /// Safe mode: other programs would write another literal.
    #[error("the number {0} is written differently by different programs")]
    AmbiguousNumber(String),
    /// U+FFFE or U+FFFF, which programs write differently.
    #[error("the text holds U+FFFE or U+FFFF")]
    Noncharacter,
    /// Nested too deep.
    #[error("nested deeper than {0} levels")]
    TooDeep(usize),
    /// More work than any honest document asks for.
    #[error("more than {limit} {what}")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
}

impl Fault {
    pub(super) fn invalid(code: &'static str, subject: &str) -> Self {
        Self::Invalid { code, subject: subject.chars().take(80).collect() }
    }

    /// The name of the error in the JSON-LD text, where it has one.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Invalid { code, .. } => Some(code),
            Self::UnknownContext(_) => Some("loading remote context failed"),
            _ => None,
        }
    }
}

/// Why a document has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalFormError {
    /// It cannot be read without loss.
    #[error(transparent)]
    Document(#[from] JsonLdError),
    /// It can be read but not labelled.
    #[error(transparent)]
    Dataset(#[from] CanonError),
}
