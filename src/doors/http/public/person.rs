//! `/c/{id}/person`: whether a credential is about the person whom a visitor typed.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::appearance::pages::credential::{Absence, CredentialPage};
use crate::doors::http::client::Client;
use crate::doors::http::problem::Problem;
use crate::doors::http::showing::recipient;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Found;
use crate::vocabulary::ids::CredentialId;

use super::credential;

/// What was typed. Not `Debug`: it is printed nowhere.
#[derive(Deserialize)]
pub struct Asked {
    recipient: String,
}

/// `POST /c/{id}/person`: the credential's page, with the answer.
pub async fn ask(
    State(site): State<Site>,
    Client(client): Client,
    Reading(mut reader): Reading,
    Path(name): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Problem> {
    site.rates().pages.count(client)?;
    let id: Option<CredentialId> = name.parse().ok();
    let found = match id {
        Some(id) => site.office().find(id).await?.map(|found| (id, found)),
        None => None,
    };
    let (id, published) = match found {
        Some((id, Found::Published { published, .. })) => (id, published),
        Some((id, Found::Unfinished)) => return Err(credential::absent(&site, &reader, Absence::BeingIssued, &id.printed())),
        Some((id, Found::Erased { .. })) => return Err(credential::absent(&site, &reader, Absence::Gone, &id.printed())),
        None => {
            site.rates().misses.count(client)?;
            return Err(credential::absent(&site, &reader, Absence::Unknown, &name));
        }
    };
    // Links to other languages lead to the page, where nothing has to be sent again.
    reader.path = format!("/c/{id}");
    let (page, verdict) = credential::judged(&site, &reader, id, &published).await?;
    let typed = asked.recipient.trim();
    let compared = (!typed.is_empty()).then(|| recipient::compared(&site, client, &verdict, typed));
    let page = CredentialPage { recipient: compared.as_ref().map(recipient::view), ..page };
    recipient::answered(compared, &site, &page, &reader)
}

/// `GET /c/{id}/person`: somebody reloads; 303 to the page itself.
pub async fn back(Path(name): Path<String>) -> Response {
    let id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    Redirect::to(&format!("/c/{id}")).into_response()
}
