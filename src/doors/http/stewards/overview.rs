//! `/admin`: what waits.

use axum::extract::State;
use axum::response::Response;

use super::mandates::ends_soon;
use crate::appearance::pages::stewards::{OverviewPage, Waiting};
use crate::community::people::Trainer;
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
    let mut waiting =
        vec![Waiting { place: "badges", count: revocations, overdue: 0 }, Waiting { place: "mandates", count: ending, overdue: 0 }];
    waiting.retain(|line| line.count > 0);
    site.page(&OverviewPage { inside: inside(&person), waiting }, &reader)
}
