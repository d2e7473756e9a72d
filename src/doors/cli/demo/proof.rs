//! The end of the story: everything that was issued, verified by the verifier that everybody uses.

use serde::Serialize;

use super::story::Story;
use super::telling::Telling;
use crate::doors::cli::table::Table;
use crate::doors::cli::terminal::Style;
use crate::doors::cli::verify;
use crate::issuer::Office;
use crate::verifier::{Outcome, Presented, Verdict};

/// Something to be verified, and what the verdict should be.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// Whose badge it is, and at what moment.
    pub(super) badge: String,
    /// `JSON`, `JWT`, `PNG`, `SVG` or `PDF`.
    pub(super) form: String,
    pub(super) bytes: Vec<u8>,
    pub(super) expected: Expected,
}

/// What a verdict should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// Genuine and current.
    Valid,
    /// Not valid, for the reason with this code.
    Refused(&'static str),
    /// Not valid, whatever the reason: a byte was changed.
    Broken,
}

/// A verdict beside what it should be.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Proof {
    badge: String,
    form: String,
    pub(super) verdict: &'static str,
    pub(super) reason: Option<String>,
    pub(super) checks_passed: usize,
    /// Whether it is as expected.
    pub(super) holds: bool,
}

/// Verifies everything that the story left to be verified.
pub(super) async fn of(office: &Office, story: &Story, telling: &Telling) -> anyhow::Result<Vec<Proof>> {
    telling.chapter("Verified like anybody's badge");
    let mut proofs = story.seen.clone();
    for trial in &story.trials {
        proofs.push(trial.prove(office).await?);
    }
    let mut table = Table::default();
    // The forms of one badge share a line where they share a verdict.
    for same in proofs.chunk_by(Proof::says_like) {
        let [first, ..] = same else { continue };
        let mark = if same.iter().all(|proof| proof.holds) { Style::Good.on("✓") } else { Style::Bad.on("✗") };
        let forms: Vec<&str> = same.iter().map(|proof| proof.form.as_str()).collect();
        table.row([&mark, &first.badge, &first.words(), &Style::Faint.on(forms.join(" "))]);
    }
    telling.table(&table);
    Ok(proofs)
}

impl Trial {
    /// The verdict, beside what it should be.
    pub(super) async fn prove(&self, office: &Office) -> anyhow::Result<Proof> {
        let verdict = office.examine(Presented::new(self.bytes.clone())).await?;
        let (reason, holds) = match (&verdict, self.expected) {
            (Verdict::Valid(_), expected) => (None, expected == Expected::Valid),
            (Verdict::Invalid(refusal), expected) => {
                let as_expected = match expected {
                    Expected::Valid => false,
                    Expected::Refused(code) => refusal.reason.code() == code,
                    Expected::Broken => true,
                };
                (Some(verify::reason(&refusal.reason.to_string()).to_owned()), as_expected)
            }
            (Verdict::Indeterminate(unfinished), _) => (Some(unfinished.doubt.to_string()), false),
        };
        let checks_passed = verdict.checks().iter().filter(|check| check.outcome == Outcome::Pass).count();
        let (badge, form) = (self.badge.clone(), self.form.clone());
        Ok(Proof { badge, form, verdict: verdict.word(), reason, checks_passed, holds })
    }
}

impl Proof {
    fn says_like(&self, other: &Self) -> bool {
        (&self.badge, self.verdict, &self.reason) == (&other.badge, other.verdict, &other.reason)
    }

    /// The words that everybody reads.
    pub(super) fn words(&self) -> String {
        match (&self.reason, self.verdict) {
            (None, _) => "Genuine and current".to_owned(),
            (Some(reason), "invalid") => format!("Not valid: {reason}"),
            (Some(reason), _) => format!("We could not finish the check: {reason}"),
        }
    }
}
