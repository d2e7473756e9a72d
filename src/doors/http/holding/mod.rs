//! What holders see and decide about their badges: `/me/…`, and what partners see by their leave.

use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[];
