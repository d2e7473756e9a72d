//! Rows of `did_document`: every document that was served, in order.

use sha2::{Digest, Sha256};

use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;

/// Appends a document, unless it is the newest one already.
pub(super) async fn put_did_document(writing: &mut Writing, slug: &str, document: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = "select version, document from did_document where issuer_slug = $1 order by version desc limit 1";
    let newest = sqlx::query(sql).bind(slug.to_owned()).fetch_optional(writing.connection()).await?;
    let before = match newest {
        None => 0,
        Some(row) => {
            let columns = Columns::of(&row, "did_document", "version");
            if columns.text("document")? == document {
                return Ok(());
            }
            columns.number::<i64>("version")?
        }
    };
    sqlx::query("insert into did_document (issuer_slug, version, document, digest, made_at) values ($1, $2, $3, $4, $5)")
        .bind(slug.to_owned())
        .bind(before + 1)
        .bind(document.to_owned())
        .bind(Sha256::digest(document).to_vec())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("did_document")
}

/// Editions that are recorded and wait for the keys they name.
pub(super) async fn unfinished(writing: &mut Writing) -> Result<u64, StoreError> {
    let count: i64 = sqlx::query_scalar("select count(*) from edition where state = 'recorded'").fetch_one(writing.connection()).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}
