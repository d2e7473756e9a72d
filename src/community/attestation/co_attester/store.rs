//! Rows of `co_attester` and `co_attester_person`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::CoAttesterLink;
use crate::community::people::sign_in::SecretDigest;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, CoAttesterId, NominationId, TrainingId};

pub(crate) async fn insert(writing: &mut Writing, new: &CoAttesterLink, secret: SecretDigest) -> Result<(), StoreError> {
    sqlx::query(
        "insert into co_attester (link_id, token_hash, training_id, slug, invited_id, made_by, made_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new.id.to_string())
    .bind(secret.as_bytes().to_vec())
    .bind(new.training.to_string())
    .bind(&new.slug)
    .bind(new.invited.map(|id| id.to_string()))
    .bind(new.made_by.to_string())
    .bind(new.made_at.as_ms())
    .bind(new.expires_at.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("co_attester")?;
    for person in &new.people {
        sqlx::query("insert into co_attester_person (link_id, account_id) values ($1, $2)")
            .bind(new.id.to_string())
            .bind(person.to_string())
            .execute(writing.connection())
            .await?
            .exactly_one("co_attester_person")?;
    }
    Ok(())
}

/// Takes a link back; of one that is over nothing changes.
pub(crate) async fn end(writing: &mut Writing, training: TrainingId, id: CoAttesterId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "update co_attester set ended_at = $3 where link_id = $1 and training_id = $2 and ended_at is null";
    let query = sqlx::query(sql).bind(id.to_string()).bind(training.to_string()).bind(now.as_ms());
    Ok(query.execute(writing.connection()).await?.rows_affected() == 1)
}

fn link(row: &AnyRow) -> Result<CoAttesterLink, StoreError> {
    let columns = Columns::of(row, "co_attester", "link_id");
    Ok(CoAttesterLink {
        id: columns.id("link_id")?,
        training: columns.id("training_id")?,
        slug: columns.text("slug")?,
        invited: columns.optional_id("invited_id")?,
        made_by: columns.id("made_by")?,
        made_at: columns.instant("made_at")?,
        expires_at: columns.instant("expires_at")?,
        ended_at: columns.optional_instant("ended_at")?,
        people: Vec::new(),
    })
}

async fn with_people(connection: &mut AnyConnection, mut link: CoAttesterLink) -> Result<CoAttesterLink, StoreError> {
    let sql = "select link_id, account_id from co_attester_person where link_id = $1 order by account_id";
    for row in sqlx::query(sql).bind(link.id.to_string()).fetch_all(connection).await? {
        link.people.push(Columns::of(&row, "co_attester_person", "link_id").id("account_id")?);
    }
    Ok(link)
}

/// The link with this secret, good or not.
pub(crate) async fn find(connection: &mut AnyConnection, secret: SecretDigest) -> Result<Option<CoAttesterLink>, StoreError> {
    let sql =
        "select link_id, training_id, slug, invited_id, made_by, made_at, expires_at, ended_at from co_attester where token_hash = $1";
    match sqlx::query(sql).bind(secret.as_bytes().to_vec()).fetch_optional(&mut *connection).await? {
        Some(row) => with_people(connection, link(&row)?).await.map(Some),
        None => Ok(None),
    }
}

/// The links made for a trainer by which somebody's nomination can be attested, the newest first.
pub(crate) async fn of_invited(
    connection: &mut AnyConnection,
    invited: AccountId,
    nomination: NominationId,
) -> Result<Vec<CoAttesterLink>, StoreError> {
    let sql = "select c.link_id, c.training_id, c.slug, c.invited_id, c.made_by, c.made_at, c.expires_at, c.ended_at from co_attester c \
               join nomination n on n.nomination_id = $2 and n.slug = c.slug \
               join participation p on p.training_id = c.training_id and p.account_id = n.account_id \
               where c.invited_id = $1 order by c.made_at desc, c.link_id";
    let rows = sqlx::query(sql).bind(invited.to_string()).bind(nomination.to_string()).fetch_all(&mut *connection).await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in &rows {
        links.push(with_people(connection, link(row)?).await?);
    }
    Ok(links)
}

/// The links of a training, the newest first.
pub(crate) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<CoAttesterLink>, StoreError> {
    let sql = "select link_id, training_id, slug, invited_id, made_by, made_at, expires_at, ended_at from co_attester \
               where training_id = $1 order by made_at desc, link_id";
    let rows = sqlx::query(sql).bind(training.to_string()).fetch_all(&mut *connection).await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in &rows {
        links.push(with_people(connection, link(row)?).await?);
    }
    Ok(links)
}
