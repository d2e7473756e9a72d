//! Rows of `identity`, and the central id that a wiki account has.

use sqlx::AnyConnection;

use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// Whose account a provider's `subject` is.
pub(crate) async fn find(connection: &mut AnyConnection, provider: &str, subject: &str) -> Result<Option<AccountId>, StoreError> {
    let sql = "select i.provider, i.account_id from identity i join account a on a.account_id = i.account_id \
               where i.provider = $1 and i.subject = $2 and a.erased_at is null";
    let found = sqlx::query(sql).bind(provider).bind(subject).fetch_optional(connection).await?;
    found.map(|row| Columns::of(&row, "identity", "provider").id("account_id")).transpose()
}

/// # Errors
/// [`StoreError::Taken`] if somebody has it already.
pub(crate) async fn insert(
    writing: &mut Writing,
    provider: &str,
    subject: &str,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("insert into identity (provider, subject, account_id, linked_at) values ($1, $2, $3, $4)")
        .bind(provider)
        .bind(subject)
        .bind(account.to_string())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("identity")
}

/// The providers at which a person is known, in alphabetical order.
pub(crate) async fn providers_of(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<String>, StoreError> {
    let sql = "select provider from identity where account_id = $1 order by provider";
    let rows = sqlx::query(sql).bind(account.to_string()).fetch_all(connection).await?;
    rows.iter().map(|row| Columns::of(row, "identity", "provider").text("provider")).collect()
}

/// The account of a central wiki id.
pub(crate) async fn find_central(connection: &mut AnyConnection, central_id: &str) -> Result<Option<AccountId>, StoreError> {
    let sql = "select account_id from account where central_id = $1 and erased_at is null";
    let found = sqlx::query(sql).bind(central_id).fetch_optional(connection).await?;
    found.map(|row| Columns::of(&row, "account", "account_id").id("account_id")).transpose()
}

/// Follows a renaming; a name that the wiki hides is no longer kept here either.
pub(crate) async fn follow_name(writing: &mut Writing, account: AccountId, user_name: Option<&str>) -> Result<(), StoreError> {
    sqlx::query("update account set user_name = $1 where account_id = $2")
        .bind(user_name)
        .bind(account.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("account")
}

/// Binds a wiki account to an account that has none.
///
/// # Errors
/// [`StoreError::Taken`] if somebody has it already; [`StoreError::RowCount`] if this account has another.
pub(crate) async fn bind_central(
    writing: &mut Writing,
    account: AccountId,
    central_id: &str,
    user_name: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "update account set central_id = $1, user_name = $2 where account_id = $3 and (central_id is null or central_id = $1)";
    sqlx::query(sql).bind(central_id).bind(user_name).bind(account.to_string()).execute(writing.connection()).await?.exactly_one("account")
}
