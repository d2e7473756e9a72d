//! Rows of `status_list` while they take slots.

use std::collections::HashSet;

use sqlx::AnyConnection;

use super::{CAPACITY, OpenList};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};
use crate::vocabulary::ids::StatusListSerial;
use crate::vocabulary::{Chance, Timestamp};

/// Locks the row where the backend can, so that two drawers queue.
pub(super) async fn find_open(writing: &mut Writing, issuer: &str, epoch: u32) -> Result<Option<OpenList>, StoreError> {
    let sql = writing.dialect().choose(
        "select list_id, capacity, used from status_list where issuer_slug = $1 and epoch = $2 and closed_at is null order by list_id limit 1",
        "select list_id, capacity, used from status_list where issuer_slug = $1 and epoch = $2 and closed_at is null order by list_id limit 1 for update",
    );
    let row = sqlx::query(sql).bind(issuer).bind(i64::from(epoch)).fetch_optional(writing.connection()).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "status_list", "list_id");
        Ok(OpenList { id: columns.text("list_id")?, capacity: columns.number("capacity")?, used: columns.number("used")? })
    })
    .transpose()
}

pub(super) async fn close(writing: &mut Writing, id: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update status_list set closed_at = $1 where list_id = $2 and closed_at is null")
        .bind(now.as_ms())
        .bind(id)
        .execute(writing.connection())
        .await?
        .exactly_one("status_list")
}

pub(super) async fn start(
    writing: &mut Writing,
    issuer: &str,
    epoch: u32,
    chance: &Chance,
    now: Timestamp,
) -> Result<OpenList, StoreError> {
    let serial: StatusListSerial = chance.id();
    let id = format!("e{epoch}-{serial}");
    sqlx::query(
        "insert into status_list (list_id, issuer_slug, epoch, capacity, used, change, created_at) values ($1, $2, $3, $4, 0, 0, $5)",
    )
    .bind(&id)
    .bind(issuer)
    .bind(i64::from(epoch))
    .bind(i64::from(CAPACITY))
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("status_list")?;
    Ok(OpenList { id, capacity: CAPACITY, used: 0 })
}

pub(super) async fn taken(connection: &mut AnyConnection, id: &str, candidates: &[u32]) -> Result<HashSet<u32>, StoreError> {
    let mut taken = HashSet::new();
    for chunk in candidates.chunks(rows_per_statement(1) - 1) {
        let sql = list("select list_id, slot from status_slot where list_id = $1 and slot in", 2..=chunk.len() + 1, "");
        let query = chunk.iter().fold(sqlx::query(sql).bind(id), |q, slot| q.bind(i64::from(*slot)));
        for row in query.fetch_all(&mut *connection).await? {
            taken.insert(Columns::of(&row, "status_slot", "list_id").number("slot")?);
        }
    }
    Ok(taken)
}
