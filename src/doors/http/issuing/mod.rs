//! From what is missing to issued badges: review, attest, co-attesters, hold, issue, put right.

pub(super) mod worker;

use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[];
