//! What surrounds the pages of people who are signed in: the way to their other pages, and out.
//!
//! A view that extends `templates/inside.html` has it as its field `inside`; forms take the token from it.

use serde::Serialize;

/// Who looks, in which browser.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by name in the template")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inside {
    /// Proof that a form was made for this browser.
    pub token: String,
    /// Whether anybody is signed in; if not, there is nothing to go to.
    pub signed_in: bool,
    /// What the person is called, if they are called anything.
    pub person: Option<String>,
    /// Whether a mandate of theirs is in force.
    pub trainer: bool,
    /// Whether they are a steward.
    pub steward: bool,
    /// Whether the device is somebody else's.
    pub borrowed: bool,
    /// How many notices the person has not read.
    pub unread: u64,
}

impl Inside {
    /// A browser in which nobody is signed in.
    pub fn of_nobody(token: String) -> Self {
        Self { token, signed_in: false, person: None, trainer: false, steward: false, borrowed: false, unread: 0 }
    }
}
