//! A verdict at a terminal: the words that everybody reads, what was signed, and the checks.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::doors::cli::table::Table;
use crate::doors::cli::terminal::Style;
use crate::verifier::{Check, Form, Outcome, SignedCredential, Verdict};
use crate::vocabulary::Timestamp;

/// What follows "Not valid:": the sentence without the words that it would repeat.
pub(in crate::doors::cli) fn reason(sentence: &str) -> &str {
    let repeated = ["this badge was ", "this badge is ", "this badge "];
    repeated.iter().find_map(|words| sentence.strip_prefix(words)).unwrap_or(sentence)
}

/// A verdict, ready to be shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::doors::cli) struct VerdictReport {
    verdict: &'static str,
    reason: Option<ReasonLine>,
    form: Option<String>,
    checked_at: String,
    checks: Vec<CheckLine>,
    /// Only what was signed.
    credential: Option<Value>,
    #[serde(skip)]
    said: Option<Said>,
    #[serde(skip)]
    shown: Shown,
}

#[derive(Debug, Serialize)]
struct ReasonLine {
    code: &'static str,
    said: String,
}

#[derive(Debug, Serialize)]
struct CheckLine {
    probe: String,
    name: &'static str,
    outcome: &'static str,
    evidence: String,
    clause: &'static str,
}

/// What the badge says, in a few lines.
#[derive(Debug)]
struct Said {
    achievement: String,
    holder: String,
    issuer: String,
    dates: String,
    id: String,
}

/// Which checks are shown to a person; a program is given all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Telling,
}

impl VerdictReport {
    /// The report of a verdict.
    pub(in crate::doors::cli) fn of(verdict: &Verdict, form: Option<Form>, now: Timestamp) -> Self {
        let reason = match verdict {
            Verdict::Valid(_) => None,
            Verdict::Invalid(refusal) => Some(ReasonLine { code: refusal.reason.code(), said: refusal.reason.to_string() }),
            Verdict::Indeterminate(unfinished) => Some(ReasonLine { code: unfinished.doubt.code(), said: unfinished.doubt.to_string() }),
        };
        Self {
            verdict: verdict.word(),
            reason,
            form: form.map(|form| form.to_string()),
            checked_at: now.to_string(),
            checks: verdict.checks().iter().map(CheckLine::of).collect(),
            credential: verdict.signed().map(|signed| signed.document().clone()),
            said: verdict.signed().map(Said::of),
            shown: Shown::Telling,
        }
    }

    /// Shows every check to a person.
    #[must_use]
    pub(in crate::doors::cli) fn with_all_checks(self) -> Self {
        Self { shown: Shown::All, ..self }
    }
}

impl CheckLine {
    fn of(check: &Check) -> Self {
        Self {
            probe: check.probe.to_string(),
            name: check.name,
            outcome: check.outcome.word(),
            evidence: check.evidence.clone(),
            clause: check.clause,
        }
    }

    fn mark(&self) -> String {
        let style = |word: &str| self.outcome == word;
        if style(Outcome::Pass.word()) {
            Style::Good.on("✓")
        } else if style(Outcome::Fail.word()) {
            Style::Bad.on("✗")
        } else if style(Outcome::NotApplicable.word()) {
            Style::Faint.on("–")
        } else {
            "!".to_owned()
        }
    }
}

impl Said {
    fn of(signed: &SignedCredential) -> Self {
        let names: Vec<&str> = signed.holder().names().collect();
        let issuer = signed.issuer();
        let day = |at: Option<Timestamp>| at.map(Timestamp::date);
        let awarded = day(signed.awarded_at()).map(|day| format!("awarded {day}"));
        let until = day(signed.valid_until()).map(|day| format!("valid until {day}"));
        Self {
            achievement: signed.achievement().name().to_owned(),
            holder: if names.is_empty() { "no name was released".to_owned() } else { names.join(" · ") },
            issuer: format!("{} {}", issuer.name().unwrap_or_default(), Style::Faint.on(issuer.id())),
            dates: awarded.into_iter().chain(until).collect::<Vec<_>>().join(", "),
            id: signed.id().to_owned(),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        let lines =
            [("badge", &self.achievement), ("holder", &self.holder), ("issuer", &self.issuer), ("dates", &self.dates), ("id", &self.id)];
        for (label, text) in lines.iter().filter(|(_, text)| !text.is_empty()) {
            table.row([&" ", &Style::Faint.on(label), text]);
        }
        write!(f, "{table}")
    }
}

impl fmt::Display for VerdictReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            None => writeln!(f, "{}", Style::Good.on(Style::Strong.on("✓ Genuine and current")))?,
            Some(reason) if self.verdict == "invalid" => {
                writeln!(f, "{} {}", Style::Bad.on(Style::Strong.on("✗ Not valid:")), self::reason(&reason.said))?;
            }
            Some(reason) => writeln!(f, "{} {}", Style::Strong.on("? We could not finish the check:"), reason.said)?,
        }
        if let Some(said) = &self.said {
            write!(f, "{said}")?;
        }
        let telling = |check: &&CheckLine| self.shown == Shown::All || !matches!(check.outcome, "pass" | "not-applicable");
        let mut table = Table::default();
        for check in self.checks.iter().filter(telling) {
            table.row([&" ", &check.mark(), &check.probe, &check.name, &check.evidence]);
        }
        write!(f, "{table}")?;
        let passed = self.checks.iter().filter(|check| check.outcome == Outcome::Pass.word()).count();
        write!(f, "  {}", Style::Faint.on(format!("{passed} checks passed; --checks shows every one")))
    }
}
