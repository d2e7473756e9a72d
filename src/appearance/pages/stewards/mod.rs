//! Pages of stewards: what waits, mandates, badges, and the log.
//!
//! What stewards see of people is a name where there is one, an id where there is none.

pub mod badges;
pub mod changes;
pub mod draft_faults;
pub mod drafts;
pub mod log;
pub mod mandates;
pub mod numbers;
pub mod requests;

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::wording::Wording;

/// `/admin`: what waits for stewards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverviewPage {
    /// Around it.
    pub inside: Inside,
    /// What waits, by place.
    pub waiting: Vec<Waiting>,
}

impl View for OverviewPage {
    const TEMPLATE: &'static str = "steward.html";
}

/// How much waits in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Names the messages `steward-place-{…}` and `steward-waiting-{…}`, and the path.
    pub place: &'static str,
    /// How many.
    pub count: usize,
    /// How many of them are past their time.
    pub overdue: usize,
}

/// A class to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassChoice {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: Wording,
    /// Chosen already.
    pub chosen: bool,
}

/// What is wrong in a form; names the message `steward-fault-{key}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormFault {
    /// The id of its field.
    pub field: &'static str,
    /// Which message.
    pub key: &'static str,
}

/// The way through a long list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// The address of the page before, if there is one.
    pub back: Option<String>,
    /// The address of the page after, if there is one.
    pub on: Option<String>,
}
