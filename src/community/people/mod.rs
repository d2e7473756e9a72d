//! Accounts, and the mandates that let some of them attest.
//!
//! An [`Account`] is a person known to this server: trainer, holder or both, with or without a way
//! to sign in. A [`Mandate`] is the right to attest named classes from one instant until another,
//! given by somebody for a reason. [`Authority`] is the proof that such a right was in force at an
//! instant; only [`Trainer::authority_over`] makes it, and only an authority can attest.

pub mod appointment;
pub mod holding;
mod mandate;
pub mod register;
pub mod sign_in;
pub(crate) mod store;
pub mod token;

pub use mandate::{Basis, Mandate, MandateState, NotEntitled};

use crate::community::catalog::{AttestedBy, BadgeClass};
use crate::vocabulary::ids::AccountId;
use crate::vocabulary::{LanguageTag, Timestamp};

/// A person known to this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    id: AccountId,
    central_id: Option<String>,
    user_name: Option<String>,
    display_name: Option<String>,
    affiliate: Option<String>,
    shown_as: ShownAs,
    minor: Minor,
    language: Option<LanguageTag>,
}

impl Account {
    /// The id.
    pub fn id(&self) -> AccountId {
        self.id
    }

    /// The central account id (`sub`) at the wikis; user names change, this does not.
    pub fn central_id(&self) -> Option<&str> {
        self.central_id.as_deref()
    }

    /// The current user name at the wikis.
    pub fn user_name(&self) -> Option<&str> {
        self.user_name.as_deref()
    }

    /// The name this person is called by here. For staff and trainers, not for the public.
    pub fn display_name(&self) -> Option<&str> {
        self.display_name.as_deref()
    }

    /// The affiliate this person acts for.
    pub fn affiliate(&self) -> Option<&str> {
        self.affiliate.as_deref()
    }

    /// How attestation records show this person.
    pub fn shown_as(&self) -> ShownAs {
        self.shown_as
    }

    /// Whether the rules for minors apply.
    pub fn minor(&self) -> Minor {
        self.minor
    }

    /// The language in which the person reads pages and mails, if they chose one.
    pub fn language(&self) -> Option<&LanguageTag> {
        self.language.as_ref()
    }

    /// What a public record may call this person, by their own choice.
    pub fn public_name(&self) -> Option<&str> {
        match self.shown_as {
            ShownAs::Name => self.display_name(),
            ShownAs::UserName => self.user_name(),
            ShownAs::Affiliate => None,
        }
    }
}

/// How a trainer agreed to be shown on attestation records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownAs {
    /// By name.
    Name,
    /// By wiki user name.
    UserName,
    /// Only as somebody of their affiliate.
    Affiliate,
}

impl ShownAs {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::UserName => "account",
            Self::Affiliate => "affiliate",
        }
    }
}

impl std::str::FromStr for ShownAs {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "name" => Ok(Self::Name),
            "account" => Ok(Self::UserName),
            "affiliate" => Ok(Self::Affiliate),
            _ => Err(UnknownWord(text.to_owned())),
        }
    }
}

/// A stored word that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word {0:?}")]
pub struct UnknownWord(pub(crate) String);

/// Minors are shown by nickname and never listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Minor {
    /// A minor, or not known to be an adult.
    Yes,
    /// An adult.
    No,
}

/// What is asked for when an account is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The central account id (`sub`), never `"0"`.
    pub central_id: Option<String>,
    /// The wiki user name.
    pub user_name: Option<String>,
    /// What the person is called here.
    pub display_name: Option<String>,
    /// The affiliate they act for.
    pub affiliate: Option<String>,
    /// How attestation records show them.
    pub shown_as: ShownAs,
    /// Whether the rules for minors apply.
    pub minor: Minor,
}

/// A person with their mandates, as loaded in one transaction.
#[derive(Debug, Clone)]
pub struct Trainer {
    account: Account,
    mandates: Vec<Mandate>,
}

impl Trainer {
    /// The person.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Every mandate this person ever had, oldest first.
    pub fn mandates(&self) -> &[Mandate] {
        &self.mandates
    }

    /// Whether any mandate is in force at `now`.
    pub fn has_mandate(&self, now: Timestamp) -> bool {
        self.mandates.iter().any(|m| m.in_force(now).is_ok())
    }

    /// Whether a mandate in force at `now` names the class with this slug.
    pub fn has_mandate_for(&self, slug: &str, now: Timestamp) -> bool {
        self.mandates.iter().any(|m| m.names(slug) && m.in_force(now).is_ok())
    }

    /// The right to attest `class` at `now`.
    ///
    /// # Errors
    /// [`NotEntitled`]: the most telling reason when no mandate is in force.
    pub fn authority_over<'a>(&'a self, class: &'a BadgeClass, now: Timestamp) -> Result<Authority<'a>, NotEntitled> {
        let naming = self.mandates.iter().filter(|m| m.names(class.slug()));
        let (mut accepted, mut refused) = (None, None);
        for mandate in naming {
            match mandate.in_force(now) {
                Ok(()) if accepts(class, mandate.basis()) => accepted = Some(mandate),
                Ok(()) => refused = Some(NotEntitled::BasisNotAccepted { class: class.slug().to_owned() }),
                Err(reason) => refused = Some(reason),
            }
        }
        match (accepted, refused) {
            (Some(mandate), _) => Ok(Authority { trainer: &self.account, mandate, class, at: now }),
            (None, Some(reason)) => Err(reason),
            (None, None) => Err(NotEntitled::NoMandate { class: class.slug().to_owned() }),
        }
    }
}

/// Whether the class's policy takes mandates of this kind: given by people, or written by a badge.
fn accepts(class: &BadgeClass, basis: &Basis) -> bool {
    class.attested_by().iter().any(|by| match (by, basis) {
        (AttestedBy::Mandate, Basis::Founding { .. } | Basis::Given { .. }) | (AttestedBy::HoldersOf(_), Basis::Badge { .. }) => true,
        (AttestedBy::Mandate, Basis::Badge { .. }) | (AttestedBy::HoldersOf(_), Basis::Founding { .. } | Basis::Given { .. }) => false,
    })
}

/// Proof that a trainer may attest a class at an instant.
///
/// It cannot be made by hand, and it is used up by attesting:
/// ```compile_fail
/// # use insignia::community::people::Authority;
/// fn twice(authority: Authority<'_>) -> (Authority<'_>, Authority<'_>) {
///     (authority.clone(), authority)
/// }
/// ```
/// ```
/// # use insignia::community::people::Authority;
/// fn once(authority: Authority<'_>) -> (Authority<'_>, ()) {
///     (authority, ())
/// }
/// ```
#[derive(Debug)]
pub struct Authority<'a> {
    trainer: &'a Account,
    mandate: &'a Mandate,
    class: &'a BadgeClass,
    at: Timestamp,
}

impl<'a> Authority<'a> {
    /// Who attests.
    pub fn trainer(&self) -> &'a Account {
        self.trainer
    }

    /// By which right.
    pub fn mandate(&self) -> &'a Mandate {
        self.mandate
    }

    /// What.
    pub fn class(&self) -> &'a BadgeClass {
        self.class
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}
