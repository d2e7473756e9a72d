//! What holders see and decide about their badges: `/me/…`, and what partners see by their leave.

pub mod badge;
pub mod choosing;
pub mod leaving;
pub mod mine;
pub mod showing;
pub mod worker;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::entry::SignedIn;
use super::entry::Who::{Everybody, People};
use super::problem::{Kind, Problem};
use super::router::Routes;
use super::site::Site;
use crate::appearance::pages::Reader;
use crate::appearance::pages::holding::HeldLine;
use crate::appearance::pages::wording::{Told, Wording};
use crate::community::HoldingError;
use crate::community::people::holding::{LONGEST_DAYS, LONGEST_NAME, Listing, MOST_LINKS};
use crate::issuer::{Held, HeldState};
use crate::vocabulary::ids::CredentialId;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/me", People, || get(mine::show)),
    ("/me/badges/{id}", People, || get(badge::show)),
    ("/me/badges/{id}/choice", People, || post(choosing::choose)),
    ("/me/badges/{id}/links", People, || get(back).post(choosing::make_link)),
    ("/me/badges/{id}/links/{link}/end", People, || post(choosing::end_link)),
    ("/me/badges/{id}/files/{form}", People, || get(badge::file)),
    ("/me/badges/{id}/show", People, || get(showing::show).post(showing::begin)),
    ("/me/badges/{id}/show/end", People, || post(showing::end)),
    ("/me/export", People, || get(leaving::export).post(leaving::take)),
    ("/me/erase", People, || get(leaving::ask).post(leaving::erase)),
    ("/erased", Everybody, || get(leaving::erased)),
];

/// `GET /me/badges/{id}/links`: somebody comes back to a page that only a form makes.
async fn back(Path(id): Path<String>) -> Response {
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    Redirect::to(&format!("/me/badges/{id}")).into_response()
}

/// A badge that the person who is signed in holds. Somebody else's is not there.
async fn held(site: &Site, person: &SignedIn, id: &str) -> Result<Held, Problem> {
    let id: CredentialId = id.parse().map_err(|_| Problem::not_found())?;
    site.office().held(person.session.account().id(), id).await?.ok_or_else(Problem::not_found)
}

fn page_of(id: CredentialId) -> String {
    format!("/me/badges/{id}")
}

/// A badge as lists show it.
fn line(held: &Held, site: &Site, reader: &Reader) -> HeldLine {
    let class = site.catalog().class_version(&held.slug, &held.version);
    let pages = site.catalog_in(&reader.language);
    let level = class.and_then(|class| class.rubric()?.level(held.level.as_deref()?));
    HeldLine {
        page: (held.state != HeldState::BeingIssued).then(|| page_of(held.credential)),
        name: class.map_or_else(|| Wording::english(&held.slug), |class| pages.card(class).name),
        level: level.map(|level| super::showing::words(level.name(), &reader.language)),
        image: class.map(|class| site.addresses().class_drawing(class.slug(), class.version())),
        state: held.state.as_str(),
        awarded_at: held.awarded_at,
        valid_until: held.valid_until,
        listed: held.listing == Listing::Listed,
        successor: held.successor.map(page_of),
    }
}

impl From<HoldingError> for Problem {
    fn from(error: HoldingError) -> Self {
        let (kind, told) = match error {
            HoldingError::Store(error) => return error.into(),
            HoldingError::NotHeld(_) | HoldingError::NoAccount(_) => return Self::not_found(),
            HoldingError::NotSteward => (Kind::NotAllowed, Told::new("withholding")),
            HoldingError::Minor => (Kind::Refused, Told::new("minor")),
            HoldingError::Nameless => (Kind::Refused, Told::new("nameless-badge")),
            HoldingError::Days(_) => (Kind::Refused, Told::new("days").with(u32::from(LONGEST_DAYS))),
            HoldingError::TooMany => (Kind::Refused, Told::new("many-links").with(MOST_LINKS)),
            HoldingError::LongName => (Kind::Refused, Told::new("long-text").with(LONGEST_NAME)),
            HoldingError::NotWithheld => (Kind::Refused, Told::new("not-withheld")),
        };
        Self::because(kind, error).telling(told)
    }
}
