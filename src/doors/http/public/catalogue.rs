//! Badge classes and capacities: pages, JSON-LD, Turtle, pictures.

use axum::extract::{Path, Query, State};
use axum::http::header::VARY;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;

use super::cards;
use super::pictures::{self, Asked};
use crate::appearance::artwork::Design;
use crate::appearance::pages::catalogue::{ClassPage, PersonLine};
use crate::appearance::pages::{Reader, View, Words};
use crate::community::catalog::{BadgeClass, Taxonomy};
use crate::doors::http::accept::{CATALOGUE, CatalogueForm, Offer, TAXONOMY, negotiate};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Listed;
use crate::issuer::profile::IssuerProfile;
use crate::standards::document::open_badge::in_context;
use crate::vocabulary::ids::CredentialId;

/// Others may keep a page of the catalogue for five minutes: it changes with a release.
const CATALOGUE_CACHE: Caching = Caching::Public(300);

/// `GET /badges`.
pub async fn badges(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&site.catalog_in(&reader.language).badges(), &reader)
}

/// `GET /badges/{slug}`: the newest version, whichever that is.
pub async fn class(
    State(site): State<Site>,
    Reading(reader): Reading,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let class = site.catalog().class(&slug).ok_or_else(Problem::not_found)?;
    let mut page = site.catalog_in(&reader.language).class(&slug);
    if let Some(page) = &mut page {
        list_people(page, class, &site, from.after.and_then(|after| after.parse().ok())).await?;
    }
    show_class(&site, &reader, &headers, class, page)
}

/// Where a list goes on.
#[derive(Debug, Deserialize)]
pub struct From {
    after: Option<String>,
}

/// People on one page of a list.
const PEOPLE: u32 = 100;

/// Puts those who chose to be listed on the page of their class.
async fn list_people(page: &mut ClassPage, class: &BadgeClass, site: &Site, after: Option<CredentialId>) -> Result<(), Problem> {
    let listed = site.office().listed(class.slug(), after, PEOPLE).await?;
    page.more_people = listed.next.map(|last| format!("/badges/{}?after={last}", class.slug()));
    let line = |one: Listed| PersonLine { names: one.names, badge: site.addresses().credential(one.credential) };
    page.people = listed.people.into_iter().map(line).collect();
    Ok(())
}

/// `GET /badges/{slug}/{version}`: this version for ever; with `.png` or `.svg` its picture.
pub async fn class_version(
    State(site): State<Site>,
    Reading(reader): Reading,
    headers: HeaderMap,
    size: Asked,
    award: cards::Award,
    Path((slug, version)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let find = |version: &str| site.catalog().class_version(&slug, version).ok_or_else(Problem::not_found);
    if let Some(version) = version.strip_suffix(".card.png") {
        return cards::show(&site, find(version)?, award, reader.language_of(Words::OfPaper)).await;
    }
    if let Some(version) = version.strip_suffix(".png") {
        return pictures::show_png(&site, design(&site, find(version)?)?, &size).await;
    }
    if let Some(version) = version.strip_suffix(".svg") {
        return pictures::show_svg(&site, &design(&site, find(version)?)?);
    }
    let page = site.catalog_in(&reader.language).class_version(&slug, &version);
    show_class(&site, &reader, &headers, find(&version)?, page)
}

fn show_class(site: &Site, reader: &Reader, headers: &HeaderMap, class: &BadgeClass, page: Option<ClassPage>) -> Result<Response, Problem> {
    offered(site, reader, headers, CATALOGUE, page, |form| match form {
        CatalogueForm::JsonLd => achievement(class, site, reader).map(|document| document.to_string()),
        CatalogueForm::Html | CatalogueForm::Turtle => Ok(String::new()),
    })
}

/// The class version as an OB 3.0 Achievement, the object that credentials carry.
fn achievement(class: &BadgeClass, site: &Site, reader: &Reader) -> Result<Value, Problem> {
    let owner = site.office().owner().map_err(Problem::internal)?;
    let achievement = class.achievement(site.addresses(), &reader.language, &IssuerProfile::as_profile(owner));
    in_context(&achievement).map_err(Problem::internal)
}

fn design(site: &Site, class: &BadgeClass) -> Result<Design, Problem> {
    let owner = site.office().owner().map_err(Problem::internal)?;
    Design::of_class(class, owner).map_err(Problem::internal)
}

/// `GET /capacities`.
pub async fn taxonomies(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&site.catalog_in(&reader.language).taxonomies(), &reader)
}

/// `GET /capacities/{scheme}`.
pub async fn taxonomy(
    State(site): State<Site>,
    Reading(reader): Reading,
    headers: HeaderMap,
    Path(scheme): Path<String>,
) -> Result<Response, Problem> {
    let taxonomy = find_taxonomy(&site, &scheme)?;
    offered(&site, &reader, &headers, TAXONOMY, site.catalog_in(&reader.language).taxonomy(&scheme), |form| {
        Ok(match form {
            CatalogueForm::JsonLd => taxonomy.jsonld(site.addresses()).to_string(),
            CatalogueForm::Turtle => taxonomy.turtle(site.addresses()),
            CatalogueForm::Html => String::new(),
        })
    })
}

/// `GET /capacities/{scheme}/{code}`.
pub async fn capacity(
    State(site): State<Site>,
    Reading(reader): Reading,
    headers: HeaderMap,
    Path((scheme, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let taxonomy = find_taxonomy(&site, &scheme)?;
    offered(&site, &reader, &headers, TAXONOMY, site.catalog_in(&reader.language).capacity(&scheme, &code), |form| {
        let document = match form {
            CatalogueForm::JsonLd => taxonomy.capacity_jsonld(&code, site.addresses()).map(|document| document.to_string()),
            CatalogueForm::Turtle => taxonomy.capacity_turtle(&code, site.addresses()),
            CatalogueForm::Html => Some(String::new()),
        };
        document.ok_or_else(Problem::not_found)
    })
}

fn find_taxonomy<'s>(site: &'s Site, scheme: &str) -> Result<&'s Taxonomy, Problem> {
    site.catalog().taxonomy(scheme).ok_or_else(Problem::not_found)
}

/// The page, or the document that the client prefers.
pub(super) fn offered<V: View>(
    site: &Site,
    reader: &Reader,
    headers: &HeaderMap,
    offers: &[Offer<CatalogueForm>],
    page: Option<V>,
    document: impl FnOnce(CatalogueForm) -> Result<String, Problem>,
) -> Result<Response, Problem> {
    let choice = negotiate(headers, offers).ok_or_else(|| Problem::new(Kind::NotAcceptable))?;
    if choice.form == CatalogueForm::Html {
        return site.page(&page.ok_or_else(Problem::not_found)?, reader);
    }
    let document = Document::new(document(choice.form)?, choice.media_type, CATALOGUE_CACHE);
    Ok(([(VARY, HeaderValue::from_static("Accept, Accept-Language"))], document).into_response())
}
