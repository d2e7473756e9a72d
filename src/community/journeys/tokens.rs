//! Giving API tokens and taking them back.

use super::super::Community;
use crate::community::people::store as people;
use crate::community::people::token::{ApiToken, TokenDigest, TokenLine, store};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::AccountId;

/// Days that a token may live.
const LONGEST_DAYS: u16 = 366;

/// Why no token was given or taken.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// Without a name nobody knows later what it was for.
    #[error("say what the token is for")]
    Nameless,
    /// Not for ever.
    #[error("a token lives between 1 and 366 days, not {0}")]
    Days(u16),
    /// No token starts like that, or several do.
    #[error("no token of this account that is still good has the fingerprint {0:?}")]
    NoToken(String),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Community {
    /// Gives `account` a token for so many days. What is returned is nowhere else.
    pub async fn give_token(&self, account: AccountId, label: &str, days: u16) -> Result<ApiToken, TokenError> {
        if label.trim().is_empty() {
            return Err(TokenError::Nameless);
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return Err(TokenError::Days(days));
        }
        let (token, now) = (ApiToken::new(self.chance()), self.now());
        let mut writing = self.database().writing().await?;
        if people::find_account(writing.connection(), account).await?.is_none() {
            return Err(TokenError::NoAccount(account));
        }
        let line = TokenLine {
            digest: token.digest(),
            account,
            label: label.trim().to_owned(),
            created_at: now,
            expires_at: now.plus_seconds(i64::from(days) * 86_400),
            revoked_at: None,
        };
        store::insert(&mut writing, &line).await?;
        log::append(&mut writing, Deed::about("token.given", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(token)
    }

    /// Who acts with this token; nobody, if it is none, expired or revoked.
    pub async fn account_of_token(&self, token: &str) -> Result<Option<AccountId>, StoreError> {
        let Some(digest) = TokenDigest::of(token) else { return Ok(None) };
        store::find_account(&mut *self.database().reader().acquire().await?, digest, self.now()).await
    }

    /// Every token that an account had.
    pub async fn tokens(&self, account: AccountId) -> Result<Vec<TokenLine>, StoreError> {
        store::of_account(&mut *self.database().reader().acquire().await?, account).await
    }

    /// Takes a token back, named by the first digits of its fingerprint.
    pub async fn revoke_token(&self, account: AccountId, fingerprint: &str) -> Result<TokenLine, TokenError> {
        let mut writing = self.database().writing().await?;
        let lines = store::of_account(writing.connection(), account).await?;
        let mut named = lines.into_iter().filter(|l| l.revoked_at.is_none() && l.digest.fingerprint().starts_with(fingerprint));
        let (Some(line), None) = (named.next(), named.next()) else { return Err(TokenError::NoToken(fingerprint.to_owned())) };
        store::revoke(&mut writing, line.digest, self.now()).await?;
        log::append(&mut writing, Deed::about("token.revoked", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(line)
    }
}
