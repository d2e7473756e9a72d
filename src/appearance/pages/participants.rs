//! One participant, as trainers see them, and what people say about themselves.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::joining::{FieldFault, JoinFields, ReadBackState};
use super::training::printing::QrView;
use crate::vocabulary::{LanguageTag, Timestamp};

/// `/training/{id}/people/{account}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonPage {
    /// Around it.
    pub inside: Inside,
    /// The path of this page.
    pub here: String,
    /// The path of the training.
    pub training_path: String,
    /// The training's name.
    pub training: String,
    /// What the person is called there.
    pub called: String,
    /// Place on the list.
    pub number: u32,
    /// Names the message `person-came-by-{…}`.
    pub came_by: &'static str,
    /// Names the message `person-confirmed-by-{…}`.
    pub confirmed_by: &'static str,
    /// Names that a badge says once they are confirmed.
    pub names: Vec<String>,
    /// The user name, if a badge says it.
    pub user_name: Option<String>,
    /// The user name, if there is one.
    pub known_as: Option<String>,
    /// The language of the badge.
    pub language: LanguageTag,
    /// Whether the rules for minors apply.
    pub minor: bool,
    /// When a trainer saw the guardian's slip.
    pub guardian_at: Option<Timestamp>,
    /// Whether they are here.
    pub present: bool,
    /// Whether a badge says it already.
    pub state: ReadBackState,
    /// Which choice this is.
    pub seen: String,
    /// Whether the trainer looks at themselves: then others confirm.
    pub oneself: bool,
    /// For the form that corrects it.
    pub fields: JoinFields,
    /// What was wrong with that form.
    pub faults: Vec<FieldFault>,
    /// Their slip.
    pub slip: SlipCard,
    /// The form that invites them by mail; `None`: no mail is sent from here, or they have a way in of their own.
    pub mail: Option<MailCard>,
}

impl View for PersonPage {
    const TEMPLATE: &'static str = "person.html";
}

/// What a trainer sees of somebody's slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipCard {
    /// Names the message `person-slip-{…}`: `own-way`, `none`, `new`, `good`, `resting`.
    pub state: &'static str,
    /// The number on it.
    pub number: Option<u32>,
    /// What the next slip's code will belong to.
    pub draw: String,
    /// A slip that was printed a moment ago: its code is shown once.
    pub printed: Option<PrintedCard>,
}

/// How an invitation by mail stands; names the message `person-mail-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailCard {
    /// None was sent a moment ago.
    Open,
    /// One is on its way.
    Sent,
    /// What was typed is no address.
    NoAddress,
}

/// A slip that was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedCard {
    /// The number on it.
    pub number: u32,
    /// The code on it.
    pub code: String,
    /// Where it is used.
    pub address: String,
    /// The same, to be scanned.
    pub qr: QrView,
    /// First instant at which it opens nothing.
    pub expires_at: Timestamp,
}

/// `/me/about-me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AboutMePage {
    /// Around it.
    pub inside: Inside,
    /// What they are called.
    pub called: String,
    /// Their user name, if they have one.
    pub user_name: Option<String>,
    /// Their affiliate, if they have one.
    pub affiliate: Option<String>,
    /// `adult` or `minor`.
    pub age: &'static str,
    /// `name`, `account` or `affiliate`.
    pub shown_as: &'static str,
    /// The language in which they read; empty: as the browser asks.
    pub language: String,
    /// What was wrong.
    pub faults: Vec<FieldFault>,
    /// Whether it was kept a moment ago.
    pub kept: bool,
}

impl View for AboutMePage {
    const TEMPLATE: &'static str = "about-me.html";
}
