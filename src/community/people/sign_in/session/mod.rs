//! Sessions: somebody signed in on one device.
//!
//! A session of an own device ends after 12 hours without a request and after 7 days whatever
//! happens ([`OWN`]); one of a borrowed device after 30 minutes ([`BORROWED`]), and with the browser,
//! because its cookie has no date. Proving again who one is gives the cookie a new secret. Signing
//! out deletes the row.

pub(crate) mod store;

use super::{Secret, SecretDigest};
use crate::community::people::Account;
use crate::community::people::appointment::Roles;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::SessionId;

/// Seconds for which somebody who proved who they are need not do so again.
pub const FRESH_S: i64 = 5 * 60;
/// Seconds after which a form that signs in is not sent by a second tap any more, however slow the phone's connection.
const TAPPED_S: i64 = 60;
/// Seconds between two notes of when a session was last seen: not every request writes.
const NOTED_EVERY_S: i64 = 60;
/// Characters of a device's description that are kept.
const DEVICE: usize = 60;

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// Seconds without a request.
    pub idle_s: i64,
    /// Seconds in all.
    pub whole_s: i64,
}

/// On a device of one's own.
pub const OWN: Lifetime = Lifetime { idle_s: 12 * 3600, whole_s: 7 * 86_400 };
/// On somebody else's.
pub const BORROWED: Lifetime = Lifetime { idle_s: 30 * 60, whole_s: 30 * 60 };

/// Whose device it is, as its user says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// Their own.
    Own,
    /// Somebody else's.
    Borrowed,
}

impl Device {
    /// How long a session on it lives.
    pub const fn lifetime(self) -> Lifetime {
        match self {
            Self::Own => OWN,
            Self::Borrowed => BORROWED,
        }
    }
}

/// How somebody proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By a passkey.
    Passkey,
    /// By their wiki account.
    Wiki,
    /// By an account at another provider.
    Provider,
    /// By a one-time link.
    Link,
    /// By the code of a printed slip, with its PIN.
    Slip,
}

impl Proof {
    /// As stored; names the message `signed-in-by-{…}`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Wiki => "wiki",
            Self::Provider => "provider",
            Self::Link => "link",
            Self::Slip => "slip",
        }
    }
}

impl std::str::FromStr for Proof {
    type Err = crate::community::people::UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [Self::Passkey, Self::Wiki, Self::Provider, Self::Link, Self::Slip];
        all.into_iter().find(|one| one.as_str() == text).ok_or_else(|| crate::community::people::UnknownWord(text.to_owned()))
    }
}

/// One session, as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    pub(super) id: SessionId,
    pub(super) device: String,
    pub(super) whose: Device,
    pub(super) started_at: Timestamp,
    pub(super) seen_at: Timestamp,
    pub(super) ends_at: Timestamp,
    pub(super) proved_at: Timestamp,
    pub(super) proved_by: Proof,
}

impl SessionLine {
    /// Names it in forms; opens nothing.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// System and browser in a few words.
    pub fn device(&self) -> &str {
        &self.device
    }

    /// Whose device it is.
    pub fn whose(&self) -> Device {
        self.whose
    }

    /// Since when.
    pub fn started_at(&self) -> Timestamp {
        self.started_at
    }

    /// Last request, to the minute.
    pub fn seen_at(&self) -> Timestamp {
        self.seen_at
    }

    /// The first instant at which it is dead, unless requests stop before.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// How its owner last proved who they are.
    pub fn proved_by(&self) -> Proof {
        self.proved_by
    }

    /// Whether it was in this way and so short a time ago that a second tap on the same button may still be on its way.
    pub fn entered_just_now(&self, by: Proof, now: Timestamp) -> bool {
        self.proved_by == by && self.proved_within(TAPPED_S, now)
    }

    /// Whether that was less than so many seconds ago.
    pub fn proved_within(&self, seconds: i64, now: Timestamp) -> bool {
        now < self.proved_at.plus_seconds(seconds)
    }

    /// Whether that was a moment ago.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.proved_within(FRESH_S, now)
    }

    /// As begun: for the cookie of a browser that holds `secret` from now on.
    pub(crate) fn opened_by(&self, secret: Secret, now: Timestamp) -> Begun {
        Begun { secret, whose: self.whose, whole_s: (self.ends_at.as_ms() - now.as_ms()) / 1000 }
    }

    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        now < self.ends_at && now < self.seen_at.plus_seconds(self.whose.lifetime().idle_s)
    }

    pub(crate) fn is_to_be_noted(&self, now: Timestamp) -> bool {
        now >= self.seen_at.plus_seconds(NOTED_EVERY_S)
    }
}

/// Somebody who is signed in, as loaded for one request.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) line: SessionLine,
    pub(crate) account: Account,
    pub(crate) roles: Roles,
    pub(crate) unread: u64,
}

impl Session {
    /// The session itself.
    pub fn line(&self) -> &SessionLine {
        &self.line
    }

    /// Who.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// What they may do here now.
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// How many notices they have not read.
    pub fn unread(&self) -> u64 {
        self.unread
    }
}

/// A session that was begun: its secret is nowhere else.
#[derive(Debug)]
pub struct Begun {
    /// For the cookie.
    pub secret: Secret,
    /// Whose device it is: decides whether the cookie has a date.
    pub whose: Device,
    /// How many seconds the cookie may live.
    pub whole_s: i64,
}

/// A session to be written.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub(crate) line: SessionLine,
    pub(crate) secret: SecretDigest,
}

impl NewSession {
    /// A session that begins at `now`, opened by `secret`.
    pub(crate) fn begin(id: SessionId, secret: Secret, device: &str, whose: Device, proof: Proof, now: Timestamp) -> (Self, Begun) {
        let lifetime = whose.lifetime();
        let line = SessionLine {
            id,
            device: device.chars().filter(|c| !c.is_control()).take(DEVICE).collect(),
            whose,
            started_at: now,
            seen_at: now,
            ends_at: now.plus_seconds(lifetime.whole_s),
            proved_at: now,
            proved_by: proof,
        };
        (Self { line, secret: secret.digest() }, Begun { secret, whose, whole_s: lifetime.whole_s })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Chance;

    fn begun(whose: Device) -> SessionLine {
        let chance = Chance::seeded(1);
        NewSession::begin(chance.id(), Secret::new(&chance), "Linux, Firefox\n", whose, Proof::Link, Timestamp::from_ms(0)).0.line
    }

    #[test]
    fn a_session_ends_when_it_is_not_used_and_when_its_time_is_over() {
        let mut own = begun(Device::Own);
        assert!(own.is_alive(Timestamp::from_ms(0).plus_seconds(12 * 3600 - 1)));
        assert!(!own.is_alive(Timestamp::from_ms(0).plus_seconds(12 * 3600)));
        own.seen_at = own.ends_at.plus_seconds(-1);
        assert!(!own.is_alive(own.ends_at), "however much it is used");
        let borrowed = begun(Device::Borrowed);
        assert!(
            borrowed.is_alive(Timestamp::from_ms(0).plus_seconds(1799)) && !borrowed.is_alive(Timestamp::from_ms(0).plus_seconds(1800))
        );
    }

    #[test]
    fn a_proof_is_fresh_for_five_minutes() {
        let own = begun(Device::Own);
        assert!(own.is_fresh(Timestamp::from_ms(299_999)) && !own.is_fresh(Timestamp::from_ms(300_000)));
        assert_eq!(own.device(), "Linux, Firefox", "a line break does not get into a list");
    }
}
