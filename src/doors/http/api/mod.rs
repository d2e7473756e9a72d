//! The API of trainers' programs: JSON in, JSON out, signed in by a token.
//!
//! Deny by default: a handler gets a person only through [`SignedIn`] or [`Ask`], both of which
//! refuse whoever has no good token; what that person may do, the journeys decide. A request with
//! an `Idempotency-Key` is answered once, and again with the same bytes.

pub mod credentials;
pub mod nominations;
pub mod openapi;
pub mod people;
pub mod trainings;
pub mod wire;

use std::future::Future;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Client;
use super::problem::{CREATED, Kind, OK, Problem};
use super::site::Site;
use crate::community::people::Trainer;
use crate::platform::idempotency::{Answer, IdempotencyKey, RequestDigest, Turn};
use crate::standards::json;
use crate::vocabulary::ids::AccountId;

/// The largest document that the API reads.
pub const LARGEST: usize = 256 * 1024;

/// Who sent a good token.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn(pub AccountId);

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let token = bearer(&parts.headers);
        if let Some(account) = site.community().account_of_token(token.unwrap_or_default()).await? {
            return Ok(Self(account));
        }
        if token.is_some() {
            let Ok(Client(client)) = Client::from_request_parts(parts, site).await;
            site.rates().tokens.count(client)?;
        }
        Err(Problem::signed_out())
    }
}

/// The scheme is case-insensitive ([RFC 9110 §11.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.1)).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl SignedIn {
    /// The person with their mandates, if they have one in force for the class with this slug.
    pub async fn with_mandate_for(self, slug: &str, site: &Site) -> Result<Trainer, Problem> {
        let trainer = site.community().trainer(self.0).await?;
        if trainer.has_mandate_for(slug, site.community().now()) {
            return Ok(trainer);
        }
        Err(no_mandate_for(slug))
    }

    /// The person with their mandates, if they have any in force.
    pub async fn with_mandate(self, site: &Site) -> Result<Trainer, Problem> {
        let (trainer, now) = (site.community().trainer(self.0).await?, site.community().now());
        if trainer.has_mandate(now) {
            return Ok(trainer);
        }
        Err(Problem::because(Kind::NotAllowed, "you have no mandate in force: only trainers may do this"))
    }
}

fn no_mandate_for(slug: &str) -> Problem {
    Problem::because(Kind::NotAllowed, format_args!("you have no mandate in force for the badge class {slug:?}"))
}

/// A request to change something: who asks, what, and the key under which it is asked once.
#[derive(Debug)]
pub struct Ask<T> {
    /// Who asks.
    pub by: SignedIn,
    /// What.
    pub body: T,
    /// For [`once`].
    pub retry: Retry,
}

/// What makes two requests the same.
#[derive(Debug)]
pub struct Retry {
    principal: AccountId,
    key: Option<IdempotencyKey>,
    digest: RequestDigest,
}

impl<T: DeserializeOwned> FromRequest<Site> for Ask<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let by = SignedIn::from_request_parts(&mut parts, site).await?;
        let key = match parts.headers.get("idempotency-key") {
            None => None,
            Some(value) => Some(value.to_str().unwrap_or_default().parse()?),
        };
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let headers = parts.headers.clone();
        let bytes = Bytes::from_request(Request::from_parts(parts, body), site).await;
        let bytes = bytes.map_err(|refused| Problem::of_library(refused.status()))?;
        let digest = RequestDigest::of(&[method.as_str().as_bytes(), path.as_bytes(), &bytes]);
        let body = read(&headers, &bytes)?;
        Ok(Self { by, body, retry: Retry { principal: by.0, key, digest } })
    }
}

/// Reads a body strictly: a member named twice or one that is not known is a mistake of the
/// program that sent it, and better found now. No body at all reads as an empty object.
pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T, Problem> {
    let bytes = if bytes.is_empty() { b"{}".as_slice() } else { bytes };
    let named = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("application/json");
    let kind = named.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::because(Kind::UnknownMediaType, format_args!("{kind:?} is not read here; send application/json")));
    }
    let value = json::parse(bytes, &json::Limits::of_bytes(LARGEST)).map_err(|fault| Problem::because(Kind::Malformed, fault))?;
    serde_json::from_value(value).map_err(|fault| Problem::because(Kind::Malformed, fault))
}

/// What a change made.
#[derive(Debug)]
pub struct Made {
    status: StatusCode,
    body: Vec<u8>,
}

impl Made {
    /// Something new.
    pub fn new(document: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status: CREATED, body: serde_json::to_vec(document).map_err(Problem::internal)? })
    }

    /// A change to what was there.
    pub fn changed(document: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status: OK, ..Self::new(document)? })
    }
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        let headers = [(CONTENT_TYPE, HeaderValue::from_static("application/json")), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        (self.status, headers, self.body).into_response()
    }
}

/// Does `work` once for its key, to its end whatever becomes of the client, and gives the same
/// bytes to whoever comes again. A refusal changed nothing, so it is not kept.
pub async fn once(site: &Site, retry: Retry, work: impl Future<Output = Result<Made, Problem>> + Send + 'static) -> Result<Made, Problem> {
    let (retries, now) = (site.retries().clone(), site.community().now());
    let done = site.to_the_end(async move {
        let Some(key) = retry.key else { return work.await };
        match retries.take(&retry.principal.to_string(), key, retry.digest, now).await? {
            Turn::Answered(Answer { status, body }) => again(status, body),
            Turn::UnderWay => Err(Problem::later(Kind::Conflict, "the first request with this key is still under way", 2)),
            Turn::OtherRequest => Err(Problem::new(Kind::KeyReused)),
            Turn::Yours(turn) => match work.await {
                Ok(made) => turn.finish(made.status.as_u16(), &made.body).await.map(|()| made).map_err(Problem::from),
                Err(problem) => turn.give_up().await.map_err(Problem::from).and(Err(problem)),
            },
        }
    });
    done.await?
}

fn again(status: u16, body: Option<Vec<u8>>) -> Result<Made, Problem> {
    let status = StatusCode::from_u16(status).map_err(Problem::internal)?;
    body.map(|body| Made { status, body }).ok_or_else(|| Problem::new(Kind::Erased))
}

/// An id in a path; anything else is not there.
pub(super) fn id<K>(text: &str) -> Result<crate::vocabulary::Id<K>, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}
