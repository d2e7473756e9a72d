//! A training with people in it, for tests of the room.

use insignia::community::attestation::participation::{CameBy, Chosen, Joining};
use insignia::community::attestation::{ConfirmedBy, Disclosure, NewTraining, NewWorkshop, Purpose, Training};
use insignia::community::people::{Account, Minor};
use insignia::vocabulary::LanguageTag;
use insignia::vocabulary::ids::TrainingId;

use crate::harness::START;
use crate::world::{CLASS, ISSUER, TRAINER_CLASS, World};

/// A training of Anna and Badri that awards [`CLASS`] and [`TRAINER_CLASS`].
pub(crate) async fn workshop(world: &World) -> Training {
    let training = NewTraining {
        name: "Leading discussions".to_owned(),
        place: "Accra".to_owned(),
        starts_at: START,
        ends_at: START.plus_seconds(36_000),
        affiliate: "wmxx".to_owned(),
        classes: vec![CLASS.to_owned(), TRAINER_CLASS.to_owned()],
        trainers: vec![world.anna.id(), world.badri.id()],
    };
    let new = NewWorkshop {
        id: world.office.community().chance().id(),
        training,
        issuer: ISSUER.to_owned(),
        language: LanguageTag::english(),
        purpose: Purpose::Award,
        expected: 60,
    };
    world.office.community().make_workshop(&new).await.expect("a workshop").training().clone()
}

/// Puts somebody on the room sheet.
pub(crate) async fn put_down(world: &World, training: TrainingId, person: &Account) {
    let called = person.display_name().unwrap_or_default();
    let chosen = Chosen::new(called, &[called], Disclosure::Withheld, LanguageTag::english(), Minor::No).expect("a name");
    let joining = Joining {
        training,
        account: person.id(),
        came_by: CameBy::Trainer,
        chosen,
        confirmed_by: ConfirmedBy::Trainer,
        by: Some(world.anna.id()),
    };
    world.office.community().join(&joining).await.expect("a participant");
}
