//! What people read of their notices, and the mail address that they give for them.

use super::super::Community;
use crate::community::notices::address::{Given, MailAddress, Standing, store as addresses};
use crate::community::notices::{Errand, Notice, store};
use crate::community::people::sign_in::Secret;
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, NoticeId};

/// Notices shown on their page; older ones are still told on the pages of what they are about.
const SHOWN: i64 = 200;
/// Those shown among other things.
const NEWEST: i64 = 3;
/// Seconds within which the same question to the same address is a second tap.
const TAP_S: i64 = 30;

impl Community {
    /// What a person was told, the newest first.
    pub async fn notices_of(&self, account: AccountId) -> Result<Vec<Notice>, StoreError> {
        store::of_account(self.database().snapshot().await?.connection(), account, SHOWN).await
    }

    /// The newest few.
    pub async fn newest_notices_of(&self, account: AccountId) -> Result<Vec<Notice>, StoreError> {
        store::of_account(self.database().snapshot().await?.connection(), account, NEWEST).await
    }

    /// How many notices a person has not read.
    pub async fn unread_notices(&self, account: AccountId) -> Result<u64, StoreError> {
        store::unread(self.database().snapshot().await?.connection(), account).await
    }

    /// The person has read one notice, or all of them.
    pub async fn note_read(&self, account: AccountId, notice: Option<NoticeId>) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        store::note_read(&mut writing, account, notice, self.now()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// The mail address that a person gave.
    pub async fn mail_address(&self, account: AccountId) -> Result<Option<Given>, StoreError> {
        addresses::of_account(self.database().snapshot().await?.connection(), account).await
    }

    /// Takes an address in the place of the one before, and asks it whether it is the person's. The one
    /// that is confirmed already is not asked again, nor one that was asked a moment ago: that is a second tap.
    pub async fn give_mail_address(&self, account: AccountId, address: &MailAddress) -> Result<(), StoreError> {
        let (secret, now) = (Secret::new(self.chance()), self.now());
        let mut writing = self.database().writing().await?;
        let before = addresses::of_account(writing.connection(), account).await?;
        let told = |standing| match standing {
            Standing::Confirmed { .. } => true,
            Standing::Asked { at, .. } => now < at.plus_seconds(TAP_S),
        };
        if before.is_some_and(|before| before.address == *address && told(before.standing)) {
            return Ok(());
        }
        addresses::ask(&mut writing, account, address, secret.digest(), now).await?;
        Errand::Confirm { secret }.put(&mut writing, account, self.chance(), now).await?;
        log::append(&mut writing, Deed::about("mail-address.given", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Which address a link asks about; none, if it was answered, replaced, is too old or never was.
    pub async fn mail_address_asked(&self, token: &Secret) -> Result<Option<MailAddress>, StoreError> {
        let asked = addresses::asked(self.database().snapshot().await?.connection(), token.digest(), self.now()).await?;
        Ok(asked.map(|(_, address)| address))
    }

    /// Whoever reads mail at the address says that it is theirs. `false`: the link is dead.
    pub async fn confirm_mail_address(&self, token: &Secret) -> Result<bool, StoreError> {
        let mut writing = self.database().writing().await?;
        let Some(account) = addresses::confirm(&mut writing, token.digest(), self.now()).await? else { return Ok(false) };
        log::append(&mut writing, Deed::about("mail-address.confirmed", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(true)
    }

    /// Forgets a person's address; from then on they are told on their page only.
    pub async fn remove_mail_address(&self, account: AccountId) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        if addresses::remove(&mut writing, account).await? {
            log::append(&mut writing, Deed::about("mail-address.removed", &account.to_string()), self.chance()).await?;
            let _ = writing.commit().await?;
        }
        Ok(())
    }
}
