//! Rows of `correction_request`.

use sqlx::AnyConnection;
use sqlx::any::{AnyQueryResult, AnyRow};

use super::{Answered, CorrectionOutcome, CorrectionRequest, Wrong};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CorrectionId, CredentialId};

/// The statement that writes an answer into a table, unless there is one. Words to somebody who was erased
/// meanwhile are not kept.
macro_rules! answer_in {
    ($table:literal, $id:literal, $asked_by:literal) => {
        concat!(
            "update ",
            $table,
            " set outcome = $1, answered_by = $2, answered_at = $3, answer = case when exists (select 1 from account a where a.account_id = ",
            $asked_by,
            " and a.erased_at is null) then $4 end where ",
            $id,
            " = $5 and outcome is null"
        )
    };
}
pub(super) use answer_in;

/// Holder and class of a badge that was issued and not erased.
pub(crate) async fn badge(connection: &mut AnyConnection, id: CredentialId) -> Result<Option<(AccountId, String)>, StoreError> {
    let sql = "select c.credential_id, c.account_id, c.slug from credential c where c.credential_id = $1 and c.cancelled_at is null \
               and not exists (select 1 from erasure x where x.credential_id = c.credential_id)";
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| {
        let columns = Columns::of(&row, "credential", "credential_id");
        Ok((columns.id("account_id")?, columns.text("slug")?))
    })
    .transpose()
}

/// # Errors
/// [`StoreError::Taken`] if a request about this badge waits already; [`StoreError::RowCount`] if its
/// holder was erased.
pub(crate) async fn insert(
    writing: &mut Writing,
    id: CorrectionId,
    about: (CredentialId, AccountId, Wrong),
    wish: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (credential, holder, wrong) = about;
    sqlx::query(
        "insert into correction_request (correction_id, credential_id, asked_by, about, wish, asked_at) \
         select $1, $2, a.account_id, $3, $4, $5 from account a where a.account_id = $6 and a.erased_at is null",
    )
    .bind(id.to_string())
    .bind(credential.to_string())
    .bind(wrong.as_str())
    .bind(wish)
    .bind(now.as_ms())
    .bind(holder.to_string())
    .execute(writing.connection())
    .await?
    .exactly_one("correction_request")
}

/// # Errors
/// [`StoreError::RowCount`] if it was answered before.
pub(crate) async fn answer(
    writing: &mut Writing,
    id: CorrectionId,
    (outcome, words): (CorrectionOutcome, Option<&str>),
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let answering = answer_in!("correction_request", "correction_id", "asked_by");
    put_answer(writing, answering, &id.to_string(), (outcome.as_str(), words), by, now).await?.exactly_one("correction_request")
}

/// `select` of requests with the class of their badge.
macro_rules! select_request {
    ($rest:literal) => {
        concat!(
            "select r.correction_id, r.credential_id, c.slug, r.asked_by, r.about, r.wish, r.asked_at, r.outcome, r.answered_by, r.answered_at, ",
            "r.answer from correction_request r join credential c on c.credential_id = r.credential_id ",
            $rest
        )
    };
}

pub(crate) async fn find(connection: &mut AnyConnection, id: CorrectionId) -> Result<Option<CorrectionRequest>, StoreError> {
    let row = sqlx::query(select_request!("where r.correction_id = $1")).bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| request(&row)).transpose()
}

/// What a holder asked for, the newest first.
pub(crate) async fn of_holder(connection: &mut AnyConnection, holder: AccountId) -> Result<Vec<CorrectionRequest>, StoreError> {
    let sql = select_request!("where r.asked_by = $1 order by r.asked_at desc, r.correction_id limit 200");
    sqlx::query(sql).bind(holder.to_string()).fetch_all(connection).await?.iter().map(request).collect()
}

/// What waits, the oldest first, and then what was answered, the newest first.
pub(crate) async fn all(connection: &mut AnyConnection) -> Result<Vec<CorrectionRequest>, StoreError> {
    let waiting = select_request!("where r.outcome is null order by r.asked_at, r.correction_id limit 500");
    let answered = select_request!("where r.outcome is not null order by r.answered_at desc, r.correction_id limit 100");
    one_after_the_other(connection, [waiting, answered], request).await
}

fn request(row: &AnyRow) -> Result<CorrectionRequest, StoreError> {
    let columns = Columns::of(row, "correction_request", "correction_id");
    Ok(CorrectionRequest {
        id: columns.id("correction_id")?,
        credential: columns.id("credential_id")?,
        slug: columns.text("slug")?,
        holder: columns.id("asked_by")?,
        wrong: columns.parsed("about")?,
        wish: columns.optional_text("wish")?,
        asked_at: columns.instant("asked_at")?,
        answered: answered(columns)?,
    })
}

/// The answer in a row of requests, appeals or proposals.
pub(super) fn answered<O: std::str::FromStr>(columns: Columns<'_>) -> Result<Option<Answered<O>>, StoreError> {
    let Some(word) = columns.optional_text("outcome")? else { return Ok(None) };
    let outcome = word.parse().map_err(|_| columns.wrong("outcome"))?;
    let (by, at) = (columns.id("answered_by")?, columns.instant("answered_at")?);
    Ok(Some(Answered { outcome, by, at, words: columns.optional_text("answer")? }))
}

/// Whether the person was erased who asked for a correction, made an appeal or a proposal; `id` is of any of the three.
pub(crate) async fn is_of_erased(connection: &mut AnyConnection, id: &str) -> Result<bool, StoreError> {
    let sql = "select count(*) as erased from account where erased_at is not null and account_id in (\
               select asked_by from correction_request where correction_id = $1 \
               union select made_by from appeal where appeal_id = $1 \
               union select proposed_by from proposal where proposal_id = $1)";
    let row = sqlx::query(sql).bind(id).fetch_one(connection).await?;
    Ok(Columns::of(&row, "account", "erased").number::<i64>("erased")? > 0)
}

/// The rows of two statements.
pub(super) async fn one_after_the_other<T>(
    connection: &mut AnyConnection,
    statements: [&'static str; 2],
    read: fn(&AnyRow) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut all = Vec::new();
    for sql in statements {
        for row in &sqlx::query(sql).fetch_all(&mut *connection).await? {
            all.push(read(row)?);
        }
    }
    Ok(all)
}

/// Runs such a statement.
pub(super) async fn put_answer(
    writing: &mut Writing,
    answering: &'static str,
    id: &str,
    (outcome, words): (&str, Option<&str>),
    by: AccountId,
    now: Timestamp,
) -> Result<AnyQueryResult, StoreError> {
    let query = sqlx::query(answering).bind(outcome).bind(by.to_string()).bind(now.as_ms()).bind(words).bind(id);
    Ok(query.execute(writing.connection()).await?)
}
