//! The first page with its box for a printed code, and the pages that stand by themselves.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::appearance::pages::standing::{AboutPage, HomePage};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::showing::issuers;
use crate::doors::http::site::{Reading, Site};

/// What was typed into the box.
#[derive(Debug, Deserialize)]
pub struct Code {
    code: Option<String>,
}

/// `GET /`: the box, or with `?code=` where that code leads.
pub async fn show(State(site): State<Site>, Reading(reader): Reading, Query(Code { code }): Query<Code>) -> Result<Response, Problem> {
    match code {
        None => site.page(&HomePage::default(), &reader),
        Some(typed) => match HomePage::read(&typed) {
            // 303 to the path, not the address: the page works under any name of the server.
            Ok(id) => Ok(Redirect::to(&format!("/c/{id}")).into_response()),
            Err(page) => site.page(&page, &reader),
        },
    }
}

/// `POST /`: the same, for browsers that send the form.
pub async fn read(site: State<Site>, reading: Reading, Form(code): Form<Code>) -> Result<Response, Problem> {
    show(site, reading, Query(Code { code: Some(code.code.unwrap_or_default()) })).await
}

/// `GET /about`.
pub async fn about(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    let issuers = site.office().issuers().map(|issuer| issuers::card(issuer, site.addresses())).collect();
    site.page(&AboutPage { issuers, version: env!("CARGO_PKG_VERSION") }, &reader)
}

/// `GET /privacy`.
pub async fn privacy(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(site.privacy(), &reader)
}

/// `GET /problems/{slug}`: what a kind of refusal means. Plain text, in English: it is read by
/// whoever writes a program.
pub async fn problem(Path(slug): Path<String>) -> Result<String, Problem> {
    let kind = Kind::of_slug(&slug).ok_or_else(Problem::not_found)?;
    Ok(format!("{}\n\n{}\n\nStatus: {}\n", kind.title(), kind.advice(), kind.status().as_u16()))
}
