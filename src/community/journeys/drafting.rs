//! Keeping drafts of badge classes.

use super::super::Community;
use crate::community::catalog::ClassForm;
use crate::community::drafting::{KeptDraft, LONGEST, store};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, ClassDraftId};

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Somebody was first.
    #[error("somebody saved this draft meanwhile, or it was dropped: open it again, and copy your changes into it")]
    Changed,
    /// Nobody would review so much.
    #[error("this draft is too long to be kept: shorten its texts")]
    TooLong,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn require_readable(form: &ClassForm) -> Result<(), DraftError> {
    if store::length(form) > LONGEST { Err(DraftError::TooLong) } else { Ok(()) }
}

impl Community {
    /// Keeps a new draft.
    pub async fn keep_draft(&self, form: &ClassForm, by: AccountId) -> Result<ClassDraftId, DraftError> {
        require_readable(form)?;
        let mut writing = self.database().writing().await?;
        let id = self.chance().id();
        store::insert(&mut writing, id, form, by, self.now()).await?;
        log::append(&mut writing, Deed::about("draft.kept", &id.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(id)
    }

    /// Saves a draft over the `revision` that its editor saw.
    pub async fn save_draft(&self, id: ClassDraftId, revision: u32, form: &ClassForm, by: AccountId) -> Result<(), DraftError> {
        require_readable(form)?;
        let mut writing = self.database().writing().await?;
        match store::save(&mut writing, (id, revision), form, by, self.now()).await {
            Err(StoreError::RowCount { .. }) => return Err(DraftError::Changed),
            other => other?,
        }
        log::append(&mut writing, Deed::about("draft.saved", &id.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Drops a draft.
    pub async fn drop_draft(&self, id: ClassDraftId) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        if store::drop(&mut writing, id, self.now()).await? {
            log::append(&mut writing, Deed::about("draft.dropped", &id.to_string()), self.chance()).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }

    /// A draft.
    pub async fn draft(&self, id: ClassDraftId) -> Result<Option<KeptDraft>, StoreError> {
        store::find(self.database().snapshot().await?.connection(), id).await
    }

    /// Every draft, the last saved first.
    pub async fn drafts(&self) -> Result<Vec<KeptDraft>, StoreError> {
        store::all(self.database().snapshot().await?.connection()).await
    }
}
