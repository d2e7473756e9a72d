//! Who joined a training, and putting people down: one by hand, or many from a list.

use serde::Serialize;

use super::TrainingHead;
use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::vocabulary::Timestamp;

/// `/training/{id}/people`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeoplePage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// Everybody, in the order of the room sheet.
    pub people: Vec<PersonView>,
}

impl View for PeoplePage {
    const TEMPLATE: &'static str = "training-people.html";
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// Names the page where they are put right.
    pub account: String,
    /// Place on the room sheet.
    pub number: u32,
    /// What trainers call them.
    pub called: Option<String>,
    /// Names the message `training-came-by-{…}`.
    pub came_by: &'static str,
    /// When they joined.
    pub joined_at: Timestamp,
    /// Names the message `training-confirmed-{…}`.
    pub confirmed: &'static str,
    /// Names the message `training-guardian-{…}`.
    pub guardian: &'static str,
    /// Whether they left, or were put down by mistake.
    pub left: bool,
}

/// `/training/{id}/people/new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPersonPage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// Puts one person down, however often the form is sent.
    pub once: String,
    /// As typed.
    pub user_name: String,
    /// As typed.
    pub called: String,
    /// Whether the box is ticked.
    pub minor: bool,
    /// What is wrong: names the message `training-line-{…}`.
    pub fault: Option<&'static str>,
    /// Somebody here with nearly the same name.
    pub similar: Option<String>,
}

impl View for NewPersonPage {
    const TEMPLATE: &'static str = "training-person-new.html";
}

/// `/training/{id}/people/list`: the form, and then what becomes of each line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListPage {
    /// What surrounds it.
    pub inside: Inside,
    /// Which.
    pub head: TrainingHead,
    /// What is wrong with the list: names the message `training-list-{…}`.
    pub fault: Option<&'static str>,
    /// The lines, once a list was read.
    pub read: Option<ListView>,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "training-list.html";
}

/// A list that was read; nobody was put down yet, or so many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListView {
    /// Puts each line down once, however often the form is sent.
    pub once: String,
    /// The lines, for the next form.
    pub again: String,
    /// People who will be put down.
    pub ready: u32,
    /// Lines done so far, of a long list.
    pub done: u32,
    /// Each line.
    pub lines: Vec<LineView>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineView {
    /// Its number.
    pub number: u32,
    /// What it says.
    pub shown: String,
    /// Names the message `training-line-{…}`.
    pub fate: &'static str,
    /// Whom it looks like.
    pub other: String,
    /// Whether the trainer chooses.
    pub choice: bool,
    /// What the trainer chose.
    pub chosen: bool,
}
