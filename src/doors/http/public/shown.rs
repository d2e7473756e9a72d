//! `/c/{id}/shown`: the person before you reads out a code; do they control this badge now?
//!
//! By POST only, so that the code stands in no address. How often is limited by client and by badge, five
//! wrong codes end a code, and a wrong code, one that is over and none at all have one answer. Who asked is
//! not kept.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::credential;
use crate::appearance::pages::credential::{CredentialPage, ShownView};
use crate::community::people::holding::Seen;
use crate::doors::http::client::{Client, ClientKey};
use crate::doors::http::problem::Problem;
use crate::doors::http::rates::BadgeKey;
use crate::doors::http::showing::credential::Sight;
use crate::doors::http::site::{Reading, Site};
use crate::verifier::Verdict;
use crate::vocabulary::ids::CredentialId;

/// What was typed. Not `Debug`: it is printed nowhere.
#[derive(Deserialize)]
pub struct Entered {
    code: String,
}

/// `POST /c/{id}/shown`: the credential's page, with the answer.
pub async fn enter(
    State(site): State<Site>,
    Client(client): Client,
    Reading(mut reader): Reading,
    Path(name): Path<String>,
    Form(entered): Form<Entered>,
) -> Result<Response, Problem> {
    let (id, published) = credential::found(&site, client, &reader, name.parse().ok(), &name).await?;
    reader.path = format!("/c/{id}");
    let sight = Sight { offered: site.community().offered(id).await?, link: None };
    let (page, verdict) = credential::judged(&site, &reader, id, &published, &sight).await?;
    let (shown, refusal) = match answer(&site, client, id, &verdict, &entered.code).await {
        Ok(shown) => (shown, None),
        Err(problem) => (ShownView::TooOften, Some(problem)),
    };
    let page = CredentialPage { shown: Some(shown), ..page };
    match refusal {
        Some(problem) => Err(problem.shown_as(site.pages().render(&page, &reader).map_err(Problem::internal)?.into_string())),
        None => site.page(&page, &reader).map(credential::kept_nowhere),
    }
}

async fn answer(site: &Site, client: ClientKey, id: CredentialId, verdict: &Verdict, typed: &str) -> Result<ShownView, Problem> {
    site.rates().codes.count(client)?;
    if let Some(signed) = verdict.signed() {
        site.rates().codes_of_badge.count(BadgeKey::of(signed))?;
    }
    Ok(match site.community().enter_code(id, typed).await? {
        Seen::Controls { legal_name } => ShownView::Controls { at: site.community().now(), legal_name },
        Seen::No => ShownView::No,
    })
}
