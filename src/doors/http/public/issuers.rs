//! Issuers and the documents that list their keys.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::catalogue::offered;
use super::pictures::{self, Asked};
use crate::appearance::artwork::Design;
use crate::doors::http::accept::{CATALOGUE, CatalogueForm};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::Problem;
use crate::doors::http::showing;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::profile::{Identity, IssuerProfile};
use crate::standards::document::open_badge::in_context;
use crate::vocabulary::urls::IssuerPlace;

/// A key that was declared stolen is seen through caches within five minutes.
const KEYS_CACHE: Caching = Caching::Public(300);
/// [did:web, read](https://w3c-ccg.github.io/did-method-web/#read-resolve): a JSON document; this is
/// the media type of [DID Core](https://www.w3.org/TR/did-1.0/#application-did-json).
const DID_DOCUMENT: &str = "application/did+json";

/// `GET /issuers/{slug}`: the page, or the profile that credentials carry; with `.png` its logo, which badges name where an issuer has none elsewhere.
pub async fn show(
    State(site): State<Site>,
    Reading(reader): Reading,
    headers: HeaderMap,
    size: Asked,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    if let Some(slug) = slug.strip_suffix(".png") {
        let design = Design::of_issuer(find(&site, slug)?.name()).map_err(Problem::internal)?;
        return pictures::show_png(&site, design, &size).await;
    }
    let issuer = find(&site, &slug)?;
    let keys = site.office().published_keys(issuer).await?;
    let page = showing::issuers::page(issuer, &keys, &site, &reader.language);
    offered(&site, &reader, &headers, CATALOGUE, Some(page), |form| match form {
        CatalogueForm::JsonLd => in_context(&issuer.as_profile()).map(|document| document.to_string()).map_err(Problem::internal),
        CatalogueForm::Html | CatalogueForm::Turtle => Ok(String::new()),
    })
}

/// `GET /.well-known/did.json`: the issuer whose DID is the host alone.
pub async fn root_document(State(site): State<Site>) -> Result<Document, Problem> {
    let issuer = site.office().issuers().find(|issuer| issuer.place() == IssuerPlace::Root);
    document(&site, issuer.ok_or_else(Problem::not_found)?).await
}

/// `GET /issuers/{slug}/did.json`.
pub async fn named_document(State(site): State<Site>, Path(slug): Path<String>) -> Result<Document, Problem> {
    let issuer = find(&site, &slug)?;
    if issuer.place() == IssuerPlace::Root {
        return Err(Problem::not_found());
    }
    document(&site, issuer).await
}

async fn document(site: &Site, issuer: &IssuerProfile) -> Result<Document, Problem> {
    // A did:key is its own document.
    if issuer.identity() == Identity::Key {
        return Err(Problem::not_found());
    }
    let document = site.office().published_keys(issuer).await?.did_document().to_json();
    Ok(Document::new(document.to_string(), DID_DOCUMENT, KEYS_CACHE))
}

/// `GET /.well-known/jwks.json`: the keys of every issuer of this server.
pub async fn key_set(State(site): State<Site>) -> Result<Document, Problem> {
    let set = site.office().jwks().await?;
    Ok(Document::new(set.to_json().to_string(), "application/jwk-set+json", KEYS_CACHE))
}

/// `GET /keys/{kid}`: one key, also one that is no longer in use. A stolen one is no bare JWK any more.
pub async fn key(State(site): State<Site>, Path(kid): Path<String>) -> Result<Document, Problem> {
    let key = site.office().key_document(&kid).await?.ok_or_else(Problem::not_found)?;
    let kind = if key.get("kty").is_some() { "application/jwk+json" } else { "application/json" };
    Ok(Document::new(key.to_string(), kind, KEYS_CACHE))
}

fn find<'s>(site: &'s Site, slug: &str) -> Result<&'s IssuerProfile, Problem> {
    site.office().issuer(slug).map_err(|_| Problem::not_found())
}
