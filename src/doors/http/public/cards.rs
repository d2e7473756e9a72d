//! Cards that are shown with links to badges.
//!
//! A card is one of a closed set (class version, level, issuer, language), so whoever asks for every
//! address there is gets what others get.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::appearance::artwork::Design;
use crate::appearance::certificate::content::Said;
use crate::appearance::social::{Card, CardFault, CardOf};
use crate::community::catalog::{BadgeClass, Creator, Prose};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;
use crate::platform::i18n::Arg;
use crate::vocabulary::LanguageTag;

/// Translations may improve.
const CARD_CACHE: Caching = Caching::Public(86_400);

/// The award that the address speaks of.
#[derive(Debug, Clone, Default)]
pub struct Award {
    level: Option<String>,
    issuer: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Award {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let value =
            |name: &str| query.split('&').find_map(|part| part.split_once('=').filter(|(key, _)| *key == name)).map(|(_, v)| v.to_owned());
        Ok(Self { level: value("level"), issuer: value("issuer") })
    }
}

/// `GET /badges/{slug}/{version}.card.png`.
pub async fn show(site: &Site, class: &BadgeClass, award: Award, language: &LanguageTag) -> Result<Response, Problem> {
    let unknown = |level: &String| class.rubric().and_then(|rubric| rubric.level(level)).is_none();
    if award.level.as_ref().is_some_and(unknown) || award.issuer.as_deref().is_some_and(|slug| site.office().issuer(slug).is_err()) {
        return Err(Problem::not_found());
    }
    let Award { level, issuer } = award;
    let of = CardOf { class: class.slug().to_owned(), version: class.version().to_owned(), level, issuer, language: language.clone() };
    let at = site.clone();
    let png = site.when_free(async move { at.cards().png(&of, || card(&at, &of)) }).await??;
    Ok(Document::new(png.to_vec(), "image/png", CARD_CACHE).into_response())
}

impl From<CardFault> for Problem {
    fn from(fault: CardFault) -> Self {
        Self::internal(fault)
    }
}

fn card(site: &Site, of: &CardOf) -> Result<Card, Problem> {
    let class = site.catalog().class_version(&of.class, &of.version).ok_or_else(Problem::not_found)?;
    let owner = site.office().owner().map_err(Problem::internal)?;
    let issuer = of.issuer.as_deref().map(|slug| site.office().issuer(slug)).transpose().map_err(Problem::internal)?;
    let design = match issuer {
        Some(issuer) => Design::of_award(class, of.level.as_deref(), issuer),
        None => Design::of_class(class, owner),
    };
    let design = design.map_err(Problem::internal)?;
    let badge: Arc<str> = site.gallery().svg(&design).map_err(Problem::internal)?;
    let name = match (issuer, class.creator()) {
        (Some(issuer), _) => issuer.name(),
        (None, Creator::Body { name, .. }) => name,
        (None, Creator::Installation) => owner.name(),
    };
    let say = |key: &str, args: &[Arg<'_>]| {
        let said = site.pages().said(key, &of.language, args);
        Said { text: said.text, language: said.language }
    };
    let prose = |prose: &Prose| {
        let said = prose.in_language(&of.language);
        Said { text: said.text, language: said.language }
    };
    let level = of.level.as_deref().and_then(|id| class.rubric()?.level(id)).map(|level| prose(level.name()));
    Ok(Card {
        language: of.language.clone(),
        heading: say("verify-badge", &[]),
        class: prose(class.name()),
        level: level.map(|level| say("paper-level", &[Arg::Text(&level.text)])),
        issuer: say("paper-issuer", &[Arg::Text(name)]),
        check: say("home-title", &[]),
        address: site.addresses().base().host().to_owned(),
        accent: design.accent,
        badge,
    })
}
