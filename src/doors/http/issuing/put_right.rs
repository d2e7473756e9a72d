//! `/training/{id}/badges/{badge}`: a wrong name, a wrong class, an attestation that should not stand.
//!
//! A name is corrected by a new edition. For a wrong class the right one is put forward, to be attested for what it
//! asks: no word is carried over from one class to another. The wrong badge goes when a second person agrees.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{class_name, criterion_text, fields, head, path, person};
use crate::appearance::pages::Reader;
use crate::appearance::pages::issuing::{BadgeFate, OwnAttestation, PutRightPage};
use crate::appearance::pages::wording::Told;
use crate::community::attestation::{ConfirmedBy, NewNomination, Release, ReleasedName};
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::proving::first_prove;
use crate::doors::http::joining::choices::of_name;
use crate::doors::http::onward::onward;
use crate::doors::http::practice::Work;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::issuer::{Correction, Found, Line, Overview, Place, RevocationRequest, RevokeError};
use crate::vocabulary::ids::{AttestationId, CredentialId, NominationId};

/// Names that a badge can say.
const NAMES: usize = 3;

/// What was just done.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    said: Option<String>,
}

/// `GET`.
pub(super) async fn show(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, badge)): Path<(String, String)>,
    Query(said): Query<Said>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let said = ["corrected", "unchanged", "class-asked", "withdrawn"].into_iter().find(|word| said.said.as_deref() == Some(*word));
    page(&site, &reader, &here, &badge, said, None).await
}

/// `POST …/names`: another edition with the right names.
pub(super) async fn rename(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, named)): Path<(String, String)>,
    here: OfTraining,
    body: Bytes,
) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let back = format!("{}/{named}", path(&here));
    if let Some(way) = first_prove(&site, &here.signed_in, Work::Issuing, &back) {
        return Ok(way);
    }
    let (badge, _) = issued(&overview, &named)?;
    let sent = fields(&body);
    let typed = sent.iter().filter(|(name, value)| name == "name" && !value.trim().is_empty());
    let typed: Vec<&str> = typed.map(|(_, value)| value.as_str()).collect();
    if !sent.iter().any(|(name, value)| name == "confirmed" && value == "yes") {
        return Err(Problem::new(Kind::Refused).telling(Told::new("read-back")));
    }
    let before = site.office().latest_release(badge).await?;
    let release = match before.clone().renamed(&typed, ConfirmedBy::Trainer) {
        Ok(release) => release,
        Err(fault) => return page(&site, &reader, &here, &named, None, Some((of_name(&fault, "name"), &typed))).await,
    };
    if release.names() == before.names() {
        return Ok(onward(&format!("{back}?said=unchanged"), &reader));
    }
    let correction = Correction { release, language: None, by: here.signed_in.session.account().id() };
    let office = site.office().clone();
    site.to_the_end(async move { office.correct(badge, &correction).await }).await??;
    Ok(onward(&format!("{back}?said=corrected"), &reader))
}

/// What the form says about the class.
#[derive(Debug, Deserialize)]
pub(super) struct RightClass {
    class: String,
}

/// `POST …/class`: puts the right class forward, and asks for the wrong badge to go.
pub(super) async fn replace(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, named)): Path<(String, String)>,
    here: OfTraining,
    axum::Form(right): axum::Form<RightClass>,
) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let back = format!("{}/{named}", path(&here));
    if let Some(way) = first_prove(&site, &here.signed_in, Work::Issuing, &back) {
        return Ok(way);
    }
    let (badge, line) = issued(&overview, &named)?;
    let by = here.signed_in.session.account().id();
    if right.class == line.nomination.slug() {
        return Err(Problem::new(Kind::Refused).telling(Told::new("same-class")));
    }
    let right_one = match right_one(&site, &overview, line, &right.class).await? {
        Some(known) => known,
        None => {
            let new = NewNomination {
                holder: line.nomination.holder(),
                slug: right.class,
                version: None,
                issuer: line.nomination.issuer().to_owned(),
                training: Some(here.workshop.id()),
                language: line.nomination.language().clone(),
                by: Some(by),
                release: site.office().latest_release(badge).await?,
            };
            site.community().nominate(&new).await?.id()
        }
    };
    let waits = waiting(&site, badge).await?;
    match waits.iter().find_map(|request| request.right) {
        Some(asked) if asked == right_one => {}
        Some(_) => return Err(Problem::new(Kind::Conflict).telling(Told::new("class-asked"))),
        None => match site.office().ask_replacement(badge, right_one, by).await {
            Ok(_) | Err(RevokeError::Revoked) => {}
            Err(other) => return Err(other.into()),
        },
    }
    Ok(onward(&format!("{back}?said=class-asked"), &reader))
}

/// The nomination for the right class that the person has here already, whose badge does or may still come.
async fn right_one(site: &Site, overview: &Overview, wrong: &Line, class: &str) -> Result<Option<NominationId>, Problem> {
    let same =
        overview.lines.iter().filter(|line| line.nomination.holder() == wrong.nomination.holder() && line.nomination.slug() == class);
    for line in same {
        let may_come = match line.place {
            Place::Open | Place::InLine(_) => true,
            Place::Issued(badge) => !is_over(site, badge).await?,
            Place::Withdrawn => false,
        };
        if may_come {
            return Ok(Some(line.nomination.id()));
        }
    }
    Ok(None)
}

/// `POST …/withdraw`: takes an attestation of one's own back.
pub(super) async fn withdraw(
    State(site): State<Site>,
    Reading(reader): Reading,
    Path((_, named)): Path<(String, String)>,
    here: OfTraining,
    body: Bytes,
) -> Result<Response, Problem> {
    let back = format!("{}/{named}", path(&here));
    if let Some(way) = first_prove(&site, &here.signed_in, Work::Issuing, &back) {
        return Ok(way);
    }
    let sent = fields(&body);
    let field = |wanted: &str| sent.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim().to_owned());
    let attestation: AttestationId = field("attestation").and_then(|id| id.parse().ok()).ok_or_else(Problem::not_found)?;
    let why: String = field("why").unwrap_or_default().chars().take(400).collect();
    match site.office().withdraw_attestation(attestation, here.signed_in.session.account().id(), &why).await {
        // Withdrawn before: the second tap says the same.
        Ok(_) | Err(RevokeError::Withdrawn) => Ok(onward(&format!("{back}?said=withdrawn"), &reader)),
        Err(other) => Err(other.into()),
    }
}

/// The line that a badge or a nomination names.
fn named_line<'o>(overview: &'o Overview, named: &str) -> Result<&'o Line, Problem> {
    let found = overview.lines.iter().find(|line| match line.place {
        Place::Issued(badge) => badge.to_string() == named,
        Place::Open | Place::InLine(_) | Place::Withdrawn => line.nomination.id().to_string() == named,
    });
    // Its page keeps its address when it is issued meanwhile.
    let later = || overview.lines.iter().find(|line| line.nomination.id().to_string() == named);
    found.or_else(later).ok_or_else(Problem::not_found)
}

fn issued<'o>(overview: &'o Overview, named: &str) -> Result<(CredentialId, &'o Line), Problem> {
    let line = named_line(overview, named)?;
    match line.place {
        Place::Issued(badge) => Ok((badge, line)),
        Place::Open | Place::InLine(_) | Place::Withdrawn => Err(Problem::not_found()),
    }
}

/// What somebody asked about the badge and nobody answered.
async fn waiting(site: &Site, badge: CredentialId) -> Result<Vec<RevocationRequest>, Problem> {
    let all = site.office().waiting_revocations().await?.into_iter().map(|line| line.request);
    Ok(all.filter(|request| request.credential == badge).collect())
}

/// Whether the badge was revoked or replaced.
async fn is_over(site: &Site, badge: CredentialId) -> Result<bool, Problem> {
    Ok(!matches!(site.office().find(badge).await?, Some(Found::Published { revoked: None, .. } | Found::Unfinished)))
}

/// Why a badge cannot be put right any more, or waits.
async fn fate(site: &Site, badge: CredentialId) -> Result<Option<BadgeFate>, Problem> {
    if is_over(site, badge).await? {
        let told = site.office().replacement_told(badge).await?;
        return Ok(Some(if told.is_some() { BadgeFate::Replaced } else { BadgeFate::Over }));
    }
    let waits = waiting(site, badge).await?;
    Ok(match (waits.is_empty(), waits.iter().any(|request| request.right.is_some())) {
        (true, _) => None,
        (false, true) => Some(BadgeFate::AskedClass),
        (false, false) => Some(BadgeFate::Asked),
    })
}

async fn page(
    site: &Site,
    reader: &Reader,
    here: &OfTraining,
    named: &str,
    said: Option<&'static str>,
    refused: Option<(&'static str, &[&str])>,
) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let line = named_line(&overview, named)?;
    let nomination = &line.nomination;
    let badge = match line.place {
        Place::Issued(badge) => Some(badge),
        Place::Open | Place::InLine(_) | Place::Withdrawn => None,
    };
    let release: Release = match badge {
        Some(badge) => site.office().latest_release(badge).await?,
        None => line.release.clone(),
    };
    let (name_fault, mut names) = match refused {
        Some((fault, typed)) => (Some(fault), typed.iter().map(|name| (*name).to_owned()).collect()),
        None => (None, release.names().iter().map(ReleasedName::as_str).map(str::to_owned).collect::<Vec<_>>()),
    };
    names.resize(NAMES, String::new());
    let me = here.signed_in.session.account().id();
    let class = site.catalog().class_version(nomination.slug(), nomination.version());
    let own = line.attestations.iter().filter(|said| said.trainer() == me && said.withdrawn_at().is_none());
    let own = own.map(|said| OwnAttestation {
        id: said.id().to_string(),
        at: said.attested_at(),
        criteria: said.criteria().iter().filter_map(|met| class.map(|class| criterion_text(class, reader, &met.criterion))).collect(),
    });
    let others = here.training().classes().iter().filter(|(slug, _)| slug != nomination.slug());
    let page = PutRightPage {
        inside: inside(&here.signed_in),
        training: head(here),
        path: format!("{}/{named}", path(here)),
        person: person(&overview, nomination.holder()),
        class: class_name(site, reader, nomination.slug(), nomination.version()),
        address: badge.map(|badge| site.addresses().credential(badge)),
        said,
        names,
        name_fault,
        classes: others.map(|(slug, version)| (slug.clone(), class_name(site, reader, slug, version))).collect(),
        fate: match badge {
            Some(badge) => fate(site, badge).await?,
            None => None,
        },
        own: own.collect(),
    };
    site.page(&page, reader)
}
