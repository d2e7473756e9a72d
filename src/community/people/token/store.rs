//! Rows of `api_token`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{TokenDigest, TokenLine};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

pub(crate) async fn insert(writing: &mut Writing, new: &TokenLine) -> Result<(), StoreError> {
    sqlx::query("insert into api_token (token_hash, account_id, label, created_at, expires_at) values ($1, $2, $3, $4, $5)")
        .bind(new.digest.as_bytes().as_slice())
        .bind(new.account.to_string())
        .bind(&new.label)
        .bind(new.created_at.as_ms())
        .bind(new.expires_at.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("api_token")
}

/// Who acts with a token at `now`: nobody, if it is revoked, expired, or the person was erased.
pub(crate) async fn find_account(
    connection: &mut AnyConnection,
    digest: TokenDigest,
    now: Timestamp,
) -> Result<Option<AccountId>, StoreError> {
    let sql = "select t.token_hash, t.account_id from api_token t join account a on a.account_id = t.account_id \
               where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2 and a.erased_at is null";
    let found = sqlx::query(sql).bind(digest.as_bytes().as_slice()).bind(now.as_ms()).fetch_optional(connection).await?;
    found.map(|row| Columns::of(&row, "api_token", "account_id").id("account_id")).transpose()
}

/// The tokens of an account, oldest first.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<TokenLine>, StoreError> {
    let sql = "select token_hash, account_id, label, created_at, expires_at, revoked_at from api_token \
               where account_id = $1 order by created_at, label";
    sqlx::query(sql).bind(account.to_string()).fetch_all(connection).await?.iter().map(line).collect()
}

/// # Errors
/// [`StoreError::RowCount`] if there is no such token, or it is revoked.
pub(crate) async fn revoke(writing: &mut Writing, digest: TokenDigest, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update api_token set revoked_at = $1 where token_hash = $2 and revoked_at is null")
        .bind(now.as_ms())
        .bind(digest.as_bytes().as_slice())
        .execute(writing.connection())
        .await?
        .exactly_one("api_token")
}

fn line(row: &AnyRow) -> Result<TokenLine, StoreError> {
    let columns = Columns::of(row, "api_token", "label");
    let digest = <[u8; 32]>::try_from(columns.bytes("token_hash")?).map_err(|_| columns.wrong("token_hash"))?;
    Ok(TokenLine {
        digest: TokenDigest(digest),
        account: columns.id("account_id")?,
        label: columns.text("label")?,
        created_at: columns.instant("created_at")?,
        expires_at: columns.instant("expires_at")?,
        revoked_at: columns.optional_instant("revoked_at")?,
    })
}
