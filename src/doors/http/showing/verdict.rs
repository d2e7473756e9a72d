//! A verdict, for a page and for a program.

use serde_json::{Value, json};

use crate::appearance::pages::standing::PresentedBadge;
use crate::appearance::pages::verdict::{CheckOutcome, CheckView, Outcome, ReasonView, VerdictView};
use crate::appearance::pages::wording::Wording;
use crate::issuer::Office;
use crate::verifier::{self, Check, Reason, SignedCredential, Verdict};
use crate::vocabulary::Timestamp;

use super::credential::{holder, issuer, language_of};

/// The verdict as people read it.
pub fn view(verdict: &Verdict, checked_at: Timestamp) -> VerdictView {
    let (outcome, reason) = match verdict {
        Verdict::Valid(_) => (Outcome::Valid, None),
        Verdict::Invalid(refusal) => (Outcome::Invalid, Some(refused(&refusal.reason))),
        Verdict::Indeterminate(unfinished) => {
            let said = Some(Wording::english(unfinished.doubt.to_string()));
            (Outcome::Indeterminate, Some(ReasonView { code: unfinished.doubt.code(), at: None, replaced_by: None, said }))
        }
    };
    VerdictView { outcome, reason, checked_at, checks: verdict.checks().iter().map(check).collect() }
}

fn refused(reason: &Reason) -> ReasonView {
    let (mut at, mut replaced_by) = (None, None);
    match reason {
        Reason::NotYetValid { from } => at = Some(*from),
        Reason::Expired { at: end } => at = Some(*end),
        Reason::Replaced { by } => replaced_by.clone_from(by),
        Reason::NotABadge(_)
        | Reason::TooComplex(_)
        | Reason::Altered
        | Reason::Unsigned
        | Reason::Forbidden(_)
        | Reason::NotSignedByIssuer
        | Reason::KeyWithdrawn
        | Reason::Revoked { .. }
        | Reason::Suspended
        | Reason::Malformed(_) => {}
    }
    ReasonView { code: reason.code(), at, replaced_by, said: Some(Wording::english(reason.to_string())) }
}

fn check(check: &Check) -> CheckView {
    let said = (!check.evidence.is_empty()).then(|| Wording::english(check.evidence.clone()));
    CheckView { name: check.name.to_owned(), outcome: outcome(check.outcome), said }
}

const fn outcome(outcome: verifier::Outcome) -> CheckOutcome {
    match outcome {
        verifier::Outcome::Pass => CheckOutcome::Pass,
        verifier::Outcome::Fail => CheckOutcome::Fail,
        verifier::Outcome::CouldNotCheck => CheckOutcome::CouldNotCheck,
        verifier::Outcome::NotApplicable => CheckOutcome::NotApplicable,
        verifier::Outcome::Warning => CheckOutcome::Warning,
    }
}

/// What a badge from anywhere says about itself, if its issuer's signature was confirmed.
pub fn presented(signed: &SignedCredential, office: &Office) -> PresentedBadge {
    let held = holder(signed);
    PresentedBadge {
        name: Wording::new(signed.name(), language_of(signed)),
        holders: held.names.into_iter().chain(held.account).collect(),
        issuer: issuer(signed, office),
        awarded_at: signed.awarded_at(),
        valid_until: signed.valid_until(),
        page: office.addresses().credential_id(signed.id()).map(|id| office.addresses().credential(id)),
    }
}

/// The verdict for a program: the word, the reason by its stable name, every check.
pub fn document(verdict: &Verdict, checked_at: Timestamp) -> Value {
    let reason = match verdict {
        Verdict::Valid(_) => Value::Null,
        Verdict::Invalid(refusal) => json!({ "code": refusal.reason.code(), "said": refusal.reason.to_string() }),
        Verdict::Indeterminate(unfinished) => json!({ "code": unfinished.doubt.code(), "said": unfinished.doubt.to_string() }),
    };
    let checks: Vec<Value> = verdict.checks().iter().map(check_document).collect();
    json!({
        "verdict": verdict.word(),
        "reason": reason,
        "checkedAt": checked_at.to_string(),
        "checks": checks,
        // Only what was signed.
        "credential": verdict.signed().map(|signed| signed.document().clone()),
    })
}

fn check_document(check: &Check) -> Value {
    json!({
        "probe": check.probe.to_string(),
        "name": check.name,
        "outcome": outcome(check.outcome),
        "evidence": check.evidence,
        "clause": check.clause,
    })
}
