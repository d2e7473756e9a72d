//! `/sign-in/link/{token}`: a one-time link. Opening it does nothing; its button signs in.

use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::security::HERE;
use super::sign_in::Boxed;
use super::{called, whose};
use crate::appearance::pages::signing_in::{LinkPage, OpenLink};
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::session::{Device, Proof, Session};
use crate::community::{Arrival, SignInError};
use crate::doors::http::client::Client;
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{self, Visit, device};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};

/// `GET`: whom it would sign in. Mail scanners come here too. Whoever used it in this browser a moment ago is sent where
/// that led: a second tap comes here ([`entry`]).
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
        if let Some(session) = visit.entered_just_now(Proof::Link, &site) {
            return Ok(onward(&next_for(&site, session).await?, &reader));
        }
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
    let whose = whose(boxed.is_ticked());
    let arrival = Arrival { device: &device, whose, before: visit.session() };
    let Some(token) = Secret::of(&token) else {
        site.rates().refused_sign_ins.count(client)?;
        return Err(dead(&site, &reader));
    };
    match site.community().accept_invitation(&token, visit.secret(), arrival).await {
        Ok(begun) => {
            let session = site.community().session(&begun.secret).await?;
            let session = session.ok_or_else(|| Problem::internal("a session that was begun is not there"))?;
            Ok(entry::signed_in(onward(&next_for(&site, &session).await?, &reader), &begun, &site))
        }
        Err(SignInError::NoInvitation) => {
            site.rates().refused_sign_ins.count(client)?;
            Err(dead(&site, &reader))
        }
        Err(other) => Err(other.into()),
    }
}

/// Where somebody goes who was let in: to read back what a badge will say, if they were put down in a training and did
/// not confirm it yet; else to where their work is. Who has no passkey is first asked for one, so that the next time
/// needs no link; but not on somebody else's device, which must not keep it.
async fn next_for(site: &Site, session: &Session) -> Result<String, Problem> {
    let home = Next::home(session.roles());
    let account = session.account().id();
    let joined = site.community().participations_of(account).await?;
    if let Some(open) = joined.iter().find(|one| one.is_here() && one.confirmed().is_none()) {
        return Ok(format!("/join/{}/form", site.community().workshop(open.training()).await?.join_code()));
    }
    let asked = session.line().whose() == Device::Own && site.community().passkeys(account).await?.is_empty();
    Ok(if asked { format!("{HERE}?next={home}") } else { home.to_string() })
}

/// One answer for a link that was used, replaced, is too old, or never was: tokens are not to be tried.
fn dead(site: &Site, reader: &crate::appearance::pages::Reader) -> Problem {
    let problem = Problem::from(SignInError::NoInvitation);
    match site.pages().render(&LinkPage { open: None }, reader) {
        Ok(page) => problem.shown_as(page.into_string()),
        Err(reason) => Problem::internal(reason),
    }
}
