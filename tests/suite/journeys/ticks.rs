//! What becomes of a trainer's ticks, in whatever order they arrive.

use insignia::community::attestation::tick::{CameFrom, Outcome, Seen, TickError, Ticked};
use insignia::community::attestation::{Training, tick::Tick};
use insignia::community::people::Account;
use insignia::vocabulary::ids::AccountId;

use crate::harness::{Harness, START, on_both_backends};
use crate::workshop::{put_down, workshop};
use crate::world::{CLASS, TRAINER_CLASS, World};

const CRITERION: &str = "clarifies-purpose";

fn ticked(level: Option<&str>, seconds: i64) -> Ticked {
    let ticked = level.map(|level| Some(level.to_owned()));
    Ticked { slug: CLASS.to_owned(), criterion: CRITERION.to_owned(), ticked, at: START.plus_seconds(seconds) }
}

struct Room {
    world: World,
    training: Training,
    chen: Account,
}

impl Room {
    async fn new(harness: &Harness) -> Self {
        let world = World::new(harness).await;
        let training = workshop(&world).await;
        let chen = world.person("Chen").await;
        put_down(&world, training.id(), &chen).await;
        put_down(&world, training.id(), &world.badri).await;
        harness.clock.advance(3600);
        Self { world, training, chen }
    }

    async fn tick(&self, trainer: AccountId, about: AccountId, said: &[Ticked]) -> Result<Vec<Outcome>, TickError> {
        self.world.office.community().tick(self.training.id(), trainer, about, said, CameFrom::Phone).await
    }

    async fn by_anna(&self, said: Ticked) -> Outcome {
        self.tick(self.world.anna.id(), self.chen.id(), &[said]).await.unwrap()[0]
    }

    async fn all(&self) -> Vec<Tick> {
        self.world.office.community().ticks_of(self.training.id()).await.unwrap()
    }
}

on_both_backends! {
    async fn ticks_are_for_trainers_about_participants_who_are_not_themselves(harness) {
        let room = Room::new(&harness).await;
        let (anna, badri, chen) = (room.world.anna.id(), room.world.badri.id(), room.chen.id());
        let other = room.world.person("Other").await.id();
        let one = [ticked(Some("independent"), 60)];
        assert!(matches!(room.tick(other, chen, &one).await, Err(TickError::NotATrainer)));
        assert!(matches!(room.tick(badri, badri, &one).await, Err(TickError::Oneself)), "a trainer who takes part as well");
        assert!(matches!(room.tick(anna, other, &one).await, Err(TickError::NoParticipant)));
        let class = Ticked { slug: "grant-writer".to_owned(), ..ticked(None, 60) };
        assert!(matches!(room.tick(anna, chen, &[class]).await, Err(TickError::NoClass(_))));
        let level = [ticked(Some("independent"), 60), ticked(Some("expert"), 61)];
        assert!(matches!(room.tick(anna, chen, &level).await, Err(TickError::UnknownLevel { .. })));
        assert_eq!(room.all().await, [], "of refused ticks none is kept");
        assert_eq!(room.tick(anna, badri, &one).await.unwrap(), [Outcome::Kept], "another trainer may");
        room.world.office.erase(chen).await.unwrap();
        assert!(matches!(room.tick(anna, chen, &one).await, Err(TickError::NoParticipant)));
        harness.finish().await;
    }

    async fn the_same_tick_twice_is_one_tick_and_the_later_made_one_stands(harness) {
        let room = Room::new(&harness).await;
        assert_eq!(room.by_anna(ticked(Some("independent"), 60)).await, Outcome::Kept);
        let before = room.all().await;
        for _ in 0..2 {
            assert_eq!(room.by_anna(ticked(Some("independent"), 60)).await, Outcome::Same);
        }
        assert_eq!(room.all().await, before);
        assert_eq!(room.by_anna(ticked(Some("guides-others"), 90)).await, Outcome::Kept);
        assert_eq!(room.by_anna(ticked(None, 70)).await, Outcome::LaterStands, "made before, arrived after");
        let seen: Vec<Seen> = room.all().await.iter().map(|tick| tick.seen().clone()).collect();
        assert_eq!(seen, [Seen::Met { level: Some("guides-others".to_owned()) }]);
        assert_eq!(room.by_anna(ticked(None, 80_000)).await, Outcome::Kept);
        assert_eq!(room.all().await[0].ticked_at(), harness.now(), "a clock that is ahead is not believed");
        assert_eq!(room.all().await[0].seen(), &Seen::NotYet);
        harness.finish().await;
    }

    async fn two_trainers_tick_side_by_side(harness) {
        let room = Room::new(&harness).await;
        let (anna, badri, chen) = (room.world.anna.id(), room.world.badri.id(), room.chen.id());
        let said = [ticked(Some("supported"), 60), Ticked { slug: TRAINER_CLASS.to_owned(), criterion: first_criterion(&room), ..ticked(None, 60) }];
        assert_eq!(room.tick(anna, chen, &said).await.unwrap(), [Outcome::Kept, Outcome::Same]);
        assert_eq!(room.tick(badri, chen, &[ticked(Some("independent"), 61)]).await.unwrap(), [Outcome::Kept]);
        let kept = room.all().await;
        let of = |trainer| kept.iter().find(|tick| tick.trainer() == trainer).unwrap().seen().clone();
        assert_eq!(of(anna), Seen::Below { level: "supported".to_owned() });
        assert_eq!(of(badri), Seen::Met { level: Some("independent".to_owned()) });
        harness.finish().await;
    }

    async fn an_attested_tick_changes_only_after_the_attestation_was_withdrawn(harness) {
        let room = Room::new(&harness).await;
        assert_eq!(room.by_anna(ticked(Some("independent"), 60)).await, Outcome::Kept);
        let nomination = room.world.nominate(&room.chen, CLASS, "Chen").await;
        let attestation = room.world.attest_all(&room.world.anna, &nomination).await;
        let mut writing = harness.database.writing().await.unwrap();
        let sql = "update tick set attestation_id = $1";
        sqlx::query(sql).bind(attestation.id().to_string()).execute(writing.connection()).await.unwrap();
        let _ = writing.commit().await.unwrap();
        assert!(room.all().await[0].is_attested());
        assert_eq!(room.by_anna(ticked(None, 90)).await, Outcome::Attested);
        assert_eq!(room.by_anna(ticked(Some("independent"), 90)).await, Outcome::Same);
        room.world.office.withdraw_attestation(attestation.id(), room.world.anna.id(), "wrong person").await.unwrap();
        assert_eq!(room.by_anna(ticked(None, 90)).await, Outcome::Kept);
        assert_eq!(room.all().await[0].attestation(), None);
        harness.finish().await;
    }
}

fn first_criterion(room: &Room) -> String {
    room.world.office.community().catalog().class(TRAINER_CLASS).unwrap().criteria()[0].id().to_owned()
}
