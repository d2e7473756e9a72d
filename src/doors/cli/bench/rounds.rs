//! Interleaved rounds: each round does a little of every work, so that whatever slows the machine
//! for a while slows them alike. Figures are medians over the rounds; ratios are taken within a
//! round, then their median.

use std::time::Duration;

use anyhow::Context as _;

use super::clock::{micros_each, thread_cpu};

/// With what a work is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// With one bare Ed25519 signature.
    Sign,
    /// With one bare strict Ed25519 verification.
    Verify,
    /// With one certificate in English.
    Certificate,
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// How often each work has its turn.
    pub(super) rounds: u32,
    /// How much of the processor's time a turn takes, about.
    pub(super) turn: Duration,
}

/// How a turn is counted.
enum Meter<'w> {
    /// By the time of this thread.
    Here(Box<dyn FnMut() -> anyhow::Result<()> + 'w>),
    /// By another process, which is told how often and answers with microseconds for each.
    Elsewhere { count: u32, turn: Box<dyn FnMut(u32) -> anyhow::Result<f64> + 'w> },
}

/// Something that is done again and again.
pub(super) struct Work<'w> {
    name: String,
    basis: Basis,
    meter: Meter<'w>,
}

impl<'w> Work<'w> {
    /// Work of this thread. What it gives is thrown away, but not by the compiler.
    pub(super) fn new<T>(name: impl Into<String>, basis: Basis, mut once: impl FnMut() -> anyhow::Result<T> + 'w) -> Self {
        let once = move || {
            std::hint::black_box(once()?);
            Ok(())
        };
        Self { name: name.into(), basis, meter: Meter::Here(Box::new(once)) }
    }

    /// Work of another process, done `count` times a turn.
    pub(super) fn elsewhere(name: impl Into<String>, basis: Basis, count: u32, turn: impl FnMut(u32) -> anyhow::Result<f64> + 'w) -> Self {
        Self { name: name.into(), basis, meter: Meter::Elsewhere { count, turn: Box::new(turn) } }
    }

    fn turn(&mut self, count: u32) -> anyhow::Result<f64> {
        match &mut self.meter {
            Meter::Elsewhere { count, turn } => turn(*count),
            Meter::Here(once) => {
                let before = thread_cpu();
                for _ in 0..count {
                    once()?;
                }
                Ok(micros_each(thread_cpu().saturating_sub(before), count))
            }
        }
    }

    /// How often it fits into a turn. It is warm afterwards.
    fn repeats(&mut self, turn: Duration) -> anyhow::Result<u32> {
        let mut count = 1;
        loop {
            let each = self.turn(count)?;
            let whole = turn.as_secs_f64() * 1e6;
            if matches!(self.meter, Meter::Elsewhere { .. }) || each * f64::from(count) * 4.0 > whole || count >= 1 << 20 {
                return Ok(fitting(whole, each));
            }
            count *= 2;
        }
    }
}

/// The whole number of times that `each` fits into `whole`, at least once.
fn fitting(whole: f64, each: f64) -> u32 {
    let mut fits = 1_u32;
    while fits < 1 << 24 && f64::from(fits) * 2.0 * each <= whole {
        fits *= 2;
    }
    fits
}

/// What a work cost.
#[derive(Debug, Clone)]
pub(super) struct Cost {
    pub(super) name: String,
    /// Microseconds, the median.
    pub(super) us: f64,
    /// Microseconds of the fastest round.
    pub(super) least_us: f64,
    /// How many times its basis, the median.
    pub(super) times: f64,
    /// With what it was compared.
    pub(super) basis: Basis,
    /// Microseconds in each round.
    rounds: Vec<f64>,
}

impl Cost {
    /// How many times `other` it cost, the median of the rounds.
    pub(super) fn times(&self, other: &Self) -> f64 {
        times(&self.rounds, &other.rounds)
    }
}

/// The median of what one cost in a round by what the other cost in the same.
fn times(figures: &[f64], basis: &[f64]) -> f64 {
    median(&figures.iter().zip(basis).map(|(figure, basis)| figure / basis.max(f64::MIN_POSITIVE)).collect::<Vec<_>>())
}

/// Measures every work; `bases` names the work that stands for each basis.
pub(super) fn measure(mut works: Vec<Work<'_>>, bases: &[(Basis, &str)], effort: Effort) -> anyhow::Result<Vec<Cost>> {
    let mut counts = Vec::with_capacity(works.len());
    for work in &mut works {
        counts.push(work.repeats(effort.turn).with_context(|| work.name.clone())?);
    }
    let mut rounds: Vec<Vec<f64>> = vec![Vec::new(); works.len()];
    for _ in 0..effort.rounds {
        for ((work, count), figures) in works.iter_mut().zip(&counts).zip(&mut rounds) {
            figures.push(work.turn(*count).with_context(|| work.name.clone())?);
        }
    }
    let costs = works.iter().zip(&rounds).map(|(work, figures)| {
        let name = bases.iter().find(|(basis, _)| *basis == work.basis).map(|(_, name)| *name);
        let basis = name.and_then(|name| Some(&rounds[works.iter().position(|work| work.name == name)?]));
        let basis = basis.with_context(|| format!("that with which {} is compared was not measured", work.name))?;
        let least_us = figures.iter().copied().fold(f64::INFINITY, f64::min);
        let (name, rounds) = (work.name.clone(), figures.clone());
        Ok(Cost { name, us: median(figures), least_us, times: times(figures, basis), basis: work.basis, rounds })
    });
    costs.collect()
}

/// The middle one; of an even number the lower middle, of none zero.
pub(super) fn median(figures: &[f64]) -> f64 {
    percentile(figures, 50)
}

/// The smallest figure that is not below `percent` per cent of them.
pub(super) fn percentile(figures: &[f64], percent: usize) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_and_one_wild_round_does_not_move_it() {
        let same = |found: f64, expected: f64| assert!((found - expected).abs() < f64::EPSILON, "{found}, expected {expected}");
        same(median(&[3.0, 1.0, 900.0]), 3.0);
        same(median(&[4.0, 1.0, 2.0, 3.0]), 2.0);
        same(median(&[]), 0.0);
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        same(percentile(&hundred, 99), 99.0);
        same(percentile(&[7.0], 99), 7.0);
    }

    #[test]
    fn twice_the_work_is_twice_its_basis() {
        let spin = |times: u64| {
            move || {
                let sum = (0..times).fold(1_u64, |sum, n| std::hint::black_box(sum.wrapping_mul(31).wrapping_add(n)));
                Ok(sum)
            }
        };
        let works = vec![
            Work::new("once", Basis::Sign, spin(20_000)),
            Work::new("other", Basis::Verify, spin(20_000)),
            Work::new("four times", Basis::Sign, spin(80_000)),
            Work::elsewhere("told", Basis::Verify, 1, |_| Ok(1e9)),
        ];
        let costs =
            measure(works, &[(Basis::Sign, "once"), (Basis::Verify, "other")], Effort { rounds: 5, turn: Duration::from_millis(4) })
                .unwrap();
        assert!((2.0..8.0).contains(&costs[2].times), "{costs:?}");
        assert!((costs[0].times - 1.0).abs() < 1e-9, "{costs:?}");
        assert!((costs[2].times(&costs[0]) - costs[2].times).abs() < 1e-9, "{costs:?}");
        assert!((costs[3].us - 1e9).abs() < 1.0, "{costs:?}");
    }

    #[test]
    fn a_work_that_fails_is_named() {
        let works = vec![Work::new("broken", Basis::Sign, || -> anyhow::Result<()> { anyhow::bail!("no") })];
        let error = measure(works, &[(Basis::Sign, "broken")], Effort { rounds: 1, turn: Duration::ZERO }).unwrap_err();
        assert_eq!(format!("{error:#}"), "broken: no");
    }
}
