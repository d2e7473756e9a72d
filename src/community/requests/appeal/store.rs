//! Rows of `appeal`, and what can be appealed against.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Appeal, AppealOutcome, Decision, Ground};
use crate::community::requests::store::{answer_in, answered, one_after_the_other, put_answer};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, AppealId};

/// Decisions about a person that nobody looked at on appeal yet, the newest first. A nomination
/// counts once its training is over, or, without one, a month after it was made.
const GROUNDS: &str = "
    select 'revocation' as against, r.request_id as decision_id, c.slug, c.credential_id, r.confirmed_at as decided_at
        from revocation_request r join credential c on c.credential_id = r.credential_id
        where c.account_id = $1 and r.confirmed_at is not null and r.asked_by <> $1
        and not exists (select 1 from appeal a where a.request_id = r.request_id)
    union all select 'suspension', s.suspension_id, c.slug, c.credential_id, s.suspended_at
        from suspension s join credential c on c.credential_id = s.credential_id
        where c.account_id = $1 and s.lifted_at is null
        and not exists (select 1 from appeal a where a.suspension_id = s.suspension_id)
    union all select 'correction', k.correction_id, c.slug, c.credential_id, k.answered_at
        from correction_request k join credential c on c.credential_id = k.credential_id
        where k.asked_by = $1 and k.outcome = 'declined'
        and not exists (select 1 from appeal a where a.correction_id = k.correction_id)
    union all select 'attestation', n.nomination_id, n.slug, null, coalesce(t.ends_at, n.created_at)
        from nomination n left join training t on t.training_id = n.training_id
        where n.account_id = $1 and n.closed_at is null and coalesce(t.ends_at, n.created_at + 2592000000) < $2
        and not exists (select 1 from appeal a where a.nomination_id = n.nomination_id and a.outcome is null)
    order by 5 desc, 2";

pub(crate) async fn grounds(connection: &mut AnyConnection, holder: AccountId, now: Timestamp) -> Result<Vec<Ground>, StoreError> {
    let rows = sqlx::query(GROUNDS).bind(holder.to_string()).bind(now.as_ms()).fetch_all(connection).await?;
    let ground = |row: &AnyRow| {
        let columns = Columns::of(row, "appeal", "decision_id");
        let decision = Decision::of(&columns.text("against")?, &columns.text("decision_id")?).map_err(|_| columns.wrong("decision_id"))?;
        Ok(Ground {
            decision,
            slug: columns.text("slug")?,
            credential: columns.optional_id("credential_id")?,
            decided_at: columns.instant("decided_at")?,
        })
    };
    rows.iter().map(ground).collect()
}

/// # Errors
/// [`StoreError::Taken`] if there is an appeal already.
pub(crate) async fn insert(
    writing: &mut Writing,
    id: AppealId,
    (by, decision): (AccountId, Decision),
    code_hash: [u8; 32],
    words: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let only = |wanted: bool| wanted.then(|| decision.id());
    sqlx::query(
        "insert into appeal (appeal_id, made_by, about, request_id, suspension_id, correction_id, nomination_id, code_hash, words, made_at) \
         select $1, a.account_id, $2, $3, $4, $5, $6, $7, $8, $9 from account a where a.account_id = $10 and a.erased_at is null",
    )
    .bind(id.to_string())
    .bind(decision.against().as_str())
    .bind(only(matches!(decision, Decision::Revocation(_))))
    .bind(only(matches!(decision, Decision::Suspension(_))))
    .bind(only(matches!(decision, Decision::Correction(_))))
    .bind(only(matches!(decision, Decision::Attestation(_))))
    .bind(code_hash.to_vec())
    .bind(words)
    .bind(now.as_ms())
    .bind(by.to_string())
    .execute(writing.connection())
    .await?
    .exactly_one("appeal")
}

/// # Errors
/// [`StoreError::RowCount`] if somebody did before, or it is answered.
pub(crate) async fn acknowledge(writing: &mut Writing, id: AppealId, by: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let sql =
        "update appeal set acknowledged_by = $1, acknowledged_at = $2 where appeal_id = $3 and acknowledged_at is null and outcome is null";
    sqlx::query(sql).bind(by.to_string()).bind(now.as_ms()).bind(id.to_string()).execute(writing.connection()).await?.exactly_one("appeal")
}

/// # Errors
/// [`StoreError::RowCount`] if it was answered before; [`StoreError::Rule`] for who decided what it is
/// against; [`StoreError::Constraint`] for its maker.
pub(crate) async fn answer(
    writing: &mut Writing,
    id: AppealId,
    (outcome, words): (AppealOutcome, &str),
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let answering = answer_in!("appeal", "appeal_id", "made_by");
    put_answer(writing, answering, &id.to_string(), (outcome.as_str(), Some(words)), by, now).await?.exactly_one("appeal")
}

/// `select` of appeals with the class that they are about.
macro_rules! select_appeal {
    ($rest:literal) => {
        concat!(
            "select p.appeal_id, p.made_by, p.about, coalesce(p.request_id, p.suspension_id, p.correction_id, p.nomination_id) as decision_id, ",
            "coalesce(c.slug, n.slug, '') as slug, c.credential_id, p.words, p.made_at, p.acknowledged_at, p.outcome, p.answered_by, p.answered_at, ",
            "p.answer from appeal p ",
            "left join revocation_request r on r.request_id = p.request_id left join suspension s on s.suspension_id = p.suspension_id ",
            "left join correction_request k on k.correction_id = p.correction_id left join nomination n on n.nomination_id = p.nomination_id ",
            "left join credential c on c.credential_id = coalesce(r.credential_id, s.credential_id, k.credential_id) ",
            $rest
        )
    };
}

pub(crate) async fn find(connection: &mut AnyConnection, id: AppealId) -> Result<Option<Appeal>, StoreError> {
    let row = sqlx::query(select_appeal!("where p.appeal_id = $1")).bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| appeal(&row)).transpose()
}

pub(crate) async fn find_by_code(connection: &mut AnyConnection, code_hash: [u8; 32]) -> Result<Option<Appeal>, StoreError> {
    let row = sqlx::query(select_appeal!("where p.code_hash = $1")).bind(code_hash.to_vec()).fetch_optional(connection).await?;
    row.map(|row| appeal(&row)).transpose()
}

/// A holder's appeals, the newest first.
pub(crate) async fn of_holder(connection: &mut AnyConnection, holder: AccountId) -> Result<Vec<Appeal>, StoreError> {
    let sql = select_appeal!("where p.made_by = $1 order by p.made_at desc, p.appeal_id limit 200");
    sqlx::query(sql).bind(holder.to_string()).fetch_all(connection).await?.iter().map(appeal).collect()
}

/// What waits, the oldest first, and then what was answered, the newest first.
pub(crate) async fn all(connection: &mut AnyConnection) -> Result<Vec<Appeal>, StoreError> {
    let waiting = select_appeal!("where p.outcome is null order by p.made_at, p.appeal_id limit 500");
    let answered = select_appeal!("where p.outcome is not null order by p.answered_at desc, p.appeal_id limit 100");
    one_after_the_other(connection, [waiting, answered], appeal).await
}

fn appeal(row: &AnyRow) -> Result<Appeal, StoreError> {
    let columns = Columns::of(row, "appeal", "appeal_id");
    let decision = Decision::of(&columns.text("about")?, &columns.text("decision_id")?).map_err(|_| columns.wrong("about"))?;
    Ok(Appeal {
        id: columns.id("appeal_id")?,
        by: columns.id("made_by")?,
        decision,
        slug: columns.text("slug")?,
        credential: columns.optional_id("credential_id")?,
        words: columns.optional_text("words")?,
        made_at: columns.instant("made_at")?,
        acknowledged_at: columns.optional_instant("acknowledged_at")?,
        answered: answered::<AppealOutcome>(columns)?,
    })
}
