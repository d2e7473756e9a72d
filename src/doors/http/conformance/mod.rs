//! The VC API for independent test software, on a listener of its own, with throw-away keys.
//!
//! | call | answer |
//! |---|---|
//! | `POST /credentials/issue` | 201 and the signed credential |
//! | `POST /credentials/verify`, `POST /presentations/verify` | 200 and what was checked; 400 and why not |
//! | `POST /credentials/status` | 200: the list says so at once |
//! | `GET /status/{list}` | a signed status list |
//! | `GET /1.0/identifiers/{did}` | a DID resolution result |
//! | `GET /` | which issuers there are, and where |
//!
//! The same paths stand below the name of each issuer (`/eddsa-jcs-2022/credentials/issue`); without a
//! name they are those of the first. Refusals are RFC 9457 documents with the types of the
//! specifications. Source: [VC API](https://w3c-ccg.github.io/vc-api/).

mod answers;
mod asked;

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;

use super::client::TrustedProxies;
use super::counters::Counters;
use super::problem::{self, Kind, MEDIA_TYPE, Problem};
use super::serve::{Drained, Gate, Limits, serve};
use crate::conformance::{Sandbox, Variant};
use crate::vocabulary::Clock;

/// A presentation of many credentials.
const LARGEST: usize = 1 << 20;

/// What stands before test software.
#[derive(Clone)]
pub struct Bench {
    sandbox: Arc<Sandbox>,
    clock: Arc<dyn Clock>,
    base: Arc<str>,
}

impl Bench {
    /// The issuers of `sandbox`, reached under `base`.
    pub fn new(sandbox: Sandbox, clock: Arc<dyn Clock>, base: &str) -> Self {
        Self { sandbox: Arc::new(sandbox), clock, base: Arc::from(base) }
    }

    /// Which issuers there are, and where: what is printed when the service is ready.
    pub fn description(&self) -> serde_json::Value {
        answers::description(&self.sandbox, &self.base)
    }

    /// Every route; `first` answers where no issuer is named.
    pub fn router(&self, first: Variant) -> Router {
        let of = |variant| {
            Router::new()
                .route("/credentials/issue", post(asked::issue))
                .route("/credentials/verify", post(asked::verify))
                .route("/presentations/verify", post(asked::verify_presentation))
                .route("/credentials/status", post(asked::change_status))
                .with_state((self.clone(), variant))
        };
        let rest = Router::new()
            .route("/", get(asked::describe))
            .route("/status/{list}", get(asked::status_list))
            .route("/1.0/identifiers/{*did}", get(asked::resolve))
            .with_state((self.clone(), first));
        Variant::ALL
            .into_iter()
            .fold(of(first).merge(rest), |router, variant| router.nest(&format!("/{}", variant.name()), of(variant)))
            .fallback(|| async { Problem::not_found() })
            .method_not_allowed_fallback(|| async { Problem::new(Kind::MethodNotAllowed) })
            .layer(DefaultBodyLimit::max(LARGEST))
            .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| Problem::internal("panic").into_response()))
            .layer(from_fn(written_out))
    }

    /// Serves until `stop` is cancelled.
    pub async fn run(self, listener: TcpListener, first: Variant, stop: CancellationToken) -> Drained {
        // All of the test software is one client.
        let limits = Limits { connections_per_client: 1024, ..Limits::default() };
        let gate = Gate { limits, proxies: TrustedProxies::default(), counters: Arc::new(Counters::default()) };
        serve(listener, self.router(first), gate, stop).await
    }
}

/// Writes refusals out, those of libraries too; where the specifications name no type, there is none.
async fn written_out(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let found = response.extensions_mut().remove::<Problem>();
    if found.is_none() && !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = found.unwrap_or_else(|| Problem::new(Kind::of_status(status)));
    problem::answer(&problem, problem.document("about:blank", None).to_string(), MEDIA_TYPE)
}

/// The base address of a listener, where nobody named another one.
pub fn base_of(address: SocketAddr) -> String {
    format!("http://{address}")
}
