//! `/sign-in` and `/sign-out`.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{called, form, ways};
use crate::appearance::pages::Reader;
use crate::appearance::pages::signing_in::{SignInFault, SignInPage};
use crate::community::people::sign_in::session::{Begun, Session};
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{self, Visit};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};

/// Where to go on.
#[derive(Debug, Deserialize)]
pub struct Onward {
    next: Option<String>,
}

/// `GET /sign-in`.
pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Reading(reader): Reading,
    Query(onward): Query<Onward>,
) -> Result<Response, Problem> {
    page(&site, &visit, &reader, onward.next.as_deref().and_then(Next::of).as_ref(), None).await
}

/// The page, with why the last try failed.
pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    reader: &Reader,
    next: Option<&Next>,
    fault: Option<SignInFault>,
) -> Result<Response, Problem> {
    let account = visit.session().map(Session::account);
    let mut elsewhere = ways(site, account, "/sign-in/with").await?;
    // Whoever proves once more who they are does so by what they are known by.
    elsewhere.retain(|way| account.is_none() || way.bound);
    site.page(&SignInPage { form: form(visit, next), person: account.map(called), fault, elsewhere }, reader)
}

/// Where somebody goes on who was let in a moment ago: to where they were going, else to where their work is.
pub(in crate::doors::http) async fn going(site: &Site, begun: &Begun, next: Option<Next>) -> Result<Next, Problem> {
    if let Some(next) = next {
        return Ok(next);
    }
    let session = site.community().session(&begun.secret).await?;
    Ok(Next::home(session.map(|session| session.roles()).unwrap_or_default()))
}

/// `POST /sign-out`: the session is over here and in the store. Who is not signed in is no mistake.
pub async fn out(State(site): State<Site>, visit: Visit, Reading(reader): Reading) -> Result<Response, Problem> {
    if let Some(session) = visit.session() {
        site.community().end_session(session.account().id(), session.line().id()).await?;
    }
    Ok(entry::signed_out(onward("/", &reader), &site))
}

/// What the box about the device says in a form.
#[derive(Debug, Deserialize)]
pub struct Boxed {
    borrowed: Option<String>,
}

impl Boxed {
    pub(super) fn is_ticked(&self) -> bool {
        self.borrowed.as_deref() == Some("yes")
    }
}
