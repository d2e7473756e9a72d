//! One-time links: the first way in for a person, and the way back for one who lost theirs.
//!
//! The command line makes them. Opening a link does nothing, because mail scanners open links; the
//! button on its page uses it up. It lives 14 days, and a newer one takes its place.

pub(crate) mod store;

use super::{Secret, SecretDigest};
use crate::community::people::Account;
use crate::vocabulary::ids::AccountId;
use crate::vocabulary::{Chance, Timestamp};

/// Days that a link lives.
pub const DAYS: i64 = 14;

/// A link that was made: its secret is nowhere else.
#[derive(Debug)]
pub struct Invitation {
    /// For the address.
    pub secret: Secret,
    /// Whom it signs in.
    pub account: Account,
    /// First instant at which it is dead.
    pub expires_at: Timestamp,
}

/// An invitation to be written.
#[derive(Debug)]
pub(crate) struct NewInvitation {
    pub(crate) account: AccountId,
    pub(crate) token: SecretDigest,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl NewInvitation {
    /// An invitation made at `now`, and the secret that it is used with.
    pub(crate) fn make(chance: &Chance, account: AccountId, now: Timestamp) -> (Self, Secret) {
        let secret = Secret::new(chance);
        let expires_at = now.plus_seconds(DAYS * 86_400);
        (Self { account, token: secret.digest(), created_at: now, expires_at }, secret)
    }
}
