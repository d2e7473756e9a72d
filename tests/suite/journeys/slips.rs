//! Slips: a code and a PIN of the holder's, from the first use to the reprint.

use insignia::community::attestation::{CameBy, Joining, Purpose};
use insignia::community::people::Minor;
use insignia::community::people::sign_in::Secret;
use insignia::community::people::sign_in::session::{Device, Proof};
use insignia::community::people::sign_in::slip::SlipCode;
use insignia::community::people::sign_in::slip::pin::PinFault;
use insignia::community::{Arrival, BySlip, Community, SlipError};
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::AccountId;

use super::joining::{chosen, joining, workshop};
use crate::harness::on_both_backends;
use crate::world::World;

const PIN: &str = "604182";
const OTHER: &str = "715293";

const HERE: Arrival<'static> = Arrival { device: "Android, Firefox", whose: Device::Borrowed, before: None };

async fn enter(community: &Community, code: &SlipCode, pin: &str, again: &str) -> Result<BySlip, SlipError> {
    community.enter_by_slip(code, pin, again, HERE).await
}

async fn wrong(community: &Community, code: &SlipCode, pin: &str) -> bool {
    matches!(enter(community, code, pin, "").await, Err(SlipError::NoFit))
}

/// A slip of a new workshop that somebody used with [`PIN`] and joined with.
async fn used(world: &World) -> (SlipCode, AccountId, insignia::community::attestation::Workshop) {
    let (community, workshop) = (world.office.community(), workshop(world, Purpose::Award).await);
    let slip = community.print_slips(workshop.id(), 1, world.anna.id()).await.unwrap().remove(0);
    let entered = enter(community, &slip.code, PIN, PIN).await.unwrap();
    let account = community.trainer(entered.account).await.unwrap().account().clone();
    let new = Joining { came_by: CameBy::Slip, ..joining(&workshop, &account, chosen("Kite", &[], "en", Minor::Yes)) };
    community.join(&new).await.unwrap();
    (slip.code, entered.account, workshop)
}

on_both_backends! {
    async fn a_slip_is_taken_with_a_pin_and_opens_again_with_it(harness) {
        let world = World::new(&harness).await;
        let (community, workshop) = (world.office.community(), workshop(&world, Purpose::Award).await);
        let slips = community.print_slips(workshop.id(), 3, world.anna.id()).await.unwrap();
        assert_eq!(slips.iter().map(|slip| slip.number).collect::<Vec<_>>(), [1, 2, 3]);
        let code = &slips[1].code;
        for (pin, again, fault) in [(PIN, "", PinFault::Different), ("123456", "123456", PinFault::Weak), ("604", "604", PinFault::Length { found: 3 })] {
            let refused = enter(community, code, pin, again).await;
            assert!(matches!(refused, Err(SlipError::Pin(found)) if found == fault), "{refused:?}");
        }
        let first = enter(community, code, PIN, PIN).await.unwrap();
        assert_eq!(first.training, workshop.id());
        let twice = enter(community, code, PIN, PIN).await.unwrap();
        let back = enter(community, code, "٦٠٤١٨٢", "").await.unwrap();
        assert!(first.account == twice.account && twice.account == back.account, "a double tap and a later day find the same person");
        let session = community.session(&back.begun.secret).await.unwrap().unwrap();
        assert_eq!((session.line().proved_by(), session.line().whose()), (Proof::Slip, Device::Borrowed));
        assert!(wrong(community, code, OTHER).await);
        let list = community.slips_of(workshop.id()).await.unwrap();
        assert_eq!(list.iter().map(|slip| slip.account().is_some()).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(community.print_slips(workshop.id(), 1, world.anna.id()).await.unwrap()[0].number, 4);
        harness.finish().await;
    }

    async fn of_two_who_use_a_slip_first_one_has_it(harness) {
        let world = World::new(&harness).await;
        let (community, workshop) = (world.office.community(), workshop(&world, Purpose::Award).await);
        let code = community.print_slips(workshop.id(), 1, world.anna.id()).await.unwrap().remove(0).code;
        let (one, two) = tokio::join!(enter(community, &code, PIN, PIN), enter(community, &code, OTHER, OTHER));
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
        harness.finish().await;
    }

    async fn wrong_pins_are_counted_and_a_slip_rests(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (code, account, _) = used(&world).await;
        for _ in 0..3 {
            assert!(wrong(community, &code, OTHER).await);
        }
        assert!(wrong(community, &code, PIN).await, "the right one does not help while it rests");
        harness.clock.advance(31);
        assert_eq!(enter(community, &code, PIN, "").await.unwrap().account, account, "afterwards it does, and wipes the count");
        for rest_s in [0, 0, 31, 61, 901] {
            assert!(wrong(community, &code, OTHER).await);
            harness.clock.advance(rest_s);
        }
        assert!(wrong(community, &code, OTHER).await);
        harness.clock.advance(14 * 60);
        assert!(wrong(community, &code, PIN).await, "a quarter of an hour is not over");
        harness.clock.advance(2 * 60);
        assert!(enter(community, &code, PIN, "").await.is_ok());
        for _ in 0..20 {
            assert!(wrong(community, &code, OTHER).await);
            harness.clock.advance(16 * 60);
        }
        harness.clock.advance(86_400);
        assert!(wrong(community, &code, PIN).await, "after twenty only a trainer helps");
        harness.finish().await;
    }

    async fn many_wrong_pins_at_once_are_worth_no_more_than_one_after_the_other(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (code, account, _) = used(&world).await;
        let all: Vec<_> = (0..12).map(|n| {
            let (community, code) = (community.clone(), code.clone());
            tokio::spawn(async move { wrong(&community, &code, &format!("71529{n}")).await })
        }).collect();
        for one in all {
            assert!(one.await.unwrap());
        }
        let slip = community.slips_of_account(account).await.unwrap().remove(0);
        assert!(slip.failures() == 3 && slip.is_locked(harness.now()), "{slip:?}");
        harness.finish().await;
    }

    async fn a_double_tap_with_the_right_pin_signs_in_twice(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (code, account, _) = used(&world).await;
        let (one, two) = tokio::join!(enter(community, &code, PIN, ""), enter(community, &code, PIN, ""));
        assert!(one.unwrap().account == account && two.unwrap().account == account);
        assert_eq!(community.slips_of_account(account).await.unwrap()[0].failures(), 0);
        harness.finish().await;
    }

    async fn an_unknown_a_voided_and_an_old_slip_answer_alike(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (code, account, workshop) = used(&world).await;
        assert!(wrong(community, &SlipCode::new(&Chance::seeded(99)), PIN).await);
        let draw = Secret::new(&Chance::seeded(5));
        let new = community.print_slip_for(workshop.id(), account, world.anna.id(), &draw).await.unwrap();
        let twice = community.print_slip_for(workshop.id(), account, world.anna.id(), &draw).await.unwrap();
        assert_eq!((twice.number, twice.code.printed()), (new.number, new.code.printed()), "a double tap prints one slip");
        assert!(wrong(community, &code, PIN).await, "voided");
        assert!(matches!(enter(community, &new.code, PIN, "").await, Err(SlipError::Pin(PinFault::Different))), "a PIN is chosen anew");
        assert_eq!(enter(community, &new.code, OTHER, OTHER).await.unwrap().account, account, "the same person");
        harness.clock.advance(25 * 31 * 86_400);
        assert!(wrong(community, &new.code, OTHER).await, "24 months are over");
        harness.finish().await;
    }

    async fn a_reprint_ends_sessions_and_is_never_for_whoever_has_a_way_of_their_own(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (code, account, workshop) = used(&world).await;
        let begun = enter(community, &code, PIN, "").await.unwrap().begun;
        community.print_slip_for(workshop.id(), account, world.anna.id(), &Secret::new(&Chance::seeded(6))).await.unwrap();
        assert!(community.session(&begun.secret).await.unwrap().is_none());
        let badri = joining(&workshop, &world.badri, chosen("Badri", &[], "en", Minor::No));
        community.join(&badri).await.unwrap();
        let refused = community.print_slip_for(workshop.id(), world.badri.id(), world.anna.id(), &Secret::new(&Chance::seeded(7))).await;
        assert!(matches!(refused, Err(SlipError::OwnWay)), "{refused:?}");
        let stranger = world.person("Stranger").await;
        let refused = community.print_slip_for(workshop.id(), stranger.id(), world.anna.id(), &Secret::new(&Chance::seeded(8))).await;
        assert!(matches!(refused, Err(SlipError::NotHere)), "{refused:?}");
        for how_many in [0, 1001] {
            assert!(matches!(community.print_slips(workshop.id(), how_many, world.anna.id()).await, Err(SlipError::HowMany)));
        }
        harness.finish().await;
    }
}
