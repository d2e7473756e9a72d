//! `/training/{id}/room/{account}`: what a trainer saw of one person.

use axum::extract::{Form, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::{Named, form, path, people, place, trainer};
use crate::appearance::pages::pictures::PicturesToAdd;
use crate::appearance::pages::room::{ClassToTick, PersonLine, RoomPersonPage, Said};
use crate::community::attestation::participation::Participation;
use crate::community::attestation::picture::kept_until;
use crate::community::attestation::tick::{Outcome, TickError};
use crate::community::{Kept, Saw};
use crate::doors::http::accept::wants_page;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::pictures::card;
use crate::doors::http::problem::{OK, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, kind};

/// What the page says besides.
#[derive(Debug, Deserialize)]
pub struct SaidBefore {
    said: Option<String>,
}

/// `GET /training/{id}/room/{account}`.
pub async fn show(
    State(site): State<Site>,
    here: OfTraining,
    Named(account): Named,
    Reading(reader): Reading,
    Query(before): Query<SaidBefore>,
) -> Result<Response, Problem> {
    let mut page = page_of(&site, &here, account, &reader.language).await?;
    page.said = match before.said.as_deref() {
        Some("saved") => Some(Said::Saved),
        Some("attested") => Some(Said::Attested),
        Some("picture-added") => Some(Said::PictureAdded),
        Some("picture-removed") => Some(Said::PictureRemoved),
        Some(_) | None => None,
    };
    site.page(&page, &reader)
}

/// `POST /training/{id}/room/{account}`: keeps what was ticked and noted. A page goes on to itself or
/// to the next person; a device's queue is told what became of each field.
pub async fn save(
    State(site): State<Site>,
    here: OfTraining,
    Named(account): Named,
    Reading(reader): Reading,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let saw = form::read(account, &fields, site.community().now());
    let kept = match site.community().keep_seen(here.training().id(), trainer(&here), &saw).await {
        Err(error @ TickError::LongNote { .. }) if wants_page(&headers) => {
            let page = page_of(&site, &here, account, &reader.language).await?.with_long_note(&saw);
            let page = site.pages().render(&page, &reader).map_err(Problem::internal)?;
            return Err(Problem::from(error).shown_as(page.into_string()));
        }
        other => other?,
    };
    if !wants_page(&headers) {
        return Ok((OK, axum::Json(Answer::of(&saw, &kept))).into_response());
    }
    let attested = kept.ticks.contains(&Outcome::Attested);
    if !attested && fields.iter().any(|(name, value)| name == "then" && value == "next") {
        let people = people(&site, &here).await?;
        let mut others = people.iter().skip_while(|person| person.account() != account).skip(1);
        if let Some(next) = others.find(|person| person.account() != trainer(&here)) {
            return Ok(onward(&format!("{}/{}", path(&here), next.account()), &reader));
        }
    }
    let said = if attested { "attested" } else { "saved" };
    Ok(onward(&format!("{}/{account}?said={said}", path(&here)), &reader))
}

/// What became of the fields that a device sent.
#[derive(Debug, Serialize)]
struct Answer {
    /// Something made later stands in the place of these.
    later: Vec<String>,
    /// These were attested, and stand.
    attested: Vec<String>,
}

impl Answer {
    fn of(saw: &Saw, kept: &Kept) -> Self {
        let ticks = saw.ticks.iter().map(|tick| format!("tick.{}.{}", tick.slug, tick.criterion)).zip(&kept.ticks);
        let all: Vec<_> = ticks.chain(saw.notes.iter().map(|note| format!("note.{}", note.slug)).zip(&kept.notes)).collect();
        let with = |wanted: Outcome| all.iter().filter(|(_, outcome)| **outcome == wanted).map(|(field, _)| field.clone()).collect();
        Self { later: with(Outcome::LaterStands), attested: with(Outcome::Attested) }
    }
}

/// What a trainer sees of one person.
pub(in crate::doors::http) async fn page_of(
    site: &Site,
    here: &OfTraining,
    account: AccountId,
    language: &LanguageTag,
) -> Result<RoomPersonPage, Problem> {
    let (community, training, trainer) = (site.community(), here.training().id(), trainer(here));
    let people = people(site, here).await?;
    let at = people.iter().position(|person| person.account() == account).ok_or_else(Problem::not_found)?;
    let (ticks, notes) = (community.ticks_of(training).await?, community.observations_of(training).await?);
    let ticks: Vec<_> = ticks.into_iter().filter(|tick| tick.participant() == account).collect();
    let notes: Vec<_> = notes.into_iter().filter(|note| note.participant() == account).collect();
    let line = |person| PersonLine::of(person, &ticks, trainer);
    // Nobody ticks for themselves, so nobody comes by their own page.
    let another = |person: &&Participation| person.account() != trainer;
    let classes = here.training().classes().iter().filter_map(|(slug, version)| site.catalog().class_version(slug, version));
    Ok(RoomPersonPage {
        inside: inside(&here.signed_in),
        place: place(here),
        person: line(&people[at]),
        before: people[..at].iter().rfind(another).map(line),
        after: people[at + 1..].iter().find(another).map(line),
        classes: classes.map(|class| ClassToTick::of(class, language, &ticks, &notes, trainer, form::mark)).collect(),
        pictures: pictures(site, here, account).await?,
        said: None,
    })
}

async fn pictures(site: &Site, here: &OfTraining, account: AccountId) -> Result<PicturesToAdd, Problem> {
    let (community, training) = (site.community(), here.training());
    let all = community.pictures_of(training.id()).await?;
    let own = all.iter().filter(|picture| picture.participant() == account);
    let cards = own.map(|picture| card(picture, "/pictures")).collect();
    let once = community.chance().id::<kind::Picture>().to_string();
    Ok(PicturesToAdd::new(cards, kept_until(training), community.now(), once))
}
