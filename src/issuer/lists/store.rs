//! Rows of `status_list` and `status_list_edition`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{ListRow, Newest, PreparedList, Purpose, SignedList};
use crate::issuer::credential::store::digest;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::standards::status::Bitstring;

pub(super) async fn put_prepared(
    writing: &mut Writing,
    id: &str,
    purpose: Purpose,
    change: i64,
    new: &PreparedList,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into status_list_edition (list_id, purpose, version, of_change, payload, payload_digest, prepared_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(purpose.as_str())
    .bind(i64::from(new.version))
    .bind(change)
    .bind(new.payload.as_slice())
    .bind(digest(&new.payload))
    .bind(new.at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("status_list_edition")
}

/// Stores the signed bytes; of the editions before, the last one stays for those who compare after
/// a restore.
pub(super) async fn put_signed(writing: &mut Writing, id: &str, purpose: Purpose, list: &SignedList) -> Result<(), StoreError> {
    sqlx::query("update status_list_edition set signed = $1, signed_at = $2 where list_id = $3 and purpose = $4 and version = $5")
        .bind(list.bytes.as_slice())
        .bind(list.signed_at.as_ms())
        .bind(id)
        .bind(purpose.as_str())
        .bind(i64::from(list.version))
        .execute(writing.connection())
        .await?
        .exactly_one("status_list_edition")?;
    sqlx::query("delete from status_list_edition where list_id = $1 and purpose = $2 and version < $3")
        .bind(id)
        .bind(purpose.as_str())
        .bind(i64::from(list.version) - 1)
        .execute(writing.connection())
        .await?;
    Ok(())
}

fn list_row(row: &AnyRow) -> Result<ListRow, StoreError> {
    let columns = Columns::of(row, "status_list", "list_id");
    Ok(ListRow { issuer: columns.text("issuer_slug")?, capacity: columns.number("capacity")?, change: columns.number("change")? })
}

pub(super) async fn find_list(connection: &mut AnyConnection, id: &str) -> Result<Option<ListRow>, StoreError> {
    let sql = "select list_id, issuer_slug, capacity, change from status_list where list_id = $1";
    sqlx::query(sql).bind(id).fetch_optional(connection).await?.map(|row| list_row(&row)).transpose()
}

/// The newest list of each issuer, by its id.
pub(super) async fn newest_of_each(connection: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let sql = "select max(list_id) as list_id from status_list l where created_at = \
               (select max(o.created_at) from status_list o where o.issuer_slug = l.issuer_slug) group by issuer_slug order by issuer_slug";
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    rows.iter().map(|row| Columns::of(row, "status_list", "list_id").text("list_id")).collect()
}

pub(super) async fn lock_list(writing: &mut Writing, id: &str) -> Result<ListRow, StoreError> {
    let sql = writing.dialect().choose(
        "select list_id, issuer_slug, capacity, change from status_list where list_id = $1",
        "select list_id, issuer_slug, capacity, change from status_list where list_id = $1 for update",
    );
    list_row(&sqlx::query(sql).bind(id).fetch_one(writing.connection()).await?)
}

pub(super) async fn newest(connection: &mut AnyConnection, id: &str, purpose: Purpose) -> Result<Option<Newest>, StoreError> {
    let sql = "select list_id, version, of_change, signed, signed_at from status_list_edition \
               where list_id = $1 and purpose = $2 and signed is not null order by version desc limit 1";
    let row = sqlx::query(sql).bind(id).bind(purpose.as_str()).fetch_optional(connection).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "status_list_edition", "list_id");
        let signed_at = columns.instant("signed_at")?;
        let list = SignedList { bytes: columns.bytes("signed")?, version: columns.number("version")?, signed_at, complete_at: signed_at };
        Ok(Newest { list, change: columns.number("of_change")? })
    })
    .transpose()
}

pub(super) async fn next_version(writing: &mut Writing, id: &str, purpose: Purpose) -> Result<u32, StoreError> {
    let sql = "select coalesce(max(version), 0) + 1 as version from status_list_edition where list_id = $1 and purpose = $2";
    let row = sqlx::query(sql).bind(id).bind(purpose.as_str()).fetch_one(writing.connection()).await?;
    Columns::of(&row, "status_list_edition", "version").number("version")
}

pub(super) async fn set_bits(writing: &mut Writing, id: &str, purpose: Purpose, capacity: u32) -> Result<Bitstring, StoreError> {
    let sql = match purpose {
        Purpose::Revocation => "select list_id, slot from status_slot where list_id = $1 and revoked_at is not null",
        Purpose::Suspension => "select list_id, slot from status_slot where list_id = $1 and suspended_at is not null",
    };
    let mut bits = Bitstring::new(usize::try_from(capacity).unwrap_or(usize::MAX));
    for row in sqlx::query(sql).bind(id).fetch_all(writing.connection()).await? {
        let columns = Columns::of(&row, "status_slot", "list_id");
        bits.set(columns.number("slot")?, true).map_err(|_| columns.wrong("slot"))?;
    }
    Ok(bits)
}
