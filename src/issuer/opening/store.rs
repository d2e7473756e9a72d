//! Rows of `installation` and `issuer`.

use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;

/// The one row that says what this database belongs to.
pub(super) struct Installation {
    pub(super) base: String,
    pub(super) epoch: u32,
}

pub(super) async fn insert_installation(writing: &mut Writing, base: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("insert into installation (id, base_url, epoch, created_at) values (1, $1, 1, $2)")
        .bind(base)
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("installation")
}

pub(super) async fn installation(writing: &mut Writing) -> Result<Option<Installation>, StoreError> {
    let row = sqlx::query("select id, base_url, epoch from installation").fetch_optional(writing.connection()).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "installation", "base_url");
        Ok(Installation { base: columns.text("base_url")?, epoch: columns.number("epoch")? })
    })
    .transpose()
}

/// The DID with which an issuer was written down.
pub(super) async fn find_did(writing: &mut Writing, slug: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("select slug, did from issuer where slug = $1").bind(slug).fetch_optional(writing.connection()).await?;
    row.map(|row| Columns::of(&row, "issuer", "slug").text("did")).transpose()
}

pub(super) async fn insert_issuer(writing: &mut Writing, slug: &str, did: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("insert into issuer (slug, did, created_at) values ($1, $2, $3)")
        .bind(slug)
        .bind(did)
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("issuer")
}
