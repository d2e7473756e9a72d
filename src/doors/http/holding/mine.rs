//! `/me`: what a person holds, what is missing for the rest, and where they trained.

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;

use super::line;
use crate::appearance::pages::Reader;
use crate::appearance::pages::holding::{CriterionLine, MyBadges, OnTheWayView, PicturesOfTraining, TrainingLine};
use crate::community::OnTheWay;
use crate::community::attestation::Participation;
use crate::community::attestation::picture::{Picture, kept_until};
use crate::doors::http::account::notices::notice_view;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::pictures::card;
use crate::doors::http::problem::Problem;
use crate::doors::http::showing::words;
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::{AccountId, TrainingId};

/// `GET /me`.
pub async fn show(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let (account, community) = (person.session.account().id(), site.community());
    let held = site.office().held_by(account).await?;
    let on_the_way = community.on_the_way(account).await?;
    let told = community.newest_notices_of(account).await?;
    let page = MyBadges {
        inside: inside(&person),
        notices: told.iter().map(|notice| notice_view(notice, &site, &reader)).collect(),
        badges: held.iter().map(|held| line(held, &site, &reader)).collect(),
        on_the_way: on_the_way.iter().filter_map(|one| on_its_way(one, &site, &reader)).collect(),
        trainings: trainings(&site, account).await?,
        pictures: pictures(&site, account).await?,
        withheld: community.withheld_details(account).await?.is_some(),
    };
    site.page(&page, &reader)
}

fn on_its_way(one: &OnTheWay, site: &Site, reader: &Reader) -> Option<OnTheWayView> {
    let class = site.catalog().class_version(one.nomination.slug(), one.nomination.version())?;
    let pairs = class.criteria().iter().zip(one.standing.criteria());
    let criteria: Vec<CriterionLine> = pairs
        .map(|(criterion, standing)| CriterionLine {
            text: words(criterion.text(), &reader.language),
            met: standing.is_met(),
            trainers: standing.trainers,
            quorum: standing.quorum,
            distinct: standing.distinct_affiliates,
        })
        .collect();
    Some(OnTheWayView {
        name: words(class.name(), &reader.language),
        class: class.address(site.addresses()),
        training: one.training.clone(),
        rehearsal: one.rehearsal,
        met: criteria.iter().filter(|criterion| criterion.met).count(),
        criteria,
    })
}

async fn pictures(site: &Site, account: AccountId) -> Result<Vec<PicturesOfTraining>, Problem> {
    let all = site.community().pictures_about(account).await?;
    let mut by_training: Vec<PicturesOfTraining> = Vec::new();
    let mut seen = HashSet::new();
    for id in all.iter().map(Picture::training).filter(|id| seen.insert(*id)) {
        let training = site.community().training(id).await?;
        let cards = all.iter().filter(|picture| picture.training() == id).map(|picture| card(picture, "/pictures")).collect();
        by_training.push(PicturesOfTraining { training: training.name().to_owned(), until: kept_until(&training), cards });
    }
    Ok(by_training)
}

async fn trainings(site: &Site, account: AccountId) -> Result<Vec<TrainingLine>, Problem> {
    let joined = site.community().participations_of(account).await?;
    let ids: Vec<TrainingId> = joined.iter().map(Participation::training).collect();
    let known = site.community().trainings(&ids).await?;
    let line = |one: &Participation| {
        let name = known.get(&one.training())?.name().to_owned();
        Some(TrainingLine { name, joined_at: one.joined_at(), left: !one.is_here() })
    };
    Ok(joined.iter().filter_map(line).collect())
}
