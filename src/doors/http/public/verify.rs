//! Checking a badge that somebody brings: pasted, uploaded, or sent by a program.

use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};

use crate::appearance::pages::standing::{PresentedBadge, VerifyPage, VerifyResult};
use crate::appearance::pages::verdict::VerdictView;
use crate::doors::http::client::Client;
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::showing;
use crate::doors::http::showing::credential::with_register;
use crate::doors::http::site::{Reading, Site};
use crate::verifier::{Presented, Verdict};

/// `GET /verify`: the form.
pub async fn form(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&VerifyPage::default(), &reader)
}

/// `POST /verify`: what was brought, and the verdict on it.
pub async fn read(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    parts: Multipart,
) -> Result<Response, Problem> {
    site.rates().uploads.count(client)?;
    let brought = brought(parts).await?;
    if brought.is_empty() {
        return site.page(&VerifyPage { result: None, fault: Some("empty") }, &reader);
    }
    let verdict = examine(&site, brought).await?;
    let badge = verdict.signed().map(|signed| with_register(site.office(), |register| PresentedBadge::of(signed, register)));
    let result = VerifyResult { verdict: VerdictView::of(&verdict, site.community().now()), badge };
    site.page(&VerifyPage { result: Some(result), fault: None }, &reader)
}

/// `POST /api/verify`: the bytes of a badge as the body; the verdict as JSON.
#[utoipa::path(
    post, path = "/api/verify", tag = "verification",
    request_body(content = String, description = "A badge: JSON, JWT, PNG or SVG", content_type = "application/octet-stream"),
    responses((status = 200, description = "The verdict, with every check", content_type = "application/json"))
)]
pub async fn check(State(site): State<Site>, Client(client): Client, body: Bytes) -> Result<Response, Problem> {
    site.rates().uploads.count(client)?;
    if body.is_empty() {
        return Err(Problem::because(Kind::Malformed, "send the badge as the body of the request: JSON, JWT, PNG or SVG"));
    }
    let verdict = examine(&site, body.to_vec()).await?;
    let document = showing::verdict::document(&verdict, site.community().now());
    Ok(Document::new(document.to_string(), "application/json", Caching::Never).into_response())
}

async fn examine(site: &Site, brought: Vec<u8>) -> Result<Verdict, Problem> {
    let office = site.office().clone();
    Ok(site.when_free(async move { office.examine(&Presented::new(brought)).await }).await??)
}

/// The first part that has something in it: a file, or what was pasted.
async fn brought(mut parts: Multipart) -> Result<Vec<u8>, Problem> {
    let unreadable = |reason: axum::extract::multipart::MultipartError| Problem::of_library(reason.status());
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        if matches!(part.name(), Some("file" | "pasted")) {
            let bytes = part.bytes().await.map_err(unreadable)?;
            if !bytes.trim_ascii().is_empty() {
                return Ok(bytes.to_vec());
            }
        }
    }
    Ok(Vec::new())
}
