//! Rows of `training` and of the class versions that are frozen by their first use.

use std::collections::HashMap;

use sqlx::AnyConnection;

use super::{Training, TrainingAhead};
use crate::community::catalog::{BadgeClass, Rubric};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement, values};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, NominationId, TrainingId};

/// Writes down what this class version means, when it is first used; the database refuses to change
/// it afterwards, and its triggers count quorums, levels and evidence by these rows.
pub(crate) async fn freeze_class(writing: &mut Writing, class: &BadgeClass, now: Timestamp) -> Result<(), StoreError> {
    let levels = || (1_i64..).zip(class.rubric().map_or(&[][..], Rubric::levels));
    let required = class.rubric().map(Rubric::required);
    let frozen = sqlx::query(
        "insert into class_version (slug, version, digest, frozen_at, least_place, least_evidence) values ($1, $2, $3, $4, $5, $6) \
         on conflict do nothing",
    )
    .bind(class.slug())
    .bind(class.version())
    .bind(class.digest().to_string())
    .bind(now.as_ms())
    .bind(levels().find(|(_, level)| Some(level.id()) == required).map(|(place, _)| place))
    .bind(i64::from(class.evidence().minimum()))
    .execute(writing.connection())
    .await?;
    if frozen.rows_affected() == 0 {
        return Ok(());
    }
    for (place, level) in levels() {
        sqlx::query("insert into class_level (slug, version, level, place) values ($1, $2, $3, $4)")
            .bind(class.slug())
            .bind(class.version())
            .bind(level.id())
            .bind(place)
            .execute(writing.connection())
            .await?
            .exactly_one("class_level")?;
    }
    let criteria = class.criteria();
    let before = "insert into class_criterion (slug, version, criterion, quorum, distinct_affiliates, ordinal)";
    let query = (0_i64..).zip(criteria).fold(sqlx::query(values(before, criteria.len(), 6, "")), |q, (ordinal, criterion)| {
        q.bind(class.slug())
            .bind(class.version())
            .bind(criterion.id())
            .bind(i64::from(criterion.quorum()))
            .bind(i64::from(criterion.distinct_affiliates()))
            .bind(ordinal)
    });
    query.execute(writing.connection()).await?;
    Ok(())
}

/// Trainings of a trainer that are not over at `now`, the nearest first.
pub(crate) async fn trainings_ahead(
    connection: &mut AnyConnection,
    trainer: AccountId,
    now: Timestamp,
) -> Result<Vec<TrainingAhead>, StoreError> {
    let sql = "select t.training_id, t.name, t.ends_at, c.slug from training t \
               join training_trainer r on r.training_id = t.training_id join training_class c on c.training_id = t.training_id \
               where r.account_id = $1 and t.ends_at > $2 order by t.ends_at, t.training_id, c.slug";
    let rows = sqlx::query(sql).bind(trainer.to_string()).bind(now.as_ms()).fetch_all(connection).await?;
    let mut ahead: Vec<TrainingAhead> = Vec::new();
    for row in &rows {
        let columns = Columns::of(row, "training", "training_id");
        let (id, slug) = (columns.id("training_id")?, columns.text("slug")?);
        match ahead.last_mut().filter(|last| last.id == id) {
            Some(last) => last.classes.push(slug),
            None => {
                let (name, ends_at) = (columns.text("name")?, columns.instant("ends_at")?);
                ahead.push(TrainingAhead { id, name, ends_at, classes: vec![slug] });
            }
        }
    }
    Ok(ahead)
}

/// Slug, version and digest of every class version ever used.
pub(crate) async fn frozen_classes(connection: &mut AnyConnection) -> Result<Vec<(String, String, String)>, StoreError> {
    let rows = sqlx::query("select slug, version, digest from class_version order by slug, version").fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns::of(row, "class_version", "slug");
            Ok((columns.text("slug")?, columns.text("version")?, columns.text("digest")?))
        })
        .collect()
}

pub(crate) async fn insert_training(writing: &mut Writing, new: &Training, by: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let id = new.id.to_string();
    sqlx::query(
        "insert into training (training_id, name, place, starts_at, ends_at, affiliate, created_by, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(&new.name)
    .bind(&new.place)
    .bind(new.starts_at.as_ms())
    .bind(new.ends_at.as_ms())
    .bind(&new.affiliate)
    .bind(by.to_string())
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("training")?;
    let classes = values("insert into training_class (training_id, slug, version)", new.classes.len(), 3, "");
    let query = new.classes.iter().fold(sqlx::query(classes), |q, (slug, version)| q.bind(&id).bind(slug).bind(version));
    query.execute(writing.connection()).await?;
    let trainers = values("insert into training_trainer (training_id, account_id)", new.trainers.len(), 2, "");
    let query = new.trainers.iter().fold(sqlx::query(trainers), |q, trainer| q.bind(&id).bind(trainer.to_string()));
    query.execute(writing.connection()).await?;
    Ok(())
}

pub(crate) async fn find_training(connection: &mut AnyConnection, id: TrainingId) -> Result<Option<Training>, StoreError> {
    Ok(trainings(connection, &[id]).await?.remove(&id))
}

/// Those of these trainings that there are, with as many statements for all as for one.
pub(crate) async fn trainings(connection: &mut AnyConnection, ids: &[TrainingId]) -> Result<HashMap<TrainingId, Training>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows_per_statement(1)) {
        let all = |before, after| chunk.iter().fold(sqlx::query(list(before, 1..=chunk.len(), after)), |q, id| q.bind(id.to_string()));
        let query = all("select training_id, name, place, starts_at, ends_at, affiliate from training where training_id in", "");
        for row in query.fetch_all(&mut *connection).await? {
            let training = training(Columns::of(&row, "training", "training_id"))?;
            found.insert(training.id, training);
        }
        let query = all("select training_id, slug, version from training_class where training_id in", "order by slug, version");
        for row in query.fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "training_class", "training_id");
            if let Some(training) = found.get_mut(&columns.id("training_id")?) {
                training.classes.push((columns.text("slug")?, columns.text("version")?));
            }
        }
        let query = all("select training_id, account_id from training_trainer where training_id in", "order by account_id");
        for row in query.fetch_all(&mut *connection).await? {
            let columns = Columns::of(&row, "training_trainer", "training_id");
            if let Some(training) = found.get_mut(&columns.id("training_id")?) {
                training.trainers.push(columns.id("account_id")?);
            }
        }
    }
    Ok(found)
}

fn training(columns: Columns<'_>) -> Result<Training, StoreError> {
    Ok(Training {
        id: columns.id("training_id")?,
        name: columns.text("name")?,
        place: columns.text("place")?,
        starts_at: columns.instant("starts_at")?,
        ends_at: columns.instant("ends_at")?,
        affiliate: columns.text("affiliate")?,
        classes: Vec::new(),
        trainers: Vec::new(),
    })
}

/// Who was put forward in a training, and by which nominations, in the order of these; whoever was erased is not
/// among them.
pub(crate) async fn participants(connection: &mut AnyConnection, id: TrainingId) -> Result<Vec<(AccountId, NominationId)>, StoreError> {
    let sql = "select n.nomination_id, n.account_id from nomination n join account a on a.account_id = n.account_id \
               where n.training_id = $1 and a.erased_at is null order by n.created_at, n.nomination_id";
    let rows = sqlx::query(sql).bind(id.to_string()).fetch_all(&mut *connection).await?;
    let line = |row| {
        let columns = Columns::of(row, "nomination", "nomination_id");
        Ok((columns.id("account_id")?, columns.id("nomination_id")?))
    };
    rows.iter().map(line).collect()
}
