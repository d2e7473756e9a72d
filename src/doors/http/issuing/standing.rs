//! `/training/{id}/badges`: who misses what, from whom, and what the trainer can do next.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{class_name, criterion_text, head, path, person};
use crate::appearance::pages::Reader;
use crate::appearance::pages::issuing::{BadgesPage, ClassView, HoldLink, LineView, MissingView, PersonView};
use crate::community::attestation::CriterionStanding;
use crate::community::catalog::BadgeClass;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::issuer::{Hold, HoldState, Line, Overview, Place};

/// What was just done.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    said: Option<String>,
}

/// `GET /training/{id}/badges`.
pub(super) async fn show(
    State(site): State<Site>,
    Reading(reader): Reading,
    Query(said): Query<Said>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let ready = || overview.lines.iter().filter(|line| line.is_ready());
    let classes = here.training().classes().iter().map(|(slug, version)| ClassView {
        slug: slug.clone(),
        name: class_name(&site, &reader, slug, version),
        criteria: site.catalog().class_version(slug, version).map_or(0, |class| class.criteria().len()),
        lines: overview
            .lines
            .iter()
            .filter(|line| line.nomination.slug() == slug && line.place != Place::Withdrawn)
            .map(|line| line_view(&site, &reader, &here, &overview, line))
            .collect(),
    });
    let page = BadgesPage {
        inside: inside(&here.signed_in),
        training: head(&here),
        said: ["attested", "undone"].into_iter().find(|word| said.said.as_deref() == Some(*word)),
        to_attest: super::attesting::to_attest(&site, &here, &overview).await?.iter().map(|one| one.ticks.len()).sum(),
        ready: ready().count(),
        unnamed: ready().filter(|line| !line.is_named()).count(),
        classes: classes.collect(),
        holds: overview.holds.iter().map(|hold| hold_link(&here, hold)).collect(),
        issued: overview.badges().count(),
        parts: (1..=overview.badges().count().div_ceil(super::papers::MOST)).collect(),
        waiting: overview.waiting().map(|one| PersonView { number: one.number(), called: one.called().map(str::to_owned) }).collect(),
    };
    site.page(&page, &reader)
}

fn line_view(site: &Site, reader: &Reader, here: &OfTraining, overview: &Overview, line: &Line) -> LineView {
    let nomination = &line.nomination;
    let class = site.catalog().class_version(nomination.slug(), nomination.version());
    let missing = class.map(|class| missing(reader, class, line)).unwrap_or_default();
    let own = Some(format!("{}/{}", path(here), nomination.id()));
    let (state, badge) = match line.place {
        Place::Issued(badge) => ("issued", Some(format!("{}/{badge}", path(here)))),
        Place::InLine(_) => ("in-line", own),
        Place::Open if missing.is_empty() => ("ready", own),
        Place::Open | Place::Withdrawn => ("open", own),
    };
    LineView { person: person(overview, nomination.holder()), state, met: line.standing.criteria().len() - missing.len(), missing, badge }
}

/// How many more trainers have to attest a criterion.
/// Every criterion without its quorum.
pub(super) fn missing(reader: &Reader, class: &BadgeClass, line: &Line) -> Vec<MissingView> {
    let view = |standing: &CriterionStanding| MissingView {
        criterion: criterion_text(class, reader, &standing.criterion),
        trainers: trainers_missing(standing),
        elsewhere: standing.distinct_affiliates && standing.trainers > 0,
    };
    line.standing.missing().map(view).collect()
}

fn trainers_missing(standing: &CriterionStanding) -> usize {
    let needed = usize::try_from(standing.quorum).unwrap_or(usize::MAX);
    let have = if standing.distinct_affiliates { standing.trainers.min(standing.affiliates) } else { standing.trainers };
    needed.saturating_sub(have)
}

fn hold_link(here: &OfTraining, hold: &Hold) -> HoldLink {
    HoldLink { path: format!("{}/holds/{}", path(here), hold.id), state: state_word(hold), badges: hold.lines.len(), due_at: hold.due_at }
}

/// The state of a hold, as pages name it.
pub(super) fn state_word(hold: &Hold) -> &'static str {
    match hold.state {
        HoldState::Waiting => "waiting",
        HoldState::Begun => "begun",
        HoldState::Ended { .. } => "ended",
    }
}
