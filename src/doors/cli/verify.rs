//! `insignia verify FILE`: is this badge genuine and current?
//!
//! With a configuration at hand, our own issuers' keys and lists come from the store. Without one,
//! and for other issuers, only what the file itself and the documents named by --with say is known:
//! this command asks nobody over the network, so what it cannot find makes no badge valid.

mod documents;
mod report;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::answer::{Answer, Exit, Refused};
use super::installation::inside;
use crate::standards::bake::{self, png::PngFault, svg::SvgFault};
use crate::verifier::{Form, Known, Presented, Reason, Verdict, verify};
use crate::vocabulary::Clock;
use crate::vocabulary::clock::SystemClock;

use report::VerdictReport;
pub(super) use report::reason;

/// What is verified, against what.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The badge: JSON, JWT, PNG or SVG; - reads from the input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A DID document or a status list that was fetched before; may be repeated.
    #[arg(long = "with", value_name = "FILE", requires = "alone")]
    documents: Vec<PathBuf>,
    /// Ask no installation, even if there is a configuration.
    #[arg(long)]
    alone: bool,
    /// Show every check.
    #[arg(long)]
    checks: bool,
}

/// A badge in a picture is far below.
const LARGEST: u64 = 2 << 20;

impl Args {
    /// Verifies. `asked` is true if the configuration was named on the command line.
    pub(super) async fn run(self, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        let presented = Presented::new(match read(&self.file) {
            Ok(bytes) => bytes,
            // No verdict, whatever the badge is: neither valid nor invalid.
            Err(error) => return unread(&error),
        });
        let verdict = if self.alone || !(asked || config.exists()) {
            let mut known = Known::strict();
            for file in &self.documents {
                documents::add(&mut known, file)?;
            }
            verify(&presented, &known, SystemClock.now())
        } else {
            inside(config, async |at| Ok(at.office().examine(&presented).await?)).await?
        };
        let report = VerdictReport::of(&verdict, presented.form(), SystemClock.now());
        let report = if self.checks { report.with_all_checks() } else { report };
        Ok(Answer::of(&report)?.ending(exit(&verdict, &presented)))
    }
}

fn unread(error: &anyhow::Error) -> anyhow::Result<Answer> {
    Ok(Answer::of(&format!("{error:#}"))?.ending(Exit::Unfinished))
}

/// How a verdict ends the command.
fn exit(verdict: &Verdict, presented: &Presented) -> Exit {
    match verdict {
        Verdict::Valid(_) => Exit::Done,
        Verdict::Invalid(refusal) if matches!(refusal.reason, Reason::NotABadge(_)) && !is_damaged(presented) => Exit::NotABadge,
        Verdict::Invalid(_) => Exit::Refused,
        Verdict::Indeterminate(_) => Exit::Unfinished,
    }
}

/// A picture that carries a badge which can no longer be read is no other picture: it is not valid.
fn is_damaged(presented: &Presented) -> bool {
    match presented.form() {
        Some(Form::Png) => !matches!(bake::png::extract(presented.bytes()), Ok(_) | Err(PngFault::NoBadge)),
        Some(Form::Svg) => !matches!(bake::svg::extract(presented.bytes()), Ok(_) | Err(SvgFault::NoBadge)),
        Some(Form::Json | Form::Jwt) | None => false,
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let cannot = || format!("{} cannot be read", file.display());
    if file == Path::new("-") {
        std::io::stdin().take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| "the input cannot be read")?;
    } else {
        let opened = std::fs::File::open(file).with_context(cannot)?;
        if opened.metadata().is_ok_and(|found| found.is_dir()) {
            return Err(Refused::because(format!("{} is a folder; name a file", file.display())));
        }
        opened.take(LARGEST + 1).read_to_end(&mut bytes).with_context(cannot)?;
    }
    Ok(bytes)
}
