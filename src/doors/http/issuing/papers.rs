//! `/training/{id}/badges/certificates.zip`, `…/certificates.pdf` and `…/waiting.pdf`: the papers of a whole room.
//!
//! Left out is whoever gives no files away, and a badge that is not genuine and current: nobody can call a paper
//! back. Whoever waits gets the slip that says it is not yet a certificate.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::appearance::certificate::bulk::{self, BulkFault, Finished};
use crate::appearance::certificate::content::{Content, Detail, NameForm, Naming, Paper};
use crate::appearance::certificate::press::{CARDS, Press, PressFault, USUAL};
use crate::appearance::pages::wording::Told;
use crate::community::attestation::ReleasedName;
use crate::doors::certifying::{Gathered, NoCertificate, Wanted};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::vocabulary::ids::CredentialId;
use crate::vocabulary::{LanguageTag, Timestamp};

/// Papers in one file; a larger training has several.
pub(super) const MOST: usize = 200;

/// How the papers are wanted.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    cards: Option<String>,
    part: Option<usize>,
}

/// `GET …/certificates.zip`: a file for each.
pub(super) async fn zip(
    State(site): State<Site>,
    Reading(reader): Reading,
    Query(asked): Query<Asked>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let gathered = gathered(&site, &here, asked.part, &reader.paper).await?;
    let made_at = here.training().ends_at();
    let zipped = site.print(move |press| {
        let mut file = Vec::new();
        let certificates = gathered.iter().map(|(badge, one)| finished(press, *badge, one));
        bulk::zipped(certificates, made_at, &mut file, |_| {}).map(|_| file)
    });
    let file = zipped.await?.map_err(refused)?;
    Ok(Document::new(file, "application/zip", Caching::Never).saved_as("certificates.zip").into_response())
}

/// `GET …/certificates.pdf`: all pages in one file to print; `?cards=yes`: several on a page.
pub(super) async fn pdf(
    State(site): State<Site>,
    Reading(reader): Reading,
    Query(asked): Query<Asked>,
    here: OfTraining,
) -> Result<Response, Problem> {
    let gathered = gathered(&site, &here, asked.part, &reader.paper).await?;
    let (made_at, title) = (here.training().ends_at(), here.training().name().to_owned());
    let cards = asked.cards.as_deref() == Some("yes");
    let printed = site.print(move |press| {
        if cards {
            let pages = gathered.chunks(press.places().max(1)).zip(1_usize..);
            return merged(pages.map(|(page, number)| card_page(press, page, number)), &title, made_at);
        }
        merged(gathered.iter().map(|(badge, one)| finished(press, *badge, one)), &title, made_at)
    });
    let file = printed.await?.map_err(refused)?;
    Ok(Document::new(file, "application/pdf", Caching::Never).shown_as("certificates.pdf").into_response())
}

/// `GET …/waiting.pdf`: for everybody without a badge, the slip that says it is not yet a certificate.
pub(super) async fn waiting(State(site): State<Site>, Reading(reader): Reading, here: OfTraining) -> Result<Response, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let people: Vec<(u32, Vec<String>)> = overview
        .waiting()
        .map(|one| (one.number(), one.chosen().names().iter().map(ReleasedName::as_str).map(str::to_owned).collect()))
        .collect();
    if people.is_empty() {
        return Err(Problem::not_found());
    }
    let (office, training, language) = (site.office().clone(), here.training().clone(), reader.paper.clone());
    let printed = site.print(move |press| {
        let paper = Paper {
            messages: press.messages(),
            catalog: office.community().catalog(),
            addresses: office.addresses(),
            language: &language,
            form: NameForm::Wall,
            detail: Detail::Whole,
            naming: Naming::default(),
        };
        let slips = people.iter().map(|(number, names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let sheet = press.sheet(press.slip()?, |_| paper.slip(&training, &names))?;
            Ok::<_, NoCertificate>(Finished { code: number.to_string(), pdf: press.write(&sheet)? })
        });
        merged(slips, training.name(), training.ends_at())
    });
    let file = printed.await?.map_err(refused)?;
    Ok(Document::new(file, "application/pdf", Caching::Never).shown_as("waiting.pdf").into_response())
}

/// The badges of one part of the training that may be printed, with all that their papers say.
async fn gathered(
    site: &Site,
    here: &OfTraining,
    part: Option<usize>,
    language: &LanguageTag,
) -> Result<Vec<(CredentialId, Gathered)>, Problem> {
    let overview = site.office().overview(here.workshop.id()).await?;
    let skipped = part.unwrap_or(1).saturating_sub(1).saturating_mul(MOST);
    let badges: Vec<CredentialId> = overview.badges().skip(skipped).take(MOST).collect();
    let published = site.office().published(&badges).await?;
    let offered = site.community().offered_of(&badges).await?;
    let mut gathered = Vec::with_capacity(badges.len());
    for badge in badges {
        let Some(published) = published.get(&badge) else { continue };
        if !offered.get(&badge).is_some_and(|offered| offered.files().is_shown()) {
            continue;
        }
        let wanted = Wanted { language: language.clone(), form: NameForm::Wall, template: USUAL.to_owned() };
        let verdict = site.verdicts().on(published, site).await?.verdict;
        match Gathered::of(site.office(), site.gallery(), published, verdict, wanted).await {
            Ok(one) => gathered.push((badge, one)),
            Err(NoCertificate::NotCurrent(_)) => {}
            Err(other) => return Err(Problem::internal(other)),
        }
    }
    if gathered.is_empty() {
        return Err(Problem::new(Kind::NoCertificate).telling(Told::new("nothing-printed")));
    }
    Ok(gathered)
}

fn finished(press: &Press, badge: CredentialId, gathered: &Gathered) -> Result<Finished<Vec<u8>>, NoCertificate> {
    Ok(Finished { code: badge.printed(), pdf: gathered.pdf(press)? })
}

fn card_page(press: &Press, page: &[(CredentialId, Gathered)], number: usize) -> Result<Finished<Vec<u8>>, NoCertificate> {
    let template = press.certificate(CARDS)?;
    let contents = page.iter().map(|(_, one)| one.content(press, template, Detail::Nothing));
    let contents: Vec<Content> = contents.collect::<Result<_, _>>()?;
    Ok(Finished { code: format!("{CARDS} {number}"), pdf: press.write(&press.cards(&contents)?)? })
}

fn merged(
    papers: impl Iterator<Item = Result<Finished<Vec<u8>>, NoCertificate>>,
    title: &str,
    made_at: Timestamp,
) -> Result<Vec<u8>, BulkFault<NoCertificate>> {
    let mut file = Vec::new();
    bulk::printed(papers, title, made_at, &mut file, |_| {}).map(|_| file)
}

fn refused(fault: BulkFault<NoCertificate>) -> Problem {
    match fault {
        BulkFault::Certificate(NoCertificate::Press(fault @ PressFault::Paper(_))) => {
            tracing::warn!(reason = fault.impersonal(), "a paper of a training was not drawn");
            Problem::new(Kind::CannotDraw)
        }
        other @ (BulkFault::Certificate(_) | BulkFault::Zip(_) | BulkFault::Print(_)) => Problem::internal(other),
    }
}
