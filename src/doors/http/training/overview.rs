//! `/training` and `/training/{id}`: which trainings there are, how far one is, and changing it.

use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Response};

use super::days::days;
use super::making::day_fault;
use super::of_training::OfTraining;
use super::showing::{called, class_view, warning_view};
use super::trainers;
use crate::appearance::pages::Reader;
use crate::appearance::pages::training::{
    FormFault, JoiningView, ProgressView, TrainerView, TrainingHead, TrainingLine, TrainingPage, TrainingsPage,
};
use crate::appearance::pages::wording::Told;
use crate::community::attestation::{MOST_EXPECTED, Workshop, outlook};
use crate::community::catalog::BadgeClass;
use crate::community::people::Trainer;
use crate::community::{Joinable, WorkshopChange};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::fields::Fields;
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::TrainingId;

/// `GET /training`: everything that the reader trains in.
pub async fn list(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let (community, now) = (site.community(), site.community().now());
    let mut workshops = community.workshops_of(person.session.account().id()).await?;
    workshops.sort_by_key(|workshop| (workshop.training().starts_at(), workshop.id().to_string()));
    let ids: Vec<TrainingId> = workshops.iter().map(Workshop::id).collect();
    let mut far = community.progress(&ids).await?;
    let (mut upcoming, mut past) = (Vec::new(), Vec::new());
    for workshop in workshops {
        let progress = far.remove(&workshop.id()).unwrap_or_default();
        let line =
            TrainingLine { head: TrainingHead::from(&workshop), joined: progress.joined, next: workshop.next(&progress, now).as_str() };
        if workshop.training().ends_at() >= now { upcoming.push(line) } else { past.push(line) }
    }
    past.reverse();
    site.page(&TrainingsPage { inside: inside(&person), upcoming, past }, &reader)
}

/// `GET /training/{id}`.
pub async fn show(State(site): State<Site>, of: OfTraining, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&page(&site, &of, &reader, Vec::new()).await?, &reader)
}

/// `POST /training/{id}`: another place, other days, more people.
pub async fn change(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let fields = Fields::from(form);
    let dates = days(fields.one("from"), fields.one("until"));
    let expected = fields.one("expected").parse().ok().filter(|n| (1..=MOST_EXPECTED).contains(n));
    let mut faults: Vec<FormFault> = dates.err().map(day_fault).into_iter().collect();
    if expected.is_none() {
        faults.push(FormFault { field: "expected", code: "expected", typed: String::new() });
    }
    let (Ok((starts_at, ends_at)), Some(expected)) = (dates, expected) else { return refused(&site, &of, &reader, faults).await };
    let place = fields.one("place").chars().take(120).collect();
    site.community().change_workshop(of.workshop.id(), &WorkshopChange { place, starts_at, ends_at, expected }).await?;
    Ok(back(&of, &reader))
}

/// `POST /training/{id}/joining`: closes joining, or opens it.
pub async fn joining(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let joining = match Fields::from(form).one("joining") {
        "open" => Joinable::Open,
        "closed" => Joinable::Closed,
        _ => return Err(Problem::new(Kind::Malformed)),
    };
    site.community().set_joining(of.workshop.id(), joining).await?;
    Ok(back(&of, &reader))
}

/// `POST /training/{id}/join-code`: another code in place of the one on the page.
pub async fn join_code(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    let old =
        Fields::from(form).one("code").parse().map_err(|fault| Problem::because(Kind::Malformed, fault).telling(Told::new("choice")))?;
    site.community().replace_join_code(of.workshop.id(), &old).await?;
    Ok(back(&of, &reader))
}

/// `POST /training/{id}/trainers`: somebody more who trains.
pub async fn add_trainers(State(site): State<Site>, of: OfTraining, Reading(reader): Reading, form: RawForm) -> Result<Response, Problem> {
    match trainers::found(Fields::from(form).one("trainers"), &site).await? {
        Ok(people) => {
            for account in people {
                site.community().add_trainer(of.workshop.id(), account.id()).await?;
            }
            Ok(back(&of, &reader))
        }
        Err(faults) => refused(&site, &of, &reader, faults).await,
    }
}

/// `POST /training/{id}/trainers/removal`: one who trains no more. Whoever removes themselves is led to their list.
pub async fn remove_trainer(
    State(site): State<Site>,
    of: OfTraining,
    Reading(reader): Reading,
    form: RawForm,
) -> Result<Response, Problem> {
    let trainer =
        Fields::from(form).one("trainer").parse().map_err(|fault| Problem::because(Kind::Malformed, fault).telling(Told::new("choice")))?;
    site.community().remove_trainer(of.workshop.id(), trainer).await?;
    let stays = site.community().workshop(of.workshop.id()).await?.is_trained_by(of.signed_in.session.account().id());
    Ok(if stays { back(&of, &reader) } else { onward("/training", &reader) })
}

fn back(of: &OfTraining, reader: &Reader) -> Response {
    onward(&format!("/training/{}", of.workshop.id()), reader)
}

async fn refused(site: &Site, of: &OfTraining, reader: &Reader, faults: Vec<FormFault>) -> Result<Response, Problem> {
    let html = site.pages().render(&page(site, of, reader, faults).await?, reader).map_err(Problem::internal)?;
    Ok(Problem::new(Kind::Refused).shown_as(html.into_string()).into_response())
}

async fn page(site: &Site, of: &OfTraining, reader: &Reader, faults: Vec<FormFault>) -> Result<TrainingPage, Problem> {
    let (community, workshop, training) = (site.community(), &of.workshop, of.training());
    let now = community.now();
    let progress = community.progress(&[workshop.id()]).await?.remove(&workshop.id()).unwrap_or_default();
    let mut people = Vec::new();
    for id in training.trainers() {
        people.push(community.trainer(*id).await?);
    }
    let classes: Vec<&BadgeClass> =
        training.classes().iter().filter_map(|(slug, version)| site.catalog().class_version(slug, version)).collect();
    let mut warnings = outlook(&people, &classes, training.ends_at(), workshop.language(), now);
    warnings.retain(|warning| !matches!(warning, crate::community::attestation::Warning::Past));
    let own = of.signed_in.session.account().id();
    Ok(TrainingPage {
        inside: inside(&of.signed_in),
        head: TrainingHead::from(workshop),
        next: workshop.next(&progress, now).as_str(),
        progress: ProgressView {
            joined: progress.joined,
            expected: workshop.expected(),
            unconfirmed: progress.unconfirmed,
            ticked: progress.ticked,
            nominated: progress.nominated,
            issued: progress.issued,
        },
        joining: JoiningView {
            open: workshop.is_joinable(now),
            closes_at: workshop.join_closes_at(),
            address: site.addresses().join(workshop.join_code().as_str()),
            code: workshop.join_code().to_string(),
        },
        classes: classes.iter().map(|class| class_view(class, &reader.language, site)).collect(),
        trainers: people
            .iter()
            .map(Trainer::account)
            .map(|account| TrainerView { id: account.id().to_string(), called: called(account), you: account.id() == own })
            .collect(),
        warnings: warnings.iter().map(|warning| warning_view(warning, &reader.language)).collect(),
        from: training.starts_at().date(),
        until: training.ends_at().date(),
        faults,
    })
}
