//! When an assertion was made, and until when it counts.

use serde_json::Value;

use super::super::checks::dates::{VALIDITY, Window};
use super::super::findings::{Findings, Setting};
use super::super::verdict::Reason;
use crate::standards::document::rules::date_time_z;

/// Checks `issuedOn` and `expires`.
pub(super) fn check(assertion: &Value, issuer: &str, setting: &Setting<'_>, findings: &mut Findings) {
    let instant = |name: &str| match assertion.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().and_then(date_time_z).map(Some).ok_or_else(|| format!("{name} is no instant with a time zone")),
    };
    let window = match (instant("issuedOn"), instant("expires")) {
        (Ok(from), Ok(until)) => Window { from, until },
        (Err(why), _) | (_, Err(why)) => {
            return findings.fail(VALIDITY, why, Reason::Malformed("one of its dates cannot be read".to_owned()));
        }
    };
    match window.judge(setting, issuer) {
        Ok(evidence) => findings.pass(VALIDITY, evidence),
        Err(reason) => findings.fail(VALIDITY, reason.to_string(), reason),
    }
}
