//! Which badges a person holds.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

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
        successor: None,
    })
}

/// Ids of a person and of everything that is about them.
const OURS: &str = "
    select account_id as id from account where account_id = $1
    union select nomination_id from nomination where account_id = $1
    union select attestation_id from attestation where holder_id = $1
    union select credential_id from credential where account_id = $1
    union select e.edition_id from edition e join credential c on c.credential_id = e.credential_id where c.account_id = $1";

/// Tables that are not repeated: signed bytes and pictures are files of their own; the log, slips and mails that wait are
/// told apart, since their rows hold what would let in whoever finds the file; answers to retries belong to programs.
const LEFT_OUT: &str =
    "'signed_edition', 'edition_payload', 'log_entry', 'slip', 'showing', 'idempotency', 'outbox', 'picture_file', 'picture_chunk'";

/// What the personal columns of every other table say about a person.
pub(super) async fn personal_rows(view: &mut Snapshot, account: AccountId) -> Result<Map<String, Value>, StoreError> {
    let listed = AssertSqlSafe(format!(
        "select table_name, column_name, owner from personal_column where owner <> '*' and table_name not in ({LEFT_OUT}) order by table_name, column_name"
    ));
    let mut kept: Map<String, Value> = Map::new();
    for listed in sqlx::query(listed).fetch_all(view.connection()).await? {
        let columns = Columns::of(&listed, "personal_column", "column_name");
        let (table, column, owner) = (columns.text("table_name")?, columns.text("column_name")?, columns.text("owner")?);
        if ![&table, &column, &owner].into_iter().all(|name| is_plain(name)) {
            return Err(columns.wrong("column_name"));
        }
        // The names were written by a migration and are plain.
        let sql = AssertSqlSafe(format!(
            "select {owner} as whose, {column} as said from {table} where {column} is not null and {owner} in ({OURS})"
        ));
        for row in sqlx::query(sql).bind(account.to_string()).fetch_all(view.connection()).await? {
            let whose: String = row.try_get("whose")?;
            let said = match row.try_get::<String, _>("said") {
                Ok(text) => Value::String(text),
                Err(_) => Value::String(HEXLOWER.encode(&row.try_get::<Vec<u8>, _>("said")?)),
            };
            let lines = kept.entry(table.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(lines) = lines {
                lines.push(json!({ "of": whose, "column": column, "says": said }));
            }
        }
    }
    Ok(kept)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// What opens the entries of the log that are about a person, oldest first.
pub(super) async fn openings(view: &mut Snapshot, account: AccountId) -> Result<Vec<Value>, StoreError> {
    let sql = AssertSqlSafe(format!(
        "select seq, kind, subject, nonce from log_entry where nonce is not null and subject in ({OURS}) order by seq"
    ));
    let rows = sqlx::query(sql).bind(account.to_string()).fetch_all(view.connection()).await?;
    let entry = |row| {
        let columns = Columns::of(row, "log_entry", "seq");
        let seq: i64 = columns.number("seq")?;
        let nonce = HEXLOWER.encode(&columns.bytes("nonce")?);
        Ok(json!({ "seq": seq, "kind": columns.text("kind")?, "subject": columns.text("subject")?, "nonce": nonce }))
    };
    rows.iter().map(entry).collect()
}
