//! Rows of `slip`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{DEAD_AFTER, MONTHS, PrintedSlip, RESTS_S, Slip, SlipCode};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, rows_per_statement, values};
use crate::vocabulary::ids::{AccountId, SlipId, TrainingId};
use crate::vocabulary::{Chance, Timestamp};

macro_rules! select_slip {
    ($condition:literal) => {
        concat!(
            "select slip_id, training_id, number, account_id, pin_hash, failures, locked_until, printed_at, expires_at, voided_at ",
            "from slip where ",
            $condition
        )
    };
}

/// What a slip says about its PIN, besides the slip.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) slip: Slip,
    pub(crate) pin_hash: Option<String>,
}

fn kept(row: &AnyRow) -> Result<Kept, StoreError> {
    let columns = Columns::of(row, "slip", "slip_id");
    let pin_hash = columns.optional_text("pin_hash")?;
    let slip = Slip {
        id: columns.id("slip_id")?,
        training: columns.id("training_id")?,
        number: columns.number("number")?,
        account: columns.optional_id("account_id")?,
        has_pin: pin_hash.is_some(),
        failures: columns.number("failures")?,
        locked_until: columns.optional_instant("locked_until")?,
        printed_at: columns.instant("printed_at")?,
        expires_at: columns.instant("expires_at")?,
        voided_at: columns.optional_instant("voided_at")?,
    };
    Ok(Kept { slip, pin_hash })
}

/// The slip with this code, whether it is good or not; none of somebody who was erased.
pub(crate) async fn find(connection: &mut AnyConnection, code: &SlipCode) -> Result<Option<Kept>, StoreError> {
    let sql = select_slip!(
        "code_hash = $1 and not exists (select 1 from account a where a.account_id = slip.account_id and a.erased_at is not null)"
    );
    let found = sqlx::query(sql).bind(code.digest().as_slice()).fetch_optional(connection).await?;
    found.map(|row| kept(&row)).transpose()
}

/// The slips of a training, by number.
pub(crate) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<Slip>, StoreError> {
    let rows = sqlx::query(select_slip!("training_id = $1 order by number")).bind(training.to_string()).fetch_all(connection).await?;
    rows.iter().map(|row| kept(row).map(|kept| kept.slip)).collect()
}

/// The slips that somebody ever had, the newest first.
pub(crate) async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<Slip>, StoreError> {
    let sql = select_slip!("account_id = $1 order by printed_at desc, number desc");
    let rows = sqlx::query(sql).bind(account.to_string()).fetch_all(connection).await?;
    rows.iter().map(|row| kept(row).map(|kept| kept.slip)).collect()
}

/// The highest number that a slip of a training has.
pub(crate) async fn last_number(connection: &mut AnyConnection, training: TrainingId) -> Result<u32, StoreError> {
    let sql = "select coalesce(max(number), 0) as number from slip where training_id = $1";
    let row = sqlx::query(sql).bind(training.to_string()).fetch_one(connection).await?;
    Columns::of(&row, "slip", "number").number("number")
}

/// For whom a slip is printed, and in whose place.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Meant {
    pub(crate) account: Option<AccountId>,
    pub(crate) replaces: Option<SlipId>,
}

/// Writes slips that are printed now.
pub(crate) async fn insert(
    writing: &mut Writing,
    training: TrainingId,
    printed: &[PrintedSlip],
    meant: Meant,
    chance: &Chance,
    now: Timestamp,
) -> Result<(), StoreError> {
    const COLUMNS: usize = 9;
    let before = "insert into slip (slip_id, training_id, number, code_hash, account_id, failures, printed_at, expires_at, replaces)";
    for chunk in printed.chunks(rows_per_statement(COLUMNS)) {
        let query = chunk.iter().fold(sqlx::query(values(before, chunk.len(), COLUMNS, "")), |query, slip| {
            query
                .bind(chance.id::<crate::vocabulary::ids::kind::Slip>().to_string())
                .bind(training.to_string())
                .bind(i64::from(slip.number))
                .bind(slip.code.digest().to_vec())
                .bind(meant.account.map(|id| id.to_string()))
                .bind(0_i64)
                .bind(now.as_ms())
                .bind(now.plus_months(MONTHS).as_ms())
                .bind(meant.replaces.map(|id| id.to_string()))
        });
        query.execute(writing.connection()).await?;
    }
    Ok(())
}

/// Voids a slip: it opens nothing from now on.
pub(crate) async fn void(writing: &mut Writing, id: SlipId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "update slip set voided_at = $1, pin_hash = null where slip_id = $2 and voided_at is null";
    sqlx::query(sql).bind(now.as_ms()).bind(id.to_string()).execute(writing.connection()).await?.exactly_one("slip")
}

/// Writes whose a slip is and its PIN, unless somebody was first; whether it is theirs now.
pub(crate) async fn take(writing: &mut Writing, id: SlipId, account: AccountId, pin_hash: &str) -> Result<bool, StoreError> {
    let sql = "update slip set account_id = $1, pin_hash = $2, failures = 0, locked_until = null \
               where slip_id = $3 and pin_hash is null and voided_at is null and (account_id is null or account_id = $1)";
    let query = sqlx::query(sql).bind(account.to_string()).bind(pin_hash).bind(id.to_string());
    Ok(query.execute(writing.connection()).await?.rows_affected() == 1)
}

/// Counts a PIN as wrong before it is judged; whether it may be judged.
pub(crate) async fn reserve_try(writing: &mut Writing, id: SlipId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "update slip set failures = failures + 1, \
               locked_until = case failures when 0 then null when 1 then null when 2 then cast($1 as bigint) when 3 then cast($2 as bigint) \
               else cast($3 as bigint) end \
               where slip_id = $4 and voided_at is null and failures < $5 and (locked_until is null or locked_until <= $6)";
    let rests = RESTS_S.map(|seconds| now.plus_seconds(seconds).as_ms());
    let query = rests.into_iter().fold(sqlx::query(sql), sqlx::query::Query::bind);
    let query = query.bind(id.to_string()).bind(i64::from(DEAD_AFTER)).bind(now.as_ms());
    Ok(query.execute(writing.connection()).await?.rows_affected() == 1)
}

/// Forgets the wrong ones, because the right PIN came; whether the slip is still good.
pub(crate) async fn forget_tries(writing: &mut Writing, id: SlipId) -> Result<bool, StoreError> {
    let sql = "update slip set failures = 0, locked_until = null where slip_id = $1 and voided_at is null";
    Ok(sqlx::query(sql).bind(id.to_string()).execute(writing.connection()).await?.rows_affected() == 1)
}

/// A write that leaves everything as it is, so that a code which nobody has costs as much time as a wrong PIN. There and
/// back: SQLite writes nothing down, and waits for no disk, where a row gets the values that it has.
pub(crate) async fn pretend_try(writing: &mut Writing) -> Result<(), StoreError> {
    for sql in [
        "update slip set failures = failures + 1 where slip_id = (select min(slip_id) from slip)",
        "update slip set failures = failures - 1 where slip_id = (select min(slip_id) from slip)",
    ] {
        sqlx::query(sql).execute(writing.connection()).await?;
    }
    Ok(())
}
