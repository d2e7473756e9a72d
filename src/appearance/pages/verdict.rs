//! A verdict as people read it: words, one sentence on what they mean, and every check.
//!
//! The words are few and fixed: *Genuine and current*, *Not valid: …*, *We could not finish the
//! check*. Reasons stay distinct: expired is not revoked, replaced is not revoked, and a page never
//! turns "unknown" into "valid" or "invalid".

use serde::Serialize;

use super::wording::Wording;
use crate::vocabulary::Timestamp;

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

/// Why a badge is not valid, or what kept the check from its end. Each has its own message
/// `reason-…` (the words) and `reason-…-means` (what the reader should make of it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The issuer withdrew it for good.
    Revoked,
    /// The issuer stopped it for now.
    Suspended,
    /// Its time has passed.
    Expired,
    /// A newer edition stands in its place.
    Replaced,
    /// Its time has not come.
    NotYetValid,
    /// The bytes are not those that were signed.
    Altered,
    /// The signature is not by the issuer that the badge names.
    NotSignedByIssuer,
    /// The key had been declared stolen.
    KeyCompromised,
    /// It is no Open Badge or breaks its rules.
    Malformed,
    /// No proof at all.
    NotSigned,
    /// The issuer's keys could not be fetched.
    IssuerUnreachable,
    /// The status list could not be fetched, or is out of date.
    StatusUnknown,
    /// It uses a kind of proof, status or context that we do not know.
    NotUnderstood,
    /// Intact, but nothing outside the badge says whose key it is.
    KeyNotConfirmed,
}

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed,
    /// Could not be found out.
    Unknown,
    /// Does not apply to this badge.
    NotNeeded,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// Names the message `check-{name}`.
    pub name: String,
    /// What became of it.
    pub outcome: CheckOutcome,
    /// What was found, in the checker's own words.
    pub said: Option<Wording>,
}

/// A verdict, ready for a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictView {
    /// What it says.
    pub outcome: Outcome,
    /// Why; empty exactly when valid. The first is in the headline.
    pub reasons: Vec<Reason>,
    /// When the check was made.
    pub checked_at: Timestamp,
    /// Since when or until when, where the first reason has a date (expiry, start).
    pub reason_at: Option<Timestamp>,
    /// Every check, in the order in which it was made.
    pub checks: Vec<CheckView>,
}
