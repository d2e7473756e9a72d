//! `/join/{code}/read-back`: what a badge will say, read back and confirmed.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::{refused, workshop};
use crate::appearance::pages::joining::{ReadBackPage, ReadBackState};
use crate::community::JoinError;
use crate::community::attestation::{ConfirmedBy, Disclosure, Participation, Workshop};
use crate::community::people::Minor;
use crate::community::people::sign_in::session::Proof;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};

/// `GET`.
pub async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let workshop = workshop(&site, &code).await?;
    match site.community().participation(workshop.id(), person.session.account().id()).await?.filter(Participation::is_here) {
        Some(here) => site.page(&page(&site, &person, &workshop, &here, false).await?, &reader),
        None => Ok(onward(&format!("/join/{}", workshop.join_code()), &reader)),
    }
}

/// Which choice was read.
#[derive(Debug, Deserialize)]
pub struct Seen {
    seen: Option<String>,
}

/// `POST`: the holder says that it is right.
pub async fn confirm(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(code): Path<String>,
    Form(Seen { seen }): Form<Seen>,
) -> Result<Response, Problem> {
    let workshop = workshop(&site, &code).await?;
    let (account, seen) = (person.session.account().id(), seen.unwrap_or_default());
    let here = format!("/join/{}/read-back", workshop.join_code());
    match site.community().confirm(workshop.id(), account, ConfirmedBy::Holder, &seen).await {
        // A badge that says it is as good as a confirmation: its page says so.
        Ok(_) | Err(JoinError::Recorded) => Ok(onward(&here, &reader)),
        Err(JoinError::Changed) => {
            let now = site.community().participation(workshop.id(), account).await?.ok_or(JoinError::NotHere)?;
            refused(&site, &page(&site, &person, &workshop, &now, true).await?, &reader)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(site: &Site, person: &SignedIn, workshop: &Workshop, here: &Participation, changed: bool) -> Result<ReadBackPage, Problem> {
    let account = person.session.account();
    let recorded = site.community().put_forward_of(workshop.id(), account.id()).await?.iter().any(|line| line.recorded);
    let release = here.released_by(ConfirmedBy::Holder).map_err(JoinError::Name)?;
    Ok(ReadBackPage {
        inside: inside(person),
        code: workshop.join_code().to_string(),
        training: workshop.training().name().to_owned(),
        called: here.called().unwrap_or_default().to_owned(),
        names: release.names().iter().map(|name| name.as_str().to_owned()).collect(),
        user_name: account.user_name().filter(|_| release.account() == Disclosure::Shown).map(str::to_owned),
        language: here.language().clone(),
        minor: here.minor() == Minor::Yes && here.guardian_at().is_none(),
        seen: here.chosen().digest(),
        state: match (recorded, here.confirmed()) {
            (true, _) => ReadBackState::Recorded,
            (false, Some(_)) => ReadBackState::Confirmed,
            (false, None) => ReadBackState::ToConfirm,
        },
        number: here.number(),
        slip: person.session.line().proved_by() == Proof::Slip,
        changed,
    })
}
