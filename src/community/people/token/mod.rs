//! API tokens: how a trainer's program signs in.
//!
//! A token is 256 random bits, shown once. The store has only its SHA-256, so neither a stolen
//! backup nor a look into the table lets anyone in. It ends at a date, and can be revoked.

pub(crate) mod store;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::vocabulary::ids::AccountId;
use crate::vocabulary::{Chance, Timestamp};

/// What every token starts with, so that people and scanners recognise one that leaked.
const PREFIX: &str = "insignia_";
/// Hexadecimal digits of a fingerprint.
const FINGERPRINT: usize = 12;

/// A token as its owner keeps it. Shown once; `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken(String);

impl ApiToken {
    /// A new one.
    pub fn new(chance: &Chance) -> Self {
        Self(format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&chance.bytes::<32>())))
    }

    /// The text to send in `Authorization: Bearer …`.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the store knows of it.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(Sha256::digest(&self.0).into())
    }
}

impl std::fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiToken")
    }
}

/// SHA-256 of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// Of a text that somebody sent; `None` if no token looks like that.
    pub fn of(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let is_token = BASE64URL_NOPAD.decode(rest.as_bytes()).is_ok_and(|bytes| bytes.len() == 32);
        is_token.then(|| Self(Sha256::digest(text).into()))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its first digits, by which lists and commands name it.
    pub fn fingerprint(&self) -> String {
        let mut digits = HEXLOWER.encode(&self.0);
        digits.truncate(FINGERPRINT);
        digits
    }
}

/// A token in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// Its digest; `fingerprint()` names it.
    pub digest: TokenDigest,
    /// Who acts with it.
    pub account: AccountId,
    /// What its owner calls it.
    pub label: String,
    /// Since when.
    pub created_at: Timestamp,
    /// First instant at which it is dead.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_token_is_looked_up() {
        let token = ApiToken::new(&Chance::seeded(1));
        assert_eq!(TokenDigest::of(token.reveal()), Some(token.digest()));
        for other in ["", "insignia_", "insignia_AAAA", &token.reveal()[1..], &format!("{}A", token.reveal()), "Bearer x"] {
            assert_eq!(TokenDigest::of(other), None, "{other}");
        }
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token = ApiToken::new(&Chance::seeded(1));
        assert_eq!(format!("{token:?}"), "ApiToken");
        assert_eq!(token.digest().fingerprint().len(), FINGERPRINT);
    }
}
