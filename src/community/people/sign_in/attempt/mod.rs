//! Attempts to sign in: what is waited for between a question and its answer.
//!
//! The state goes out with the question, to an authenticator or another server, and comes back with
//! the answer. It is heard once, within ten minutes, and only from the browser that began: without
//! that, somebody could finish in another's browser what they began in their own.

pub(crate) mod store;

use super::{Secret, SecretDigest};
use crate::community::people::UnknownWord;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Seconds that an answer may take.
pub const LIFE_S: i64 = 10 * 60;

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// The answer of a passkey.
    Passkey,
    /// A passkey that is being made.
    NewPasskey,
    /// A wiki's word.
    Wiki,
    /// Another provider's word.
    Provider,
}

impl Awaited {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::NewPasskey => "new-passkey",
            Self::Wiki => "wiki",
            Self::Provider => "provider",
        }
    }
}

impl std::str::FromStr for Awaited {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let all = [Self::Passkey, Self::NewPasskey, Self::Wiki, Self::Provider];
        all.into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// An attempt as it is begun.
#[derive(Debug)]
pub(crate) struct NewAttempt<'a> {
    pub(crate) state: SecretDigest,
    pub(crate) browser: SecretDigest,
    pub(crate) awaited: Awaited,
    /// Whose new way in the answer will be; `None`: it will say who.
    pub(crate) account: Option<AccountId>,
    /// JSON of what is needed to judge the answer.
    pub(crate) memory: &'a str,
}

/// An attempt that was answered; it is over, whatever the answer is worth.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) account: Option<AccountId>,
    pub(crate) memory: String,
}

/// Which attempt an answer belongs to, and which browser brought it.
#[derive(Debug, Clone, Copy)]
pub struct Answering<'a> {
    /// What came back with the answer.
    pub state: &'a Secret,
    /// What the browser's cookie holds.
    pub browser: &'a Secret,
    /// The instant.
    pub at: Timestamp,
}
