//! The figures as a table for people and as JSON for programs.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::issuing::Issuing;
use super::printing::Printing;
use super::rounds::{Basis, Cost};
use super::verifying::Verifying;
use super::web::Web;

/// What one run saw.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Report {
    /// Of everything.
    Whole(Whole),
    /// Of verification alone.
    Verifying(Verifying),
    /// Of certificates alone.
    Printing(Printing),
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(whole) => whole.fmt(f),
            Self::Verifying(verifying) => verifying.fmt(f),
            Self::Printing(printing) => printing.fmt(f),
        }
    }
}

/// Everything that can be measured.
#[derive(Debug, Serialize)]
pub struct Whole {
    machine: Machine,
    badge: String,
    quick: bool,
    pure: Vec<Pure>,
    issuing: Vec<Issuing>,
    web: Vec<Web>,
}

#[derive(Debug, Serialize)]
pub(super) struct Machine {
    processor: String,
    processors: usize,
    system: String,
    program: String,
    pub(super) optimised: bool,
    folder: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Pure {
    work: String,
    cpu_us: f64,
    least_cpu_us: f64,
    times: f64,
    of: &'static str,
}

impl Whole {
    pub(super) fn new(folder: &Path, quick: bool, badge: String, costs: &[Cost], issuing: Vec<Issuing>, web: Vec<Web>) -> Self {
        Self { machine: Machine::this(folder), badge, quick, pure: costs.iter().map(Pure::of).collect(), issuing, web }
    }
}

impl Pure {
    pub(super) fn of(cost: &Cost) -> Self {
        Self {
            work: cost.name.clone(),
            cpu_us: cost.us,
            least_cpu_us: cost.least_us,
            times: cost.times,
            of: match cost.basis {
                Basis::Sign => "bare Ed25519 sign",
                Basis::Verify => "bare Ed25519 verify_strict",
                Basis::Certificate => "a certificate in English",
            },
        }
    }
}

/// The heading of the table of [`Pure`].
pub(super) fn heading(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "\n{:<58}{:>10}{:>10}  {:>8}", "Pure work, the processor's time", "µs", "least µs", "ratio")
}

impl fmt::Display for Pure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<58}{:>10.1}{:>10.1}  {:>6.1} × {}", self.work, self.cpu_us, self.least_cpu_us, self.times, self.of)
    }
}

impl Machine {
    pub(super) fn this(folder: &Path) -> Self {
        let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Self {
            processor: model.map_or_else(|| "unknown processor".to_owned(), |(_, name)| name.trim().to_owned()),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            program: format!("insignia {}", env!("CARGO_PKG_VERSION")),
            optimised: !cfg!(debug_assertions),
            folder: folder.display().to_string(),
        }
    }
}

impl Machine {
    /// What a reader must know before the figures.
    pub(super) fn introduce(&self, f: &mut fmt::Formatter<'_>, what: &str, quick: bool) -> fmt::Result {
        writeln!(f, "{}, {} × {}, {}", self.program, self.processors, self.processor, self.system)?;
        writeln!(f, "{what}.")?;
        if !self.optimised {
            writeln!(f, "Built without optimisation: these figures mean nothing. Use cargo build --release.")?;
        }
        if quick {
            writeln!(f, "Few and short rounds: these figures mean little.")?;
        }
        Ok(())
    }
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.machine.introduce(f, &self.badge, self.quick)?;
        heading(f)?;
        for row in &self.pure {
            writeln!(f, "{row}")?;
        }
        writeln!(
            f,
            "\n{:<34}{:>10}{:>14}{:>12}{:>12}",
            "Attested to issued, SQLite, durable", "badges/s", "CPU µs/badge", "p50 ms", "p99 ms"
        )?;
        for row in &self.issuing {
            let name = format!("batch of {}", row.batch);
            let [p50, p99] = row.call_ms;
            writeln!(f, "{name:<34}{:>10.0}{:>14.0}{p50:>12.1}{p99:>12.1}", row.badges_per_s, row.cpu_us)?;
        }
        writeln!(
            f,
            "\n{:<40}{:>6}{:>10}{:>12}{:>12}{:>12}",
            "Over HTTP, client on the same machine", "conn.", "each/s", "CPU µs each", "p50 ms", "p99 ms"
        )?;
        for row in &self.web {
            let [p50, p99] = row.request_ms;
            writeln!(f, "{:<40}{:>6}{:>10.0}{:>12.0}{p50:>12.1}{p99:>12.1}", row.asked, row.connections, row.per_s, row.cpu_us)?;
        }
        write!(f, "\nThe database was in {}.", self.machine.folder)
    }
}
