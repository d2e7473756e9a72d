//! V15: the time in which a badge is valid.
//!
//! Clocks of other issuers may differ from ours by 300 seconds; for our own there is no allowance.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting};
use super::super::presented::Content;
use super::super::verdict::{Probe, Reason};
use super::confirmation::issuer_of;
use super::token::numeric_date;
use crate::standards::document::rules::date_time_z;
use crate::vocabulary::Timestamp;

/// Checks `validFrom`, `validUntil` and, in a JWT, `exp`.
pub(in super::super) fn check(content: &Content, setting: &Setting<'_>, findings: &mut Findings) {
    let document = content.document();
    let instant = |name: &str| document.get(name).and_then(Value::as_str).and_then(date_time_z);
    let claimed = match content {
        Content::Token { claims, .. } => claims.get("exp").and_then(numeric_date),
        Content::Document(_) => None,
    };
    let until = match (instant("validUntil"), claimed) {
        (Some(said), Some(claimed)) => Some(said.min(claimed)),
        (said, claimed) => said.or(claimed),
    };
    let window = Window { from: instant("validFrom"), until };
    match window.judge(setting, &issuer_of(document)) {
        Ok(evidence) => findings.pass(VALIDITY, evidence),
        Err(reason) => findings.fail(VALIDITY, reason.to_string(), reason),
    }
}

/// From when until when something counts.
pub(super) struct Window {
    pub(super) from: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
}

impl Window {
    /// Whether now lies in it.
    pub(super) fn judge(&self, setting: &Setting<'_>, issuer: &str) -> Result<String, Reason> {
        let (now, skew) = (setting.now, setting.skew(issuer));
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            return Err(Reason::Malformed("it ends before it begins".to_owned()));
        }
        if let Some(from) = self.from.filter(|from| *from > now.plus_seconds(skew)) {
            return Err(Reason::NotYetValid { from });
        }
        // "If the current date and time is after the validUntil, the OpenBadgeCredential is expired."
        if let Some(at) = self.until.filter(|until| until.plus_seconds(skew) < now) {
            return Err(Reason::Expired { at });
        }
        let said = |instant: Option<Timestamp>| instant.map_or("without end".to_owned(), |at| at.to_string());
        Ok(format!("valid from {} until {}", self.from.map_or("ever".to_owned(), |at| at.to_string()), said(self.until)))
    }
}

pub(in super::super) const VALIDITY: Inspection =
    Inspection { probe: Probe::V15, name: "validity-period", clause: "https://www.w3.org/TR/vc-data-model-2.0/#validity-period" };
