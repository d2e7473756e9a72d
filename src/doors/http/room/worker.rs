//! `/training/room-worker.js`: what opens the pages of a room without signal.
//!
//! A worker stands only before addresses below its own
//! ([Service Workers §6.5](https://www.w3.org/TR/service-workers/#path-restriction)), so it cannot be
//! with the other files, and has one address for ever: browsers ask for it again at each visit.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;

/// `GET /training/room-worker.js`: the shelf that pages and worker share, then the worker.
pub async fn show(State(site): State<Site>) -> Result<Response, Problem> {
    let parts = ["room-store.js", "room-worker.js"].map(|name| site.pages().asset_named(name).map(|asset| asset.text.as_str()));
    let [Some(shelf), Some(worker)] = parts else { return Err(Problem::not_found()) };
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, format!("{shelf}\n{worker}")).into_response())
}
