//! Requests, appeals and proposals, as those see them who answer.

use serde::Serialize;

use super::FormFault;
use crate::appearance::pages::View;
use crate::appearance::pages::asking::{AppealLine, CorrectionLine, ProposalLine};
use crate::appearance::pages::inside::Inside;

/// `/admin/requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestsPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// What waits, and then what was answered.
    pub lines: Vec<CorrectionLine>,
}

impl View for RequestsPage {
    const TEMPLATE: &'static str = "steward-requests.html";
}

/// `/admin/requests/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestPage {
    /// Around it.
    pub inside: Inside,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// The request.
    pub line: CorrectionLine,
    /// The badge.
    pub credential: String,
    /// Three fields for names; empty ones are left out.
    pub names: [String; 3],
    /// Languages to choose.
    pub languages: Vec<LanguageChoice>,
    /// As typed: words for the holder.
    pub words: String,
}

impl View for RequestPage {
    const TEMPLATE: &'static str = "steward-request.html";
}

/// A language to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageChoice {
    /// Its tag.
    pub tag: String,
    /// What it is called in itself.
    pub name: String,
    /// Chosen already.
    pub chosen: bool,
}

/// `/admin/appeals`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealsPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// What waits, and then what was answered.
    pub lines: Vec<AppealLine>,
}

impl View for AppealsPage {
    const TEMPLATE: &'static str = "steward-appeals.html";
}

/// `/admin/appeals/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealAnswerPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// The appeal.
    pub line: AppealLine,
    /// The badge it is about, if there is one.
    pub credential: Option<String>,
    /// It is the steward's own.
    pub own: bool,
    /// As typed: words for the holder.
    pub words: String,
}

impl View for AppealAnswerPage {
    const TEMPLATE: &'static str = "steward-appeal.html";
}

/// `/admin/proposals`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalsPage {
    /// Around it.
    pub inside: Inside,
    /// Names the message `steward-said-{…}`.
    pub said: Option<String>,
    /// What was wrong with the form.
    pub faults: Vec<FormFault>,
    /// What waits, and then what was answered.
    pub lines: Vec<ProposalLine>,
}

impl View for ProposalsPage {
    const TEMPLATE: &'static str = "steward-proposals.html";
}
