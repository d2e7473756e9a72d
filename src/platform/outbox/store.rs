//! The outbox in the database.

use crate::platform::database::{Columns, Database, ExactlyOne, Snapshot, StoreError, Writing};
use crate::vocabulary::ids::OutboxId;
use crate::vocabulary::{Chance, Timestamp};

/// Tries before a row waits for a person: with the pauses between them, about a day and a half.
pub const TRIES: i64 = 12;
/// The pause after the first failure, in seconds; doubled by each one after it.
const FIRST_PAUSE_S: i64 = 30;
/// The longest pause.
const LONGEST_PAUSE_S: i64 = 6 * 3600;

/// Something that is to leave, in the hands of one worker until its lease ends.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same at every try.
    pub id: OutboxId,
    /// Who handles it.
    pub kind: String,
    /// The id of the thing it speaks of.
    pub subject: String,
    /// What to send; may be personal.
    pub payload: String,
    /// When it was put.
    pub created_at: Timestamp,
    /// Which try this is, from 1.
    pub attempt: i64,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("id", &self.id).field("kind", &self.kind).field("attempt", &self.attempt).finish_non_exhaustive()
    }
}

/// A letter that has not left yet, as the person whom it is about is told of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What to send; may be personal, or secret.
    pub payload: String,
    /// When it was put.
    pub created_at: Timestamp,
    /// When it is tried next; `None`: it waits for a person.
    pub due_at: Option<Timestamp>,
    /// Tries so far.
    pub attempts: i64,
}

/// Letters about a subject that have not left, the oldest first.
pub async fn waiting_about(view: &mut Snapshot, subject: &str) -> Result<Vec<Waiting>, StoreError> {
    let sql = "select outbox_id, payload, created_at, due_at, attempts, given_up_at from outbox where subject = $1 and sent_at is null \
               order by created_at, outbox_id";
    let rows = sqlx::query(sql).bind(subject.to_owned()).fetch_all(view.connection()).await?;
    let waiting = |row| {
        let columns = Columns::of(row, "outbox", "outbox_id");
        let due_at = columns.instant("due_at")?;
        Ok(Waiting {
            payload: columns.text("payload")?,
            created_at: columns.instant("created_at")?,
            due_at: if columns.optional_instant("given_up_at")?.is_some() { None } else { Some(due_at) },
            attempts: columns.number("attempts")?,
        })
    };
    rows.iter().map(waiting).collect()
}

/// What became of a letter that could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again.
    Again {
        /// From when on.
        at: Timestamp,
    },
    /// It waits for a person.
    GivenUp,
    /// Another worker has it by now: the lease was over.
    LeaseOver,
}

/// Puts a letter into the transaction; it can be claimed once that is committed.
pub async fn put(
    writing: &mut Writing,
    kind: &str,
    subject: &str,
    payload: &str,
    chance: &Chance,
    now: Timestamp,
) -> Result<OutboxId, StoreError> {
    let id: OutboxId = chance.id();
    let sql = "insert into outbox (outbox_id, kind, subject, payload, created_at, due_at, attempts) values ($1, $2, $3, $4, $5, $5, 0)";
    sqlx::query(sql)
        .bind(id.to_string())
        .bind(kind.to_owned())
        .bind(subject.to_owned())
        .bind(payload.to_owned())
        .bind(now.as_ms())
        .execute(writing.connection())
        .await?;
    Ok(id)
}

/// Takes up to `most` of the letters that are longest due, each for `lease_s` seconds.
///
/// Two workers, also in two processes, never hold the same letter at the same time.
pub async fn claim(database: &Database, now: Timestamp, lease_s: i64, most: i64) -> Result<Vec<Letter>, StoreError> {
    let mut writing = database.writing().await?;
    let sql = writing.dialect().choose(
        "update outbox set due_at = $2, attempts = attempts + 1 where outbox_id in (
            select outbox_id from outbox where sent_at is null and given_up_at is null and due_at <= $1
            order by due_at, outbox_id limit $3)
         returning outbox_id, kind, subject, payload, created_at, attempts",
        "update outbox set due_at = $2, attempts = attempts + 1 where outbox_id in (
            select outbox_id from outbox where sent_at is null and given_up_at is null and due_at <= $1
            order by due_at, outbox_id limit $3 for update skip locked)
         returning outbox_id, kind, subject, payload, created_at, attempts",
    );
    let rows = sqlx::query(sql)
        .bind(now.as_ms())
        .bind(now.plus_seconds(lease_s.max(1)).as_ms())
        .bind(most)
        .fetch_all(writing.connection())
        .await?;
    let letters = rows.iter().map(|row| {
        let columns = Columns::of(row, "outbox", "outbox_id");
        Ok(Letter {
            id: columns.id("outbox_id")?,
            kind: columns.text("kind")?,
            subject: columns.text("subject")?,
            payload: columns.text("payload")?,
            created_at: columns.instant("created_at")?,
            attempt: columns.number("attempts")?,
        })
    });
    let letters = letters.collect::<Result<_, StoreError>>()?;
    let _committed = writing.commit().await?;
    Ok(letters)
}

/// The letter has left: its payload is emptied.
///
/// Right even when the lease was over, because it did leave. A letter that another worker sent
/// meanwhile stays as it is.
pub async fn sent(database: &Database, letter: &Letter, now: Timestamp) -> Result<(), StoreError> {
    let mut writing = database.writing().await?;
    let sql =
        "update outbox set sent_at = $2, payload = null, last_error = null, given_up_at = null where outbox_id = $1 and sent_at is null";
    sqlx::query(sql).bind(letter.id.to_string()).bind(now.as_ms()).execute(writing.connection()).await?;
    let _committed = writing.commit().await?;
    Ok(())
}

/// The letter did not leave: it is due again after a pause that doubles, or waits for a person.
///
/// `said` is kept with the row; erasure of the subject deletes it.
pub async fn fail(database: &Database, letter: &Letter, said: &str, now: Timestamp) -> Result<Failed, StoreError> {
    let due = now.plus_seconds(pause_s(letter.attempt));
    let gives_up = letter.attempt >= TRIES;
    let mut writing = database.writing().await?;
    // Another attempt number means that the lease was over and somebody else has the letter.
    let sql = "update outbox set due_at = $3, last_error = $4, given_up_at = $5 where outbox_id = $1 and attempts = $2 and sent_at is null";
    let touched = sqlx::query(sql)
        .bind(letter.id.to_string())
        .bind(letter.attempt)
        .bind(due.as_ms())
        .bind(said.chars().take(500).collect::<String>())
        .bind(gives_up.then_some(now.as_ms()))
        .execute(writing.connection())
        .await?;
    if touched.rows_affected() == 0 {
        return Ok(Failed::LeaseOver);
    }
    touched.exactly_one("outbox")?;
    let _committed = writing.commit().await?;
    Ok(if gives_up { Failed::GivenUp } else { Failed::Again { at: due } })
}

/// The letter may leave, but not yet: it is due at `until`. That is no failure.
pub async fn put_off(database: &Database, letter: &Letter, until: Timestamp) -> Result<(), StoreError> {
    let mut writing = database.writing().await?;
    let sql = "update outbox set due_at = $3 where outbox_id = $1 and attempts = $2 and sent_at is null and given_up_at is null";
    sqlx::query(sql).bind(letter.id.to_string()).bind(letter.attempt).bind(until.as_ms()).execute(writing.connection()).await?;
    let _committed = writing.commit().await?;
    Ok(())
}

fn pause_s(attempt: i64) -> i64 {
    let doublings = u32::try_from(attempt.clamp(1, 32) - 1).unwrap_or(0);
    FIRST_PAUSE_S.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_PAUSE_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        assert_eq!([1, 2, 3, 10, 11, 12, 99].map(pause_s), [30, 60, 120, 15_360, 21_600, 21_600, 21_600]);
        let all: i64 = (1..TRIES).map(pause_s).sum();
        assert!((12 * 3600..48 * 3600).contains(&all), "{all} s until a person is asked");
    }
}
