//! Joining, from the slide and from a slip: every step, every viewpoint, twice; a room of sixty behind one address.

mod crowd;
mod timing;

use axum::http::Method;
use insignia::community::attestation::{ConfirmedBy, Purpose, Workshop};
use insignia::community::people::sign_in::slip::SlipCode;
use insignia::doors::http::rates::Quotas;
use insignia::vocabulary::Chance;

use super::browser::{Browser, FORM, HERE};
use super::visit::{BROWSER, Seen, Visitor, door};
use crate::harness::{Harness, on_both_backends};
use crate::journeys::joining::workshop;
use crate::world::World;

const PIN: &str = "604182";

fn path(workshop: &Workshop, step: &str) -> String {
    format!("/join/{}{step}", workshop.join_code())
}

fn location(seen: &Seen) -> &str {
    assert_eq!(seen.status, 303, "{}", seen.text());
    seen.header("location")
}

async fn slips(world: &World, workshop: &Workshop, how_many: u32) -> Vec<String> {
    let printed = world.office.community().print_slips(workshop.id(), how_many, world.anna.id()).await.unwrap();
    printed.into_iter().map(|slip| slip.code.printed()).collect()
}

/// What a hidden field of a page holds.
fn hidden(page: &Seen, name: &str) -> String {
    let (_, rest) = page.text().split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {}", page.text()));
    rest.split('"').next().unwrap().to_owned()
}

/// Somebody who joins with a slip, each form sent twice and each page loaded again.
async fn join_by_slip(browser: &mut Browser, workshop: &Workshop, code: &str, name: &str) {
    let page = browser.page(&path(workshop, "")).await;
    assert!(page.text().contains(&format!("/slip?join={}", workshop.join_code())), "{}", page.text());
    browser.page(&format!("/slip?join={}", workshop.join_code())).await;
    let join = workshop.join_code().to_string();
    let fields = [("code", code), ("pin", PIN), ("again", PIN), ("borrowed", "yes"), ("join", &join)];
    let before = browser.cookie.clone();
    let token = browser.token.clone();
    assert_eq!(location(&browser.form("/slip", &fields).await), path(workshop, "/form"));
    // The other tap of two left with the cookie that the first one had.
    let mut tap = browser.another();
    (tap.cookie, tap.token) = (before, token);
    assert_eq!(location(&tap.form("/slip", &fields).await), path(workshop, "/form"));
    fill_in(browser, workshop, name).await;
    let done = browser.page(&path(workshop, "/read-back")).await;
    assert!(done.text().contains("Hand to the next person"), "{}", done.text());
}

/// Chooses a name, has it read back, and says that it is right; each form sent twice and each page loaded again.
async fn fill_in(browser: &mut Browser, workshop: &Workshop, name: &str) {
    for _ in 0..2 {
        let form = browser.page(&path(workshop, "/form")).await;
        assert!(form.status == 200 && form.text().contains("autocomplete=\"off\""), "{}", form.text());
    }
    for _ in 0..2 {
        let sent = browser.form(&path(workshop, "/form"), &[("called", name), ("name1", name), ("language", "en"), ("age", "adult")]).await;
        assert_eq!(location(&sent), path(workshop, "/read-back"));
    }
    let page = browser.page(&path(workshop, "/read-back")).await;
    assert!(page.text().contains("Is this right?") && page.text().contains(name), "{}", page.text());
    let seen = hidden(&page, "seen");
    for _ in 0..2 {
        assert_eq!(location(&browser.form(&path(workshop, "/read-back"), &[("seen", &seen)]).await), path(workshop, "/read-back"));
    }
    for _ in 0..2 {
        let done = browser.page(&path(workshop, "/read-back")).await;
        assert!(done.text().contains("You are in"), "{}", done.text());
    }
}

fn visitors(world: &World, harness: &Harness) -> Browser {
    Browser::at(Visitor::with(door(world, harness, Quotas::default())))
}

on_both_backends! {
    async fn signed_out_anybody_sees_what_they_would_join_and_who_will_know_what(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let mut browser = visitors(&world, &harness);
        let page = browser.page(&path(&workshop, "")).await;
        assert_eq!(page.status, 200);
        for said in ["Facilitation", "Tunis", "Anna", "Wikimedia Exampleland", "What is kept about you", "What is public: nothing", "I have a slip"] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        assert!(page.text().contains(&format!("/sign-in?next=/join/{}/form", workshop.join_code())));
        let upper = browser.page(&format!("/join/{}", workshop.join_code().to_string().to_uppercase())).await;
        assert_eq!(upper.status, 200, "a QR code says it in upper case");
        for (step, way) in [("/form", "/form"), ("/read-back", "/read-back")] {
            assert_eq!(location(&browser.page(&path(&workshop, step)).await), format!("/sign-in?next={}", path(&workshop, way)));
            assert_eq!(browser.form(&path(&workshop, step), &[]).await.status, 403);
        }
        for wrong in ["/join/x", "/join/00000000000000000000", "/join/00000000000000000000/form"] {
            let seen = browser.page(wrong).await;
            assert!(matches!(seen.status, 404 | 303), "{wrong}: {}", seen.status);
        }
        harness.finish().await;
    }

    async fn in_arabic_it_is_read_in_arabic_before_joining(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let mut browser = visitors(&world, &harness);
        let page = browser.page(&format!("{}?uselang=ar", path(&workshop, ""))).await;
        assert!(page.text().contains("dir=\"rtl\"") && page.text().contains("ما الذي يُحفظ عنك"), "{}", page.text());
        harness.finish().await;
    }

    async fn as_somebody_with_an_account_it_is_chosen_read_back_and_confirmed(harness) {
        let world = World::new(&harness).await;
        let (workshop, esi) = (workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let mut browser = Browser::of(&world, &harness, &esi).await;
        let page = browser.page(&path(&workshop, "")).await;
        assert!(page.text().contains("Go on as") && !page.text().contains("Sign in and join"), "{}", page.text());
        browser.page(&path(&workshop, "/form")).await;
        let wrong = browser.form(&path(&workshop, "/form"), &[("called", ""), ("name1", "a\u{202e}b"), ("language", "xx")]).await;
        assert_eq!(wrong.status, 422);
        for said in ["role=\"alert\"", "Say what to call you.", "invisible character", "Choose a language", "18 or older"] {
            assert!(wrong.text().contains(said), "{said}: {}", wrong.text());
        }
        assert!(world.office.community().participants_of(workshop.id()).await.unwrap().is_empty(), "nothing was written");
        let fields = [("called", "Esi"), ("name1", "Esi Owusu"), ("name2", "إيسي"), ("language", "fr"), ("age", "adult"), ("account", "yes")];
        browser.form(&path(&workshop, "/form"), &fields).await;
        let first = browser.page(&path(&workshop, "/read-back")).await;
        for said in ["Esi Owusu", "إيسي", "français"] {
            assert!(first.text().contains(said), "{said}: {}", first.text());
        }
        let stale = hidden(&first, "seen");
        browser.form(&path(&workshop, "/form"), &[("called", "Esi"), ("language", "en"), ("age", "adult")]).await;
        let changed = browser.form(&path(&workshop, "/read-back"), &[("seen", &stale)]).await;
        assert!(changed.status == 422 && changed.text().contains("changed in the meantime") && changed.text().contains("name nobody"), "{}", changed.text());
        let seen = hidden(&changed, "seen");
        browser.form(&path(&workshop, "/read-back"), &[("seen", &seen)]).await;
        let here = world.office.community().participation(workshop.id(), esi.id()).await.unwrap().unwrap();
        assert_eq!((here.confirmed().map(|(by, _)| by), here.chosen().names().len()), (Some(ConfirmedBy::Holder), 0));
        harness.finish().await;
    }

    async fn when_joining_is_over_the_slide_says_so_and_a_slip_still_works(harness) {
        let world = World::new(&harness).await;
        let (workshop, esi) = (workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let code = slips(&world, &workshop, 1).await.remove(0);
        harness.clock.advance(21 * 3600);
        let mut browser = Browser::of(&world, &harness, &esi).await;
        assert!(browser.page(&path(&workshop, "")).await.text().contains("Joining by this code is over"));
        assert_eq!(location(&browser.page(&path(&workshop, "/form")).await), path(&workshop, ""));
        let sent = browser.form(&path(&workshop, "/form"), &[("called", "Esi"), ("language", "en"), ("age", "adult")]).await;
        assert_eq!(sent.status, 422, "{}", sent.text());
        let mut other = browser.another();
        other.page("/slip").await;
        other.form("/slip", &[("code", &code), ("pin", PIN), ("again", PIN)]).await;
        other.page(&path(&workshop, "/form")).await;
        let sent = other.form(&path(&workshop, "/form"), &[("called", "Kite"), ("language", "en"), ("age", "minor")]).await;
        assert_eq!(location(&sent), path(&workshop, "/read-back"));
        harness.finish().await;
    }

    async fn by_slip_the_phone_goes_to_the_next_person_and_code_and_pin_lead_back(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let codes = slips(&world, &workshop, 2).await;
        let mut phone = visitors(&world, &harness);
        join_by_slip(&mut phone, &workshop, &codes[0], "Kite").await;
        let first = phone.cookie.clone();
        let handed = phone.form("/slip/next", &[("join", &workshop.join_code().to_string())]).await;
        assert_eq!(location(&handed), path(&workshop, ""));
        assert_eq!(phone.cookie, None, "nothing is left of the first person");
        let mut thief = phone.another();
        thief.cookie = first;
        assert_eq!(thief.page(&path(&workshop, "/read-back")).await.status, 303, "their session is over in the store too");
        join_by_slip(&mut phone, &workshop, &codes[1], "Lark").await;
        let mut later = phone.another();
        later.page("/slip").await;
        assert_eq!(location(&later.form("/slip", &[("code", &codes[0]), ("pin", PIN)]).await), "/me");
        let people = world.office.community().participants_of(workshop.id()).await.unwrap();
        assert_eq!(people.iter().map(|one| one.called().unwrap()).collect::<Vec<_>>(), ["Kite", "Lark"]);
        harness.finish().await;
    }

    async fn a_mistyped_code_says_its_group_and_a_wrong_one_says_the_same_as_a_wrong_pin(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let code = slips(&world, &workshop, 1).await.remove(0);
        let mut browser = visitors(&world, &harness);
        join_by_slip(&mut browser, &workshop, &code, "Kite").await;
        let mut stranger = browser.another();
        stranger.page("/slip").await;
        let mut wrong: Vec<char> = code.chars().collect();
        wrong[6] = if wrong[6] == '7' { '8' } else { '7' };
        let mistyped = stranger.form("/slip", &[("code", &wrong.iter().collect::<String>()), ("pin", PIN)]).await;
        assert!(mistyped.status == 422 && mistyped.text().contains("typing mistake in group 2"), "{}", mistyped.text());
        let unknown = SlipCode::new(&Chance::seeded(77)).printed();
        let by_code = stranger.form("/slip", &[("code", &unknown), ("pin", "715293")]).await;
        let by_pin = stranger.form("/slip", &[("code", &code), ("pin", "715293")]).await;
        assert_eq!((by_code.status, by_pin.status), (422, 422));
        let without_id = |seen: &Seen, code: &str| seen.text().replace(code, "CODE").replace(&code.to_lowercase(), "CODE");
        let groups = |text: String| text;
        assert_eq!(groups(without_id(&by_code, &unknown)), groups(without_id(&by_pin, &code)), "not a letter tells which");
        harness.finish().await;
    }

    async fn who_tries_slips_is_told_to_wait_and_a_room_is_not(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let code = slips(&world, &workshop, 1).await.remove(0);
        let two = std::num::NonZeroU32::new(2).unwrap();
        let mut browser = Browser::at(Visitor::with(door(&world, &harness, Quotas { slip_misses: two, ..Quotas::default() })));
        browser.page("/slip").await;
        let mut statuses = Vec::new();
        for n in 0..3 {
            let unknown = SlipCode::new(&Chance::seeded(80 + n)).printed();
            statuses.push(browser.form("/slip", &[("code", &unknown), ("pin", PIN)]).await.status);
        }
        assert_eq!(statuses, [422, 422, 429]);
        join_by_slip(&mut browser, &workshop, &code, "Kite").await;
        harness.finish().await;
    }

    async fn a_room_of_sixty_joins_from_one_address_within_three_minutes(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let codes = slips(&world, &workshop, 60).await;
        let first = visitors(&world, &harness);
        let door = first.another();
        for (n, code) in codes.iter().enumerate() {
            // One every three seconds: the rates of the real server, the clock of the test.
            harness.clock.advance(3);
            join_by_slip(&mut door.another(), &workshop, code, &format!("Person {n}")).await;
        }
        let people = world.office.community().participants_of(workshop.id()).await.unwrap();
        assert_eq!(people.len(), 60, "each once, though everything was sent twice");
        assert!(people.iter().all(|one| one.confirmed().is_some()));
        assert_eq!(world.office.community().put_forward(workshop.id()).await.unwrap().len(), 60);
        harness.finish().await;
    }

    async fn more_than_three_times_as_many_as_expected_are_told_to_wait(harness) {
        let world = World::new(&harness).await;
        let workshop = workshop(&world, Purpose::Award).await;
        let mut door = visitors(&world, &harness);
        let mut statuses = Vec::new();
        for n in 0..=3 * workshop.expected() {
            let who = world.person(&format!("Person {n}")).await;
            let mut browser = door.another();
            browser.enter(&world, &who, false).await;
            browser.page(&path(&workshop, "/form")).await;
            statuses.push(browser.form(&path(&workshop, "/form"), &[("called", "P"), ("language", "en"), ("age", "adult")]).await.status);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 60);
        assert_eq!(statuses.last(), Some(&429));
        door.page("/").await;
        harness.finish().await;
    }

    async fn a_form_of_another_browser_changes_nothing(harness) {
        let world = World::new(&harness).await;
        let (workshop, esi) = (workshop(&world, Purpose::Award).await, world.person("Esi").await);
        let mut browser = Browser::of(&world, &harness, &esi).await;
        browser.page(&path(&workshop, "/form")).await;
        let body = "token=x&called=Esi&language=en&age=adult";
        for step in ["/form", "/read-back"] {
            assert_eq!(browser.send(Method::POST, &path(&workshop, step), &[BROWSER, FORM, HERE], body.into()).await.status, 403);
        }
        for step in ["/slip", "/slip/next"] {
            assert_eq!(browser.send(Method::POST, step, &[BROWSER, FORM, HERE], body.into()).await.status, 403);
        }
        assert!(world.office.community().participants_of(workshop.id()).await.unwrap().is_empty());
        harness.finish().await;
    }
}
