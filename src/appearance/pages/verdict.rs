//! A verdict as people read it: words, one sentence on what they mean, and every check.
//!
//! The words are few and fixed: *Genuine and current*, *Not valid: …*, *We could not finish the
//! check*. Reasons stay distinct: expired is not revoked, replaced is not revoked, and a page never
//! turns "unknown" into "valid" or "invalid". Why an issuer revoked a badge is not shown: the
//! reason is in no signed bytes, and it may hurt a person.

use serde::Serialize;

use super::wording::Wording;
use crate::vocabulary::Timestamp;

/// A verdict, ready for a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictView {
    /// What it says.
    pub outcome: Outcome,
    /// Why not valid, or what kept the check from its end. `None` exactly when valid.
    pub reason: Option<ReasonView>,
    /// When the check was made.
    pub checked_at: Timestamp,
    /// Every check, in the order in which it was made.
    pub checks: Vec<CheckView>,
}

/// The three things a verdict can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// *Genuine and current.*
    Valid,
    /// *Not valid: …*
    Invalid,
    /// *We could not finish the check: try again.*
    Indeterminate,
}

/// The gravest reason, or the first doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// The verifier's stable name of it. Names the message `reason-{code}` (the words after *Not
    /// valid:*; doubts have none).
    pub code: &'static str,
    /// The same, finer where readers are told different things. Names `reason-{telling}-means` (one plain
    /// sentence) and `reason-{telling}-do` (what the reader should do); the two together have at most twenty
    /// common words.
    pub telling: &'static str,
    /// The day on which it expired or will begin to be valid.
    pub at: Option<Timestamp>,
    /// The edition or the badge that took its place; from our register. Names `reason-{telling}-by`.
    pub replaced_by: Option<String>,
    /// The verifier's own sentence, for a technical reader; a click away.
    pub said: Wording,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// Stable name; names the message `check-name-{name}`, or is shown itself where there is none yet.
    pub name: String,
    /// What became of it; names the message `check-{outcome}`.
    pub outcome: CheckOutcome,
    /// What was found, in the checker's own words.
    pub said: Option<Wording>,
    /// The probe of the public validator that it stands beside: `V1` to `V16`.
    pub probe: String,
    /// Where it is demanded.
    pub clause: &'static str,
}

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// As it should be.
    Pass,
    /// Not as it should be.
    Fail,
    /// Could not be found out.
    CouldNotCheck,
    /// Does not apply to this badge.
    NotApplicable,
    /// Worth knowing; does not stand against the badge.
    Warning,
}
