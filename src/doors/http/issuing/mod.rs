//! From what is missing to issued badges: review, attest, co-attesters, hold, issue, put right.

mod attesting;
mod co_attesting;
mod holds;
mod links;
mod papers;
mod put_right;
mod standing;
pub(super) mod worker;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use super::entry::Who::{People, Trainers};
use super::problem::{Kind, Problem};
use super::router::Routes;
use super::site::Site;
use super::training::of_training::OfTraining;
use crate::appearance::pages::Reader;
use crate::appearance::pages::issuing::{PersonView, TrainingHead};
use crate::appearance::pages::wording::{Told, Wording};
use crate::community::attestation::Participation;
use crate::community::catalog::BadgeClass;
use crate::issuer::{HoldError, Overview};
use crate::vocabulary::ids::AccountId;

/// A form with everybody's boxes and what was seen of them.
const LARGEST: usize = 512 * 1024;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/training/{id}/badges", Trainers, || get(standing::show)),
    ("/training/{id}/badges/attest", Trainers, || get(attesting::show).post(attesting::attest).layer(DefaultBodyLimit::max(LARGEST))),
    ("/training/{id}/badges/links", Trainers, || get(links::show).post(links::make).layer(DefaultBodyLimit::max(LARGEST))),
    ("/training/{id}/badges/links/{link}/end", Trainers, || axum::routing::post(links::end)),
    ("/attest/{token}", People, || get(co_attesting::show).post(co_attesting::attest).layer(DefaultBodyLimit::max(LARGEST))),
    ("/attest/{token}/pictures/{picture}", People, || get(co_attesting::picture)),
    ("/attest/{token}/pictures/{picture}/small", People, || get(co_attesting::small_picture)),
    ("/training/{id}/badges/certificates.zip", Trainers, || get(papers::zip)),
    ("/training/{id}/badges/certificates.pdf", Trainers, || get(papers::pdf)),
    ("/training/{id}/badges/waiting.pdf", Trainers, || get(papers::waiting)),
    ("/training/{id}/badges/{badge}", Trainers, || get(put_right::show)),
    ("/training/{id}/badges/{badge}/names", Trainers, || axum::routing::post(put_right::rename)),
    ("/training/{id}/badges/{badge}/class", Trainers, || axum::routing::post(put_right::replace)),
    ("/training/{id}/badges/{badge}/withdraw", Trainers, || axum::routing::post(put_right::withdraw)),
    ("/training/{id}/badges/issue", Trainers, || get(holds::review).post(holds::hold).layer(DefaultBodyLimit::max(LARGEST))),
    ("/training/{id}/badges/holds/{hold}", Trainers, || get(holds::show)),
    ("/training/{id}/badges/holds/{hold}/undo", Trainers, || axum::routing::post(holds::undo)),
    ("/training/{id}/badges/holds/{hold}/now", Trainers, || axum::routing::post(holds::now)),
];

/// Path of the page with the badges of a training.
fn path(here: &OfTraining) -> String {
    format!("/training/{}/badges", here.workshop.id())
}

fn head(here: &OfTraining) -> TrainingHead {
    TrainingHead { path: path(here), name: here.training().name().to_owned(), rehearsal: here.workshop.is_rehearsal() }
}

/// Somebody of the training, as its trainers know them.
fn person(overview: &Overview, account: AccountId) -> PersonView {
    let found = overview.participant(account);
    PersonView { number: found.map_or(0, Participation::number), called: found.and_then(|one| one.called()).map(str::to_owned) }
}

/// The name of a class as a reader knows it; its slug if the catalogue does not have it any more.
fn class_name(site: &Site, reader: &Reader, slug: &str, version: &str) -> Wording {
    let class = site.catalog().class_version(slug, version);
    class.map_or_else(|| Wording::english(slug), |class| Wording::from(class.name().in_language(&reader.language)))
}

/// The text of a criterion as a reader knows it.
fn criterion_text(class: &BadgeClass, reader: &Reader, id: &str) -> Wording {
    let found = class.criteria().iter().find(|criterion| criterion.id() == id);
    found.map_or_else(|| Wording::english(id), |criterion| Wording::from(criterion.text().in_language(&reader.language)))
}

/// The fields of a form whose names come more than once.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).into_owned().collect()
}

impl From<HoldError> for Problem {
    fn from(error: HoldError) -> Self {
        let (kind, told) = match error {
            HoldError::Store(error) => return error.into(),
            HoldError::NoHold(_) => return Self::because(Kind::NotFound, error),
            HoldError::Rehearsal => (Kind::Conflict, Told::new("rehearsal")),
            HoldError::NothingReady => (Kind::Conflict, Told::new("nothing-ready")),
            HoldError::Begun => (Kind::Conflict, Told::new("begun")),
        };
        Self::because(kind, error).telling(told)
    }
}
