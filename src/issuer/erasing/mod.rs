//! Erasing a person: nothing personal stays in tables, outbox or log.
//!
//! What stays, and why: ids without meaning, digests of the signed bytes (so that a copy somebody
//! else keeps can be recognised), slots (a revocation stays visible), the log's commitments without
//! the nonces that open them. The address of each badge answers "gone". The columns are listed in
//! the table `personal_column`; a test compares it with what is left.

mod store;

use crate::platform::database::StoreError;
use crate::platform::log;
use crate::vocabulary::ids::AccountId;

use super::Office;

/// Why a person was not erased. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// No such person, or erased before.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// A badge of theirs is being issued.
    #[error("a badge of this person is being issued right now: try again in a moment")]
    InProgress,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What becomes of copies that others keep of an erased person's badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// They verify as before: this server only has no record any more.
    Left,
    /// They are revoked, by their holder's wish, which needs nobody else's.
    Revoked,
}

impl Office {
    /// Erases a person as far as this server knows them, and leaves copies of their badges as they are.
    pub async fn erase(&self, account: AccountId) -> Result<(), EraseError> {
        self.erase_with(account, Copies::Left).await
    }

    /// Erases a person as far as this server knows them. It is final.
    pub async fn erase_with(&self, account: AccountId, copies: Copies) -> Result<(), EraseError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        if store::is_being_issued(&mut writing, account).await? {
            return Err(EraseError::InProgress);
        }
        match store::erase(&mut writing, account, now).await {
            Err(StoreError::RowCount { .. }) => return Err(EraseError::NoAccount(account)),
            other => other?,
        }
        if copies == Copies::Revoked {
            store::revoke_all(&mut writing, account, now).await?;
        }
        // Subjectless: an entry that named the person would bring back what was forgotten.
        let deed = log::Deed { kind: "account.erased", subject: None, object: account.as_bytes() };
        log::append(&mut writing, deed, self.community.chance()).await?;
        let _ = writing.commit().await?;
        // The rows are gone; old copies of them may still stand beside the database's pages.
        if let Err(error) = self.community.database().overwrite_deleted().await {
            tracing::warn!(%error, "what was erased is overwritten in the files later");
        }
        Ok(())
    }
}
