//! A credential on its way: draft → recorded → prepared → linted → signed → published.
//!
//! Each stage is a type without a public constructor, and each step takes the one before by value:
//! what was not recorded cannot be signed, what was not linted cannot be signed, what was not
//! committed cannot leave.
//!
//! | stage | made by | means |
//! |---|---|---|
//! | [`Draft`] | an [`Eligible`](crate::community::attestation::Eligible) nomination, or a correction | every input is fixed |
//! | [`Recorded`] | writing it in T1 | the row exists in a transaction |
//! | [`Prepared`] | [`Recorded::committed`] with the proof of the commit | the bytes to sign are on the disk |
//! | [`Linted`] | [`Prepared::lint`] | a copy signed with throw-away keys passed every issuing rule and our verifier |
//! | [`Signed`] | [`Linted::sign`] | both proof forms exist and were verified strictly |
//! | [`Published`] | committing T2, or reading a published edition back | may leave |

pub mod compose;
mod lint;
mod published;
pub(in crate::issuer) mod sign;
pub(crate) mod store;

pub use lint::{Findings, Judge, Linted};
pub use published::Published;
pub use sign::{SignError, Signed};

use crate::platform::database::Committed;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, EditionId, NominationId};

/// What no edition of a credential changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    pub(in crate::issuer) credential: CredentialId,
    pub(in crate::issuer) nomination: NominationId,
    pub(in crate::issuer) holder: AccountId,
    pub(in crate::issuer) issuer: String,
    pub(in crate::issuer) slug: String,
    pub(in crate::issuer) version: String,
    /// The certified level of the class's rubric, which the whole quorum reached.
    pub(in crate::issuer) level: Option<String>,
    /// `urn:uuid:…`, the subject unless the holder proved a DID.
    pub(in crate::issuer) subject: String,
    pub(in crate::issuer) awarded_at: Timestamp,
    pub(in crate::issuer) valid_until: Option<Timestamp>,
    pub(in crate::issuer) epoch: u32,
}

impl Award {
    /// The credential's id.
    pub fn credential(&self) -> CredentialId {
        self.credential
    }

    /// The nomination that led to it.
    pub fn nomination(&self) -> NominationId {
        self.nomination
    }

    /// Slug of the issuer.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whose it is.
    pub fn holder(&self) -> AccountId {
        self.holder
    }

    /// Slug and version of the class.
    pub fn class(&self) -> (&str, &str) {
        (&self.slug, &self.version)
    }

    /// The certified level of the class's rubric.
    pub fn level(&self) -> Option<&str> {
        self.level.as_deref()
    }

    /// When the award was made.
    pub fn awarded_at(&self) -> Timestamp {
        self.awarded_at
    }
}

/// A position in a status list, used by one edition, once, ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slot {
    pub(in crate::issuer) list: String,
    pub(in crate::issuer) index: u32,
}

/// One edition whose every input is fixed, not yet written anywhere.
#[derive(Debug)]
pub struct Draft {
    pub(in crate::issuer) edition: Edition,
    pub(in crate::issuer) payload: Vec<u8>,
}

/// Facts about an edition, the same from draft to published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub(in crate::issuer) id: EditionId,
    pub(in crate::issuer) number: u32,
    pub(in crate::issuer) award: Award,
    pub(in crate::issuer) slot: Slot,
    pub(in crate::issuer) ed25519_kid: String,
    pub(in crate::issuer) rsa_kid: String,
    pub(in crate::issuer) recorded_at: Timestamp,
}

impl Edition {
    /// Counted from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The award it is an edition of.
    pub fn award(&self) -> &Award {
        &self.award
    }
}

/// Written in a transaction that has not committed yet.
#[derive(Debug)]
pub struct Recorded(Draft);

impl Recorded {
    /// The bytes are on the disk: they may be signed.
    pub fn committed(self, _proof: &Committed) -> Prepared {
        Prepared { edition: self.0.edition, payload: self.0.payload }
    }
}

/// On the disk, to be signed as it is.
///
/// Only a commit makes one:
/// ```compile_fail
/// # use insignia::issuer::credential::{Prepared, Recorded};
/// fn too_early(recorded: Recorded) -> Prepared {
///     recorded.committed()
/// }
/// ```
/// ```
/// # use insignia::{issuer::credential::{Prepared, Recorded}, platform::database::Committed};
/// fn after(recorded: Recorded, proof: &Committed) -> Prepared {
///     recorded.committed(proof)
/// }
/// ```
#[derive(Debug)]
pub struct Prepared {
    edition: Edition,
    payload: Vec<u8>,
}

impl Prepared {
    /// Which edition.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }
}
