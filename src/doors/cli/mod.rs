//! The command line: for operators, for trainers who work with lists, and for scripts.
//!
//! A command reads its arguments, makes journeys of the [`Office`](crate::issuer::Office) or the
//! [`Community`](crate::community::Community), and gives one [`Answer`]: text for a person, JSON for
//! a program, an exit code for a script. Secrets never stand in an argument; they come from files.
//!
//! | exit code | means |
//! |---|---|
//! | 0 | done; `verify`: genuine and current |
//! | 1 | refused, with a sentence on the error stream; `verify`: not valid; `check`: something is wrong |
//! | 2 | the command line is wrong; `verify`: the check could not be finished |
//! | 3 | `verify`: this is not a badge |

mod answer;
mod archival;
mod attest;
pub mod bench;
mod certificate;
mod check;
mod conformance;
mod correct;
mod demo;
mod erase;
mod export;
mod init;
mod installation;
mod issue;
mod keys;
mod migrate;
mod nominate;
mod people;
mod revoke;
mod roll;
mod serve;
mod suspend;
mod table;
mod terminal;
mod tokens;
mod trainers;
mod trainings;
mod verify;
mod withdraw;
mod words;

use std::path::{Path, PathBuf};

pub use answer::{Answer, Exit};
use installation::inside;
use terminal::Terminal;

/// Open Badges for skills in the Wikimedia movement: attested by trainers, verifiable by anybody.
#[derive(Debug, clap::Parser)]
#[command(name = "insignia", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
pub struct Arguments {
    /// The configuration [default: insignia.toml].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer in JSON, for programs.
    #[arg(long, global = true)]
    json: bool,
    /// What is told on the error stream about the work inside, such as info or insignia=debug.
    #[arg(long, global = true, value_name = "LEVEL", default_value = "warn")]
    log: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Walk the whole life of a badge with made-up people, then serve it on this machine.
    Demo(demo::Args),
    /// Make a real installation, once.
    Init(Box<init::Args>),
    /// Serve pages, documents and the API.
    Serve(serve::Args),
    /// Bring the database of an older version to this one.
    Migrate(migrate::Args),
    /// Check the catalogue; with --data, count again what always holds.
    Check(check::Args),
    /// The register of who may attest what, and until when.
    Trainers(Box<trainers::Args>),
    /// How people sign in, and who is a steward or an admin.
    People(people::Args),
    /// Trainings: who trains, and which class versions they award.
    Trainings(Box<trainings::Args>),
    /// Put people forward for a badge class: one person, or a list.
    Nominate(Box<nominate::Args>),
    /// Say, as a trainer, that criteria were met; or see what is missing.
    Attest(Box<attest::Args>),
    /// Take an attestation back, as the trainer who made it.
    Withdraw(withdraw::Args),
    /// Issue badges to nominations whose quorum is complete.
    Issue(issue::Args),
    /// Is this badge genuine and current?
    Verify(verify::Args),
    /// Publish a new edition of a badge: same address, other name or language.
    Correct(correct::Args),
    /// Suspend a badge for a time.
    Suspend(suspend::Suspend),
    /// Lift a suspension.
    Reinstate(suspend::Reinstate),
    /// Revoke a badge for ever: one person asks, another confirms.
    Revoke(revoke::Args),
    /// Erase a person: nothing personal about them stays on this server.
    Erase(erase::Args),
    /// Show, make, rotate and retire keys.
    Keys(keys::Args),
    /// Papers to print, and the templates that they are made from.
    Certificate(Box<certificate::Args>),
    /// Write badges as files.
    Export(export::Args),
    /// Give and take the tokens by which programs sign in.
    Tokens(tokens::Args),
    /// Stand before independent test software, with throw-away keys.
    Conformance(conformance::Args),
    /// Write an archival certificate, as the other process of this program.
    #[command(hide = true)]
    ArchivalWriter(archival::Args),
    /// Measure on this machine what signing, judging, issuing and showing a badge cost.
    Bench(bench::Args),
}

impl Arguments {
    /// What is told about the work inside.
    pub fn log(&self) -> &str {
        &self.log
    }
}

/// Runs a command and tells how it ended.
pub async fn run(arguments: Arguments) -> Exit {
    let terminal = Terminal::new(arguments.json);
    let asked = arguments.config.is_some();
    let config = arguments.config.unwrap_or_else(|| PathBuf::from("insignia.toml"));
    match Box::pin(arguments.command.run(&terminal, &config, asked)).await {
        Ok(answer) => terminal.answer(&answer),
        Err(error) => terminal.refuse(&error),
    }
}

impl Command {
    async fn run(self, terminal: &Terminal, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        match self {
            Self::Demo(args) => args.run(terminal).await,
            Self::Init(args) => args.run().await,
            Self::Serve(args) => args.run(terminal, config).await,
            Self::Migrate(args) => args.run(config).await,
            Self::Check(args) => args.run(terminal, config, asked).await,
            Self::Trainers(args) => inside(config, async |at| args.run(at).await).await,
            Self::People(args) => inside(config, async |at| args.run(at).await).await,
            Self::Trainings(args) => inside(config, async |at| args.run(at).await).await,
            Self::Nominate(args) => inside(config, async |at| args.run(at, terminal).await).await,
            Self::Attest(args) => inside(config, async |at| args.run(at, terminal).await).await,
            Self::Withdraw(args) => inside(config, async |at| args.run(at).await).await,
            Self::Issue(args) => inside(config, async |at| args.run(at, terminal).await).await,
            Self::Verify(args) => args.run(config, asked).await,
            Self::Correct(args) => inside(config, async |at| args.run(at).await).await,
            Self::Suspend(args) => inside(config, async |at| args.run(at).await).await,
            Self::Reinstate(args) => inside(config, async |at| args.run(at).await).await,
            Self::Revoke(args) => inside(config, async |at| args.run(at).await).await,
            Self::Erase(args) => inside(config, async |at| args.run(at).await).await,
            Self::Keys(args) => args.run(config).await,
            Self::Certificate(args) => args.run(terminal, config, asked).await,
            Self::Export(args) => inside(config, async |at| args.run(at, terminal).await).await,
            Self::Tokens(args) => inside(config, async |at| args.run(at).await).await,
            Self::Conformance(args) => args.run().await,
            Self::ArchivalWriter(args) => args.run(),
            Self::Bench(args) => Answer::of(&args.run().await?),
        }
    }
}
