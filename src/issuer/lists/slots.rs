//! Drawing slots: random positions in the issuer's open status list, each used once, ever.
//!
//! Random, so that neighbours in a list say nothing about each other
//! ([Bitstring Status List §6.1](https://www.w3.org/TR/vc-bitstring-status-list/#privacy-considerations)).
//! A list closes at half full: then a draw needs two tries at most on average, and the list still
//! hides whom a verifier asks about. The primary key of `status_slot` has the last word.

use std::collections::HashSet;

use sqlx::AnyConnection;

use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};

use crate::standards::status::LEAST_ENTRIES;
use crate::vocabulary::ids::StatusListSerial;
use crate::vocabulary::{Chance, Timestamp};

use crate::issuer::credential::Slot;

/// Slots of a list: the least that the specification allows, 16 KiB of bits.
const CAPACITY: u32 = 131_072;
const _: () = assert!(LEAST_ENTRIES == 131_072, "a list has exactly the least number of entries");

/// A list that still takes slots.
struct OpenList {
    id: String,
    capacity: u32,
    used: u32,
}

impl OpenList {
    fn room(&self) -> usize {
        usize::try_from((self.capacity / 2).saturating_sub(self.used)).unwrap_or(0)
    }
}

/// Draws `count` free slots of `issuer`, all of one list. The caller writes the rows of
/// `status_slot` in the same transaction (the database counts them as used); on a failure all of it
/// is undone together. A list without room for all of them is closed and a new one begins.
pub(crate) async fn draw(
    writing: &mut Writing,
    issuer: &str,
    epoch: u32,
    count: usize,
    chance: &Chance,
    now: Timestamp,
) -> Result<Vec<Slot>, StoreError> {
    let open = match find_open(writing, issuer, epoch).await? {
        Some(open) if open.room() >= count => open,
        Some(full) => {
            close(writing, &full.id, now).await?;
            start(writing, issuer, epoch, chance, now).await?
        }
        None => start(writing, issuer, epoch, chance, now).await?,
    };
    let indices = draw_free(writing.connection(), &open, count, chance).await?;
    Ok(indices.into_iter().map(|index| Slot { list: open.id.clone(), index }).collect())
}

/// Locks the row where the backend can, so that two drawers queue.
async fn find_open(writing: &mut Writing, issuer: &str, epoch: u32) -> Result<Option<OpenList>, StoreError> {
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

async fn close(writing: &mut Writing, id: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update status_list set closed_at = $1 where list_id = $2 and closed_at is null")
        .bind(now.as_ms())
        .bind(id)
        .execute(writing.connection())
        .await?
        .exactly_one("status_list")
}

async fn start(writing: &mut Writing, issuer: &str, epoch: u32, chance: &Chance, now: Timestamp) -> Result<OpenList, StoreError> {
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

async fn draw_free(connection: &mut AnyConnection, open: &OpenList, wanted: usize, chance: &Chance) -> Result<HashSet<u32>, StoreError> {
    let mut free = HashSet::new();
    while free.len() < wanted {
        let mut candidates: HashSet<u32> = HashSet::new();
        while free.len() + candidates.len() < wanted {
            let index = chance.below(open.capacity);
            if !free.contains(&index) {
                candidates.insert(index);
            }
        }
        let candidates: Vec<u32> = candidates.into_iter().collect();
        let taken = taken(connection, &open.id, &candidates).await?;
        free.extend(candidates.into_iter().filter(|index| !taken.contains(index)));
    }
    Ok(free)
}

async fn taken(connection: &mut AnyConnection, id: &str, candidates: &[u32]) -> Result<HashSet<u32>, StoreError> {
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
