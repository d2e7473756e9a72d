//! Rows of `tick`.

use std::str::FromStr;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{CameFrom, Seen, Standing, Tick};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, TrainingId};

/// Ticks with whether a standing attestation holds them.
const TICKS: &str = "select t.account_id, t.slug, t.criterion, t.trainer_id, t.met, t.level, t.came_from, t.ticked_at, t.attestation_id, \
    case when a.attestation_id is not null and a.withdrawn_at is null then 1 else 0 end as attested \
    from tick t left join attestation a on a.attestation_id = t.attestation_id where t.training_id = $1";

/// Nobody else writes ticks about this person until the transaction ends; whether they take part, and
/// were not erased.
pub(crate) async fn hold_participant(writing: &mut Writing, training: TrainingId, participant: AccountId) -> Result<bool, StoreError> {
    const FIND: &str = "select p.account_id from participation p join account a on a.account_id = p.account_id \
        where p.training_id = $1 and p.account_id = $2 and a.erased_at is null";
    const HOLD: &str = "select p.account_id from participation p join account a on a.account_id = p.account_id \
        where p.training_id = $1 and p.account_id = $2 and a.erased_at is null for update of p";
    let sql = writing.dialect().choose(FIND, HOLD);
    let found = sqlx::query(sql).bind(training.to_string()).bind(participant.to_string()).fetch_optional(writing.connection()).await?;
    Ok(found.is_some())
}

/// Every tick of a training, by participant, class, criterion and trainer.
pub(crate) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<Tick>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("{TICKS} order by t.account_id, t.slug, t.criterion, t.trainer_id"));
    sqlx::query(sql).bind(training.to_string()).fetch_all(connection).await?.iter().map(tick).collect()
}

/// The ticks of one trainer about one person.
pub(crate) async fn of_trainer(
    connection: &mut AnyConnection,
    training: TrainingId,
    participant: AccountId,
    trainer: AccountId,
) -> Result<Vec<Tick>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("{TICKS} and t.account_id = $2 and t.trainer_id = $3 order by t.slug, t.criterion"));
    let query = sqlx::query(sql).bind(training.to_string()).bind(participant.to_string()).bind(trainer.to_string());
    query.fetch_all(connection).await?.iter().map(tick).collect()
}

/// A tick to be written.
#[derive(Debug)]
pub(crate) struct NewTick<'t> {
    pub(crate) training: TrainingId,
    pub(crate) participant: AccountId,
    pub(crate) trainer: AccountId,
    pub(crate) slug: &'t str,
    pub(crate) criterion: &'t str,
    pub(crate) seen: &'t Seen,
    pub(crate) came_from: CameFrom,
    pub(crate) at: Timestamp,
}

/// Puts a tick in the place of an earlier one, if there is one; the attestation that was made of that
/// one must have been withdrawn.
pub(crate) async fn put(writing: &mut Writing, new: &NewTick<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into tick (training_id, account_id, slug, criterion, trainer_id, met, level, came_from, ticked_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (training_id, account_id, slug, criterion, trainer_id) do update set \
         met = excluded.met, level = excluded.level, came_from = excluded.came_from, ticked_at = excluded.ticked_at, attestation_id = null",
    )
    .bind(new.training.to_string())
    .bind(new.participant.to_string())
    .bind(new.slug)
    .bind(new.criterion)
    .bind(new.trainer.to_string())
    .bind(i64::from(new.seen.is_met()))
    .bind(new.seen.level())
    .bind(new.came_from.as_str())
    .bind(new.at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("tick")
}

fn tick(row: &AnyRow) -> Result<Tick, StoreError> {
    let columns = Columns::of(row, "tick", "account_id");
    let seen = match (columns.flag("met")?, columns.optional_text("level")?) {
        (true, level) => Seen::Met { level },
        (false, Some(level)) => Seen::Below { level },
        (false, None) => Seen::NotYet,
    };
    Ok(Tick {
        participant: columns.id("account_id")?,
        slug: columns.text("slug")?,
        criterion: columns.text("criterion")?,
        trainer: columns.id("trainer_id")?,
        seen,
        came_from: columns.parsed("came_from")?,
        ticked_at: columns.instant("ticked_at")?,
        attestation: columns.optional_id("attestation_id")?,
        standing: if columns.flag("attested")? { Standing::Attested } else { Standing::Free },
    })
}

impl FromStr for CameFrom {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Phone, Self::Paper].into_iter().find(|from| from.as_str() == word).ok_or(())
    }
}

/// Notes at a trainer's ticks the standing attestations that say the same; those that have one already stay as they are.
pub(crate) async fn note_attested(writing: &mut Writing, training: TrainingId, trainer: AccountId) -> Result<(), StoreError> {
    const SAME: &str = "select min(a.attestation_id) from attestation a \
        join attestation_criterion c on c.attestation_id = a.attestation_id and c.criterion = tick.criterion \
            and c.level is not distinct from tick.level \
        join nomination n on n.nomination_id = a.nomination_id and n.account_id = tick.account_id and n.slug = tick.slug \
        join training_class k on k.training_id = tick.training_id and k.slug = n.slug and k.version = n.version \
        where a.trainer_id = tick.trainer_id and a.withdrawn_at is null";
    // Literals only.
    let sql = sqlx::AssertSqlSafe(format!(
        "update tick set attestation_id = ({SAME}) where training_id = $1 and trainer_id = $2 and met = 1 and ({SAME}) is not null \
         and (attestation_id is null or exists (select 1 from attestation w where w.attestation_id = tick.attestation_id and w.withdrawn_at is not null))"
    ));
    sqlx::query(sql).bind(training.to_string()).bind(trainer.to_string()).execute(writing.connection()).await?;
    Ok(())
}
