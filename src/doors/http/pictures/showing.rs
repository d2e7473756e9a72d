//! `/pictures/{picture}`: a picture, for those who may see it.

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::community::TrainingError;
use crate::community::attestation::picture::{Picture, Size};
use crate::doors::http::api::id;
use crate::doors::http::entry::SignedIn;
use crate::doors::http::headers::IMAGE_POLICY;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;
use crate::vocabulary::ids::kind;

/// `GET /pictures/{picture}`.
pub(super) async fn whole(State(site): State<Site>, person: SignedIn, Path(picture): Path<String>) -> Result<Response, Problem> {
    show(&site, &seen_by(&site, &person, &picture).await?, Size::Whole).await
}

/// `GET /pictures/{picture}/small`.
pub(super) async fn small(State(site): State<Site>, person: SignedIn, Path(picture): Path<String>) -> Result<Response, Problem> {
    show(&site, &seen_by(&site, &person, &picture).await?, Size::Small).await
}

/// The picture, if it shows this person's own work, if they are a steward, or a trainer of its training.
async fn seen_by(site: &Site, person: &SignedIn, picture: &str) -> Result<Picture, Problem> {
    let found = site.community().picture(id::<kind::Picture>(picture)?).await?.ok_or_else(Problem::not_found)?;
    let (me, roles) = (person.session.account().id(), person.session.roles());
    if found.participant() == me || roles.is_steward() {
        return Ok(found);
    }
    let training = match site.community().training(found.training()).await {
        Err(TrainingError::NoTraining(_)) => return Err(Problem::not_found()),
        other => other?,
    };
    if roles.is_trainer() && training.trainers().contains(&me) { Ok(found) } else { Err(Problem::not_found()) }
}

/// The answer with a picture. The gate adds that nobody keeps it.
pub(in crate::doors::http) async fn show(site: &Site, picture: &Picture, size: Size) -> Result<Response, Problem> {
    let jpeg = site.community().picture_bytes(picture.id(), size).await?.ok_or_else(Problem::not_found)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"picture.jpg\"")),
        (CONTENT_SECURITY_POLICY, IMAGE_POLICY),
    ];
    Ok((headers, jpeg).into_response())
}
