//! Rows of `revocation_request` and `suspension`.

use super::RevocationRequest;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, RequestId};

/// What a second person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Confirmed,
    Declined,
}

pub(super) async fn insert(writing: &mut Writing, new: &RevocationRequest, note: &str) -> Result<(), StoreError> {
    sqlx::query(
        "insert into revocation_request (request_id, credential_id, reason, note, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.id.to_string())
    .bind(new.credential.to_string())
    .bind(new.reason.word())
    .bind(note)
    .bind(new.asked_by.to_string())
    .bind(new.asked_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("revocation_request")
}

pub(super) async fn answer(
    writing: &mut Writing,
    request: RequestId,
    answer: Answer,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = match answer {
        Answer::Confirmed => "update revocation_request set confirmed_by = $1, confirmed_at = $2 where request_id = $3",
        Answer::Declined => "update revocation_request set declined_by = $1, declined_at = $2 where request_id = $3",
    };
    sqlx::query(sql)
        .bind(by.to_string())
        .bind(now.as_ms())
        .bind(request.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("revocation_request")
}

/// The request, locked where the backend can.
pub(super) async fn find(writing: &mut Writing, id: RequestId) -> Result<Option<RevocationRequest>, StoreError> {
    let sql = writing.dialect().choose(
        "select request_id, credential_id, reason, asked_by, asked_at, confirmed_at, declined_at from revocation_request where request_id = $1",
        "select request_id, credential_id, reason, asked_by, asked_at, confirmed_at, declined_at from revocation_request where request_id = $1 for update",
    );
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(writing.connection()).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "revocation_request", "request_id");
        Ok(RevocationRequest {
            id,
            credential: columns.id("credential_id")?,
            reason: columns.parsed("reason")?,
            asked_by: columns.id("asked_by")?,
            asked_at: columns.instant("asked_at")?,
            answered: columns.optional_instant("confirmed_at")?.or(columns.optional_instant("declined_at")?).is_some(),
        })
    })
    .transpose()
}

pub(super) async fn insert_suspension(
    writing: &mut Writing,
    id: &str,
    credential: CredentialId,
    reason: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(credential.to_string())
        .bind(reason)
        .bind(by.to_string())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("suspension")
}

pub(super) async fn lift_suspension(
    writing: &mut Writing,
    credential: CredentialId,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update suspension set lifted_by = $1, lifted_at = $2 where credential_id = $3 and lifted_at is null")
        .bind(by.to_string())
        .bind(now.as_ms())
        .bind(credential.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("suspension")
}
