//! What people say about themselves: what they are called, whether they are adults, how records show them, and in what
//! language they read.

use super::super::Community;
use crate::community::attestation::{ReleaseFault, ReleasedName};
use crate::community::people::{Minor, ShownAs, store};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::AccountId;

/// What somebody says about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oneself {
    /// What they are called here; `None`: nothing but their user name, if they have one.
    pub called: Option<ReleasedName>,
    /// Whether the rules for minors apply.
    pub minor: Minor,
    /// How attestations to come show them.
    pub shown_as: ShownAs,
    /// In what language they read pages and mails; `None`: as their browser asks.
    pub language: Option<LanguageTag>,
}

/// Why that was not written.
#[derive(Debug, thiserror::Error)]
pub enum OneselfError {
    /// A name that cannot be shown.
    #[error(transparent)]
    Name(#[from] ReleaseFault),
    /// Shown by a name that is not there.
    #[error("there is no such name to be shown by: give one, or be shown by your affiliate only")]
    Nameless,
    /// Erased meanwhile.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// What somebody said about themselves.
    pub async fn oneself(&self, account: AccountId) -> Result<Oneself, OneselfError> {
        let mut reading = self.database.snapshot().await?;
        let person = store::find_account(reading.connection(), account).await?.ok_or(OneselfError::NoAccount(account))?;
        let called = person.display_name().map(ReleasedName::new).transpose()?;
        Ok(Oneself { called, minor: person.minor(), shown_as: person.shown_as(), language: person.language().cloned() })
    }

    /// Writes what somebody says about themselves. The same once more changes nothing.
    pub async fn describe(&self, account: AccountId, said: &Oneself) -> Result<(), OneselfError> {
        let mut writing = self.database.writing().await?;
        let person = store::find_account(writing.connection(), account).await?.ok_or(OneselfError::NoAccount(account))?;
        let nameless = match said.shown_as {
            ShownAs::Name => said.called.is_none(),
            ShownAs::UserName => person.user_name().is_none(),
            ShownAs::Affiliate => false,
        };
        if nameless {
            return Err(OneselfError::Nameless);
        }
        let called = said.called.as_ref().map(ReleasedName::as_str);
        let known = (person.display_name(), person.minor(), person.shown_as(), person.language());
        if known == (called, said.minor, said.shown_as, said.language.as_ref()) {
            return Ok(());
        }
        store::describe(&mut writing, account, called, said.minor, said.shown_as, said.language.as_ref()).await?;
        log::append(&mut writing, Deed::about("account.described", &account.to_string()), &self.chance).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}
