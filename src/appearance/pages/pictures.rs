//! Pictures as evidence, as lists show them.

use serde::Serialize;

use crate::community::attestation::picture::{MOST_OF_PERSON, Picture};
use crate::standards::picture::SMALL_SIDE;
use crate::vocabulary::Timestamp;

/// A picture in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureCard {
    /// Names it.
    pub id: String,
    /// Where it is whole; `/small` below it is what the list shows.
    pub path: String,
    /// A few words; may be empty.
    pub caption: String,
    /// Pixels of the small one across.
    pub width: usize,
    /// Pixels of the small one down.
    pub height: usize,
    /// When it was added.
    pub added_at: Timestamp,
}

impl PictureCard {
    /// A picture that is whole at `path`.
    pub fn of(picture: &Picture, path: String) -> Self {
        let (width, height) = (usize::from(picture.width()), usize::from(picture.height()));
        let side = width.max(height).max(SMALL_SIDE);
        let small = |pixels: usize| (pixels * SMALL_SIDE).div_ceil(side).max(1);
        Self {
            id: picture.id().to_string(),
            path,
            caption: picture.caption().to_owned(),
            width: small(width),
            height: small(height),
            added_at: picture.added_at(),
        }
    }
}

/// The pictures of one person, where a trainer adds some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PicturesToAdd {
    /// Those that are kept.
    pub cards: Vec<PictureCard>,
    /// Whether there is room for another one.
    pub room: bool,
    /// Whether the training ended too long ago for any.
    pub over: bool,
    /// Until when they are kept.
    pub until: Timestamp,
    /// The id that the next one gets, so that a form sent twice adds one.
    pub once: String,
    /// What was typed as a caption and not kept.
    pub caption: String,
    /// Why nothing was added: names the message `picture-fault-{…}`.
    pub fault: Option<&'static str>,
}

impl PicturesToAdd {
    /// What a page offers beside `cards`.
    pub fn new(cards: Vec<PictureCard>, until: Timestamp, now: Timestamp, once: String) -> Self {
        let room = cards.len() < MOST_OF_PERSON;
        Self { cards, room, over: until <= now, until, once, caption: String::new(), fault: None }
    }
}
