//! Rows of `proposal`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Proposal, ProposalOutcome};
use crate::community::requests::store::{answer_in, answered, one_after_the_other, put_answer};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, ProposalId};

/// # Errors
/// [`StoreError::RowCount`] if who proposes was erased.
pub(crate) async fn insert(writing: &mut Writing, new: &Proposal) -> Result<(), StoreError> {
    sqlx::query(
        "insert into proposal (proposal_id, kind, title, words, language, proposed_by, proposed_at) \
         select $1, $2, $3, $4, $5, a.account_id, $6 from account a where a.account_id = $7 and a.erased_at is null",
    )
    .bind(new.id.to_string())
    .bind(new.kind.as_str())
    .bind(&new.title)
    .bind(&new.words)
    .bind(new.language.as_str())
    .bind(new.at.as_ms())
    .bind(new.by.to_string())
    .execute(writing.connection())
    .await?
    .exactly_one("proposal")
}

/// # Errors
/// [`StoreError::RowCount`] if it was answered before, or there is none.
pub(crate) async fn answer(
    writing: &mut Writing,
    id: ProposalId,
    (outcome, words): (ProposalOutcome, Option<&str>),
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let answering = answer_in!("proposal", "proposal_id", "proposed_by");
    put_answer(writing, answering, &id.to_string(), (outcome.as_str(), words), by, now).await?.exactly_one("proposal")
}

/// `select` of proposals.
macro_rules! select_proposal {
    ($rest:literal) => {
        concat!(
            "select proposal_id, kind, title, words, language, proposed_by, proposed_at, outcome, answered_by, answered_at, answer from proposal ",
            $rest
        )
    };
}

/// How many somebody proposed since an instant.
pub(crate) async fn count_since(connection: &mut AnyConnection, by: AccountId, since: Timestamp) -> Result<i64, StoreError> {
    let sql = "select count(*) from proposal where proposed_by = $1 and proposed_at >= $2";
    Ok(sqlx::query_scalar(sql).bind(by.to_string()).bind(since.as_ms()).fetch_one(connection).await?)
}

/// What somebody proposed, the newest first.
pub(crate) async fn of_person(connection: &mut AnyConnection, by: AccountId) -> Result<Vec<Proposal>, StoreError> {
    let sql = select_proposal!("where proposed_by = $1 order by proposed_at desc, proposal_id limit 200");
    sqlx::query(sql).bind(by.to_string()).fetch_all(connection).await?.iter().map(proposal).collect()
}

/// What waits, the oldest first, and then what was answered, the newest first.
pub(crate) async fn all(connection: &mut AnyConnection) -> Result<Vec<Proposal>, StoreError> {
    let waiting = select_proposal!("where outcome is null order by proposed_at, proposal_id limit 500");
    let answered = select_proposal!("where outcome is not null order by answered_at desc, proposal_id limit 100");
    one_after_the_other(connection, [waiting, answered], proposal).await
}

fn proposal(row: &AnyRow) -> Result<Proposal, StoreError> {
    let columns = Columns::of(row, "proposal", "proposal_id");
    Ok(Proposal {
        id: columns.id("proposal_id")?,
        kind: columns.parsed("kind")?,
        title: columns.optional_text("title")?,
        words: columns.optional_text("words")?,
        language: columns.parsed("language")?,
        by: columns.id("proposed_by")?,
        at: columns.instant("proposed_at")?,
        answered: answered(columns)?,
    })
}
