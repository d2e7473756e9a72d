//! Pictures as evidence: what a trainer photographed of a person's work in a training.
//!
//! A picture is seen by the trainers of its training, by stewards, by whoever a co-attester's link lets in,
//! and by the person whose work it shows; no badge and no public page has its address. It goes
//! [`KEPT_DAYS`] days after the training ended. A phone sends it in pieces and goes on where it was cut
//! off: [`upload`].

pub(crate) mod store;
pub mod upload;

use super::Training;
use super::observation;
use crate::platform::database::StoreError;
use crate::standards::picture::PictureFault;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, PictureId, TrainingId};

/// Pictures of one person in one training.
pub const MOST_OF_PERSON: usize = 10;
/// Pictures that one trainer adds in a day: a room of forty, ten of each.
pub const MOST_OF_DAY: usize = 400;
/// Pictures that one server keeps at once; at half a megabyte each, some ten gigabytes.
pub const MOST_OF_ALL: usize = 20_000;
/// Characters of a caption.
pub const CAPTION_LENGTH: usize = 200;
/// Days after the end of a training for which its pictures are kept.
pub const KEPT_DAYS: i64 = 90;

/// A picture that is kept, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    id: PictureId,
    training: TrainingId,
    participant: AccountId,
    trainer: AccountId,
    caption: String,
    digest: [u8; 32],
    width: u16,
    height: u16,
    added_at: Timestamp,
}

/// In which of its two sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As it was drawn anew.
    Whole,
    /// For lists.
    Small,
}

/// Where a picture is put, by whom, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// Chosen by the page that sends it, so that the same one sent twice is one.
    pub id: PictureId,
    /// In which training.
    pub training: TrainingId,
    /// Of whose work.
    pub participant: AccountId,
    /// Who adds it.
    pub trainer: AccountId,
    /// A few words; may be empty.
    pub caption: String,
    /// SHA-256 of the bytes that were sent.
    pub digest: [u8; 32],
}

/// Why a picture was not added. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// No such training, or not one of its trainers.
    #[error("there is no training of yours with this id")]
    NoTraining,
    /// Nobody of this id takes part.
    #[error("this person does not take part in this training")]
    NoParticipant,
    /// Nobody gives evidence for themselves.
    #[error("nobody adds pictures of their own work: ask another trainer")]
    Oneself,
    /// It would be cleared away at once.
    #[error("the training ended more than {KEPT_DAYS} days ago: its pictures are not kept any more")]
    Over,
    /// The person has all there can be.
    #[error("a person has at most {MOST_OF_PERSON} pictures in a training: remove one first")]
    Many,
    /// The trainer added too many.
    #[error("a trainer adds at most {MOST_OF_DAY} pictures in a day: go on tomorrow")]
    Daily,
    /// The server keeps too many.
    #[error("this server keeps {MOST_OF_ALL} pictures and takes no more until some are removed: tell its operator")]
    Full,
    /// Too many words.
    #[error("a caption has at most {CAPTION_LENGTH} characters, this one has {found}")]
    LongCaption {
        /// How many it has.
        found: usize,
    },
    /// Its id belongs to another picture.
    #[error("this id belongs to another picture: take a new one")]
    Taken,
    /// Nothing of this id is under way.
    #[error("no upload of yours has this id: begin it again")]
    NoUpload,
    /// An upload of no size, or of too many bytes.
    #[error("a picture is sent with 1 to {most} bytes, this one would have {found}", most = crate::standards::picture::LARGEST)]
    Size {
        /// Bytes that were announced.
        found: usize,
    },
    /// What has come is not what was announced.
    #[error("what has come of the picture is not what was announced: begin again")]
    Altered,
    /// It is no picture that can be read.
    #[error(transparent)]
    Unreadable(#[from] PictureFault),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Picture {
    /// Names it.
    pub fn id(&self) -> PictureId {
        self.id
    }

    /// In which training.
    pub fn training(&self) -> TrainingId {
        self.training
    }

    /// Of whose work.
    pub fn participant(&self) -> AccountId {
        self.participant
    }

    /// Who added it.
    pub fn trainer(&self) -> AccountId {
        self.trainer
    }

    /// A few words; may be empty.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// Pixels across.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// When it was added.
    pub fn added_at(&self) -> Timestamp {
        self.added_at
    }

    /// Whether it is what `new` asks for.
    pub(crate) fn is(&self, new: &NewPicture) -> bool {
        (self.training, self.participant, self.trainer, self.digest) == (new.training, new.participant, new.trainer, new.digest)
    }
}

/// Until when pictures of a training are kept.
pub fn kept_until(training: &Training) -> Timestamp {
    training.ends_at().plus_seconds(KEPT_DAYS * 24 * 3600)
}

/// What is kept of a typed caption: one line without control characters.
pub(crate) fn tidy(caption: &str) -> Result<String, PictureError> {
    let one_line: Vec<&str> = caption.split_whitespace().collect();
    let kept = observation::tidy(&one_line.join(" ")).map_err(|found| PictureError::LongCaption { found })?;
    match kept.chars().count() {
        0..=CAPTION_LENGTH => Ok(kept),
        found => Err(PictureError::LongCaption { found }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_is_one_line_of_two_hundred_characters() {
        assert_eq!(tidy(" The plan\r\non the\u{0} wall ").unwrap(), "The plan on the wall");
        assert!(tidy(&"ع".repeat(200)).is_ok());
        assert!(matches!(tidy(&"ع".repeat(201)), Err(PictureError::LongCaption { found: 201 })));
    }
}
