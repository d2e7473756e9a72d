//! A picture that comes in pieces over a bad network.
//!
//! The store says how many bytes it has, and that is where the next piece begins. The same piece twice
//! changes nothing, one that begins elsewhere neither: the answer is the place at which to go on. The whole
//! is checked by the digest that was announced with it.

use super::NewPicture;
use crate::vocabulary::ids::{AccountId, PictureId, TrainingId};

/// Bytes of a piece at most.
pub const CHUNK: usize = 64 * 1024;
/// Hours after which an upload that did not end is cleared away.
pub const HOURS: i64 = 24;

/// A picture as announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// What it will be.
    pub picture: NewPicture,
    /// Bytes of the whole.
    pub size: usize,
}

/// An upload under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What it will be.
    pub(crate) picture: NewPicture,
    /// Bytes of the whole.
    pub(crate) size: usize,
    /// Bytes that have come.
    pub(crate) have: usize,
}

/// Which upload a piece belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    /// Names it.
    pub id: PictureId,
    /// In which training.
    pub training: TrainingId,
    /// Of whose work.
    pub participant: AccountId,
    /// Who sends it.
    pub trainer: AccountId,
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Had {
    /// So many bytes have come, and more are awaited.
    Bytes(usize),
    /// All bytes have come; the picture is still to be drawn.
    All,
    /// The picture is kept.
    Kept,
}

impl Upload {
    /// How far it is.
    pub fn had(&self) -> Had {
        if self.have >= self.size { Had::All } else { Had::Bytes(self.have) }
    }

    /// What it will be.
    pub fn picture(&self) -> &NewPicture {
        &self.picture
    }

    /// Whether this is whose it is.
    pub(crate) fn is_of(&self, sending: &Sending) -> bool {
        (self.picture.training, self.picture.participant, self.picture.trainer) == (sending.training, sending.participant, sending.trainer)
    }
}
