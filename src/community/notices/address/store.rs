//! Rows of `mail_address`.

use std::collections::HashSet;

use sqlx::AnyConnection;

use super::{Given, LIFE_S, MailAddress, Standing};
use crate::community::people::sign_in::SecretDigest;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Takes the place of whatever address the person gave before; a question about that one is dead.
pub(crate) async fn ask(
    writing: &mut Writing,
    account: AccountId,
    address: &MailAddress,
    token: SecretDigest,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into mail_address (account_id, address, asked_at, token_hash, expires_at) values ($1, $2, $3, $4, $5) \
         on conflict (account_id) do update set address = excluded.address, asked_at = excluded.asked_at, \
         token_hash = excluded.token_hash, expires_at = excluded.expires_at, confirmed_at = null",
    )
    .bind(account.to_string())
    .bind(address.as_str())
    .bind(now.as_ms())
    .bind(token.as_bytes().as_slice())
    .bind(now.plus_seconds(LIFE_S).as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("mail_address")
}

/// The person's address, if they gave one.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Option<Given>, StoreError> {
    let sql = "select account_id, address, asked_at, expires_at, confirmed_at from mail_address where account_id = $1";
    let Some(row) = sqlx::query(sql).bind(account.to_string()).fetch_optional(connection).await? else { return Ok(None) };
    let columns = Columns::of(&row, "mail_address", "account_id");
    let standing = match columns.optional_instant("confirmed_at")? {
        Some(at) => Standing::Confirmed { at },
        None => Standing::Asked { at: columns.instant("asked_at")?, expires_at: columns.instant("expires_at")? },
    };
    Ok(Some(Given { address: columns.parsed("address")?, standing }))
}

/// The person's address, if it is known to be theirs.
pub(crate) async fn confirmed(connection: &mut AnyConnection, account: AccountId) -> Result<Option<MailAddress>, StoreError> {
    let given = of_account(connection, account).await?;
    Ok(given.filter(|given| matches!(given.standing, Standing::Confirmed { .. })).map(|given| given.address))
}

/// Whose address a question that can still be answered is about.
pub(crate) async fn asked(
    connection: &mut AnyConnection,
    token: SecretDigest,
    now: Timestamp,
) -> Result<Option<(AccountId, MailAddress)>, StoreError> {
    let sql = "select account_id, address from mail_address where token_hash = $1 and expires_at > $2";
    let found = sqlx::query(sql).bind(token.as_bytes().as_slice()).bind(now.as_ms()).fetch_optional(connection).await?;
    let read = |row| {
        let columns = Columns::of(&row, "mail_address", "account_id");
        Ok((columns.id("account_id")?, columns.parsed("address")?))
    };
    found.map(read).transpose()
}

/// Answers the question. Of two who try at once, one finds it answered.
pub(crate) async fn confirm(writing: &mut Writing, token: SecretDigest, now: Timestamp) -> Result<Option<AccountId>, StoreError> {
    let sql = "update mail_address set token_hash = null, confirmed_at = $2 where token_hash = $1 and expires_at > $2 returning account_id";
    let found = sqlx::query(sql).bind(token.as_bytes().as_slice()).bind(now.as_ms()).fetch_optional(writing.connection()).await?;
    found.map(|row| Columns::of(&row, "mail_address", "account_id").id("account_id")).transpose()
}

/// Forgets the address. That there is none is no mistake.
pub(crate) async fn remove(writing: &mut Writing, account: AccountId) -> Result<bool, StoreError> {
    let gone =
        sqlx::query("delete from mail_address where account_id = $1").bind(account.to_string()).execute(writing.connection()).await?;
    Ok(gone.rows_affected() > 0)
}

/// Who of these has an address that is known to be theirs.
pub(crate) async fn confirmed_among(
    connection: &mut AnyConnection,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<HashSet<AccountId>, StoreError> {
    let ids: Vec<String> = accounts.map(|id| id.to_string()).collect();
    let mut found = HashSet::new();
    for chunk in ids.chunks(rows_per_statement(1)) {
        let sql = list("select account_id from mail_address where confirmed_at is not null and account_id in", 1..=chunk.len(), "");
        for row in chunk.iter().fold(sqlx::query(sql), sqlx::query::Query::bind).fetch_all(&mut *connection).await? {
            found.insert(Columns::of(&row, "mail_address", "account_id").id("account_id")?);
        }
    }
    Ok(found)
}
