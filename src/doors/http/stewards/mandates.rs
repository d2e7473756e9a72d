//! `/admin/mandates`: who may attest what, and until when.

use axum::extract::{Form, Path, Query, State};
use axum::response::Response;

use super::meant::{Meant, day, person as person_meant};
use super::{Names, Said, class_choices, class_name, is_fresh, prove};
use crate::appearance::pages::Reader;
use crate::appearance::pages::stewards::mandates::{MandateLine, MandatePage, MandatesPage, NewMandatePage, TrainingLine};
use crate::appearance::pages::stewards::{FormFault, Pager};
use crate::community::people::{Basis, Mandate, MandateState, Trainer};
use crate::community::{Given, Mandated, Pause, PeopleError};
use crate::doors::http::api::id;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::MandateId;

const HERE: &str = "/admin/mandates";
const DAY_S: i64 = 86_400;
/// Days before its end from which a mandate is called to mind.
const SOON_DAYS: i64 = 90;
/// Mandates on one page.
const PAGE: usize = 50;

/// In force, and over within 90 days.
pub(super) fn ends_soon(mandate: &Mandate, now: Timestamp) -> bool {
    mandate.in_force(now).is_ok() && mandate.ends_at() <= now.plus_seconds(SOON_DAYS * DAY_S)
}

/// `GET /admin/mandates`.
pub(super) async fn list(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let now = site.community().now();
    let filter = Filter::of(&fields);
    let trainers = site.community().trainers().await?;
    let all: Vec<(&Trainer, &Mandate)> = trainers
        .iter()
        .flat_map(|trainer| trainer.mandates().iter().map(move |mandate| (trainer, mandate)))
        .filter(|(trainer, mandate)| filter.takes(trainer, mandate, now))
        .collect();
    let (page, total) = (fields.page(), all.len());
    let shown = all.into_iter().skip((page - 1).saturating_mul(PAGE)).take(PAGE);
    let view = MandatesPage {
        inside: inside(&person),
        classes: class_choices(&site, &reader, std::slice::from_ref(&filter.class)),
        lines: shown.map(|(trainer, mandate)| line(&site, &reader, trainer, mandate)).collect(),
        total,
        pager: Pager {
            back: (page > 1).then(|| fields.with_page(HERE, page - 1)),
            on: (page.saturating_mul(PAGE) < total).then(|| fields.with_page(HERE, page + 1)),
        },
        person: filter.person,
        affiliate: filter.affiliate,
        state: filter.state,
    };
    site.page(&view, &reader)
}

struct Filter {
    person: String,
    affiliate: String,
    class: String,
    state: &'static str,
}

impl Filter {
    fn of(fields: &Fields) -> Self {
        let state = ["in-force", "ends-soon", "paused", "over"].into_iter().find(|state| *state == fields.one("state"));
        Self {
            person: fields.one("person").to_owned(),
            affiliate: fields.one("affiliate").to_owned(),
            class: fields.one("class").to_owned(),
            state: state.unwrap_or("all"),
        }
    }

    fn takes(&self, trainer: &Trainer, mandate: &Mandate, now: Timestamp) -> bool {
        let account = trainer.account();
        let within = |text: Option<&str>, part: &str| text.is_some_and(|text| text.to_lowercase().contains(&part.to_lowercase()));
        let named = within(account.display_name(), &self.person) || within(account.user_name(), &self.person);
        let person = self.person.is_empty() || named || account.id().to_string() == self.person.to_lowercase();
        let state = match self.state {
            "in-force" => mandate.in_force(now).is_ok(),
            "ends-soon" => ends_soon(mandate, now),
            "paused" => state_of(mandate, now) == "paused",
            "over" => matches!(state_of(mandate, now), "over" | "ended"),
            _ => true,
        };
        let class = self.class.is_empty() || mandate.classes().contains(&self.class);
        person && class && state && within(Some(mandate.affiliate()), &self.affiliate)
    }
}

/// Names the message `steward-mandate-{…}`.
fn state_of(mandate: &Mandate, now: Timestamp) -> &'static str {
    match mandate.state() {
        MandateState::Ended { .. } => "ended",
        MandateState::Standing | MandateState::Paused { .. } if now >= mandate.ends_at() => "over",
        MandateState::Paused { .. } => "paused",
        MandateState::Standing if now < mandate.starts_at() => "ahead",
        MandateState::Standing => "standing",
    }
}

fn line(site: &Site, reader: &Reader, trainer: &Trainer, mandate: &Mandate) -> MandateLine {
    let (account, now) = (trainer.account(), site.community().now());
    MandateLine {
        id: mandate.id().to_string(),
        person: account.display_name().or(account.user_name()).map_or_else(|| account.id().to_string(), str::to_owned),
        classes: mandate.classes().iter().map(|slug| class_name(site, reader, slug)).collect(),
        affiliate: mandate.affiliate().to_owned(),
        starts_at: mandate.starts_at(),
        // The last day, as it was given.
        last_at: mandate.ends_at().plus_seconds(-1),
        basis: mandate.basis().kind(),
        state: state_of(mandate, now),
        ends_soon: ends_soon(mandate, now),
    }
}

/// `GET /admin/mandates/{id}`.
pub(super) async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(mandate): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let mandate: MandateId = id(&mandate)?;
    let trainer = site.community().trainer_of(mandate).await?.ok_or_else(Problem::not_found)?;
    let found = trainer.mandates().iter().find(|one| one.id() == mandate).ok_or_else(Problem::not_found)?;
    let (decision, given_by, credential) = match found.basis() {
        Basis::Founding { decision } => (Some(decision.clone()), None, None),
        Basis::Given { by, decision } => {
            let names = Names::of(&site, std::iter::once(*by)).await?;
            (Some(decision.clone()), Some(names.name(*by)), None)
        }
        Basis::Badge { credential } => (None, None, Some(credential.to_string())),
    };
    let trainings = site.community().trainings_resting_on(&trainer, mandate).await?;
    let by_hand = credential.is_none();
    let line = line(&site, &reader, &trainer, found);
    let living = !matches!(line.state, "ended" | "over");
    let view = MandatePage {
        inside: inside(&person),
        said: said.one_of(&["given", "paused", "resumed", "ended"]),
        account: trainer.account().id().to_string(),
        decision,
        given_by,
        credential,
        trainings: trainings.into_iter().map(|training| TrainingLine { name: training.name, ends_at: training.ends_at }).collect(),
        can_end: living,
        can_pause: living && by_hand && line.state != "paused",
        can_resume: living && by_hand && line.state == "paused",
        line,
    };
    site.page(&view, &reader)
}

/// `GET /admin/mandates/new`.
pub(super) async fn form(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let now = site.community().now();
    let view = NewMandatePage {
        inside: inside(&person),
        fresh: is_fresh(&site, &person),
        faults: Vec::new(),
        person: String::new(),
        affiliate: String::new(),
        classes: class_choices(&site, &reader, &[]),
        from: now.date(),
        until: now.plus_months(24).date(),
        founding: false,
        decision: String::new(),
    };
    site.page(&view, &reader)
}

/// `POST /admin/mandates/new`.
pub(super) async fn give(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(fields): Form<Fields>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{HERE}/new")) {
        return Ok(way);
    }
    let faults = match asked(&site, &person, &fields).await? {
        Ok(mandated) => match site.community().give_mandate(&mandated).await {
            Ok(mandate) => return Ok(onward(&format!("{HERE}/{mandate}?said=given"), &reader)),
            Err(PeopleError::Oneself) => vec![FormFault { field: "person", key: "oneself" }],
            Err(PeopleError::EndsFirst { .. }) => vec![FormFault { field: "until", key: "ends-first" }],
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let view = NewMandatePage {
        inside: inside(&person),
        fresh: is_fresh(&site, &person),
        faults,
        person: fields.one("person").to_owned(),
        affiliate: fields.one("affiliate").to_owned(),
        classes: class_choices(&site, &reader, &fields.all("class")),
        from: fields.one("from").to_owned(),
        until: fields.one("until").to_owned(),
        founding: fields.one("founding") == "yes",
        decision: fields.one("decision").to_owned(),
    };
    site.page(&view, &reader)
}

/// What the form asks for, or everything that is wrong in it.
async fn asked(site: &Site, steward: &SignedIn, fields: &Fields) -> Result<Result<Mandated, Vec<FormFault>>, Problem> {
    let mut faults = Vec::new();
    let mut fault = |field, key| faults.push(FormFault { field, key });
    let account = match person_meant(site, fields.one("person")).await? {
        Meant::One(account) => Some(account),
        Meant::Nobody => {
            fault("person", "nobody");
            None
        }
        Meant::Several => {
            fault("person", "several");
            None
        }
    };
    let affiliate = Some(fields.one("affiliate")).filter(|typed| !typed.is_empty()).map(str::to_owned);
    let affiliate = affiliate.or_else(|| account.as_ref()?.affiliate().map(str::to_owned));
    if account.is_some() && affiliate.is_none() {
        fault("affiliate", "no-affiliate");
    }
    let classes = fields.all("class");
    if classes.is_empty() || classes.iter().any(|slug| site.catalog().class(slug).is_none()) {
        fault("classes", "no-class");
    }
    let (from, until) = (day(fields.one("from")), day(fields.one("until")));
    if from.is_none() {
        fault("from", "no-day");
    }
    if until.is_none() {
        fault("until", "no-day");
    }
    let decision = fields.one("decision").to_owned();
    if decision.is_empty() {
        fault("decision", "no-decision");
    }
    let steward = steward.session.account().id();
    // A founding mandate names no steward, so that nobody gives one to themselves is said here.
    if account.as_ref().is_some_and(|account| account.id() == steward) {
        fault("person", "oneself");
    }
    let (Some(account), Some(affiliate), Some(starts_at), Some(last), true) = (account, affiliate, from, until, faults.is_empty()) else {
        return Ok(Err(faults));
    };
    let given = if fields.one("founding") == "yes" { Given::Founding { decision } } else { Given::By { steward, decision } };
    let ends_at = last.plus_seconds(DAY_S);
    Ok(Ok(Mandated { account: account.id(), affiliate, classes, starts_at, ends_at, given }))
}

/// `POST /admin/mandates/{id}/pause`.
pub(super) async fn pause(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(mandate): Path<String>,
) -> Result<Response, Problem> {
    set_pause(&site, &person, &reader, &mandate, (Pause::Begin, "paused")).await
}

/// `POST /admin/mandates/{id}/resumption`.
pub(super) async fn resume(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(mandate): Path<String>,
) -> Result<Response, Problem> {
    set_pause(&site, &person, &reader, &mandate, (Pause::End, "resumed")).await
}

async fn set_pause(
    site: &Site,
    person: &SignedIn,
    reader: &Reader,
    mandate: &str,
    (pause, said): (Pause, &str),
) -> Result<Response, Problem> {
    let here = format!("{HERE}/{mandate}");
    if let Some(way) = prove(site, person, &here) {
        return Ok(way);
    }
    site.community().pause_mandate(id(mandate)?, pause).await?;
    Ok(onward(&format!("{here}?said={said}"), reader))
}

/// `POST /admin/mandates/{id}/end`.
pub(super) async fn end(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(mandate): Path<String>,
) -> Result<Response, Problem> {
    if let Some(way) = prove(&site, &person, &format!("{HERE}/{mandate}")) {
        return Ok(way);
    }
    site.community().end_mandate(id(&mandate)?, Some(person.session.account().id())).await?;
    Ok(onward(&format!("{HERE}/{mandate}?said=ended"), &reader))
}
