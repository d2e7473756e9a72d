//! Who is more than a trainer: stewards and admins, and the roles of a person at an instant.
//!
//! A trainer is whoever has a mandate in force; nothing else makes one. A steward (mandates, classes,
//! revocations) or an admin (the installation) is appointed from the command line, by a decision that
//! is written down. Roles are loaded for each request, so what ended is over at once.

pub(crate) mod store;

use super::UnknownWord;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, AppointmentId};

/// What somebody can be appointed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Mandates, classes, revocations.
    Steward,
    /// The installation.
    Admin,
}

impl Role {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Steward => "steward",
            Self::Admin => "admin",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "steward" => Ok(Self::Steward),
            "admin" => Ok(Self::Admin),
            _ => Err(UnknownWord(text.to_owned())),
        }
    }
}

/// The roles of a person at an instant. The default has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles {
    pub(crate) trainer: bool,
    pub(crate) steward: bool,
    pub(crate) admin: bool,
}

impl Roles {
    /// Has a mandate in force.
    pub const fn is_trainer(self) -> bool {
        self.trainer
    }

    /// Was appointed a steward.
    pub const fn is_steward(self) -> bool {
        self.steward
    }

    /// Was appointed an admin.
    pub const fn is_admin(self) -> bool {
        self.admin
    }
}

/// That somebody is a steward or an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// Who.
    pub account: AccountId,
    /// What.
    pub role: Role,
    /// Who decided it, and where that is written.
    pub decision: String,
    /// Since when.
    pub started_at: Timestamp,
}
