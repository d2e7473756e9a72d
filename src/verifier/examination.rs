//! The examination: every check in turn, and the verdict that follows from them.
//!
//! Three things come out of a check: a line in the list, and for a failure a [`Reason`], for
//! something that could not be checked a [`Doubt`]. The verdict is a function of the three: any
//! reason makes it invalid, else any doubt makes it indeterminate, else it is valid if the issuer's
//! signature was confirmed. There is no other way to "valid".

use serde_json::Value;

use super::checks::{dates, endorsements, linked_data, proofs, status, structure};
use super::known::{Known, Need, Needs, OurRecord};
use super::presented::{Content, Presented};
use super::signed::{SignedCredential, VerifiedCredential};
use super::verdict::{Check, Doubt, Outcome, Probe, Reason, Refusal, Unfinished, Verdict};
use crate::standards::document::rules::Kind;
use crate::vocabulary::Timestamp;

/// Runs every check on what was presented.
pub(super) fn examine(seen: &Presented, known: &Known, now: Timestamp) -> Examination {
    let setting = Setting { known, now, record: known.our_record() };
    let mut findings = Findings::default();
    let signed = match seen.content() {
        Ok(content) => {
            let form = seen.form().map(|form| form.to_string()).unwrap_or_default();
            findings.pass(READABLE, format!("read as {form}"));
            let signed = badge(content, &setting, &mut findings);
            signed.zip(seen.form()).map(|(found, form)| {
                let known_as = known.issuer_by(&issuer_of(&found.document)).cloned();
                SignedCredential::new(found.document, form, known_as, found.endorsers)
            })
        }
        Err(fault) => {
            findings.fail(READABLE, format!("{}: {}", fault.sentence, fault.detail), Reason::NotABadge(fault.sentence.to_owned()));
            None
        }
    };
    Examination { findings, signed }
}

const READABLE: Inspection = Inspection { probe: Probe::V1, name: "readable", clause: "https://www.imsglobal.org/spec/ob/v3p0/#docformat" };

/// A badge whose signature was confirmed, before its verdict.
struct Found {
    document: Value,
    endorsers: Vec<String>,
}

fn badge(content: &Content, setting: &Setting<'_>, findings: &mut Findings) -> Option<Found> {
    let confirmed = confirm(content, Kind::Badge, setting, findings)?;
    let document = match confirmed {
        Confirmation::Confirmed(document) => document,
        Confirmation::Unconfirmed => {
            // What nobody vouches for has no dates and no status: asking for its list would let a
            // forger make us fetch what they like.
            let why = "not looked at, since the signature was not confirmed";
            for inspection in [status::KIND, dates::VALIDITY] {
                findings.doubt(inspection, why, Doubt::StatusUnknown("the signature was not confirmed".to_owned()));
            }
            return None;
        }
    };
    structure::refresh(&document, findings);
    status::check(&document, setting, findings);
    dates::check(content, setting, findings);
    let endorsers = endorsements::check(&document, setting, findings, 1);
    Some(Found { document, endorsers })
}

/// Whether a document is its issuer's.
pub(super) enum Confirmation {
    /// Signature intact, key the issuer's: this is what was signed, without JWT claims.
    Confirmed(Value),
    /// Not shown.
    Unconfirmed,
}

/// Structure, contexts, safe mode and proofs (V2–V11) of a badge, an endorsement or a status list.
///
/// `None` if it is not a document of this kind at all.
pub(super) fn confirm(content: &Content, kind: Kind, setting: &Setting<'_>, findings: &mut Findings) -> Option<Confirmation> {
    let document = content.document();
    let shape = structure::check(document, kind, setting, findings)?;
    let canonical = linked_data::check(content, kind, shape, findings);
    let issuer = issuer_of(document);
    let confirmed = proofs::check(content, kind, canonical, &issuer, setting, findings);
    // Members may be read by name only where the JSON has one meaning.
    Some(match (confirmed, shape.has_one_meaning()) {
        (Some(proven), true) => Confirmation::Confirmed(proven.into_document()),
        _ => Confirmation::Unconfirmed,
    })
}

/// The id of the issuer that a document names; empty if it names none.
pub(super) fn issuer_of(document: &Value) -> String {
    let issuer = document.get("issuer").unwrap_or(&Value::Null);
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str)).unwrap_or_default().to_owned()
}

/// What stays the same during one examination.
pub(super) struct Setting<'a> {
    pub(super) known: &'a Known,
    pub(super) now: Timestamp,
    /// Our record of the document that is being examined.
    pub(super) record: Option<&'a OurRecord>,
}

/// Clocks of others may be wrong by this much; ours are one clock.
const SKEW_SECONDS: i64 = 300;

impl<'a> Setting<'a> {
    /// For a document that is examined on behalf of another: our record is not about it.
    pub(super) const fn of_another(&self) -> Setting<'a> {
        Setting { known: self.known, now: self.now, record: None }
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
    checks: Vec<Check>,
    reasons: Vec<Reason>,
    doubts: Vec<Doubt>,
    needs: Needs,
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

/// A finished examination.
pub(super) struct Examination {
    findings: Findings,
    signed: Option<SignedCredential>,
}

impl Examination {
    pub(super) fn into_needs(self) -> Needs {
        self.findings.needs
    }

    pub(super) fn into_verdict(self) -> Verdict {
        let Findings { mut checks, reasons, doubts, needs: _ } = self.findings;
        checks.sort_by_key(|check| check.probe);
        let signed = self.signed;
        if let Some(reason) = reasons.into_iter().min() {
            return Verdict::Invalid(Refusal { reason, checks, signed });
        }
        // A line that says "fail" or "could not check" always came with a reason or a doubt; should
        // one ever come without, the badge is still not called valid.
        let unclear = checks.iter().any(|check| matches!(check.outcome, Outcome::Fail | Outcome::CouldNotCheck));
        let doubt = doubts.into_iter().min();
        match (doubt, signed) {
            (None, Some(signed)) if !unclear => Verdict::Valid(VerifiedCredential::new(signed, checks)),
            (doubt, signed) => {
                let doubt = doubt.unwrap_or_else(|| Doubt::KeyNotConfirmed("no signature of the issuer was confirmed".to_owned()));
                Verdict::Indeterminate(Unfinished { doubt, checks, signed })
            }
        }
    }
}
