//! What the checks write down: lines, reasons, doubts, needs.
//!
//! A check that fails always gives a [`Reason`], one that could not be made always a [`Doubt`]: the
//! methods of [`Findings`] leave no other way.

use super::expected::Expected;
use super::known::{Known, Need, Needs, OurRecord};
use super::verdict::{Check, Doubt, Outcome, Probe, Reason};
use crate::vocabulary::Timestamp;

/// What stays the same during one examination.
pub(super) struct Setting<'a> {
    pub(super) known: &'a Known,
    pub(super) now: Timestamp,
    /// Our record of the document that is being examined.
    pub(super) record: Option<&'a OurRecord>,
    /// When our log recorded exactly the bytes that are being examined.
    pub(super) logged_at: Option<Timestamp>,
    /// What the asker demands of its proofs.
    pub(super) expected: Option<&'a Expected>,
}

/// Clocks of others may be wrong by this much; ours are one clock.
const SKEW_SECONDS: i64 = 300;

impl<'a> Setting<'a> {
    /// For a document that is examined on behalf of another: our record is not about it.
    pub(super) const fn of_another(&self) -> Setting<'a> {
        Setting { known: self.known, now: self.now, record: None, logged_at: None, expected: None }
    }

    /// How much the clock of this issuer may differ from ours.
    pub(super) fn skew(&self, issuer: &str) -> i64 {
        if self.known.is_own(issuer) { 0 } else { SKEW_SECONDS }
    }
}

/// One kind of check: where it stands, what it is called, where it is demanded.
#[derive(Clone, Copy)]
pub(super) struct Inspection {
    pub(super) probe: Probe,
    pub(super) name: &'static str,
    pub(super) clause: &'static str,
}

/// What the checks found so far.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) checks: Vec<Check>,
    pub(super) reasons: Vec<Reason>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) needs: Needs,
}

impl Findings {
    pub(super) fn pass(&mut self, inspection: Inspection, evidence: impl Into<String>) {
        self.line(inspection, Outcome::Pass, evidence);
    }

    pub(super) fn warn(&mut self, inspection: Inspection, evidence: impl Into<String>) {
        self.line(inspection, Outcome::Warning, evidence);
    }

    pub(super) fn skip(&mut self, inspection: Inspection, evidence: impl Into<String>) {
        self.line(inspection, Outcome::NotApplicable, evidence);
    }

    pub(super) fn fail(&mut self, inspection: Inspection, evidence: impl Into<String>, reason: Reason) {
        self.line(inspection, Outcome::Fail, evidence);
        self.reasons.push(reason);
    }

    pub(super) fn doubt(&mut self, inspection: Inspection, evidence: impl Into<String>, doubt: Doubt) {
        self.line(inspection, Outcome::CouldNotCheck, evidence);
        self.doubts.push(doubt);
    }

    /// A failure or a doubt, as found elsewhere.
    pub(super) fn trouble(&mut self, inspection: Inspection, trouble: Trouble) {
        match trouble {
            Trouble::Wrong(evidence, reason) => self.fail(inspection, evidence, reason),
            Trouble::Unknown(evidence, doubt) => self.doubt(inspection, evidence, doubt),
        }
    }

    pub(super) fn need(&mut self, need: Need) {
        self.needs.add(need);
    }

    /// What another document, examined on behalf of this one, needs.
    pub(super) fn needs_of(&mut self, other: &Self) {
        for need in other.needs.iter() {
            self.needs.add(need.clone());
        }
    }

    /// The first thing that stands against it: the gravest reason, else the first doubt.
    pub(super) fn worst(&self) -> Option<Trouble> {
        let said = |outcome: Outcome| {
            let lines = self.checks.iter().filter(|check| check.outcome == outcome);
            lines.map(|check| format!("{}: {}", check.name, check.evidence)).collect::<Vec<_>>().join("; ")
        };
        match (self.reasons.iter().min(), self.doubts.iter().min()) {
            (Some(reason), _) => Some(Trouble::Wrong(said(Outcome::Fail), reason.clone())),
            (None, Some(doubt)) => Some(Trouble::Unknown(said(Outcome::CouldNotCheck), doubt.clone())),
            (None, None) => None,
        }
    }

    fn line(&mut self, inspection: Inspection, outcome: Outcome, evidence: impl Into<String>) {
        let Inspection { probe, name, clause } = inspection;
        self.checks.push(Check { probe, name, outcome, evidence: evidence.into(), clause });
    }
}

/// Something that stands against a document.
#[derive(Debug, Clone)]
pub(super) enum Trouble {
    /// Evidence, and why it is not valid.
    Wrong(String, Reason),
    /// Evidence, and what could not be checked.
    Unknown(String, Doubt),
}
