//! Links for co-attesters: a trainer of a training asks another one, elsewhere, to attest what they can.
//!
//! Opening a link does nothing. It shows evidence only to a trainer who is signed in and has a mandate for
//! its class; the link alone opens nothing, and it is over after [`DAYS`] or when it is taken back.

pub(crate) mod store;

use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CoAttesterId, TrainingId};

/// Days for which a link is good.
pub const DAYS: i64 = 14;

/// A link as its training sees it; the secret in it is kept by nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoAttesterLink {
    pub(crate) id: CoAttesterId,
    pub(crate) training: TrainingId,
    pub(crate) slug: String,
    pub(crate) invited: Option<AccountId>,
    pub(crate) made_by: AccountId,
    pub(crate) made_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) people: Vec<AccountId>,
}

impl CoAttesterLink {
    /// Names it in forms.
    pub fn id(&self) -> CoAttesterId {
        self.id
    }

    /// Of which training.
    pub fn training(&self) -> TrainingId {
        self.training
    }

    /// The class that is to be attested.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// For whom it was made; `None`: for whoever is given it and may.
    pub fn invited(&self) -> Option<AccountId> {
        self.invited
    }

    /// Who made it.
    pub fn made_by(&self) -> AccountId {
        self.made_by
    }

    /// When.
    pub fn made_at(&self) -> Timestamp {
        self.made_at
    }

    /// The first instant at which it opens nothing.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Whether it opens anything at `now`.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }

    /// Whether it is about this person.
    pub fn is_about(&self, person: AccountId) -> bool {
        self.people.is_empty() || self.people.contains(&person)
    }
}
