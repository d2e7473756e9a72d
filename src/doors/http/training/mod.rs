//! Trainings: made, changed, shown on a slide, printed; people put down from lists: `/training/…`.

mod days;
pub mod list;
pub mod making;
pub mod of_training;
pub mod overview;
pub mod people;
pub mod printing;
mod showing;
mod trainers;

use axum::extract::DefaultBodyLimit;
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
    ("/training/{id}/sheet", Trainers, || get(printing::sheet)),
    ("/training/{id}/people", Trainers, || get(people::show)),
    ("/training/{id}/people.csv", Trainers, || get(people::csv)),
    ("/training/{id}/people/new", Trainers, || get(people::form).post(people::put)),
    ("/training/{id}/people/list", Trainers, || get(list::form).merge(post(list::look).layer(DefaultBodyLimit::max(list::LARGEST)))),
    ("/training/{id}/people/list/confirm", Trainers, || post(list::confirm).layer(DefaultBodyLimit::max(list::LARGEST))),
];
