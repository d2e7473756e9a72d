//! `/slip`: a code and a PIN; the first time the PIN is chosen, later it is the way back.

use axum::extract::{Form, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::refused;
use crate::appearance::pages::joining::{SlipFault, SlipPage};
use crate::appearance::pages::standing::TypedFault;
use crate::community::attestation::JoinCode;
use crate::community::people::sign_in::session::{Device, Proof, Session};
use crate::community::people::sign_in::slip::SlipCode;
use crate::community::people::sign_in::slip::pin::PinFault;
use crate::community::{Arrival, BySlip, SlipError};
use crate::doors::http::account::sign_in::going;
use crate::doors::http::client::Client;
use crate::doors::http::entry::inside::inside_of;
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{self, Visit, device};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::{AccountId, IdFault, TrainingId};

/// What the address says: the code from the slip's own QR, the join page somebody came from, where to go on.
#[derive(Debug, Deserialize)]
pub struct Brought {
    code: Option<String>,
    join: Option<String>,
    next: Option<String>,
}

/// `GET`. Whoever came in by a slip a moment ago is sent where that led: a second tap comes here
/// ([`entry`]).
pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Reading(reader): Reading,
    Query(brought): Query<Brought>,
) -> Result<Response, Problem> {
    let bare = brought.code.is_none() && brought.join.is_none() && brought.next.is_none();
    if let Some(session) = visit.entered_just_now(Proof::Slip, &site).filter(|_| bare) {
        return Ok(onward(&on_from(&site, session).await?, &reader));
    }
    site.page(&page(&visit, brought.code.as_deref(), brought.join.as_deref(), brought.next.as_deref()), &reader)
}

/// The form as sent.
#[derive(Deserialize)]
pub struct Sent {
    code: Option<String>,
    pin: Option<String>,
    again: Option<String>,
    borrowed: Option<String>,
    join: Option<String>,
    next: Option<String>,
}

/// `POST`: in, or what is wrong.
pub async fn enter(
    State(site): State<Site>,
    Client(client): Client,
    visit: Visit,
    headers: HeaderMap,
    Reading(reader): Reading,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let borrowed = sent.borrowed.as_deref() == Some("yes");
    let again = |fault| {
        let before = page(&visit, sent.code.as_deref(), sent.join.as_deref(), sent.next.as_deref());
        refused(&site, &SlipPage { borrowed, fault: Some(fault), ..before }, &reader)
    };
    let typed = sent.code.as_deref().unwrap_or_default();
    let code = match SlipCode::from_typed(typed) {
        Ok(code) => code,
        Err(fault) => return again(SlipFault::Code { fault: mistyped(typed, fault) }),
    };
    let whose = if borrowed { Device::Borrowed } else { Device::Own };
    let (community, session, device) = (site.community().clone(), visit.session().cloned(), device::named(&headers));
    let (pin, twice) = (sent.pin.clone().unwrap_or_default(), sent.again.clone().unwrap_or_default());
    // A processor is busy with a PIN for a while: so many at once as there are.
    let entering = async move {
        let from = Arrival { device: &device, whose, before: session.as_ref() };
        community.enter_by_slip(&code, &pin, &twice, from).await
    };
    match site.when_free(entering).await? {
        Ok(entered) => {
            let again = visit.session().is_some_and(|session| session.account().id() == entered.account);
            let onto = onto(&site, &entered, &sent, again).await?;
            Ok(entry::signed_in(onward(&onto, &reader), &entered.begun, &site))
        }
        Err(SlipError::NoFit) => {
            site.rates().count_slip_miss(client)?;
            again(SlipFault::NoFit)
        }
        Err(SlipError::Pin(fault)) => again(SlipFault::Pin { said: of_pin(fault) }),
        Err(other) => Err(other.into()),
    }
}

/// `POST /slip/next`: whoever is signed in leaves, and the next person begins at the same join page.
pub async fn next_person(
    State(site): State<Site>,
    visit: Visit,
    Reading(reader): Reading,
    Form(sent): Form<NextPerson>,
) -> Result<Response, Problem> {
    if let Some(session) = visit.session() {
        site.community().end_session(session.account().id(), session.line().id()).await?;
    }
    let onto = sent.join.as_deref().and_then(join_code).map_or_else(|| "/slip".to_owned(), |code| format!("/join/{code}"));
    Ok(entry::signed_out(onward(&onto, &reader), &site))
}

/// The join page at which the next person begins.
#[derive(Debug, Deserialize)]
pub struct NextPerson {
    join: Option<String>,
}

fn page(visit: &Visit, code: Option<&str>, join: Option<&str>, next: Option<&str>) -> SlipPage {
    let join = join.and_then(join_code).map(|code| code.to_string());
    let next = next.and_then(Next::of).map(|next| next.to_string());
    SlipPage::of(inside_of(visit), code.unwrap_or_default(), join, next)
}

fn join_code(text: &str) -> Option<JoinCode> {
    text.parse().ok()
}

/// Where somebody goes on: where they wanted to, else to what is to be done in the training of their slip.
async fn onto(site: &Site, entered: &BySlip, sent: &Sent, again: bool) -> Result<String, Problem> {
    let next = sent.next.as_deref().and_then(Next::of);
    // Whoever was signed in already only proves once more who they are.
    if let Some(next) = next.as_ref().filter(|_| again) {
        return Ok(next.to_string());
    }
    match to_do_in(site, entered.training, entered.account).await? {
        Some(page) => Ok(page),
        None => Ok(going(site, &entered.begun, next).await?.to_string()),
    }
}

/// The same for somebody who is in already: the training of their newest slip.
async fn on_from(site: &Site, session: &Session) -> Result<String, Problem> {
    let (account, home) = (session.account().id(), Next::home(session.roles()).to_string());
    let slips = site.community().slips_of_account(account).await?;
    let Some(slip) = slips.first() else { return Ok(home) };
    Ok(to_do_in(site, slip.training(), account).await?.unwrap_or(home))
}

/// The page on which somebody says, or confirms, their names in a training, if that is to be done yet.
async fn to_do_in(site: &Site, training: TrainingId, account: AccountId) -> Result<Option<String>, Problem> {
    let workshop = site.community().workshop(training).await?;
    let code = workshop.join_code();
    Ok(match site.community().participation(training, account).await? {
        None => Some(format!("/join/{code}/form")),
        Some(here) if here.is_here() && here.confirmed().is_none() => Some(format!("/join/{code}/read-back")),
        Some(_) => None,
    })
}

fn mistyped(typed: &str, fault: IdFault) -> TypedFault {
    match fault {
        _ if typed.trim().is_empty() => TypedFault::Empty,
        IdFault::Length { found } => TypedFault::Length { found },
        IdFault::Character { position, found } => TypedFault::Character { found, group: position.saturating_sub(1) / 4 + 1 },
        IdFault::Group { group } => TypedFault::Group { group },
        IdFault::Several | IdFault::TooLarge => TypedFault::Several,
    }
}

const fn of_pin(fault: PinFault) -> &'static str {
    match fault {
        PinFault::NotDigits => "digits",
        PinFault::Length { .. } => "length",
        PinFault::Weak => "weak",
        PinFault::Different => "different",
    }
}
