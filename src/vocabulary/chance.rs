//! Randomness, handed in like the clock.
//!
//! Ids, slots, salts and nonces come from one [`Chance`]. Doors make it from the operating system;
//! tests seed it, so that a failure can be run again.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysRng};
use rand::{CryptoRng, SeedableRng};

use super::ids::Id;

/// A shared source of random bits, cheap to clone.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<Box<dyn CryptoRng + Send>>>);

impl Chance {
    /// From the operating system, for everything that is not a test.
    pub fn system() -> Self {
        Self::from_rng(Box::new(rand::rand_core::UnwrapErr(SysRng)))
    }

    /// The same sequence for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self::from_rng(Box::new(StdRng::seed_from_u64(seed)))
    }

    fn from_rng(rng: Box<dyn CryptoRng + Send>) -> Self {
        Self(Arc::new(Mutex::new(rng)))
    }

    /// A new id.
    pub fn id<K>(&self) -> Id<K> {
        Id::from_bytes(self.bytes())
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.with(|rng| rng.fill_bytes(&mut bytes));
        bytes
    }

    /// A number below `end`, each as likely as the others; `0` if `end` is 0.
    pub fn below(&self, end: u32) -> u32 {
        // Rejection: the remainder of 2^32 would favour small numbers.
        let accepted = u32::MAX - u32::MAX.checked_rem(end).unwrap_or(u32::MAX);
        loop {
            let drawn = u32::from_le_bytes(self.bytes());
            if end == 0 {
                return 0;
            }
            if drawn < accepted {
                return drawn % end;
            }
        }
    }

    /// Lends the generator to a library that wants one.
    pub fn with<T>(&self, use_it: impl FnOnce(&mut dyn CryptoRng) -> T) -> T {
        // A poisoned lock means a panic elsewhere; the generator's state is still random.
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        use_it(rng.as_mut())
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        assert_eq!(Chance::seeded(1).bytes::<16>(), Chance::seeded(1).bytes::<16>());
        assert_ne!(Chance::system().bytes::<16>(), Chance::system().bytes::<16>());
    }

    #[test]
    fn drawn_numbers_stay_below_their_end_and_reach_it() {
        let chance = Chance::seeded(7);
        let drawn: Vec<u32> = (0..200).map(|_| chance.below(3)).collect();
        assert!((0..3).all(|n| drawn.contains(&n)) && drawn.iter().all(|&n| n < 3));
        assert_eq!(chance.below(0), 0);
    }
}
