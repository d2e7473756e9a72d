//! The figures as a table for people and as JSON for programs.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::issuing::Issuing;
use super::rounds::{Basis, Cost};
use super::web::Web;

/// Everything that one run saw.
#[derive(Debug, Serialize)]
pub struct Report {
    machine: Machine,
    badge: String,
    quick: bool,
    pure: Vec<Pure>,
    issuing: Vec<Issuing>,
    web: Vec<Web>,
}

#[derive(Debug, Serialize)]
struct Machine {
    processor: String,
    processors: usize,
    system: String,
    program: String,
    optimised: bool,
    folder: String,
}

#[derive(Debug, Serialize)]
struct Pure {
    work: String,
    cpu_us: f64,
    least_cpu_us: f64,
    times: f64,
    of: &'static str,
}

impl Report {
    pub(super) fn new(folder: &Path, quick: bool, badge: String, costs: &[Cost], issuing: Vec<Issuing>, web: Vec<Web>) -> Self {
        let pure = costs.iter().map(|cost| Pure {
            work: cost.name.clone(),
            cpu_us: cost.us,
            least_cpu_us: cost.least_us,
            times: cost.times,
            of: match cost.basis {
                Basis::Sign => "bare Ed25519 sign",
                Basis::Verify => "bare Ed25519 verify_strict",
            },
        });
        Self { machine: Machine::this(folder), badge, quick, pure: pure.collect(), issuing, web }
    }
}

impl Machine {
    fn this(folder: &Path) -> Self {
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

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let machine = &self.machine;
        writeln!(f, "{}, {} × {}, {}", machine.program, machine.processors, machine.processor, machine.system)?;
        writeln!(f, "One badge: {}.", self.badge)?;
        if !machine.optimised {
            writeln!(f, "Built without optimisation: these figures mean nothing. Use cargo build --release.")?;
        }
        if self.quick {
            writeln!(f, "Few and short rounds: these figures mean little.")?;
        }
        writeln!(f, "\n{:<58}{:>10}{:>10}  {:>8}", "Pure work, the processor's time", "µs", "least µs", "ratio")?;
        for row in &self.pure {
            writeln!(f, "{:<58}{:>10.1}{:>10.1}  {:>6.1} × {}", row.work, row.cpu_us, row.least_cpu_us, row.times, row.of)?;
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
        write!(f, "\nThe database was in {}.", machine.folder)
    }
}
