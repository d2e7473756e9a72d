//! Every route on one screen, and what surrounds them all.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

use super::conditional::answer_conditionally;
use super::envelope::{self, Envelope};
use super::headers::{self, SecurityHeaders};
use super::problem::Problem;

/// Routes with everything around them: not-found, "not modified", panics, ids and records, headers.
pub fn dressed(routes: Router, envelope: Envelope, security: SecurityHeaders) -> Router {
    let counters = Arc::clone(&envelope.counters);
    routes
        .fallback(|| async { Problem::not_found() })
        .layer(from_fn(answer_conditionally))
        .layer(CatchPanicLayer::custom(move |panic: Box<dyn std::any::Any + Send>| envelope::after_panic(&counters, panic.as_ref())))
        .layer(from_fn_with_state(envelope, envelope::wrap))
        .layer(from_fn_with_state(security, headers::secure))
}
