//! Counting rows. Days are counted in SQL and put together to months here: the two backends have no
//! words in common for months.

use std::collections::{BTreeMap, HashMap};

use super::{Counts, Numbers, TrainerPair};
use crate::platform::database::{Columns, Snapshot, StoreError};
use crate::vocabulary::Timestamp;

const DAY_MS: i64 = 86_400_000;

/// Badges that were published, by class and day.
const BY_CLASS: &str = "select c.slug as what, c.awarded_at / 86400000 as day, count(*) as badges from credential c \
    where exists (select 1 from edition e where e.credential_id = c.credential_id and e.state in ('published', 'superseded')) \
    group by c.slug, c.awarded_at / 86400000";

const BY_AFFILIATE: &str = "select t.affiliate as what, c.awarded_at / 86400000 as day, count(distinct c.credential_id) as badges \
    from attestation t join credential c on c.nomination_id = t.nomination_id \
    where t.withdrawn_at is null and exists (select 1 from edition e where e.credential_id = c.credential_id and e.state in ('published', 'superseded')) \
    group by t.affiliate, c.awarded_at / 86400000";

const REVOKED: &str = "select c.slug, count(distinct c.credential_id) as badges from status_slot s join edition e on e.edition_id = s.edition_id \
    join credential c on c.credential_id = e.credential_id where s.reason in ('error', 'misconduct', 'holder') group by c.slug";

const PAIRS: &str = "select a.trainer_id as one, b.trainer_id as other, count(distinct a.nomination_id) as badges \
    from attestation a join attestation b on b.nomination_id = a.nomination_id and a.trainer_id < b.trainer_id \
    where a.withdrawn_at is null and b.withdrawn_at is null group by a.trainer_id, b.trainer_id \
    order by 3 desc, 1, 2 limit 100";

const ALONE: &str =
    "select trainer_id, count(distinct nomination_id) as badges from attestation where withdrawn_at is null group by trainer_id";

const EACH_OTHER: &str = "select distinct a.trainer_id as one, b.trainer_id as other from attestation a \
    join attestation b on b.trainer_id = a.holder_id and b.holder_id = a.trainer_id \
    where a.withdrawn_at is null and b.withdrawn_at is null and a.trainer_id < b.trainer_id";

pub(super) async fn numbers(view: &mut Snapshot) -> Result<Numbers, StoreError> {
    let by_class = by_month(view, BY_CLASS).await?;
    let by_affiliate = by_month(view, BY_AFFILIATE).await?;
    let mut revoked = BTreeMap::new();
    for row in &sqlx::query(REVOKED).fetch_all(view.connection()).await? {
        let columns = Columns::of(row, "credential", "slug");
        revoked.insert(columns.text("slug")?, columns.number("badges")?);
    }
    Ok(Numbers { by_class, by_affiliate, revoked })
}

async fn by_month(view: &mut Snapshot, sql: &'static str) -> Result<Counts, StoreError> {
    let mut counts = Counts::new();
    for row in &sqlx::query(sql).fetch_all(view.connection()).await? {
        let columns = Columns::of(row, "credential", "what");
        let day: i64 = columns.number("day")?;
        let mut month = Timestamp::from_ms(day.saturating_mul(DAY_MS)).date();
        month.truncate("2026-11".len());
        *counts.entry((columns.text("what")?, month)).or_default() += columns.number::<i64>("badges")?;
    }
    Ok(counts)
}

pub(super) async fn pairs(view: &mut Snapshot) -> Result<Vec<TrainerPair>, StoreError> {
    let mut alone: HashMap<String, i64> = HashMap::new();
    for row in &sqlx::query(ALONE).fetch_all(view.connection()).await? {
        let columns = Columns::of(row, "attestation", "trainer_id");
        alone.insert(columns.text("trainer_id")?, columns.number("badges")?);
    }
    let mut mutual: Vec<(String, String)> = Vec::new();
    for row in &sqlx::query(EACH_OTHER).fetch_all(view.connection()).await? {
        let columns = Columns::of(row, "attestation", "one");
        mutual.push((columns.text("one")?, columns.text("other")?));
    }
    let pair = |row| {
        let columns = Columns::of(row, "attestation", "one");
        let (one, other) = (columns.text("one")?, columns.text("other")?);
        let of = |id: &str| alone.get(id).copied().unwrap_or_default();
        Ok(TrainerPair {
            trainers: [columns.id("one")?, columns.id("other")?],
            together: columns.number("badges")?,
            alone: [of(&one), of(&other)],
            each_other: mutual.contains(&(one, other)),
        })
    };
    sqlx::query(PAIRS).fetch_all(view.connection()).await?.iter().map(pair).collect()
}
