//! `insignia certificate`: papers to print, and the templates that they are made from.

mod badges;
mod look;
mod preview;
mod slip;
mod training;

use std::path::{Path, PathBuf};

pub(super) use look::Workshop;

use super::answer::Answer;
use super::installation::{Installation, inside};
use super::terminal::Terminal;
use super::words;
use crate::vocabulary::ids::CredentialId;

/// What is printed.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Args {
    #[command(subcommand)]
    deed: Option<Deed>,
    /// Badges: printed codes, ids or addresses.
    #[arg(value_name = "BADGE", value_parser = words::credential, required_unless_present = "training", conflicts_with = "training")]
    credentials: Vec<CredentialId>,
    /// The file, for one badge; or the folder, which is made if it is not there [default: this folder].
    #[arg(long, value_name = "FILE.pdf|FOLDER", conflicts_with = "training")]
    out: Option<PathBuf>,
    #[command(flatten)]
    bundle: training::Bundle,
    #[command(flatten)]
    look: look::Look,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// Check a template, and see it with names and texts in many scripts.
    Preview(preview::Args),
    /// Say on paper that somebody took part in a training, which is no badge.
    Slip(slip::Args),
}

impl Args {
    /// Does it. `asked` is true if the configuration was named on the command line.
    pub(super) async fn run(self, terminal: &Terminal, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        match self.deed {
            Some(Deed::Preview(args)) => args.run(terminal, config, asked),
            Some(Deed::Slip(args)) => inside(config, async |at| args.run(at, terminal).await).await,
            None => inside(config, async |at| self.papers(at, terminal).await).await,
        }
    }

    async fn papers(self, at: &Installation, terminal: &Terminal) -> anyhow::Result<Answer> {
        match self.bundle.training {
            Some(training) => self.bundle.print(at, terminal, training, self.look).await,
            None => badges::print(at, terminal, &self.credentials, self.out, self.look).await,
        }
    }
}
