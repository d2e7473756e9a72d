//! A verdict at a terminal: the words that everybody reads, what was signed, and the checks.
//!
//! A person reads the plain sentences of the pages; a program is given the document that
//! `POST /api/verify` answers with, to which members are only ever added.

use std::fmt;

use serde::Serialize;

use super::person::PersonLine;
use crate::appearance::pages::embedded_messages;
use crate::doors::cli::table::Table;
use crate::doors::cli::terminal::Style;
use crate::doors::http::showing::verdict::VerdictDocument;
use crate::verifier::recipient::Resemblance;
use crate::verifier::{Check, Form, Outcome, SignedCredential, Verdict};
use crate::vocabulary::{LanguageTag, Timestamp};

/// What follows "Not valid:": the sentence without the words that it would repeat.
pub(in crate::doors::cli) fn reason(sentence: &str) -> &str {
    let repeated = ["this badge was ", "this badge is ", "this badge "];
    repeated.iter().find_map(|words| sentence.strip_prefix(words)).unwrap_or(sentence)
}

/// A verdict, ready to be shown.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct VerdictReport {
    document: VerdictDocument,
    #[serde(skip)]
    headline: Headline,
    #[serde(skip)]
    said: Option<Said>,
    #[serde(skip)]
    person: Option<PersonLine>,
    #[serde(skip)]
    checks: Vec<Check>,
    #[serde(skip)]
    shown: Shown,
}

/// The first lines.
#[derive(Debug)]
struct Headline {
    words: String,
    /// What it means and what to do, in plain words; the verifier's own sentence.
    plain: Option<(String, String)>,
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
    ///
    /// # Errors
    /// The messages of the pages cannot be read.
    pub(super) fn of(verdict: &Verdict, form: Option<Form>, person: Option<&Resemblance>, now: Timestamp) -> anyhow::Result<Self> {
        Ok(Self {
            document: VerdictDocument::of(verdict, form, person, now),
            headline: Headline::of(verdict)?,
            said: verdict.signed().map(Said::of),
            person: person.map(PersonLine::of).transpose()?,
            checks: verdict.checks().to_vec(),
            shown: Shown::Telling,
        })
    }

    /// Shows every check to a person.
    #[must_use]
    pub(super) fn with_all_checks(self) -> Self {
        Self { shown: Shown::All, ..self }
    }
}

impl Headline {
    fn of(verdict: &Verdict) -> anyhow::Result<Self> {
        let strong = |style: Style, words: String| style.on(Style::Strong.on(words));
        let (words, code, said) = match verdict {
            Verdict::Valid(_) => return Ok(Self { words: strong(Style::Good, "✓ Genuine and current".to_owned()), plain: None }),
            Verdict::Invalid(refusal) => {
                let words = format!("✗ Not valid: {}", sentence(&format!("reason-{}", refusal.reason.code()))?);
                (strong(Style::Bad, words), refusal.reason.telling(), refusal.reason.to_string())
            }
            Verdict::Indeterminate(unfinished) => {
                let words = strong(Style::Unsure, "? We could not finish the check: try again".to_owned());
                (words, unfinished.doubt.code(), unfinished.doubt.to_string())
            }
        };
        let plain = [format!("reason-{code}-means"), format!("reason-{code}-do")].map(|key| sentence(&key));
        let [means, todo] = plain;
        Ok(Self { words, plain: Some((format!("{} {}", means?, todo?), said)) })
    }
}

/// A message of the pages, in English.
pub(super) fn sentence(key: &str) -> anyhow::Result<String> {
    Ok(embedded_messages()?.render(key, &LanguageTag::english(), &[]).text)
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
            holder: if names.is_empty() { "no name was released; that is normal".to_owned() } else { names.join(" · ") },
            issuer: format!("{} {}", issuer.name().unwrap_or_default(), Style::Faint.on(issuer.id())),
            dates: awarded.into_iter().chain(until).collect::<Vec<_>>().join(", "),
            id: signed.id().to_owned(),
        }
    }
}

/// The sign and the word of an outcome.
fn outcome(outcome: Outcome) -> String {
    let (style, sign) = match outcome {
        Outcome::Pass => (Style::Good, "✓"),
        Outcome::Fail => (Style::Bad, "✗"),
        Outcome::CouldNotCheck => (Style::Unsure, "?"),
        Outcome::Warning => (Style::Unsure, "!"),
        Outcome::NotApplicable => (Style::Faint, "–"),
    };
    style.on(format!("{sign} {}", outcome.word()))
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
        writeln!(f, "{}", self.headline.words)?;
        if let Some((plain, said)) = &self.headline.plain {
            writeln!(f, "  {plain}\n  {}", Style::Faint.on(said))?;
        }
        if let Some(said) = &self.said {
            write!(f, "\n{said}")?;
        }
        if let Some(person) = &self.person {
            writeln!(f, "\n  {person}")?;
        }
        let telling = |check: &&Check| self.shown == Shown::All || !matches!(check.outcome, Outcome::Pass | Outcome::NotApplicable);
        let mut table = Table::default();
        for check in self.checks.iter().filter(telling) {
            table.row([&" ", &outcome(check.outcome), &check.probe, &check.name, &check.evidence]);
            if self.shown == Shown::All {
                table.row([&" ", &"", &"", &"", &Style::Faint.on(check.clause)]);
            }
        }
        write!(f, "\n{table}")?;
        let passed = self.checks.iter().filter(|check| check.outcome == Outcome::Pass).count();
        let more = if self.shown == Shown::All { "" } else { "; --checks shows every one" };
        write!(f, "  {}", Style::Faint.on(format!("{passed} of {} checks passed{more}", self.checks.len())))
    }
}
