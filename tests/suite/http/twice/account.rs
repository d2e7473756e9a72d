//! Signing in and out, sessions, passkeys, notices, mail.

use insignia::community::notices::Errand;
use insignia::community::people::Account;
use insignia::doors::http::practice::Practice;
use insignia::platform::outbox;

use super::super::authenticator::Phone;
use super::super::browser::Browser;
use super::super::sign_in::{ORIGIN, make};
use super::super::visit::{Visitor, door_where};
use super::{Place, Twice};
use crate::harness::{Harness, on_both_backends};
use crate::world::World;

/// A browser in which somebody is signed in who made so many passkeys, and their ids.
async fn with_passkeys(world: &World, harness: &Harness, who: &Account, how_many: u8) -> (Browser, Vec<String>) {
    let mut browser = Browser::of(world, harness, who).await;
    for n in 0..how_many {
        assert_eq!(make(&mut browser, &mut Phone::new(30 + n, ORIGIN), &format!("key {n}")).await.status, 200);
    }
    let keys = world.office.community().passkeys(who.id()).await.unwrap();
    (browser, keys.iter().map(|key| key.id.to_string()).collect())
}

on_both_backends! {
    async fn an_account(harness) {
        let world = World::new(&harness).await;
        let community = world.office.community();
        let badge = world.badge("Chen").await;
        let chen = community.trainer(badge.award().holder()).await.unwrap().account().clone();
        let mut twice = Twice::new(&harness).await;
        let sends = Practice { sends_mail: true, ..Practice::default() };
        let door = Browser::at(Visitor::with(door_where(&world, &harness, sends)));

        // In: the link is used up.
        let link = format!("/sign-in/link/{}", community.invite(chen.id()).await.unwrap().secret.reveal());
        let mut browser = door.another();
        browser.page(&link).await;
        twice.form(&mut browser, "/sign-in/link/{token}", &link, &[]).await;

        // Notices, one and all.
        browser.page("/me/notices").await;
        let notice = community.notices_of(chen.id()).await.unwrap()[0].id;
        twice.form(&mut browser, "/me/notices/{id}/read", &format!("/me/notices/{notice}/read"), &[]).await;
        world.office.suspend(badge.award().credential(), "inquiry", world.anna.id()).await.unwrap();
        harness.clock.advance(1);
        world.office.reinstate(badge.award().credential(), world.anna.id()).await.unwrap();
        twice.form(&mut browser, "/me/notices/read", "/me/notices/read", &[]).await;

        // Mail: given, confirmed, taken away; the language.
        browser.page("/me/mail").await;
        twice.form(&mut browser, "/me/mail", "/me/mail", &[("address", "chen@example.org")]).await;
        let letter = outbox::claim(&harness.database, harness.now(), 60, 10).await.unwrap().pop().unwrap();
        let Some(Errand::Confirm { secret }) = Errand::read(&letter.payload) else { panic!("a question: {letter:?}") };
        let asked = format!("/mail/{}", secret.reveal());
        let mut elsewhere = door.another();
        elsewhere.page(&asked).await;
        twice.form(&mut elsewhere, "/mail/{token}", &asked, &[]).await;
        browser.page("/me/mail").await;
        twice.form(&mut browser, "/me/mail/removal", "/me/mail/removal", &[]).await;
        twice.form(&mut browser, "/me/language", "/me/language", &[("language", "ar")]).await;

        // Passkeys: another name, and away with one of two.
        let (mut keys, ids) = with_passkeys(&world, &harness, &chen, 2).await;
        keys.page("/me/security").await;
        let name = [("name", "<old> key")];
        twice.form(&mut keys, "/me/passkeys/{id}/name", &format!("/me/passkeys/{}/name", ids[0]), &name).await;
        twice.form(&mut keys, "/me/passkeys/{id}/removal", &format!("/me/passkeys/{}/removal", ids[0]), &[]).await;

        // Sessions: one other, all others, one's own.
        let mut phone = door.another();
        phone.enter(&world, &chen, false).await;
        let page = phone.page("/me/security").await;
        let id = page.text().split("/me/sessions/").find_map(|part| part.split_once("/end").map(|(id, _)| id.to_owned())).unwrap();
        twice.form(&mut phone, "/me/sessions/{id}/end", &format!("/me/sessions/{id}/end"), &[]).await;
        door.another().enter(&world, &chen, false).await;
        twice.form(&mut phone, "/me/sessions/end", "/me/sessions/end", &[]).await;
        twice.form(&mut phone, "/sign-out", "/sign-out", &[]).await;
        twice.finish(Place::Account);
        harness.finish().await;
    }
}
