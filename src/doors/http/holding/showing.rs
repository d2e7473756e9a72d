//! `/me/badges/{id}/show`: a code that a holder reads out to somebody who is present.

use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{held, line, page_of};
use crate::appearance::pages::holding::{ShowNow, ShowingView};
use crate::community::HoldingError;
use crate::community::people::holding::Showing;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::HeldState;
use crate::vocabulary::Timestamp;

/// What the page says besides.
#[derive(Debug, Deserialize)]
pub struct Said {
    said: Option<String>,
}

/// `GET /me/badges/{id}/show`.
pub async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    if held.state == HeldState::BeingIssued {
        return Err(Problem::not_found());
    }
    let showing = site.community().showing(person.session.account().id(), held.credential).await?;
    let addresses = site.addresses();
    let page = ShowNow {
        inside: inside(&person),
        name: line(&held, &site, &reader).name,
        back: page_of(held.credential),
        address: addresses.credential(held.credential),
        qr: addresses.credential_file(held.credential, "qr.svg"),
        seen: showing.as_ref().map(|showing| showing.ends_at().as_ms()),
        showing: showing.map(view),
        bad_name: said.said.as_deref() == Some("name"),
    };
    site.page(&page, &reader)
}

fn view(showing: Showing) -> ShowingView {
    let grouped = || showing.code().split_at_checked(3).map(|(first, last)| format!("{first} {last}"));
    ShowingView {
        code: if showing.is_guessed_at() { None } else { grouped() },
        ends_at: showing.ends_at(),
        has_name: showing.has_name(),
        shown_at: showing.shown_at(),
    }
}

/// A code as asked for. Not `Debug`: a legal name is printed nowhere.
#[derive(Deserialize)]
pub struct Wanted {
    legal_name: Option<String>,
    seen: Option<i64>,
}

/// `POST /me/badges/{id}/show`.
pub async fn begin(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(id): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    let here = format!("{}/show", page_of(held.credential));
    let seen = wanted.seen.map(Timestamp::from_ms);
    match site.community().begin_showing(person.session.account().id(), held.credential, wanted.legal_name.as_deref(), seen).await {
        Ok(_) => Ok(onward(&here, &reader)),
        Err(HoldingError::LongName) => Ok(onward(&format!("{here}?said=name"), &reader)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /me/badges/{id}/show/end`.
pub async fn end(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    site.community().end_showing(person.session.account().id(), held.credential).await?;
    Ok(onward(&page_of(held.credential), &reader))
}
