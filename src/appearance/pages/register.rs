//! The public register of trainers, and a trainer's own choice to stand in it.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::stewards::requests::LanguageChoice;
use super::stewards::{FormFault, Pager};
use super::wording::Wording;

/// `/trainers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainersPage {
    /// Capacities to choose: value, name, and whether it is chosen.
    pub capacities: Vec<FilterChoice>,
    /// Languages to choose.
    pub languages: Vec<FilterChoice>,
    /// Countries to choose.
    pub countries: Vec<FilterChoice>,
    /// Affiliates to choose.
    pub affiliates: Vec<FilterChoice>,
    /// Who was found.
    pub lines: Vec<TrainerLine>,
    /// How many there are altogether.
    pub total: usize,
    /// The way on.
    pub pager: Pager,
}

impl View for TrainersPage {
    const TEMPLATE: &'static str = "trainers.html";
}

/// Something to filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterChoice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub name: Wording,
    /// Chosen already.
    pub chosen: bool,
}

/// A trainer in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainerLine {
    /// By the name that they chose.
    pub name: String,
    /// What their country is called, if they told it.
    pub country: Option<Wording>,
    /// What their languages are called in themselves.
    pub languages: Vec<Wording>,
    /// Affiliates for which they attest.
    pub affiliates: Vec<String>,
    /// What they may attest.
    pub classes: Vec<Wording>,
}

/// `/me/register`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListingPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `register-said-{…}`.
    pub said: Option<String>,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// Whether they are listed now.
    pub listed: bool,
    /// Whether they could be: an adult with a mandate in force.
    pub may: bool,
    /// The name they can be listed by, if they have one.
    pub name: Option<String>,
    /// The user name they can be listed by, if they have one.
    pub user_name: Option<String>,
    /// `name` or `account`.
    pub shown_as: &'static str,
    /// Countries to choose.
    pub countries: Vec<FilterChoice>,
    /// Languages to choose.
    pub languages: Vec<LanguageChoice>,
}

impl View for ListingPage {
    const TEMPLATE: &'static str = "register.html";
}
