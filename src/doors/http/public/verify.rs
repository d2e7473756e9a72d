//! Checking a badge that somebody brings: uploaded, named by its address, pasted, or sent by a program.

mod brought;

use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};

use brought::{Badge, Brought};

use crate::appearance::pages::standing::{PresentedBadge, VerifyFault, VerifyPage, VerifyResult};
use crate::appearance::pages::verdict::VerdictView;
use crate::doors::http::client::Client;
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::showing;
use crate::doors::http::showing::credential::with_register;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Found;
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
    let brought = match Brought::read(parts).await {
        Ok(brought) => brought,
        Err(fault) => return site.page(&VerifyPage { fault: Some(fault), ..VerifyPage::default() }, &reader),
    };
    let bytes = match found(&site, &brought.badge).await? {
        Ok(bytes) => bytes,
        Err(fault) => return site.page(&VerifyPage { fault: Some(fault), address: brought.badge.into_address(), result: None }, &reader),
    };
    let verdict = examine(&site, bytes).await?;
    let badge = verdict.signed().map(|signed| with_register(site.office(), |register| PresentedBadge::of(signed, register)));
    let result = VerifyResult { verdict: VerdictView::of(&verdict, site.community().now()), badge };
    site.page(&VerifyPage { result: Some(result), ..VerifyPage::default() }, &reader)
}

/// The bytes of what was brought; our own addresses are answered from the store.
async fn found(site: &Site, badge: &Badge) -> Result<Result<Vec<u8>, VerifyFault>, Problem> {
    let address = match badge {
        Badge::Bytes(bytes) => return Ok(Ok(bytes.clone())),
        Badge::Address(address) => address,
    };
    if !url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http")) {
        return Ok(Err(VerifyFault::Address));
    }
    let Some(id) = site.addresses().credential_meant(address) else { return Ok(Err(VerifyFault::Elsewhere)) };
    match site.office().find(id).await? {
        Some(Found::Published { published, .. }) => Ok(Ok(published.json().to_vec())),
        Some(Found::Unfinished | Found::Erased { .. }) | None => Ok(Err(VerifyFault::Absent)),
    }
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
    Ok(site.when_free(async move { office.examine(Presented::new(brought)).await }).await??)
}
