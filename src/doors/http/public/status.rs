//! Status lists: whole, signed, for everybody, and never logged with who asked.

use axum::extract::{Path, State};

use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;
use crate::issuer::lists::Purpose;

/// As long as the list's own `ttl`: a revocation is seen through caches within 65 s.
const LIST_CACHE: Caching = Caching::Public(60);
/// [VCDM 2.0, media types](https://www.w3.org/TR/vc-data-model-2.0/#media-types).
const CREDENTIAL: &str = "application/vc";

/// `GET /status/{list}`.
pub async fn revocation(State(site): State<Site>, Path(list): Path<String>) -> Result<Document, Problem> {
    signed(&site, &list, Purpose::Revocation).await
}

/// `GET /status/{list}/suspension`.
pub async fn suspension(State(site): State<Site>, Path(list): Path<String>) -> Result<Document, Problem> {
    signed(&site, &list, Purpose::Suspension).await
}

async fn signed(site: &Site, list: &str, purpose: Purpose) -> Result<Document, Problem> {
    let (office, id) = (site.office().clone(), list.to_owned());
    // Signing a list anew must not be cut in half by a verifier that goes away.
    let list = site.to_the_end(async move { office.status_list(&id, purpose).await }).await??;
    Ok(Document::new(list.ok_or_else(Problem::not_found)?.bytes, CREDENTIAL, LIST_CACHE))
}
