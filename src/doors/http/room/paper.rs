//! `/training/{id}/room/paper`: what stands on a trainer's printed sheet, taken in by keyboard.
//!
//! A box counts as ticked when its page was opened. What the trainer ticked otherwise on a phone since
//! then is not overwritten: the page shows both, and asks.

use axum::extract::{Form, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{form, path, people, place, trainer};
use crate::appearance::pages::Reader;
use crate::appearance::pages::room::PersonLine;
use crate::appearance::pages::room::paper::{Difference, Differences, PaperColumn, PaperRow, RoomPaperPage};
use crate::community::attestation::tick::{CameFrom, Outcome};
use crate::community::{Kept, Saw};
use crate::doors::http::api::id;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Where to go on.
#[derive(Debug, Deserialize)]
pub struct Onward {
    at: Option<String>,
}

/// `GET /training/{id}/room/paper`.
pub async fn show(
    State(site): State<Site>,
    here: OfTraining,
    Reading(reader): Reading,
    Query(onward): Query<Onward>,
) -> Result<Response, Problem> {
    site.page(&page_of(&site, &here, &reader, onward.at.as_deref()).await?, &reader)
}

/// `POST /training/{id}/room/paper`: keeps one row and goes on to the next.
pub async fn save(
    State(site): State<Site>,
    here: OfTraining,
    Reading(reader): Reading,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let (account, now): (AccountId, _) = (id(sent("account"))?, site.community().now());
    let opened_at = sent("opened_at").parse().map_or(now, Timestamp::from_ms);
    let mut saw = form::read(account, &fields, now);
    saw.came_from = CameFrom::Paper;
    saw.notes.clear();
    for tick in &mut saw.ticks {
        tick.at = opened_at;
    }
    let kept = site.community().keep_seen(here.training().id(), trainer(&here), &saw).await?;
    if kept.ticks.iter().any(|outcome| matches!(outcome, Outcome::LaterStands | Outcome::Attested)) {
        let mut page = page_of(&site, &here, &reader, None).await?;
        page.differences = differences(&page, &saw, &kept);
        let page = site.pages().render(&page, &reader).map_err(Problem::internal)?;
        return Err(Problem::new(Kind::Conflict).shown_as(page.into_string()));
    }
    let people = people(&site, &here).await?;
    let next = people.iter().skip_while(|person| person.account() != account).nth(1);
    let row = next.map_or_else(String::new, |next| format!("?at={}", next.account()));
    Ok(onward(&format!("{}/paper{row}", path(&here)), &reader))
}

async fn page_of(site: &Site, here: &OfTraining, reader: &Reader, at: Option<&str>) -> Result<RoomPaperPage, Problem> {
    let (community, trainer) = (site.community(), trainer(here));
    let people = people(site, here).await?;
    let ticks = community.ticks_of(here.training().id()).await?;
    let classes = here.training().classes().iter().filter_map(|(slug, version)| site.catalog().class_version(slug, version));
    let columns = PaperColumn::of_classes(classes, &reader.language);
    let rows = people.iter().map(|person| {
        let own: Vec<_> = ticks.iter().filter(|tick| tick.trainer() == trainer && tick.participant() == person.account()).collect();
        let line = PersonLine::of(person, &ticks, trainer);
        let is_next = at == Some(line.account.as_str());
        PaperRow::of(line, &columns, &own, is_next)
    });
    let rows = rows.collect();
    let opened_at = community.now().as_ms();
    Ok(RoomPaperPage { inside: inside(&here.signed_in), place: place(here), opened_at, columns, rows, differences: None })
}

fn differences(page: &RoomPaperPage, saw: &Saw, kept: &Kept) -> Option<Differences> {
    let row = page.rows.iter().find(|row| row.person.account == saw.participant.to_string())?;
    let of = |wanted: Outcome| saw.ticks.iter().zip(&kept.ticks).filter(move |(_, outcome)| **outcome == wanted).map(|(tick, _)| tick);
    let later = of(Outcome::LaterStands).filter_map(|tick| {
        let field = format!("{}.{}", tick.slug, tick.criterion);
        let column = page.columns.iter().find(|column| column.field == field)?.clone();
        Some(Difference { column, on_paper: tick.ticked.is_some() })
    });
    Some(Differences { person: row.person.clone(), later: later.collect(), attested: of(Outcome::Attested).count() > 0 })
}
