//! `/attestations/{id}`: what a trainer said, as they agreed to be shown.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::doors::http::client::Client;
use crate::doors::http::problem::Problem;
use crate::doors::http::showing;
use crate::doors::http::site::{Reading, Site};

/// `GET /attestations/{id}`.
pub async fn show(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let record = match name.parse() {
        Ok(id) => site.office().attestation_record(id).await?,
        Err(_) => None,
    };
    let Some(record) = record else {
        site.rates().misses.count(client)?;
        return Err(Problem::not_found());
    };
    let offered = site.community().offered(record.credential).await?;
    let page = showing::attestation::page(&record, offered, site.office(), &reader.language).ok_or_else(Problem::not_found)?;
    site.page(&page, &reader)
}
