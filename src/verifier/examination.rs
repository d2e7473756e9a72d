//! The examination: every check in turn, and the verdict that follows from them.
//!
//! Three things come out of a check: a line in the list, and for a failure a [`Reason`], for
//! something that could not be checked a [`Doubt`]. The verdict is a function of the three: any
//! reason makes it invalid, else any doubt makes it indeterminate, else it is valid if the issuer's
//! signature was confirmed. There is no other way to "valid".

use serde_json::Value;

use super::checks::confirmation::{Confirmation, confirm, issuer_of};
use super::checks::{dates, endorsements, refresh, status};
use super::findings::{Findings, Inspection, Setting};
use super::known::{Known, Needs};
use super::open_badges_2;
use super::presented::{Absent, Content, Presented};
use super::signed::SignedCredential;
use super::verdict::{Doubt, Outcome, Probe, Reason, Refusal, Unfinished, Verdict, VerifiedCredential};
use crate::standards::document::rules::Kind;
use crate::vocabulary::Timestamp;

/// Runs every check on what was presented.
pub(super) fn examine(seen: &Presented, known: &Known, now: Timestamp) -> Examination {
    let record = known.our_record();
    let logged = record.and_then(|record| record.logged).filter(|logged| Some(logged.digest) == seen.digest());
    let setting = Setting { known, now, record, logged_at: logged.map(|logged| logged.at), expected: known.expected() };
    let mut findings = Findings::default();
    let signed = match seen.content() {
        Ok(content) => {
            let form = seen.form().map(|form| form.to_string()).unwrap_or_default();
            findings.pass(READABLE, format!("read as {form}"));
            let found = if open_badges_2::is_version_2(content.document()) {
                open_badges_2::check(content, &setting, &mut findings).map(Found::from)
            } else {
                badge(content, &setting, &mut findings)
            };
            shown(found, seen, known)
        }
        Err(Absent::Hosted(address)) => {
            findings.pass(READABLE, format!("the picture carries the address of its assertion, {address}"));
            shown(open_badges_2::check_at(address, &setting, &mut findings).map(Found::from), seen, known)
        }
        Err(Absent::Elsewhere(place)) => {
            findings.doubt(READABLE, place.clone(), Doubt::NotFetched(place));
            None
        }
        Err(Absent::Unreadable(fault)) => {
            findings.fail(READABLE, format!("{}: {}", fault.sentence, fault.detail), Reason::NotABadge(fault.sentence.to_owned()));
            None
        }
    };
    Examination { findings, signed }
}

const READABLE: Inspection = Inspection { probe: Probe::V1, name: "readable", clause: "https://www.imsglobal.org/spec/ob/v3p0/#docformat" };

/// A badge whose signature, or whose address, was confirmed, before its verdict.
struct Found {
    document: Value,
    endorsers: Vec<String>,
    hosted_at: Option<String>,
}

impl From<open_badges_2::Confirmed> for Found {
    fn from(confirmed: open_badges_2::Confirmed) -> Self {
        Self { document: confirmed.document, endorsers: Vec::new(), hosted_at: confirmed.hosted_at }
    }
}

fn shown(found: Option<Found>, seen: &Presented, known: &Known) -> Option<SignedCredential> {
    found.zip(seen.form()).map(|(found, form)| {
        let known_as = known.issuer_by(&issuer_of(&found.document)).cloned();
        SignedCredential::new(found.document, form, known_as, found.endorsers).hosted(found.hosted_at)
    })
}

fn badge(content: &Content, setting: &Setting<'_>, findings: &mut Findings) -> Option<Found> {
    let confirmed = confirm(content, Kind::Badge, setting, findings)?;
    let (document, extent) = match confirmed {
        Confirmation::Confirmed(document, extent) => (document, extent),
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
    status::check(&document, extent, setting, findings);
    dates::check(content, setting, findings);
    let endorsers = endorsements::check(&document, setting, findings, 1);
    // Last, since nothing of the verdict waits for it.
    refresh::check(&document, setting, findings);
    Some(Found { document, endorsers, hosted_at: None })
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
