//! Pictures as evidence: a trainer adds them on a person's page in the room, by a form or piece by piece;
//! trainers, stewards, co-attesters and the person themself look at them.
//!
//! For everybody else there is nothing at these addresses. What is answered is a JPEG of our own encoder,
//! kept by no cache, that may do nothing but be shown.

mod adding;
mod sending;
pub mod showing;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::api::id;
use super::entry::Who::{People, Trainers};
use super::problem::{Kind, Problem};
use super::room::Named;
use super::router::Routes;
use super::training::of_training::OfTraining;
use crate::appearance::pages::pictures::PictureCard;
use crate::appearance::pages::wording::Told;
use crate::community::attestation::picture::upload::{CHUNK, Sending};
use crate::community::attestation::picture::{Picture, PictureError};
use crate::vocabulary::ids::AccountId;

/// Bytes of the form with a picture as a phone's camera makes it.
const BROUGHT: usize = 12 * 1024 * 1024;

/// Paths, who may use them, and what answers there.
pub(super) const ROUTES: Routes = &[
    ("/training/{id}/room/{account}/pictures", Trainers, || {
        get(adding::back).merge(post(adding::add).layer(DefaultBodyLimit::max(BROUGHT)))
    }),
    ("/training/{id}/room/{account}/pictures/{picture}/removal", Trainers, || post(adding::remove)),
    ("/training/{id}/room/{account}/pictures/{picture}/upload", Trainers, || post(sending::begin)),
    ("/training/{id}/room/{account}/pictures/{picture}/upload/{begins}", Trainers, || {
        post(sending::piece).layer(DefaultBodyLimit::max(CHUNK))
    }),
    ("/pictures/{picture}", People, || get(showing::whole)),
    ("/pictures/{picture}/small", People, || get(showing::small)),
];

/// A picture of a person's work, as the address names it, and who is there.
fn sending(here: &OfTraining, participant: AccountId, picture: &str) -> Result<Sending, Problem> {
    let (training, trainer) = (here.training().id(), here.signed_in.session.account().id());
    Ok(Sending { id: id::<crate::vocabulary::ids::kind::Picture>(picture)?, training, participant, trainer })
}

/// Path of a person's page in the room.
fn room_path(here: &OfTraining, person: &Named) -> String {
    format!("/training/{}/room/{}", here.training().id(), person.0)
}

/// A picture as lists show it, at an address below `base`.
pub(super) fn card(picture: &Picture, base: &str) -> PictureCard {
    PictureCard::of(picture, format!("{base}/{}", picture.id()))
}

/// Names the message `picture-fault-{…}`; `None`: it is no fault of who sends it.
fn fault(error: &PictureError) -> Option<&'static str> {
    use crate::standards::picture::PictureFault::{Damaged, NotAPicture, TooManyPixels};
    match error {
        PictureError::Over => Some("over"),
        PictureError::Many => Some("many"),
        PictureError::Daily => Some("daily"),
        PictureError::Full => Some("full"),
        PictureError::LongCaption { .. } => Some("caption"),
        PictureError::Unreadable(NotAPicture) => Some("kind"),
        PictureError::Unreadable(TooManyPixels { .. }) => Some("pixels"),
        PictureError::Unreadable(Damaged { .. }) | PictureError::Altered => Some("damaged"),
        PictureError::NoTraining
        | PictureError::NoParticipant
        | PictureError::Oneself
        | PictureError::Taken
        | PictureError::NoUpload
        | PictureError::Size { .. }
        | PictureError::Store(_) => None,
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        let word = fault(&error);
        let problem = match error {
            PictureError::Store(error) => return error.into(),
            PictureError::NoTraining | PictureError::NoParticipant | PictureError::NoUpload => return Self::not_found(),
            PictureError::Taken => Self::because(Kind::Conflict, error),
            PictureError::Oneself => Self::because(Kind::Refused, error).telling(Told::new("oneself")),
            PictureError::Over
            | PictureError::Many
            | PictureError::Daily
            | PictureError::Full
            | PictureError::LongCaption { .. }
            | PictureError::Size { .. }
            | PictureError::Altered
            | PictureError::Unreadable(_) => Self::because(Kind::Refused, error),
        };
        // What the page that sends pictures says about it in its reader's language.
        word.into_iter().fold(problem, |problem, word| problem.with("fault", word))
    }
}
