//! `…/pictures/{picture}/upload`: a picture in pieces, over a network that comes and goes.
//!
//! Each answer says how many bytes have come; the next piece begins there. Whatever is sent twice, or from
//! another place, changes nothing, so a device that does not know what arrived simply asks and goes on.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Form, Path, State};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::{Deserialize, Serialize};

use super::sending;
use crate::community::attestation::picture::upload::{Had, NewUpload, Sending};
use crate::community::attestation::picture::{NewPicture, PictureError};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::room::Named;
use crate::doors::http::site::Site;
use crate::doors::http::training::of_training::OfTraining;
use crate::standards::picture::redraw;

/// A picture as a device announces it.
#[derive(Debug, Deserialize)]
pub(super) struct Announced {
    size: usize,
    digest: String,
    #[serde(default)]
    caption: String,
}

/// How far it is.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    /// Bytes that have come: the next piece begins here.
    have: usize,
    /// Whether the picture is kept, and nothing more is to be sent.
    kept: bool,
}

/// `POST …/upload`: begins, or says how far it is.
pub(super) async fn begin(
    State(site): State<Site>,
    here: OfTraining,
    person: Named,
    Path((_, _, picture)): Path<(String, String, String)>,
    Form(announced): Form<Announced>,
) -> Result<Json<Answer>, Problem> {
    let of = sending(&here, person.0, &picture)?;
    let digest = HEXLOWER_PERMISSIVE.decode(announced.digest.as_bytes()).ok().and_then(|digest| digest.try_into().ok());
    let digest: [u8; 32] = digest.ok_or_else(|| Problem::because(Kind::Malformed, "the digest is SHA-256 as 64 characters"))?;
    let Sending { id, training, participant, trainer } = of;
    let picture = NewPicture { id, training, participant, trainer, caption: announced.caption, digest };
    let had = site.community().begin_picture(NewUpload { picture, size: announced.size }).await?;
    answer(&site, of, had, announced.size).await
}

/// `POST …/upload/{begins}`: the piece that begins there.
pub(super) async fn piece(
    State(site): State<Site>,
    here: OfTraining,
    person: Named,
    Path((_, _, picture, begins)): Path<(String, String, String, String)>,
    bytes: Bytes,
) -> Result<Json<Answer>, Problem> {
    let of = sending(&here, person.0, &picture)?;
    let begins: usize = begins.parse().map_err(|_| Problem::not_found())?;
    let had = site.community().take_piece(&of, begins, &bytes).await?;
    answer(&site, of, had, begins.saturating_add(bytes.len())).await
}

/// Draws what has come whole; an answer that does not arrive is asked for again.
async fn answer(site: &Site, of: Sending, had: Had, size: usize) -> Result<Json<Answer>, Problem> {
    match had {
        Had::Bytes(have) => return Ok(Json(Answer { have, kept: false })),
        Had::Kept => return Ok(Json(Answer { have: size, kept: true })),
        Had::All => {}
    }
    let Some((new, whole)) = site.community().uploaded(&of).await? else { return Ok(Json(Answer { have: size, kept: true })) };
    let have = whole.len();
    let kept = match site.when_free(async move { redraw(&whole) }).await? {
        Ok(drawn) => {
            let community = site.community().clone();
            site.to_the_end(async move { community.add_picture(new, &drawn).await }).await?
        }
        Err(unreadable) => Err(PictureError::from(unreadable)),
    };
    match kept {
        Ok(()) => Ok(Json(Answer { have, kept: true })),
        Err(PictureError::Store(error)) => Err(error.into()),
        Err(refused) => {
            site.community().forget_upload(of.id).await?;
            Err(refused.into())
        }
    }
}
