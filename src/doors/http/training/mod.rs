//! Trainings: made, changed, shown on a slide, printed; people put down from lists: `/training/…`.

pub mod of_training;

use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[];
