//! What the script of the pages asks: questions for an authenticator, and their answers.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::sign_in::going;
use super::whose;
use crate::appearance::pages::wording::Told;
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::attempt::Answering;
use crate::community::people::sign_in::passkey::tidy_name;
use crate::community::{Arrival, Asked, SignInError};
use crate::doors::http::api;
use crate::doors::http::client::{Client, ClientKey};
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{self, Fresh, Visit, device};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;

/// A question.
#[derive(Debug, Serialize)]
struct Question {
    state: String,
    options: String,
}

impl Question {
    fn answer(asked: &Asked) -> Response {
        Json(Self { state: asked.state.reveal().to_owned(), options: asked.options.clone() }).into_response()
    }
}

/// `POST /sign-in/passkey`: asks whoever is there to show a passkey.
pub async fn ask(State(site): State<Site>, Client(client): Client, visit: Visit) -> Result<Response, Problem> {
    site.rates().sign_ins.count(client)?;
    let asked = site.community().ask_for_passkey(&site.ways().party, visit.secret()).await?;
    Ok(Question::answer(&asked))
}

/// What a passkey said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    state: String,
    answer: String,
    borrowed: bool,
    next: String,
}

/// Where the page goes on.
#[derive(Debug, Serialize)]
struct Done {
    next: String,
}

/// `POST /sign-in/passkey/answer`: signs in.
pub async fn answer(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let shown: Shown = api::read(&headers, &body)?;
    let device = device::named(&headers);
    let arrival = Arrival { device: &device, whose: whose(shown.borrowed), before: visit.session() };
    let begun = match Secret::of(&shown.state) {
        Some(state) => {
            let answering = Answering { state: &state, browser: visit.secret(), at: site.community().now() };
            site.community().sign_in_by_passkey(&site.ways().party, answering, &shown.answer, arrival).await
        }
        None => Err(SignInError::NoAttempt),
    };
    let begun = begun.map_err(|error| refused(&site, client, error))?;
    let next = going(&site, &begun, Next::of(&shown.next)).await?.to_string();
    Ok(entry::signed_in(Json(Done { next }).into_response(), &begun, &site))
}

/// `POST /me/passkeys/question`: asks for a new passkey.
pub async fn ask_to_make(State(site): State<Site>, Client(client): Client, Fresh(person): Fresh) -> Result<Response, Problem> {
    site.rates().sign_ins.count(client)?;
    let asked = site.community().ask_to_make_passkey(&site.ways().party, person.session.account(), person.visit.secret()).await?;
    Ok(Question::answer(&asked))
}

/// A passkey that was made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    state: String,
    answer: String,
    name: String,
}

/// `POST /me/passkeys`: keeps it.
pub async fn keep(
    State(site): State<Site>,
    Client(client): Client,
    Fresh(person): Fresh,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let made: Made = api::read(&headers, &body)?;
    let name = tidy_name(&made.name).ok_or_else(|| Problem::new(Kind::Refused).telling(Told::new("name-missing")))?;
    let kept = match Secret::of(&made.state) {
        Some(state) => {
            let answering = Answering { state: &state, browser: person.visit.secret(), at: site.community().now() };
            site.community().keep_passkey(&site.ways().party, answering, person.session.account().id(), &made.answer, &name).await
        }
        None => Err(SignInError::NoAttempt),
    };
    kept.map_err(|error| refused(&site, client, error))?;
    Ok(Json(Done { next: "/me/security".to_owned() }).into_response())
}

/// A refusal, counted against whoever tries again and again.
fn refused(site: &Site, client: ClientKey, error: SignInError) -> Problem {
    if error.is_refusal()
        && let Err(too_many) = site.rates().refused_sign_ins.count(client)
    {
        return too_many;
    }
    error.into()
}
