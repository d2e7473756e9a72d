//! `insignia issue`: from nominations with every quorum to published badges.
//!
//! Asking again gives the same badges, so a list can be run as often as it takes.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::answer::{Answer, Exit, Refused};
use super::installation::Installation;
use super::roll::{self, BadRow, Columns, Roll, Row};
use super::table::Table;
use super::terminal::{Style, Terminal};
use crate::issuer::IssueError;
use crate::issuer::credential::Published;
use crate::vocabulary::Addresses;
use crate::vocabulary::ids::{CredentialId, NominationId};

/// Nominations between two steps of the progress bar.
const STEP: usize = 100;

/// What is issued.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Nominations.
    #[arg(value_name = "NOMINATION", required_unless_present = "csv", conflicts_with = "csv")]
    nominations: Vec<NominationId>,
    /// A list with a column `nomination`, as `insignia nominate` writes it.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Say what would be issued and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Leave out rows that cannot be used, and issue to those whose quorum is complete.
    #[arg(long, requires = "csv")]
    skip_bad: bool,
}

/// One nomination of a list, or of the command line.
#[derive(Debug, Clone)]
struct Asked {
    line: u64,
    person: String,
    nomination: NominationId,
}

impl Args {
    /// Issues.
    pub(super) async fn run(self, at: &Installation, terminal: &Terminal) -> anyhow::Result<Answer> {
        let (asked, bad) = match &self.csv {
            Some(file) => self.read(at, file).await?,
            None => (self.nominations.iter().map(|id| Asked { line: 0, person: String::new(), nomination: *id }).collect(), Vec::new()),
        };
        let lines = if self.dry_run { foreseen(at, asked).await? } else { issued(at, terminal, asked).await };
        let refused = lines.iter().any(|line| matches!(line.fate, Fate::Refused { .. }));
        let answer = Answer::of(&Lines { lines, bad })?;
        Ok(if refused { answer.ending(Exit::Refused) } else { answer })
    }

    /// A row without its quorum is a bad row: a list is issued as a whole, or by --skip-bad.
    async fn read(&self, at: &Installation, file: &Path) -> anyhow::Result<(Vec<Asked>, Vec<BadRow>)> {
        let known: Vec<&str> = super::nominate::PERSON.iter().chain(super::attest::COLUMNS).copied().collect();
        let (list, bad) = Roll::read(file, Columns { known: &known, needed: &["nomination"] })?;
        let (asked, mut bad) = roll::parse_all(list.rows(), bad, ask);
        let mut good = Vec::with_capacity(asked.len());
        let mut seen: HashMap<NominationId, u64> = HashMap::new();
        for (line, one) in asked {
            let twice = seen.insert(one.nomination, line).map(|first| format!("this nomination stands in line {first} already"));
            match twice.map_or_else(|| Ok(()), Err).and(refusal(at, one.nomination).await?.map_or(Ok(()), Err)) {
                Ok(()) => good.push(one),
                Err(sentence) => bad.push(BadRow::at(line, sentence, "remove the row, or let trainers attest what is missing")),
            }
        }
        roll::require_good(list.file(), &bad, self.skip_bad)?;
        Ok((good, bad))
    }
}

fn ask(row: &Row) -> Result<Asked, BadRow> {
    let id = row.cell("nomination").ok_or_else(|| BadRow::at(row.line, "the nomination is empty", "run insignia nominate first"))?;
    let nomination = id.parse().map_err(|error| BadRow::at(row.line, error, "copy the id as insignia nominate wrote it"))?;
    let person = row.cell("name").or_else(|| row.cell("user_name")).unwrap_or_default().to_owned();
    Ok(Asked { line: row.line, person, nomination })
}

/// Why a nomination cannot be issued now, as far as that can be seen without trying.
async fn refusal(at: &Installation, nomination: NominationId) -> anyhow::Result<Option<String>> {
    use crate::community::attestation::{AttestError, NominationState};
    let (found, _, standing) = match at.community().standing(nomination).await {
        Ok(standing) => standing,
        Err(error @ (AttestError::NoNomination | AttestError::NoClass(_))) => return Ok(Some(error.to_string())),
        Err(error) => return Err(error.into()),
    };
    // A closed one is issued already, and issuing again says so; or withdrawn, and issuing refuses.
    if standing.is_complete() || found.state() != NominationState::Open {
        return Ok(None);
    }
    let missing: Vec<&str> = standing.missing().map(|one| one.criterion.as_str()).collect();
    Ok(Some(format!("not enough trainers attested {}", missing.join(", "))))
}

async fn foreseen(at: &Installation, asked: Vec<Asked>) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::with_capacity(asked.len());
    for one in asked {
        let fate = refusal(at, one.nomination).await?.map_or(Fate::Foreseen, |sentence| Fate::Refused { sentence });
        lines.push(Line::of(one, fate));
    }
    Ok(lines)
}

async fn issued(at: &Installation, terminal: &Terminal, asked: Vec<Asked>) -> Vec<Line> {
    let progress = terminal.progress(asked.len(), "issuing");
    let mut lines = Vec::with_capacity(asked.len());
    for step in asked.chunks(STEP) {
        let ids: Vec<NominationId> = step.iter().map(|one| one.nomination).collect();
        let results = at.office().issue(&ids).await;
        let fates = results.into_iter().map(|result| Fate::of(result, at.office().addresses()));
        lines.extend(step.iter().cloned().zip(fates).map(|(one, fate)| Line::of(one, fate)));
        progress.inc(u64::try_from(step.len()).unwrap_or_default());
    }
    progress.finish_and_clear();
    lines
}

#[derive(Debug, Serialize)]
struct Lines {
    lines: Vec<Line>,
    bad: Vec<BadRow>,
}

#[derive(Debug, Serialize)]
struct Line {
    #[serde(skip_serializing_if = "is_zero")]
    line: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    person: String,
    nomination: NominationId,
    #[serde(flatten)]
    fate: Fate,
}

// serde asks with a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(line: &u64) -> bool {
    *line == 0
}

#[derive(Debug, Serialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
enum Fate {
    Issued { credential: CredentialId, printed: String, address: String, published_at: String },
    Foreseen,
    Refused { sentence: String },
}

impl Fate {
    fn of(result: Result<Published, IssueError>, addresses: &Addresses) -> Self {
        match result {
            Ok(published) => {
                let credential = published.award().credential();
                let (printed, address) = (credential.printed(), addresses.credential(credential));
                Self::Issued { credential, printed, address, published_at: published.published_at().to_string() }
            }
            Err(error) => Self::Refused { sentence: error.to_string() },
        }
    }
}

impl Line {
    fn of(asked: Asked, fate: Fate) -> Self {
        Self { line: asked.line, person: asked.person, nomination: asked.nomination, fate }
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for line in &self.lines {
            let fate = match &line.fate {
                Fate::Issued { address, .. } => format!("{} {address}", Style::Good.on("✓")),
                Fate::Foreseen => "would be issued".to_owned(),
                Fate::Refused { sentence } => format!("{} {sentence}", Style::Bad.on("✗")),
            };
            let whom = if line.person.is_empty() { line.nomination.to_string() } else { line.person.clone() };
            table.row([&whom, &fate]);
        }
        write!(f, "{table}")?;
        for bad in &self.bad {
            writeln!(f, "line {} was left out: {}; {}", bad.line, bad.sentence, bad.remedy)?;
        }
        Ok(())
    }
}

/// Issues one nomination, for commands that need nothing but the badge.
pub(super) async fn one(office: &crate::issuer::Office, nomination: NominationId) -> anyhow::Result<Published> {
    let result = office.issue(&[nomination]).await.pop();
    Ok(result.ok_or_else(|| Refused::because("nothing was issued"))??)
}
