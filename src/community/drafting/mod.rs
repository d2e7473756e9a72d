//! Drafts of badge classes, kept for stewards until their files are reviewed.
//!
//! A draft is the form as it was typed. It counts its savings, so that nobody overwrites what they have
//! not seen.

pub(crate) mod store;

use crate::community::catalog::ClassForm;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, ClassDraftId};

/// Bytes of a draft that are kept: texts in every language are a tenth of it.
pub(crate) const LONGEST: usize = 512 << 10;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// Its id.
    pub id: ClassDraftId,
    /// The form.
    pub form: ClassForm,
    /// Who saved it last.
    pub changed_by: AccountId,
    /// When.
    pub changed_at: Timestamp,
    /// How often it was saved.
    pub revision: u32,
}
