//! Signing in by another server: the way there, and the way back.
//!
//! The way there is a page that leads on by itself: a policy for forms (`form-action`) is asked again
//! for each redirect, and where a server sends its people to sign in, only that server knows.

use axum::extract::{Form, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use url::Url;

use super::sign_in::{self, going};
use super::whose;
use crate::appearance::pages::Reader;
use crate::appearance::pages::signing_in::{LeavingPage, SignInFault};
use crate::community::people::sign_in::attempt::{Answering, Awaited};
use crate::community::people::sign_in::elsewhere::provider::Provider;
use crate::community::people::sign_in::elsewhere::wiki::Wiki;
use crate::community::people::sign_in::elsewhere::{ElsewhereFault, Named, Remembered};
use crate::community::people::sign_in::session::{Begun, Device};
use crate::community::people::sign_in::{Secret, WIKI};
use crate::community::{Arrival, Returned, SignInError};
use crate::doors::http::client::Client;
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{self, Fresh, Visit, device};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::AccountId;

/// A server that an address names.
#[derive(Clone, Copy)]
enum Server<'a> {
    Wiki(&'a Wiki),
    Provider(&'a Provider),
}

impl<'a> Server<'a> {
    fn named(site: &'a Site, slug: &str) -> Result<Self, Problem> {
        let wiki = || site.ways().wiki.as_ref().filter(|_| slug == WIKI).map(Self::Wiki);
        let provider = || site.ways().providers.iter().find(|one| one.slug == slug).map(Self::Provider);
        wiki().or_else(provider).ok_or_else(Problem::not_found)
    }

    fn slug(self) -> &'a str {
        match self {
            Self::Wiki(_) => WIKI,
            Self::Provider(provider) => &provider.slug,
        }
    }

    fn name(self) -> &'a str {
        match self {
            Self::Wiki(wiki) => &wiki.name,
            Self::Provider(provider) => &provider.name,
        }
    }

    const fn awaited(self) -> Awaited {
        match self {
            Self::Wiki(_) => Awaited::Wiki,
            Self::Provider(_) => Awaited::Provider,
        }
    }

    fn back(self, site: &Site) -> String {
        site.addresses().sign_in_return(self.slug())
    }

    async fn way_there(self, site: &Site, state: &Secret, remembered: &Remembered) -> Result<Url, ElsewhereFault> {
        match self {
            Self::Wiki(wiki) => Ok(wiki.way_there(&self.back(site), state, remembered)),
            Self::Provider(provider) => provider.way_there(site.fetcher(), &self.back(site), state, remembered).await,
        }
    }

    async fn who(self, site: &Site, code: &str, remembered: &Remembered) -> Result<Named, ElsewhereFault> {
        let (fetcher, back) = (site.fetcher(), self.back(site));
        match self {
            Self::Wiki(wiki) => wiki.who(fetcher, code, &back, remembered).await.map(Named::ByWiki),
            Self::Provider(provider) => {
                let person = provider.who(fetcher, code, &back, remembered, site.community().now()).await?;
                Ok(Named::ByProvider { provider: provider.slug.clone(), person })
            }
        }
    }
}

/// What the form says.
#[derive(Debug, Deserialize)]
pub struct Leaving {
    next: Option<String>,
    borrowed: Option<String>,
}

/// `POST /sign-in/with/{server}`: there, to sign in or to prove once more who one is.
pub async fn leave(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    Reading(reader): Reading,
    Path(slug): Path<String>,
    Form(leaving): Form<Leaving>,
) -> Result<Response, Problem> {
    let server = Server::named(&site, &slug)?;
    site.rates().sign_ins.count(client)?;
    let next = leaving.next.as_deref().and_then(Next::of);
    send(&site, server, &visit, &reader, None, next.as_ref(), whose(leaving.borrowed.as_deref() == Some("yes"))).await
}

/// `POST /me/ways/{server}`: there, to bind an account.
pub async fn bind(
    State(site): State<Site>,
    Client(client): Client,
    Fresh(person): Fresh,
    Reading(reader): Reading,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let server = Server::named(&site, &slug)?;
    site.rates().sign_ins.count(client)?;
    let account = Some(person.session.account().id());
    send(&site, server, &person.visit, &reader, account, None, Device::Own).await
}

async fn send(
    site: &Site,
    server: Server<'_>,
    visit: &Visit,
    reader: &Reader,
    account: Option<AccountId>,
    next: Option<&Next>,
    whose: Device,
) -> Result<Response, Problem> {
    let remembered = Remembered::new(site.community().chance(), server.slug(), next.map_or("", Next::as_str), whose);
    let state = site.community().send_elsewhere(server.awaited(), account, visit.secret(), &remembered).await?;
    match server.way_there(site, &state, &remembered).await {
        Ok(address) => site.page(&LeavingPage { name: server.name().to_owned(), address: address.to_string() }, reader),
        Err(fault) => {
            tracing::warn!(%fault, "a server by which people sign in does not say where");
            sign_in::page(site, visit, reader, next, Some(SignInFault::Unreachable)).await
        }
    }
}

/// What comes back: a code, or why there is none.
#[derive(Deserialize)]
pub struct Back {
    code: Option<String>,
    state: Option<String>,
}

/// `GET /sign-in/with/{server}/back`: whoever comes back, once, in the browser that left.
pub async fn back(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    headers: HeaderMap,
    Reading(reader): Reading,
    Path(slug): Path<String>,
    Query(back): Query<Back>,
) -> Result<Response, Problem> {
    let server = Server::named(&site, &slug)?;
    let fault = match returned(&site, server, &visit, &back, &headers).await {
        Ok(Arrived::SignedIn { begun, next }) => return Ok(entry::signed_in(onward(next.as_str(), &reader), &begun, &site)),
        Ok(Arrived::Bound) => return Ok(onward("/me/security", &reader)),
        Err(Failed::Seen(fault)) => fault,
        Err(Failed::Problem(problem)) => return Err(problem),
    };
    if matches!(fault, SignInFault::Stale | SignInFault::Taken | SignInFault::NotCentral) {
        site.rates().refused_sign_ins.count(client)?;
    }
    sign_in::page(&site, &visit, &reader, None, Some(fault)).await
}

/// How a return ended well.
enum Arrived {
    /// Somebody is signed in.
    SignedIn { begun: Begun, next: Next },
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

async fn returned(site: &Site, server: Server<'_>, visit: &Visit, back: &Back, headers: &HeaderMap) -> Result<Arrived, Failed> {
    let state = back.state.as_deref().and_then(Secret::of).ok_or(Failed::Seen(SignInFault::Stale))?;
    let answering = Answering { state: &state, browser: visit.secret(), at: site.community().now() };
    let Returned { remembered, account } = site.community().return_from(server.awaited(), answering).await?;
    // One provider's answer is not heard for another one.
    if !remembered.is_for(server.slug()) {
        return Err(Failed::Seen(SignInFault::Stale));
    }
    let code = back.code.as_deref().ok_or(Failed::Seen(SignInFault::Declined))?;
    let person = server.who(site, code, &remembered).await?;
    if let Some(account) = account {
        let same = visit.session().is_some_and(|session| session.account().id() == account);
        if !same {
            return Err(Failed::Seen(SignInFault::Stale));
        }
        site.community().bind_elsewhere(account, &person).await?;
        return Ok(Arrived::Bound);
    }
    let device = device::named(headers);
    let arrival = Arrival { device: &device, whose: remembered.whose(), before: visit.session() };
    let begun = site.community().sign_in_elsewhere(&person, arrival).await?;
    let next = going(site, &begun, Next::of(&remembered.next)).await?;
    Ok(Arrived::SignedIn { begun, next })
}

impl From<SignInError> for Failed {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::NoAttempt => Self::Seen(SignInFault::Stale),
            SignInError::Taken => Self::Seen(SignInFault::Taken),
            SignInError::NoInvitation
            | SignInError::NoPasskey
            | SignInError::NoAccount(_)
            | SignInError::LastWay
            | SignInError::TooMany
            | SignInError::Ceremony(_)
            | SignInError::Store(_) => Self::Problem(error.into()),
        }
    }
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<ElsewhereFault> for Failed {
    fn from(fault: ElsewhereFault) -> Self {
        if fault == ElsewhereFault::NotCentral {
            return Self::Seen(SignInFault::NotCentral);
        }
        tracing::warn!(%fault, "another server did not say who somebody is");
        Self::Seen(SignInFault::Unreachable)
    }
}
