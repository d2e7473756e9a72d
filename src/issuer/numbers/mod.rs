//! Numbers of badges for stewards: by class, affiliate and month, and which trainers attest together.
//!
//! Counted are badges that were published, also those that were revoked or erased since. Only stewards
//! see them: small numbers would tell the public about single people.

mod store;

use std::collections::BTreeMap;

use super::Office;
use crate::platform::database::StoreError;
use crate::vocabulary::ids::AccountId;

/// How many badges there are, under one heading and in one month.
pub type Counts = BTreeMap<(String, String), i64>;

/// Badges, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// By slug of the class and month, such as `2026-11`.
    pub by_class: Counts,
    /// By affiliate of the trainers who attested, and month. A badge of two affiliates counts for both.
    pub by_affiliate: Counts,
    /// Revoked for a reason that a person gave, by slug.
    pub revoked: BTreeMap<String, i64>,
}

/// Two trainers, and how much they attest with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainerPair {
    /// The two.
    pub trainers: [AccountId; 2],
    /// People whom both attested, for the same class.
    pub together: i64,
    /// People whom each of them attested at all.
    pub alone: [i64; 2],
    /// Whether each attested the other.
    pub each_other: bool,
}

impl Office {
    /// Badges, counted.
    pub async fn numbers(&self) -> Result<Numbers, StoreError> {
        store::numbers(&mut self.community().database().snapshot().await?).await
    }

    /// Pairs of trainers who attested the same people, the closest first; at most a hundred.
    pub async fn trainer_pairs(&self) -> Result<Vec<TrainerPair>, StoreError> {
        store::pairs(&mut self.community().database().snapshot().await?).await
    }
}
