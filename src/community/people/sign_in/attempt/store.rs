//! Rows of `sign_in_attempt`.

use super::{Answering, Attempt, Awaited, LIFE_S, NewAttempt};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;

/// Writes an attempt, and clears away those whose time is over.
pub(crate) async fn insert(writing: &mut Writing, new: &NewAttempt<'_>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("delete from sign_in_attempt where expires_at <= $1").bind(now.as_ms()).execute(writing.connection()).await?;
    sqlx::query(
        "insert into sign_in_attempt (state_hash, browser_hash, kind, account_id, memory, expires_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.state.as_bytes().as_slice())
    .bind(new.browser.as_bytes().as_slice())
    .bind(new.awaited.as_str())
    .bind(new.account.map(|id| id.to_string()))
    .bind(new.memory)
    .bind(now.plus_seconds(LIFE_S).as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("sign_in_attempt")
}

/// Takes the attempt that an answer belongs to. Of two who answer at once, one finds it gone; whoever
/// brings the state in another browser finds nothing, and uses nothing up.
pub(crate) async fn take(writing: &mut Writing, awaited: Awaited, answering: Answering<'_>) -> Result<Option<Attempt>, StoreError> {
    let sql = "delete from sign_in_attempt where state_hash = $1 and browser_hash = $2 and kind = $3 and expires_at > $4 \
               returning kind, account_id, memory";
    let found = sqlx::query(sql)
        .bind(answering.state.digest().as_bytes().as_slice())
        .bind(answering.browser.digest().as_bytes().as_slice())
        .bind(awaited.as_str())
        .bind(answering.at.as_ms())
        .fetch_optional(writing.connection())
        .await?;
    let attempt = |row| {
        let columns = Columns::of(&row, "sign_in_attempt", "kind");
        Ok(Attempt { account: columns.optional_id("account_id")?, memory: columns.text("memory")? })
    };
    found.map(attempt).transpose()
}
