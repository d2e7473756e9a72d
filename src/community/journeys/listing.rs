//! Agreeing to stand in the public register of trainers, and taking that back.

use super::super::Community;
use crate::community::people::register::{ListedAs, ListedTrainer, ListingChoice, MOST_LANGUAGES, store};
use crate::community::people::{Minor, store as people};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::AccountId;

/// Why somebody is not listed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    /// No mandate, or not an adult.
    #[error("only adults with a mandate in force are listed")]
    NotATrainer,
    /// They have no name of that kind.
    #[error("there is no name of that kind to be listed by")]
    Nameless,
    /// Too many languages.
    #[error("at most {MOST_LANGUAGES} languages can be named")]
    TooManyLanguages,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// Agrees to stand in the register, or changes how.
    pub async fn list_trainer(&self, account: AccountId, choice: &ListingChoice) -> Result<(), ListingError> {
        if choice.languages.len() > MOST_LANGUAGES {
            return Err(ListingError::TooManyLanguages);
        }
        let mut writing = self.database().writing().await?;
        let trainer = match people::trainer(writing.connection(), account).await {
            Err(StoreError::Absent) => return Err(ListingError::NotATrainer),
            other => other?,
        };
        if !trainer.has_mandate(self.now()) || trainer.account().minor() == Minor::Yes {
            return Err(ListingError::NotATrainer);
        }
        let name = match choice.shown_as {
            ListedAs::Name => trainer.account().display_name(),
            ListedAs::UserName => trainer.account().user_name(),
        };
        if name.is_none() {
            return Err(ListingError::Nameless);
        }
        if store::find(writing.connection(), account).await?.as_ref() == Some(choice) {
            return Ok(());
        }
        store::put(&mut writing, account, choice, self.now()).await?;
        log::append(&mut writing, Deed::about("trainer.listed", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Takes the agreement back; who did not agree is no mistake.
    pub async fn unlist_trainer(&self, account: AccountId) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        if store::remove(&mut writing, account).await? {
            log::append(&mut writing, Deed::about("trainer.unlisted", &account.to_string()), self.chance()).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }

    /// What a trainer chose.
    pub async fn listing_choice(&self, account: AccountId) -> Result<Option<ListingChoice>, StoreError> {
        store::find(self.database().snapshot().await?.connection(), account).await
    }

    /// The register: who agreed, is an adult and has a mandate in force; by name.
    pub async fn listed_trainers(&self) -> Result<Vec<ListedTrainer>, StoreError> {
        store::listed(self.database().snapshot().await?.connection(), self.now()).await
    }
}
