//! Rows of `badge_choice`, `viewing_link`, `showing` and `withholding`.

use std::collections::HashMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Choice, Listing, Offered, Showing, ViewingLink, Why};
use crate::community::people::Minor;
use crate::community::people::sign_in::SecretDigest;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, ViewingLinkId};

/// Who holds a published badge, and whether the rules for minors apply; `None` for any other id.
pub(crate) async fn find_holder(connection: &mut AnyConnection, id: CredentialId) -> Result<Option<(AccountId, Minor)>, StoreError> {
    let sql = "select c.credential_id, c.account_id, a.minor from credential c join account a on a.account_id = c.account_id \
               where c.credential_id = $1 and a.erased_at is null \
               and exists (select 1 from edition e where e.credential_id = c.credential_id and e.state = 'published') \
               and not exists (select 1 from erasure x where x.credential_id = c.credential_id)";
    let found = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    let holder = found.map(|row| {
        let columns = Columns::of(&row, "credential", "credential_id");
        Ok((columns.id("account_id")?, if columns.flag("minor")? { Minor::Yes } else { Minor::No }))
    });
    holder.transpose()
}

/// What was chosen for a badge; the usual, if nothing was.
pub(crate) async fn choice(connection: &mut AnyConnection, id: CredentialId) -> Result<Choice, StoreError> {
    let sql = "select credential_id, listed, names, evidence, files from badge_choice where credential_id = $1";
    let found = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    found.map_or(Ok(Choice::USUAL), |row| read_choice(&row))
}

fn read_choice(row: &AnyRow) -> Result<Choice, StoreError> {
    let columns = Columns::of(row, "badge_choice", "credential_id");
    Ok(Choice {
        listing: if columns.flag("listed")? { Listing::Listed } else { Listing::Unlisted },
        names: columns.parsed("names")?,
        evidence: columns.parsed("evidence")?,
        files: columns.parsed("files")?,
    })
}

/// What the public pages of these badges offer, with as many statements for all as for one.
pub(crate) async fn offered(connection: &mut AnyConnection, ids: &[CredentialId]) -> Result<HashMap<CredentialId, Offered>, StoreError> {
    let mut found: HashMap<CredentialId, Offered> = ids.iter().map(|id| (*id, Choice::USUAL.offered())).collect();
    for chunk in ids.chunks(rows_per_statement(1)) {
        let all = |before| chunk.iter().fold(sqlx::query(list(before, 1..=chunk.len(), "")), |query, id| query.bind(id.to_string()));
        let chosen = all("select credential_id, listed, names, evidence, files from badge_choice where credential_id in");
        for row in chosen.fetch_all(&mut *connection).await? {
            found.insert(Columns::of(&row, "badge_choice", "credential_id").id("credential_id")?, read_choice(&row)?.offered());
        }
        // What a steward decided comes after what the holder chose.
        let withheld = all("select c.credential_id, w.reason from withholding w join credential c on c.account_id = w.account_id \
                            where c.credential_id in");
        for row in withheld.fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "withholding", "credential_id");
            found.insert(columns.id("credential_id")?, Offered::withheld(columns.parsed("reason")?));
        }
    }
    Ok(found)
}

/// Writes a choice in the place of an older one.
pub(crate) async fn put_choice(writing: &mut Writing, id: CredentialId, choice: Choice, now: Timestamp) -> Result<(), StoreError> {
    let sql = "insert into badge_choice (credential_id, listed, names, evidence, files, chosen_at) values ($1, $2, $3, $4, $5, $6) \
               on conflict (credential_id) do update set listed = excluded.listed, names = excluded.names, \
               evidence = excluded.evidence, files = excluded.files, chosen_at = excluded.chosen_at";
    sqlx::query(sql)
        .bind(id.to_string())
        .bind(i64::from(choice.listing == Listing::Listed))
        .bind(choice.names.as_str())
        .bind(choice.evidence.as_str())
        .bind(choice.files.as_str())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("badge_choice")
}

/// Writes a link, and clears away those whose time is over.
pub(crate) async fn insert_link(
    writing: &mut Writing,
    credential: CredentialId,
    token: SecretDigest,
    link: &ViewingLink,
) -> Result<(), StoreError> {
    sqlx::query("delete from viewing_link where ends_at <= $1").bind(link.created_at.as_ms()).execute(writing.connection()).await?;
    sqlx::query("insert into viewing_link (link_id, credential_id, token_hash, created_at, ends_at) values ($1, $2, $3, $4, $5)")
        .bind(link.id.to_string())
        .bind(credential.to_string())
        .bind(token.as_bytes().as_slice())
        .bind(link.created_at.as_ms())
        .bind(link.ends_at.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("viewing_link")
}

/// The links of a badge that open something at `now`, the newest first.
pub(crate) async fn links(connection: &mut AnyConnection, id: CredentialId, now: Timestamp) -> Result<Vec<ViewingLink>, StoreError> {
    let sql =
        "select link_id, created_at, ends_at from viewing_link where credential_id = $1 and ends_at > $2 order by created_at desc, link_id";
    let rows = sqlx::query(sql).bind(id.to_string()).bind(now.as_ms()).fetch_all(connection).await?;
    rows.iter().map(read_link).collect()
}

fn read_link(row: &AnyRow) -> Result<ViewingLink, StoreError> {
    let columns = Columns::of(row, "viewing_link", "link_id");
    Ok(ViewingLink { id: columns.id("link_id")?, created_at: columns.instant("created_at")?, ends_at: columns.instant("ends_at")? })
}

/// The link to a badge with this token, while it opens something.
pub(crate) async fn find_link(
    connection: &mut AnyConnection,
    id: CredentialId,
    token: SecretDigest,
    now: Timestamp,
) -> Result<Option<ViewingLink>, StoreError> {
    let sql = "select link_id, created_at, ends_at from viewing_link where credential_id = $1 and token_hash = $2 and ends_at > $3";
    let query = sqlx::query(sql).bind(id.to_string()).bind(token.as_bytes().as_slice()).bind(now.as_ms());
    query.fetch_optional(connection).await?.map(|row| read_link(&row)).transpose()
}

/// Ends a link. Nothing is wrong if it had ended.
pub(crate) async fn end_link(writing: &mut Writing, credential: CredentialId, id: ViewingLinkId) -> Result<bool, StoreError> {
    let sql = "delete from viewing_link where credential_id = $1 and link_id = $2";
    let ended = sqlx::query(sql).bind(credential.to_string()).bind(id.to_string()).execute(writing.connection()).await?;
    Ok(ended.rows_affected() > 0)
}

/// Writes a code in the place of an older one, and clears away those whose time is over.
pub(crate) async fn put_showing(writing: &mut Writing, id: CredentialId, new: &Showing, now: Timestamp) -> Result<(), StoreError> {
    clear_showings(writing, now).await?;
    end_showing(writing, id).await?;
    sqlx::query(
        "insert into showing (credential_id, code, legal_name, failures, shown_at, begun_at, ends_at) values ($1, $2, $3, 0, null, $4, $5)",
    )
    .bind(id.to_string())
    .bind(&new.code)
    .bind(&new.legal_name)
    .bind(now.as_ms())
    .bind(new.ends_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("showing")
}

/// Clears away the codes whose time is over, and the names that nobody came for.
pub(crate) async fn clear_showings(writing: &mut Writing, now: Timestamp) -> Result<u64, StoreError> {
    let cleared = sqlx::query("delete from showing where ends_at <= $1").bind(now.as_ms()).execute(writing.connection()).await?;
    Ok(cleared.rows_affected())
}

/// Whether the time of any code is over: most looks find none and write nothing.
pub(crate) async fn any_is_over(connection: &mut AnyConnection, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "select credential_id from showing where ends_at <= $1 limit 1";
    Ok(sqlx::query(sql).bind(now.as_ms()).fetch_optional(connection).await?.is_some())
}

/// Ends the code of a badge, if it has one.
pub(crate) async fn end_showing(writing: &mut Writing, id: CredentialId) -> Result<bool, StoreError> {
    let ended = sqlx::query("delete from showing where credential_id = $1").bind(id.to_string()).execute(writing.connection()).await?;
    Ok(ended.rows_affected() > 0)
}

/// The code of a badge, whether it is over or not. Its row is locked where the backend has row locks.
pub(crate) async fn lock_showing(writing: &mut Writing, id: CredentialId) -> Result<Option<Showing>, StoreError> {
    let sql = writing.dialect().choose(
        "select credential_id, code, legal_name, failures, shown_at, ends_at from showing where credential_id = $1",
        "select credential_id, code, legal_name, failures, shown_at, ends_at from showing where credential_id = $1 for update",
    );
    read_showing(sqlx::query(sql).bind(id.to_string()).fetch_optional(writing.connection()).await?.as_ref())
}

/// The code of a badge, whether it is over or not.
pub(crate) async fn find_showing(connection: &mut AnyConnection, id: CredentialId) -> Result<Option<Showing>, StoreError> {
    let sql = "select credential_id, code, legal_name, failures, shown_at, ends_at from showing where credential_id = $1";
    read_showing(sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?.as_ref())
}

fn read_showing(row: Option<&AnyRow>) -> Result<Option<Showing>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let columns = Columns::of(row, "showing", "credential_id");
    Ok(Some(Showing {
        code: columns.text("code")?,
        legal_name: columns.optional_text("legal_name")?,
        failures: columns.number("failures")?,
        shown_at: columns.optional_instant("shown_at")?,
        ends_at: columns.instant("ends_at")?,
    }))
}

/// Counts a wrong code.
pub(crate) async fn count_failure(writing: &mut Writing, id: CredentialId) -> Result<(), StoreError> {
    let sql = "update showing set failures = failures + 1 where credential_id = $1 and failures < 5";
    sqlx::query(sql).bind(id.to_string()).execute(writing.connection()).await?.exactly_one("showing")
}

/// Notes that the code was entered, and empties the name.
pub(crate) async fn note_shown(writing: &mut Writing, id: CredentialId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "update showing set legal_name = null, shown_at = $2 where credential_id = $1 and shown_at is null";
    sqlx::query(sql).bind(id.to_string()).bind(now.as_ms()).execute(writing.connection()).await?.exactly_one("showing")
}

/// Withholds the details of a person's badges, or gives another reason for it.
pub(crate) async fn put_withholding(
    writing: &mut Writing,
    account: AccountId,
    why: Why,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into withholding (account_id, reason, withheld_by, withheld_at) values ($1, $2, $3, $4) \
               on conflict (account_id) do update set reason = excluded.reason, withheld_by = excluded.withheld_by, withheld_at = excluded.withheld_at";
    sqlx::query(sql)
        .bind(account.to_string())
        .bind(why.as_str())
        .bind(by.to_string())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("withholding")
}

/// # Errors
/// [`StoreError::RowCount`] if nothing was withheld.
pub(crate) async fn lift_withholding(writing: &mut Writing, account: AccountId) -> Result<(), StoreError> {
    sqlx::query("delete from withholding where account_id = $1")
        .bind(account.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("withholding")
}

/// Why the details of a person's badges are withheld, if they are.
pub(crate) async fn find_withholding(connection: &mut AnyConnection, account: AccountId) -> Result<Option<Why>, StoreError> {
    let found = sqlx::query("select account_id, reason from withholding where account_id = $1").bind(account.to_string());
    let row = found.fetch_optional(connection).await?;
    row.map(|row| Columns::of(&row, "withholding", "account_id").parsed("reason")).transpose()
}

/// Ids of the badges of a class whose holders chose to be listed, in order, after `after`; `most` at once.
/// Nobody's whose details are withheld, nobody's who is a minor, none that was revoked or is suspended.
pub(crate) async fn listed(
    connection: &mut AnyConnection,
    slug: &str,
    after: Option<CredentialId>,
    most: u32,
    now: Timestamp,
) -> Result<Vec<CredentialId>, StoreError> {
    let sql = "select b.credential_id from badge_choice b join credential c on c.credential_id = b.credential_id \
               join account a on a.account_id = c.account_id \
               join edition e on e.credential_id = c.credential_id and e.state = 'published' \
               join status_slot s on s.list_id = e.list_id and s.slot = e.slot \
               where b.listed = 1 and b.names = 'shown' and c.slug = $1 and b.credential_id > $2 and a.minor = 0 and a.erased_at is null \
               and s.revoked_at is null and s.suspended_at is null and (c.valid_until is null or c.valid_until > $4) \
               and not exists (select 1 from withholding w where w.account_id = a.account_id) \
               and not exists (select 1 from erasure x where x.credential_id = c.credential_id) \
               order by b.credential_id limit $3";
    let rows = sqlx::query(sql)
        .bind(slug)
        .bind(after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(most))
        .bind(now.as_ms())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Columns::of(row, "badge_choice", "credential_id").id("credential_id")).collect()
}
