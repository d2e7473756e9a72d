//! `insignia check`: the catalogue as its authors want to read it, and the scripts that certificates
//! can be written in; with --data, the store re-counted.

mod mail;
mod outside;
mod unnamed;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::answer::{Answer, Exit};
use super::serve;
use super::table::Table;
use super::terminal::{Style, Terminal};
use crate::appearance::certificate::fonts::{Drawn, Fonts, ScriptReport};
use crate::community::catalog::{Catalog, Faults, Finding};
use crate::community::notices::address::MailAddress;
use crate::config::Config;
use crate::issuer::audit::{self, Audit};
use crate::platform::database::Database;

/// What is checked.
#[expect(clippy::option_option, reason = "not asked for, asked for, asked for with a value")]
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A catalogue folder [default: that of the configuration, else the one in this program].
    #[arg(value_name = "FOLDER", conflicts_with = "data")]
    folder: Option<PathBuf>,
    /// Count again, from the stored rows alone, what always holds.
    #[arg(long)]
    data: bool,
    /// Try the mail server of the configuration; with an address, send it a mail.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, conflicts_with_all = ["data", "folder"])]
    mail: Option<Option<MailAddress>>,
    /// See whether key documents and a status list arrive at the public address, or at another one, as this server sends them.
    #[arg(long, value_name = "URL", num_args = 0..=1, conflicts_with_all = ["data", "folder", "mail"])]
    outside: Option<Option<String>>,
}

impl Args {
    /// Checks.
    pub(super) async fn run(self, terminal: &Terminal, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        if self.data {
            return check_data(terminal, config).await;
        }
        if let Some(address) = &self.outside {
            return outside::check(terminal, config, address.as_deref()).await;
        }
        if let Some(to) = &self.mail {
            return mail::check(terminal, &Config::read(config)?, to.as_ref()).await;
        }
        let (folder, config) = match self.folder {
            None if asked || config.exists() => Config::read(config).map(|read| (read.badge_classes.clone(), Some(read)))?,
            named => (named, None),
        };
        let (place, read) = match &folder {
            Some(folder) => (folder.display().to_string(), Catalog::load(folder)),
            None => ("the catalogue in this program".to_owned(), Catalog::embedded()),
        };
        match read {
            Ok(catalog) => {
                let fonts: Vec<PathBuf> = config.iter().map(Config::fonts_folder).collect();
                let mut sound = Sound::of(place, &catalog, Fonts::discover(&fonts).scripts());
                if let Some(config) = config {
                    sound.warnings.extend(unnamed::on_badges(&config, &catalog)?);
                    sound.sign_in = ways_in(&config)?;
                }
                Answer::of(&sound)
            }
            Err(faults) => Ok(Answer::of(&Faulty::of(place, &faults))?.ending(Exit::Refused)),
        }
    }
}

/// By what people sign in, each as a line; with the secrets that it needs.
fn ways_in(config: &Config) -> anyhow::Result<Vec<String>> {
    let mut ways = vec![format!("passkeys of {}, first by a link: insignia people invite", config.base.host())];
    if let Some(said) = &config.wiki {
        serve::wiki(said)?;
        ways.push(format!("{} at {}", said.name, said.server));
    }
    for said in &config.providers {
        serve::provider(said)?;
        ways.push(format!("{} at {}", said.name, said.issuer));
    }
    Ok(ways)
}

async fn check_data(terminal: &Terminal, config: &Path) -> anyhow::Result<Answer> {
    let config = Config::read(config)?;
    let database = Database::open(&config.database).await?;
    let waiting = terminal.waiting("counting");
    let counted = count(&database).await;
    waiting.finish_and_clear();
    database.close().await;
    let counted = counted?;
    let exit = if counted.violations.is_empty() { Exit::Done } else { Exit::Refused };
    Ok(Answer::of(&counted)?.ending(exit))
}

async fn count(database: &Database) -> anyhow::Result<Counted> {
    Ok(Counted::of(audit::audit(&mut database.snapshot().await?).await?))
}

/// A catalogue that loads.
#[derive(Debug, Serialize)]
struct Sound {
    catalogue: String,
    classes: usize,
    versions: usize,
    criteria: usize,
    taxonomies: Vec<TaxonomyLine>,
    languages: Vec<LanguageLine>,
    scripts: Vec<ScriptLine>,
    warnings: Vec<Line>,
    /// By what people sign in; empty if only a catalogue was checked.
    sign_in: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TaxonomyLine {
    scheme: String,
    capacities: usize,
    matched: usize,
}

#[derive(Debug, Serialize)]
struct LanguageLine {
    language: String,
    classes_percent: usize,
    capacities_percent: usize,
    status: Option<String>,
}

/// Whether certificates can be written in a script.
#[derive(Debug, Serialize)]
struct ScriptLine {
    script: &'static str,
    font: Option<String>,
    /// What to install where there is no font.
    package: Option<&'static str>,
}

impl ScriptLine {
    fn of(report: ScriptReport) -> Self {
        let (font, package) = match report.drawn {
            Drawn::With(font) => (Some(font), None),
            Drawn::Without(package) => (None, package),
        };
        Self { script: report.name, font, package }
    }
}

/// A fault or a warning.
#[derive(Debug, Serialize)]
struct Line {
    file: String,
    line: usize,
    what: String,
    remedy: String,
}

impl Line {
    fn of(finding: &Finding) -> Self {
        Self { file: finding.file.clone(), line: finding.line, what: finding.what.to_string(), remedy: finding.remedy() }
    }
}

impl Sound {
    fn of(catalogue: String, catalog: &Catalog, scripts: Vec<ScriptReport>) -> Self {
        let summary = catalog.summary();
        let taxonomies = summary.taxonomies.into_iter();
        let taxonomies = taxonomies.map(|one| TaxonomyLine { scheme: one.scheme, capacities: one.capacities, matched: one.matched });
        let languages = summary.languages.into_iter().map(|one| LanguageLine {
            language: one.language.to_string(),
            classes_percent: one.classes.percent(),
            capacities_percent: one.capacities.percent(),
            status: one.status,
        });
        Self {
            catalogue,
            classes: summary.classes,
            versions: summary.versions,
            criteria: summary.criteria,
            taxonomies: taxonomies.collect(),
            languages: languages.collect(),
            scripts: scripts.into_iter().map(ScriptLine::of).collect(),
            warnings: summary.warnings.iter().map(Line::of).collect(),
            sign_in: Vec::new(),
        }
    }
}

impl Sound {
    fn write_scripts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (drawn, missing): (Vec<_>, Vec<_>) = self.scripts.iter().partition(|one| one.font.is_some());
        writeln!(f, "\n  Certificates can be written in {} of {} scripts", drawn.len(), self.scripts.len())?;
        let mut by_package: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for one in missing {
            by_package.entry(one.package).or_default().push(one.script);
        }
        for (package, scripts) in by_package {
            let remedy = package.map_or("put fonts into the data folder’s fonts/".to_owned(), |name| format!("install {name}"));
            let scripts = scripts.join(" · ");
            writeln!(f, "  {} not in: {scripts}\n      {}", Style::Bad.on("✗"), Style::Faint.on(&remedy))?;
        }
        Ok(())
    }
}

impl fmt::Display for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { classes, versions, criteria, .. } = self;
        let older = if versions > classes { format!(" in {versions} versions") } else { String::new() };
        writeln!(
            f,
            "{} {}: {classes} badge classes{older} with {criteria} criteria\n",
            Style::Good.on("✓"),
            Style::Strong.on(&self.catalogue)
        )?;
        let mut table = Table::default();
        for one in &self.taxonomies {
            let matched = format!("{} matched with another taxonomy", one.matched);
            table.row([&" ", &one.scheme, &format!("{} capacities", one.capacities), &Style::Faint.on(matched)]);
        }
        writeln!(f, "{table}")?;
        let mut table = Table::default();
        table.row([&" ", &Style::Faint.on("language"), &Style::Faint.on("classes"), &Style::Faint.on("capacities"), &""]);
        for one in &self.languages {
            let (classes, capacities) = (format!("{} %", one.classes_percent), format!("{} %", one.capacities_percent));
            table.row([&" ", &one.language, &classes, &capacities, &Style::Faint.on(one.status.as_deref().unwrap_or_default())]);
        }
        write!(f, "{table}")?;
        self.write_scripts(f)?;
        for way in &self.sign_in {
            write!(f, "\n  {} {way}", Style::Faint.on("sign-in"))?;
        }
        if !self.warnings.is_empty() {
            writeln!(f, "\nWorth seeing to:")?;
            write_findings(f, &self.warnings)?;
        }
        Ok(())
    }
}

/// A catalogue that does not load.
#[derive(Debug, Serialize)]
struct Faulty {
    catalogue: String,
    faults: Vec<Line>,
}

impl Faulty {
    fn of(catalogue: String, faults: &Faults) -> Self {
        Self { catalogue, faults: faults.iter().map(Line::of).collect() }
    }
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = if self.faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", self.faults.len()) };
        writeln!(f, "{} {} has {count}, so none of it is used:\n", Style::Bad.on("✗"), Style::Strong.on(&self.catalogue))?;
        write_findings(f, &self.faults)
    }
}

fn write_findings(f: &mut fmt::Formatter<'_>, findings: &[Line]) -> fmt::Result {
    for one in findings {
        // A fault of a whole file has no line.
        let line = if one.line == 0 { String::new() } else { format!(":{}", one.line) };
        writeln!(f, "  {}{line}: {}\n      {}", one.file, one.what, Style::Faint.on(&one.remedy))?;
    }
    Ok(())
}

/// A store that was counted.
#[derive(Debug, Serialize)]
struct Counted {
    rules: Vec<RuleLine>,
    hashed: usize,
    signatures: usize,
    lists: usize,
    log_entries: i64,
    violations: Vec<ViolationLine>,
}

#[derive(Debug, Serialize)]
struct RuleLine {
    invariant: &'static str,
    rules: usize,
    broken: usize,
}

#[derive(Debug, Serialize)]
struct ViolationLine {
    invariant: &'static str,
    sentence: &'static str,
    found: String,
}

impl Counted {
    fn of(audit: Audit) -> Self {
        let mut rules: Vec<RuleLine> = Vec::new();
        for (invariant, _) in &audit.asked {
            match rules.iter_mut().find(|line| line.invariant == *invariant) {
                Some(line) => line.rules += 1,
                None => rules.push(RuleLine { invariant, rules: 1, broken: 0 }),
            }
        }
        for line in &mut rules {
            line.broken = audit.violations.iter().filter(|one| one.invariant == line.invariant).count();
        }
        rules.sort_by_key(|line| line.invariant.trim_start_matches('I').parse::<u8>().unwrap_or(u8::MAX));
        let violations = audit.violations.into_iter();
        Self {
            rules,
            hashed: audit.hashed,
            signatures: audit.signatures,
            lists: audit.lists,
            log_entries: audit.log_entries,
            violations: violations
                .map(|one| ViolationLine { invariant: one.invariant, sentence: one.sentence, found: one.found })
                .collect(),
        }
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::default();
        for line in &self.rules {
            let mark = if line.broken == 0 { Style::Good.on("✓") } else { Style::Bad.on("✗") };
            let rules = if line.rules == 1 { "1 rule".to_owned() } else { format!("{} rules", line.rules) };
            table.row([&" ", &mark, &line.invariant, &rules, &Style::Faint.on(meaning(line.invariant))]);
        }
        write!(f, "{table}")?;
        let Self { hashed, signatures, lists, log_entries, .. } = self;
        writeln!(
            f,
            "  {hashed} stored forms hashed, {signatures} signatures verified, {lists} status lists decoded, {log_entries} log entries chained\n"
        )?;
        for one in &self.violations {
            writeln!(f, "{} {}: {}: {}", Style::Bad.on("✗"), one.invariant, one.sentence, one.found)?;
        }
        match self.violations.len() {
            0 => write!(f, "{}", Style::Good.on("Everything holds.")),
            _ => write!(f, "Stop issuing, keep a copy of this database as it is, and find out why."),
        }
    }
}

/// The invariants that can be counted, in a few words.
fn meaning(invariant: &str) -> &'static str {
    match invariant {
        "I1" => "every badge has its quorum",
        "I2" => "one badge for a nomination, one living edition",
        "I3" => "signatures are over stored bytes",
        "I4" => "nothing left before it was committed",
        "I5" => "a status slot is used once",
        "I6" => "nothing of a lost tail is used again",
        "I7" => "a revocation is final and has two people",
        "I8" => "the published lists show every revocation",
        "I11" => "signed bytes never changed",
        "I12" => "the log is whole",
        "I13" => "old badges verify with the keys that are known",
        "I14" => "nothing is left of people who were erased",
        "I16" => "public ids cannot be guessed",
        "I17" => "no stolen key made a badge",
        _ => "",
    }
}
