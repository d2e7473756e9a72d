//! The `insignia` command: reads its arguments, starts the record of what happens inside, and calls
//! the door for people at a terminal.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use insignia::doors::cli::{self, Arguments, Exit};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match start(arguments) {
        Ok(exit) => exit.into(),
        Err(error) => {
            tracing::error!("{error:#}");
            Exit::Refused.into()
        }
    }
}

fn start(arguments: Arguments) -> anyhow::Result<Exit> {
    // On the error stream: the answer goes to the other one.
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false);
    let filter = EnvFilter::builder().parse(arguments.log()).with_context(|| format!("--log cannot be {:?}", arguments.log()));
    log.with_env_filter(filter.as_ref().map_or_else(|_| EnvFilter::new("warn"), Clone::clone)).init();
    filter?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the program cannot start its threads")?;
    Ok(runtime.block_on(cli::run(arguments)))
}
