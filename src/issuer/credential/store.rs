//! Rows of `credential`, `edition`, `status_slot` and the bytes that were signed.
//!
//! Everything is set-based: T1 and T2 cost the same few statements for one award and for a thousand.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Award, Draft, Edition, Prepared, Published, Recorded, Signed, Slot};
use crate::platform::database::{Columns, Committed, ExactlyOne, Snapshot, StoreError, Writing, list, rows_per_statement, values};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{CredentialId, EditionId, NominationId};

/// T1 of a batch: writes every draft. First editions also write their credential.
pub(crate) async fn record(writing: &mut Writing, drafts: Vec<Draft>) -> Result<Vec<Recorded>, StoreError> {
    insert_credentials(writing, &drafts).await?;
    insert_slots(writing, &drafts).await?;
    insert_editions(writing, &drafts).await?;
    insert_payloads(writing, &drafts).await?;
    Ok(drafts.into_iter().map(Recorded).collect())
}

async fn insert_credentials(writing: &mut Writing, drafts: &[Draft]) -> Result<(), StoreError> {
    const COLUMNS: usize = 12;
    let first: Vec<&Draft> = drafts.iter().filter(|d| d.edition.number == 1).collect();
    for chunk in first.chunks(rows_per_statement(COLUMNS)) {
        let sql = values(
            "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, \
             valid_until, epoch, recorded_at)",
            chunk.len(),
            COLUMNS,
            "",
        );
        let query = chunk.iter().fold(sqlx::query(sql), |q, draft| {
            let award = &draft.edition.award;
            q.bind(award.credential.to_string())
                .bind(award.nomination.to_string())
                .bind(award.holder.to_string())
                .bind(&award.issuer)
                .bind(&award.slug)
                .bind(&award.version)
                .bind(&award.level)
                .bind(&award.subject)
                .bind(award.awarded_at.as_ms())
                .bind(award.valid_until.map(Timestamp::as_ms))
                .bind(i64::from(award.epoch))
                .bind(draft.edition.recorded_at.as_ms())
        });
        all_touched("credential", query.execute(writing.connection()).await?.rows_affected(), chunk.len())?;
    }
    Ok(())
}

async fn insert_editions(writing: &mut Writing, drafts: &[Draft]) -> Result<(), StoreError> {
    const COLUMNS: usize = 10;
    for chunk in drafts.chunks(rows_per_statement(COLUMNS)) {
        let sql = values(
            "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)",
            chunk.len(),
            COLUMNS,
            "",
        );
        let query = chunk.iter().fold(sqlx::query(sql), |q, draft| {
            let edition = &draft.edition;
            q.bind(edition.id.to_string())
                .bind(edition.award.credential.to_string())
                .bind(i64::from(edition.number))
                .bind(&edition.slot.list)
                .bind(i64::from(edition.slot.index))
                .bind(digest(&draft.payload))
                .bind(&edition.ed25519_kid)
                .bind(&edition.rsa_kid)
                .bind(edition.recorded_at.as_ms())
                .bind("recorded")
        });
        all_touched("edition", query.execute(writing.connection()).await?.rows_affected(), chunk.len())?;
    }
    Ok(())
}

async fn insert_slots(writing: &mut Writing, drafts: &[Draft]) -> Result<(), StoreError> {
    for chunk in drafts.chunks(rows_per_statement(3)) {
        let sql = values("insert into status_slot (list_id, slot, edition_id)", chunk.len(), 3, "");
        let query = chunk.iter().fold(sqlx::query(sql), |q, draft| {
            let slot = &draft.edition.slot;
            q.bind(&slot.list).bind(i64::from(slot.index)).bind(draft.edition.id.to_string())
        });
        all_touched("status_slot", query.execute(writing.connection()).await?.rows_affected(), chunk.len())?;
    }
    Ok(())
}

async fn insert_payloads(writing: &mut Writing, drafts: &[Draft]) -> Result<(), StoreError> {
    for chunk in drafts.chunks(rows_per_statement(2)) {
        let sql = values("insert into edition_payload (edition_id, payload)", chunk.len(), 2, "");
        let query = chunk.iter().fold(sqlx::query(sql), |q, draft| q.bind(draft.edition.id.to_string()).bind(draft.payload.as_slice()));
        all_touched("edition_payload", query.execute(writing.connection()).await?.rows_affected(), chunk.len())?;
    }
    Ok(())
}

fn all_touched(table: &'static str, found: u64, meant: usize) -> Result<(), StoreError> {
    if usize::try_from(found) == Ok(meant) { Ok(()) } else { Err(StoreError::RowCount { table, found }) }
}

/// SHA-256, as the digest columns hold it.
pub(crate) fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

/// T2 of a batch: stores the signed bytes, then publishes. What a correction replaces is
/// superseded first, so that an award never has two living editions.
pub(crate) async fn publish(writing: &mut Writing, signed: &[Signed], now: Timestamp) -> Result<(), StoreError> {
    for chunk in signed.chunks(rows_per_statement(3)) {
        let sql = values("insert into signed_edition (edition_id, json, jwt)", chunk.len(), 3, "");
        let query = chunk.iter().fold(sqlx::query(sql), |q, one| q.bind(one.edition().id.to_string()).bind(one.json()).bind(one.jwt()));
        all_touched("signed_edition", query.execute(writing.connection()).await?.rows_affected(), chunk.len())?;
    }
    let corrections: Vec<CredentialId> = signed.iter().map(Signed::edition).filter(|e| e.number > 1).map(|e| e.award.credential).collect();
    supersede(writing, &corrections, now).await?;
    for chunk in signed.chunks(rows_per_statement(3) - 1) {
        let sql = publishing(chunk.len());
        let query = chunk.iter().fold(sqlx::query(sql).bind(now.as_ms()), |q, one| {
            q.bind(one.edition().id.to_string()).bind(digest(one.json())).bind(digest(one.jwt().as_bytes()))
        });
        all_touched("edition", query.execute(writing.connection()).await?.rows_affected(), chunk.len())?;
    }
    Ok(())
}

/// One update for many rows; both backends read a list of values with names this way.
fn publishing(rows: usize) -> AssertSqlSafe<String> {
    let groups: Vec<String> = (0..rows).map(|row| format!("(${}, ${}, ${})", row * 3 + 2, row * 3 + 3, row * 3 + 4)).collect();
    AssertSqlSafe(format!(
        "with signed (id, json, jwt) as (values {}) update edition set state = 'published', published_at = $1, \
         json_digest = signed.json, jwt_digest = signed.jwt from signed where edition.edition_id = signed.id and edition.state = 'recorded'",
        groups.join(", ")
    ))
}

/// Sets the slots of the published editions of `credentials` and supersedes them.
async fn supersede(writing: &mut Writing, credentials: &[CredentialId], now: Timestamp) -> Result<(), StoreError> {
    for chunk in credentials.chunks(rows_per_statement(1) - 1) {
        let slots = list(
            "update status_slot set revoked_at = $1, reason = 'superseded' where revoked_at is null and edition_id in \
             (select edition_id from edition where state = 'published' and credential_id in",
            2..=chunk.len() + 1,
            ")",
        );
        let bound = |sql, first: Option<i64>| {
            let query = first.into_iter().fold(sqlx::query::<sqlx::Any>(sql), sqlx::query::Query::bind);
            chunk.iter().fold(query, |q, id| q.bind(id.to_string()))
        };
        bound(slots, Some(now.as_ms())).execute(writing.connection()).await?;
        let editions = list("update edition set state = 'superseded' where state = 'published' and credential_id in", 1..=chunk.len(), "");
        bound(editions, None).execute(writing.connection()).await?;
    }
    Ok(())
}

/// `select` of editions with their award, and `from`.
macro_rules! select_edition {
    ($more_columns:literal, $more_tables:literal) => {
        concat!(
            "select e.edition_id, e.number, e.list_id, e.slot, e.ed25519_kid, e.rsa_kid, e.recorded_at, c.credential_id, c.nomination_id, ",
            "c.account_id, c.issuer_slug, c.slug, c.version, c.level, c.subject_id, c.awarded_at, c.valid_until, c.epoch",
            $more_columns,
            " from edition e join credential c on c.credential_id = e.credential_id ",
            $more_tables
        )
    };
}

fn edition(row: &AnyRow) -> Result<Edition, StoreError> {
    let columns = Columns::of(row, "edition", "edition_id");
    let award = Award {
        credential: columns.id("credential_id")?,
        nomination: columns.id("nomination_id")?,
        holder: columns.id("account_id")?,
        issuer: columns.text("issuer_slug")?,
        slug: columns.text("slug")?,
        version: columns.text("version")?,
        level: columns.optional_text("level")?,
        subject: columns.text("subject_id")?,
        awarded_at: columns.instant("awarded_at")?,
        valid_until: columns.optional_instant("valid_until")?,
        epoch: columns.number("epoch")?,
    };
    Ok(Edition {
        id: columns.id("edition_id")?,
        number: columns.number("number")?,
        award,
        slot: Slot { list: columns.text("list_id")?, index: columns.number("slot")? },
        ed25519_kid: columns.text("ed25519_kid")?,
        rsa_kid: columns.text("rsa_kid")?,
        recorded_at: columns.instant("recorded_at")?,
    })
}

/// The living edition of each of these credentials, with its signed bytes.
pub(crate) async fn published(
    connection: &mut AnyConnection,
    credentials: &[CredentialId],
) -> Result<HashMap<CredentialId, Published>, StoreError> {
    let mut found = HashMap::with_capacity(credentials.len());
    for chunk in credentials.chunks(rows_per_statement(1)) {
        let sql = list(
            select_edition!(
                ", e.published_at, e.json_digest, s.json, s.jwt",
                "join signed_edition s on s.edition_id = e.edition_id where e.state = 'published' and c.credential_id in"
            ),
            1..=chunk.len(),
            "",
        );
        let query = chunk.iter().fold(sqlx::query(sql), |q, id| q.bind(id.to_string()));
        for row in query.fetch_all(&mut *connection).await? {
            let published = read_published(&row)?;
            found.insert(published.award().credential, published);
        }
    }
    Ok(found)
}

fn read_published(row: &AnyRow) -> Result<Published, StoreError> {
    let columns = Columns::of(row, "signed_edition", "edition_id");
    let json = columns.bytes("json")?;
    if digest(&json) != columns.bytes("json_digest")? {
        return Err(columns.wrong("json"));
    }
    Ok(Published::read_back(edition(row)?, json, columns.text("jwt")?, columns.instant("published_at")?))
}

/// The credential that a nomination led to, published or not.
pub(crate) async fn credentials_of(
    connection: &mut AnyConnection,
    nominations: &[NominationId],
) -> Result<HashMap<NominationId, CredentialId>, StoreError> {
    let mut found = HashMap::with_capacity(nominations.len());
    for chunk in nominations.chunks(rows_per_statement(1)) {
        let sql = list(
            "select nomination_id, credential_id from credential where cancelled_at is null and nomination_id in",
            1..=chunk.len(),
            "",
        );
        let query = chunk.iter().fold(sqlx::query(sql), |q, id| q.bind(id.to_string()));
        for row in query.fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "credential", "credential_id");
            found.insert(columns.id("nomination_id")?, columns.id("credential_id")?);
        }
    }
    Ok(found)
}

/// Editions that were recorded and neither published nor cancelled, oldest first: work to finish.
/// Read from a snapshot, so that what they say is on the disk.
pub(crate) async fn unfinished_oldest(snapshot: &mut Snapshot, most: u32) -> Result<Vec<Prepared>, StoreError> {
    let sql = select_edition!(
        ", e.payload_digest, p.payload",
        "join edition_payload p on p.edition_id = e.edition_id where e.state = 'recorded' order by e.recorded_at, e.edition_id limit $1"
    );
    let rows = sqlx::query(sql).bind(i64::from(most)).fetch_all(snapshot.connection()).await?;
    rows.iter().map(|row| read_prepared(row, &snapshot.proof())).collect()
}

/// As [`unfinished_oldest`], of these credentials.
pub(crate) async fn unfinished(snapshot: &mut Snapshot, credentials: &[CredentialId]) -> Result<Vec<Prepared>, StoreError> {
    let mut found = Vec::new();
    for chunk in credentials.chunks(rows_per_statement(1)) {
        let sql = list(
            select_edition!(
                ", e.payload_digest, p.payload",
                "join edition_payload p on p.edition_id = e.edition_id where e.state = 'recorded' and c.credential_id in"
            ),
            1..=chunk.len(),
            "",
        );
        let query = chunk.iter().fold(sqlx::query(sql), |q, id| q.bind(id.to_string()));
        for row in query.fetch_all(snapshot.connection()).await? {
            found.push(read_prepared(&row, &snapshot.proof())?);
        }
    }
    Ok(found)
}

/// The recorded edition of a credential, if there is one.
pub(crate) async fn find_recorded(connection: &mut AnyConnection, credential: CredentialId) -> Result<Option<Edition>, StoreError> {
    let sql = select_edition!("", "where e.state = 'recorded' and c.credential_id = $1");
    let row = sqlx::query(sql).bind(credential.to_string()).fetch_optional(connection).await?;
    row.map(|row| edition(&row)).transpose()
}

fn read_prepared(row: &AnyRow, proof: &Committed) -> Result<Prepared, StoreError> {
    let columns = Columns::of(row, "edition_payload", "edition_id");
    let payload = columns.bytes("payload")?;
    if digest(&payload) != columns.bytes("payload_digest")? {
        return Err(columns.wrong("payload"));
    }
    Ok(Recorded(Draft { edition: edition(row)?, payload }).committed(proof))
}

/// Cancels a recorded edition whose quorum is gone: its slot is burned, and a first edition takes
/// its credential with it, so that the nomination can be completed again.
pub(crate) async fn cancel(writing: &mut Writing, edition: &Edition, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update status_slot set revoked_at = $1, reason = 'cancelled' where edition_id = $2 and revoked_at is null")
        .bind(now.as_ms())
        .bind(edition.id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("status_slot")?;
    sqlx::query("update edition set state = 'cancelled' where edition_id = $1 and state = 'recorded'")
        .bind(edition.id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("edition")?;
    if edition.number > 1 {
        return Ok(());
    }
    sqlx::query("update credential set cancelled_at = $1 where credential_id = $2 and cancelled_at is null")
        .bind(now.as_ms())
        .bind(edition.award.credential.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("credential")?;
    sqlx::query("update nomination set closed_at = null where nomination_id = $1")
        .bind(edition.award.nomination.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("nomination")
}

/// What the store knows of a credential besides its signed bytes.
pub(crate) struct Fate {
    pub(crate) edition: Option<EditionId>,
    pub(crate) erased_at: Option<Timestamp>,
    pub(crate) revoked: Option<(Timestamp, String)>,
    pub(crate) suspended_at: Option<Timestamp>,
    pub(crate) editions: u32,
}

/// The newest edition's slot, and whether the credential was erased; `None` if there is no such
/// credential or it was cancelled.
pub(crate) async fn find_fate(connection: &mut AnyConnection, credential: CredentialId) -> Result<Option<Fate>, StoreError> {
    let sql = "select c.credential_id, e.edition_id, e.number, e.state, s.revoked_at, s.reason, s.suspended_at, x.erased_at from credential c \
               join edition e on e.credential_id = c.credential_id join status_slot s on s.list_id = e.list_id and s.slot = e.slot \
               left join erasure x on x.credential_id = c.credential_id \
               where c.credential_id = $1 and c.cancelled_at is null and e.state <> 'cancelled' order by e.number desc";
    let rows = sqlx::query(sql).bind(credential.to_string()).fetch_all(connection).await?;
    let Some(newest) = rows.first() else { return Ok(None) };
    let living = rows.iter().find(|row| Columns::of(row, "edition", "edition_id").text("state").is_ok_and(|s| s == "published"));
    let columns = Columns::of(living.unwrap_or(newest), "edition", "edition_id");
    let revoked = match (columns.optional_instant("revoked_at")?, columns.optional_text("reason")?) {
        (Some(at), Some(reason)) => Some((at, reason)),
        (None, None) => None,
        _ => return Err(columns.wrong("reason")),
    };
    Ok(Some(Fate {
        edition: if living.is_some() { Some(columns.id("edition_id")?) } else { None },
        erased_at: columns.optional_instant("erased_at")?,
        revoked,
        suspended_at: columns.optional_instant("suspended_at")?,
        editions: u32::try_from(rows.len()).unwrap_or(u32::MAX),
    }))
}

/// The award, whatever became of it.
pub(crate) async fn find_award(connection: &mut AnyConnection, credential: CredentialId) -> Result<Option<Award>, StoreError> {
    let sql = select_edition!("", "where e.number = 1 and c.credential_id = $1");
    let row = sqlx::query(sql).bind(credential.to_string()).fetch_optional(connection).await?;
    row.map(|row| edition(&row).map(|e| e.award)).transpose()
}

/// The number of the next edition.
pub(crate) async fn next_number(connection: &mut AnyConnection, credential: CredentialId) -> Result<u32, StoreError> {
    let sql = "select c.credential_id, (select count(*) from edition e where e.credential_id = c.credential_id) + 1 as number \
               from credential c where c.credential_id = $1";
    let row = sqlx::query(sql).bind(credential.to_string()).fetch_one(connection).await?;
    Columns::of(&row, "credential", "credential_id").number("number")
}

/// Sets the slot of the newest living or recorded edition, for ever.
pub(crate) async fn revoke(
    writing: &mut Writing,
    credential: CredentialId,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update status_slot set revoked_at = $1, reason = $2 where revoked_at is null and edition_id in \
               (select edition_id from edition where credential_id = $3 and state in ('published', 'recorded'))";
    let done = sqlx::query(sql).bind(now.as_ms()).bind(reason).bind(credential.to_string()).execute(writing.connection()).await?;
    match done.rows_affected() {
        0 => Err(StoreError::RowCount { table: "status_slot", found: 0 }),
        _ => Ok(()),
    }
}

/// Sets or lifts the suspension of an edition's slot.
pub(crate) async fn set_suspended(writing: &mut Writing, edition: EditionId, at: Option<Timestamp>) -> Result<(), StoreError> {
    sqlx::query("update status_slot set suspended_at = $1 where edition_id = $2 and revoked_at is null")
        .bind(at.map(Timestamp::as_ms))
        .bind(edition.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("status_slot")
}

/// What the register says about one edition.
pub(crate) struct Entry {
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
    /// When the bytes that were asked about were published and logged; `None` if they are others.
    pub(crate) logged_at: Option<Timestamp>,
}

/// The edition of `credential` with exactly these bytes; else, since wallets write the same document
/// anew, the one that starts to be valid at `valid_from`.
pub(crate) async fn find_entry(
    connection: &mut AnyConnection,
    credential: CredentialId,
    digest: &[u8],
    valid_from: Option<Timestamp>,
) -> Result<Option<Entry>, StoreError> {
    let sql = "select e.edition_id, e.state, e.recorded_at, e.published_at, e.json_digest, e.jwt_digest, s.reason from edition e \
               join status_slot s on s.list_id = e.list_id and s.slot = e.slot \
               where e.credential_id = $1 order by e.number desc";
    let rows = sqlx::query(sql).bind(credential.to_string()).fetch_all(connection).await?;
    let mut dated = None;
    for row in &rows {
        let columns = Columns::of(row, "edition", "edition_id");
        let (json, jwt) = (columns.optional_bytes("json_digest")?, columns.optional_bytes("jwt_digest")?);
        let exact = [json, jwt].into_iter().flatten().any(|known| known == digest);
        let (state, reason) = (columns.text("state")?, columns.optional_text("reason")?);
        if exact {
            return Ok(Some(Entry { state, reason, logged_at: columns.optional_instant("published_at")? }));
        }
        if dated.is_none() && valid_from == Some(columns.instant("recorded_at")?) {
            dated = Some(Entry { state, reason, logged_at: None });
        }
    }
    Ok(dated)
}
