//! How people sign in: who they are, proved by a passkey, a wiki, another provider or a one-time link.
//!
//! No passwords. What a browser holds is a [`Secret`] of 256 random bits; the store has only its
//! SHA-256, so neither a stolen backup nor a look into a table lets anyone in.
//!
//! - [`session`]: somebody signed in on one device, until a time.
//! - [`invitation`]: a link that signs in once, from the command line.
//! - [`attempt`]: what is waited for between a question and its answer; heard once, from one browser.
//! - [`passkey`]: keys of people's own devices.
//! - [`slip`]: a code on paper and a PIN of its holder's: no account elsewhere, no address.
//! - [`elsewhere`]: other servers that say who somebody is; `identity`: whom they know.

pub mod attempt;
pub mod elsewhere;
pub(crate) mod identity;
pub mod invitation;
pub mod passkey;
pub mod session;
pub mod slip;

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::vocabulary::Chance;

/// Characters of a secret as text: 32 bytes in base64url without padding.
const LENGTH: usize = 43;

/// 256 random bits that only one browser, or the reader of one link, holds. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn new(chance: &Chance) -> Self {
        Self(BASE64URL_NOPAD.encode(&chance.bytes::<32>()))
    }

    /// Of a text that somebody sent; `None` if no secret looks like that.
    pub fn of(text: &str) -> Option<Self> {
        let is_secret = text.len() == LENGTH && BASE64URL_NOPAD.decode(text.as_bytes()).is_ok();
        is_secret.then(|| Self(text.to_owned()))
    }

    /// The text for a cookie or a link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the store knows of it.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Sha256::digest(&self.0).into())
    }

    /// The secret of the session that `link` begins in the browser with this one: the same each time, so that a second
    /// tap on the link's button finds what the first one began. Nobody knows it who knows only one of the two.
    pub(crate) fn entered_by(&self, link: &Self) -> Self {
        let digest = Sha256::new().chain_update("insignia session by a link\n").chain_update(&link.0).chain_update(&self.0).finalize();
        Self(BASE64URL_NOPAD.encode(&digest))
    }

    /// What every form of a browser with this secret carries: whoever does not know the cookie cannot
    /// make it, and it does not tell the cookie.
    pub fn form_token(&self) -> FormToken {
        let digest = Sha256::new().chain_update("insignia form token\n").chain_update(&self.0).finalize();
        FormToken(BASE64URL_NOPAD.encode(&digest))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// By what people sign in at one installation.
#[derive(Debug, Clone)]
pub struct Ways {
    /// This server, as passkeys know it.
    pub party: passkey::ceremony::RelyingParty,
    /// A wiki.
    pub wiki: Option<elsewhere::wiki::Wiki>,
    /// OpenID providers.
    pub providers: Vec<elsewhere::provider::Provider>,
}

/// The short name of the wiki in addresses.
pub const WIKI: &str = "wiki";

/// SHA-256 of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretDigest([u8; 32]);

impl SecretDigest {
    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Proof that a form was made for the browser that sends it.
#[derive(Clone, PartialEq, Eq)]
pub struct FormToken(String);

impl FormToken {
    /// The text for a hidden field.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `sent` is this token; takes as long whatever is sent.
    pub fn is(&self, sent: &str) -> bool {
        subtle::ConstantTimeEq::ct_eq(self.0.as_bytes(), sent.as_bytes()).into()
    }
}

impl std::fmt::Debug for FormToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_secret_is_looked_up() {
        let secret = Secret::new(&Chance::seeded(1));
        assert_eq!(Secret::of(secret.reveal()).map(|s| s.digest()), Some(secret.digest()));
        let (short, long, other) =
            (&secret.reveal()[1..], format!("{}A", secret.reveal()), secret.reveal().replace(|c: char| c.is_ascii_digit(), "/"));
        for wrong in ["", short, &long, &format!("{}=", &secret.reveal()[1..]), if other == secret.reveal() { "" } else { &other }] {
            assert!(Secret::of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_form_token_belongs_to_one_secret_and_does_not_tell_it() {
        let (one, two) = (Secret::new(&Chance::seeded(1)), Secret::new(&Chance::seeded(2)));
        assert!(one.form_token().is(one.form_token().as_str()));
        assert!(!one.form_token().is(two.form_token().as_str()) && !one.form_token().is(""));
        assert_ne!(one.form_token().as_str().as_bytes(), BASE64URL_NOPAD.encode(one.digest().as_bytes()).as_bytes());
        assert_eq!(format!("{one:?} {:?}", one.form_token()), "Secret FormToken");
    }
}
