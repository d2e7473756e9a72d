//! The log in the database: appending, opening, forgetting, re-counting.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::chain::{Commitment, FIRST, Link, Nonce, commitment, link};
use crate::platform::database::{Columns, ExactlyOne, Snapshot, StoreError, Writing, rows_per_statement, values};
use crate::vocabulary::{Chance, Timestamp};

const COLUMNS: usize = 7;

/// What is to be logged.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'d> {
    /// What was done, as a short word of ours: `edition`, `revocation`, `key` …
    pub kind: &'d str,
    /// The id of the thing, by which erasure finds the entry. Never published.
    pub subject: Option<&'d str>,
    /// The bytes committed to.
    pub object: &'d [u8],
}

impl<'d> Deed<'d> {
    /// A deed whose fact is that it happened to `subject`.
    pub fn about(kind: &'d str, subject: &'d str) -> Self {
        Self { kind, subject: Some(subject), object: subject.as_bytes() }
    }

    /// Where its person was erased: without the id, which would lead back to them.
    #[must_use]
    pub fn untraced_if(self, erased: bool) -> Self {
        Self { subject: self.subject.filter(|_| !erased), ..self }
    }
}

/// An entry that was written; it counts once its transaction is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number, from 1.
    pub seq: i64,
    /// With the object, this opens the commitment: for the holder's file.
    pub nonce: Nonce,
    /// The commitment.
    pub commitment: Commitment,
    /// The link of the chain.
    pub chain: Link,
}

/// The newest entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub seq: i64,
    /// The link of the newest, or [`FIRST`].
    pub chain: Link,
}

/// Why the log is not whole.
#[derive(Debug, thiserror::Error)]
pub enum ChainFault {
    /// A number is missing or comes twice.
    #[error("log entry {expected} is missing: the next one is {found}")]
    Gap {
        /// The number that should come.
        expected: i64,
        /// The number that came.
        found: i64,
    },
    /// An entry was changed, or one before it.
    #[error("log entry {seq} does not follow from the one before it")]
    Broken {
        /// Its number.
        seq: i64,
    },
    /// The end was cut off, or the head moved.
    #[error("the log ends with entry {last}, but its head says {head}")]
    WrongHead {
        /// The last entry there is.
        last: i64,
        /// What the head says.
        head: i64,
    },
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Appends one entry; see [`append_all`].
pub async fn append(writing: &mut Writing, deed: Deed<'_>, chance: &Chance) -> Result<LogEntry, StoreError> {
    let mut written = append_all(writing, &[deed], chance).await?;
    written.pop().ok_or_else(|| StoreError::RowCount { table: "log_entry", found: 0 })
}

/// Appends entries, in order, with statements for many rows.
///
/// Call it last in a transaction: it takes the lock on the head of the log, for which every other
/// writer then waits until this one has committed.
pub async fn append_all(writing: &mut Writing, deeds: &[Deed<'_>], chance: &Chance) -> Result<Vec<LogEntry>, StoreError> {
    if deeds.is_empty() {
        return Ok(Vec::new());
    }
    let head = locked_head(writing).await?;
    let mut entries: Vec<LogEntry> = Vec::with_capacity(deeds.len());
    for deed in deeds {
        let (seq, before) = entries.last().map_or((head.seq, head.chain), |e| (e.seq, e.chain));
        let (seq, nonce) = (seq + 1, chance.bytes());
        let commitment = commitment(deed.kind, &nonce, deed.object);
        let chain = link(&before, seq, deed.kind, &commitment);
        entries.push(LogEntry { seq, nonce, commitment, chain });
    }
    let logged_at = writing.begun_at().map(Timestamp::as_ms);
    let rows: Vec<(&Deed<'_>, &LogEntry)> = deeds.iter().zip(&entries).collect();
    for rows in rows.chunks(rows_per_statement(COLUMNS)) {
        let sql = values("insert into log_entry (seq, kind, subject, nonce, commitment, chain, logged_at)", rows.len(), COLUMNS, "");
        let mut insert = sqlx::query(sql);
        for (deed, entry) in rows {
            insert = insert.bind(entry.seq).bind(deed.kind.to_owned()).bind(deed.subject.map(str::to_owned));
            insert = insert.bind(entry.nonce.to_vec()).bind(entry.commitment.to_vec()).bind(entry.chain.to_vec());
            insert = insert.bind(logged_at);
        }
        insert.execute(writing.connection()).await?;
    }
    let newest = entries.last().map_or(head, |e| Head { seq: e.seq, chain: e.chain });
    sqlx::query("update log_head set seq = $1, chain = $2 where id = 1 and seq = $3")
        .bind(newest.seq)
        .bind(newest.chain.to_vec())
        .bind(head.seq)
        .execute(writing.connection())
        .await?
        .exactly_one("log_head")?;
    Ok(entries)
}

async fn locked_head(writing: &mut Writing) -> Result<Head, StoreError> {
    let sql = writing.dialect().choose("select seq, chain from log_head", "select seq, chain from log_head for update");
    head_of(&sqlx::query(sql).fetch_one(writing.connection()).await?)
}

fn head_of(row: &AnyRow) -> Result<Head, StoreError> {
    let columns = Columns::of(row, "log_head", "seq");
    Ok(Head { seq: columns.number("seq")?, chain: link_of(&columns, "chain")? })
}

fn link_of(columns: &Columns<'_>, column: &'static str) -> Result<[u8; 32], StoreError> {
    columns.bytes(column)?.try_into().map_err(|_| columns.wrong(column))
}

/// The nonces by which entries about `subject` can be opened, oldest first; none after erasure.
pub async fn opening(snapshot: &mut Snapshot, subject: &str) -> Result<Vec<(i64, Nonce)>, StoreError> {
    let rows = sqlx::query("select seq, nonce from log_entry where subject = $1 and nonce is not null order by seq")
        .bind(subject.to_owned())
        .fetch_all(snapshot.connection())
        .await?;
    let opening = rows.iter().map(|row| {
        let columns = Columns::of(row, "log_entry", "seq");
        Ok((columns.number("seq")?, link_of(&columns, "nonce")?))
    });
    opening.collect()
}

/// Empties what links entries to `subject`, for ever. Says how many entries there were.
pub async fn forget(writing: &mut Writing, subject: &str) -> Result<u64, StoreError> {
    let forgotten = sqlx::query("update log_entry set nonce = null, subject = null where subject = $1")
        .bind(subject.to_owned())
        .execute(writing.connection())
        .await?;
    Ok(forgotten.rows_affected())
}

/// Computes every link again and compares the last with the head, in constant memory.
///
/// # Errors
/// [`ChainFault`] names the first entry that is wrong.
pub async fn check_chain(snapshot: &mut Snapshot) -> Result<Head, ChainFault> {
    const PAGE: i64 = 1000;
    let mut at = Head { seq: 0, chain: FIRST };
    loop {
        let rows = sqlx::query("select seq, kind, commitment, chain from log_entry where seq > $1 order by seq limit $2")
            .bind(at.seq)
            .bind(PAGE)
            .fetch_all(snapshot.connection())
            .await
            .map_err(StoreError::from)?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            at = follow(at, row)?;
        }
    }
    let head = sqlx::query("select seq, chain from log_head").fetch_one(snapshot.connection()).await.map_err(StoreError::from)?;
    let head = head_of(&head)?;
    if head == at { Ok(head) } else { Err(ChainFault::WrongHead { last: at.seq, head: head.seq }) }
}

fn follow(before: Head, row: &AnyRow) -> Result<Head, ChainFault> {
    let columns = Columns::of(row, "log_entry", "seq");
    let seq: i64 = row.try_get("seq").map_err(StoreError::from)?;
    if seq != before.seq + 1 {
        return Err(ChainFault::Gap { expected: before.seq + 1, found: seq });
    }
    let (said, commitment) = (link_of(&columns, "chain")?, link_of(&columns, "commitment")?);
    if link(&before.chain, seq, &columns.text("kind")?, &commitment) != said {
        return Err(ChainFault::Broken { seq });
    }
    Ok(Head { seq, chain: said })
}

/// Which entries are looked for; what is not said does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What was done.
    pub kind: Option<String>,
    /// The id of the thing.
    pub subject: Option<String>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Below this number.
    pub before: Option<i64>,
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its number.
    pub seq: i64,
    /// What was done.
    pub kind: String,
    /// The id of the thing; none after erasure.
    pub subject: Option<String>,
    /// When, by the program's clock; none for what was written without one.
    pub at: Option<Timestamp>,
    /// The commitment.
    pub commitment: Commitment,
}

/// The newest entries that are looked for, `most` at once.
pub async fn lines(snapshot: &mut Snapshot, wanted: &Wanted, most: u32) -> Result<Vec<LogLine>, StoreError> {
    let sql = "select seq, kind, subject, logged_at, commitment from log_entry where (cast($1 as text) is null or kind = $1) \
               and (cast($2 as text) is null or subject = $2) and (cast($3 as bigint) is null or logged_at >= $3) \
               and (cast($4 as bigint) is null or logged_at < $4) and (cast($5 as bigint) is null or seq < $5) order by seq desc limit $6";
    let rows = sqlx::query(sql)
        .bind(&wanted.kind)
        .bind(&wanted.subject)
        .bind(wanted.from.map(Timestamp::as_ms))
        .bind(wanted.until.map(Timestamp::as_ms))
        .bind(wanted.before)
        .bind(i64::from(most))
        .fetch_all(snapshot.connection())
        .await?;
    let line = |row| {
        let columns = Columns::of(row, "log_entry", "seq");
        Ok(LogLine {
            seq: columns.number("seq")?,
            kind: columns.text("kind")?,
            subject: columns.optional_text("subject")?,
            at: columns.optional_instant("logged_at")?,
            commitment: link_of(&columns, "commitment")?,
        })
    };
    rows.iter().map(line).collect()
}

/// Every kind of entry there is, in alphabetical order.
pub async fn kinds(snapshot: &mut Snapshot) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar("select distinct kind from log_entry order by kind").fetch_all(snapshot.connection()).await?)
}

/// The newest entry, as the head says it.
pub async fn head(snapshot: &mut Snapshot) -> Result<Head, StoreError> {
    head_of(&sqlx::query("select seq, chain from log_head").fetch_one(snapshot.connection()).await?)
}
