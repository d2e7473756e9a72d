//! Rows of `notice`, with what they are about.

use std::collections::HashSet;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{About, Kind, Notice};
use crate::platform::database::{Columns, StoreError, Writing, list, rows_per_statement, values};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, NoticeId};

/// A notice to be written.
#[derive(Debug)]
pub(crate) struct NewNotice {
    pub(crate) id: NoticeId,
    pub(crate) account: AccountId,
    pub(crate) subject: String,
}

const INSERT: &str = "insert into notice (notice_id, account_id, kind, subject, told_at)";
const ONCE: &str = "on conflict do nothing returning account_id, notice_id";
const AGAIN: &str = "on conflict (account_id, kind, subject) do update set told_at = excluded.told_at, read_at = null \
                     where excluded.told_at > notice.told_at returning account_id, notice_id";

/// Writes what was not told before, and tells whom that is new to.
pub(crate) async fn insert(
    writing: &mut Writing,
    kind: Kind,
    rows: &[NewNotice],
    now: Timestamp,
) -> Result<Vec<(AccountId, NoticeId)>, StoreError> {
    let mut told = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(rows_per_statement(5)) {
        let mut query = sqlx::query(values(INSERT, chunk.len(), 5, if kind.repeats() { AGAIN } else { ONCE }));
        for row in chunk {
            query = query.bind(row.id.to_string()).bind(row.account.to_string()).bind(kind.as_str()).bind(&row.subject).bind(now.as_ms());
        }
        for row in query.fetch_all(writing.connection()).await? {
            let columns = Columns::of(&row, "notice", "notice_id");
            told.push((columns.id("account_id")?, columns.id("notice_id")?));
        }
    }
    Ok(told)
}

/// Who of these is not erased, and will not be before this transaction ends.
pub(crate) async fn not_erased(writing: &mut Writing, rows: &[NewNotice]) -> Result<HashSet<AccountId>, StoreError> {
    let mut known = HashSet::new();
    let after = writing.dialect().choose("order by account_id", "order by account_id for share");
    for chunk in rows.chunks(rows_per_statement(1)) {
        let sql = list("select account_id from account where erased_at is null and account_id in", 1..=chunk.len(), after);
        let query = chunk.iter().fold(sqlx::query(sql), |query, row| query.bind(row.account.to_string()));
        for row in query.fetch_all(writing.connection()).await? {
            known.insert(Columns::of(&row, "account", "account_id").id("account_id")?);
        }
    }
    Ok(known)
}

/// `select` of notices with what they are about, and one more condition.
macro_rules! select_notice {
    ($condition:literal) => {
        concat!(
            "select n.notice_id, n.kind, n.subject, n.told_at, n.read_at, c.credential_id, c.valid_until, ",
            "coalesce(c.slug, m.slug) as slug, coalesce(c.version, m.version) as version, t.training_id, t.name, coalesce(a.display_name, a.user_name) as trainer ",
            "from notice n left join credential c on c.credential_id = n.subject ",
            "left join nomination m on m.nomination_id = n.subject left join training t on t.training_id = n.subject ",
            "left join account a on a.account_id = n.subject where ",
            $condition
        )
    };
}

/// A person's notices, the newest first.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId, most: i64) -> Result<Vec<Notice>, StoreError> {
    let sql = select_notice!("n.account_id = $1 order by n.told_at desc, n.notice_id limit $2");
    sqlx::query(sql).bind(account.to_string()).bind(most).fetch_all(connection).await?.iter().map(notice).collect()
}

/// One notice of a person.
pub(crate) async fn find(connection: &mut AnyConnection, account: AccountId, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    let sql = select_notice!("n.account_id = $1 and n.notice_id = $2");
    let found = sqlx::query(sql).bind(account.to_string()).bind(id.to_string()).fetch_optional(connection).await?;
    found.as_ref().map(notice).transpose()
}

fn notice(row: &AnyRow) -> Result<Notice, StoreError> {
    let columns = Columns::of(row, "notice", "notice_id");
    let kind: Kind = columns.parsed("kind")?;
    let about = match kind {
        Kind::Invited => About::Training { id: columns.id("training_id")?, name: columns.text("name")? },
        Kind::Issued | Kind::BadgeChanged | Kind::RenewalDue | Kind::RenewalNear => About::Badge {
            credential: columns.id("credential_id")?,
            slug: columns.text("slug")?,
            version: columns.text("version")?,
            valid_until: columns.optional_instant("valid_until")?,
        },
        Kind::CoAttesterAsked => {
            About::Nomination { id: columns.id("subject")?, slug: columns.text("slug")?, version: columns.text("version")? }
        }
        Kind::AttestingCapped => About::Trainer(columns.optional_text("trainer")?),
        Kind::CorrectionAnswered | Kind::AppealAnswered => About::Request(columns.id("subject")?),
    };
    Ok(Notice {
        id: columns.id("notice_id")?,
        kind,
        about,
        told_at: columns.instant("told_at")?,
        read_at: columns.optional_instant("read_at")?,
    })
}

/// Badges that are in force, end before `until`, and were not told about like that; with their holders. A
/// badge in whose place its holder has a newer one is left alone.
pub(crate) async fn ending(
    writing: &mut Writing,
    kind: Kind,
    now: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<Vec<(AccountId, CredentialId)>, StoreError> {
    let sql = "select c.account_id, c.credential_id from credential c \
               join account a on a.account_id = c.account_id and a.erased_at is null \
               join edition e on e.credential_id = c.credential_id and e.state = 'published' \
               join status_slot s on s.edition_id = e.edition_id and s.revoked_at is null \
               where c.valid_until > $1 and c.valid_until <= $2 \
               and not exists (select 1 from notice n where n.account_id = c.account_id and n.kind = $3 and n.subject = c.credential_id) \
               and not exists (select 1 from notice n where n.account_id = c.account_id and n.kind = 'renewal-near' and n.subject = c.credential_id) \
               and not exists (select 1 from credential d where d.account_id = c.account_id and d.slug = c.slug \
                   and d.awarded_at > c.awarded_at and d.cancelled_at is null) \
               order by c.credential_id limit $4";
    let query = sqlx::query(sql).bind(now.as_ms()).bind(until.as_ms()).bind(kind.as_str()).bind(most);
    let read = |row| {
        let columns = Columns::of(row, "credential", "credential_id");
        Ok((columns.id("account_id")?, columns.id("credential_id")?))
    };
    query.fetch_all(writing.connection()).await?.iter().map(read).collect()
}

/// How many notices a person has not read.
pub(crate) async fn unread(connection: &mut AnyConnection, account: AccountId) -> Result<u64, StoreError> {
    let sql = "select count(*) from notice where account_id = $1 and read_at is null";
    let unread: i64 = sqlx::query_scalar(sql).bind(account.to_string()).fetch_one(connection).await?;
    Ok(u64::try_from(unread).unwrap_or_default())
}

/// One notice, or all of a person's, has been read; what was read before keeps its time.
pub(crate) async fn note_read(writing: &mut Writing, account: AccountId, id: Option<NoticeId>, now: Timestamp) -> Result<(), StoreError> {
    let sql = "update notice set read_at = $1 where account_id = $2 and read_at is null and ($3 = '' or notice_id = $3)";
    let one = id.map(|id| id.to_string()).unwrap_or_default();
    sqlx::query(sql).bind(now.as_ms()).bind(account.to_string()).bind(one).execute(writing.connection()).await?;
    Ok(())
}
