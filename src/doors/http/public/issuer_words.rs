//! `/issuers/{slug}/about` and `/issuers/{slug}/privacy`: what an issuer says about itself.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::appearance::pages::issuer_words::{IssuerAboutPage, IssuerPrivacyPage, PrivacyWords};
use crate::doors::http::problem::Problem;
use crate::doors::http::showing::issuers;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::profile::IssuerProfile;

/// `GET /issuers/{slug}/about`.
pub async fn about(State(site): State<Site>, Reading(reader): Reading, Path(slug): Path<String>) -> Result<Response, Problem> {
    let issuer = find(&site, &slug)?;
    let page = IssuerAboutPage {
        card: issuers::card(issuer, site.addresses()),
        affiliates: issuer.own_words().affiliates.clone(),
        privacy: site.addresses().issuer_privacy(&slug),
    };
    site.page(&page, &reader)
}

/// `GET /issuers/{slug}/privacy`.
pub async fn privacy(State(site): State<Site>, Reading(reader): Reading, Path(slug): Path<String>) -> Result<Response, Problem> {
    let words = privacy_words(&site, find(&site, &slug)?);
    site.page(&IssuerPrivacyPage { words }, &reader)
}

/// How an issuer treats personal data; where it has not said, as the operator of the server does.
pub fn privacy_words(site: &Site, issuer: &IssuerProfile) -> PrivacyWords {
    let (own, whole) = (issuer.own_words(), site.privacy());
    PrivacyWords {
        issuer: issuer.name().to_owned(),
        page: site.addresses().issuer_privacy(issuer.slug()),
        controller: own.controller.clone().or_else(|| whole.controller.clone()),
        contact: own.contact.clone().or_else(|| whole.contact.clone()),
        purpose: own.purpose.clone(),
        retention: own.retention.clone(),
    }
}

fn find<'s>(site: &'s Site, slug: &str) -> Result<&'s IssuerProfile, Problem> {
    site.office().issuer(slug).map_err(|_| Problem::not_found())
}
