//! PINs of slips: six digits or more, kept as Argon2id with 19 MiB and two passes
//! ([OWASP](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id)).
//!
//! Digits of every script are taken: a phone in Arabic or Hindi types its own. Judging a PIN costs the same whether there
//! is one to compare with or not. That work takes tens of milliseconds of a processor: callers bound how much of it is
//! done at once.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::vocabulary::Chance;

/// Digits at least.
pub const SHORTEST: usize = 6;
/// Digits at most.
pub const LONGEST: usize = 12;
/// KiB of memory.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// What an unknown code is compared with: the digest of nothing that anybody can type.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzbGlwIQ$jP3vYXx0Jm3Fh0hIkOnT1c1GNEqBEo1wJ6yYt2J0m9c";

/// The zeros of the decimal digits that phones type.
const ZEROS: &[char] = &['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０'];

/// A PIN as typed: only digits, in the form 0–9. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

/// Why a PIN was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinFault {
    /// Something else than digits.
    #[error("a PIN has digits only")]
    NotDigits,
    /// Too short or too long.
    #[error("a PIN has {SHORTEST} to {LONGEST} digits, not {found}")]
    Length {
        /// Digits counted.
        found: usize,
    },
    /// What somebody who finds a slip would try first.
    #[error("this PIN is one of the first that a stranger would try")]
    Weak,
    /// The two did not agree.
    #[error("the two PINs are not the same")]
    Different,
}

impl Pin {
    /// Reads what was typed; spaces and hyphens are left out.
    ///
    /// # Errors
    /// [`PinFault::NotDigits`] or [`PinFault::Length`].
    pub fn read(typed: &str) -> Result<Self, PinFault> {
        let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let digits: Option<String> = kept.map(western).collect();
        let digits = digits.ok_or(PinFault::NotDigits)?;
        match digits.len() {
            SHORTEST..=LONGEST => Ok(Self(Zeroizing::new(digits))),
            found => Err(PinFault::Length { found }),
        }
    }

    /// Reads a PIN that somebody chooses: typed twice, and none of the first that a stranger would try.
    ///
    /// # Errors
    /// [`PinFault`].
    pub fn choose(typed: &str, again: &str) -> Result<Self, PinFault> {
        let pin = Self::read(typed)?;
        if Self::read(again).ok().as_ref() != Some(&pin) {
            return Err(PinFault::Different);
        }
        if is_weak(pin.0.as_bytes()) { Err(PinFault::Weak) } else { Ok(pin) }
    }

    /// What is kept of it; `None` if the library refuses its own parameters.
    pub(crate) fn hashed(&self, chance: &Chance) -> Option<String> {
        let salt = SaltString::encode_b64(&chance.bytes::<16>()).ok()?;
        Some(argon2()?.hash_password(self.0.as_bytes(), &salt).ok()?.to_string())
    }

    /// Whether it is the one that is kept. With none to compare with the answer is no, after the same work.
    pub(crate) fn is(&self, kept: Option<&str>) -> bool {
        let parsed = PasswordHash::new(kept.unwrap_or(NOBODYS));
        let same = parsed.is_ok_and(|hash| argon2().is_some_and(|argon2| argon2.verify_password(self.0.as_bytes(), &hash).is_ok()));
        same && kept.is_some()
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The digit as 0–9, of whatever script it is.
fn western(c: char) -> Option<char> {
    ZEROS.iter().find_map(|&zero| u32::from(c).checked_sub(u32::from(zero)).and_then(|value| char::from_digit(value, 10)))
}

/// One digit again and again, a run up or down, or a short piece repeated (121212, 123123).
fn is_weak(digits: &[u8]) -> bool {
    let run = |step: i16| digits.windows(2).all(|two| i16::from(two[1]) - i16::from(two[0]) == step);
    // 890123: the run goes on after nine.
    let around = |step: i16| digits.windows(2).all(|two| (i16::from(two[1]) - i16::from(two[0])).rem_euclid(10) == step);
    let repeats = |piece: usize| digits.iter().zip(digits.iter().skip(piece)).all(|(one, next)| one == next);
    let pairs = digits.len().is_multiple_of(2) && digits.chunks(2).all(|two| two[0] == two[1]) && {
        let steps: Vec<i16> = digits.chunks(2).map(|two| i16::from(two[0])).collect();
        steps.windows(2).all(|two| (two[1] - two[0]).abs() == 1)
    };
    run(0) || around(1) || around(9) || (1..=3).any(repeats) || pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_the_same_pin() {
        let pin = Pin::read("604 182").unwrap();
        for typed in ["604182", "٦٠٤١٨٢", "۶۰۴۱۸۲", "६०४१८२", "৬০৪১৮২", "６０４１８２"] {
            assert_eq!(Pin::read(typed), Ok(pin.clone()), "{typed}");
        }
        assert_eq!(Pin::read("60418a"), Err(PinFault::NotDigits));
        assert_eq!(Pin::read("60418"), Err(PinFault::Length { found: 5 }));
        assert_eq!(Pin::read(&"1".repeat(13)), Err(PinFault::Length { found: 13 }));
    }

    #[test]
    fn what_a_stranger_tries_first_is_not_taken() {
        for weak in
            ["000000", "123456", "654321", "567890", "987654", "121212", "123123", "7777777", "456456456", "112233", "998877", "12312312"]
        {
            assert_eq!(Pin::choose(weak, weak), Err(PinFault::Weak), "{weak}");
        }
        for good in ["604182", "193746", "8204611"] {
            assert!(Pin::choose(good, good).is_ok(), "{good}");
        }
        assert_eq!(Pin::choose("604182", "604183"), Err(PinFault::Different));
        assert_eq!(Pin::choose("604182", ""), Err(PinFault::Different));
    }

    #[test]
    fn a_kept_pin_is_known_again_and_says_how_it_was_made() {
        let pin = Pin::read("604182").unwrap();
        let kept = pin.hashed(&Chance::seeded(1)).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(pin.is(Some(&kept)) && !Pin::read("604183").unwrap().is(Some(&kept)));
        assert_ne!(pin.hashed(&Chance::seeded(2)).unwrap(), kept, "the same PIN of two people does not look the same");
        assert!(!pin.is(None) && !pin.is(Some("")));
        assert!(PasswordHash::new(NOBODYS).is_ok(), "an unknown code costs the same work");
    }
}
