//! Asking the store the audit's questions.

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::platform::database::{Columns, StoreError};
use crate::vocabulary::Timestamp;

/// A question's answers: each names a row that violates the rule.
pub(super) async fn answers(connection: &mut AnyConnection, question: &'static str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(question).fetch_all(connection).await?;
    rows.iter().map(|row| Columns::of(row, "audit", "found").text("found")).collect()
}

/// Stored bytes beside the digest that was written with them.
pub(super) struct Stored {
    pub(super) edition: String,
    pub(super) bytes: Vec<u8>,
    pub(super) digest: Vec<u8>,
}

/// The next page of stored bytes behind the edition `after`, by a question with three columns.
pub(super) async fn stored(
    connection: &mut AnyConnection,
    question: &'static str,
    after: &str,
    most: i64,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(question).bind(after.to_owned()).bind(most).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "edition", "edition_id");
            Ok(Stored { edition: columns.text("edition_id")?, bytes: columns.bytes("bytes")?, digest: columns.bytes("digest")? })
        })
        .collect()
}

/// As [`stored`], for a column of text.
pub(super) async fn stored_text(
    connection: &mut AnyConnection,
    question: &'static str,
    after: &str,
    most: i64,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(question).bind(after.to_owned()).bind(most).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "edition", "edition_id");
            let bytes = columns.text("bytes")?.into_bytes();
            Ok(Stored { edition: columns.text("edition_id")?, bytes, digest: columns.bytes("digest")? })
        })
        .collect()
}

/// A published edition with everything that its signatures need.
pub(super) struct StoredEdition {
    pub(super) id: String,
    pub(super) payload: Vec<u8>,
    pub(super) json: Vec<u8>,
    pub(super) jwt: String,
    pub(super) ed25519_jwk: Option<String>,
    pub(super) rsa_jwk: Option<String>,
}

/// The next page of signed editions behind the edition `after`.
pub(super) async fn editions(connection: &mut AnyConnection, after: &str, most: i64) -> Result<Vec<StoredEdition>, StoreError> {
    let sql = "select e.edition_id, p.payload, s.json, s.jwt, d.public_jwk as ed25519_jwk, r.public_jwk as rsa_jwk \
               from edition e join edition_payload p on p.edition_id = e.edition_id \
               join signed_edition s on s.edition_id = e.edition_id \
               left join key_pair d on d.kid = e.ed25519_kid left join key_pair r on r.kid = e.rsa_kid \
               where e.edition_id > $1 order by e.edition_id limit $2";
    let rows = sqlx::query(sql).bind(after.to_owned()).bind(most).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "edition", "edition_id");
            Ok(StoredEdition {
                id: columns.text("edition_id")?,
                payload: columns.bytes("payload")?,
                json: columns.bytes("json")?,
                jwt: columns.text("jwt")?,
                ed25519_jwk: columns.optional_text("ed25519_jwk")?,
                rsa_jwk: columns.optional_text("rsa_jwk")?,
            })
        })
        .collect()
}

/// The newest signed edition of a status list.
pub(super) struct StoredList {
    pub(super) list: String,
    pub(super) purpose: String,
    pub(super) signed: Vec<u8>,
    /// Whether nothing changed since it was prepared.
    pub(super) current: bool,
    pub(super) capacity: usize,
    pub(super) prepared_at: Timestamp,
}

/// The newest signed edition of each list and purpose.
pub(super) async fn newest_lists(connection: &mut AnyConnection) -> Result<Vec<StoredList>, StoreError> {
    let sql = "select e.list_id, e.purpose, e.signed, e.of_change, l.change, l.capacity, e.prepared_at from status_list_edition e \
               join status_list l on l.list_id = e.list_id \
               where e.signed is not null and not exists (select 1 from status_list_edition o where o.list_id = e.list_id \
                   and o.purpose = e.purpose and o.signed is not null and o.version > e.version) order by e.list_id, e.purpose";
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "status_list_edition", "list_id");
            Ok(StoredList {
                list: columns.text("list_id")?,
                purpose: columns.text("purpose")?,
                signed: columns.bytes("signed")?,
                current: columns.number::<i64>("of_change")? == columns.number::<i64>("change")?,
                capacity: columns.number("capacity")?,
                prepared_at: columns.instant("prepared_at")?,
            })
        })
        .collect()
}

/// Slots of a list whose bit must be set for this purpose, and since when.
pub(super) async fn set_slots(connection: &mut AnyConnection, list: &str, purpose: &str) -> Result<Vec<(usize, Timestamp)>, StoreError> {
    let sql = match purpose {
        "suspension" => "select slot, suspended_at as since from status_slot where list_id = $1 and suspended_at is not null",
        _ => "select slot, revoked_at as since from status_slot where list_id = $1 and revoked_at is not null",
    };
    let rows = sqlx::query(sql).bind(list.to_owned()).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "status_slot", "slot");
            Ok((columns.number("slot")?, columns.instant("since")?))
        })
        .collect()
}

/// An entry of the log.
pub(super) struct StoredEntry {
    pub(super) seq: i64,
    pub(super) kind: String,
    pub(super) subject: Option<String>,
    pub(super) nonce: Option<Vec<u8>>,
    pub(super) commitment: Vec<u8>,
    pub(super) chain: Vec<u8>,
}

/// The next page of entries behind `after`.
pub(super) async fn log_entries(connection: &mut AnyConnection, after: i64, most: i64) -> Result<Vec<StoredEntry>, StoreError> {
    let sql = "select seq, kind, subject, nonce, commitment, chain from log_entry where seq > $1 order by seq limit $2";
    let rows = sqlx::query(sql).bind(after).bind(most).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "log_entry", "seq");
            Ok(StoredEntry {
                seq: columns.number("seq")?,
                kind: columns.text("kind")?,
                subject: columns.optional_text("subject")?,
                nonce: columns.optional_bytes("nonce")?,
                commitment: columns.bytes("commitment")?,
                chain: columns.bytes("chain")?,
            })
        })
        .collect()
}

/// Number and link of the log's head.
pub(super) async fn log_head(connection: &mut AnyConnection) -> Result<(i64, Vec<u8>), StoreError> {
    let row = sqlx::query("select seq, chain from log_head").fetch_one(connection).await?;
    let columns = Columns::of(&row, "log_head", "seq");
    Ok((columns.number("seq")?, columns.bytes("chain")?))
}

/// The signed JSON of every edition of a credential.
pub(super) async fn signed_json(connection: &mut AnyConnection, credential: &str) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "select e.edition_id, s.json from signed_edition s join edition e on e.edition_id = s.edition_id where e.credential_id = $1";
    let rows = sqlx::query(sql).bind(credential.to_owned()).fetch_all(connection).await?;
    rows.iter().map(|row| Columns::of(row, "signed_edition", "edition_id").bytes("json")).collect()
}

/// A column that can hold personal data.
pub(super) struct PersonalColumn {
    pub(super) table: String,
    pub(super) column: String,
    pub(super) owner: String,
}

/// Every such column, as the schema lists them.
pub(super) async fn personal_columns(connection: &mut AnyConnection) -> Result<Vec<PersonalColumn>, StoreError> {
    let sql = "select table_name, column_name, owner from personal_column order by table_name, column_name";
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "personal_column", "table_name");
            Ok(PersonalColumn { table: columns.text("table_name")?, column: columns.text("column_name")?, owner: columns.text("owner")? })
        })
        .collect()
}

/// In how many rows a column still says something about erased people. The caller has checked that
/// the names are plain identifiers.
pub(super) async fn left_in(connection: &mut AnyConnection, of: &PersonalColumn) -> Result<i64, StoreError> {
    let PersonalColumn { table, column, owner } = of;
    let sql = if owner == "*" {
        format!(
            "select count(*) as rows_left from {table} where {column} is not null and created_at < (select max(erased_at) from account)"
        )
    } else {
        format!("select count(*) as rows_left from {table} where {column} is not null and {owner} in ({ERASED})")
    };
    let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(connection).await?;
    Columns::of(&row, "personal_column", "rows_left").number("rows_left")
}

/// Ids of erased people and of everything that is about them.
const ERASED: &str = "
    select account_id from account where erased_at is not null
    union select n.nomination_id from nomination n join account a on a.account_id = n.account_id where a.erased_at is not null
    union select t.attestation_id from attestation t join account a on a.account_id = t.holder_id where a.erased_at is not null
    union select c.credential_id from credential c join account a on a.account_id = c.account_id where a.erased_at is not null
    union select e.edition_id from edition e join credential c on c.credential_id = e.credential_id
        join account a on a.account_id = c.account_id where a.erased_at is not null
    union select r.correction_id from correction_request r join account a on a.account_id = r.asked_by where a.erased_at is not null
    union select p.appeal_id from appeal p join account a on a.account_id = p.made_by where a.erased_at is not null
    union select p.proposal_id from proposal p join account a on a.account_id = p.proposed_by where a.erased_at is not null";
