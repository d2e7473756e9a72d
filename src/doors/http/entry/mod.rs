//! Who may use a route: said for each in the router, and judged here, before any handler.
//!
//! Deny by default: a handler gets a person only through [`SignedIn`] or [`Fresh`], and both read what
//! [`gate`] put there. Pages that no person signs in for never look at a cookie, so they can be the
//! same for everybody. Where a cookie counts, a request that changes something must come from a page
//! of ours and bring the token of its form ([`same_site`]).

pub mod cookie;
pub mod device;
pub mod inside;
pub mod next;
pub mod proving;
pub mod same_site;
pub mod taps;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue, SET_COOKIE, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next as Inner;
use axum::response::{IntoResponse, Redirect, Response};

use super::accept::wants_page;
use super::account::security::way_to_prove;
use super::problem::{Kind, Problem};
use super::site::Site;
use crate::community::people::appointment::Roles;
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::session::{Begun, Proof, Session};
use next::Next;
use same_site::Unmeant;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody; cookies are not looked at.
    Everybody,
    /// Programs with a token; cookies are not looked at.
    TokenHolders,
    /// Everybody, with the cookie of their browser: the way in and out.
    Visitors,
    /// Whoever is signed in.
    People,
    /// Whoever has a mandate in force.
    Trainers,
    /// Stewards, and whoever has a mandate in force: those who answer what holders ask for.
    Answerers,
    /// Stewards.
    Stewards,
    /// Admins.
    Admins,
}

impl Who {
    /// Everybody that a route can be for.
    pub const ALL: [Self; 8] =
        [Self::Everybody, Self::TokenHolders, Self::Visitors, Self::People, Self::Trainers, Self::Answerers, Self::Stewards, Self::Admins];

    /// Whether the route looks at the browser's cookie.
    pub const fn looks_at_cookies(self) -> bool {
        match self {
            Self::Everybody | Self::TokenHolders => false,
            Self::Visitors | Self::People | Self::Trainers | Self::Answerers | Self::Stewards | Self::Admins => true,
        }
    }

    /// Bytes of a form that brings files, for those who were let in. Trainers bring pictures as a phone's
    /// camera makes them; a route says by `DefaultBodyLimit` how many it takes itself.
    const fn form_with_files(self) -> usize {
        match self {
            Self::Trainers => 12 * 1024 * 1024,
            Self::Everybody | Self::TokenHolders | Self::Visitors | Self::People | Self::Answerers | Self::Stewards | Self::Admins => {
                2 * 1024 * 1024
            }
        }
    }

    /// Whether somebody with these roles may use it; `None`: nobody is signed in. Tokens are judged by
    /// the API itself.
    pub const fn admits(self, roles: Option<Roles>) -> Admission {
        let may = match (self, roles) {
            (Self::Everybody | Self::TokenHolders | Self::Visitors, _) => return Admission::Open,
            (_, None) => return Admission::SignInFirst,
            (Self::People, Some(_)) => true,
            (Self::Trainers, Some(roles)) => roles.is_trainer(),
            (Self::Answerers, Some(roles)) => roles.is_trainer() || roles.is_steward(),
            (Self::Stewards, Some(roles)) => roles.is_steward(),
            (Self::Admins, Some(roles)) => roles.is_admin(),
        };
        if may { Admission::Open } else { Admission::Closed }
    }
}

/// Whether a route opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It does.
    Open,
    /// Perhaps, once somebody is signed in.
    SignInFirst,
    /// Not for this person.
    Closed,
}

/// The browser that asks, and who is signed in there.
#[derive(Debug, Clone)]
pub struct Visit {
    secret: Secret,
    session: Option<Session>,
}

impl Visit {
    /// What the browser's cookie holds, or will hold after this answer.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Who is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Who signed in here in this way a moment ago.
    pub fn entered_just_now(&self, by: Proof, site: &Site) -> Option<&Session> {
        self.session().filter(|session| session.line().entered_just_now(by, site.community().now()))
    }

    /// What forms made for this browser carry.
    pub fn form_token(&self) -> String {
        self.secret.form_token().as_str().to_owned()
    }
}

/// The layer of a route that looks at cookies.
pub async fn gate(State((site, who)): State<(Site, Who)>, request: Request, inner: Inner) -> Response {
    let known = cookie::read(request.headers(), site.addresses().base());
    let is_new = known.is_none();
    let secret = known.unwrap_or_else(|| Secret::new(site.community().chance()));
    let session = if is_new { Ok(None) } else { site.community().session(&secret).await };
    let visit = match session {
        Ok(session) => Visit { secret, session },
        Err(error) => return Problem::from(error).into_response(),
    };
    let mut response = match admitted(who, &visit, request, &site).await {
        Ok(request) => match request.extensions().get::<taps::Form>().copied() {
            Some(form) => answered_once(&site, &visit, form, inner.run(request)).await,
            None => inner.run(request).await,
        },
        Err(refusal) => refusal,
    };
    let headers = response.headers_mut();
    if is_new && !headers.contains_key(SET_COOKIE) {
        headers.extend(cookie::of_visitor(&visit.secret, site.addresses().base()).map(|value| (SET_COOKIE, value)));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(VARY, HeaderValue::from_static("Cookie"));
    response
}

/// What a form does is done to its end, for whoever taps again to see.
async fn answered_once(site: &Site, visit: &Visit, form: taps::Form, work: impl Future<Output = Response> + Send + 'static) -> Response {
    let turn = site.taps().turn(visit.secret.digest(), form, site.community().now());
    site.to_the_end(turn.answer(work)).await.unwrap_or_else(IntoResponse::into_response)
}

/// The request, if it may go in.
async fn admitted(who: Who, visit: &Visit, request: Request, site: &Site) -> Result<Request, Response> {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    match who.admits(visit.session().map(Session::roles)) {
        Admission::Open => {}
        Admission::SignInFirst if changes || !wants_page(request.headers()) => return Err(Problem::new(Kind::SignInFirst).into_response()),
        Admission::SignInFirst => return Err(to_sign_in(request.uri().path())),
        Admission::Closed => return Err(Problem::new(Kind::NotAllowed).into_response()),
    }
    let mut request = if changes {
        let path = request.uri().path().to_owned();
        let checked = same_site::check(request, &visit.secret.form_token(), site.addresses().base(), who.form_with_files()).await;
        checked.map_err(|unmeant| match unmeant {
            Unmeant::Refused(problem) => problem.into_response(),
            Unmeant::OldForm => after_first_tap(&path, visit, site).unwrap_or_else(|| Problem::new(Kind::StaleForm).into_response()),
        })?
    } else {
        request
    };
    request.extensions_mut().insert(visit.clone());
    Ok(request)
}

/// Of two taps on a button that signs in, the second may come with the cookie that the first one brought, which its
/// form was not made for. It does nothing, and asks for the page: that one sends on to where the first tap led.
fn after_first_tap(path: &str, visit: &Visit, site: &Site) -> Option<Response> {
    let by = match path {
        "/slip" => Proof::Slip,
        _ if path.starts_with("/sign-in/link/") => Proof::Link,
        _ => return None,
    };
    visit.entered_just_now(by, site).map(|_| Redirect::to(path).into_response())
}

/// To the way in, and from there back to `path`.
fn to_sign_in(path: &str) -> Response {
    let address = match Next::of(path) {
        Some(next) => format!("/sign-in?next={next}"),
        None => "/sign-in".to_owned(),
    };
    Redirect::to(&address).into_response()
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| Problem::internal("a route reads a cookie without saying so in the router"))
    }
}

/// Somebody who is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The browser.
    pub visit: Visit,
    /// Who.
    pub session: Session,
}

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, site).await?;
        let session = visit.session().cloned().ok_or_else(|| Problem::new(Kind::SignInFirst))?;
        Ok(Self { visit, session })
    }
}

/// Somebody who proved a moment ago who they are: for whatever would let a thief of the session stay.
#[derive(Debug)]
pub struct Fresh(pub SignedIn);

impl FromRequestParts<Site> for Fresh {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let signed_in = SignedIn::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        if signed_in.session.line().is_fresh(site.community().now()) {
            return Ok(Self(signed_in));
        }
        if wants_page(&parts.headers) {
            return Err(Redirect::to(way_to_prove(&signed_in.session)).into_response());
        }
        Err(Problem::new(Kind::ProveAgain).into_response())
    }
}

/// `response`, to a browser that is signed in from now on.
pub fn signed_in(mut response: Response, begun: &Begun, site: &Site) -> Response {
    set_cookie(response.headers_mut(), cookie::of_session(begun, site.addresses().base()));
    response
}

/// `response`, to a browser that forgets its cookie.
pub fn signed_out(mut response: Response, site: &Site) -> Response {
    set_cookie(response.headers_mut(), cookie::of_nobody(site.addresses().base()));
    // What a trainer's device kept of a room goes too, with its worker and its keys
    // (https://www.w3.org/TR/clear-site-data/#grammardef-storage).
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    response
}

fn set_cookie(headers: &mut HeaderMap, value: Option<HeaderValue>) {
    headers.extend(value.map(|value| (SET_COOKIE, value)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_opens_only_to_those_it_names() {
        let with = |trainer, steward, admin| Some(Roles { trainer, steward, admin });
        let people = [None, with(false, false, false), with(true, false, false), with(false, true, false), with(false, false, true)];
        let opened = |who: Who| people.map(|roles| who.admits(roles) == Admission::Open);
        assert_eq!(opened(Who::People), [false, true, true, true, true]);
        assert_eq!(opened(Who::Trainers), [false, false, true, false, false]);
        assert_eq!(opened(Who::Answerers), [false, false, true, true, false]);
        assert_eq!(opened(Who::Stewards), [false, false, false, true, false]);
        assert_eq!(opened(Who::Admins), [false, false, false, false, true]);
        for who in Who::ALL {
            let open = matches!(who, Who::Everybody | Who::TokenHolders | Who::Visitors);
            assert_eq!(who.admits(None) == Admission::SignInFirst, !open, "{who:?}");
        }
    }
}
