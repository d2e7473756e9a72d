//! Which badges a person holds.

use sqlx::any::AnyRow;

use super::{Fate, Held};
use crate::community::people::holding::Listing;
use crate::platform::database::{Columns, Snapshot, StoreError};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// The badges of a person, the newest first. Of each its living edition counts, or the first that is recorded.
pub(super) async fn held_by(view: &mut Snapshot, holder: AccountId, now: Timestamp) -> Result<Vec<Held>, StoreError> {
    let sql = "select c.credential_id, c.slug, c.version, c.level, c.issuer_slug, c.awarded_at, c.valid_until, e.state, s.reason, s.suspended_at, \
               coalesce(b.listed, 0) as listed from credential c \
               join edition e on e.credential_id = c.credential_id \
               and (e.state = 'published' or (e.state = 'recorded' and e.number = 1)) \
               join status_slot s on s.list_id = e.list_id and s.slot = e.slot \
               left join badge_choice b on b.credential_id = c.credential_id \
               where c.account_id = $1 and c.cancelled_at is null \
               and not exists (select 1 from erasure x where x.credential_id = c.credential_id) \
               order by c.awarded_at desc, c.credential_id";
    let rows = sqlx::query(sql).bind(holder.to_string()).fetch_all(view.connection()).await?;
    rows.iter().map(|row| held(row, now)).collect()
}

fn held(row: &AnyRow, now: Timestamp) -> Result<Held, StoreError> {
    let columns = Columns::of(row, "credential", "credential_id");
    let valid_until = columns.optional_instant("valid_until")?;
    let fate = Fate {
        published: columns.text("state")? == "published",
        revoked: columns.optional_text("reason")?,
        suspended: columns.optional_instant("suspended_at")?.is_some(),
        valid_until,
    };
    Ok(Held {
        credential: columns.id("credential_id")?,
        slug: columns.text("slug")?,
        version: columns.text("version")?,
        level: columns.optional_text("level")?,
        issuer: columns.text("issuer_slug")?,
        awarded_at: columns.instant("awarded_at")?,
        valid_until,
        state: fate.at(now),
        listing: if columns.flag("listed")? { Listing::Listed } else { Listing::Unlisted },
    })
}
