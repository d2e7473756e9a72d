//! `/training/{id}/badges/issue` and `…/holds/{hold}`: what is ready, the while in which it can be undone, and how far
//! issuing is.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::response::Response;
use serde::Deserialize;

use super::standing::state_word;
use super::{class_name, fields, head, path, person};
use crate::appearance::pages::issuing::{HoldPage, IssuePage, OutcomeView, ReadyView};
use crate::community::attestation::ReleasedName;
use crate::doors::http::api::id;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::proving::first_prove;
use crate::doors::http::onward::onward;
use crate::doors::http::practice::Work;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::issuer::{HoldError, Obstacle, Outcome};
use crate::vocabulary::ids::{HoldId, NominationId};

/// `GET …/issue`: what is ready, and what it will say.
pub(super) async fn review(State(site): State<Site>, Reading(reader): Reading, here: OfTraining) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let ready = overview.lines.iter().filter(|line| line.is_ready()).map(|line| ReadyView {
        nomination: line.nomination.id().to_string(),
        person: person(&overview, line.nomination.holder()),
        class: class_name(&site, &reader, line.nomination.slug(), line.nomination.version()),
        names: line.release.names().iter().map(ReleasedName::as_str).map(str::to_owned).collect(),
        named: line.is_named(),
    });
    let ready: Vec<ReadyView> = ready.collect();
    let page = IssuePage {
        inside: inside(&here.signed_in),
        training: head(&here),
        minutes: site.practice().hold_minutes,
        unnamed: ready.iter().filter(|one| !one.named).count(),
        ready,
    };
    site.page(&page, &reader)
}

/// `POST …/issue`: puts what was chosen into line.
pub(super) async fn hold(State(site): State<Site>, Reading(reader): Reading, here: OfTraining, body: Bytes) -> Result<Response, Problem> {
    let back = format!("{}/issue", path(&here));
    if let Some(way) = first_prove(&site, &here.signed_in, Work::Issuing, &back) {
        return Ok(way);
    }
    let chosen = fields(&body).into_iter().filter(|(name, _)| name == "nomination");
    let chosen: Vec<NominationId> = chosen.filter_map(|(_, value)| value.parse().ok()).collect();
    let seconds = u32::from(site.practice().hold_minutes) * 60;
    let by = here.signed_in.session.account().id();
    match site.office().hold(here.workshop.id(), &chosen, by, seconds).await {
        Ok(hold) => Ok(onward(&format!("{}/holds/{hold}", path(&here)), &reader)),
        // The page says what is ready, if anything is; a second tap after everything was issued ends there too.
        Err(HoldError::NothingReady) => Ok(onward(&back, &reader)),
        Err(other) => Err(other.into()),
    }
}

/// Whether an undo came too late.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    said: Option<String>,
}

/// `GET …/holds/{hold}`: until when it can be undone, or how far it is.
pub(super) async fn show(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, hold)): Path<(String, String)>,
    Query(said): Query<Said>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let hold: HoldId = id(&hold)?;
    let overview = site.office().overview(here.workshop.id()).await?;
    let Some(found) = overview.holds.iter().find(|one| one.id == hold) else { return Err(Problem::not_found()) };
    let lines = found.lines.iter().filter_map(|line| {
        let (outcome, why, badge) = match line.outcome {
            Outcome::Waiting { why } => ("waiting", why, None),
            Outcome::Issued(badge) => ("issued", None, Some(format!("{}/{badge}", path(&here)))),
            Outcome::Refused(why) => ("refused", Some(why), None),
        };
        let nomination = overview.line(line.nomination).map(|line| &line.nomination);
        let known = nomination.map(|one| (person(&overview, one.holder()), class_name(&site, &reader, one.slug(), one.version())));
        known.map(|(person, class)| OutcomeView { person, class, outcome, why: why.map(Obstacle::as_str), badge })
    });
    let mut lines: Vec<OutcomeView> = lines.collect();
    lines.sort_by_key(|line| line.person.number);
    let state = state_word(found);
    let page = HoldPage {
        inside: inside(&here.signed_in),
        training: head(&here),
        path: format!("{}/holds/{hold}", path(&here)),
        state,
        due_at: found.due_at,
        too_late: said.said.as_deref() == Some("too-late"),
        done: found.lines.iter().filter(|line| !matches!(line.outcome, Outcome::Waiting { .. })).count(),
        lines,
    };
    let mut response = site.page(&page, &reader)?;
    // By the header: the page looks again without a script, and whoever reads it slowly is not cut off while it waits.
    match state {
        "begun" => response.headers_mut().insert(REFRESH, HeaderValue::from_static("3")),
        "waiting" => response.headers_mut().insert(REFRESH, HeaderValue::from_static("60")),
        _ => None,
    };
    Ok(response)
}

/// `POST …/holds/{hold}/undo`.
pub(super) async fn undo(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, hold)): Path<(String, String)>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let hold: HoldId = id(&hold)?;
    match site.office().undo_hold(here.workshop.id(), hold).await {
        // Undone before: the second tap changes nothing, and says the same.
        Ok(()) | Err(HoldError::NoHold(_)) => Ok(onward(&format!("{}?said=undone", path(&here)), &reader)),
        Err(HoldError::Begun) => Ok(onward(&format!("{}/holds/{hold}?said=too-late", path(&here)), &reader)),
        Err(other) => Err(other.into()),
    }
}

/// `POST …/holds/{hold}/now`: without waiting.
pub(super) async fn now(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, hold)): Path<(String, String)>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let hold: HoldId = id(&hold)?;
    let page = format!("{}/holds/{hold}", path(&here));
    if let Some(way) = first_prove(&site, &here.signed_in, Work::Issuing, &page) {
        return Ok(way);
    }
    site.office().bring_forward(here.workshop.id(), hold).await?;
    Ok(onward(&page, &reader))
}
