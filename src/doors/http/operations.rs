//! What the operator's own programs ask, on a listener of its own that is not public.
//!
//! `/healthz`: the process answers. `/readyz`: it can do its work; the answer names what hinders it.
//! `/metrics`: counters. There is no way from here to a badge or a person.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::counters::Counters;
use super::problem::{OK, UNREADY};

/// Asks what hinders the server; nothing if it is ready.
pub type Probe = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Vec<String>> + Send>> + Send + Sync>;

/// The routes of the operations listener.
pub fn router(counters: Arc<Counters>, probe: Probe) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .with_state(probe)
        .merge(Router::new().route("/metrics", get(metrics)).with_state(counters))
}

async fn ready(State(probe): State<Probe>) -> Response {
    let troubles = probe().await;
    if troubles.is_empty() {
        return (OK, "ready\n").into_response();
    }
    (UNREADY, troubles.join("\n") + "\n").into_response()
}

async fn metrics(State(counters): State<Arc<Counters>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], counters.exposition())
}
