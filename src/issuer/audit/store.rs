//! Asking the store the audit's questions.

use sqlx::AnyConnection;

use crate::platform::database::{Columns, StoreError};

/// A question's answers: each names a row that violates the rule.
pub(super) async fn answers(connection: &mut AnyConnection, question: &'static str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(question).fetch_all(connection).await?;
    rows.iter().map(|row| Columns::of(row, "audit", "found").text("found")).collect()
}

/// Stored bytes beside the digest that was written with them.
pub(super) struct Stored {
    pub(super) edition: String,
    pub(super) bytes: Vec<u8>,
    pub(super) digest: Vec<u8>,
}

/// The next page of stored bytes behind the edition `after`, by a question with three columns.
pub(super) async fn stored(
    connection: &mut AnyConnection,
    question: &'static str,
    after: &str,
    most: i64,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(question).bind(after.to_owned()).bind(most).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "edition", "edition_id");
            Ok(Stored { edition: columns.text("edition_id")?, bytes: columns.bytes("bytes")?, digest: columns.bytes("digest")? })
        })
        .collect()
}

/// As [`stored`], for a column of text.
pub(super) async fn stored_text(
    connection: &mut AnyConnection,
    question: &'static str,
    after: &str,
    most: i64,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(question).bind(after.to_owned()).bind(most).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "edition", "edition_id");
            let bytes = columns.text("bytes")?.into_bytes();
            Ok(Stored { edition: columns.text("edition_id")?, bytes, digest: columns.bytes("digest")? })
        })
        .collect()
}
