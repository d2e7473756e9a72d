//! Rows of `put_down`: which line of which form put somebody down.

use sqlx::AnyConnection;

use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Who was put down by this line before.
pub(crate) async fn find(connection: &mut AnyConnection, training: TrainingId, once: &[u8; 32]) -> Result<Option<AccountId>, StoreError> {
    let sql = "select training_id, account_id from put_down where training_id = $1 and once = $2";
    let row = sqlx::query(sql).bind(training.to_string()).bind(once.to_vec()).fetch_optional(connection).await?;
    row.map(|row| Columns::of(&row, "put_down", "training_id").id("account_id")).transpose()
}

/// # Errors
/// [`StoreError::Taken`] if the line was faster by another request.
pub(crate) async fn insert(writing: &mut Writing, training: TrainingId, once: &[u8; 32], account: AccountId) -> Result<(), StoreError> {
    sqlx::query("insert into put_down (training_id, once, account_id) values ($1, $2, $3)")
        .bind(training.to_string())
        .bind(once.to_vec())
        .bind(account.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("put_down")
}
