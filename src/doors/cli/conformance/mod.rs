//! `insignia conformance`: what independent test software drives.
//!
//! Nothing here reads a configuration, a database or a key file: what it signs with, it makes when it
//! starts and forgets when it ends.

mod canonicalize;

use super::answer::Answer;

/// What is to be tested.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Read N-Quads from the input and write them in the canonical form of RDFC-1.0.
    Canonicalize(canonicalize::Args),
}

impl Args {
    /// Runs it.
    pub(super) fn run(self) -> anyhow::Result<Answer> {
        match self.what {
            What::Canonicalize(args) => args.run(),
        }
    }
}
