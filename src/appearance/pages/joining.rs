//! Pages of joining: what a training is and who will know what, the form, what a badge will say, the slip.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::standing::TypedFault;
use super::wording::Wording;
use crate::vocabulary::{LanguageTag, Timestamp};

/// `/join/{code}`: before anybody joins, and without an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JoinPage {
    /// Around it.
    pub inside: Inside,
    /// What the slide shows.
    pub code: String,
    /// What they would join.
    pub training: TrainingCard,
    /// Who trains.
    pub trainers: Vec<TrainerCard>,
    /// Who will sign.
    pub issuer: String,
    /// What can be earned.
    pub badges: Vec<BadgeCard>,
    /// Who answers for what is kept, as the operator named them.
    pub controller: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// Whether people join by the slide at the moment.
    pub open: bool,
    /// Whether whoever looks has joined.
    pub joined: bool,
}

impl View for JoinPage {
    const TEMPLATE: &'static str = "join.html";
}

/// A training in a few words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainingCard {
    /// Its name.
    pub name: String,
    /// Where; empty when online.
    pub place: String,
    /// First instant.
    pub starts_at: Timestamp,
    /// Last instant.
    pub ends_at: Timestamp,
    /// Who holds it.
    pub affiliate: String,
    /// Whether no badge comes of it.
    pub rehearsal: bool,
}

/// Somebody who trains, as they agreed to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainerCard {
    /// Their name; `None`: somebody of their affiliate.
    pub name: Option<String>,
    /// Their affiliate.
    pub affiliate: Option<String>,
}

/// A badge that can be earned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BadgeCard {
    /// Its name.
    pub name: Wording,
    /// Its page.
    pub path: String,
}

/// `/join/{code}/form`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JoinForm {
    /// Around it.
    pub inside: Inside,
    /// Where the form goes.
    pub action: String,
    /// The training's name.
    pub training: String,
    /// What stands in its fields.
    pub fields: JoinFields,
    /// The user name that badges could say.
    pub user_name: Option<String>,
    /// Whether a guardian agreed: then the rules for minors ask for less.
    pub guardian: bool,
    /// What was wrong with it.
    pub faults: Vec<FieldFault>,
}

impl View for JoinForm {
    const TEMPLATE: &'static str = "join-form.html";
}

/// The fields of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JoinFields {
    /// What to be called.
    pub called: String,
    /// Three names, some empty.
    pub names: [String; 3],
    /// Whether badges say the user name.
    pub account_shown: bool,
    /// The language of the badge.
    pub language: String,
    /// `adult`, `minor` or nothing yet.
    pub age: &'static str,
}

/// Something wrong with a field; names the message `joining-fault-{said}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// The field's id.
    pub field: &'static str,
    /// What.
    pub said: &'static str,
}

/// `/join/{code}/read-back`: what a badge will say, to be confirmed, and then that somebody is in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadBackPage {
    /// Around it.
    pub inside: Inside,
    /// What the slide shows.
    pub code: String,
    /// The training's name.
    pub training: String,
    /// What they are called there.
    pub called: String,
    /// The names that a badge will say.
    pub names: Vec<String>,
    /// The user name, if a badge will say it.
    pub user_name: Option<String>,
    /// The language of the badge.
    pub language: LanguageTag,
    /// Whether the rules for minors make it say less.
    pub minor: bool,
    /// Which choice this is.
    pub seen: String,
    /// Where they stand.
    pub state: ReadBackState,
    /// Place on the list.
    pub number: u32,
    /// Whether they came by a slip.
    pub slip: bool,
    /// Whether it was changed between reading and confirming.
    pub changed: bool,
}

impl View for ReadBackPage {
    const TEMPLATE: &'static str = "join-read-back.html";
}

/// Where somebody stands who joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadBackState {
    /// To be confirmed.
    ToConfirm,
    /// Confirmed; it may still be changed.
    Confirmed,
    /// A badge says it.
    Recorded,
}

/// `/slip`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipPage {
    /// Around it.
    pub inside: Inside,
    /// What was typed, or came from the slip's own code.
    pub typed: String,
    /// In groups of four.
    pub groups: Vec<String>,
    /// The join page they came from.
    pub join: Option<String>,
    /// Where to go on afterwards: a path of ours.
    pub next: Option<String>,
    /// Whether the box "this is not my device" is ticked.
    pub borrowed: bool,
    /// What was wrong.
    pub fault: Option<SlipFault>,
}

impl View for SlipPage {
    const TEMPLATE: &'static str = "slip.html";
}

/// What is wrong with a code and a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum SlipFault {
    /// The code was mistyped.
    Code {
        /// How.
        fault: TypedFault,
    },
    /// The PIN cannot be kept; names the message `joining-slip-fault-{said}`.
    Pin {
        /// Why.
        said: &'static str,
    },
    /// They do not belong together.
    NoFit,
}

impl SlipPage {
    /// A page for a browser, with a code that may stand in its address.
    pub fn of(inside: Inside, typed: &str, join: Option<String>, next: Option<String>) -> Self {
        let typed: String = typed.chars().filter(|c| !c.is_control()).take(80).collect();
        Self { inside, groups: super::standing::groups(&typed), typed, join, next, borrowed: true, fault: None }
    }
}
