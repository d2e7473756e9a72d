//! The room: criteria ticked person by person, on a phone or from paper.
//!
//! A trainer comes to the trainings that they hold, and to no other: for everybody else there is
//! nothing at these addresses.

pub mod form;
pub mod list;
pub mod paper;
pub mod person;
pub mod worker;

use axum::extract::{DefaultBodyLimit, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::routing::{get, post};

use super::api::id;
use super::entry::Who::{Everybody, Trainers};
use super::problem::{Kind, Problem};
use super::router::Routes;
use super::site::Site;
use super::training::of_training::OfTraining;
use crate::appearance::pages::room::Place;
use crate::appearance::pages::wording::Told;
use crate::community::attestation::observation::NOTE_LENGTH;
use crate::community::attestation::participation::Participation;
use crate::community::attestation::tick::TickError;
use crate::community::people::sign_in::session::Device;
use crate::vocabulary::ids::AccountId;

/// A form of one person: ticks, and a note for each class in any script.
const FORM: usize = 64 * 1024;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/training/{id}/room", Trainers, || get(list::show)),
    ("/training/room-worker.js", Everybody, || get(worker::show)),
    ("/training/{id}/room/paper", Trainers, || get(paper::show).merge(post(paper::save).layer(DefaultBodyLimit::max(FORM)))),
    ("/training/{id}/room/{account}", Trainers, || get(person::show).merge(post(person::save).layer(DefaultBodyLimit::max(FORM)))),
];

/// Where the pages of a room stand, and in which session they are made.
fn place(here: &OfTraining) -> Place {
    let line = here.signed_in.session.line();
    let (account, session) = (trainer(here).to_string(), line.id().to_string());
    let keep_for = match line.whose() {
        Device::Own => account,
        Device::Borrowed => session.clone(),
    };
    Place { training: here.training().id().to_string(), name: here.training().name().to_owned(), keep_for, session }
}

/// Who ticks.
fn trainer(here: &OfTraining) -> AccountId {
    here.signed_in.session.account().id()
}

/// The path of a room.
fn path(here: &OfTraining) -> String {
    format!("/training/{}/room", here.training().id())
}

/// Who is in the room, in the order of its sheet.
async fn people(site: &Site, here: &OfTraining) -> Result<Vec<Participation>, Problem> {
    let everybody = site.community().participants_of(here.training().id()).await?;
    Ok(everybody.into_iter().filter(Participation::is_here).collect())
}

/// The participant whom an address names.
#[derive(Debug)]
pub struct Named(pub AccountId);

impl FromRequestParts<Site> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let named = RawPathParams::from_request_parts(parts, site).await.map_err(Problem::internal)?;
        let named = named.iter().find(|(name, _)| *name == "account").map(|(_, value)| value.to_owned());
        Ok(Self(id(&named.unwrap_or_default())?))
    }
}

impl From<TickError> for Problem {
    fn from(error: TickError) -> Self {
        let (kind, told) = match error {
            TickError::Store(error) => return error.into(),
            TickError::NoTraining(_) | TickError::NotATrainer | TickError::NoParticipant => return Self::not_found(),
            TickError::Oneself => (Kind::Refused, Told::new("oneself")),
            TickError::NoClass(_) | TickError::UnknownCriterion { .. } | TickError::UnknownLevel { .. } => {
                (Kind::Refused, Told::new("choice"))
            }
            TickError::LongNote { .. } => (Kind::Refused, Told::new("long-text").with(NOTE_LENGTH)),
        };
        Self::because(kind, error).telling(told)
    }
}
