//! Rows of `nomination`, `attestation` and what belongs to them.
//!
//! Loading is set-based: a batch of a thousand nominations costs as many statements as one.

use std::collections::{BTreeMap, HashMap};

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Attestation, CriterionMet, Eligible, Evidence, Nomination, NominationState, NotEligible};
use crate::community::catalog::Catalog;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement, values};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, AttestationId, NominationId};

fn nomination(row: &AnyRow) -> Result<Nomination, StoreError> {
    let columns = Columns::of(row, "nomination", "nomination_id");
    Ok(Nomination {
        id: columns.id("nomination_id")?,
        holder: columns.id("account_id")?,
        slug: columns.text("slug")?,
        version: columns.text("version")?,
        issuer: columns.text("issuer_slug")?,
        training: columns.optional_id("training_id")?,
        language: columns.parsed("language")?,
        created_at: columns.instant("created_at")?,
        state: columns.optional_instant("closed_at")?.map_or(NominationState::Open, |at| NominationState::Closed { at }),
    })
}

const NOMINATION: &str = "select nomination_id, account_id, slug, version, issuer_slug, training_id, language, created_at, closed_at from nomination where nomination_id in";

/// Those of `ids` that exist, by id.
pub(crate) async fn nominations(
    connection: &mut AnyConnection,
    ids: &[NominationId],
) -> Result<HashMap<NominationId, Nomination>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows_per_statement(1)) {
        let query = chunk.iter().fold(sqlx::query(list(NOMINATION, 1..=chunk.len(), "")), |q, id| q.bind(id.to_string()));
        for row in query.fetch_all(&mut *connection).await? {
            let nomination = nomination(&row)?;
            found.insert(nomination.id, nomination);
        }
    }
    Ok(found)
}

/// The open nominations of a person, the oldest first, each with the name of its training and whether that is a rehearsal.
pub(crate) async fn open_of(
    connection: &mut AnyConnection,
    holder: AccountId,
) -> Result<Vec<(NominationId, Option<String>, bool)>, StoreError> {
    let sql = "select n.nomination_id, t.name, coalesce(w.rehearsal, 0) as rehearsal from nomination n \
               left join training t on t.training_id = n.training_id left join workshop w on w.training_id = n.training_id \
               where n.account_id = $1 and n.closed_at is null order by n.created_at, n.nomination_id";
    let rows = sqlx::query(sql).bind(holder.to_string()).fetch_all(connection).await?;
    let line = |row| {
        let columns = Columns::of(row, "nomination", "nomination_id");
        Ok((columns.id("nomination_id")?, columns.optional_text("name")?, columns.flag("rehearsal")?))
    };
    rows.iter().map(line).collect()
}

/// The open nomination of this person for this class version.
pub(crate) async fn find_open(connection: &mut AnyConnection, of: &Nomination) -> Result<Option<NominationId>, StoreError> {
    let sql = "select nomination_id from nomination where account_id = $1 and slug = $2 and version = $3 and closed_at is null";
    let row = sqlx::query(sql).bind(of.holder.to_string()).bind(&of.slug).bind(&of.version).fetch_optional(connection).await?;
    row.map(|row| Columns::of(&row, "nomination", "nomination_id").id("nomination_id")).transpose()
}

pub(crate) async fn insert_nomination(writing: &mut Writing, new: &Nomination, by: Option<AccountId>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into nomination (nomination_id, account_id, slug, version, issuer_slug, training_id, nominated_by, language, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.id.to_string())
    .bind(new.holder.to_string())
    .bind(&new.slug)
    .bind(&new.version)
    .bind(&new.issuer)
    .bind(new.training.map(|id| id.to_string()))
    .bind(by.map(|id| id.to_string()))
    .bind(new.language.as_str())
    .bind(new.created_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("nomination")
}

/// Closes an open nomination.
///
/// # Errors
/// [`StoreError::RowCount`] if it was closed before.
pub(crate) async fn close_nomination(writing: &mut Writing, id: NominationId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update nomination set closed_at = $1 where nomination_id = $2 and closed_at is null")
        .bind(now.as_ms())
        .bind(id.to_string())
        .execute(writing.connection())
        .await?
        .exactly_one("nomination")
}

/// Attestations of these nominations, withdrawn ones too, oldest first.
pub(crate) async fn attestations_of(
    connection: &mut AnyConnection,
    nominations: &[NominationId],
) -> Result<HashMap<NominationId, Vec<Attestation>>, StoreError> {
    let mut found: HashMap<NominationId, Vec<Attestation>> = HashMap::with_capacity(nominations.len());
    for chunk in nominations.chunks(rows_per_statement(1)) {
        let bound = |before, after| chunk.iter().fold(sqlx::query(list(before, 1..=chunk.len(), after)), |q, id| q.bind(id.to_string()));
        let mut parts = Parts::default();
        let criteria = bound(
            "select c.attestation_id, c.criterion, c.level from attestation_criterion c \
             join attestation a on a.attestation_id = c.attestation_id where a.nomination_id in",
            "order by c.attestation_id, c.criterion",
        );
        parts.take_criteria(&criteria.fetch_all(&mut *connection).await?)?;
        let evidence = bound(
            "select e.attestation_id, e.url, e.narrative from evidence e \
             join attestation a on a.attestation_id = e.attestation_id where a.nomination_id in",
            "order by e.attestation_id, e.ordinal",
        );
        parts.take_evidence(&evidence.fetch_all(&mut *connection).await?)?;
        let rows = bound(
            "select attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, statement, shown_as, attested_at, withdrawn_at \
             from attestation where nomination_id in",
            "order by attested_at, attestation_id",
        );
        for row in rows.fetch_all(&mut *connection).await? {
            let attestation = parts.attestation(&row)?;
            found.entry(attestation.nomination).or_default().push(attestation);
        }
    }
    Ok(found)
}

/// One attestation.
pub(crate) async fn find_attestation(connection: &mut AnyConnection, id: AttestationId) -> Result<Option<Attestation>, StoreError> {
    let sql = "select nomination_id from attestation where attestation_id = $1";
    let Some(row) = sqlx::query(sql).bind(id.to_string()).fetch_optional(&mut *connection).await? else { return Ok(None) };
    let nomination: NominationId = Columns::of(&row, "attestation", "attestation_id").id("nomination_id")?;
    let all = attestations_of(connection, &[nomination]).await?;
    Ok(all.into_values().flatten().find(|a| a.id == id))
}

/// What other tables say about attestations, until their row is read.
#[derive(Default)]
struct Parts {
    criteria: BTreeMap<String, Vec<CriterionMet>>,
    evidence: BTreeMap<String, Vec<Evidence>>,
}

impl Parts {
    fn take_criteria(&mut self, rows: &[AnyRow]) -> Result<(), StoreError> {
        for row in rows {
            let columns = Columns::of(row, "attestation_criterion", "attestation_id");
            let met = CriterionMet { criterion: columns.text("criterion")?, level: columns.optional_text("level")? };
            self.criteria.entry(columns.text("attestation_id")?).or_default().push(met);
        }
        Ok(())
    }

    fn take_evidence(&mut self, rows: &[AnyRow]) -> Result<(), StoreError> {
        for row in rows {
            let columns = Columns::of(row, "evidence", "attestation_id");
            let narrative = columns.optional_text("narrative")?.unwrap_or_default();
            let seen = Evidence { url: columns.optional_text("url")?, narrative };
            self.evidence.entry(columns.text("attestation_id")?).or_default().push(seen);
        }
        Ok(())
    }

    fn attestation(&mut self, row: &AnyRow) -> Result<Attestation, StoreError> {
        let columns = Columns::of(row, "attestation", "attestation_id");
        let key = columns.text("attestation_id")?;
        Ok(Attestation {
            id: columns.id("attestation_id")?,
            nomination: columns.id("nomination_id")?,
            holder: columns.id("holder_id")?,
            trainer: columns.id("trainer_id")?,
            mandate: columns.id("mandate_id")?,
            affiliate: columns.text("affiliate")?,
            criteria: self.criteria.remove(&key).unwrap_or_default(),
            statement: columns.optional_text("statement")?.unwrap_or_default(),
            evidence: self.evidence.remove(&key).unwrap_or_default(),
            shown_as: columns.parsed("shown_as")?,
            attested_at: columns.instant("attested_at")?,
            withdrawn_at: columns.optional_instant("withdrawn_at")?,
        })
    }
}

pub(crate) async fn insert_attestation(writing: &mut Writing, new: &Attestation) -> Result<(), StoreError> {
    sqlx::query(
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, statement, shown_as, attested_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.id.to_string())
    .bind(new.nomination.to_string())
    .bind(new.holder.to_string())
    .bind(new.trainer.to_string())
    .bind(new.mandate.to_string())
    .bind(&new.affiliate)
    .bind(&new.statement)
    .bind(new.shown_as.as_str())
    .bind(new.attested_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("attestation")?;
    // Before the criteria: the database takes no criterion without the evidence that its class asks for.
    for (ordinal, seen) in (1_i64..).zip(&new.evidence) {
        sqlx::query("insert into evidence (attestation_id, ordinal, url, narrative) values ($1, $2, $3, $4)")
            .bind(new.id.to_string())
            .bind(ordinal)
            .bind(&seen.url)
            .bind(&seen.narrative)
            .execute(writing.connection())
            .await?
            .exactly_one("evidence")?;
    }
    let sql = values("insert into attestation_criterion (attestation_id, criterion, level)", new.criteria.len(), 3, "");
    let query = new.criteria.iter().fold(sqlx::query(sql), |q, met| q.bind(new.id.to_string()).bind(&met.criterion).bind(&met.level));
    query.execute(writing.connection()).await?;
    Ok(())
}

/// The condition that the holder or the badge of an attestation was erased.
macro_rules! erased {
    () => {
        "(exists (select 1 from account a where a.account_id = attestation.holder_id and a.erased_at is not null) \
          or exists (select 1 from erasure e join credential c on c.credential_id = e.credential_id \
                     where c.nomination_id = attestation.nomination_id))"
    };
}

/// Whether the holder or the badge of an attestation was erased.
pub(crate) async fn is_erased(connection: &mut AnyConnection, id: AttestationId) -> Result<bool, StoreError> {
    let sql = concat!("select count(*) as erased from attestation where attestation_id = $1 and ", erased!());
    let row = sqlx::query(sql).bind(id.to_string()).fetch_one(connection).await?;
    Ok(Columns::of(&row, "attestation", "erased").number::<i64>("erased")? > 0)
}

/// Takes an attestation back.
///
/// # Errors
/// [`StoreError::RowCount`] if it was taken back before.
pub(crate) async fn withdraw_attestation(writing: &mut Writing, id: AttestationId, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    // Nothing is written about an erased person: then the reason is dropped.
    let sql = concat!(
        "update attestation set withdrawn_at = $1, withdrawn_reason = case when ",
        erased!(),
        " then null else cast($2 as text) end where attestation_id = $3 and withdrawn_at is null"
    );
    sqlx::query(sql).bind(now.as_ms()).bind(reason).bind(id.to_string()).execute(writing.connection()).await?.exactly_one("attestation")
}

/// Waits for whoever changes this nomination now, where the backend has row locks.
pub(crate) async fn lock_nomination(writing: &mut Writing, id: NominationId) -> Result<(), StoreError> {
    let sql = writing.dialect().choose(
        "select nomination_id from nomination where nomination_id = $1",
        "select nomination_id from nomination where nomination_id = $1 for update",
    );
    sqlx::query(sql).bind(id.to_string()).fetch_optional(writing.connection()).await?;
    Ok(())
}

/// Counts each nomination inside `writing`, which will record those that are complete.
///
/// The rows are locked first where the backend has row locks, so that a withdrawal comes either
/// before the count or after the commit.
pub(crate) async fn count_eligible(
    writing: &mut Writing,
    ids: &[NominationId],
    catalog: &Catalog,
) -> Result<Vec<Result<Eligible, NotEligible>>, StoreError> {
    let lock = writing.dialect().choose("", "order by nomination_id for update");
    for chunk in ids.chunks(rows_per_statement(1)) {
        let sql = list("select nomination_id from nomination where nomination_id in", 1..=chunk.len(), lock);
        chunk.iter().fold(sqlx::query(sql), |q, id| q.bind(id.to_string())).fetch_all(writing.connection()).await?;
    }
    let mut nominations = nominations(writing.connection(), ids).await?;
    let mut attestations = attestations_of(writing.connection(), ids).await?;
    let mut counted = Vec::with_capacity(ids.len());
    for id in ids {
        // Taken out: the same id twice in a batch is "unknown" the second time, never two badges.
        counted.push(match nominations.remove(id) {
            None => Err(NotEligible::Unknown(*id)),
            Some(nomination) => match catalog.class_version(&nomination.slug, &nomination.version) {
                None => Err(NotEligible::NoClass(format!("{} {}", nomination.slug, nomination.version))),
                Some(class) => Eligible::count(nomination, class, attestations.remove(id).unwrap_or_default()),
            },
        });
    }
    Ok(counted)
}

/// How many attestations a trainer made since `since`, withdrawn ones too.
pub(crate) async fn attested_since(connection: &mut AnyConnection, trainer: AccountId, since: Timestamp) -> Result<usize, StoreError> {
    let sql = "select count(*) as made from attestation where trainer_id = $1 and attested_at > $2";
    let row = sqlx::query(sql).bind(trainer.to_string()).bind(since.as_ms()).fetch_one(connection).await?;
    Columns::of(&row, "attestation", "made").number("made")
}

/// Notes that a trainer came to the end of a day's attesting; `false`: that was noted before on this day.
pub(crate) async fn note_cap(writing: &mut Writing, trainer: AccountId, day: i64) -> Result<bool, StoreError> {
    let sql = "insert into attesting_cap (account_id, day) values ($1, $2) on conflict do nothing";
    let done = sqlx::query(sql).bind(trainer.to_string()).bind(day).execute(writing.connection()).await?;
    Ok(done.rows_affected() == 1)
}
