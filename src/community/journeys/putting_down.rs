//! People put down by a trainer: by hand, or from a list.

use super::super::Community;
use super::joining::JoinError;
use crate::community::attestation::roll::{Fate, Line, fates, store};
use crate::community::attestation::{CameBy, Chosen, ConfirmedBy, Disclosure, Joining};
use crate::community::people::store as people;
use crate::community::people::{NewAccount, ShownAs};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Somebody to be put down.
#[derive(Debug, Clone)]
pub struct PuttingDown {
    /// Where.
    pub training: TrainingId,
    /// Who.
    pub line: Line,
    /// By hand or from a list.
    pub came_by: CameBy,
    /// The language of signed texts.
    pub language: LanguageTag,
    /// The trainer.
    pub by: AccountId,
    /// The same line of the same form puts nobody down twice.
    pub once: [u8; 32],
}

impl Community {
    /// What will become of each line of a list. Nothing is changed.
    pub async fn foresee(&self, training: TrainingId, lines: &[Line]) -> Result<Vec<Fate>, StoreError> {
        let participants = self.participants_of(training).await?;
        let here: Vec<_> =
            participants.iter().filter(|one| one.is_here()).map(|one| (one.account(), one.called().map(str::to_owned))).collect();
        let mut reading = self.database.snapshot().await?;
        let mut known = Vec::with_capacity(lines.len());
        for line in lines {
            let found = people::find_account_of(reading.connection(), &account_of(line)).await?;
            known.push(found.map(|account| account.id()));
        }
        Ok(fates(lines, &known, &here))
    }

    /// Whether this line of this form has put somebody down already.
    pub async fn was_put_down(&self, training: TrainingId, once: &[u8; 32]) -> Result<bool, StoreError> {
        Ok(store::find(self.database.snapshot().await?.connection(), training, once).await?.is_some())
    }

    /// Puts somebody on the room sheet, once a line: an account that there is, or a new one. Their badges say no name
    /// until they or a trainer confirm it.
    pub async fn put_down(&self, new: &PuttingDown) -> Result<AccountId, JoinError> {
        let chosen = Chosen::new(
            new.line.called.as_deref().unwrap_or_default(),
            &new.line.called.as_deref().into_iter().collect::<Vec<_>>(),
            Disclosure::Withheld,
            new.language.clone(),
            new.line.minor(),
        )?;
        let mut writing = self.database.writing().await?;
        if let Some(before) = store::find(writing.connection(), new.training, &new.once).await? {
            return Ok(before);
        }
        let asked = account_of(&new.line);
        let account = match people::find_account_of(writing.connection(), &asked).await? {
            Some(known) => known.id(),
            None => {
                let id = self.chance.id();
                people::insert_account(&mut writing, id, &asked, self.now()).await?;
                log::append(&mut writing, Deed::about("account.registered", &id.to_string()), &self.chance).await?;
                id
            }
        };
        let joining =
            Joining { training: new.training, account, came_by: new.came_by, chosen, confirmed_by: ConfirmedBy::Nobody, by: Some(new.by) };
        self.join_within(&mut writing, &joining).await?;
        store::insert(&mut writing, new.training, &new.once, account).await?;
        let _ = writing.commit().await?;
        Ok(account)
    }
}

fn account_of(line: &Line) -> NewAccount {
    NewAccount {
        central_id: line.central_id.clone(),
        user_name: line.user_name.clone(),
        display_name: line.called.clone(),
        affiliate: None,
        shown_as: ShownAs::Affiliate,
        minor: line.minor(),
    }
}
