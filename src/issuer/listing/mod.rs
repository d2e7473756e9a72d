//! Every published credential of this server, for exports and independent copies.

mod store;

use crate::platform::database::StoreError;
use crate::vocabulary::ids::{AccountId, CredentialId, TrainingId};

use super::Office;

impl Office {
    /// Ids of credentials with a living edition, in order, after `after`; `most` at once. The
    /// address of an erased one answers "gone", so it is not among them.
    pub async fn credentials_after(&self, after: Option<CredentialId>, most: u32) -> Result<Vec<CredentialId>, StoreError> {
        store::living_after(&mut self.community.database().snapshot().await?, after, most).await
    }

    /// Ids of a person's credentials with a living edition, in order.
    pub async fn credentials_of(&self, holder: AccountId) -> Result<Vec<CredentialId>, StoreError> {
        store::living_of(&mut self.community.database().snapshot().await?, holder).await
    }

    /// Ids of the credentials that a training led to and that have a living edition, each with its holder,
    /// in the order in which they were recorded.
    pub async fn credentials_of_training(&self, training: TrainingId) -> Result<Vec<(CredentialId, AccountId)>, StoreError> {
        store::living_of_training(&mut self.community.database().snapshot().await?, training).await
    }
}
