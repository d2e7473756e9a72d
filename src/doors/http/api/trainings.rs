//! Trainings: who trains, and which class versions they award.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Ask, Made, SignedIn, id, once};
use crate::community::attestation::{NewTraining, Training};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;
use crate::vocabulary::Timestamp;

/// An event, or a mentorship of two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingIn {
    /// What it is called.
    #[schema(min_length = 1)]
    pub name: String,
    /// Where it takes place.
    #[serde(default)]
    pub place: String,
    /// Its beginning, such as `2026-11-20T09:00:00Z`.
    #[schema(format = DateTime)]
    pub starts_at: String,
    /// Its end.
    #[schema(format = DateTime)]
    pub ends_at: String,
    /// The affiliate that holds it.
    pub affiliate: String,
    /// Slugs of the classes that it awards, in their versions of today.
    #[schema(min_items = 1)]
    pub classes: Vec<String>,
    /// Ids of those who train beside you.
    #[serde(default)]
    pub trainers: Vec<String>,
}

/// A training.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingOut {
    /// The id.
    pub training: String,
    /// What it is called.
    pub name: String,
    /// Where it takes place.
    pub place: String,
    /// Its beginning.
    pub starts_at: String,
    /// Its end.
    pub ends_at: String,
    /// The affiliate that holds it.
    pub affiliate: String,
    /// What it awards.
    pub classes: Vec<PinnedOut>,
    /// Ids of those who train.
    pub trainers: Vec<String>,
}

/// A class version that a training awards, whatever becomes of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinnedOut {
    /// Slug of the class.
    pub class: String,
    /// Its version.
    pub version: String,
}

impl TrainingOut {
    fn new(training: &Training) -> Self {
        let pinned = |(class, version): &(String, String)| PinnedOut { class: class.clone(), version: version.clone() };
        Self {
            training: training.id().to_string(),
            name: training.name().to_owned(),
            place: training.place().to_owned(),
            starts_at: training.starts_at().to_string(),
            ends_at: training.ends_at().to_string(),
            affiliate: training.affiliate().to_owned(),
            classes: training.classes().iter().map(pinned).collect(),
            trainers: training.trainers().iter().map(ToString::to_string).collect(),
        }
    }
}

/// Writes a training down, as somebody with a mandate for every class that it awards.
#[utoipa::path(
    post, path = "/api/trainings", tag = "attesting", request_body = TrainingIn,
    responses((status = 201, body = TrainingOut), (status = 401), (status = 403), (status = 422))
)]
pub async fn open(State(site): State<Site>, ask: Ask<TrainingIn>) -> Result<Made, Problem> {
    ask.by.with_mandate(&site).await?;
    for class in &ask.body.classes {
        ask.by.with_mandate_for(class, &site).await?;
    }
    let new = training(ask.by, ask.body)?;
    let office = site.office().clone();
    once(&site, ask.retry, async move { Made::new(&TrainingOut::new(&office.community().make_training(&new).await?)) }).await
}

fn training(by: SignedIn, said: TrainingIn) -> Result<NewTraining, Problem> {
    let instant = |text: &str| {
        let not_one = || Problem::because(Kind::Refused, format_args!("{text:?} is not an instant such as 2026-11-20T09:00:00Z"));
        Timestamp::parse(text).ok_or_else(not_one)
    };
    let mut trainers = vec![by.0];
    for name in &said.trainers {
        let not_one = |_| Problem::because(Kind::Refused, format_args!("{name:?} is not an id of this server"));
        trainers.push(name.parse().map_err(not_one)?);
    }
    Ok(NewTraining {
        name: said.name,
        place: said.place,
        starts_at: instant(&said.starts_at)?,
        ends_at: instant(&said.ends_at)?,
        affiliate: said.affiliate,
        classes: said.classes,
        trainers,
    })
}

/// Shows a training to those who train in it, and for anybody with a mandate for a class that it awards. To others it
/// is not there.
#[utoipa::path(
    get, path = "/api/trainings/{id}", tag = "attesting", params(("id" = String, Path)),
    responses((status = 200, body = TrainingOut), (status = 401), (status = 404))
)]
pub async fn show(State(site): State<Site>, by: SignedIn, Path(name): Path<String>) -> Result<Json<TrainingOut>, Problem> {
    let training = site.community().training(id(&name)?).await?;
    let (trainer, now) = (site.community().trainer(by.0).await?, site.community().now());
    let awards = |(class, _): &(String, String)| trainer.has_mandate_for(class, now);
    if !training.trainers().contains(&by.0) && !training.classes().iter().any(awards) {
        return Err(Problem::not_found());
    }
    Ok(Json(TrainingOut::new(&training)))
}
