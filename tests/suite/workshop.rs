//! A training with people in it, for tests of the room.

use insignia::community::attestation::{NewTraining, Training};
use insignia::community::people::Account;
use insignia::vocabulary::ids::TrainingId;

use crate::harness::{Harness, START};
use crate::world::{CLASS, ISSUER, TRAINER_CLASS, World};

/// A training of Anna and Badri that awards [`CLASS`] and [`TRAINER_CLASS`].
pub(crate) async fn workshop(world: &World, harness: &Harness) -> Training {
    let new = NewTraining {
        name: "Leading discussions".to_owned(),
        place: "Accra".to_owned(),
        starts_at: START,
        ends_at: START.plus_seconds(36_000),
        affiliate: "wmxx".to_owned(),
        classes: vec![CLASS.to_owned(), TRAINER_CLASS.to_owned()],
        trainers: vec![world.anna.id(), world.badri.id()],
    };
    let training = world.office.community().make_training(&new).await.expect("a training");
    let sql = "insert into workshop (training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at) \
               values ($1, $2, 'en', 0, 60, $3, $4)";
    let mut writing = harness.database.writing().await.expect("the store is free");
    let code: String = training.id().to_string().chars().take(20).collect();
    let insert = sqlx::query(sql).bind(training.id().to_string()).bind(ISSUER).bind(code).bind(START.plus_seconds(36_000).as_ms());
    insert.execute(writing.connection()).await.expect("a workshop");
    let _committed = writing.commit().await.expect("it is committed");
    training
}

/// Puts somebody on the room sheet.
pub(crate) async fn put_down(harness: &Harness, training: TrainingId, number: i64, person: &Account) {
    let sql = "insert into participation (training_id, account_id, number, called, names, account_shown, language, minor, came_by, \
               joined_at, confirmed_by) values ($1, $2, $3, $4, '[]', 0, 'en', 0, 'trainer', $5, 'none')";
    let mut writing = harness.database.writing().await.expect("the store is free");
    let insert = sqlx::query(sql).bind(training.to_string()).bind(person.id().to_string()).bind(number);
    let insert = insert.bind(person.display_name().unwrap_or_default()).bind(START.as_ms());
    insert.execute(writing.connection()).await.expect("a participant");
    let _committed = writing.commit().await.expect("it is committed");
}
