//! One participant for their trainers, and what people say about themselves.

use insignia::community::Arrival;
use insignia::community::attestation::{CameBy, ConfirmedBy, Joining, Purpose, ReleasedName, Workshop};
use insignia::community::people::sign_in::session::{Device, Proof};
use insignia::community::people::{Account, Minor, ShownAs};

use super::browser::Browser;
use super::visit::Seen;
use crate::harness::{Harness, on_both_backends};
use crate::journeys::joining::{chosen, joining, workshop};
use crate::world::{World, trainer};

const PIN: &str = "604182";

fn location(seen: &Seen) -> &str {
    assert_eq!(seen.status, 303, "{}", seen.text());
    seen.header("location")
}

/// A minor with a slip in a workshop of Anna's, and the path of their page.
async fn kite(world: &World, workshop: &Workshop) -> (Account, String, String) {
    let community = world.office.community();
    let slip = community.print_slips(workshop.id(), 1, world.anna.id()).await.unwrap().remove(0);
    let from = Arrival { device: "", whose: Device::Borrowed, before: None };
    let entered = community.enter_by_slip(&slip.code, PIN, PIN, from).await.unwrap();
    let account = community.trainer(entered.account).await.unwrap().account().clone();
    let new = Joining { came_by: CameBy::Slip, ..joining(workshop, &account, chosen("Kite", &["Kite"], "en", Minor::Yes)) };
    community.join(&new).await.unwrap();
    let path = format!("/training/{}/people/{}", workshop.id(), account.id());
    (account, path, slip.code.printed())
}

async fn participation(world: &World, workshop: &Workshop, who: &Account) -> insignia::community::attestation::Participation {
    world.office.community().participation(workshop.id(), who.id()).await.unwrap().unwrap()
}

fn hidden(page: &Seen, name: &str) -> String {
    let (_, rest) = page.text().split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {}", page.text()));
    rest.split('"').next().unwrap().to_owned()
}

async fn browser(world: &World, harness: &Harness, who: &Account) -> Browser {
    Browser::of(world, harness, who).await
}

on_both_backends! {
    async fn signed_out_as_a_participant_and_as_trainer_of_another_training_it_is_not_there(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let (who, path, code) = kite(&world, &workshop).await;
        let steps = ["", "/confirmation", "/guardian", "/departure", "/slip", "/invitation"];
        let mut nobody = Browser::new(&world, &harness);
        assert_eq!(location(&nobody.page(&path).await), format!("/sign-in?next={path}"));
        let mut themselves = Browser::new(&world, &harness);
        themselves.page("/slip").await;
        themselves.form("/slip", &[("code", &code), ("pin", PIN)]).await;
        let mut others = browser(&world, &harness, &world.badri).await;
        for (browser, status) in [(&mut themselves, 403), (&mut others, 404)] {
            browser.page("/me/about-me").await;
            assert_eq!(browser.page(&path).await.status, status);
            browser.page("/me/about-me").await;
            for step in steps {
                assert_eq!(browser.form(&format!("{path}{step}"), &[("to", "left")]).await.status, status, "{step}");
            }
        }
        assert!(participation(&world, &workshop, &who).await.is_here());
        harness.finish().await;
    }

    async fn as_trainer_one_address_is_written_to_three_times_and_then_once_an_hour(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let mut anna = browser(&world, &harness, &world.anna).await;
        let mut statuses = Vec::new();
        for address in ["kite@example.org", "Kite@example.org", "kite@EXAMPLE.org", "kite@example.org", "lark@example.org"] {
            let (_, path, _) = kite(&world, &workshop).await;
            anna.page(&path).await;
            statuses.push(anna.form(&format!("{path}/invitation"), &[("address", address)]).await.status);
        }
        assert_eq!(statuses, [303, 303, 303, 429, 303]);
        harness.finish().await;
    }

    async fn as_trainer_names_are_put_right_confirmed_and_a_guardian_s_slip_is_seen(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let (who, path, _) = kite(&world, &workshop).await;
        let mut anna = browser(&world, &harness, &world.anna).await;
        let page = anna.page(&path).await;
        assert!(page.text().contains("Nobody has confirmed it yet") && page.text().contains("Guardian’s slip"), "{}", page.text());
        let seen = hidden(&page, "seen");
        let stale = anna.form(&format!("{path}/confirmation"), &[("seen", "0000000000000000")]).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        for _ in 0..2 {
            assert_eq!(location(&anna.form(&format!("{path}/confirmation"), &[("seen", &seen)]).await), path);
        }
        assert_eq!(participation(&world, &workshop, &who).await.confirmed().map(|(by, _)| by), Some(ConfirmedBy::Trainer));
        let full = [("called", "Kite"), ("name1", "Esi Owusu"), ("language", "fr"), ("age", "minor")];
        anna.form(&path, &full).await;
        let names = |one: &insignia::community::attestation::Participation| one.release().unwrap().names().iter().map(|n| n.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&participation(&world, &workshop, &who).await), ["Kite"], "no guardian agreed yet");
        for _ in 0..2 {
            assert_eq!(location(&anna.form(&format!("{path}/guardian"), &[]).await), path);
        }
        for _ in 0..2 {
            assert_eq!(location(&anna.form(&path, &full).await), path);
        }
        let here = participation(&world, &workshop, &who).await;
        assert_eq!((names(&here), here.language().as_str()), (vec!["Esi Owusu".to_owned()], "fr"));
        let wrong = anna.form(&path, &[("called", ""), ("language", "fr"), ("age", "minor")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Say what to call you"), "{}", wrong.text());
        harness.finish().await;
    }

    async fn as_trainer_somebody_leaves_and_comes_back(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let (who, path, _) = kite(&world, &workshop).await;
        let mut anna = browser(&world, &harness, &world.anna).await;
        anna.page(&path).await;
        for (to, here) in [("left", false), ("left", false), ("here", true), ("here", true)] {
            assert_eq!(location(&anna.form(&format!("{path}/departure"), &[("to", to)]).await), path);
            assert_eq!(participation(&world, &workshop, &who).await.is_here(), here);
        }
        assert_eq!(anna.form(&format!("{path}/departure"), &[("to", "x")]).await.status, 400);
        harness.finish().await;
    }

    async fn as_trainer_a_lost_slip_is_replaced_once_however_often_the_form_is_sent(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let (who, path, old) = kite(&world, &workshop).await;
        let mut anna = browser(&world, &harness, &world.anna).await;
        let page = anna.page(&path).await;
        let draw = hidden(&page, "draw");
        let printed = anna.form(&format!("{path}/slip"), &[("draw", &draw)]).await;
        let again = anna.form(&format!("{path}/slip"), &[("draw", &draw)]).await;
        let code = |seen: &Seen| {
            let (_, rest) = seen.text().split_once("translate=\"no\">").unwrap_or_else(|| panic!("{}", seen.text()));
            rest.split('<').next().unwrap().to_owned()
        };
        assert_eq!((printed.status, code(&printed)), (200, code(&again)));
        assert_eq!(world.office.community().slips_of_account(who.id()).await.unwrap().len(), 2, "one more, not two");
        assert!(!anna.page(&path).await.text().contains(&code(&printed)), "shown once");
        let mut back = Browser::new(&world, &harness);
        back.page("/slip").await;
        assert_eq!(back.form("/slip", &[("code", &old), ("pin", PIN)]).await.status, 422);
        let entered = back.form("/slip", &[("code", &code(&printed)), ("pin", "715293"), ("again", "715293")]).await;
        assert_eq!(location(&entered), format!("/join/{}/read-back", workshop.join_code()));
        harness.finish().await;
    }

    async fn as_trainer_of_oneself_others_confirm(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        world.office.community().join(&joining(&workshop, &world.anna, chosen("Anna", &["Anna"], "en", Minor::No))).await.unwrap();
        let path = format!("/training/{}/people/{}", workshop.id(), world.anna.id());
        let mut anna = browser(&world, &harness, &world.anna).await;
        assert!(anna.page(&path).await.text().contains("This is you"));
        for step in ["", "/confirmation", "/guardian", "/slip"] {
            assert_eq!(anna.form(&format!("{path}{step}"), &[]).await.status, 403, "{step}");
        }
        harness.finish().await;
    }

    async fn people_say_what_they_are_called_how_old_and_how_they_are_shown(harness) {
        let world = World::new(&harness).await;
        let mut anna = browser(&world, &harness, &world.anna).await;
        let page = anna.page("/me/about-me").await;
        assert!(page.text().contains("Anna") && page.text().contains("18 or older"), "{}", page.text());
        let nameless = anna.form("/me/about-me", &[("called", ""), ("age", "adult"), ("shown", "name"), ("language", "")]).await;
        assert!(nameless.status == 422 && nameless.text().contains("no such name"), "{}", nameless.text());
        let nothing = anna.form("/me/about-me", &[("called", "A\u{202e}"), ("language", "xx")]).await;
        assert!(nothing.status == 422 && nothing.text().matches("<li><a href=\"#").count() == 4, "{}", nothing.text());
        for _ in 0..2 {
            let kept = anna.form("/me/about-me", &[("called", "آنا"), ("age", "minor"), ("shown", "affiliate"), ("language", "ar")]).await;
            assert_eq!(location(&kept), "/me/about-me?said=kept");
        }
        let said = world.office.community().oneself(world.anna.id()).await.unwrap();
        assert_eq!((said.called.as_ref().map(ReleasedName::as_str), said.minor, said.shown_as), (Some("آنا"), Minor::Yes, ShownAs::Affiliate));
        let page = anna.page("/me/about-me").await;
        assert!(page.text().contains("dir=\"rtl\""), "pages are in the language that was chosen");
        assert!(anna.page("/me/about-me?uselang=en").await.text().contains("dir=\"ltr\""), "the address counts more");
        let mut nobody = Browser::new(&world, &harness);
        assert_eq!(nobody.page("/me/about-me").await.status, 303);
        harness.finish().await;
    }

    async fn by_slip_a_stale_session_proves_itself_by_the_pin(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let (who, _, code) = kite(&world, &workshop).await;
        let mut phone = Browser::new(&world, &harness);
        phone.page("/slip").await;
        phone.form("/slip", &[("code", &code), ("pin", PIN)]).await;
        harness.clock.advance(6 * 60);
        let page = phone.page("/me/security").await;
        assert!(page.text().contains("/slip?next=/me/security"), "{}", page.text());
        let stale = phone.form("/me/ways/wiki", &[]).await;
        assert_eq!(location(&stale), "/slip?next=/me/security");
        phone.page("/slip?next=/me/security").await;
        assert_eq!(location(&phone.form("/slip", &[("code", &code), ("pin", PIN), ("next", "/me/security")]).await), "/me/security");
        let session = world.office.community().sessions(who.id()).await.unwrap();
        assert!(session.iter().any(|line| line.proved_by() == Proof::Slip && line.is_fresh(harness.now())));
        assert!(phone.page("/me/security").await.text().contains("with a printed slip"));
        harness.finish().await;
    }

    async fn a_trainer_of_no_mandate_sees_nobody(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let (_, path, _) = kite(&world, &workshop).await;
        let cora = trainer(&world.office, "Cora", "wmzz").await;
        assert_eq!(browser(&world, &harness, &cora).await.page(&path).await.status, 404);
        harness.finish().await;
    }
}
