//! Joining a training: by account, by a link in a mail, by a printed slip.
//!
//! Whoever looks at what they would join needs no account. Each step is a form and a redirect: reloading a page or
//! tapping twice changes nothing.

pub mod about_me;
pub(super) mod choices;
pub mod form;
pub mod join;
pub mod person;
pub mod read_back;
pub mod slip;

use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::entry::Who::{People, Trainers, Visitors};
use super::problem::{Kind, Problem};
use super::router::Routes;
use super::site::Site;
use crate::appearance::pages::wording::Told;
use crate::appearance::pages::{Reader, View};
use crate::community::attestation::Workshop;
use crate::community::people::sign_in::slip::pin::{LONGEST, PinFault, SHORTEST};
use crate::community::people::sign_in::slip::{MOST, MOST_AT_ONCE};
use crate::community::{JoinError, SlipError};

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/join/{code}", Visitors, || get(join::show)),
    ("/join/{code}/form", People, || get(form::show).post(form::send)),
    ("/join/{code}/read-back", People, || get(read_back::show).post(read_back::confirm)),
    ("/slip", Visitors, || get(slip::show).post(slip::enter)),
    ("/me/about-me", People, || get(about_me::show).post(about_me::send)),
    ("/training/{id}/people/{account}", Trainers, || get(person::show).post(person::correct)),
    ("/training/{id}/people/{account}/confirmation", Trainers, || post(person::confirm)),
    ("/training/{id}/people/{account}/guardian", Trainers, || post(person::guardian)),
    ("/training/{id}/people/{account}/departure", Trainers, || post(person::depart)),
    ("/training/{id}/people/{account}/slip", Trainers, || post(person::print)),
    ("/training/{id}/people/{account}/invitation", Trainers, || post(person::invite)),
    ("/slip/next", Visitors, || post(slip::next_person)),
];

/// The workshop whose slide shows this code.
async fn workshop(site: &Site, code: &str) -> Result<Workshop, Problem> {
    let code = code.parse().map_err(|_| Problem::not_found())?;
    site.community().workshop_by_join_code(&code).await?.ok_or_else(Problem::not_found)
}

/// A page that says what is wrong with what was sent.
fn refused<V: View>(site: &Site, view: &V, reader: &Reader) -> Result<Response, Problem> {
    let page = site.pages().render(view, reader).map_err(Problem::internal)?;
    Ok(Problem::new(Kind::Refused).shown_as(page.into_string()).into_response())
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        let (kind, told) = match error {
            JoinError::Store(error) => return error.into(),
            JoinError::Name(fault) => return fault.into(),
            JoinError::NoWorkshop(_) | JoinError::NotHere => return Self::because(Kind::NotFound, error),
            JoinError::NoAccount(_) => (Kind::NotFound, Told::new("account-gone")),
            JoinError::Changed => (Kind::Conflict, Told::new("changed")),
            JoinError::Closed => (Kind::Refused, Told::new("join-closed")),
            JoinError::Recorded => (Kind::Refused, Told::new("recorded")),
        };
        Self::because(kind, error).telling(told)
    }
}

impl From<SlipError> for Problem {
    fn from(error: SlipError) -> Self {
        let (kind, told) = match error {
            SlipError::Store(error) => return error.into(),
            SlipError::SignIn(error) => return error.into(),
            SlipError::Unkept => return Self::internal(error),
            SlipError::NoWorkshop(_) | SlipError::NotHere => return Self::because(Kind::NotFound, error),
            SlipError::NoFit => (Kind::Refused, Told::new("no-fit")),
            SlipError::Pin(ref fault) => (Kind::Refused, pin_told(fault)),
            SlipError::HowMany => (Kind::Refused, Told::new("slips").with(MOST_AT_ONCE).with(MOST)),
            SlipError::OwnWay => (Kind::Refused, Told::new("own-way")),
        };
        Self::because(kind, error).telling(told)
    }
}

fn pin_told(fault: &PinFault) -> Told {
    match fault {
        PinFault::NotDigits | PinFault::Length { .. } => Told::new("pin-shape").with(SHORTEST).with(LONGEST),
        PinFault::Weak => Told::new("pin-weak"),
        PinFault::Different => Told::new("pin-different"),
    }
}
