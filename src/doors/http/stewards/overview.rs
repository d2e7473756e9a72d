//! `/admin`: what waits.

use axum::extract::State;
use axum::response::Response;

use super::mandates::ends_soon;
use crate::appearance::pages::stewards::{OverviewPage, Waiting};
use crate::community::people::Trainer;
use crate::community::requests::appeal::{Appeal, Clocks};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};

/// `GET /admin`.
pub(super) async fn show(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let now = site.community().now();
    let trainers = site.community().trainers().await?;
    let ending = trainers.iter().flat_map(Trainer::mandates).filter(|mandate| ends_soon(mandate, now)).count();
    let revocations = site.office().waiting_revocations().await?.len();
    let corrections = site.community().corrections_for(person.session.account().id()).await?;
    let appeals = site.community().appeals().await?;
    let proposals = site.community().proposals().await?;
    let open = |appeal: &&Appeal| appeal.answered.is_none();
    let late = |appeal: &&Appeal| matches!(appeal.clocks(now), Clocks::Waiting { overdue: true, .. } | Clocks::Taken { overdue: true, .. });
    let some = |place, count| Waiting { place, count, overdue: 0 };
    let mut waiting = vec![
        some("badges", revocations),
        Waiting { place: "appeals", count: appeals.iter().filter(open).count(), overdue: appeals.iter().filter(late).count() },
        some("requests", corrections.iter().filter(|request| request.answered.is_none()).count()),
        some("mandates", ending),
        some("proposals", proposals.iter().filter(|proposal| proposal.answered.is_none()).count()),
    ];
    waiting.retain(|line| line.count > 0);
    site.page(&OverviewPage { inside: inside(&person), waiting }, &reader)
}
