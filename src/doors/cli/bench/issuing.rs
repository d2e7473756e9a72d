//! From attested to issued, durable, in batches of several sizes.
//!
//! Each call is `Office::issue`: quorum counted, slots drawn, both transactions committed to the
//! disk, lint, both proof forms signed and verified, log written. Who puts people forward and
//! attests is not on the clock.

use std::time::Instant;

use anyhow::Context as _;
use serde::Serialize;

use super::clock::{micros_each, process_cpu};
use super::ground::Ground;
use super::rounds::{median, percentile};

/// How much is issued.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// How often each size has its turn.
    pub(super) rounds: u32,
    /// Badges in a call, and calls in a turn.
    pub(super) turns: [(u32, u32); 3],
}

/// What issuing cost by one size of batch.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Issuing {
    /// Badges in a call.
    pub(super) batch: u32,
    /// Badges a second, the median of the rounds.
    pub(super) badges_per_s: f64,
    /// The processor's time for a badge, on all threads together, in microseconds.
    pub(super) cpu_us: f64,
    /// How long a call took, in milliseconds: the median, and the 99th of a hundred.
    pub(super) call_ms: [f64; 2],
}

#[derive(Default)]
struct Figures {
    per_s: Vec<f64>,
    cpu_us: Vec<f64>,
    calls_ms: Vec<f64>,
}

/// Issues by every size in turn, round after round.
pub(super) async fn measure(ground: &mut Ground, plan: Plan) -> anyhow::Result<Vec<Issuing>> {
    let mut figures: [Figures; 3] = Default::default();
    for _ in 0..plan.rounds {
        for ((batch, calls), figures) in plan.turns.into_iter().zip(&mut figures) {
            turn(ground, batch, calls, figures).await?;
        }
    }
    let rows = plan.turns.into_iter().zip(figures).map(|((batch, _), figures)| Issuing {
        batch,
        badges_per_s: median(&figures.per_s),
        cpu_us: median(&figures.cpu_us),
        call_ms: [median(&figures.calls_ms), percentile(&figures.calls_ms, 99)],
    });
    Ok(rows.collect())
}

async fn turn(ground: &mut Ground, batch: u32, calls: u32, figures: &mut Figures) -> anyhow::Result<()> {
    let mut prepared = Vec::new();
    for _ in 0..calls {
        prepared.push(ground.attested(usize::try_from(batch)?).await?);
    }
    let (began, cpu) = (Instant::now(), process_cpu());
    for nominations in prepared {
        let call = Instant::now();
        for issued in ground.office.issue(&nominations).await {
            issued.context("a badge was not issued")?;
        }
        figures.calls_ms.push(call.elapsed().as_secs_f64() * 1e3);
    }
    let (took, cpu) = (began.elapsed(), process_cpu().saturating_sub(cpu));
    let badges = batch * calls;
    figures.per_s.push(f64::from(badges) / took.as_secs_f64());
    figures.cpu_us.push(micros_each(cpu, badges));
    Ok(())
}
