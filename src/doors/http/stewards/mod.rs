//! Stewards: mandates, classes, corrections, appeals, revocations, the log, the numbers: `/admin/…`.

mod answering;
mod asking;
mod badges;
mod drafts;
mod log;
mod mandates;
mod meant;
mod numbers;
mod overview;
mod register;

use std::collections::HashMap;

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::entry::SignedIn;
use super::entry::Who::{Answerers, Everybody, People, Stewards};
use super::entry::proving::first_prove;
use super::practice::Work;
use super::problem::Problem;
use super::router::Routes;
use super::site::Site;
use crate::appearance::pages::Reader;
use crate::appearance::pages::stewards::ClassChoice;
use crate::appearance::pages::wording::Wording;
use crate::community::catalog::BadgeClass;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::AccountId;

/// The texts of a class in one language, each letter perhaps nine bytes in a form: as much as is read of any.
const DRAFT: usize = 64 * 1024;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/admin", Stewards, || get(overview::show)),
    ("/admin/mandates", Stewards, || get(mandates::list)),
    ("/admin/mandates/new", Stewards, || get(mandates::form).post(mandates::give)),
    ("/admin/mandates/{id}", Stewards, || get(mandates::show)),
    ("/admin/mandates/{id}/pause", Stewards, || post(mandates::pause)),
    ("/admin/mandates/{id}/resumption", Stewards, || post(mandates::resume)),
    ("/admin/mandates/{id}/end", Stewards, || post(mandates::end)),
    ("/admin/badges", Stewards, || get(badges::list)),
    ("/admin/badges/{id}", Stewards, || get(badges::show)),
    ("/admin/badges/{id}/revocation", Stewards, || post(badges::ask)),
    ("/admin/badges/{id}/suspension", Stewards, || post(badges::suspend)),
    ("/admin/badges/{id}/details", Stewards, || post(badges::details)),
    ("/admin/badges/{id}/reinstatement", Stewards, || post(badges::reinstate)),
    ("/admin/revocations/{id}/confirmation", Stewards, || post(badges::confirm)),
    ("/admin/revocations/{id}/refusal", Stewards, || post(badges::refuse)),
    ("/admin/requests", Answerers, || get(answering::requests)),
    ("/admin/requests/{id}", Answerers, || get(answering::request)),
    ("/admin/requests/{id}/correction", Answerers, || post(answering::correct)),
    ("/admin/requests/{id}/refusal", Answerers, || post(answering::decline)),
    ("/admin/appeals", Stewards, || get(answering::appeals)),
    ("/admin/appeals/{id}", Stewards, || get(answering::appeal)),
    ("/admin/appeals/{id}/acknowledgement", Stewards, || post(answering::acknowledge)),
    ("/admin/appeals/{id}/answer", Stewards, || post(answering::answer)),
    ("/admin/proposals", Stewards, || get(answering::proposals)),
    ("/admin/proposals/{id}/answer", Stewards, || post(answering::answer_proposal)),
    ("/me/requests", People, || get(asking::list)),
    ("/me/requests/new", People, || get(asking::form).post(asking::ask)),
    ("/me/requests/{id}/withdrawal", People, || post(asking::withdraw)),
    ("/me/appeals/new", People, || get(asking::appeal_form).post(asking::appeal)),
    ("/me/proposals/new", People, || get(asking::proposal_form).post(asking::propose)),
    ("/appeal", Everybody, || get(asking::outcome_form).post(asking::outcome)),
    ("/admin/classes", Stewards, || get(drafts::list)),
    ("/admin/classes/new", Stewards, || get(drafts::blank).merge(post(drafts::keep).layer(DefaultBodyLimit::max(DRAFT)))),
    ("/admin/classes/versions", Stewards, || post(drafts::start)),
    ("/admin/classes/{id}", Stewards, || get(drafts::show).merge(post(drafts::save).layer(DefaultBodyLimit::max(DRAFT)))),
    ("/admin/classes/{id}/removal", Stewards, || post(drafts::remove)),
    ("/admin/classes/{id}/page", Stewards, || get(drafts::preview)),
    ("/admin/classes/{id}/badge.svg", Stewards, || get(drafts::badge)),
    ("/admin/classes/{id}/looks", Stewards, || get(drafts::looks)),
    ("/admin/classes/{id}/paper.pdf", Stewards, || get(drafts::paper)),
    ("/admin/classes/{id}/paper.svg", Stewards, || get(drafts::picture)),
    ("/admin/classes/{id}/texts/{language}", Stewards, || {
        get(drafts::texts).merge(post(drafts::save_texts).layer(DefaultBodyLimit::max(DRAFT)))
    }),
    ("/admin/classes/{id}/files.zip", Stewards, || get(drafts::files)),
    ("/trainers", Everybody, || get(register::show)),
    ("/me/register", People, || get(register::own).post(register::agree)),
    ("/me/register/end", People, || post(register::end)),
    ("/admin/numbers", Stewards, || get(numbers::show)),
    ("/admin/numbers.csv", Stewards, || get(numbers::table)),
    ("/admin/log", Stewards, || get(log::show)),
    ("/admin/log.csv", Stewards, || get(log::table)),
];

/// What a page says besides, in its address.
#[derive(Debug, Deserialize)]
struct Said {
    said: Option<String>,
}

impl Said {
    /// Only what we say ourselves.
    fn one_of(self, known: &[&str]) -> Option<String> {
        self.said.filter(|said| known.contains(&said.as_str()))
    }
}

/// Whether the person needs no new proof of who they are, as this server asks for it.
fn is_fresh(site: &Site, person: &SignedIn) -> bool {
    prove(site, person, "/admin").is_none()
}

/// The way to a new proof, and from there back to `page`, where this server asks for one.
fn prove(site: &Site, person: &SignedIn, page: &str) -> Option<Response> {
    first_prove(site, person, Work::Stewardship, page)
}

/// The name of a class as a reader sees it; its slug if the catalogue has none such.
fn class_name(site: &Site, reader: &Reader, slug: &str) -> Wording {
    let named = site.catalog_in(&reader.language).class_name(slug);
    named.map_or_else(|| Wording::new(slug, LanguageTag::undetermined()), |link| link.name)
}

/// Every class to choose from.
fn class_choices(site: &Site, reader: &Reader, chosen: &[String]) -> Vec<ClassChoice> {
    let choice = |class: &BadgeClass| ClassChoice {
        slug: class.slug().to_owned(),
        name: class_name(site, reader, class.slug()),
        chosen: chosen.iter().any(|slug| slug == class.slug()),
    };
    site.catalog().classes().map(choice).collect()
}

/// What people are called, by account.
struct Names(HashMap<AccountId, String>);

impl Names {
    async fn of(site: &Site, ids: impl Iterator<Item = AccountId> + Send) -> Result<Self, Problem> {
        Ok(Self(site.community().called(ids).await?))
    }

    /// Their name, or the id of who has none.
    fn name(&self, id: AccountId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}
