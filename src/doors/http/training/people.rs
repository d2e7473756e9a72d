//! `/training/{id}/people`: who joined, and one person put down by hand.

use axum::extract::{RawForm, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::of_training::OfTraining;
use crate::appearance::pages::Reader;
use crate::appearance::pages::training::TrainingHead;
use crate::appearance::pages::training::people::{NewPersonPage, PeoplePage, PersonView};
use crate::community::PuttingDown;
use crate::community::attestation::roll::{Fate, Line, LineFault};
use crate::community::attestation::{CameBy, ConfirmedBy, Participation};
use crate::community::people::Minor;
use crate::doors::http::csv::cell;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};

/// `GET /training/{id}/people`.
pub async fn show(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    let people = site.community().participants_of(of.workshop.id()).await?;
    let people = people.iter().map(person_view).collect();
    site.page(&PeoplePage { inside: inside(&of.signed_in), head: TrainingHead::from(&of.workshop), people }, &reader)
}

fn person_view(here: &Participation) -> PersonView {
    PersonView {
        account: here.account().to_string(),
        number: here.number(),
        called: here.called().map(str::to_owned),
        came_by: here.came_by().as_str(),
        joined_at: here.joined_at(),
        confirmed: confirmed(here),
        guardian: match (here.minor(), here.guardian_at()) {
            (Minor::No, _) => "no",
            (Minor::Yes, Some(_)) => "seen",
            (Minor::Yes, None) => "wanted",
        },
        left: !here.is_here(),
    }
}

fn confirmed(here: &Participation) -> &'static str {
    match here.confirmed() {
        Some((ConfirmedBy::Holder, _)) => "holder",
        Some((ConfirmedBy::Trainer, _)) => "trainer",
        Some((ConfirmedBy::Nobody, _)) | None => "none",
    }
}

pub(super) fn back(of: &OfTraining, reader: &Reader) -> Response {
    onward(&format!("/training/{}/people", of.workshop.id()), reader)
}

/// `GET /training/{id}/people/new`.
pub async fn form(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&person_page(&of, new_once(&site), &Line::default()), &reader)
}

/// `POST /training/{id}/people/new`: puts one person down, once.
pub async fn put(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let fields = Fields::from(form);
    let said = |name: &str| Some(fields.one(name).to_owned()).filter(|said| !said.is_empty());
    let line = Line { user_name: said("user-name"), central_id: None, called: said("called"), minor: fields.is_ticked("minor") };
    let once = key(fields.one("once"), 0);
    let page = person_page(&of, fields.one("once").to_owned(), &line);
    let fate = site.community().foresee(of.workshop.id(), std::slice::from_ref(&line)).await?.pop();
    let before = site.community().was_put_down(of.workshop.id(), &once).await?;
    let (fault, similar) = match fate {
        _ if before => return Ok(back(&of, &reader)),
        Some(Fate::Refused(fault)) => (Some(fault_word(fault)), None),
        _ if !fields.is_ticked("told") => (Some("untold"), None),
        Some(Fate::Similar(other)) if !fields.is_ticked("also") => (Some("similar"), Some(other)),
        Some(Fate::Here) => return Ok(back(&of, &reader)),
        Some(Fate::PutDown | Fate::Similar(_)) | None => (None, None),
    };
    if fault.is_some() {
        let html = site.pages().render(&NewPersonPage { fault, similar, ..page }, &reader).map_err(Problem::internal)?;
        return Ok(Problem::new(Kind::Refused).shown_as(html.into_string()).into_response());
    }
    site.community().put_down(&putting_down(&of, line, CameBy::Trainer, once)).await?;
    Ok(back(&of, &reader))
}

fn person_page(of: &OfTraining, once: String, line: &Line) -> NewPersonPage {
    NewPersonPage {
        inside: inside(&of.signed_in),
        head: TrainingHead::from(&of.workshop),
        once,
        user_name: line.user_name.clone().unwrap_or_default(),
        called: line.called.clone().unwrap_or_default(),
        minor: line.minor,
        fault: None,
        similar: None,
    }
}

/// What is asked for when a line is put down.
pub(super) fn putting_down(of: &OfTraining, line: Line, came_by: CameBy, once: [u8; 32]) -> PuttingDown {
    let by = of.signed_in.session.account().id();
    PuttingDown { training: of.workshop.id(), line, came_by, language: of.workshop.language().clone(), by, once }
}

/// As messages name it.
pub(super) const fn fault_word(fault: LineFault) -> &'static str {
    match fault {
        LineFault::Nobody => "nobody",
        LineFault::CentralId => "central-id",
        LineFault::Name => "name",
        LineFault::Twice => "twice",
    }
}

/// The random id of a form.
pub(super) fn new_once(site: &Site) -> String {
    site.community().chance().id::<crate::vocabulary::ids::kind::Training>().to_string()
}

/// One line of one form.
pub(super) fn key(once: &str, line: usize) -> [u8; 32] {
    Sha256::new().chain_update("insignia put down\n").chain_update(once).chain_update(format!("\n{line}")).finalize().into()
}

/// `GET /training/{id}/people.csv`: for the trainer's own report. No cell can be taken for a formula.
pub async fn csv(State(site): State<Site>, of: OfTraining) -> Result<Response, Problem> {
    let mut text = String::from("\u{feff}number,name,user_name,came_by,joined_at,confirmed_by,minor,left\r\n");
    let people = site.community().participants_of(of.workshop.id()).await?;
    let mut user_names = site.community().user_names(people.iter().map(Participation::account)).await?;
    for here in people {
        let yes = |said: bool| if said { "yes" } else { "no" }.to_owned();
        let cells = [
            here.number().to_string(),
            here.called().unwrap_or_default().to_owned(),
            user_names.remove(&here.account()).unwrap_or_default(),
            here.came_by().as_str().to_owned(),
            here.joined_at().to_string(),
            confirmed(&here).to_owned(),
            yes(here.minor() == Minor::Yes),
            yes(!here.is_here()),
        ];
        text.push_str(&cells.map(|said| cell(&said)).join(","));
        text.push_str("\r\n");
    }
    let named = format!("attachment; filename=\"training-{}.csv\"", of.workshop.id());
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, named)], text).into_response())
}
