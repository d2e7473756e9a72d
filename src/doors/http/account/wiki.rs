//! Signing in by a wiki: the way there, and the way back.
//!
//! The way there is a page that leads on by itself: a policy for forms (`form-action`) is asked again
//! for each redirect, and where a wiki sends its people to sign in, only the wiki knows.

use axum::extract::{Form, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{onward, sign_in, whose};
use crate::appearance::pages::Reader;
use crate::appearance::pages::signing_in::{LeavingPage, SignInFault};
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::attempt::{Answering, Awaited};
use crate::community::people::sign_in::elsewhere::wiki::Wiki;
use crate::community::people::sign_in::elsewhere::{ElsewhereFault, Remembered};
use crate::community::people::sign_in::session::Device;
use crate::community::{Arrival, Returned, SignInError};
use crate::doors::http::client::Client;
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{self, Fresh, Visit, device};
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::AccountId;
use axum::http::HeaderMap;

/// What the form says.
#[derive(Debug, Deserialize)]
pub struct Leaving {
    next: Option<String>,
    borrowed: Option<String>,
}

/// `POST /sign-in/wiki`: to the wiki, to sign in or to prove once more who one is.
pub async fn leave(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    Reading(reader): Reading,
    Form(leaving): Form<Leaving>,
) -> Result<Response, Problem> {
    site.rates().sign_ins.count(client)?;
    let next = Next::or_home(leaving.next.as_deref());
    send(&site, &visit, &reader, None, &next, whose(leaving.borrowed.as_deref() == Some("yes"))).await
}

/// `POST /me/wiki`: to the wiki, to bind an account there.
pub async fn bind(
    State(site): State<Site>,
    Client(client): Client,
    Fresh(person): Fresh,
    Reading(reader): Reading,
) -> Result<Response, Problem> {
    site.rates().sign_ins.count(client)?;
    let account = Some(person.session.account().id());
    send(&site, &person.visit, &reader, account, &Next::or_home(None), Device::Own).await
}

async fn send(
    site: &Site,
    visit: &Visit,
    reader: &Reader,
    account: Option<AccountId>,
    next: &Next,
    whose: Device,
) -> Result<Response, Problem> {
    let wiki = site.ways().wiki.as_ref().ok_or_else(Problem::not_found)?;
    let remembered = Remembered::new(site.community().chance(), next.as_str(), whose);
    let state = site.community().send_elsewhere(Awaited::Wiki, account, visit.secret(), &remembered).await?;
    let address = wiki.way_there(&site.addresses().wiki_return(), &state, &remembered).to_string();
    site.page(&LeavingPage { name: wiki.name.clone(), address }, reader)
}

/// What the wiki sends back: a code, or why there is none.
#[derive(Deserialize)]
pub struct Back {
    code: Option<String>,
    state: Option<String>,
}

/// `GET /sign-in/wiki/back`: whoever comes back, once, in the browser that left.
pub async fn back(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    headers: HeaderMap,
    Reading(reader): Reading,
    Query(back): Query<Back>,
) -> Result<Response, Problem> {
    let wiki = site.ways().wiki.as_ref().ok_or_else(Problem::not_found)?;
    let fault = match returned(&site, wiki, &visit, &back, &headers).await {
        Ok(begun) => return Ok(finish(begun, &reader, &site)),
        Err(Failed::Seen(fault)) => fault,
        Err(Failed::Problem(problem)) => return Err(problem),
    };
    if matches!(fault, SignInFault::Stale | SignInFault::Taken | SignInFault::NotCentral) {
        site.rates().refused_sign_ins.count(client)?;
    }
    sign_in::page(&site, &visit, &reader, &Next::or_home(None), Some(fault))
}

/// How a return ended well.
enum Arrived {
    /// Somebody is signed in.
    SignedIn { begun: crate::community::people::sign_in::session::Begun, next: Next },
    /// An account there is bound to whoever was signed in.
    Bound,
}

/// How it did not.
enum Failed {
    /// A page says it.
    Seen(SignInFault),
    /// A problem says it.
    Problem(Problem),
}

async fn returned(site: &Site, wiki: &Wiki, visit: &Visit, back: &Back, headers: &HeaderMap) -> Result<Arrived, Failed> {
    let state = back.state.as_deref().and_then(Secret::of).ok_or(Failed::Seen(SignInFault::Stale))?;
    let answering = Answering { state: &state, browser: visit.secret(), at: site.community().now() };
    let Returned { remembered, account } = site.community().return_from(Awaited::Wiki, answering).await?;
    let code = back.code.as_deref().ok_or(Failed::Seen(SignInFault::Declined))?;
    let person = wiki.who(site.fetcher(), code, &site.addresses().wiki_return(), &remembered).await?;
    if let Some(account) = account {
        let same = visit.session().is_some_and(|session| session.account().id() == account);
        if !same {
            return Err(Failed::Seen(SignInFault::Stale));
        }
        site.community().bind_wiki(account, &person).await?;
        return Ok(Arrived::Bound);
    }
    let device = device::named(headers);
    let arrival = Arrival { device: &device, whose: remembered.whose(), before: visit.session() };
    let begun = site.community().sign_in_by_wiki(&person, arrival).await?;
    Ok(Arrived::SignedIn { begun, next: Next::or_home(Some(&remembered.next)) })
}

fn finish(arrived: Arrived, reader: &Reader, site: &Site) -> Response {
    match arrived {
        Arrived::SignedIn { begun, next } => entry::signed_in(onward(next.as_str(), reader), &begun, site),
        Arrived::Bound => onward("/me/security", reader),
    }
}

impl From<SignInError> for Failed {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::NoAttempt => Self::Seen(SignInFault::Stale),
            SignInError::Taken => Self::Seen(SignInFault::Taken),
            other => Self::Problem(other.into()),
        }
    }
}

impl From<ElsewhereFault> for Failed {
    fn from(fault: ElsewhereFault) -> Self {
        if fault == ElsewhereFault::NotCentral {
            return Self::Seen(SignInFault::NotCentral);
        }
        tracing::warn!(%fault, "a wiki did not say who somebody is");
        Self::Seen(SignInFault::Unreachable)
    }
}
