//! Badges as stewards find, suspend and revoke them.

use serde::Serialize;

use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::pictures::PictureCard;
use crate::appearance::pages::wording::Wording;
use crate::vocabulary::Timestamp;

/// `/admin/badges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadgesPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// As typed.
    pub find: String,
    /// What was found; `None` if nothing was looked for.
    pub found: Option<Vec<BadgeLine>>,
    /// Revocations that wait for a second person.
    pub waiting: Vec<WaitingLine>,
    /// Whether the steward proved a moment ago who they are.
    pub fresh: bool,
}

impl View for BadgesPage {
    const TEMPLATE: &'static str = "steward-badges.html";
}

/// A badge in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadgeLine {
    /// Its id.
    pub id: String,
    /// Its class.
    pub class: Wording,
    /// Its holder.
    pub holder: String,
    /// When it was awarded.
    pub awarded_at: Timestamp,
}

/// A revocation that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitingLine {
    /// Its id.
    pub id: String,
    /// Which badge.
    pub credential: String,
    /// Its class.
    pub class: Wording,
    /// Names the message `steward-reason-{…}`.
    pub reason: &'static str,
    /// The right class, if its badge is to take this one's place.
    pub right: Option<Wording>,
    /// The words of who asked.
    pub note: Option<String>,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Timestamp,
    /// Whether the steward who looks may be the second person: not who asked, not the holder.
    pub may_confirm: bool,
    /// Whether they may decline: not the holder, unless they asked.
    pub may_decline: bool,
}

/// `/admin/badges/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadgePage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// The badge.
    pub line: BadgeLine,
    /// Its code as printed.
    pub printed: String,
    /// What our register says of it.
    pub standing: BadgeStanding,
    /// Revocations that wait.
    pub waiting: Vec<WaitingLine>,
    /// Why the details of its holder's badges are withheld; names the message `steward-why-{…}`.
    pub withheld: Option<&'static str>,
    /// Pictures of its holder's work that are still kept.
    pub pictures: Vec<PictureCard>,
    /// Whether it is the steward's own: then they decide nothing about it.
    pub own: bool,
    /// Whether the steward proved a moment ago who they are.
    pub fresh: bool,
}

impl View for BadgePage {
    const TEMPLATE: &'static str = "steward-badge.html";
}

/// What our register says of a badge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum BadgeStanding {
    /// Neither suspended nor revoked.
    Standing,
    /// Suspended.
    Suspended {
        /// Since when.
        at: Timestamp,
        /// Names the message `steward-suspended-for-{…}`, where the reason is one of ours.
        reason: Option<&'static str>,
        /// The reason as it was written, where it is not.
        written: Option<String>,
        /// By whom.
        by: String,
    },
    /// Another badge takes its place, because it was of the wrong class.
    Replaced {
        /// Since when.
        at: Timestamp,
        /// The other badge's public page, once it is issued and its holder keeps nothing of it back.
        by: Option<String>,
    },
    /// Revoked.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Names the message `steward-reason-{…}`.
        reason: &'static str,
    },
}
