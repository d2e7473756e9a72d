//! The style sheet, the scripts and the icon.

use axum::extract::State;
use axum::http::Uri;

use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;

/// `GET /assets/{file}`: the name changes with the content, so it may be kept for ever.
pub async fn show(State(site): State<Site>, uri: Uri) -> Result<Document, Problem> {
    let asset = site.pages().asset(uri.path()).ok_or_else(Problem::not_found)?;
    Ok(Document::new(asset.text.clone(), asset.content_type, Caching::Forever).compressible())
}
