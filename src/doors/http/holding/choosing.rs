//! What a holder chooses for the page of a badge, and the links that show it whole.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::{badge, held, page_of};
use crate::appearance::pages::holding::NewLink;
use crate::community::HoldingError;
use crate::community::people::holding::{Choice, Listing, Offer};
use crate::community::people::sign_in::Secret;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};

/// A form of radio buttons and boxes: a box that is not ticked is not sent.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    listing: Option<String>,
    names: Option<String>,
    evidence: Option<String>,
    files: Option<String>,
}

impl Chosen {
    fn choice(&self) -> Choice {
        let offer = |sent: &Option<String>| if sent.is_some() { Offer::Shown } else { Offer::Withheld };
        Choice {
            listing: if self.listing.as_deref() == Some("listed") { Listing::Listed } else { Listing::Unlisted },
            names: offer(&self.names),
            evidence: offer(&self.evidence),
            files: offer(&self.files),
        }
    }
}

/// `POST /me/badges/{id}/choice`.
pub async fn choose(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(id): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    let said = match site.community().choose_for_badge(person.session.account().id(), held.credential, chosen.choice()).await {
        Ok(()) => "saved",
        Err(HoldingError::Nameless) => "nameless",
        Err(HoldingError::Minor) => "minor",
        Err(other) => return Err(other.into()),
    };
    Ok(onward(&format!("{}?said={said}", page_of(held.credential)), &reader))
}

/// A link as asked for. Its secret comes with the form, so that a reload or a second tap finds the same one.
#[derive(Deserialize)]
pub struct Wanted {
    link: String,
    days: String,
}

/// `POST /me/badges/{id}/links`: the page with the new link. It is shown here only, because it stands in no
/// store and in no other address.
pub async fn make_link(
    State(site): State<Site>,
    person: SignedIn,
    Reading(mut reader): Reading,
    Path(id): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    let secret = Secret::of(&wanted.link).ok_or_else(|| Problem::new(Kind::StaleForm))?;
    let days: u16 = wanted.days.trim().parse().unwrap_or(0);
    let made = match site.community().make_viewing_link(person.session.account().id(), held.credential, days, &secret).await {
        Ok(made) => made,
        Err(HoldingError::Days(_)) => return Ok(onward(&format!("{}?said=days", page_of(held.credential)), &reader)),
        Err(HoldingError::TooMany) => return Ok(onward(&format!("{}?said=many", page_of(held.credential)), &reader)),
        Err(other) => return Err(other.into()),
    };
    let new_link = NewLink { address: site.addresses().viewing_link(held.credential, secret.reveal()), ends_at: made.ends_at };
    // Other languages are offered for the page that needs no form.
    reader.path = page_of(held.credential);
    let page = badge::page(&site, &person, &reader, &held, Some(new_link)).await?;
    site.page(&page, &reader)
}

/// `POST /me/badges/{id}/links/{link}/end`.
pub async fn end_link(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path((id, link)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    let link = link.parse().map_err(|_| Problem::not_found())?;
    site.community().end_viewing_link(person.session.account().id(), held.credential, link).await?;
    Ok(onward(&format!("{}#links", page_of(held.credential)), &reader))
}
