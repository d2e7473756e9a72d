//! `insignia bench verify`: what verifying a badge without a network costs, beside one bare signature
//! and beside the implementation that others use, in the same interleaved rounds.
//!
//! The comparison is against us: our verdict rests on structure, meaning, proof, issuer's key, dates,
//! status list and the list's own proof, theirs on the proof and the dates. The other side runs in a
//! process of its own, warm, and counts its own time.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::peers::Peer;
use super::pure::{self, JUDGED, PROOF, Specimen};
use super::report::{Machine, Pure, heading};
use super::rounds::{Cost, Effort, measure};

/// What one run saw of verification.
#[derive(Debug, Serialize)]
pub struct Verifying {
    machine: Machine,
    badge: String,
    quick: bool,
    pure: Vec<Pure>,
    peer: Beside,
}

/// The implementation that others use.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Beside {
    Measured {
        work: String,
        /// How many times our whole verdict it cost.
        times_our_verdict: f64,
        /// How many times our check of the proof alone it cost.
        times_our_proof: f64,
    },
    NotMeasured {
        not_measured: String,
    },
}

/// What is wanted: `BENCHMARKS.md`.
const GOAL: f64 = 10.0;
/// What is wished for.
const WISH: f64 = 18.0;

impl Verifying {
    /// Measures; without a peer it says why there is none.
    pub(super) fn measure(
        specimen: &Specimen,
        peer: Result<Peer, String>,
        effort: Effort,
        folder: &Path,
        quick: bool,
    ) -> anyhow::Result<Self> {
        let mut works = specimen.verifying()?;
        works.extend(peer.as_ref().ok().map(Peer::verifying));
        let costs = measure(works, pure::BASES, effort)?;
        let named = |name: &str| costs.iter().find(|cost| cost.name == name);
        let beside = match (&peer, costs.last(), named(JUDGED), named(PROOF)) {
            (Ok(_), Some(theirs), Some(judged), Some(proof)) => Beside::measured(theirs, judged, proof),
            (Err(why), ..) => Beside::NotMeasured { not_measured: why.clone() },
            (Ok(_), ..) => anyhow::bail!("a work has no figures"),
        };
        let pure = costs.iter().map(Pure::of).collect();
        Ok(Self { machine: Machine::this(folder), badge: specimen.described(), quick, pure, peer: beside })
    }
}

impl Beside {
    fn measured(theirs: &Cost, judged: &Cost, proof: &Cost) -> Self {
        Self::Measured { work: theirs.name.clone(), times_our_verdict: theirs.times(judged), times_our_proof: theirs.times(proof) }
    }
}

impl fmt::Display for Verifying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.machine.introduce(f, &self.badge, self.quick)?;
        heading(f)?;
        for row in &self.pure {
            writeln!(f, "{row}")?;
        }
        match &self.peer {
            Beside::Measured { work, times_our_verdict, times_our_proof } => {
                let reached = match *times_our_verdict {
                    _ if !self.machine.optimised => "without optimisation that says nothing about the goals".to_owned(),
                    times if times >= WISH => format!("the wish ({WISH} ×) is reached"),
                    times if times >= GOAL => format!("the goal ({GOAL} ×) is reached, the wish ({WISH} ×) is not"),
                    _ => format!("the goal ({GOAL} ×) is NOT reached"),
                };
                writeln!(f, "\n{work} costs {times_our_verdict:.1} × our verdict with every offline check: {reached}.")?;
                write!(f, "It costs {times_our_proof:.1} × our check of the proof alone.")
            }
            Beside::NotMeasured { not_measured } => write!(f, "\nThe implementation that others use was NOT MEASURED: {not_measured}"),
        }
    }
}
