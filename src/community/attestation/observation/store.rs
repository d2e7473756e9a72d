//! Rows of `observation`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Noted, Observation};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Every note of a training, by participant, class and trainer.
pub(crate) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<Observation>, StoreError> {
    let sql = "select account_id, slug, trainer_id, note, noted_at from observation where training_id = $1 \
               order by account_id, slug, trainer_id";
    sqlx::query(sql).bind(training.to_string()).fetch_all(connection).await?.iter().map(observation).collect()
}

/// The note of one trainer about one person for a class.
pub(crate) async fn find(
    connection: &mut AnyConnection,
    training: TrainingId,
    participant: AccountId,
    slug: &str,
    trainer: AccountId,
) -> Result<Option<Observation>, StoreError> {
    let sql = "select account_id, slug, trainer_id, note, noted_at from observation \
               where training_id = $1 and account_id = $2 and slug = $3 and trainer_id = $4";
    let query = sqlx::query(sql).bind(training.to_string()).bind(participant.to_string()).bind(slug).bind(trainer.to_string());
    query.fetch_optional(connection).await?.as_ref().map(observation).transpose()
}

/// Puts a note in the place of an earlier one, if there is one.
pub(crate) async fn put(
    writing: &mut Writing,
    training: TrainingId,
    participant: AccountId,
    trainer: AccountId,
    new: &Noted,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into observation (training_id, account_id, slug, trainer_id, note, noted_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (training_id, account_id, slug, trainer_id) do update set note = excluded.note, noted_at = excluded.noted_at",
    )
    .bind(training.to_string())
    .bind(participant.to_string())
    .bind(&new.slug)
    .bind(trainer.to_string())
    .bind(&new.note)
    .bind(new.at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("observation")
}

fn observation(row: &AnyRow) -> Result<Observation, StoreError> {
    let columns = Columns::of(row, "observation", "account_id");
    Ok(Observation {
        participant: columns.id("account_id")?,
        slug: columns.text("slug")?,
        trainer: columns.id("trainer_id")?,
        note: columns.text("note")?,
        noted_at: columns.instant("noted_at")?,
    })
}
