//! The bits that verifiers fetch, decoded and compared with the slots.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Violation;
use super::store::{self, StoredList};
use crate::platform::database::{Snapshot, StoreError};
use crate::standards::json::{self, Limits};
use crate::standards::status::Bitstring;
use crate::vocabulary::Timestamp;

pub(super) const WRONG_BITS: &str = "the status list that was signed last does not show the slots that were set";

/// How many lists were decoded, and which do not have every bit that they must have, and no other (I8).
pub(super) async fn decoded(view: &mut Snapshot) -> Result<(usize, Vec<Violation>), StoreError> {
    let lists = store::newest_lists(view.connection()).await?;
    let mut wrong = Vec::new();
    for list in &lists {
        let slots = store::set_slots(view.connection(), &list.list, &list.purpose).await?;
        if shows(list, &slots).is_none() {
            wrong.push(format!("{} {}", list.list, list.purpose));
        }
    }
    Ok((lists.len(), Violation::each("I8", WRONG_BITS, wrong)))
}

fn shows(list: &StoredList, slots: &[(usize, Timestamp)]) -> Option<()> {
    let document = json::parse(&list.signed, &Limits::DOCUMENT).ok()?;
    let encoded = document.pointer("/credentialSubject/encodedList").and_then(Value::as_str)?;
    let bits = Bitstring::decode(encoded).ok()?;
    let set: BTreeSet<usize> = (0..list.capacity).filter(|at| bits.get(*at) == Some(true)).collect();
    let due: BTreeSet<usize> = slots.iter().map(|(slot, _)| *slot).collect();
    // What changed since is for the next list.
    let then = slots.iter().filter(|(_, since)| *since < list.prepared_at).map(|(slot, _)| *slot);
    let fits = if list.current { set == due } else { then.collect::<BTreeSet<usize>>().is_subset(&set) };
    (bits.bits() == list.capacity && fits).then_some(())
}
