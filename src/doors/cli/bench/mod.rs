//! `insignia bench`: what signing, judging, issuing and showing a badge cost on this machine.
//!
//! Everything in one run: pure work by the processor's time of its thread, in interleaved rounds,
//! beside the bare primitives in the same rounds; issuing by `Office::issue` on a SQLite file that
//! commits to the disk; the server over loopback. Ratios travel from machine to machine, absolute
//! figures do not. `BENCHMARKS.md` holds what we saw.

mod clock;
mod ground;
mod html;
mod issuing;
mod load;
mod peers;
mod printing;
mod pure;
mod report;
mod rounds;
mod verifying;
mod web;

use std::path::{Path, PathBuf};
use std::time::Duration;

use ground::Ground;
use peers::Peer;
use printing::Printing;
use pure::Specimen;
use report::Whole;
use rounds::{Effort, measure};
use verifying::Verifying;

pub use report::Report;

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Only this; without it, everything.
    #[arg(value_name = "WHAT")]
    only: Option<Only>,
    /// Few and short rounds: shows that everything runs, its figures mean little.
    #[arg(long)]
    quick: bool,
    /// Where the throw-away database is made: issuing waits for this disk.
    #[arg(long, value_name = "FOLDER", default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
    /// Measure the implementation that others use as well (Node.js and npm needed): the script that starts it.
    #[arg(long, value_name = "SCRIPT", num_args = 0..=1, default_missing_value = PEERS)]
    peers: Option<PathBuf>,
}

/// A part of the measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// Verifying a badge without a network, beside one bare signature and what others use.
    Verify,
    /// Certificates, script by script, beside WeasyPrint.
    Certificates,
}

/// The script that starts what others use, seen from the project's folder.
const PEERS: &str = "benches/peers/run";
/// The script that starts WeasyPrint.
const PRINTING_PEER: &str = "benches/peers/weasyprint/run";

impl Args {
    /// Measures everything.
    ///
    /// # Errors
    /// The first work that failed or gave a wrong result: then there are no figures.
    pub async fn run(self) -> anyhow::Result<Report> {
        let plan = if self.quick { Plan::quick() } else { Plan::full() };
        let mut ground = Ground::new(&self.folder).await?;
        let specimen = Specimen::new(&mut ground).await?;
        if self.only == Some(Only::Verify) {
            let verified = self.verifying(specimen, plan).await;
            ground.leave().await;
            return verified.map(Report::Verifying);
        }
        if self.only == Some(Only::Certificates) {
            let printed = self.printing(specimen, plan).await;
            ground.leave().await;
            return printed.map(Report::Printing);
        }
        let described = specimen.described();
        let peer = self.peers.as_deref().map(|script| Peer::start(script, &specimen)).transpose()?;
        // Off the threads that answer requests: it keeps one busy for a while.
        let costs = tokio::task::spawn_blocking(move || {
            let mut works = specimen.works()?;
            if let Some(peer) = &peer {
                works.extend(peer.works());
            }
            measure(works, pure::BASES, plan.effort)
        })
        .await??;
        let issuing = issuing::measure(&mut ground, plan.issuing).await?;
        let web = web::measure(&mut ground, plan.web).await?;
        ground.leave().await;
        Ok(Report::Whole(Whole::new(&self.folder, self.quick, described, &costs, issuing, web)))
    }

    /// Certificates alone. WeasyPrint is measured where it can be; where a script was named, it must be.
    async fn printing(self, specimen: Specimen, plan: Plan) -> anyhow::Result<Printing> {
        let measured = tokio::task::spawn_blocking(move || {
            // Without a name `--peers` stands for the script that belongs to what is measured.
            let required = self.peers.is_some();
            let script = self.peers.filter(|script| script != Path::new(PEERS)).unwrap_or_else(|| PathBuf::from(PRINTING_PEER));
            let badge = std::str::from_utf8(specimen.published.json())?;
            printing::run(badge, &script, required, plan.effort, &self.folder, self.quick)
        });
        measured.await?
    }

    /// Verification alone. What others use is measured where it can be; where it was asked for, it must be.
    async fn verifying(self, specimen: Specimen, plan: Plan) -> anyhow::Result<Verifying> {
        let measured = tokio::task::spawn_blocking(move || {
            let script = self.peers.clone().unwrap_or_else(|| PathBuf::from(PEERS));
            let peer = match Peer::start(&script, &specimen) {
                Err(why) if self.peers.is_none() => {
                    Err(format!("{why:#}; it needs Node.js, npm and the project's folder, where {PEERS} is"))
                }
                started => Ok(started?),
            };
            Verifying::measure(&specimen, peer, plan.effort, &self.folder, self.quick)
        });
        measured.await?
    }
}

/// How much of everything.
#[derive(Debug, Clone, Copy)]
struct Plan {
    effort: Effort,
    issuing: issuing::Plan,
    web: web::Plan,
}

impl Plan {
    fn full() -> Self {
        Self {
            effort: Effort { rounds: 9, turn: Duration::from_millis(80) },
            issuing: issuing::Plan { rounds: 5, turns: [(1, 20), (100, 1), (500, 1)] },
            web: web::Plan { rounds: 5, singles: 160, batch: 100, pages: 2_000 },
        }
    }

    fn quick() -> Self {
        Self {
            effort: Effort { rounds: 2, turn: Duration::from_millis(4) },
            issuing: issuing::Plan { rounds: 1, turns: [(1, 3), (5, 1), (20, 1)] },
            web: web::Plan { rounds: 1, singles: 8, batch: 5, pages: 16 },
        }
    }
}
