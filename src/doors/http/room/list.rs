//! `/training/{id}/room`: who is there.

use axum::extract::State;
use axum::response::Response;

use super::{people, place, trainer};
use crate::appearance::pages::room::{PersonLine, RoomPage};
use crate::doors::http::entry::inside::inside;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;

/// `GET /training/{id}/room`.
pub async fn show(State(site): State<Site>, here: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    let (community, training) = (site.community(), here.training().id());
    let people = people(&site, &here).await?;
    let ticks = community.ticks_of(training).await?;
    let classes = here.training().classes().iter().filter_map(|(slug, version)| site.catalog().class_version(slug, version));
    let page = RoomPage {
        inside: inside(&here.signed_in),
        place: place(&here),
        criteria: classes.map(|class| class.criteria().len()).sum(),
        people: people.iter().map(|person| PersonLine::of(person, &ticks, trainer(&here))).collect(),
    };
    site.page(&page, &reader)
}
