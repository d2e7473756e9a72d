//! The end of the story: everything that was issued, verified by the verifier that everybody uses.

use serde::Serialize;

use super::story::Story;
use super::telling::Telling;
use crate::doors::cli::table::Table;
use crate::doors::cli::terminal::Style;
use crate::issuer::Office;
use crate::verifier::{Outcome, Presented, Verdict};

/// Something to be verified, and what the verdict should be.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// What it is, for people.
    pub(super) what: String,
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
    pub(super) what: String,
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
    for proof in &proofs {
        let mark = if proof.holds { Style::Good.on("✓") } else { Style::Bad.on("✗") };
        let verdict = match (&proof.reason, proof.verdict) {
            (None, _) => "Genuine and current".to_owned(),
            (Some(reason), "invalid") => format!("Not valid: {reason}"),
            (Some(reason), _) => format!("We could not finish the check: {reason}"),
        };
        table.row([&mark, &proof.what, &verdict, &Style::Faint.on(format!("{} checks", proof.checks_passed))]);
    }
    telling.table(&table);
    Ok(proofs)
}

impl Trial {
    /// The verdict, beside what it should be.
    pub(super) async fn prove(&self, office: &Office) -> anyhow::Result<Proof> {
        let verdict = office.examine(&Presented::new(self.bytes.clone())).await?;
        let (reason, holds) = match (&verdict, self.expected) {
            (Verdict::Valid(_), expected) => (None, expected == Expected::Valid),
            (Verdict::Invalid(refusal), expected) => {
                let as_expected = match expected {
                    Expected::Valid => false,
                    Expected::Refused(code) => refusal.reason.code() == code,
                    Expected::Broken => true,
                };
                (Some(plain(&refusal.reason.to_string())), as_expected)
            }
            (Verdict::Indeterminate(unfinished), _) => (Some(plain(&unfinished.doubt.to_string())), false),
        };
        let checks_passed = verdict.checks().iter().filter(|check| check.outcome == Outcome::Pass).count();
        Ok(Proof { what: self.what.clone(), verdict: verdict.word(), reason, checks_passed, holds })
    }
}

/// `this badge was revoked …` after a colon.
fn plain(sentence: &str) -> String {
    sentence.trim_start_matches("this badge ").to_owned()
}
