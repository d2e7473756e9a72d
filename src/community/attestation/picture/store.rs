//! Rows of `picture`, `picture_file`, `picture_upload` and `picture_chunk`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::upload::{NewUpload, Upload};
use super::{NewPicture, Picture, Size};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::standards::picture::Redrawn;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{AccountId, PictureId, TrainingId};

macro_rules! pictures {
    ($rest:literal) => {
        concat!("select picture_id, training_id, account_id, trainer_id, caption, digest, width, height, added_at from picture ", $rest)
    };
}

/// Every picture of a training, by person, in the order in which they were added.
pub(crate) async fn of_training(connection: &mut AnyConnection, training: TrainingId) -> Result<Vec<Picture>, StoreError> {
    let sql = pictures!("where training_id = $1 order by account_id, added_at, picture_id");
    sqlx::query(sql).bind(training.to_string()).fetch_all(connection).await?.iter().map(picture).collect()
}

/// Every picture of a person's work, the newest first.
pub(crate) async fn about(connection: &mut AnyConnection, person: AccountId) -> Result<Vec<Picture>, StoreError> {
    let sql = pictures!("where account_id = $1 order by added_at desc, picture_id");
    sqlx::query(sql).bind(person.to_string()).fetch_all(connection).await?.iter().map(picture).collect()
}

/// One picture.
pub(crate) async fn find(connection: &mut AnyConnection, id: PictureId) -> Result<Option<Picture>, StoreError> {
    let sql = pictures!("where picture_id = $1");
    sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?.as_ref().map(picture).transpose()
}

/// The bytes of a picture.
pub(crate) async fn bytes(connection: &mut AnyConnection, id: PictureId, size: Size) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = match size {
        Size::Whole => "select picture_id, jpeg as bytes from picture_file where picture_id = $1",
        Size::Small => "select picture_id, small as bytes from picture_file where picture_id = $1",
    };
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| Columns::of(&row, "picture_file", "picture_id").bytes("bytes")).transpose()
}

/// How many pictures there are: of this person in this training, of this trainer since `since`, of all.
pub(crate) async fn counts(
    connection: &mut AnyConnection,
    new: &NewPicture,
    since: Timestamp,
) -> Result<(usize, usize, usize), StoreError> {
    let sql = "select (select count(*) from picture where training_id = $1 and account_id = $2) as here, \
               (select count(*) from picture where trainer_id = $3 and added_at > $4) as lately, (select count(*) from picture) as everywhere";
    let query = sqlx::query(sql).bind(new.training.to_string()).bind(new.participant.to_string());
    let row = query.bind(new.trainer.to_string()).bind(since.as_ms()).fetch_one(connection).await?;
    let columns = Columns::of(&row, "picture", "here");
    Ok((columns.number("here")?, columns.number("lately")?, columns.number("everywhere")?))
}

/// Writes a picture down, whose upload goes if there was one.
pub(crate) async fn insert(writing: &mut Writing, new: &NewPicture, drawn: &Redrawn, now: Timestamp) -> Result<(), StoreError> {
    delete_upload(writing, new.id).await?;
    sqlx::query(
        "insert into picture (picture_id, training_id, account_id, trainer_id, caption, digest, width, height, added_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.id.to_string())
    .bind(new.training.to_string())
    .bind(new.participant.to_string())
    .bind(new.trainer.to_string())
    .bind(&new.caption)
    .bind(new.digest.to_vec())
    .bind(i64::from(drawn.width))
    .bind(i64::from(drawn.height))
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("picture")?;
    sqlx::query("insert into picture_file (picture_id, account_id, jpeg, small) values ($1, $2, $3, $4)")
        .bind(new.id.to_string())
        .bind(new.participant.to_string())
        .bind(drawn.jpeg.clone())
        .bind(drawn.small.clone())
        .execute(writing.connection())
        .await?
        .exactly_one("picture_file")
}

/// Deletes a picture of a person's work in a training; whether there was one.
pub(crate) async fn delete(writing: &mut Writing, training: TrainingId, person: AccountId, id: PictureId) -> Result<bool, StoreError> {
    let here = "picture_id in (select picture_id from picture where picture_id = $1 and training_id = $2 and account_id = $3)";
    // Literals only.
    let files = sqlx::AssertSqlSafe(format!("delete from picture_file where {here}"));
    let pictures = sqlx::AssertSqlSafe("delete from picture where picture_id = $1 and training_id = $2 and account_id = $3".to_owned());
    let mut gone = 0;
    for sql in [files, pictures] {
        let query = sqlx::query(sql).bind(id.to_string()).bind(training.to_string()).bind(person.to_string());
        gone = query.execute(writing.connection()).await?.rows_affected();
    }
    Ok(gone == 1)
}

/// Begins an upload.
pub(crate) async fn begin(writing: &mut Writing, new: &NewUpload, now: Timestamp) -> Result<(), StoreError> {
    let picture = &new.picture;
    sqlx::query(
        "insert into picture_upload (picture_id, training_id, account_id, trainer_id, caption, size, digest, begun_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(picture.id.to_string())
    .bind(picture.training.to_string())
    .bind(picture.participant.to_string())
    .bind(picture.trainer.to_string())
    .bind(&picture.caption)
    .bind(i64::try_from(new.size).unwrap_or(i64::MAX))
    .bind(picture.digest.to_vec())
    .bind(now.as_ms())
    .execute(writing.connection())
    .await?
    .exactly_one("picture_upload")
}

/// How many uploads of a person's pictures are under way.
pub(crate) async fn under_way(connection: &mut AnyConnection, training: TrainingId, person: AccountId) -> Result<usize, StoreError> {
    let sql = "select count(*) as under_way from picture_upload where training_id = $1 and account_id = $2";
    let row = sqlx::query(sql).bind(training.to_string()).bind(person.to_string()).fetch_one(connection).await?;
    Columns::of(&row, "picture_upload", "under_way").number("under_way")
}

/// An upload under way.
pub(crate) async fn find_upload(connection: &mut AnyConnection, id: PictureId) -> Result<Option<Upload>, StoreError> {
    let sql = "select u.picture_id, u.training_id, u.account_id, u.trainer_id, u.caption, u.size, u.digest, \
               (select cast(coalesce(sum(length(c.bytes)), 0) as bigint) from picture_chunk c where c.picture_id = u.picture_id) as have \
               from picture_upload u where u.picture_id = $1";
    let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
    row.as_ref().map(upload).transpose()
}

/// Nobody else adds to this upload until the transaction ends, where the backend has row locks.
pub(crate) async fn hold_upload(writing: &mut Writing, id: PictureId) -> Result<(), StoreError> {
    let sql = writing.dialect().choose(
        "select picture_id from picture_upload where picture_id = $1",
        "select picture_id from picture_upload where picture_id = $1 for update",
    );
    sqlx::query(sql).bind(id.to_string()).fetch_optional(writing.connection()).await?;
    Ok(())
}

/// Adds a piece, which has to begin where the last one ends.
pub(crate) async fn append(writing: &mut Writing, to: &Upload, bytes: &[u8]) -> Result<(), StoreError> {
    sqlx::query("insert into picture_chunk (picture_id, account_id, begins, bytes) values ($1, $2, $3, $4)")
        .bind(to.picture.id.to_string())
        .bind(to.picture.participant.to_string())
        .bind(i64::try_from(to.have).unwrap_or(i64::MAX))
        .bind(bytes.to_vec())
        .execute(writing.connection())
        .await?
        .exactly_one("picture_chunk")
}

/// Everything that has come of an upload.
pub(crate) async fn whole(connection: &mut AnyConnection, id: PictureId) -> Result<Vec<u8>, StoreError> {
    let sql = "select picture_id, bytes from picture_chunk where picture_id = $1 order by begins";
    let mut whole = Vec::new();
    for row in sqlx::query(sql).bind(id.to_string()).fetch_all(connection).await? {
        whole.extend(Columns::of(&row, "picture_chunk", "picture_id").bytes("bytes")?);
    }
    Ok(whole)
}

/// Forgets an upload, if there is one.
pub(crate) async fn delete_upload(writing: &mut Writing, id: PictureId) -> Result<(), StoreError> {
    for sql in ["delete from picture_chunk where picture_id = $1", "delete from picture_upload where picture_id = $1"] {
        sqlx::query(sql).bind(id.to_string()).execute(writing.connection()).await?;
    }
    Ok(())
}

/// Pictures of trainings that ended before `ended`.
const OLD: &str = "select p.picture_id from picture p join training t on t.training_id = p.training_id where t.ends_at <= $1";
/// Uploads that were begun before `begun`.
const STALE: &str = "select u.picture_id from picture_upload u where u.begun_at <= $1";

/// Whether there is anything to clear away.
pub(crate) async fn any_is_over(connection: &mut AnyConnection, ended: Timestamp, begun: Timestamp) -> Result<bool, StoreError> {
    for (sql, before) in [(OLD, ended), (STALE, begun)] {
        // Literals only.
        let sql = sqlx::AssertSqlSafe(format!("{sql} limit 1"));
        if sqlx::query(sql).bind(before.as_ms()).fetch_optional(&mut *connection).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Clears away pictures of trainings that ended before `ended`, and uploads begun before `begun`; how many.
pub(crate) async fn clear(writing: &mut Writing, ended: Timestamp, begun: Timestamp) -> Result<u64, StoreError> {
    let tables = [("picture_file", OLD, ended), ("picture", OLD, ended), ("picture_chunk", STALE, begun), ("picture_upload", STALE, begun)];
    let mut cleared = 0;
    for (table, which, before) in tables {
        // Literals only.
        let sql = sqlx::AssertSqlSafe(format!("delete from {table} where picture_id in ({which})"));
        let gone = sqlx::query(sql).bind(before.as_ms()).execute(writing.connection()).await?.rows_affected();
        cleared += if matches!(table, "picture" | "picture_upload") { gone } else { 0 };
    }
    Ok(cleared)
}

fn picture(row: &AnyRow) -> Result<Picture, StoreError> {
    let columns = Columns::of(row, "picture", "picture_id");
    Ok(Picture {
        id: columns.id("picture_id")?,
        training: columns.id("training_id")?,
        participant: columns.id("account_id")?,
        trainer: columns.id("trainer_id")?,
        caption: columns.text("caption")?,
        digest: digest(&columns)?,
        width: columns.number("width")?,
        height: columns.number("height")?,
        added_at: columns.instant("added_at")?,
    })
}

fn upload(row: &AnyRow) -> Result<Upload, StoreError> {
    let columns = Columns::of(row, "picture_upload", "picture_id");
    Ok(Upload {
        picture: NewPicture {
            id: columns.id("picture_id")?,
            training: columns.id("training_id")?,
            participant: columns.id("account_id")?,
            trainer: columns.id("trainer_id")?,
            caption: columns.text("caption")?,
            digest: digest(&columns)?,
        },
        size: columns.number("size")?,
        have: columns.number("have")?,
    })
}

fn digest(columns: &Columns<'_>) -> Result<[u8; 32], StoreError> {
    columns.bytes("digest")?.try_into().map_err(|_| columns.wrong("digest"))
}
