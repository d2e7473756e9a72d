//! Rows of `participation`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Chosen, Joining, Participation, PutForward};
use crate::community::attestation::{ConfirmedBy, Disclosure, ReleasedName};
use crate::community::people::Minor;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::standards::json;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};

/// What a training says to whoever joins.
#[derive(Debug)]
pub(crate) struct Terms {
    /// Who will sign.
    pub(crate) issuer: String,
    /// Nothing of it is ever issued.
    pub(crate) rehearsal: bool,
    /// Nobody joins by the slide from then on.
    pub(crate) join_closes_at: Timestamp,
}

/// The terms of a training, held until the end of the transaction: of two who join at once, one waits,
/// so that places on the room sheet have no gap and no double.
pub(crate) async fn hold_terms(writing: &mut Writing, training: TrainingId) -> Result<Option<Terms>, StoreError> {
    let sql = writing.dialect().choose(
        "select training_id, issuer_slug, rehearsal, join_closes_at from workshop where training_id = $1",
        "select training_id, issuer_slug, rehearsal, join_closes_at from workshop where training_id = $1 for update",
    );
    let found = sqlx::query(sql).bind(training.to_string()).fetch_optional(writing.connection()).await?;
    found
        .map(|row| {
            let columns = Columns::of(&row, "workshop", "training_id");
            Ok(Terms {
                issuer: columns.text("issuer_slug")?,
                rehearsal: columns.flag("rehearsal")?,
                join_closes_at: columns.instant("join_closes_at")?,
            })
        })
        .transpose()
}

/// `select` of participations whose person was not erased, with one more condition.
macro_rules! select_participation {
    ($condition:literal) => {
        concat!(
            "select p.training_id, p.account_id, p.number, p.called, p.names, p.account_shown, p.language, p.minor, p.guardian_at, ",
            "p.came_by, p.joined_at, p.confirmed_by, p.confirmed_at, p.left_at from participation p ",
            "join account a on a.account_id = p.account_id where a.erased_at is null and ",
            $condition
        )
    };
}

pub(crate) async fn find(
    connection: &mut AnyConnection,
    training: TrainingId,
    account: AccountId,
) -> Result<Option<Participation>, StoreError> {
    let sql = select_participation!("p.training_id = $1 and p.account_id = $2");
    let found = sqlx::query(sql).bind(training.to_string()).bind(account.to_string()).fetch_optional(connection).await?;
    found.map(|row| participation(&row)).transpose()
}

/// Everybody on the room sheet, in its order; whoever was erased is not among them.
pub(crate) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<Participation>, StoreError> {
    let sql = select_participation!("p.training_id = $1 order by p.number");
    sqlx::query(sql).bind(training.to_string()).fetch_all(connection).await?.iter().map(participation).collect()
}

/// The trainings that a person joined, the latest first.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<Participation>, StoreError> {
    let sql = select_participation!("p.account_id = $1 order by p.joined_at desc, p.training_id");
    sqlx::query(sql).bind(account.to_string()).fetch_all(connection).await?.iter().map(participation).collect()
}

fn participation(row: &AnyRow) -> Result<Participation, StoreError> {
    let columns = Columns::of(row, "participation", "account_id");
    let confirmed_by: ConfirmedBy = columns.parsed("confirmed_by")?;
    let confirmed = match (confirmed_by, columns.optional_instant("confirmed_at")?) {
        (ConfirmedBy::Nobody, None) => None,
        (by @ (ConfirmedBy::Holder | ConfirmedBy::Trainer), Some(at)) => Some((by, at)),
        _ => return Err(columns.wrong("confirmed_at")),
    };
    let called = columns.optional_text("called")?;
    let chosen = Chosen {
        called: called.map(|name| ReleasedName::new(&name).map_err(|_| columns.wrong("called"))).transpose()?,
        names: names(columns)?,
        account: if columns.flag("account_shown")? { Disclosure::Shown } else { Disclosure::Withheld },
        language: columns.parsed("language")?,
        minor: if columns.flag("minor")? { Minor::Yes } else { Minor::No },
    };
    Ok(Participation {
        training: columns.id("training_id")?,
        account: columns.id("account_id")?,
        number: columns.number("number")?,
        chosen,
        guardian_at: columns.optional_instant("guardian_at")?,
        came_by: columns.parsed("came_by")?,
        joined_at: columns.instant("joined_at")?,
        confirmed,
        left_at: columns.optional_instant("left_at")?,
    })
}

/// Stored names are checked again: a row is input. `NULL`: emptied by erasure.
fn names(columns: Columns<'_>) -> Result<Vec<ReleasedName>, StoreError> {
    let Some(text) = columns.optional_text("names")? else { return Ok(Vec::new()) };
    let stored = json::parse(text.as_bytes(), &json::Limits::default()).map_err(|_| columns.wrong("names"))?;
    let list = stored.as_array().ok_or_else(|| columns.wrong("names"))?;
    list.iter().map(|name| name.as_str().and_then(|n| ReleasedName::new(n).ok()).ok_or_else(|| columns.wrong("names"))).collect()
}

fn written(chosen: &Chosen, account: AccountId) -> Result<String, StoreError> {
    serde_json::to_string(&chosen.names).map_err(|_| StoreError::inconsistent("participation", "names", account))
}

/// Puts somebody down at the next place.
pub(crate) async fn insert(writing: &mut Writing, new: &Joining, chosen: &Chosen, now: Timestamp) -> Result<(), StoreError> {
    let confirmed = new.confirmed_by != ConfirmedBy::Nobody;
    sqlx::query(
        "insert into participation (training_id, account_id, number, called, names, account_shown, language, minor, came_by, joined_at, \
         confirmed_by, confirmed_at) \
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11 from participation where training_id = $1",
    )
    .bind(new.training.to_string())
    .bind(new.account.to_string())
    .bind(chosen.called())
    .bind(written(chosen, new.account)?)
    .bind(i64::from(chosen.account == Disclosure::Shown))
    .bind(chosen.language.as_str())
    .bind(i64::from(chosen.minor == Minor::Yes))
    .bind(new.came_by.as_str())
    .bind(now.as_ms())
    .bind(new.confirmed_by.as_str())
    .bind(confirmed.then_some(now.as_ms()))
    .execute(writing.connection())
    .await?
    .exactly_one("participation")
}

/// Writes what was chosen and who confirmed it, in the place of what stood there.
pub(crate) async fn choose(
    writing: &mut Writing,
    (training, account): (TrainingId, AccountId),
    chosen: &Chosen,
    by: ConfirmedBy,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "update participation set called = $1, names = $2, account_shown = $3, language = $4, minor = $5, confirmed_by = $6, \
         confirmed_at = $7 where training_id = $8 and account_id = $9",
    )
    .bind(chosen.called())
    .bind(written(chosen, account)?)
    .bind(i64::from(chosen.account == Disclosure::Shown))
    .bind(chosen.language.as_str())
    .bind(i64::from(chosen.minor == Minor::Yes))
    .bind(by.as_str())
    .bind((by != ConfirmedBy::Nobody).then_some(now.as_ms()))
    .bind(training.to_string())
    .bind(account.to_string())
    .execute(writing.connection())
    .await?
    .exactly_one("participation")
}

/// Notes that a trainer saw the guardian's slip; whether that was new.
pub(crate) async fn note_guardian(
    writing: &mut Writing,
    training: TrainingId,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update participation set guardian_at = $1 where training_id = $2 and account_id = $3 and guardian_at is null";
    let query = sqlx::query(sql).bind(now.as_ms()).bind(training.to_string()).bind(account.to_string());
    Ok(query.execute(writing.connection()).await?.rows_affected() == 1)
}

/// Notes that somebody left, or is here again.
pub(crate) async fn note_left(
    writing: &mut Writing,
    training: TrainingId,
    account: AccountId,
    left_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "update participation set left_at = $1 where training_id = $2 and account_id = $3";
    let query = sqlx::query(sql).bind(left_at.map(Timestamp::as_ms)).bind(training.to_string()).bind(account.to_string());
    query.execute(writing.connection()).await?.exactly_one("participation")
}

macro_rules! select_put_forward {
    ($condition:literal) => {
        concat!(
            "select n.nomination_id, n.account_id, n.slug, n.version, n.closed_at, coalesce(w.rehearsal, 0) as rehearsal, ",
            "cast(case when n.training_id = p.training_id then 1 else 0 end as bigint) as made_here, ",
            "(select count(*) from credential c where c.nomination_id = n.nomination_id and c.cancelled_at is null) as badges ",
            "from participation p join training_class t on t.training_id = p.training_id ",
            "join nomination n on n.account_id = p.account_id and n.slug = t.slug and n.version = t.version ",
            "and (n.training_id = p.training_id or n.closed_at is null) ",
            "left join workshop w on w.training_id = n.training_id where p.training_id = $1",
            $condition,
            " order by p.number, n.slug, n.version, n.created_at, n.nomination_id"
        )
    };
}

/// The nominations of everybody in a training for its classes, withdrawn ones too, in the order of the room sheet.
pub(crate) async fn put_forward(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<PutForward>, StoreError> {
    let rows = sqlx::query(select_put_forward!("")).bind(training.to_string()).fetch_all(connection).await?;
    rows.iter().map(line).collect()
}

/// The same of one person.
pub(crate) async fn put_forward_of(
    connection: &mut AnyConnection,
    training: TrainingId,
    account: AccountId,
) -> Result<Vec<PutForward>, StoreError> {
    let query = sqlx::query(select_put_forward!(" and p.account_id = $2")).bind(training.to_string()).bind(account.to_string());
    query.fetch_all(connection).await?.iter().map(line).collect()
}

fn line(row: &AnyRow) -> Result<PutForward, StoreError> {
    let columns = Columns::of(row, "nomination", "nomination_id");
    Ok(PutForward {
        account: columns.id("account_id")?,
        slug: columns.text("slug")?,
        version: columns.text("version")?,
        nomination: columns.id("nomination_id")?,
        made_here: columns.number::<i64>("made_here")? == 1,
        rehearsal: columns.flag("rehearsal")?,
        open: columns.optional_instant("closed_at")?.is_none(),
        recorded: columns.number::<i64>("badges")? > 0,
    })
}

/// Gives an open nomination another language.
pub(crate) async fn speak(writing: &mut Writing, nomination: NominationId, language: &str) -> Result<(), StoreError> {
    let sql = "update nomination set language = $1 where nomination_id = $2 and closed_at is null";
    sqlx::query(sql).bind(language).bind(nomination.to_string()).execute(writing.connection()).await?;
    Ok(())
}

/// Whether a trainer said something about a nomination, and did not take it back.
pub(crate) async fn is_attested(writing: &mut Writing, nomination: NominationId) -> Result<bool, StoreError> {
    let sql = "select attestation_id from attestation where nomination_id = $1 and withdrawn_at is null limit 1";
    Ok(sqlx::query(sql).bind(nomination.to_string()).fetch_optional(writing.connection()).await?.is_some())
}
