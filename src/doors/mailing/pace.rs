//! How often one address gets mail: three at once, then one an hour.
//!
//! Counted per process and by the digest of the address. A letter that has to wait is given its turn
//! once, so that it does not lose it to another while it waits.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::OutboxId;

/// Mails at once.
const BURST: i64 = 3;
/// Seconds between two after that.
const EVERY_S: i64 = 3600;

/// When a letter may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Now.
    Now,
    /// From then on.
    At(Timestamp),
}

/// The mails that addresses got, as far as they still count.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When the budget of an address is whole again.
    whole_at: HashMap<[u8; 32], Timestamp>,
    /// Letters that wait for their turn.
    waiting: HashMap<OutboxId, Timestamp>,
}

impl Pace {
    /// Whether a letter to this address may leave; if not, when.
    pub(super) fn turn(&mut self, address: &str, letter: OutboxId, now: Timestamp) -> Turn {
        if let Some(at) = self.waiting.get(&letter).copied() {
            if at > now {
                return Turn::At(at);
            }
            self.waiting.remove(&letter);
            return Turn::Now;
        }
        self.whole_at.retain(|_, whole| *whole > now);
        let whole = self.whole_at.entry(Sha256::digest(address.to_lowercase()).into()).or_insert(now);
        let at = whole.plus_seconds(-(BURST - 1) * EVERY_S);
        *whole = whole.plus_seconds(EVERY_S);
        if at <= now {
            return Turn::Now;
        }
        self.waiting.insert(letter, at);
        Turn::At(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Chance;

    #[test]
    fn three_at_once_and_then_one_an_hour_each_in_its_turn() {
        let (mut pace, chance) = (Pace::default(), Chance::seeded(1));
        let start = Timestamp::parse("2026-11-20T11:00:00Z").unwrap();
        let after = |hours: i64| start.plus_seconds(hours * 3600);
        let letters: Vec<OutboxId> = (0..5).map(|_| chance.id()).collect();
        let turns: Vec<Turn> = letters.iter().map(|id| pace.turn("Dina@example.org", *id, start)).collect();
        assert_eq!(turns, [Turn::Now, Turn::Now, Turn::Now, Turn::At(after(1)), Turn::At(after(2))]);
        assert_eq!(pace.turn("other@example.org", chance.id(), start), Turn::Now);
        assert_eq!(pace.turn("dina@example.org", letters[4], after(1)), Turn::At(after(2)), "it waits for its own turn");
        assert_eq!(pace.turn("dina@example.org", letters[3], after(1)), Turn::Now);
        assert_eq!(pace.turn("dina@example.org", letters[4], after(2)), Turn::Now);
        assert_eq!(pace.turn("dina@example.org", chance.id(), after(2)), Turn::At(after(3)));
        assert_eq!(pace.turn("dina@example.org", chance.id(), after(9)), Turn::Now);
    }
}
