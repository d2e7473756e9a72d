//! What people are told on their pages, and to which address it also goes.

use insignia::community::notices::address::{MailAddress, Standing};
use insignia::community::notices::{About, Errand, Kind, MAIL, tell};
use insignia::community::people::sign_in::Secret;
use insignia::platform::outbox;
use insignia::vocabulary::Chance;
use insignia::vocabulary::ids::{AccountId, CredentialId};

use crate::harness::{Harness, on_both_backends};
use crate::world::World;

async fn tell_once(world: &World, harness: &Harness, account: AccountId, kind: Kind, credential: CredentialId) {
    let mut writing = harness.database.writing().await.unwrap();
    tell(&mut writing, account, kind, credential, harness.now(), world.office.community().chance()).await.unwrap();
    let _ = writing.commit().await.unwrap();
}

/// What the outbox holds, taken out.
async fn errands(harness: &Harness) -> Vec<(String, Errand)> {
    let letters = outbox::claim(&harness.database, harness.now(), 60, 100).await.unwrap();
    for letter in &letters {
        assert_eq!(letter.kind, MAIL);
        outbox::sent(&harness.database, letter, harness.now()).await.unwrap();
    }
    letters.into_iter().map(|letter| (letter.subject, Errand::read(&letter.payload).expect("an errand"))).collect()
}

fn address(text: &str) -> MailAddress {
    text.parse().unwrap()
}

/// Gives and confirms an address.
pub(crate) async fn with_address(world: &World, harness: &Harness, account: AccountId, text: &str) {
    world.office.community().give_mail_address(account, &address(text)).await.unwrap();
    let secret = asked(harness).await;
    assert!(world.office.community().confirm_mail_address(&secret).await.unwrap());
}

async fn asked(harness: &Harness) -> Secret {
    match &errands(harness).await[..] {
        [(_, Errand::Confirm { secret })] => secret.clone(),
        other => panic!("one question: {other:?}"),
    }
}

on_both_backends! {
    async fn a_holder_is_told_of_a_badge_and_of_what_becomes_of_it(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let badge = world.badge("Chen").await;
        let (holder, id) = (badge.award().holder(), badge.award().credential());
        let told = community.notices_of(holder).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].kind, told[0].read_at), (Kind::Issued, None));
        assert!(matches!(&told[0].about, About::Badge { credential, slug, .. } if *credential == id && slug == "facilitator"));
        assert!(errands(&harness).await.is_empty(), "no address, no mail");
        community.note_read(holder, None).await.unwrap();
        assert_eq!(community.unread_notices(holder).await.unwrap(), 0);
        harness.clock.advance(60);
        world.office.suspend(id, "being looked at", world.anna.id()).await.unwrap();
        harness.clock.advance(60);
        world.office.reinstate(id, world.anna.id()).await.unwrap();
        let told = community.notices_of(holder).await.unwrap();
        assert_eq!(told.iter().map(|n| n.kind).collect::<Vec<_>>(), [Kind::BadgeChanged, Kind::Issued]);
        assert_eq!((told[0].told_at, community.unread_notices(holder).await.unwrap()), (harness.now(), 1));
        harness.finish().await;
    }

    async fn telling_the_same_again_changes_nothing(harness) {
        let world = World::new(&harness).await;
        let (holder, badge) = (world.anna.id(), world.badge("Chen").await.award().credential());
        with_address(&world, &harness, holder, "anna@example.org").await;
        for _ in 0..2 {
            tell_once(&world, &harness, holder, Kind::RenewalDue, badge).await;
        }
        assert_eq!(errands(&harness).await.len(), 1);
        assert_eq!(world.office.community().notices_of(holder).await.unwrap().len(), 1);
        for _ in 0..2 {
            tell_once(&world, &harness, holder, Kind::BadgeChanged, badge).await;
        }
        assert_eq!(errands(&harness).await.len(), 1, "at the same instant it is the same");
        harness.clock.advance(1);
        tell_once(&world, &harness, holder, Kind::BadgeChanged, badge).await;
        assert_eq!(errands(&harness).await.len(), 1, "changed again, told again");
        assert_eq!(world.office.community().notices_of(holder).await.unwrap().len(), 2);
        harness.finish().await;
    }

    async fn nothing_but_the_question_goes_to_an_address_that_is_not_confirmed(harness) {
        let world = World::new(&harness).await;
        let (community, anna) = (world.office.community(), world.anna.id());
        let badge = world.badge("Chen").await.award().credential();
        community.give_mail_address(anna, &address("anna@example.org")).await.unwrap();
        let secret = asked(&harness).await;
        tell_once(&world, &harness, anna, Kind::RenewalDue, badge).await;
        assert!(errands(&harness).await.is_empty());
        assert_eq!(community.mail_address_asked(&secret).await.unwrap(), Some(address("anna@example.org")), "looking uses nothing up");
        let other = Secret::new(&Chance::seeded(9));
        assert!(!community.confirm_mail_address(&other).await.unwrap());
        assert!(community.confirm_mail_address(&secret).await.unwrap());
        assert!(!community.confirm_mail_address(&secret).await.unwrap(), "once");
        tell_once(&world, &harness, anna, Kind::RenewalNear, badge).await;
        assert_eq!(errands(&harness).await.len(), 1);
        // The same address again is not asked again; another one is, and gets nothing until then.
        community.give_mail_address(anna, &address("anna@example.org")).await.unwrap();
        assert!(errands(&harness).await.is_empty());
        community.give_mail_address(anna, &address("other@example.org")).await.unwrap();
        let second = asked(&harness).await;
        tell_once(&world, &harness, anna, Kind::BadgeChanged, badge).await;
        assert!(errands(&harness).await.is_empty());
        harness.clock.advance(14 * 86_400);
        assert!(!community.confirm_mail_address(&second).await.unwrap(), "too old");
        assert!(matches!(community.mail_address(anna).await.unwrap().unwrap().standing, Standing::Asked { .. }));
        community.remove_mail_address(anna).await.unwrap();
        community.remove_mail_address(anna).await.unwrap();
        assert_eq!(community.mail_address(anna).await.unwrap(), None);
        harness.finish().await;
    }

    async fn an_erased_person_is_told_nothing_and_has_no_address(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Chen").await;
        let (holder, id) = (badge.award().holder(), badge.award().credential());
        with_address(&world, &harness, holder, "chen@example.org").await;
        tell_once(&world, &harness, holder, Kind::RenewalDue, id).await;
        world.office.erase(holder).await.unwrap();
        tell_once(&world, &harness, holder, Kind::BadgeChanged, id).await;
        assert!(errands(&harness).await.is_empty(), "what waited in the outbox is gone too");
        assert!(world.office.community().notices_of(holder).await.unwrap().is_empty());
        assert_eq!(world.office.community().mail_address(holder).await.unwrap(), None);
        world.assert_sound("an erasure").await;
        harness.finish().await;
    }
}
