//! `insignia nominate`: put people forward for a badge class.
//!
//! With a list, every row is read before anybody is registered, and the ids are written into a copy
//! of the list as they come to be. Running the command again goes on where it stopped: a row that
//! has its id is never nominated twice. The copy is what `attest` and `issue` read.

mod ledger;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::installation::Installation;
use super::roll::{self, BadRow, Columns, Roll, Row};
use super::table::Table;
use super::terminal::Terminal;
use super::words::{self, Confirmed, Email, Known, Said};
use crate::community::attestation::{NewNomination, Nomination, Release};
use crate::community::people::Minor;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};

use ledger::Ledger;

/// Who is put forward, for what.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The badge class.
    #[arg(long, value_name = "SLUG")]
    class: String,
    /// Its version [default: the current one].
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// The training it belongs to: its version of the class counts.
    #[arg(long, value_name = "TRAINING", conflicts_with = "version")]
    training: Option<TrainingId>,
    /// Who will sign [default: the first issuer].
    #[arg(long, value_name = "SLUG")]
    issuer: Option<String>,
    /// The trainer who nominates: an account id, user name or name.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// The language to sign, such as uk or pt-BR.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = LanguageTag::from_wiki_code)]
    language: LanguageTag,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    said: Said,
    /// The person is a minor: never listed.
    #[arg(long)]
    minor: bool,
    /// A list of people instead of one person.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["names", "user_name", "central_id", "email", "show_user_name", "minor"])]
    csv: Option<PathBuf>,
    /// Where the list with the ids goes [default: FILE with .nominated before its ending].
    #[arg(long, value_name = "FILE", requires = "csv")]
    out: Option<PathBuf>,
    /// Check everything and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Leave out rows that cannot be used.
    #[arg(long, requires = "csv")]
    skip_bad: bool,
}

/// Columns that describe a person.
pub(super) const PERSON: &[&str] =
    &["name", "name_2", "name_3", "user_name", "central_id", "show_user_name", "email", "email_form", "confirmed_by", "language", "minor"];

/// One person as a row or the command line describes them.
#[derive(Debug, Clone)]
struct Candidate {
    known: Known,
    said: Said,
    language: LanguageTag,
    minor: Minor,
}

impl Args {
    /// Nominates.
    pub(super) async fn run(self, at: &Installation, terminal: &Terminal) -> anyhow::Result<Answer> {
        let by = words::trainer(at.community(), &self.by).await?.id();
        let catalog = at.community().catalog();
        let class = match &self.version {
            Some(version) => catalog.class_version(&self.class, version),
            None => catalog.class(&self.class),
        };
        if class.is_none() {
            let known: Vec<&str> = catalog.classes().map(crate::community::catalog::BadgeClass::slug).collect();
            let named = [Some(&self.class), self.version.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
            return Err(Refused::because(format!("the catalogue has no badge class {named:?}; it has {}", known.join(", "))));
        }
        match self.csv.clone() {
            Some(file) => self.nominate_list(at, terminal, by, &file).await,
            None => self.nominate_one(at, by).await,
        }
    }

    async fn nominate_one(self, at: &Installation, by: AccountId) -> anyhow::Result<Answer> {
        let minor = if self.minor { Minor::Yes } else { Minor::No };
        let (known, said, language) = (self.known.clone(), self.said.clone(), self.language.clone());
        let candidate = Candidate { known, said, language, minor };
        candidate.check(0).map_err(|fault| Refused::because(format!("{}; {}", fault.sentence, fault.remedy)))?;
        let release = candidate.said.release(at.community().chance())?;
        if self.dry_run {
            return Answer::of(&Nominated { out: None, lines: vec![Line::planned(0, candidate.shown())], bad: Vec::new() });
        }
        let (account, nomination) = self.nominate(at, by, &candidate, release).await?;
        Answer::of(&Nominated { out: None, lines: vec![Line::done(0, candidate.shown(), account, nomination.id())], bad: Vec::new() })
    }

    async fn nominate_list(self, at: &Installation, terminal: &Terminal, by: AccountId, file: &Path) -> anyhow::Result<Answer> {
        let (list, bad) = Roll::read(file, Columns { known: PERSON, needed: &["name"] })?;
        let chance = at.community().chance();
        let parse = |row: &Row| {
            let candidate = self.candidate(row)?;
            let release = candidate.said.release(chance).map_err(|fault| BadRow::at(row.line, fault, "correct the row"))?;
            Ok((row.clone(), candidate, release))
        };
        let (good, bad) = roll::parse_all(list.rows(), bad, parse);
        roll::require_good(list.file(), &bad, self.skip_bad)?;
        if self.dry_run {
            let lines = good.iter().map(|(line, (_, candidate, _))| Line::planned(*line, candidate.shown())).collect();
            return Answer::of(&Nominated { out: None, lines, bad });
        }
        let out = self.out.clone().unwrap_or_else(|| beside(file));
        let mut ledger = Ledger::open(&out, &list)?;
        let progress = terminal.progress(good.len(), "nominating");
        let mut lines = Vec::with_capacity(good.len());
        for (line, (row, candidate, release)) in good {
            let (account, nomination) = match ledger.find(&row) {
                Some(before) => before,
                None => {
                    let (account, nomination) = self.nominate(at, by, &candidate, release).await?;
                    ledger.add(&row, account, nomination.id())?;
                    (account, nomination.id())
                }
            };
            lines.push(Line::done(line, candidate.shown(), account, nomination));
            progress.inc(1);
        }
        progress.finish_and_clear();
        Answer::of(&Nominated { out: Some(out), lines, bad })
    }

    async fn nominate(
        &self,
        at: &Installation,
        by: AccountId,
        candidate: &Candidate,
        release: Release,
    ) -> anyhow::Result<(AccountId, Nomination)> {
        let community = at.community();
        let holder =
            community.register(&candidate.known.account(candidate.said.names.first().map(String::as_str), candidate.minor)).await?.id();
        let new = NewNomination {
            holder,
            slug: self.class.clone(),
            version: self.version.clone(),
            issuer: match &self.issuer {
                Some(slug) => at.office().issuer(slug)?.slug().to_owned(),
                None => at.office().owner()?.slug().to_owned(),
            },
            training: self.training,
            language: candidate.language.clone(),
            by: Some(by),
            release,
        };
        Ok((holder, community.nominate(&new).await?))
    }

    fn candidate(&self, row: &Row) -> Result<Candidate, BadRow> {
        let fault = |sentence: String, remedy: &str| BadRow::at(row.line, sentence, remedy);
        let confirmed_by = match row.cell("confirmed_by") {
            None => self.said.confirmed_by,
            Some("holder") => Some(Confirmed::Holder),
            Some("trainer") => Some(Confirmed::Trainer),
            Some("none") => None,
            Some(other) => return Err(fault(format!("confirmed_by is {other:?}"), "write holder, trainer or none")),
        };
        let email_form = match row.cell("email_form") {
            None => self.said.email_form,
            Some("hashed") => Some(Email::Hashed),
            Some("plain") => Some(Email::Plain),
            Some(other) => return Err(fault(format!("email_form is {other:?}"), "write hashed or plain")),
        };
        let language = match row.cell("language") {
            None => self.language.clone(),
            Some(tag) => LanguageTag::from_wiki_code(tag).map_err(|error| fault(error.to_string(), "write a language tag"))?,
        };
        let owned = |column: &str| row.cell(column).map(str::to_owned);
        let candidate = Candidate {
            known: Known { user_name: owned("user_name"), central_id: owned("central_id") },
            said: Said {
                names: ["name", "name_2", "name_3"].iter().filter_map(|column| owned(column)).collect(),
                show_user_name: row.is_yes("show_user_name")?,
                email: owned("email"),
                email_form,
                confirmed_by,
            },
            language,
            minor: if row.is_yes("minor")? { Minor::Yes } else { Minor::No },
        };
        candidate.check(row.line)?;
        Ok(candidate)
    }
}

impl Candidate {
    fn check(&self, line: u64) -> Result<(), BadRow> {
        if self.said.names.is_empty() && self.known.user_name.is_none() && self.known.central_id.is_none() {
            return Err(BadRow::at(line, "nobody is named", "give a name, a user name or a central id"));
        }
        if self.said.show_user_name && self.known.user_name.is_none() {
            return Err(BadRow::at(line, "there is no user name to show", "give the user name, or do not show it"));
        }
        Ok(())
    }

    /// What the person is called in the answer.
    fn shown(&self) -> String {
        let names = [self.said.names.first(), self.known.user_name.as_ref(), self.known.central_id.as_ref()];
        names.into_iter().flatten().next().cloned().unwrap_or_default()
    }
}

/// `people.csv` → `people.nominated.csv`.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("nominated.csv")
}

#[derive(Debug, Serialize)]
struct Nominated {
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<PathBuf>,
    lines: Vec<Line>,
    bad: Vec<BadRow>,
}

#[derive(Debug, Serialize)]
struct Line {
    line: u64,
    person: String,
    account: Option<AccountId>,
    nomination: Option<NominationId>,
}

impl Line {
    fn planned(line: u64, person: String) -> Self {
        Self { line, person, account: None, nomination: None }
    }

    fn done(line: u64, person: String, account: AccountId, nomination: NominationId) -> Self {
        Self { line, person, account: Some(account), nomination: Some(nomination) }
    }
}

impl fmt::Display for Nominated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for line in &self.lines {
            let fate = line.nomination.map_or_else(|| "would be nominated".to_owned(), |id| format!("nomination {id}"));
            table.row([&line.person, &fate]);
        }
        write!(f, "{table}")?;
        for bad in &self.bad {
            writeln!(f, "line {} was left out: {}; {}", bad.line, bad.sentence, bad.remedy)?;
        }
        match &self.out {
            Some(out) => write!(f, "The list with the ids is {}: attest and issue with it.", out.display()),
            None => Ok(()),
        }
    }
}
