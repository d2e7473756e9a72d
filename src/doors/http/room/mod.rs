//! The room: criteria ticked person by person, on a phone or from paper, with pictures as evidence.

use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[];
