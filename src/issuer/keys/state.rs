//! The states of a key.
//!
//! ```text
//! pending ──► active ──► retired
//!    │           │          │
//!    └───────────┴──────────┴────► compromised
//! ```
//!
//! | state | signs | listed in did.json and the key set | its signatures |
//! |---|---|---|---|
//! | pending | no | yes: published at least 24 h before its first use, longer than any cache keeps | – |
//! | active | yes; one per issuer and purpose | yes | believed |
//! | retired | no | yes, for ever | believed |
//! | compromised | no | yes, marked `revoked` | believed only if logged before it was declared (`product.md` I17) |
//!
//! There is no way back and no deletion: old badges need every key that ever signed. The same rules
//! stand as triggers on the table `key_pair`.

use crate::vocabulary::Timestamp;

/// The state of a key, with what makes it true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Published, not used yet.
    Pending,
    /// Signs.
    Active {
        /// Since when.
        since: Timestamp,
    },
    /// Signed once, does no more.
    Retired {
        /// When it became active.
        since: Timestamp,
        /// When it signed last.
        until: Timestamp,
    },
    /// Somebody else may have it.
    Compromised {
        /// From when on nothing it signed is believed without the log.
        at: Timestamp,
        /// When it became active, if it ever did.
        since: Option<Timestamp>,
        /// When it was retired, if it was.
        until: Option<Timestamp>,
    },
}

impl KeyState {
    /// Takes a pending key into use.
    pub fn activate(self, now: Timestamp) -> Result<Self, StateFault> {
        match self {
            Self::Pending => Ok(Self::Active { since: now }),
            Self::Active { .. } | Self::Retired { .. } | Self::Compromised { .. } => Err(self.cannot_become("active")),
        }
    }

    /// Takes the active key out of use.
    pub fn retire(self, now: Timestamp) -> Result<Self, StateFault> {
        match self {
            Self::Active { since } => Ok(Self::Retired { since, until: now }),
            Self::Pending | Self::Retired { .. } | Self::Compromised { .. } => Err(self.cannot_become("retired")),
        }
    }

    /// Declares that somebody else may have the key, since `at`.
    pub fn compromise(self, at: Timestamp) -> Result<Self, StateFault> {
        match self {
            Self::Pending => Ok(Self::Compromised { at, since: None, until: None }),
            Self::Active { since } => Ok(Self::Compromised { at, since: Some(since), until: None }),
            Self::Retired { since, until } => Ok(Self::Compromised { at, since: Some(since), until: Some(until) }),
            Self::Compromised { .. } => Err(self.cannot_become("compromised")),
        }
    }

    /// As stored and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active { .. } => "active",
            Self::Retired { .. } => "retired",
            Self::Compromised { .. } => "compromised",
        }
    }

    /// True for the one state in which a key signs.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Active { .. })
    }

    /// From when on nothing it signed is believed without the log.
    pub const fn compromised_at(self) -> Option<Timestamp> {
        match self {
            Self::Compromised { at, .. } => Some(at),
            Self::Pending | Self::Active { .. } | Self::Retired { .. } => None,
        }
    }

    fn cannot_become(self, wanted: &'static str) -> StateFault {
        StateFault { found: self.name(), wanted }
    }

    pub(super) const fn activated_at(self) -> Option<Timestamp> {
        match self {
            Self::Pending => None,
            Self::Active { since } | Self::Retired { since, .. } => Some(since),
            Self::Compromised { since, .. } => since,
        }
    }

    pub(super) const fn retired_at(self) -> Option<Timestamp> {
        match self {
            Self::Pending | Self::Active { .. } => None,
            Self::Retired { until, .. } => Some(until),
            Self::Compromised { until, .. } => until,
        }
    }
}

/// A way that no key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key that is {found} cannot become {wanted}: keys go from pending to active to retired, or to compromised, and never back")]
pub struct StateFault {
    /// Its state.
    pub found: &'static str,
    /// The state that was asked for.
    pub wanted: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Timestamp = Timestamp::from_ms(1_000);

    #[test]
    fn a_key_goes_forward_and_never_back() {
        let active = KeyState::Pending.activate(T).unwrap();
        let retired = active.retire(T).unwrap();
        assert_eq!(retired, KeyState::Retired { since: T, until: T });
        let stolen = [KeyState::Pending, active, retired].map(|s| s.compromise(T).unwrap());
        for state in [active, retired].into_iter().chain(stolen) {
            assert!(state.activate(T).is_err(), "{state:?}");
        }
        for state in [KeyState::Pending, retired].into_iter().chain(stolen) {
            assert!(state.retire(T).is_err(), "{state:?}");
        }
        assert!(stolen.iter().all(|s| s.compromise(T).is_err() && s.compromised_at() == Some(T) && !s.is_active()));
    }
}
