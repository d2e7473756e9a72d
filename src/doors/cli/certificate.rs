//! `insignia certificate`: papers to print, and the templates that they are made from.

mod preview;

use std::path::Path;

use super::answer::Answer;
use super::terminal::Terminal;

/// What is done.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// Check a template, and see it with names and texts in many scripts.
    Preview(preview::Args),
}

impl Args {
    /// Does it. `asked` is true if the configuration was named on the command line.
    pub(super) fn run(self, terminal: &Terminal, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        match self.deed {
            Deed::Preview(args) => args.run(terminal, config, asked),
        }
    }
}
