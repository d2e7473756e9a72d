//! Drawing slots: random positions in the issuer's open status list, each used once, ever.
//!
//! Random, so that neighbours in a list say nothing about each other
//! ([Bitstring Status List §6.1](https://www.w3.org/TR/vc-bitstring-status-list/#privacy-considerations)).
//! A list closes at half full: then a draw needs two tries at most on average, and the list still
//! hides whom a verifier asks about. The primary key of `status_slot` has the last word.

mod store;

use std::collections::HashSet;

use crate::platform::database::{StoreError, Writing};

use crate::standards::status::LEAST_ENTRIES;
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
    let open = match store::find_open(writing, issuer, epoch).await? {
        Some(open) if open.room() >= count => open,
        Some(full) => {
            store::close(writing, &full.id, now).await?;
            store::start(writing, issuer, epoch, chance, now).await?
        }
        None => store::start(writing, issuer, epoch, chance, now).await?,
    };
    let indices = draw_free(writing, &open, count, chance).await?;
    Ok(indices.into_iter().map(|index| Slot { list: open.id.clone(), index }).collect())
}

async fn draw_free(writing: &mut Writing, open: &OpenList, wanted: usize, chance: &Chance) -> Result<HashSet<u32>, StoreError> {
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
        let taken = store::taken(writing.connection(), &open.id, &candidates).await?;
        free.extend(candidates.into_iter().filter(|index| !taken.contains(index)));
    }
    Ok(free)
}
