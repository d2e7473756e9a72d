//! `/admin/requests`, `/admin/appeals`, `/admin/proposals`: answering what people ask for.
//!
//! Requests for corrections are also open to trainers with a mandate for the badge's class; the
//! journeys decide for whom.

use axum::extract::{Form, Path, Query, State};
use axum::response::Response;

use super::asking::{appeal_line, correction_line, proposal_line};
use super::{Names, Said, prove};
use crate::appearance::pages::stewards::FormFault;
use crate::appearance::pages::stewards::requests::{
    AppealAnswerPage, AppealsPage, LanguageChoice, ProposalsPage, RequestPage, RequestsPage,
};
use crate::appearance::pages::{Reader, Words};
use crate::community::RequestError;
use crate::community::attestation::{ConfirmedBy, Release};
use crate::community::requests::proposal::ProposalOutcome;
use crate::community::requests::{CorrectionOutcome, CorrectionRequest};
use crate::doors::http::api::id;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Correction;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AppealId, CorrectionId};

const REQUESTS: &str = "/admin/requests";
const APPEALS: &str = "/admin/appeals";
const PROPOSALS: &str = "/admin/proposals";

/// `GET /admin/requests`: what this person may answer.
pub(super) async fn requests(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let lines = site.community().corrections_for(person.session.account().id()).await?;
    let names = Names::of(&site, lines.iter().map(|line| line.holder)).await?;
    let line = |request: CorrectionRequest| {
        let holder = names.name(request.holder);
        correction_line(&site, &reader, request, Some(holder))
    };
    let view = RequestsPage {
        inside: inside(&person),
        said: said.one_of(&["corrected", "declined"]),
        lines: lines.into_iter().map(line).collect(),
    };
    site.page(&view, &reader)
}

/// `GET /admin/requests/{id}`.
pub(super) async fn request(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(request): Path<String>,
) -> Result<Response, Problem> {
    request_page(&site, &person, &reader, id(&request)?, None, Vec::new()).await
}

async fn request_page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    request: CorrectionId,
    typed: Option<&Fields>,
    faults: Vec<FormFault>,
) -> Result<Response, Problem> {
    let found = site.community().correction_for(request, person.session.account().id()).await?;
    let (release, signed) = site.office().said_by(found.credential).await?.ok_or_else(Problem::not_found)?;
    let names = match typed {
        Some(fields) => fields.all("name"),
        None => release.names().iter().map(|name| name.as_str().to_owned()).collect(),
    };
    let mut names = names.into_iter();
    let chosen = typed.map_or_else(|| signed.as_str().to_owned(), |fields| fields.one("language").to_owned());
    let language = |tag: &LanguageTag| LanguageChoice {
        tag: tag.to_string(),
        name: site.pages().said("language-name", tag, &[]).text,
        chosen: tag.as_str() == chosen,
    };
    let holder = Names::of(site, std::iter::once(found.holder)).await?.name(found.holder);
    let view = RequestPage {
        inside: inside(person),
        faults,
        credential: found.credential.to_string(),
        names: std::array::from_fn(|_| names.next().unwrap_or_default()),
        languages: site.pages().languages(Words::OfPaper).map(language).collect(),
        words: typed.map_or("", |fields| fields.one("words")).to_owned(),
        line: correction_line(site, reader, found, Some(holder)),
    };
    site.page(&view, reader)
}

/// `POST /admin/requests/{id}/correction`: a new edition, and then the answer. Sent again, the request
/// is answered already, and nothing is signed.
pub(super) async fn correct(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(request): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    // It signs a new edition.
    if let Some(way) = prove(&site, &person, &format!("{REQUESTS}/{request}")) {
        return Ok(way);
    }
    let (request, me): (CorrectionId, _) = (id(&request)?, person.session.account().id());
    let found = site.community().correction_for(request, me).await?;
    if found.answered.is_some() {
        return Err(RequestError::Answered.into());
    }
    let (release, _) = site.office().said_by(found.credential).await?.ok_or_else(Problem::not_found)?;
    let typed = fields.all("name");
    let names: Vec<&str> = typed.iter().map(String::as_str).collect();
    // The holder asked for it in writing; who answers has read it.
    let release: Release = match release.renamed(&names, ConfirmedBy::Trainer) {
        Ok(release) => release,
        Err(_) => {
            let fault = FormFault { field: "name-1", key: "no-name" };
            return request_page(&site, &person, &reader, request, Some(&fields), vec![fault]).await;
        }
    };
    let language = site.pages().languages(Words::OfPaper).find(|tag| tag.as_str() == fields.one("language")).cloned();
    let correction = Correction { release, language, by: me };
    let (office, words) = (site.office().clone(), fields.one("words").to_owned());
    let done = site.to_the_end(async move {
        office.correct(found.credential, &correction).await?;
        office.community().answer_correction(request, CorrectionOutcome::Corrected, &words, me).await?;
        Ok::<_, Problem>(())
    });
    done.await??;
    Ok(onward(&format!("{REQUESTS}?said=corrected"), &reader))
}

/// `POST /admin/requests/{id}/refusal`.
pub(super) async fn decline(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(request): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let (request, me): (CorrectionId, _) = (id(&request)?, person.session.account().id());
    match site.community().answer_correction(request, CorrectionOutcome::Declined, fields.one("words"), me).await {
        Ok(()) => Ok(onward(&format!("{REQUESTS}?said=declined"), &reader)),
        Err(RequestError::NoWords) => {
            let fault = FormFault { field: "words", key: "no-words" };
            request_page(&site, &person, &reader, request, None, vec![fault]).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/appeals`.
pub(super) async fn appeals(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let appeals = site.community().appeals().await?;
    let names = Names::of(&site, appeals.iter().map(|appeal| appeal.by)).await?;
    let lines = appeals.into_iter().map(|appeal| {
        let holder = names.name(appeal.by);
        appeal_line(&site, &reader, appeal, Some(holder))
    });
    let view = AppealsPage { inside: inside(&person), said: said.one_of(&["appeal-answered"]), lines: lines.collect() };
    site.page(&view, &reader)
}

/// `GET /admin/appeals/{id}`.
pub(super) async fn appeal(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(appeal): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let said = said.one_of(&["acknowledged"]);
    appeal_page(&site, &person, &reader, id(&appeal)?, said, (Vec::new(), "")).await
}

async fn appeal_page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    appeal: AppealId,
    said: Option<String>,
    (faults, words): (Vec<FormFault>, &str),
) -> Result<Response, Problem> {
    let found = site.community().appeal(appeal).await?.ok_or_else(Problem::not_found)?;
    let holder = Names::of(site, std::iter::once(found.by)).await?.name(found.by);
    let view = AppealAnswerPage {
        inside: inside(person),
        said,
        faults,
        credential: found.credential.map(|id| id.to_string()),
        own: found.by == person.session.account().id(),
        words: words.to_owned(),
        line: appeal_line(site, reader, found, Some(holder)),
    };
    site.page(&view, reader)
}

/// `POST /admin/appeals/{id}/acknowledgement`.
pub(super) async fn acknowledge(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(appeal): Path<String>,
) -> Result<Response, Problem> {
    site.community().acknowledge_appeal(id(&appeal)?, person.session.account().id()).await?;
    Ok(onward(&format!("{APPEALS}/{appeal}?said=acknowledged"), &reader))
}

/// `POST /admin/appeals/{id}/answer`.
pub(super) async fn answer(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(appeal): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{APPEALS}/{appeal}")) {
        return Ok(way);
    }
    let appeal: AppealId = id(&appeal)?;
    let words = fields.one("words");
    let fault = |field, key| (vec![FormFault { field, key }], words);
    let Ok(outcome) = fields.one("outcome").parse() else {
        return appeal_page(&site, &person, &reader, appeal, None, fault("outcome", "no-outcome")).await;
    };
    match site.community().answer_appeal(appeal, outcome, words, person.session.account().id()).await {
        Ok(()) => Ok(onward(&format!("{APPEALS}?said=appeal-answered"), &reader)),
        Err(RequestError::NoWords) => appeal_page(&site, &person, &reader, appeal, None, fault("words", "no-words")).await,
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/proposals`.
pub(super) async fn proposals(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    proposals_page(&site, &person, &reader, said.one_of(&["proposal-answered"]), Vec::new()).await
}

async fn proposals_page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    said: Option<String>,
    faults: Vec<FormFault>,
) -> Result<Response, Problem> {
    let proposals = site.community().proposals().await?;
    let names = Names::of(site, proposals.iter().map(|proposal| proposal.by)).await?;
    let lines = proposals.into_iter().map(|proposal| {
        let by = names.name(proposal.by);
        proposal_line(proposal, Some(by))
    });
    let view = ProposalsPage { inside: inside(person), said, faults, lines: lines.collect() };
    site.page(&view, reader)
}

/// `POST /admin/proposals/{id}/answer`.
pub(super) async fn answer_proposal(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(proposal): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let outcome = fields.one("outcome").parse().unwrap_or(ProposalOutcome::Declined);
    let by = person.session.account().id();
    match site.community().answer_proposal(id(&proposal)?, outcome, fields.one("words"), by).await {
        Ok(()) => Ok(onward(&format!("{PROPOSALS}?said=proposal-answered"), &reader)),
        Err(RequestError::NoWords) => {
            let fault = FormFault { field: "content", key: "no-words" };
            proposals_page(&site, &person, &reader, None, vec![fault]).await
        }
        Err(error) => Err(error.into()),
    }
}
