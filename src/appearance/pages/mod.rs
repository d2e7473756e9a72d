//! Public pages: typed views in, HTML out.
//!
//! A view is a plain struct made from a verdict or from the catalogue; it names its template.
//! Nothing on a page needs JavaScript, and no template holds a script or a style (our
//! Content-Security-Policy forbids both).

use serde::Serialize;

pub mod catalogue;
pub mod credential;
pub mod standing;
pub mod verdict;
pub mod wording;

/// What one template shows.
pub trait View: Serialize {
    /// The template's name in `templates/`.
    const TEMPLATE: &'static str;
}
