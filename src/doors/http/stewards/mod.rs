//! Stewards: mandates, classes, corrections, appeals, revocations, the log, the numbers: `/admin/…`.

use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[];
