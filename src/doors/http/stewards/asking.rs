//! `/me/requests`, `/me/appeals`, `/me/proposals`: what people ask for; and `/appeal`, the outcome by code.

use axum::extract::{Form, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::{Said, class_name};
use crate::appearance::pages::Reader;
use crate::appearance::pages::asking::{
    AnswerView, AppealLine, AppealMadePage, AppealPage, AskPage, ClockView, CorrectionLine, GroundLine, MyRequestsPage, OutcomePage,
    OutcomeView, ProposalLine, ProposePage,
};
use crate::appearance::pages::stewards::FormFault;
use crate::appearance::pages::wording::Wording;
use crate::community::RequestError;
use crate::community::requests::appeal::{ACKNOWLEDGE_DAYS, ANSWER_DAYS, Appeal, AppealOutcome, Clocks, Decision, Ground};
use crate::community::requests::proposal::{Proposal, ProposalOutcome, Proposed};
use crate::community::requests::{Answered, CorrectionOutcome, CorrectionRequest, Wrong};
use crate::doors::http::api::id;
use crate::doors::http::client::Client;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Found;
use crate::vocabulary::ids::{CredentialId, Id};

const HERE: &str = "/me/requests";
const DAY_S: i64 = 86_400;
const NO_WORDS: FormFault = FormFault { field: "words", key: "no-words" };

/// `GET /me/requests`.
pub(super) async fn list(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let (community, me) = (site.community(), person.session.account().id());
    let corrections = community.corrections_of(me).await?;
    let (appeals, grounds, proposals) = (community.appeals_of(me).await?, community.grounds(me).await?, community.proposals_of(me).await?);
    let view = MyRequestsPage {
        inside: inside(&person),
        said: said.one_of(&["asked", "withdrawn", "proposed"]),
        corrections: corrections.into_iter().map(|request| correction_line(&site, &reader, request, None)).collect(),
        appeals: appeals.into_iter().map(|appeal| appeal_line(&site, &reader, appeal, None)).collect(),
        grounds: grounds.iter().map(|ground| ground_line(&site, &reader, ground)).collect(),
        proposals: proposals.into_iter().map(|proposal| proposal_line(proposal, None)).collect(),
    };
    site.page(&view, &reader)
}

/// A request as a page shows it; with who asked, to those who answer.
pub(super) fn correction_line(site: &Site, reader: &Reader, request: CorrectionRequest, holder: Option<String>) -> CorrectionLine {
    CorrectionLine {
        id: request.id.to_string(),
        class: class_name(site, reader, &request.slug),
        about: request.wrong.as_str(),
        wish: request.wish,
        asked_at: request.asked_at,
        holder,
        answer: request.answered.map(|answered| answer(answered, CorrectionOutcome::as_str)),
    }
}

/// An appeal as a page shows it; with who made it, to those who answer.
pub(super) fn appeal_line(site: &Site, reader: &Reader, appeal: Appeal, holder: Option<String>) -> AppealLine {
    AppealLine {
        id: appeal.id.to_string(),
        class: class_name(site, reader, &appeal.slug),
        against: appeal.decision.against().as_str(),
        clock: clock(&appeal, site),
        words: appeal.words,
        made_at: appeal.made_at,
        holder,
        answer: appeal.answered.map(|answered| answer(answered, AppealOutcome::as_str)),
    }
}

/// A proposal as a page shows it; with whose it is, to those who answer.
pub(super) fn proposal_line(proposal: Proposal, by: Option<String>) -> ProposalLine {
    let worded = |text: Option<String>| text.map(|text| Wording::new(text, proposal.language.clone()));
    ProposalLine {
        id: proposal.id.to_string(),
        kind: proposal.kind.as_str(),
        title: worded(proposal.title),
        words: worded(proposal.words),
        at: proposal.at,
        by,
        answer: proposal.answered.map(|answered| answer(answered, ProposalOutcome::as_str)),
    }
}

fn answer<O>(answered: Answered<O>, word: impl Fn(O) -> &'static str) -> AnswerView {
    AnswerView { outcome: word(answered.outcome), at: answered.at, words: answered.words }
}

fn clock(appeal: &Appeal, site: &Site) -> ClockView {
    match appeal.clocks(site.community().now()) {
        Clocks::Waiting { until, overdue } => ClockView::Waiting { until, overdue },
        Clocks::Taken { until, overdue } => ClockView::Taken { until, overdue },
        Clocks::Answered => ClockView::Answered,
    }
}

fn ground_line(site: &Site, reader: &Reader, ground: &Ground) -> GroundLine {
    GroundLine {
        against: ground.decision.against().as_str(),
        decision: ground.decision.id(),
        class: class_name(site, reader, &ground.slug),
        decided_at: ground.decided_at,
    }
}

/// `GET /me/requests/new?badge=…`.
pub(super) async fn form(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    ask_page(&site, &person, &reader, &fields, Vec::new()).await
}

async fn ask_page(site: &Site, person: &SignedIn, reader: &Reader, fields: &Fields, faults: Vec<FormFault>) -> Result<Response, Problem> {
    let badge: CredentialId = id(fields.one("badge"))?;
    let Some(Found::Published { published, .. }) = site.office().find(badge).await? else { return Err(Problem::not_found()) };
    // Somebody else's badge is answered as one that is not there.
    if published.award().holder() != person.session.account().id() {
        return Err(Problem::not_found());
    }
    let view = AskPage {
        inside: inside(person),
        faults,
        credential: badge.to_string(),
        class: class_name(site, reader, published.award().class().0),
        about: fields.one("about").parse().unwrap_or(Wrong::Name).as_str(),
        wish: fields.one("wish").to_owned(),
    };
    site.page(&view, reader)
}

/// `POST /me/requests/new`. A second tap finds the first request waiting, and goes on to the list.
pub(super) async fn ask(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let wrong = fields.one("about").parse().unwrap_or(Wrong::Detail);
    let asked = site.community().ask_correction(id(fields.one("badge"))?, wrong, fields.one("wish"), person.session.account().id()).await;
    match asked {
        Ok(_) | Err(RequestError::Waits) => Ok(onward(&format!("{HERE}?said=asked"), &reader)),
        Err(RequestError::NoWords) => {
            let fault = FormFault { field: "wish", key: "no-words" };
            ask_page(&site, &person, &reader, &fields, vec![fault]).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/requests/{id}/withdrawal`.
pub(super) async fn withdraw(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(request): Path<String>,
) -> Result<Response, Problem> {
    let me = person.session.account().id();
    match site.community().answer_correction(id(&request)?, CorrectionOutcome::Withdrawn, "", me).await {
        Ok(()) | Err(RequestError::Answered) => Ok(onward(&format!("{HERE}?said=withdrawn"), &reader)),
        Err(error) => Err(error.into()),
    }
}

/// `GET /me/appeals/new?against=…&decision=…`.
pub(super) async fn appeal_form(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    appeal_page(&site, &person, &reader, &fields, Vec::new()).await
}

fn decision(fields: &Fields) -> Result<Decision, Problem> {
    Decision::of(fields.one("against"), fields.one("decision")).map_err(|_| Problem::not_found())
}

async fn appeal_page(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    fields: &Fields,
    faults: Vec<FormFault>,
) -> Result<Response, Problem> {
    let decision = decision(fields)?;
    let grounds = site.community().grounds(person.session.account().id()).await?;
    let ground = grounds.iter().find(|ground| ground.decision == decision).ok_or_else(Problem::not_found)?;
    let view =
        AppealPage { inside: inside(person), faults, ground: ground_line(site, reader, ground), words: fields.one("words").to_owned() };
    site.page(&view, reader)
}

/// `POST /me/appeals/new`: answers with the code, which is shown here and nowhere else. Sent again, it
/// leads to the list: there is one appeal against a decision.
pub(super) async fn appeal(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let me = person.session.account().id();
    let (appeal, code) = match site.community().make_appeal(decision(&fields)?, fields.one("words"), me).await {
        Ok(made) => made,
        Err(RequestError::NoWords) => return appeal_page(&site, &person, &reader, &fields, vec![NO_WORDS]).await,
        Err(RequestError::NoGround) => return Ok(onward(HERE, &reader)),
        Err(error) => return Err(error.into()),
    };
    let made = site.community().appeal(appeal).await?.ok_or_else(Problem::not_found)?;
    let view = AppealMadePage {
        inside: inside(&person),
        code: code.printed(),
        acknowledged_until: made.made_at.plus_seconds(ACKNOWLEDGE_DAYS * DAY_S),
        answered_until: made.made_at.plus_seconds(ANSWER_DAYS * DAY_S),
    };
    site.page(&view, &reader)
}

/// `GET /appeal`.
pub(super) async fn outcome_form(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&OutcomePage::default(), &reader)
}

/// `POST /appeal`: how the appeal with this code stands. No name, and no words but ours. Codes that nobody has are counted.
pub(super) async fn outcome(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let typed = fields.one("code");
    let found = match Id::from_typed(typed) {
        Ok(code) => site.community().appeal_by_code(code).await?,
        Err(_) => None,
    };
    if found.is_none() {
        site.rates().misses.count(client)?;
    }
    let view = OutcomePage {
        code: typed.chars().take(60).collect(),
        unknown: found.is_none(),
        found: found.map(|appeal| OutcomeView {
            against: appeal.decision.against().as_str(),
            made_at: appeal.made_at,
            clock: clock(&appeal, &site),
            outcome: appeal.answered.map(|answered| (answered.outcome.as_str(), answered.at)),
        }),
    };
    let mut response = site.page(&view, &reader)?.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `GET /me/proposals/new`.
pub(super) async fn proposal_form(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    propose_page(&site, &person, &reader, &Fields::default(), Vec::new())
}

fn propose_page(site: &Site, person: &SignedIn, reader: &Reader, fields: &Fields, faults: Vec<FormFault>) -> Result<Response, Problem> {
    let view = ProposePage {
        inside: inside(person),
        faults,
        kind: fields.one("kind").parse().unwrap_or(Proposed::Capacity).as_str(),
        title: fields.one("title").to_owned(),
        words: fields.one("words").to_owned(),
    };
    site.page(&view, reader)
}

/// `POST /me/proposals/new`.
pub(super) async fn propose(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    let (me, kind) = (person.session.account().id(), fields.one("kind").parse().unwrap_or(Proposed::Word));
    let (title, words) = (fields.one("title"), fields.one("words"));
    // The same once more is a double tap.
    let same = |known: &Proposal| known.answered.is_none() && known.title.as_deref() == Some(title) && known.kind == kind;
    if site.community().proposals_of(me).await?.iter().any(same) {
        return Ok(onward(&format!("{HERE}?said=proposed"), &reader));
    }
    match site.community().propose(kind, title, words, &reader.language, me).await {
        Ok(_) => Ok(onward(&format!("{HERE}?said=proposed"), &reader)),
        Err(RequestError::NoWords) => propose_page(&site, &person, &reader, &fields, vec![FormFault { field: "title", key: "no-words" }]),
        Err(error) => Err(error.into()),
    }
}
