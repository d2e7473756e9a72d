//! The name of a key: its Multikey for Ed25519, its RFC 7638 thumbprint for RSA.
//!
//! Both are made from the public key alone, so a name can never come to mean another key, and both
//! are safe as file names.

use std::fmt;
use std::str::FromStr;

use crate::standards::proof::{PublicKey, multikey};

/// The name of a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kid(String);

impl Kid {
    /// The name of this key.
    pub fn of(key: &PublicKey) -> Self {
        Self(multikey::of(key).unwrap_or_else(|| key.thumbprint()))
    }

    /// As written in addresses and file names.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Kid {
    type Err = NotAKid;

    fn from_str(text: &str) -> Result<Self, NotAKid> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if plain && (1..=64).contains(&text.len()) { Ok(Self(text.to_owned())) } else { Err(NotAKid(text.chars().take(80).collect())) }
    }
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the name of a key: 1 to 64 letters, digits, hyphens and underscores")]
pub struct NotAKid(String);

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_the_folder() {
        for wrong in ["", ".", "..", "../x", "a/b", "a\\b", "a.pem", "a b", "a\0", "ä", &"k".repeat(65)] {
            assert!(wrong.parse::<Kid>().is_err(), "{wrong:?}");
        }
        assert_eq!("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi".parse::<Kid>().map(|k| k.to_string().len()), Ok(48));
    }
}
