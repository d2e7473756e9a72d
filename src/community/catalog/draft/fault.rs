//! What is wrong with a draft, and at which field of the form.

use super::What;

/// A fault of a draft, with the field that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFault {
    /// The field's name in [`ClassForm`](super::ClassForm); `texts-` and a language for its texts.
    pub field: String,
    /// The [`Part`](super::Part) whose text it is, by name.
    pub part: Option<String>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl DraftFault {
    pub(super) fn at(field: &str, wrong: Wrong) -> Self {
        Self { field: field.to_owned(), part: None, wrong }
    }
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The loader found it in the files of the draft.
    #[error("{0}")]
    Found(What),
    /// A class that is new has the name of another.
    #[error("there is a class {0:?} already")]
    Taken(String),
    /// A new version was begun before somebody else's came out.
    #[error("version {0} is not the current one any more")]
    NotCurrent(String),
    /// A mistake of the form, not of whoever fills it in.
    #[error("the released version {0} would mean something else")]
    Rewritten(String),
}
