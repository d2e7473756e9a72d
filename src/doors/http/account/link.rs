//! `/sign-in/link/{token}`: a one-time link. Opening it does nothing; its button signs in.

use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::sign_in::Boxed;
use super::{called, onward, whose};
use crate::appearance::pages::signing_in::{LinkPage, OpenLink};
use crate::community::people::sign_in::Secret;
use crate::community::{Arrival, SignInError};
use crate::doors::http::client::Client;
use crate::doors::http::entry::{self, Visit, device};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};

/// `GET`: whom it would sign in. Mail scanners come here too.
pub async fn show(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    Reading(reader): Reading,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let invited = match Secret::of(&token) {
        Some(token) => site.community().invited(&token).await?,
        None => None,
    };
    let Some(account) = invited else {
        site.rates().refused_sign_ins.count(client)?;
        return Err(dead(&site, &reader));
    };
    let open = OpenLink { person: called(&account), token: visit.form_token() };
    site.page(&LinkPage { open: Some(open) }, &reader)
}

/// `POST`: uses it up, and signs in.
pub async fn accept(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    headers: HeaderMap,
    Reading(reader): Reading,
    Path(token): Path<String>,
    Form(boxed): Form<Boxed>,
) -> Result<Response, Problem> {
    let device = device::named(&headers);
    let arrival = Arrival { device: &device, whose: whose(boxed.is_ticked()), before: visit.session() };
    let begun = match Secret::of(&token) {
        Some(token) => site.community().accept_invitation(&token, arrival).await,
        None => Err(SignInError::NoInvitation),
    };
    match begun {
        Ok(begun) => Ok(entry::signed_in(onward("/me/security", &reader), &begun, &site)),
        Err(SignInError::NoInvitation) => {
            site.rates().refused_sign_ins.count(client)?;
            Err(dead(&site, &reader))
        }
        Err(other) => Err(other.into()),
    }
}

/// One answer for a link that was used, replaced, is too old, or never was: tokens are not to be tried.
fn dead(site: &Site, reader: &crate::appearance::pages::Reader) -> Problem {
    let problem = Problem::because(Kind::LinkUsed, SignInError::NoInvitation);
    match site.pages().render(&LinkPage { open: None }, reader) {
        Ok(page) => problem.shown_as(page.into_string()),
        Err(reason) => Problem::internal(reason),
    }
}
