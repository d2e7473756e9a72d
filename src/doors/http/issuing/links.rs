//! `/training/{id}/badges/links`: a trainer asks another one, elsewhere, for a word.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{class_name, fields, head, path, person};
use crate::appearance::pages::Reader;
use crate::appearance::pages::issuing::{LinkClass, LinkView, LinksPage};
use crate::appearance::pages::wording::Told;
use crate::community::people::sign_in::Secret;
use crate::community::people::{Account, Trainer};
use crate::community::{CoAttesterError, NewCoAttester};
use crate::doors::http::api::id;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::issuer::{Line, Place};
use crate::vocabulary::ids::CoAttesterId;

/// `GET`: what can be asked, and what was.
pub(super) async fn show(State(site): State<Site>, Reading(reader): Reading, here: OfTraining) -> Result<Response, Problem> {
    page(&site, &reader, &here, None).await
}

/// `POST`: makes a link. It is shown once, on this answer; sending the form again shows the same one.
pub(super) async fn make(State(site): State<Site>, Reading(reader): Reading, here: OfTraining, body: Bytes) -> Result<Response, Problem> {
    let sent = fields(&body);
    let field = |wanted: &str| sent.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let unreadable = || Problem::new(Kind::Malformed).telling(Told::new("choice"));
    let secret = field("secret").and_then(Secret::of).ok_or_else(unreadable)?;
    let new = NewCoAttester {
        slug: field("class").ok_or_else(unreadable)?.to_owned(),
        people: sent.iter().filter(|(name, _)| name == "person").filter_map(|(_, value)| value.parse().ok()).collect(),
        invited: field("invited").and_then(|value| value.parse().ok()),
        by: here.signed_in.session.account().id(),
    };
    let link = site.community().make_co_attester(here.training(), &new, &secret).await?;
    if link.training() != here.workshop.id() {
        return Err(unreadable());
    }
    let address = format!("{}/attest/{}", site.addresses().base(), secret.reveal());
    page(&site, &reader, &here, Some(address)).await
}

/// `POST …/links/{link}/end`: takes one back.
pub(super) async fn end(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, link)): Path<(String, String)>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let link: CoAttesterId = id(&link)?;
    site.community().end_co_attester(here.workshop.id(), link).await?;
    Ok(onward(&format!("{}/links", path(&here)), &reader))
}

async fn page(site: &Site, reader: &Reader, here: &OfTraining, made: Option<String>) -> Result<Response, Problem> {
    let community = site.community();
    let overview = site.office().overview(here.workshop.id()).await?;
    let trainers = community.trainers().await?;
    let links = community.co_attesters_of(here.workshop.id()).await?;
    let now = community.now();
    let me = here.signed_in.session.account().id();
    let version = |slug: &str| here.training().pinned(slug).unwrap_or_default().to_owned();
    let misses = |line: &&Line| line.place == Place::Open && !line.standing.is_complete();
    let classes = here.training().classes().iter().map(|(slug, version)| LinkClass {
        slug: slug.clone(),
        name: class_name(site, reader, slug, version),
        trainers: trainers
            .iter()
            .filter(|one| one.account().id() != me && one.has_mandate_for(slug, now))
            .map(|one| (one.account().id().to_string(), named(one)))
            .collect(),
        people: overview
            .lines
            .iter()
            .filter(|line| line.nomination.slug() == slug)
            .filter(misses)
            .map(|line| (line.nomination.holder().to_string(), person(&overview, line.nomination.holder())))
            .collect(),
    });
    let called = |id| trainers.iter().find(|one| one.account().id() == id).map(named);
    let page = LinksPage {
        inside: inside(&here.signed_in),
        training: head(here),
        secret: Secret::new(community.chance()).reveal().to_owned(),
        made,
        classes: classes.collect(),
        links: links
            .iter()
            .map(|link| LinkView {
                id: link.id().to_string(),
                class: class_name(site, reader, link.slug(), &version(link.slug())),
                invited: link.invited().and_then(called),
                expires_at: link.expires_at(),
                good: link.is_good(now),
            })
            .collect(),
    };
    site.page(&page, reader)
}

fn named(trainer: &Trainer) -> String {
    let account: &Account = trainer.account();
    let name = account.display_name().or(account.user_name()).map_or_else(|| account.id().to_string(), str::to_owned);
    account.affiliate().map_or_else(|| name.clone(), |affiliate| format!("{name} ({affiliate})"))
}

impl From<CoAttesterError> for Problem {
    fn from(error: CoAttesterError) -> Self {
        let (kind, told) = match error {
            CoAttesterError::Store(error) => return error.into(),
            CoAttesterError::NoClass(_) => (Kind::Refused, Told::new("choice")),
            CoAttesterError::Oneself => (Kind::Refused, Told::new("own-link")),
        };
        Self::because(kind, error).telling(told)
    }
}
