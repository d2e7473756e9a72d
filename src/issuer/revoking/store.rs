//! Rows of `revocation_request`, `replacement` and `suspension`.

use sqlx::AnyConnection;

use super::replacing::Successor;
use super::{OpenSuspension, RevocationRequest, WaitingRevocation};
use crate::platform::database::{Columns, ExactlyOne, Snapshot, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CredentialId, NominationId, RequestId};

/// What a second person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Confirmed,
    Declined,
}

pub(super) async fn insert(writing: &mut Writing, new: &RevocationRequest, note: &str) -> Result<(), StoreError> {
    sqlx::query(
        "insert into revocation_request (request_id, credential_id, reason, note, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.id.to_string())
    .bind(new.credential.to_string())
    .bind(new.reason.word())
    .bind(note)
    .bind(new.asked_by.to_string())
    .bind(new.asked_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("revocation_request")
}

pub(super) async fn answer(
    writing: &mut Writing,
    request: RequestId,
    answer: Answer,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = match answer {
        Answer::Confirmed => "update revocation_request set confirmed_by = $1, confirmed_at = $2 where request_id = $3",
        Answer::Declined => "update revocation_request set declined_by = $1, declined_at = $2 where request_id = $3",
    };
    sqlx::query(sql)
        .bind(by.to_string())
        .bind(now.as_ms())
        .bind(request.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("revocation_request")
}

/// `select` of one request, with what is to take the badge's place.
macro_rules! select_request {
    ($lock:literal) => {
        concat!(
            "select r.request_id, r.credential_id, r.reason, r.asked_by, r.asked_at, r.confirmed_at, r.declined_at, p.nomination_id ",
            "from revocation_request r left join replacement p on p.request_id = r.request_id where r.request_id = $1",
            $lock
        )
    };
}

/// The request, locked where the backend can.
pub(super) async fn find(writing: &mut Writing, id: RequestId) -> Result<Option<RevocationRequest>, StoreError> {
    let sql = writing.dialect().choose(select_request!(""), select_request!(" for update of r"));
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(writing.connection()).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "revocation_request", "request_id");
        Ok(RevocationRequest {
            id,
            credential: columns.id("credential_id")?,
            reason: columns.parsed("reason")?,
            asked_by: columns.id("asked_by")?,
            asked_at: columns.instant("asked_at")?,
            right: columns.optional_id("nomination_id")?,
            answered: columns.optional_instant("confirmed_at")?.or(columns.optional_instant("declined_at")?).is_some(),
        })
    })
    .transpose()
}

pub(super) async fn insert_suspension(
    writing: &mut Writing,
    id: &str,
    credential: CredentialId,
    reason: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(credential.to_string())
        .bind(reason)
        .bind(by.to_string())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("suspension")
}

pub(super) async fn lift_suspension(
    writing: &mut Writing,
    credential: CredentialId,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update suspension set lifted_by = $1, lifted_at = $2 where credential_id = $3 and lifted_at is null")
        .bind(by.to_string())
        .bind(now.as_ms())
        .bind(credential.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("suspension")
}

/// Says what takes the place of the badge that a request is about.
pub(super) async fn insert_replacement(writing: &mut Writing, request: RequestId, right: NominationId) -> Result<(), StoreError> {
    sqlx::query("insert into replacement (request_id, nomination_id) values ($1, $2)")
        .bind(request.to_string())
        .bind(right.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("replacement")
}

/// How far what takes the place of a badge is, once a second person agreed.
pub(super) async fn successor(connection: &mut AnyConnection, replaced: CredentialId) -> Result<Option<Successor>, StoreError> {
    let sql = "select p.request_id, n.closed_at, q.credential_id, e.edition_id, x.erased_at from replacement p \
               join revocation_request r on r.request_id = p.request_id and r.confirmed_at is not null \
               join nomination n on n.nomination_id = p.nomination_id \
               left join credential q on q.nomination_id = n.nomination_id and q.cancelled_at is null \
               left join edition e on e.credential_id = q.credential_id and e.state = 'published' \
               left join erasure x on x.credential_id = q.credential_id where r.credential_id = $1";
    let row = sqlx::query(sql).bind(replaced.to_string()).fetch_optional(connection).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "replacement", "request_id");
        let (badge, edition) = (columns.optional_id("credential_id")?, columns.optional_text("edition_id")?);
        let closed = columns.optional_instant("closed_at")?.is_some();
        Ok(match (badge, edition, columns.optional_instant("erased_at")?) {
            (Some(_), _, Some(_)) => Successor::Erased,
            (Some(badge), Some(_), None) => Successor::Issued(badge),
            (Some(_), None, None) => Successor::Coming,
            (None, _, _) if closed => Successor::FellAway,
            (None, _, _) => Successor::Coming,
        })
    })
    .transpose()
}

/// What nobody confirmed or declined yet, of badges that are not revoked already; the oldest first.
pub(super) async fn waiting(view: &mut Snapshot) -> Result<Vec<WaitingRevocation>, StoreError> {
    let sql = "select r.request_id, r.credential_id, r.reason, r.note, r.asked_by, r.asked_at, c.slug, c.account_id, \
               p.nomination_id, n.slug as right_slug from revocation_request r join credential c on c.credential_id = r.credential_id \
               left join replacement p on p.request_id = r.request_id left join nomination n on n.nomination_id = p.nomination_id where r.confirmed_at is null and r.declined_at is null \
               and not exists (select 1 from revocation_request o where o.credential_id = r.credential_id and o.confirmed_at is not null) \
               order by r.asked_at, r.request_id limit 500";
    let line = |row| {
        let columns = Columns::of(row, "revocation_request", "request_id");
        let request = RevocationRequest {
            id: columns.id("request_id")?,
            credential: columns.id("credential_id")?,
            reason: columns.parsed("reason")?,
            asked_by: columns.id("asked_by")?,
            asked_at: columns.instant("asked_at")?,
            right: columns.optional_id("nomination_id")?,
            answered: false,
        };
        let note = columns.optional_text("note")?.filter(|note| !note.is_empty());
        Ok(WaitingRevocation {
            request,
            note,
            slug: columns.text("slug")?,
            right_slug: columns.optional_text("right_slug")?,
            holder: columns.id("account_id")?,
        })
    };
    sqlx::query(sql).fetch_all(view.connection()).await?.iter().map(line).collect()
}

/// The suspension of a badge that was not lifted.
pub(super) async fn open_suspension(view: &mut Snapshot, credential: CredentialId) -> Result<Option<OpenSuspension>, StoreError> {
    let sql = "select suspension_id, reason, suspended_by, suspended_at from suspension where credential_id = $1 and lifted_at is null";
    let row = sqlx::query(sql).bind(credential.to_string()).fetch_optional(view.connection()).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "suspension", "suspension_id");
        Ok(OpenSuspension { reason: columns.text("reason")?, by: columns.id("suspended_by")?, at: columns.instant("suspended_at")? })
    })
    .transpose()
}
