//! Rows of `idempotency`.

use super::{Answer, IdempotencyKey, RequestDigest, Turn};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;

/// Drops answers older than `kept`, and work begun before `abandoned` that never finished.
pub(super) async fn drop_older(writing: &mut Writing, kept: Timestamp, abandoned: Timestamp) -> Result<(), StoreError> {
    sqlx::query("delete from idempotency where created_at < $1 or (status is null and created_at < $2)")
        .bind(kept.as_ms())
        .bind(abandoned.as_ms())
        .execute(writing.connection())
        .await?;
    Ok(())
}

/// True if nobody came with this key before.
pub(super) async fn insert(
    writing: &mut Writing,
    principal: &str,
    key: &IdempotencyKey,
    request: RequestDigest,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "insert into idempotency (principal, key, request_digest, created_at) values ($1, $2, $3, $4) on conflict do nothing";
    let inserted = sqlx::query(sql)
        .bind(principal)
        .bind(key.to_string())
        .bind(request.0.as_slice())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?;
    Ok(inserted.rows_affected() == 1)
}

pub(super) async fn find(writing: &mut Writing, principal: &str, key: &IdempotencyKey, request: RequestDigest) -> Result<Turn, StoreError> {
    let sql = "select principal, request_digest, status, response from idempotency where principal = $1 and key = $2";
    let row = sqlx::query(sql).bind(principal).bind(key.to_string()).fetch_optional(writing.connection()).await?;
    // Given up by another process between two statements.
    let Some(row) = row else { return Ok(Turn::UnderWay) };
    let columns = Columns::of(&row, "idempotency", "principal");
    if columns.bytes("request_digest")? != request.0 {
        return Ok(Turn::OtherRequest);
    }
    Ok(match columns.optional_number("status")? {
        None => Turn::UnderWay,
        Some(status) => Turn::Answered(Answer { status, body: columns.optional_bytes("response")? }),
    })
}

pub(super) async fn answer(
    writing: &mut Writing,
    principal: &str,
    key: &IdempotencyKey,
    status: u16,
    body: &[u8],
) -> Result<(), StoreError> {
    sqlx::query("update idempotency set status = $3, response = $4 where principal = $1 and key = $2")
        .bind(principal)
        .bind(key.to_string())
        .bind(i64::from(status))
        .bind(body)
        .execute(writing.connection())
        .await?
        .exactly_one("idempotency")
}

pub(super) async fn remove(writing: &mut Writing, principal: &str, key: &IdempotencyKey) -> Result<(), StoreError> {
    sqlx::query("delete from idempotency where principal = $1 and key = $2 and status is null")
        .bind(principal)
        .bind(key.to_string())
        .execute(writing.connection())
        .await?;
    Ok(())
}
