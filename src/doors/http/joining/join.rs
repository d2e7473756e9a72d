//! `/join/{code}`: what a training is, who will know what, and the ways to join. No account is needed to look.

use axum::extract::{Path, State};
use axum::response::Response;

use super::workshop;
use crate::appearance::pages::joining::{BadgeCard, JoinPage, TrainerCard, TrainingCard};
use crate::appearance::pages::wording::Wording;
use crate::community::attestation::Workshop;
use crate::doors::http::client::Client;
use crate::doors::http::entry::Visit;
use crate::doors::http::entry::inside::inside_of;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};

/// `GET`. Codes that no training has are counted.
pub async fn show(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    Reading(reader): Reading,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let found = workshop(&site, &code).await;
    if found.as_ref().is_err_and(|problem| problem.kind() == Kind::NotFound) {
        site.rates().misses.count(client)?;
    }
    let workshop = found?;
    let joined = match visit.session() {
        Some(session) => site.community().participation(workshop.id(), session.account().id()).await?.is_some_and(|one| one.is_here()),
        None => false,
    };
    let classes = workshop.training().classes().iter();
    let badges = classes.filter_map(|(slug, version)| site.catalog().class_version(slug, version));
    let page = JoinPage {
        inside: inside_of(&visit),
        code: workshop.join_code().to_string(),
        training: card(&workshop),
        trainers: trainers(&site, &workshop).await?,
        issuer: issuer(&site, &workshop),
        badges: badges
            .map(|class| BadgeCard {
                name: Wording::from(class.name().in_language(&reader.language)),
                path: format!("/badges/{}/{}", class.slug(), class.version()),
            })
            .collect(),
        controller: site.privacy().controller.clone(),
        contact: site.privacy().contact.clone(),
        open: workshop.is_joinable(site.community().now()),
        joined,
    };
    site.page(&page, &reader)
}

fn card(workshop: &Workshop) -> TrainingCard {
    let training = workshop.training();
    TrainingCard {
        name: training.name().to_owned(),
        place: training.place().to_owned(),
        starts_at: training.starts_at(),
        ends_at: training.ends_at(),
        affiliate: training.affiliate().to_owned(),
        rehearsal: workshop.is_rehearsal(),
    }
}

/// The name of the issuer that will sign.
fn issuer(site: &Site, workshop: &Workshop) -> String {
    let found = site.office().issuers().find(|issuer| issuer.slug() == workshop.issuer());
    found.map_or_else(|| workshop.issuer().to_owned(), |issuer| issuer.name().to_owned())
}

/// Trainers as they agreed to be shown; whoever was erased is not among them.
async fn trainers(site: &Site, workshop: &Workshop) -> Result<Vec<TrainerCard>, Problem> {
    let mut cards = Vec::new();
    for id in workshop.training().trainers() {
        let Ok(trainer) = site.community().trainer(*id).await else { continue };
        let account = trainer.account();
        let named = account.public_name().map(str::to_owned);
        cards.push(TrainerCard { name: named, affiliate: account.affiliate().map(str::to_owned) });
    }
    Ok(cards)
}
