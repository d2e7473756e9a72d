//! From what is known to what a page shows: views made of the catalogue, of verdicts and of records.
//!
//! Only plain copying happens here. What a page may say about a badge comes from the verdict's
//! signed content (invariant I10); everything else is named for what it is by its place in the view.

pub mod attestation;
pub mod credential;
pub mod issuers;
pub mod recipient;
pub mod verdict;

use crate::appearance::pages::wording::Wording;
use crate::community::catalog::Prose;
use crate::vocabulary::LanguageTag;

/// A text of the catalogue for a reader of `language`.
pub(super) fn words(prose: &Prose, language: &LanguageTag) -> Wording {
    let said = prose.in_language(language);
    Wording::new(said.text, said.language)
}
