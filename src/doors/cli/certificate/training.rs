//! `insignia certificate --training`: all certificates of a training, as a ZIP or as one file to print.
//!
//! Badges are read and checked a few at a time while others are printed, and each paper is let go when it
//! is written: memory stays flat. The file appears under its name when it is whole, or not at all.

use std::fmt;
use std::fs::File;
use std::io::BufWriter;
use std::iter;
use std::path::PathBuf;

use anyhow::Context as _;
use indicatif::ProgressBar;
use serde::Serialize;
use tokio::sync::mpsc;

use super::look::{Look, Printer, Workshop};
use crate::appearance::certificate::bulk::{self, BulkFault, Finished};
use crate::appearance::certificate::content::{Content, Detail};
use crate::appearance::certificate::press::{CARDS, Press};
use crate::community::attestation::Training;
use crate::doors::certifying::{Gathered, NoCertificate};
use crate::doors::cli::answer::{Answer, Refused};
use crate::doors::cli::installation::Installation;
use crate::doors::cli::terminal::Terminal;
use crate::vocabulary::ids::{AccountId, CredentialId, TrainingId};

/// Badges that are read at once.
const STEP: usize = 50;
/// Papers that wait to be printed.
const WAITING: usize = 8;

/// All badges of a training.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Bundle {
    /// Every badge of this training that is genuine and current.
    #[arg(long, value_name = "TRAINING", requires = "into")]
    pub(super) training: Option<TrainingId>,
    /// A file for each, in a ZIP.
    #[arg(long, value_name = "FILE", group = "into", requires = "training")]
    zip: Option<PathBuf>,
    /// All pages in one PDF, to be printed.
    #[arg(long, value_name = "FILE", group = "into", requires = "training")]
    print: Option<PathBuf>,
    /// As cards, several on a page.
    #[arg(long, requires = "print")]
    cards: bool,
}

/// A badge whose certificate could not be made.
#[derive(Debug, thiserror::Error)]
#[error("badge {badge}: {fault:#}")]
struct Unprinted {
    badge: CredentialId,
    fault: anyhow::Error,
}

#[derive(Debug, Serialize)]
struct Printed {
    file: PathBuf,
    certificates: usize,
    without: Vec<Without>,
}

/// A badge that gets no paper.
#[derive(Debug, Serialize)]
struct Without {
    badge: CredentialId,
    why: String,
}

impl Bundle {
    /// Prints all of it.
    pub(super) async fn print(&self, at: &Installation, terminal: &Terminal, training: TrainingId, look: Look) -> anyhow::Result<Answer> {
        if look.is_archival() && self.zip.is_none() {
            return Err(Refused::because("an archival certificate is one person's, with their badge inside: name a ZIP with --zip"));
        }
        let training = at.community().training(training).await?;
        let badges = at.office().credentials_of_training(training.id()).await?;
        if badges.is_empty() {
            let id = training.id();
            return Err(Refused::because(format!(
                "no badge of this training is published; `insignia certificate slip {id}` prints participation slips"
            )));
        }
        let workshop = Workshop::open(at, look)?;
        let file = self.zip.as_ref().or(self.print.as_ref()).context("name a file with --zip or --print")?;
        let part = file.with_added_extension("part");
        let sink = File::create(&part).with_context(|| format!("{} cannot be written", part.display()))?;
        let bar = terminal.progress(badges.len(), "printing");
        let done = self.fill(at, &workshop, &training, &badges, BufWriter::new(sink), bar.clone()).await;
        bar.finish_and_clear();
        let done = done.and_then(|done| {
            std::fs::rename(&part, file).with_context(|| format!("{} cannot be written", file.display()))?;
            Ok(done)
        });
        match done {
            Ok((certificates, without)) => Answer::of(&Printed { file: file.clone(), certificates, without }),
            Err(fault) => {
                let _ = std::fs::remove_file(&part);
                Err(fault)
            }
        }
    }

    async fn fill(
        &self,
        at: &Installation,
        workshop: &Workshop<'_>,
        training: &Training,
        badges: &[(CredentialId, AccountId)],
        sink: BufWriter<File>,
        bar: ProgressBar,
    ) -> anyhow::Result<(usize, Vec<Without>)> {
        let (send, receive) = mpsc::channel(WAITING);
        let (printer, training, kind) = (workshop.printer.clone(), training.clone(), self.clone());
        let printing = tokio::task::spawn_blocking(move || kind.write(&printer, &training, receive, sink, &bar));
        let mut without = Vec::new();
        'badges: for step in badges.chunks(STEP) {
            let ids: Vec<CredentialId> = step.iter().map(|(id, _)| *id).collect();
            let published = at.office().published(&ids).await?;
            for badge in ids {
                // Erased a moment ago.
                let Some(published) = published.get(&badge) else { continue };
                match workshop.gather(published).await? {
                    Ok(gathered) => {
                        // Nobody takes it any more: the printing ended with a fault, which is told below.
                        if send.send((badge, gathered)).await.is_err() {
                            break 'badges;
                        }
                    }
                    Err(fault @ NoCertificate::NotCurrent(_)) => without.push(Without { badge, why: fault.to_string() }),
                    Err(fault) => return Err(Unprinted { badge, fault: fault.into() }.into()),
                }
            }
        }
        drop(send);
        Ok((printing.await??, without))
    }

    fn write(
        &self,
        printer: &Printer,
        training: &Training,
        mut gathered: mpsc::Receiver<(CredentialId, Gathered)>,
        sink: BufWriter<File>,
        bar: &ProgressBar,
    ) -> anyhow::Result<usize> {
        let (made_at, title) = (training.ends_at(), training.name());
        let mut next = iter::from_fn(|| gathered.blocking_recv());
        let tell = |_| bar.inc(1);
        if self.cards {
            let mut printed = 0;
            let pages = iter::from_fn(|| cards(&printer.press, &mut next, &mut printed, bar).transpose());
            bulk::printed(pages, title, made_at, sink, |_| {})?;
            return Ok(printed);
        }
        let certificates = next.map(|(badge, gathered)| {
            let pdf = printer.pdf(&gathered).map_err(|fault| Unprinted { badge, fault })?;
            Ok::<_, Unprinted>(Finished { code: badge.printed(), pdf })
        });
        let done: Result<usize, BulkFault<Unprinted>> = if self.zip.is_some() {
            bulk::zipped(certificates, made_at, sink, tell)
        } else {
            bulk::printed(certificates, title, made_at, sink, tell)
        };
        Ok(done?)
    }
}

/// The next page of cards; nothing when all are printed.
fn cards(
    press: &Press,
    next: &mut impl Iterator<Item = (CredentialId, Gathered)>,
    printed: &mut usize,
    bar: &ProgressBar,
) -> Result<Option<Finished<Vec<u8>>>, Unprinted> {
    let mut first = None;
    let mut contents: Vec<Content> = Vec::new();
    let places = press.places().max(1);
    for (badge, gathered) in next.take(places) {
        let content = press.certificate(CARDS).map_err(NoCertificate::from);
        let content = content.and_then(|template| gathered.content(press, template, Detail::Nothing));
        contents.push(content.map_err(|fault| Unprinted { badge, fault: fault.into() })?);
        first = first.or(Some(badge));
        bar.inc(1);
    }
    let Some(badge) = first else { return Ok(None) };
    *printed += contents.len();
    let pdf = press.cards(&contents).and_then(|sheet| press.write(&sheet)).map_err(|fault| Unprinted { badge, fault: fault.into() })?;
    Ok(Some(Finished { code: format!("{CARDS} {printed}"), pdf }))
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certificates = if self.certificates == 1 { "1 certificate".to_owned() } else { format!("{} certificates", self.certificates) };
        write!(f, "{certificates}: {}", self.file.display())?;
        for Without { badge, why } in &self.without {
            write!(f, "\nwithout one: {}: {why}", badge.printed())?;
        }
        Ok(())
    }
}
