//! Trainings: made, changed, shown on a slide, printed; people put down from lists: `/training/…`.

mod days;
mod fields;
pub mod making;
pub mod of_training;
pub mod overview;
pub mod printing;
mod showing;
mod trainers;

use axum::routing::{get, post};

use super::entry::Who::Trainers;
use super::router::Routes;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/training", Trainers, || get(overview::list).post(making::make)),
    ("/training/new", Trainers, || get(making::form).post(making::review)),
    ("/training/{id}", Trainers, || get(overview::show).post(overview::change)),
    ("/training/{id}/joining", Trainers, || post(overview::joining)),
    ("/training/{id}/join-code", Trainers, || post(overview::join_code)),
    ("/training/{id}/trainers", Trainers, || post(overview::add_trainers)),
    ("/training/{id}/trainers/removal", Trainers, || post(overview::remove_trainer)),
    ("/training/{id}/slide", Trainers, || get(printing::slide)),
    ("/training/{id}/slips", Trainers, || get(printing::slips).post(printing::make_slips)),
    ("/training/{id}/slips/another", Trainers, || post(printing::another_slip)),
    ("/training/{id}/sheet", Trainers, || get(printing::sheet)),
];
