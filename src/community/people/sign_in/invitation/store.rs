//! Rows of `invitation`.

use sqlx::AnyConnection;

use super::super::SecretDigest;
use super::NewInvitation;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Writes an invitation in the place of an older one.
pub(crate) async fn replace(writing: &mut Writing, new: &NewInvitation) -> Result<(), StoreError> {
    let account = new.account.to_string();
    sqlx::query("delete from invitation where account_id = $1").bind(&account).execute(writing.connection()).await?;
    sqlx::query("insert into invitation (account_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4)")
        .bind(&account)
        .bind(new.token.as_bytes().as_slice())
        .bind(new.created_at.as_ms())
        .bind(new.expires_at.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("invitation")
}

/// Whom a link that is still good would sign in.
pub(crate) async fn find(connection: &mut AnyConnection, token: SecretDigest, now: Timestamp) -> Result<Option<AccountId>, StoreError> {
    let sql = "select i.account_id from invitation i join account a on a.account_id = i.account_id \
               where i.token_hash = $1 and i.expires_at > $2 and a.erased_at is null";
    let found = sqlx::query(sql).bind(token.as_bytes().as_slice()).bind(now.as_ms()).fetch_optional(connection).await?;
    found.map(|row| Columns::of(&row, "invitation", "account_id").id("account_id")).transpose()
}

/// When the link of an account was made, if it has one.
pub(crate) async fn made_at(connection: &mut AnyConnection, account: AccountId) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select account_id, created_at from invitation where account_id = $1";
    let found = sqlx::query(sql).bind(account.to_string()).fetch_optional(connection).await?;
    found.map(|row| Columns::of(&row, "invitation", "account_id").instant("created_at")).transpose()
}

/// Uses a link up. Of two who try at once, one finds it gone.
pub(crate) async fn take(writing: &mut Writing, token: SecretDigest, now: Timestamp) -> Result<Option<AccountId>, StoreError> {
    let Some(account) = find(writing.connection(), token, now).await? else { return Ok(None) };
    let sql = "delete from invitation where token_hash = $1";
    let taken = sqlx::query(sql).bind(token.as_bytes().as_slice()).execute(writing.connection()).await?;
    Ok((taken.rows_affected() == 1).then_some(account))
}
