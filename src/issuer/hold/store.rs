//! Rows of `hold` and `held`.

use std::collections::HashMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{HeldLine, Hold, HoldState, Outcome};
use crate::platform::database::{Columns, Database, ExactlyOne, StoreError, Writing, rows_per_statement, values};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, HoldId, NominationId, TrainingId};

/// Whether nothing of this training is ever issued.
pub(super) async fn is_rehearsal(connection: &mut AnyConnection, training: TrainingId) -> Result<bool, StoreError> {
    let sql = "select rehearsal from workshop where training_id = $1 and rehearsal = 1";
    Ok(sqlx::query(sql).bind(training.to_string()).fetch_optional(connection).await?.is_some())
}

/// Waits for whoever presses "Issue" in the same training, where the backend has row locks.
pub(super) async fn lock_training(writing: &mut Writing, training: TrainingId) -> Result<(), StoreError> {
    let sql = writing.dialect().choose(
        "select training_id from training where training_id = $1",
        "select training_id from training where training_id = $1 for update",
    );
    sqlx::query(sql).bind(training.to_string()).fetch_optional(writing.connection()).await?;
    Ok(())
}

/// Nominations of a training without an outcome yet, and in which hold each is.
pub(super) async fn in_line(connection: &mut AnyConnection, training: TrainingId) -> Result<HashMap<NominationId, HoldId>, StoreError> {
    let sql = "select d.nomination_id, d.hold_id from held d join hold h on h.hold_id = d.hold_id \
               where h.training_id = $1 and d.settled_at is null";
    let rows = sqlx::query(sql).bind(training.to_string()).fetch_all(connection).await?;
    let line = |row| {
        let columns = Columns::of(row, "held", "nomination_id");
        Ok((columns.id("nomination_id")?, columns.id("hold_id")?))
    };
    rows.iter().map(line).collect()
}

pub(super) async fn insert(
    writing: &mut Writing,
    hold: HoldId,
    training: TrainingId,
    by: AccountId,
    now: Timestamp,
    due: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("insert into hold (hold_id, training_id, asked_by, asked_at, due_at) values ($1, $2, $3, $4, $5)")
        .bind(hold.to_string())
        .bind(training.to_string())
        .bind(by.to_string())
        .bind(now.as_ms())
        .bind(due.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("hold")
}

pub(super) async fn insert_lines(writing: &mut Writing, hold: HoldId, nominations: &[NominationId]) -> Result<(), StoreError> {
    for chunk in nominations.chunks(rows_per_statement(2)) {
        let sql = values("insert into held (hold_id, nomination_id)", chunk.len(), 2, "");
        let query = chunk.iter().fold(sqlx::query(sql), |query, nomination| query.bind(hold.to_string()).bind(nomination.to_string()));
        query.execute(writing.connection()).await?;
    }
    Ok(())
}

/// Deletes a hold that nobody began, with its lines; `false` if there is none.
pub(super) async fn delete_waiting(writing: &mut Writing, training: TrainingId, hold: HoldId) -> Result<bool, StoreError> {
    // One statement: PostgreSQL looks at `begun_at` again after it waited for the worker's lock.
    let sql = "delete from hold where hold_id = $1 and training_id = $2 and begun_at is null";
    let deleted = sqlx::query(sql).bind(hold.to_string()).bind(training.to_string()).execute(writing.connection()).await?;
    Ok(deleted.rows_affected() == 1)
}

pub(super) async fn bring_forward(writing: &mut Writing, hold: HoldId, due: Timestamp) -> Result<(), StoreError> {
    let sql = "update hold set due_at = $2 where hold_id = $1 and begun_at is null and due_at > $2";
    sqlx::query(sql).bind(hold.to_string()).bind(due.as_ms()).execute(writing.connection()).await?;
    Ok(())
}

/// Whether a worker has something to take; looked at often, so it writes nothing.
pub(super) async fn is_due(database: &Database, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "select hold_id from hold where ended_at is null and due_at <= $1 and (lease_until is null or lease_until <= $1) limit 1";
    Ok(sqlx::query(sql).bind(now.as_ms()).fetch_optional(database.reader()).await?.is_some())
}

/// Takes the hold that is longest due, and says whether nobody had it before.
pub(super) async fn begin(writing: &mut Writing, now: Timestamp, lease: Timestamp) -> Result<Option<(HoldId, bool)>, StoreError> {
    let sql = writing.dialect().choose(
        "update hold set begun_at = coalesce(begun_at, $1), lease_until = $2 where hold_id in (
            select hold_id from hold where ended_at is null and due_at <= $1 and (lease_until is null or lease_until <= $1)
            order by due_at, hold_id limit 1)
         returning hold_id, begun_at",
        "update hold set begun_at = coalesce(begun_at, $1), lease_until = $2 where hold_id in (
            select hold_id from hold where ended_at is null and due_at <= $1 and (lease_until is null or lease_until <= $1)
            order by due_at, hold_id limit 1 for update skip locked)
         returning hold_id, begun_at",
    );
    let row = sqlx::query(sql).bind(now.as_ms()).bind(lease.as_ms()).fetch_optional(writing.connection()).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "hold", "hold_id");
        Ok((columns.id("hold_id")?, columns.instant("begun_at")? == now))
    })
    .transpose()
}

pub(super) async fn unsettled(database: &Database, hold: HoldId) -> Result<Vec<NominationId>, StoreError> {
    let sql = "select nomination_id from held where hold_id = $1 and settled_at is null order by nomination_id";
    let rows = sqlx::query(sql).bind(hold.to_string()).fetch_all(database.reader()).await?;
    rows.iter().map(|row| Columns::of(row, "held", "nomination_id").id("nomination_id")).collect()
}

/// Writes what became of a nomination, unless another worker did.
pub(super) async fn settle(
    writing: &mut Writing,
    hold: HoldId,
    nomination: NominationId,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (word, why, credential, at) = match outcome {
        Outcome::Waiting { why } => (None, why, None, None),
        Outcome::Issued(credential) => (Some("issued"), None, Some(credential), Some(now)),
        Outcome::Refused(why) => (Some("refused"), Some(why), None, Some(now)),
    };
    let sql = "update held set outcome = $3, why = $4, credential_id = $5, settled_at = $6 \
               where hold_id = $1 and nomination_id = $2 and settled_at is null";
    sqlx::query(sql)
        .bind(hold.to_string())
        .bind(nomination.to_string())
        .bind(word)
        .bind(why.map(super::Obstacle::as_str))
        .bind(credential.map(|id| id.to_string()))
        .bind(at.map(Timestamp::as_ms))
        .execute(writing.connection())
        .await?;
    Ok(())
}

pub(super) async fn extend(writing: &mut Writing, hold: HoldId, lease: Timestamp) -> Result<(), StoreError> {
    let sql = "update hold set lease_until = $2 where hold_id = $1 and ended_at is null";
    sqlx::query(sql).bind(hold.to_string()).bind(lease.as_ms()).execute(writing.connection()).await?;
    Ok(())
}

/// Ends a hold of which everybody has an outcome; another one is tried again.
pub(super) async fn end_or_try_again(writing: &mut Writing, hold: HoldId, now: Timestamp, again: Timestamp) -> Result<(), StoreError> {
    let sql = "update hold set ended_at = $2 where hold_id = $1 and ended_at is null \
               and not exists (select 1 from held d where d.hold_id = hold.hold_id and d.settled_at is null)";
    let ended = sqlx::query(sql).bind(hold.to_string()).bind(now.as_ms()).execute(writing.connection()).await?;
    if ended.rows_affected() == 0 {
        extend(writing, hold, again).await?;
    }
    Ok(())
}

fn hold(row: &AnyRow) -> Result<Hold, StoreError> {
    let columns = Columns::of(row, "hold", "hold_id");
    let state = match (columns.optional_instant("begun_at")?, columns.optional_instant("ended_at")?) {
        (_, Some(at)) => HoldState::Ended { at },
        (Some(_), None) => HoldState::Begun,
        (None, None) => HoldState::Waiting,
    };
    Ok(Hold {
        id: columns.id("hold_id")?,
        training: columns.id("training_id")?,
        asked_by: columns.id("asked_by")?,
        asked_at: columns.instant("asked_at")?,
        due_at: columns.instant("due_at")?,
        state,
        lines: Vec::new(),
    })
}

fn line(row: &AnyRow) -> Result<(HoldId, HeldLine), StoreError> {
    let columns = Columns::of(row, "held", "hold_id");
    let why = || columns.optional_text("why")?.map(|word| word.parse().map_err(|_| columns.wrong("why"))).transpose();
    let outcome = match columns.optional_text("outcome")?.as_deref() {
        None => Outcome::Waiting { why: why()? },
        Some("issued") => Outcome::Issued(columns.id("credential_id")?),
        Some("refused") => Outcome::Refused(why()?.ok_or_else(|| columns.wrong("why"))?),
        Some(_) => return Err(columns.wrong("outcome")),
    };
    Ok((columns.id("hold_id")?, HeldLine { nomination: columns.id("nomination_id")?, outcome }))
}

/// A hold of this training, without its lines.
pub(super) async fn find(connection: &mut AnyConnection, training: TrainingId, id: HoldId) -> Result<Option<Hold>, StoreError> {
    let sql =
        "select hold_id, training_id, asked_by, asked_at, due_at, begun_at, ended_at from hold where hold_id = $1 and training_id = $2";
    let row = sqlx::query(sql).bind(id.to_string()).bind(training.to_string()).fetch_optional(connection).await?;
    row.as_ref().map(hold).transpose()
}

/// Every hold of a training with its lines, the newest first.
pub(super) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<Hold>, StoreError> {
    let sql = "select hold_id, training_id, asked_by, asked_at, due_at, begun_at, ended_at from hold \
               where training_id = $1 order by asked_at desc, hold_id";
    let rows = sqlx::query(sql).bind(training.to_string()).fetch_all(&mut *connection).await?;
    let mut holds: Vec<Hold> = rows.iter().map(hold).collect::<Result<_, StoreError>>()?;
    let sql = "select d.hold_id, d.nomination_id, d.outcome, d.why, d.credential_id from held d join hold h on h.hold_id = d.hold_id \
               where h.training_id = $1 order by d.hold_id, d.nomination_id";
    for row in sqlx::query(sql).bind(training.to_string()).fetch_all(&mut *connection).await? {
        let (id, line) = line(&row)?;
        if let Some(hold) = holds.iter_mut().find(|hold| hold.id == id) {
            hold.lines.push(line);
        }
    }
    Ok(holds)
}
