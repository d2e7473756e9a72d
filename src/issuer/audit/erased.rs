//! What is left of people who were erased: nothing, in every column that the schema calls personal.

use super::Violation;
use super::store::{self, PersonalColumn};
use crate::platform::database::{Snapshot, StoreError};

/// Columns in which something is left (I14).
pub(super) async fn left(view: &mut Snapshot) -> Result<Vec<Violation>, StoreError> {
    let mut left = Vec::new();
    for column in store::personal_columns(view.connection()).await? {
        let place = format!("{}.{}", column.table, column.column);
        if !is_plain(&column) {
            left.push(format!("{place} is no name of a column"));
            continue;
        }
        match store::left_in(view.connection(), &column).await? {
            0 => {}
            rows => left.push(format!("{place}: {rows} rows")),
        }
    }
    Ok(Violation::each("I14", LEFT, left))
}

pub(super) const LEFT: &str = "a column that the schema calls personal still says something about an erased person";

/// The names become part of a statement.
fn is_plain(column: &PersonalColumn) -> bool {
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    plain(&column.table) && plain(&column.column) && (column.owner == "*" || plain(&column.owner))
}
