//! `/training/{id}/room/{account}/pictures`: a picture by a form, and removing one.

use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::{fault, room_path, sending};
use crate::community::attestation::picture::{NewPicture, PictureError};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::room::Named;
use crate::doors::http::room::person::page_of;
use crate::doors::http::site::{Reading, Site};
use crate::doors::http::training::of_training::OfTraining;
use crate::standards::picture::redraw;
use crate::vocabulary::ids::PictureId;
use crate::vocabulary::ids::kind;

/// What the form brings.
#[derive(Debug, Default)]
struct Brought {
    file: Vec<u8>,
    caption: String,
    once: Option<PictureId>,
}

impl Brought {
    async fn read(mut parts: Multipart) -> Result<Self, Problem> {
        let mut brought = Self::default();
        let unreadable = |fault: MultipartError| Problem::of_library(fault.status());
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(unreadable)?;
            match name.as_str() {
                "picture" if brought.file.is_empty() => brought.file = bytes.to_vec(),
                "caption" => brought.caption = String::from_utf8_lossy(&bytes).into_owned(),
                "once" => brought.once = str::from_utf8(&bytes).ok().and_then(|once| once.parse().ok()),
                _ => {}
            }
        }
        Ok(brought)
    }
}

/// `GET`: somebody comes back to a page that only a form makes.
pub(super) async fn back(here: OfTraining, person: Named) -> Response {
    Redirect::to(&room_path(&here, &person)).into_response()
}

/// `POST`: draws the picture anew and keeps it, once.
pub(super) async fn add(
    State(site): State<Site>,
    here: OfTraining,
    person: Named,
    Reading(reader): Reading,
    parts: Multipart,
) -> Result<Response, Problem> {
    let brought = Brought::read(parts).await?;
    let once = brought.once.ok_or_else(|| Problem::new(Kind::Malformed))?;
    let caption = brought.caption.clone();
    let new = NewPicture {
        id: once,
        training: here.training().id(),
        participant: person.0,
        trainer: here.signed_in.session.account().id(),
        caption: brought.caption,
        digest: Sha256::digest(&brought.file).into(),
    };
    match add_once(&site, new, brought.file).await? {
        Ok(()) => Ok(onward(&format!("{}?said=picture-added#pictures", room_path(&here, &person)), &reader)),
        Err(error) => {
            let Some(word) = fault(&error) else { return Err(error.into()) };
            let page = page_of(&site, &here, person.0, &reader.language).await?.with_picture_fault(word, caption);
            let page = site.pages().render(&page, &reader).map_err(Problem::internal)?;
            Err(Problem::from(error).shown_as(page.into_string()))
        }
    }
}

/// A page that a browser kept may send its id once more with another picture: that one gets an id of its own.
async fn add_once(site: &Site, mut new: NewPicture, file: Vec<u8>) -> Result<Result<(), PictureError>, Problem> {
    let drawn = match site.when_free(async move { redraw(&file) }).await? {
        Ok(drawn) => drawn,
        Err(unreadable) => return Ok(Err(unreadable.into())),
    };
    let community = site.community().clone();
    let kept = site.to_the_end(async move {
        match community.add_picture(new.clone(), &drawn).await {
            Err(PictureError::Taken) => {
                new.id = community.chance().id::<kind::Picture>();
                community.add_picture(new, &drawn).await
            }
            other => other,
        }
    });
    kept.await
}

/// `POST …/{picture}/removal`.
pub(super) async fn remove(
    State(site): State<Site>,
    here: OfTraining,
    person: Named,
    Reading(reader): Reading,
    Path((_, _, picture)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    site.community().remove_picture(&sending(&here, person.0, &picture)?).await?;
    Ok(onward(&format!("{}?said=picture-removed#pictures", room_path(&here, &person)), &reader))
}
