//! Rows of `session`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::super::SecretDigest;
use super::{Device, NewSession, Proof, SessionLine};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, SessionId};

/// Writes a session, and clears away those whose time is over.
pub(crate) async fn insert(writing: &mut Writing, account: AccountId, new: &NewSession) -> Result<(), StoreError> {
    let line = &new.line;
    sqlx::query("delete from session where ends_at <= $1").bind(line.started_at.as_ms()).execute(writing.connection()).await?;
    sqlx::query(
        "insert into session (session_id, secret_hash, account_id, device, borrowed, started_at, seen_at, ends_at, proved_at, proved_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(line.id.to_string())
    .bind(new.secret.as_bytes().as_slice())
    .bind(account.to_string())
    .bind(&line.device)
    .bind(i64::from(line.whose == Device::Borrowed))
    .bind(line.started_at.as_ms())
    .bind(line.seen_at.as_ms())
    .bind(line.ends_at.as_ms())
    .bind(line.proved_at.as_ms())
    .bind(line.proved_by.as_str())
    .execute(writing.connection())
    .await?
    .exactly_one("session")
}

/// The session that a secret opens, whether it is still alive or not.
pub(crate) async fn find(connection: &mut AnyConnection, secret: SecretDigest) -> Result<Option<(AccountId, SessionLine)>, StoreError> {
    let sql = "select s.session_id, s.account_id, s.device, s.borrowed, s.started_at, s.seen_at, s.ends_at, s.proved_at, s.proved_by \
               from session s join account a on a.account_id = s.account_id where s.secret_hash = $1 and a.erased_at is null";
    let found = sqlx::query(sql).bind(secret.as_bytes().as_slice()).fetch_optional(connection).await?;
    found.map(|row| Ok((Columns::of(&row, "session", "session_id").id("account_id")?, line(&row)?))).transpose()
}

/// Notes that a session was seen; somebody else may have noted a later instant, or ended it.
pub(crate) async fn note_seen(writing: &mut Writing, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "update session set seen_at = $1 where session_id = $2 and seen_at < $1";
    sqlx::query(sql).bind(now.as_ms()).bind(id.to_string()).execute(writing.connection()).await?;
    Ok(())
}

/// Gives a session another secret, because its owner proved again who they are.
///
/// # Errors
/// [`StoreError::RowCount`] if it ended meanwhile.
pub(crate) async fn renew(
    writing: &mut Writing,
    id: SessionId,
    secret: SecretDigest,
    proof: Proof,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update session set secret_hash = $1, proved_at = $2, proved_by = $3, seen_at = $2 where session_id = $4")
        .bind(secret.as_bytes().as_slice())
        .bind(now.as_ms())
        .bind(proof.as_str())
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("session")
}

/// The sessions of a person, the one used last first.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<SessionLine>, StoreError> {
    let sql = "select session_id, device, borrowed, started_at, seen_at, ends_at, proved_at, proved_by from session \
               where account_id = $1 order by seen_at desc, session_id";
    sqlx::query(sql).bind(account.to_string()).fetch_all(connection).await?.iter().map(line).collect()
}

/// Ends one session of a person; whether there was one.
pub(crate) async fn end(writing: &mut Writing, account: AccountId, id: SessionId) -> Result<bool, StoreError> {
    let sql = "delete from session where session_id = $1 and account_id = $2";
    let done = sqlx::query(sql).bind(id.to_string()).bind(account.to_string()).execute(writing.connection()).await?;
    Ok(done.rows_affected() > 0)
}

/// Ends every session of a person but one; how many.
pub(crate) async fn end_all(writing: &mut Writing, account: AccountId, but: Option<SessionId>) -> Result<u64, StoreError> {
    let sql = "delete from session where account_id = $1 and session_id <> $2";
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    Ok(sqlx::query(sql).bind(account.to_string()).bind(but).execute(writing.connection()).await?.rows_affected())
}

fn line(row: &AnyRow) -> Result<SessionLine, StoreError> {
    let columns = Columns::of(row, "session", "session_id");
    Ok(SessionLine {
        id: columns.id("session_id")?,
        device: columns.text("device")?,
        whose: if columns.flag("borrowed")? { Device::Borrowed } else { Device::Own },
        started_at: columns.instant("started_at")?,
        seen_at: columns.instant("seen_at")?,
        ends_at: columns.instant("ends_at")?,
        proved_at: columns.instant("proved_at")?,
        proved_by: columns.parsed("proved_by")?,
    })
}
