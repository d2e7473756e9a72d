//! `/c/{id}/person`: whether a credential is about the person whom a visitor typed.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::appearance::pages::credential::CredentialPage;
use crate::doors::http::client::Client;
use crate::doors::http::problem::Problem;
use crate::doors::http::showing::credential::Sight;
use crate::doors::http::showing::recipient;
use crate::doors::http::site::{Reading, Site};

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
    let (id, published) = credential::found(&site, client, &reader, name.parse().ok(), &name).await?;
    // Links to other languages lead to the page, where nothing has to be sent again.
    reader.path = format!("/c/{id}");
    let sight = Sight { offered: site.community().offered(id).await?, link: None };
    let (page, verdict) = credential::judged(&site, &reader, id, &published, &sight).await?;
    if !sight.offered.names().is_shown() {
        // Whoever may not read the names may not try them out either.
        return site.page(&page, &reader);
    }
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
