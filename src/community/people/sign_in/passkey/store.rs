//! Rows of `passkey`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::ceremony::{Made, Used};
use super::{Kept, PasskeyLine};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, PasskeyId};

/// # Errors
/// [`StoreError::Taken`] if somebody has a passkey of this id already.
pub(crate) async fn insert(
    writing: &mut Writing,
    id: PasskeyId,
    account: AccountId,
    name: &str,
    made: &Made,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into passkey (passkey_id, credential_id, account_id, name, key, sign_count, backed_up, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.to_string())
    .bind(made.credential_id.as_slice())
    .bind(account.to_string())
    .bind(name)
    .bind(&made.key)
    .bind(i64::from(made.sign_count))
    .bind(i64::from(made.backed_up))
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("passkey")
}

/// The passkeys of a person, oldest first.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<PasskeyLine>, StoreError> {
    let sql = "select passkey_id, name, backed_up, created_at, used_at from passkey where account_id = $1 order by created_at, passkey_id";
    sqlx::query(sql).bind(account.to_string()).fetch_all(connection).await?.iter().map(line).collect()
}

/// By which ids authenticators know the passkeys of a person.
pub(crate) async fn credential_ids(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows = sqlx::query("select passkey_id, credential_id from passkey where account_id = $1 order by passkey_id")
        .bind(account.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Columns::of(row, "passkey", "passkey_id").bytes("credential_id")).collect()
}

/// The key of a passkey, if it is this person's.
pub(crate) async fn find_key(
    writing: &mut Writing,
    account: AccountId,
    credential_id: &[u8],
) -> Result<Option<(PasskeyId, String)>, StoreError> {
    let sql = "select p.passkey_id, p.key from passkey p join account a on a.account_id = p.account_id \
               where p.credential_id = $1 and p.account_id = $2 and a.erased_at is null";
    let found = sqlx::query(sql).bind(credential_id).bind(account.to_string()).fetch_optional(writing.connection()).await?;
    let read = |row| {
        let columns = Columns::of(&row, "passkey", "passkey_id");
        Ok((columns.id("passkey_id")?, columns.text("key")?))
    };
    found.map(read).transpose()
}

/// Notes a use.
///
/// # Errors
/// [`StoreError::Rule`] if another use with a higher count came first.
pub(crate) async fn note_used(writing: &mut Writing, id: PasskeyId, used: &Used, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update passkey set key = $1, sign_count = $2, backed_up = $3, used_at = $4 where passkey_id = $5")
        .bind(&used.key)
        .bind(i64::from(used.sign_count))
        .bind(i64::from(used.backed_up))
        .bind(now.as_ms())
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("passkey")
}

/// Gives one of a person's passkeys another name; whether there was one.
pub(crate) async fn rename(writing: &mut Writing, account: AccountId, id: PasskeyId, name: &str) -> Result<bool, StoreError> {
    let sql = "update passkey set name = $1 where passkey_id = $2 and account_id = $3";
    let done = sqlx::query(sql).bind(name).bind(id.to_string()).bind(account.to_string()).execute(writing.connection()).await?;
    Ok(done.rows_affected() > 0)
}

/// Removes one of a person's passkeys; whether there was one.
pub(crate) async fn remove(writing: &mut Writing, account: AccountId, id: PasskeyId) -> Result<bool, StoreError> {
    let sql = "delete from passkey where passkey_id = $1 and account_id = $2";
    let done = sqlx::query(sql).bind(id.to_string()).bind(account.to_string()).execute(writing.connection()).await?;
    Ok(done.rows_affected() > 0)
}

/// Nobody else changes this person's ways in until the transaction ends: two who each remove one of
/// two passkeys would otherwise each see the other one left.
pub(crate) async fn hold(writing: &mut Writing, account: AccountId) -> Result<(), StoreError> {
    let sql = writing
        .dialect()
        .choose("select account_id from account where account_id = $1", "select account_id from account where account_id = $1 for update");
    sqlx::query(sql).bind(account.to_string()).fetch_optional(writing.connection()).await?;
    Ok(())
}

fn line(row: &AnyRow) -> Result<PasskeyLine, StoreError> {
    let columns = Columns::of(row, "passkey", "passkey_id");
    Ok(PasskeyLine {
        id: columns.id("passkey_id")?,
        name: columns.text("name")?,
        kept: if columns.flag("backed_up")? { Kept::InSeveral } else { Kept::InOnePlace },
        created_at: columns.instant("created_at")?,
        used_at: columns.optional_instant("used_at")?,
    })
}
