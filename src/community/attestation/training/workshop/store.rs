//! Rows of `workshop`.

use std::collections::HashMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::super::Training;
use super::super::store::trainings;
use super::{JoinCode, Progress, Purpose, Workshop};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

pub(crate) async fn insert(writing: &mut Writing, new: &Workshop) -> Result<(), StoreError> {
    sqlx::query(
        "insert into workshop (training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id().to_string())
    .bind(&new.issuer)
    .bind(new.language.as_str())
    .bind(i64::from(new.is_rehearsal()))
    .bind(i64::from(new.expected))
    .bind(new.join_code.as_str())
    .bind(new.join_closes_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("workshop")
}

pub(crate) async fn find(connection: &mut AnyConnection, id: TrainingId) -> Result<Option<Workshop>, StoreError> {
    let sql =
        "select training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at from workshop where training_id = $1";
    let rows = sqlx::query(sql).bind(id.to_string()).fetch_all(&mut *connection).await?;
    Ok(workshops(connection, &rows).await?.pop())
}

pub(crate) async fn find_by_join_code(connection: &mut AnyConnection, code: &JoinCode) -> Result<Option<Workshop>, StoreError> {
    let sql =
        "select training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at from workshop where join_code = $1";
    let rows = sqlx::query(sql).bind(code.as_str()).fetch_all(&mut *connection).await?;
    Ok(workshops(connection, &rows).await?.pop())
}

/// Every workshop in which this person trains.
pub(crate) async fn trained_by(connection: &mut AnyConnection, trainer: AccountId) -> Result<Vec<Workshop>, StoreError> {
    let sql = "select w.training_id, w.issuer_slug, w.language, w.rehearsal, w.expected, w.join_code, w.join_closes_at from workshop w \
               join training_trainer t on t.training_id = w.training_id where t.account_id = $1 order by w.training_id";
    let rows = sqlx::query(sql).bind(trainer.to_string()).fetch_all(&mut *connection).await?;
    workshops(connection, &rows).await
}

async fn workshops(connection: &mut AnyConnection, rows: &[AnyRow]) -> Result<Vec<Workshop>, StoreError> {
    let named = |row| Columns::of(row, "workshop", "training_id");
    let ids: Vec<TrainingId> = rows.iter().map(|row| named(row).id("training_id")).collect::<Result<_, _>>()?;
    let mut trainings = trainings(connection, &ids).await?;
    rows.iter().zip(&ids).map(|(row, id)| workshop(named(row), trainings.remove(id))).collect()
}

fn workshop(columns: Columns<'_>, training: Option<Training>) -> Result<Workshop, StoreError> {
    Ok(Workshop {
        training: training.ok_or_else(|| columns.wrong("training_id"))?,
        issuer: columns.text("issuer_slug")?,
        language: columns.parsed("language")?,
        purpose: if columns.flag("rehearsal")? { Purpose::Rehearsal } else { Purpose::Award },
        expected: columns.number("expected")?,
        join_code: columns.parsed("join_code")?,
        join_closes_at: columns.instant("join_closes_at")?,
    })
}

/// Changes where and when a training takes place.
pub(crate) async fn update_training(
    writing: &mut Writing,
    id: TrainingId,
    place: &str,
    dates: (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    sqlx::query("update training set place = $1, starts_at = $2, ends_at = $3 where training_id = $4")
        .bind(place)
        .bind(dates.0.as_ms())
        .bind(dates.1.as_ms())
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("training")
}

/// Changes how many people are expected and until when they join.
pub(crate) async fn update_joining(writing: &mut Writing, id: TrainingId, expected: u32, closes_at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update workshop set expected = $1, join_closes_at = $2 where training_id = $3")
        .bind(i64::from(expected))
        .bind(closes_at.as_ms())
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("workshop")
}

/// Puts `new` in the place of `old`, if that is still the code; whether it was.
pub(crate) async fn replace_join_code(writing: &mut Writing, id: TrainingId, old: &JoinCode, new: &JoinCode) -> Result<bool, StoreError> {
    let sql = "update workshop set join_code = $1 where training_id = $2 and join_code = $3";
    let done = sqlx::query(sql).bind(new.as_str()).bind(id.to_string()).bind(old.as_str()).execute(writing.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the person was no trainer of it before.
pub(crate) async fn add_trainer(writing: &mut Writing, id: TrainingId, trainer: AccountId) -> Result<bool, StoreError> {
    let sql = "insert into training_trainer (training_id, account_id) values ($1, $2) on conflict do nothing";
    let done = sqlx::query(sql).bind(id.to_string()).bind(trainer.to_string()).execute(writing.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the person was a trainer of it, and not the last one.
pub(crate) async fn remove_trainer(writing: &mut Writing, id: TrainingId, trainer: AccountId) -> Result<bool, StoreError> {
    let sql = "delete from training_trainer where training_id = $1 and account_id = $2 \
               and exists (select 1 from training_trainer o where o.training_id = $1 and o.account_id <> $2)";
    let done = sqlx::query(sql).bind(id.to_string()).bind(trainer.to_string()).execute(writing.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// How far these workshops are.
pub(crate) async fn progress(connection: &mut AnyConnection, ids: &[TrainingId]) -> Result<HashMap<TrainingId, Progress>, StoreError> {
    let sql = "select w.training_id, \
        (select count(*) from participation p where p.training_id = w.training_id and p.left_at is null) as joined, \
        (select count(*) from participation p where p.training_id = w.training_id and p.left_at is null and p.confirmed_by = 'none') as unconfirmed, \
        (select count(distinct t.account_id) from tick t where t.training_id = w.training_id and t.met = 1) as ticked, \
        (select count(*) from tick t where t.training_id = w.training_id and t.met = 1 and t.attestation_id is null) as unattested, \
        (select count(*) from nomination n where n.training_id = w.training_id) as nominated, \
        (select count(*) from credential c join nomination n on n.nomination_id = c.nomination_id \
            where n.training_id = w.training_id) as issued \
        from workshop w where w.training_id in";
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows_per_statement(1)) {
        let query = chunk.iter().fold(sqlx::query(list(sql, 1..=chunk.len(), "")), |query, id| query.bind(id.to_string()));
        for row in query.fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "workshop", "training_id");
            let progress = Progress {
                joined: columns.number("joined")?,
                unconfirmed: columns.number("unconfirmed")?,
                ticked: columns.number("ticked")?,
                unattested: columns.number("unattested")?,
                nominated: columns.number("nominated")?,
                issued: columns.number("issued")?,
            };
            found.insert(columns.id("training_id")?, progress);
        }
    }
    Ok(found)
}
