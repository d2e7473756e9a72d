//! Rows of `class_draft`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::KeptDraft;
use crate::community::catalog::ClassForm;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::standards::json;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, ClassDraftId};

/// How many bytes a form takes.
pub(crate) fn length(form: &ClassForm) -> usize {
    serde_json::to_string(form).map_or(usize::MAX, |text| text.len())
}

fn written(form: &ClassForm, id: ClassDraftId) -> Result<String, StoreError> {
    serde_json::to_string(form).map_err(|_| StoreError::inconsistent("class_draft", "form", id))
}

pub(crate) async fn insert(
    writing: &mut Writing,
    id: ClassDraftId,
    form: &ClassForm,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into class_draft (draft_id, form, made_by, made_at, changed_by, changed_at, revision) values ($1, $2, $3, $4, $3, $4, 1)",
    )
    .bind(id.to_string())
    .bind(written(form, id)?)
    .bind(by.to_string())
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("class_draft")
}

/// # Errors
/// [`StoreError::RowCount`] if somebody saved it meanwhile, or it was dropped.
pub(crate) async fn save(
    writing: &mut Writing,
    (id, revision): (ClassDraftId, u32),
    form: &ClassForm,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "update class_draft set form = $1, changed_by = $2, changed_at = $3, revision = revision + 1 \
         where draft_id = $4 and revision = $5 and dropped_at is null",
    )
    .bind(written(form, id)?)
    .bind(by.to_string())
    .bind(now.as_ms())
    .bind(id.to_string())
    .bind(i64::from(revision))
    .execute(writing.connection())
    .await?
    .exactly_one("class_draft")
}

/// Drops a draft; one that was dropped stays so.
pub(crate) async fn drop(writing: &mut Writing, id: ClassDraftId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "update class_draft set dropped_at = $1 where draft_id = $2 and dropped_at is null";
    let done = sqlx::query(sql).bind(now.as_ms()).bind(id.to_string()).execute(writing.connection()).await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn find(connection: &mut AnyConnection, id: ClassDraftId) -> Result<Option<KeptDraft>, StoreError> {
    let sql = "select draft_id, form, changed_by, changed_at, revision from class_draft where draft_id = $1 and dropped_at is null";
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| draft(&row)).transpose()
}

/// Every draft, the last saved first.
pub(crate) async fn all(connection: &mut AnyConnection) -> Result<Vec<KeptDraft>, StoreError> {
    let sql = "select draft_id, form, changed_by, changed_at, revision from class_draft where dropped_at is null \
               order by changed_at desc, draft_id limit 200";
    sqlx::query(sql).fetch_all(connection).await?.iter().map(draft).collect()
}

fn draft(row: &AnyRow) -> Result<KeptDraft, StoreError> {
    let columns = Columns::of(row, "class_draft", "draft_id");
    let stored = json::parse(columns.text("form")?.as_bytes(), &json::Limits::DOCUMENT).map_err(|_| columns.wrong("form"))?;
    Ok(KeptDraft {
        id: columns.id("draft_id")?,
        form: serde_json::from_value(stored).map_err(|_| columns.wrong("form"))?,
        changed_by: columns.id("changed_by")?,
        changed_at: columns.instant("changed_at")?,
        revision: columns.number("revision")?,
    })
}
