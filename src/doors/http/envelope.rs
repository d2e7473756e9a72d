//! What surrounds every request: its id, the time it may take, a record of it, and its refusals
//! written out.
//!
//! The record says which route was asked and how it went. It never says who asked, or for which
//! badge: a verification server that keeps such a list tells who is interested in whom.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ALLOW, HeaderName, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use super::accept::wants_page;
use super::counters::Counters;
use super::problem::{self, Kind, MEDIA_TYPE, Problem};
use crate::appearance::pages::wording::Told;
use crate::vocabulary::{Addresses, Chance};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Makes a page of a problem for a browser: the problem, the id of the request. `None`: no page,
/// the document is sent instead.
pub type ProblemPage = Arc<dyn Fn(&Problem, &RequestId, &Asked) -> Option<String> + Send + Sync>;

/// Says in English what a page says of a problem.
pub type InEnglish = Arc<dyn Fn(&Told) -> String + Send + Sync>;

/// What a problem's page needs of its request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path and query.
    pub uri: Uri,
    /// For the language.
    pub headers: HeaderMap,
}

/// What the envelope needs.
#[derive(Clone)]
pub struct Envelope {
    /// For the `type` of problems.
    pub addresses: Addresses,
    /// For request ids.
    pub chance: Chance,
    /// Where requests are counted.
    pub counters: Arc<Counters>,
    /// Bytes that an address may have.
    pub address_bytes: usize,
    /// How a browser sees a problem.
    pub page: ProblemPage,
    /// How its document says the same.
    pub english: InEnglish,
}

/// The id of a request: in its answer, in its log lines, in nothing else.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl RequestId {
    fn new(chance: &Chance) -> Self {
        Self(uuid::Builder::from_random_bytes(chance.bytes()).into_uuid().to_string())
    }

    /// As text: a UUID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Wraps a request: see the module.
pub async fn wrap(State(envelope): State<Envelope>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId::new(&envelope.chance);
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let as_page = wants_page(request.headers()) && !route.starts_with("/api/");
    let asked = Asked { uri: request.uri().clone(), headers: request.headers().clone() };
    let span = tracing::info_span!("request", id = id.as_str(), method, route);
    request.extensions_mut().insert(id.clone());
    let too_long = request.uri().path_and_query().is_some_and(|p| p.as_str().len() > envelope.address_bytes);
    // No route has said what its address holds: it is told to nobody.
    let long = || ([(REFERRER_POLICY, "no-referrer")], Problem::new(Kind::AddressTooLong)).into_response();
    let answered = async { if too_long { long() } else { next.run(request).await } };
    let answered = answered.instrument(span.clone()).await;
    let mut response = envelope.written_out(answered, &id, as_page, &asked);
    response.headers_mut().extend(HeaderValue::try_from(id.as_str()).map(|v| (REQUEST_ID, v)));
    let (status, took) = (response.status().as_u16(), began.elapsed());
    span.in_scope(|| tracing::info!(status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered"));
    envelope.counters.answered(&route, method, status, took);
    response
}

impl Envelope {
    /// Completes a problem; makes one of a refusal by a library.
    fn written_out(&self, mut response: Response, id: &RequestId, as_page: bool, asked: &Asked) -> Response {
        let status = response.status();
        let found = response.extensions_mut().remove::<Problem>();
        if found.is_none() && !status.is_client_error() && !status.is_server_error() {
            return response;
        }
        let problem = found.unwrap_or_else(|| Problem::new(Kind::of_status(status))).detailed(|told| (self.english)(told));
        if problem.kind() == Kind::TooManyRequests {
            self.counters.rate_exceeded();
        }
        let page = if as_page { problem.page().map(str::to_owned).or_else(|| (self.page)(&problem, id, asked)) } else { None };
        let mut written = match page {
            Some(page) => problem::answer(&problem, page, "text/html; charset=utf-8"),
            None => problem::answer(&problem, self.document(&problem, id), MEDIA_TYPE),
        };
        // Headers such as those of cross_origin and without_referrer stand on the first answer.
        for (name, value) in response.headers() {
            if name.as_str().starts_with("access-control-")
                || [ALLOW, REFERRER_POLICY].contains(name)
                || name.as_str() == "cross-origin-resource-policy"
            {
                written.headers_mut().append(name, value.clone());
            }
        }
        written
    }

    fn document(&self, problem: &Problem, id: &RequestId) -> String {
        let instance = format!("urn:uuid:{}", id.as_str());
        problem.document(&self.addresses.problem(problem.kind().slug()), Some(&instance)).to_string()
    }
}

/// Ends a request that takes longer than `limit`. Where nothing was sent, it is us who were slow.
pub async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) if reads => Problem::busy().into_response(),
        Err(_) => Problem::new(Kind::TooSlow).into_response(),
    }
}

/// A panic is a fault of ours, and the next request is served.
pub fn after_panic(counters: &Counters, panic: &(dyn Any + Send)) -> Response {
    counters.panicked();
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Problem::internal(format_args!("panic: {}", said.unwrap_or("without a message"))).into_response()
}

/// Only the methods that HTTP names: anything else could fill the counters.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
