//! What one verification may cost others: requests and time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::fault::FetchFault;

/// Requests for one badge: issuer, list, the list's issuer, and something to spare.
const MOST: usize = 6;
/// Seconds for all of them.
const LONGEST: Duration = Duration::from_secs(8);

/// What is left of it. Documents that are kept from before cost nothing.
#[derive(Debug)]
pub struct Budget {
    left: AtomicUsize,
    until: Instant,
}

impl Budget {
    /// For one verification, from now on.
    pub fn of_one_verification() -> Self {
        Self { left: AtomicUsize::new(MOST), until: Instant::now() + LONGEST }
    }

    /// Takes one request out of it.
    pub(super) fn take(&self) -> Result<(), FetchFault> {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        taken.map_err(|_| FetchFault::TooMany { most: MOST })?;
        if self.rest().is_zero() { Err(FetchFault::OutOfTime) } else { Ok(()) }
    }

    /// The time left.
    pub(super) fn rest(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_by_requests_and_by_time() {
        let budget = Budget::of_one_verification();
        for _ in 0..MOST {
            budget.take().unwrap();
        }
        assert_eq!(budget.take(), Err(FetchFault::TooMany { most: MOST }));
        let over = Budget { left: AtomicUsize::new(MOST), until: Instant::now() };
        assert_eq!(over.take(), Err(FetchFault::OutOfTime));
    }
}
