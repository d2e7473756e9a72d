//! A verdict for a program.

use serde_json::{Value, json};

use crate::verifier::{Check, Outcome, Verdict};
use crate::vocabulary::Timestamp;

/// The word, the reason by its stable name, every check, and what was signed.
pub fn document(verdict: &Verdict, checked_at: Timestamp) -> Value {
    let reason = match verdict {
        Verdict::Valid(_) => Value::Null,
        Verdict::Invalid(refusal) => json!({ "code": refusal.reason.code(), "said": refusal.reason.to_string() }),
        Verdict::Indeterminate(unfinished) => json!({ "code": unfinished.doubt.code(), "said": unfinished.doubt.to_string() }),
    };
    let checks: Vec<Value> = verdict.checks().iter().map(check).collect();
    json!({
        "verdict": verdict.word(),
        "reason": reason,
        "checkedAt": checked_at.to_string(),
        "checks": checks,
        "credential": verdict.signed().map(|signed| signed.document().clone()),
    })
}

fn check(check: &Check) -> Value {
    json!({
        "probe": check.probe.to_string(),
        "name": check.name,
        "outcome": word(check.outcome),
        "evidence": check.evidence,
        "clause": check.clause,
    })
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::CouldNotCheck => "could-not-check",
        Outcome::NotApplicable => "not-applicable",
        Outcome::Warning => "warning",
    }
}
