//! `insignia conformance`: what independent test software drives.
//!
//! Nothing here reads a configuration, a database or a key file: what it signs with, it makes when it
//! starts and forgets when it ends.

mod canonicalize;
mod service;

use super::answer::Answer;

/// Serves the VC API, or does what is named.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    service: service::Service,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Read N-Quads from the input and write them in the canonical form of RDFC-1.0.
    Canonicalize(canonicalize::Args),
}

impl Args {
    /// Runs it.
    pub(super) async fn run(self) -> anyhow::Result<Answer> {
        match self.what {
            Some(What::Canonicalize(args)) => args.run(),
            None => self.service.run().await,
        }
    }
}
