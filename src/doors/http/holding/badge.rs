//! `/me/badges/{id}`: one badge for its holder, and its files, whatever its public page keeps back.

use axum::extract::{Path, Query, RawQuery, State};
use axum::response::Response;
use serde::Deserialize;

use super::{held, line, page_of};
use crate::appearance::pages::Reader;
use crate::appearance::pages::holding::{ChoiceView, LinkLine, ListingView, MyBadge, NewLink};
use crate::community::people::Minor;
use crate::community::people::holding::Listing;
use crate::community::people::sign_in::Secret;
use crate::doors::http::client::Client;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::problem::Problem;
use crate::doors::http::public::credential;
use crate::doors::http::public::pictures::Asked;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::{Held, HeldState, signed_names};
use crate::vocabulary::Timestamp;

/// What the page says besides.
#[derive(Debug, Deserialize)]
pub struct Said {
    said: Option<String>,
}

/// What may be said, and whether it is a fault.
const SAYINGS: [(&str, bool); 5] = [("saved", false), ("nameless", true), ("minor", true), ("days", true), ("many", true)];

/// `GET /me/badges/{id}`.
pub async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    let said = SAYINGS.into_iter().find(|(word, _)| said.said.as_deref() == Some(*word));
    let page = page(&site, &person, &reader, &held, None).await?;
    site.page(&MyBadge { said: said.map(|(word, _)| word), fault: said.is_some_and(|(_, fault)| fault), ..page }, &reader)
}

/// The page of a badge, with a link that was just made.
pub(super) async fn page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    held: &Held,
    new_link: Option<NewLink>,
) -> Result<MyBadge, Problem> {
    let (account, id, community) = (person.session.account(), held.credential, site.community());
    if held.state == HeldState::BeingIssued {
        return Err(Problem::not_found());
    }
    let published = site.office().published(&[id]).await?.remove(&id).ok_or_else(Problem::not_found)?;
    let choice = community.badge_choice(account.id(), id).await?;
    let parts = [("names", choice.names), ("evidence", choice.evidence), ("files", choice.files)];
    let links = community.viewing_links(account.id(), id).await?;
    let badge = line(held, site, reader);
    let (linkedin, wiki) = (linkedin(held, &badge.name.text, site), wiki(held, &badge.name.text, site));
    let language = |tag: &crate::vocabulary::LanguageTag| (tag.to_string(), site.pages().said("language-name", tag, &[]).text);
    Ok(MyBadge {
        inside: inside(person),
        path: page_of(id),
        address: site.addresses().credential(id),
        code: id.printed(),
        names: signed_names(&published),
        choice: ChoiceView {
            listing: match (account.minor(), choice.listing) {
                (Minor::Yes, _) => ListingView::Never,
                (Minor::No, Listing::Listed) => ListingView::Listed,
                (Minor::No, Listing::Unlisted) => ListingView::Unlisted,
            },
            shown: parts.into_iter().filter(|(_, offer)| offer.is_shown()).map(|(part, _)| part).collect(),
        },
        withheld: community.withheld_details(account.id()).await?.is_some(),
        links: links
            .into_iter()
            .map(|link| LinkLine { id: link.id.to_string(), created_at: link.created_at, ends_at: link.ends_at })
            .collect(),
        new_link,
        next_link: Secret::new(community.chance()).reveal().to_owned(),
        languages: site.pages().languages(crate::appearance::pages::Words::OfPaper).map(language).collect(),
        files: format!("{}/files", page_of(id)),
        linkedin,
        wiki,
        correction: format!("/me/requests/new?badge={id}"),
        said: None,
        fault: false,
        badge,
    })
}

/// The public form of `LinkedIn` for a new certification; nothing is sent before somebody opens it.
fn linkedin(held: &Held, name: &str, site: &Site) -> String {
    let parts = |at: Timestamp| {
        let date = at.date();
        let mut parts = date.splitn(3, '-').map(str::to_owned);
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default().trim_start_matches('0').to_owned())
    };
    let issuer = site.office().issuer(&held.issuer).map_or("", |issuer| issuer.name());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let (year, month) = parts(held.awarded_at);
    query.append_pair("startTask", "CERTIFICATION_NAME").append_pair("name", name).append_pair("organizationName", issuer);
    query.append_pair("issueYear", &year).append_pair("issueMonth", &month);
    if let Some(end) = held.valid_until {
        let (year, month) = parts(end);
        query.append_pair("expirationYear", &year).append_pair("expirationMonth", &month);
    }
    query.append_pair("certUrl", &site.addresses().credential(held.credential)).append_pair("certId", &held.credential.printed());
    format!("https://www.linkedin.com/profile/add?{}", query.finish())
}

/// A call of the template that README describes.
fn wiki(held: &Held, name: &str, site: &Site) -> String {
    // What ends or splits a parameter does not stand in one.
    let plain: String = name.chars().filter(|c| !matches!(c, '|' | '{' | '}' | '[' | ']' | '=' | '<' | '>')).collect();
    let day = held.awarded_at.date();
    format!("{{{{Insignia badge|class={}|name={plain}|date={day}|url={}}}}}", held.slug, site.addresses().credential(held.credential))
}

/// `GET /me/badges/{id}/files/{form}`: a file for its holder.
pub async fn file(
    State(site): State<Site>,
    Client(client): Client,
    person: SignedIn,
    Reading(reader): Reading,
    size: Asked,
    RawQuery(query): RawQuery,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let held = held(&site, &person, &id).await?;
    credential::file_of_holder(&site, client, &reader, held.credential, &form, &size, query.as_deref()).await
}
