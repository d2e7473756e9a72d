//! Rows of `workshop`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::super::store::find_training;
use super::{JoinCode, Purpose, Workshop};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
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
    match sqlx::query(sql).bind(id.to_string()).fetch_optional(&mut *connection).await? {
        Some(row) => Ok(Some(workshop(connection, &row).await?)),
        None => Ok(None),
    }
}

pub(crate) async fn find_by_join_code(connection: &mut AnyConnection, code: &JoinCode) -> Result<Option<Workshop>, StoreError> {
    let sql =
        "select training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at from workshop where join_code = $1";
    match sqlx::query(sql).bind(code.as_str()).fetch_optional(&mut *connection).await? {
        Some(row) => Ok(Some(workshop(connection, &row).await?)),
        None => Ok(None),
    }
}

/// Every workshop in which this person trains.
pub(crate) async fn trained_by(connection: &mut AnyConnection, trainer: AccountId) -> Result<Vec<Workshop>, StoreError> {
    let sql = "select w.training_id, w.issuer_slug, w.language, w.rehearsal, w.expected, w.join_code, w.join_closes_at from workshop w \
               join training_trainer t on t.training_id = w.training_id where t.account_id = $1 order by w.training_id";
    let rows = sqlx::query(sql).bind(trainer.to_string()).fetch_all(&mut *connection).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push(workshop(connection, row).await?);
    }
    Ok(found)
}

async fn workshop(connection: &mut AnyConnection, row: &AnyRow) -> Result<Workshop, StoreError> {
    let columns = Columns::of(row, "workshop", "training_id");
    let training = find_training(connection, columns.id("training_id")?).await?.ok_or_else(|| columns.wrong("training_id"))?;
    Ok(Workshop {
        training,
        issuer: columns.text("issuer_slug")?,
        language: columns.parsed("language")?,
        purpose: if columns.flag("rehearsal")? { Purpose::Rehearsal } else { Purpose::Award },
        expected: columns.number("expected")?,
        join_code: columns.parsed("join_code")?,
        join_closes_at: columns.instant("join_closes_at")?,
    })
}
