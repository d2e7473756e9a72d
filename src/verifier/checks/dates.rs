//! V15: the time in which a badge is valid.
//!
//! Clocks of other issuers may differ from ours by 300 seconds; for our own there is no allowance.

use serde_json::Value;

use super::super::findings::{Findings, Inspection, Setting};
use super::super::presented::Content;
use super::super::verdict::{Probe, Reason};
use super::confirmation::{document_of, issuer_of};
use super::token::numeric_date;
use crate::standards::document::rules::date_time_z;
use crate::vocabulary::Timestamp;

/// Checks `validFrom` and `validUntil`, by their names of either version, and in a JWT `nbf` and `exp`.
///
/// What a document of one version says by the names of the other is refused elsewhere.
pub(in super::super) fn check(content: &Content, setting: &Setting<'_>, findings: &mut Findings) {
    let document = document_of(content);
    let instant = |name: &str| document.get(name).and_then(Value::as_str).and_then(date_time_z);
    let claimed = |name: &str| match content {
        Content::Token { claims, .. } => claims.get(name).and_then(numeric_date),
        Content::Document(_) => None,
    };
    let from = instant("validFrom").or_else(|| instant("issuanceDate"));
    let until = instant("validUntil").or_else(|| instant("expirationDate"));
    // A claim repeats a member or stands for it; the narrower of the two counts. `None` comes before any instant.
    let until = match (until, claimed("exp")) {
        (Some(said), Some(claimed)) => Some(said.min(claimed)),
        (said, claimed) => said.or(claimed),
    };
    // One that cannot be read ends nothing here, and perhaps everything elsewhere.
    if let Some(name) = unreadable_claim(content) {
        let evidence = format!("{name} is no number of seconds");
        return findings.fail(VALIDITY, evidence, Reason::Malformed("its claims are not as they must be".to_owned()));
    }
    let window = Window { from: from.max(claimed("nbf")), until };
    match window.judge(setting, &issuer_of(document)) {
        Ok(evidence) => findings.pass(VALIDITY, evidence),
        Err(reason) => findings.fail(VALIDITY, reason.to_string(), reason),
    }
}

/// A claim of a token that should be an instant and is none.
pub(super) fn unreadable_claim(content: &Content) -> Option<&'static str> {
    let Content::Token { claims, .. } = content else { return None };
    ["nbf", "exp"].into_iter().find(|name| claims.get(name).is_some_and(|claim| numeric_date(claim).is_none()))
}

/// From when until when something counts.
pub(in super::super) struct Window {
    pub(in super::super) from: Option<Timestamp>,
    pub(in super::super) until: Option<Timestamp>,
}

impl Window {
    /// Whether now lies in it.
    pub(in super::super) fn judge(&self, setting: &Setting<'_>, issuer: &str) -> Result<String, Reason> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::known::Known;
    use super::*;

    /// The first reason against a token with these claims, on a day in the middle.
    fn reason(claims: Value) -> Option<Reason> {
        let known = Known::strict();
        let now = Timestamp::parse("2026-11-21T11:00:00Z").unwrap();
        let setting = Setting { known: &known, now, record: None, logged_at: None, expected: known.expected() };
        let mut findings = Findings::default();
        check(&Content::Token { text: String::new(), claims }, &setting, &mut findings);
        findings.reasons.first().cloned()
    }

    #[test]
    fn a_claim_stands_for_a_date_that_the_document_leaves_out() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let (past, future) = (at("2026-11-21T10:00:00Z"), at("2026-11-21T12:00:00Z"));
        assert_eq!(reason(json!({"nbf": past.as_seconds(), "exp": future.as_seconds()})), None);
        assert_eq!(reason(json!({"nbf": future.as_seconds()})), Some(Reason::NotYetValid { from: future }));
        assert_eq!(reason(json!({"exp": past.as_seconds()})), Some(Reason::Expired { at: past }));
        let both = json!({"validFrom": "2026-11-20T11:00:00Z", "nbf": future.as_seconds()});
        assert_eq!(reason(both), Some(Reason::NotYetValid { from: future }), "the later beginning counts");
    }

    #[test]
    fn dates_have_the_names_of_either_version() {
        let at = Timestamp::parse("2026-11-21T12:00:00Z").unwrap();
        assert_eq!(reason(json!({"issuanceDate": "2026-11-21T12:00:00Z"})), Some(Reason::NotYetValid { from: at }));
        let ended = json!({"vc": {"issuanceDate": "2026-11-20T12:00:00Z", "expirationDate": "2026-11-21T10:00:00Z"}});
        assert!(matches!(reason(ended), Some(Reason::Expired { .. })));
    }
}
