//! Printed slips: the way into a training, and back to one's badges, for whoever has no account and gives no address.
//!
//! A slip says a [`SlipCode`] of 70 random bits with two check characters. Whoever uses it first chooses a PIN ([`pin`]);
//! code and PIN together are the way back for 24 months. The store has the code's SHA-256 and the PIN's Argon2id. Wrong
//! PINs are counted before they are judged, so that trying many at once is worth no more than one after the other: the
//! third in a row costs half a minute, the fifth a quarter of an hour, and after twenty only a trainer helps, who prints
//! another slip.

pub mod pin;
pub(crate) mod store;

use sha2::{Digest, Sha256};

use super::Secret;
use crate::vocabulary::ids::{self, AccountId, IdFault, SlipId, TrainingId};
use crate::vocabulary::{Chance, Timestamp};

/// Symbols of five bits in a code, without the check characters.
const SYMBOLS: usize = 14;
/// Months that a slip is good.
pub const MONTHS: u16 = 24;
/// Slips that are printed at once, at most.
pub const MOST_AT_ONCE: u32 = 1000;
/// Slips of one training, at most.
pub const MOST: u32 = 3000;
/// Wrong PINs in a row after which a slip waits for a trainer.
const DEAD_AFTER: u32 = 20;
/// Seconds in which no PIN is tried after the third wrong one in a row, after the fourth, and after each further one.
const RESTS_S: [i64; 3] = [30, 60, 15 * 60];

/// The code on a slip. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipCode([u8; SYMBOLS]);

impl SlipCode {
    /// A new one.
    pub fn new(chance: &Chance) -> Self {
        Self(chance.bytes::<SYMBOLS>().map(|byte| byte & 31))
    }

    /// The one that belongs to a secret: whoever sends the same form twice prints the same slip.
    pub fn drawn(secret: &Secret) -> Self {
        let digest = Sha256::new().chain_update("insignia slip code\n").chain_update(secret.reveal()).finalize();
        let mut symbols = [0; SYMBOLS];
        for (symbol, byte) in symbols.iter_mut().zip(digest) {
            *symbol = byte & 31;
        }
        Self(symbols)
    }

    /// One of many that belong to a secret.
    pub fn drawn_nth(secret: &Secret, n: u32) -> Self {
        let digest =
            Sha256::new().chain_update("insignia slip codes\n").chain_update(secret.reveal()).chain_update(n.to_be_bytes()).finalize();
        let mut symbols = [0; SYMBOLS];
        for (symbol, byte) in symbols.iter_mut().zip(digest) {
            *symbol = byte & 31;
        }
        Self(symbols)
    }

    /// Reads a code that somebody typed.
    ///
    /// # Errors
    /// [`IdFault`] says what is wrong and, for a single slip of the finger, in which group.
    pub fn from_typed(text: &str) -> Result<Self, IdFault> {
        let symbols = ids::read_printed(text, SYMBOLS)?;
        let found = symbols.len();
        symbols.try_into().map(Self).map_err(|_| IdFault::Length { found })
    }

    /// As on the slip: four groups of four.
    pub fn printed(&self) -> String {
        ids::print_symbols(&self.0)
    }

    /// What the store knows of it.
    pub(crate) fn digest(&self) -> [u8; 32] {
        Sha256::new().chain_update("insignia slip\n").chain_update(self.0).finalize().into()
    }
}

impl std::fmt::Debug for SlipCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SlipCode")
    }
}

/// A slip that goes to the printer: its code is nowhere else.
#[derive(Debug, Clone)]
pub struct PrintedSlip {
    /// Printed on it, so that a trainer finds it again.
    pub number: u32,
    /// What opens it.
    pub code: SlipCode,
}

/// A slip, as a trainer sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    id: SlipId,
    training: TrainingId,
    number: u32,
    account: Option<AccountId>,
    has_pin: bool,
    failures: u32,
    locked_until: Option<Timestamp>,
    printed_at: Timestamp,
    expires_at: Timestamp,
    voided_at: Option<Timestamp>,
}

impl Slip {
    /// Names it.
    pub fn id(&self) -> SlipId {
        self.id
    }

    /// Where it was given out.
    pub fn training(&self) -> TrainingId {
        self.training
    }

    /// The number on it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whose it is.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// Whether its holder chose a PIN.
    pub fn has_pin(&self) -> bool {
        self.has_pin
    }

    /// Wrong PINs in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// When it was printed.
    pub fn printed_at(&self) -> Timestamp {
        self.printed_at
    }

    /// First instant at which it opens nothing.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// When a trainer voided it.
    pub fn voided_at(&self) -> Option<Timestamp> {
        self.voided_at
    }

    /// Whether it opens anything at `now`, with the right PIN.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.voided_at.is_none() && now < self.expires_at
    }

    /// Whether no PIN is tried at `now`.
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.failures >= DEAD_AFTER || self.locked_until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_70_bits_and_says_which_group_has_a_mistake() {
        let code = SlipCode::new(&Chance::seeded(1));
        let printed = code.printed();
        assert_eq!((printed.len(), printed.matches('-').count()), (19, 3));
        for typed in [printed.clone(), printed.to_lowercase(), printed.replace('-', " "), printed.replace('0', "O")] {
            assert_eq!(SlipCode::from_typed(&typed).map(|read| read.digest()), Ok(code.digest()), "{typed}");
        }
        let mut wrong: Vec<char> = printed.chars().collect();
        wrong[6] = if wrong[6] == '7' { '8' } else { '7' };
        assert_eq!(SlipCode::from_typed(&wrong.iter().collect::<String>()), Err(IdFault::Group { group: 2 }));
        assert_eq!(SlipCode::from_typed("7GAB"), Err(IdFault::Length { found: 4 }));
        assert_ne!(SlipCode::new(&Chance::seeded(2)).digest(), code.digest());
    }
}
