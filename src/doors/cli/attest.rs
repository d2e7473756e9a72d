//! `insignia attest`: a trainer says that a person met criteria of a badge class.
//!
//! Saying the same again changes nothing, so a list can be run as often as it takes.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::installation::Installation;
use super::roll::{self, BadRow, Columns, Roll, Row};
use super::table::Table;
use super::terminal::{Style, Terminal};
use super::words;
use crate::community::attestation::{Attestation, CriterionMet, CriterionStanding, Evidence, Nomination, Standing};
use crate::community::catalog::BadgeClass;
use crate::vocabulary::ids::{AccountId, AttestationId, NominationId};

/// What is attested, about whom.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The nomination. Alone, it shows what is still missing.
    #[arg(value_name = "NOMINATION", required_unless_present = "csv", conflicts_with = "csv")]
    nomination: Option<NominationId>,
    /// A list with a column `nomination`, as `insignia nominate` writes it.
    #[arg(long, value_name = "FILE", requires = "by")]
    csv: Option<PathBuf>,
    /// The trainer who attests: an account id, user name or name.
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// A criterion that was met, as ID or ID:LEVEL; may be repeated.
    #[arg(long = "criterion", value_name = "ID[:LEVEL]", requires = "by")]
    criteria: Vec<String>,
    /// Every criterion was met.
    #[arg(long, conflicts_with = "criteria", requires = "by")]
    all: bool,
    /// The level, where the class has a rubric [default: the one it requires].
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// What the trainer saw, in a few words.
    #[arg(long, value_name = "TEXT", default_value = "")]
    statement: String,
    /// A piece of evidence that can be seen at an https address; may be repeated.
    #[arg(long = "evidence-url", value_name = "URL")]
    evidence_urls: Vec<String>,
    /// What can be seen: the first text is about the first address, and so on; may be repeated.
    #[arg(long, value_name = "TEXT")]
    evidence: Vec<String>,
    /// Check everything and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Leave out rows that cannot be used.
    #[arg(long, requires = "csv")]
    skip_bad: bool,
}

/// One attestation to be made.
#[derive(Debug, Clone, Default)]
struct Word {
    criteria: Vec<String>,
    level: Option<String>,
    statement: String,
    evidence: Vec<Piece>,
}

/// Where a piece of evidence is, and what it shows.
type Piece = (Option<String>, Option<String>);

/// Columns beside those of a person.
pub(super) const COLUMNS: &[&str] = &[
    "nomination",
    "account",
    "criteria",
    "level",
    "statement",
    "evidence_url",
    "evidence",
    "evidence_url_2",
    "evidence_2",
    "evidence_url_3",
    "evidence_3",
];

impl Args {
    /// Attests.
    pub(super) async fn run(self, at: &Installation, terminal: &Terminal) -> anyhow::Result<Answer> {
        let Some(by) = &self.by else {
            let nomination = self.nomination.ok_or_else(|| Refused::because("name a nomination"))?;
            return Answer::of(&Shown::load(at, nomination).await?);
        };
        let by = words::trainer(at.community(), by).await?.id();
        match (&self.csv, self.nomination) {
            (Some(file), _) => self.attest_list(at, terminal, by, file).await,
            (None, Some(nomination)) => {
                let word = self.word();
                let ticked = word.ticked(at, nomination).await.map_err(Refused::because)?;
                if !self.dry_run {
                    word.say(at, by, nomination, ticked).await.map_err(Refused::because)?;
                }
                Answer::of(&Shown::load(at, nomination).await?)
            }
            (None, None) => Err(Refused::because("name a nomination or a list")),
        }
    }

    fn word(&self) -> Word {
        Word {
            criteria: self.criteria.clone(),
            level: self.level.clone(),
            statement: self.statement.clone(),
            evidence: (0..self.evidence_urls.len().max(self.evidence.len()))
                .map(|piece| (self.evidence_urls.get(piece).cloned(), self.evidence.get(piece).cloned()))
                .collect(),
        }
    }

    async fn attest_list(&self, at: &Installation, terminal: &Terminal, by: AccountId, file: &Path) -> anyhow::Result<Answer> {
        let known: Vec<&str> = super::nominate::PERSON.iter().chain(COLUMNS).copied().collect();
        let (list, bad) = Roll::read(file, Columns { known: &known, needed: &["nomination"] })?;
        let (rows, mut bad) = roll::parse_all(list.rows(), bad, |row| self.row(row));
        let mut said = Vec::with_capacity(rows.len());
        for (line, (person, nomination, word)) in rows {
            match word.ticked(at, nomination).await {
                Ok(ticked) => said.push((line, person, nomination, word, ticked)),
                Err(sentence) => bad.push(BadRow::at(line, sentence, "correct the row")),
            }
        }
        roll::require_good(file, &bad, self.skip_bad)?;
        let progress = terminal.progress(said.len(), "attesting");
        let mut lines = Vec::with_capacity(said.len());
        for (line, person, nomination, word, ticked) in said {
            let fate = if self.dry_run { Ok(()) } else { word.say(at, by, nomination, ticked).await };
            lines.push(Line { line, person, nomination, missing: missing(at, nomination).await?, refused: fate.err() });
            progress.inc(1);
        }
        progress.finish_and_clear();
        let refused = lines.iter().any(|line| line.refused.is_some());
        let answer = Answer::of(&Lines { dry_run: self.dry_run, lines, bad })?;
        Ok(if refused { answer.ending(super::answer::Exit::Refused) } else { answer })
    }

    fn row(&self, row: &Row) -> Result<(String, NominationId, Word), BadRow> {
        let nomination =
            row.cell("nomination").ok_or_else(|| BadRow::at(row.line, "the nomination is empty", "run insignia nominate first"))?;
        let nomination = nomination.parse().map_err(|error| BadRow::at(row.line, error, "copy the id as insignia nominate wrote it"))?;
        let owned = |column: &str| row.cell(column).map(str::to_owned);
        let own = self.word();
        let criteria = match row.cell("criteria") {
            None => own.criteria,
            Some("all") => Vec::new(),
            Some(named) => named.split([' ', ';', ',']).filter(|id| !id.is_empty()).map(str::to_owned).collect(),
        };
        let pieces = ["", "_2", "_3"].map(|place| (owned(&format!("evidence_url{place}")), owned(&format!("evidence{place}"))));
        let seen: Vec<Piece> = pieces.into_iter().filter(|piece| *piece != (None, None)).collect();
        let word = Word {
            criteria,
            level: owned("level").or(own.level),
            statement: owned("statement").unwrap_or(own.statement),
            evidence: if seen.is_empty() { own.evidence } else { seen },
        };
        if word.criteria.is_empty() && !self.all && row.cell("criteria").is_none() {
            return Err(BadRow::at(row.line, "no criterion is named", "fill the column criteria, or add --all"));
        }
        Ok((owned("name").or_else(|| owned("user_name")).unwrap_or_default(), nomination, word))
    }
}

impl Word {
    /// The criteria as the class of the nomination knows them; `Err` is a sentence.
    async fn ticked(&self, at: &Installation, nomination: NominationId) -> Result<Vec<CriterionMet>, String> {
        let (found, _, _) = at.community().standing(nomination).await.map_err(|error| error.to_string())?;
        let class = at.community().catalog().class_version(found.slug(), found.version());
        let class = class.ok_or_else(|| format!("the catalogue has no {} {}", found.slug(), found.version()))?;
        let ticked = self.as_met(class);
        // Judged here, before any row of a list is said.
        crate::community::attestation::CriteriaMet::of(class, ticked.clone()).map_err(|error| error.to_string())?;
        Evidence::require_enough(&self.seen()?, class).map_err(|error| error.to_string())?;
        Ok(ticked)
    }

    fn as_met(&self, class: &BadgeClass) -> Vec<CriterionMet> {
        let usual = || self.level.clone().or_else(|| class.rubric().map(|rubric| rubric.required().to_owned()));
        if self.criteria.is_empty() {
            return class.criteria().iter().map(|one| CriterionMet { criterion: one.id().to_owned(), level: usual() }).collect();
        }
        let split = |named: &String| match named.split_once(':') {
            Some((criterion, level)) => CriterionMet { criterion: criterion.to_owned(), level: Some(level.to_owned()) },
            None => CriterionMet { criterion: named.clone(), level: usual() },
        };
        self.criteria.iter().map(split).collect()
    }

    fn seen(&self) -> Result<Vec<Evidence>, String> {
        let piece = |(url, text): &Piece| Evidence::new(url.as_deref(), text.as_deref().unwrap_or_default());
        self.evidence.iter().map(piece).collect::<Result<_, _>>().map_err(|error| error.to_string())
    }

    async fn say(&self, at: &Installation, by: AccountId, nomination: NominationId, ticked: Vec<CriterionMet>) -> Result<(), String> {
        let said = at.community().attest(by, nomination, ticked, &self.statement, self.seen()?).await;
        said.map(|_| ()).map_err(|error| error.to_string())
    }
}

async fn missing(at: &Installation, nomination: NominationId) -> anyhow::Result<Vec<String>> {
    let (_, _, standing) = at.community().standing(nomination).await?;
    Ok(standing.missing().map(|one| one.criterion.clone()).collect())
}

/// One nomination and how far it is.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    nomination: NominationId,
    class: String,
    complete: bool,
    criteria: Vec<CriterionLine>,
    attestations: Vec<AttestationLine>,
}

#[derive(Debug, Serialize)]
struct AttestationLine {
    attestation: AttestationId,
    affiliate: String,
    on: String,
    withdrawn: bool,
}

#[derive(Debug, Serialize)]
struct CriterionLine {
    criterion: String,
    trainers: usize,
    affiliates: usize,
    quorum: u32,
    distinct_affiliates: bool,
    met: bool,
}

impl Shown {
    async fn load(at: &Installation, nomination: NominationId) -> anyhow::Result<Self> {
        let (found, attestations, standing) = at.community().standing(nomination).await?;
        Ok(Self::of(&found, &attestations, &standing))
    }

    /// How far a nomination is.
    pub(super) fn of(nomination: &Nomination, attestations: &[Attestation], standing: &Standing) -> Self {
        let said = |one: &Attestation| AttestationLine {
            attestation: one.id(),
            affiliate: one.affiliate().to_owned(),
            on: one.attested_at().date(),
            withdrawn: one.withdrawn_at().is_some(),
        };
        let line = |one: &CriterionStanding| CriterionLine {
            criterion: one.criterion.clone(),
            trainers: one.trainers,
            affiliates: one.affiliates,
            quorum: one.quorum,
            distinct_affiliates: one.distinct_affiliates,
            met: one.is_met(),
        };
        Self {
            nomination: nomination.id(),
            class: format!("{} {}", nomination.slug(), nomination.version()),
            complete: standing.is_complete(),
            criteria: standing.criteria().iter().map(line).collect(),
            attestations: attestations.iter().map(said).collect(),
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for one in &self.criteria {
            let mark = if one.met { Style::Good.on("✓") } else { Style::Bad.on("·") };
            let affiliates = if one.distinct_affiliates { format!(", {} affiliates", one.affiliates) } else { String::new() };
            table.row([&" ", &mark, &one.criterion, &format!("{} of {} trainers{affiliates}", one.trainers, one.quorum)]);
        }
        let mut said = Table::default();
        for one in &self.attestations {
            let word = if one.withdrawn { "withdrawn" } else { "attested" };
            said.row([&" ", &word, &one.on, &one.affiliate, &Style::Faint.on(one.attestation)]);
        }
        let end = if self.complete { "Nothing is missing: it can be issued." } else { "It cannot be issued yet." };
        write!(f, "{} ({})\n{table}{said}{end}", self.nomination, self.class)
    }
}

#[derive(Debug, Serialize)]
struct Lines {
    dry_run: bool,
    lines: Vec<Line>,
    bad: Vec<BadRow>,
}

#[derive(Debug, Serialize)]
struct Line {
    line: u64,
    person: String,
    nomination: NominationId,
    missing: Vec<String>,
    refused: Option<String>,
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for line in &self.lines {
            let fate = match (&line.refused, self.dry_run, line.missing.as_slice()) {
                (Some(sentence), _, _) => Style::Bad.on(format!("refused: {sentence}")),
                (None, true, _) => "would be attested".to_owned(),
                (None, false, []) => Style::Good.on("attested, nothing is missing"),
                (None, false, missing) => format!("attested, still missing: {}", missing.join(", ")),
            };
            table.row([&line.line, &line.person, &fate]);
        }
        write!(f, "{table}")?;
        for bad in &self.bad {
            writeln!(f, "line {} was left out: {}; {}", bad.line, bad.sentence, bad.remedy)?;
        }
        Ok(())
    }
}
