//! What the demo says while it plays, and the answer that it ends with.

use std::cell::Cell;
use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::proof::Proof;
use super::stage::Stage;
use super::story::{Badge, Missing, Story, TrainerTold};
use crate::doors::cli::table::Table;
use crate::doors::cli::terminal::{Style, Terminal};

/// Says the story, chapter by chapter.
pub(super) struct Telling {
    terminal: Terminal,
    chapter: Cell<usize>,
}

impl Telling {
    /// Begins.
    pub(super) fn begin(terminal: Terminal, stage: &Stage) -> Self {
        let anew = if stage.was_played() { ", made anew in place of the last demo" } else { "" };
        terminal.say(format!("\n{}  the whole life of a badge, on this machine\n", Style::Strong.on("Insignia")));
        terminal.say(Style::Faint.on(format!(
            "Everything is in {}{anew}. The people are made up; keys, signatures and checks are real.",
            stage.folder.display()
        )));
        Self { terminal, chapter: Cell::new(0) }
    }

    /// A new chapter.
    pub(super) fn chapter(&self, title: &str) {
        self.chapter.set(self.chapter.get() + 1);
        self.terminal.say(format!("\n{} {}", Style::Faint.on(format!("{:>2}", self.chapter.get())), Style::Strong.on(title)));
    }

    /// A line of it.
    pub(super) fn say(&self, line: impl fmt::Display) {
        self.terminal.say(format!("   {line}"));
    }

    /// Lines in columns.
    pub(super) fn table(&self, table: &Table) {
        for line in table.to_string().lines() {
            self.say(line.trim_end());
        }
    }

    /// What remains to be said.
    pub(super) fn end(&self, stage: &Stage, story: Story, proofs: Vec<Proof>) -> Ending {
        Ending {
            folder: stage.folder.clone(),
            base: stage.base(),
            trainers: story.trainers,
            badges: story.badges,
            missing: story.missing,
            token: story.token,
            sign_in: story.sign_in,
            proofs,
        }
    }
}

/// Everything that the demo made, for programs; for people, where to go on.
#[derive(Debug, Serialize)]
pub(super) struct Ending {
    folder: PathBuf,
    base: String,
    trainers: Vec<TrainerTold>,
    badges: Vec<Badge>,
    missing: Vec<Missing>,
    token: String,
    sign_in: String,
    proofs: Vec<Proof>,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.proofs.iter().filter(|proof| proof.holds).count();
        let all = self.proofs.len();
        let (style, word) = if held == all { (Style::Good, "✓") } else { (Style::Bad, "✗") };
        writeln!(f, "\n{} {held} of {all} verdicts are as they should be.\n", style.on(word))?;
        let mut table = Table::default();
        let first = self.badges.first();
        if let Some(badge) = first {
            table.row([&" ", &Style::Faint.on("a badge"), &badge.address]);
            table.row([&" ", &Style::Faint.on("its printed code"), &badge.printed]);
        }
        table.row([&" ", &Style::Faint.on("all badges"), &format!("{}/badges", self.base)]);
        table.row([&" ", &Style::Faint.on("check a badge"), &format!("{}/verify", self.base)]);
        table.row([&" ", &Style::Faint.on("files"), &self.folder.join("badges").display()]);
        let whose = self.trainers.first().map(|trainer| trainer.name.as_str()).unwrap_or_default();
        table.row([&" ", &Style::Faint.on(format!("API token of {whose}")), &self.token]);
        table.row([&" ", &Style::Faint.on(format!("signs {whose} in, once")), &self.sign_in]);
        writeln!(f, "{table}")?;
        let config = self.folder.join("insignia.toml");
        let file = first.and_then(|badge| badge.files.first()).map(|file| file.display().to_string()).unwrap_or_default();
        writeln!(f, "Go on with this installation:")?;
        writeln!(f, "  insignia --config {} verify {file}", config.display())?;
        write!(f, "  insignia --config {} serve", config.display())
    }
}
