//! What holders ask for and appeal against, what anybody proposes, and the outcome of an appeal by code.

use serde::Serialize;

use super::View;
use super::inside::Inside;
use super::stewards::FormFault;
use super::wording::Wording;
use crate::vocabulary::Timestamp;

/// `/me/requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyRequestsPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `request-said-{…}`.
    pub said: Option<String>,
    /// Requests for corrections, the newest first.
    pub corrections: Vec<CorrectionLine>,
    /// Appeals, the newest first.
    pub appeals: Vec<AppealLine>,
    /// What can be appealed against.
    pub grounds: Vec<GroundLine>,
    /// Proposals, the newest first.
    pub proposals: Vec<ProposalLine>,
}

impl View for MyRequestsPage {
    const TEMPLATE: &'static str = "requests.html";
}

/// A request for a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorrectionLine {
    /// Its id.
    pub id: String,
    /// The class of the badge.
    pub class: Wording,
    /// Names the message `request-about-{…}`.
    pub about: &'static str,
    /// The holder's words.
    pub wish: Option<String>,
    /// When.
    pub asked_at: Timestamp,
    /// Who asked; only for those who answer.
    pub holder: Option<String>,
    /// The answer. Its outcome names the message `request-outcome-{…}`.
    pub answer: Option<AnswerView>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerView {
    /// What became of it.
    pub outcome: &'static str,
    /// When.
    pub at: Timestamp,
    /// In which words.
    pub words: Option<String>,
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealLine {
    /// Its id.
    pub id: String,
    /// The class that it is about.
    pub class: Wording,
    /// Names the message `appeal-against-{…}`.
    pub against: &'static str,
    /// The holder's words.
    pub words: Option<String>,
    /// When.
    pub made_at: Timestamp,
    /// How it stands by its clocks.
    pub clock: ClockView,
    /// Who made it; only for those who answer.
    pub holder: Option<String>,
    /// The answer. Its outcome names the message `appeal-outcome-{…}`.
    pub answer: Option<AnswerView>,
}

/// How an appeal stands by its clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum ClockView {
    /// Nobody has taken it up.
    Waiting {
        /// Until when somebody has to.
        until: Timestamp,
        /// That is past.
        overdue: bool,
    },
    /// Somebody has.
    Taken {
        /// Until when it has to be answered.
        until: Timestamp,
        /// That is past.
        overdue: bool,
    },
    /// It is answered.
    Answered,
}

/// A decision that can be appealed against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroundLine {
    /// Names the message `appeal-against-{…}`.
    pub against: &'static str,
    /// Its id.
    pub decision: String,
    /// The class that it is about.
    pub class: Wording,
    /// When it was decided.
    pub decided_at: Timestamp,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalLine {
    /// Its id.
    pub id: String,
    /// Names the message `proposal-kind-{…}`.
    pub kind: &'static str,
    /// The capacity or the word, with its language; none after erasure.
    pub title: Option<Wording>,
    /// Why.
    pub words: Option<Wording>,
    /// When.
    pub at: Timestamp,
    /// Whose; only for those who answer.
    pub by: Option<String>,
    /// The answer. Its outcome names the message `proposal-outcome-{…}`.
    pub answer: Option<AnswerView>,
}

/// `/me/requests/new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskPage {
    /// Around it.
    pub inside: Inside,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// The badge.
    pub credential: String,
    /// Its class.
    pub class: Wording,
    /// What is wrong; names the message `request-about-{…}`.
    pub about: &'static str,
    /// As typed.
    pub wish: String,
}

impl View for AskPage {
    const TEMPLATE: &'static str = "request-new.html";
}

/// `/me/appeals/new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealPage {
    /// Around it.
    pub inside: Inside,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// Against what.
    pub ground: GroundLine,
    /// As typed.
    pub words: String,
}

impl View for AppealPage {
    const TEMPLATE: &'static str = "appeal-new.html";
}

/// An appeal was made: its code is shown, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealMadePage {
    /// Around it.
    pub inside: Inside,
    /// The code, in groups.
    pub code: String,
    /// Until when somebody has to have taken it up.
    pub acknowledged_until: Timestamp,
    /// Until when it has to be answered.
    pub answered_until: Timestamp,
}

impl View for AppealMadePage {
    const TEMPLATE: &'static str = "appeal-made.html";
}

/// `/appeal`: the outcome of an appeal by its code, for whoever has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct OutcomePage {
    /// As typed.
    pub code: String,
    /// Nothing has this code.
    pub unknown: bool,
    /// What it opens.
    pub found: Option<OutcomeView>,
}

impl View for OutcomePage {
    const TEMPLATE: &'static str = "appeal.html";
}

/// What a code opens: no name and no words, only how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeView {
    /// Names the message `appeal-against-{…}`.
    pub against: &'static str,
    /// When it was made.
    pub made_at: Timestamp,
    /// How it stands by its clocks.
    pub clock: ClockView,
    /// Names the message `appeal-outcome-{…}`, with the day.
    pub outcome: Option<(&'static str, Timestamp)>,
}

/// `/me/proposals/new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposePage {
    /// Around it.
    pub inside: Inside,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// Names the message `proposal-kind-{…}`.
    pub kind: &'static str,
    /// As typed.
    pub title: String,
    /// As typed.
    pub words: String,
}

impl View for ProposePage {
    const TEMPLATE: &'static str = "proposal-new.html";
}
