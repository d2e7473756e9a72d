//! Workshops: made once, found by the code of their slide.

use insignia::community::TrainingError;
use insignia::community::attestation::{JoinCode, NewTraining, NewWorkshop, Purpose};
use insignia::vocabulary::LanguageTag;

use crate::harness::{START, on_both_backends};
use crate::world::{CLASS, ISSUER, World};

/// A day of Anna's and Badri's.
fn day(world: &World) -> NewWorkshop {
    NewWorkshop {
        id: world.office.community().chance().id(),
        training: NewTraining {
            name: "Digital safety".to_owned(),
            place: "Tunis".to_owned(),
            starts_at: START,
            ends_at: START.plus_seconds(8 * 3600),
            affiliate: "wmxx".to_owned(),
            classes: vec![CLASS.to_owned()],
            trainers: vec![world.anna.id(), world.badri.id()],
        },
        issuer: ISSUER.to_owned(),
        language: LanguageTag::english(),
        purpose: Purpose::Award,
        expected: 60,
    }
}

on_both_backends! {
    async fn a_workshop_asked_for_twice_is_made_once_and_found_by_its_code(harness) {
        let world = World::new(&harness).await;
        let (community, new) = (world.office.community(), day(&world));
        let (one, two) = tokio::join!(community.make_workshop(&new), community.make_workshop(&new));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.id(), one.join_code()), (two.id(), two.join_code()));
        assert_eq!(community.workshops_of(world.badri.id()).await.unwrap(), [community.workshop(new.id).await.unwrap()]);
        let found = community.workshop_by_join_code(one.join_code()).await.unwrap().unwrap();
        assert_eq!((found.id(), found.expected(), found.join_closes_at()), (new.id, 60, new.training.ends_at.plus_seconds(12 * 3600)));
        assert!(found.is_joinable(new.training.ends_at) && !found.is_joinable(found.join_closes_at()));
        let other: JoinCode = "00000000000000000000".parse().unwrap();
        assert_eq!(community.workshop_by_join_code(&other).await.unwrap(), None);
        harness.finish().await;
    }

    async fn a_workshop_is_refused_under_another_s_id_and_for_too_many(harness) {
        let world = World::new(&harness).await;
        let (community, new) = (world.office.community(), day(&world));
        for expected in [0, 1001] {
            let refused = community.make_workshop(&NewWorkshop { expected, ..new.clone() }).await;
            assert!(matches!(refused, Err(TrainingError::Expected)), "{refused:?}");
        }
        community.make_workshop(&new).await.unwrap();
        let stranger = world.person("Stranger").await;
        let stolen = NewWorkshop { training: NewTraining { trainers: vec![stranger.id()], ..new.training.clone() }, ..new };
        assert!(matches!(community.make_workshop(&stolen).await, Err(TrainingError::NoTraining(_))));
        harness.finish().await;
    }
}
