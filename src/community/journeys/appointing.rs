//! Appointing stewards and admins.

use super::super::Community;
use super::people::PeopleError;
use crate::community::people::appointment::{Appointment, Role, store};
use crate::community::people::sign_in::session::store as sessions;
use crate::community::people::store as people;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::AccountId;

impl Community {
    /// Makes somebody a steward or an admin. They sign in anew: a cookie that was worth little must
    /// not become worth much.
    pub async fn appoint(&self, account: AccountId, role: Role, decision: &str) -> Result<Appointment, PeopleError> {
        if decision.trim().is_empty() {
            return Err(PeopleError::NoDecision);
        }
        let appointment =
            Appointment { id: self.chance().id(), account, role, decision: decision.trim().to_owned(), started_at: self.now() };
        let mut writing = self.database().writing().await?;
        if people::find_account(writing.connection(), account).await?.is_none() {
            return Err(PeopleError::NoAccount(account));
        }
        match store::insert(&mut writing, &appointment).await {
            Err(StoreError::Taken(_)) => return Err(PeopleError::Appointed(role.as_str())),
            other => other?,
        }
        sessions::end_all(&mut writing, account, None).await?;
        log::append(&mut writing, Deed::about("appointment.made", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(appointment)
    }

    /// Takes a role from somebody, at once and on every device.
    pub async fn dismiss(&self, account: AccountId, role: Role) -> Result<(), PeopleError> {
        let mut writing = self.database().writing().await?;
        match store::end(&mut writing, account, role, self.now()).await {
            Err(StoreError::RowCount { .. }) => return Err(PeopleError::NotAppointed(role.as_str())),
            other => other?,
        }
        sessions::end_all(&mut writing, account, None).await?;
        log::append(&mut writing, Deed::about("appointment.ended", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Everybody who is a steward or an admin now.
    pub async fn appointments(&self) -> Result<Vec<Appointment>, StoreError> {
        store::standing(self.database().snapshot().await?.connection()).await
    }
}
