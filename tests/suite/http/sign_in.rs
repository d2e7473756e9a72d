//! Signing in: one-time links, sessions, passkeys, and what a thief or another site gets.

use axum::body::Body;
use axum::http::Method;
use insignia::doors::http::entry::Who;
use insignia::doors::http::router;
use serde_json::{Value, json};

use super::authenticator::Phone;
use super::browser::{Browser, FORM, HERE};
use super::matrix::filled;
use super::visit::{BROWSER, Seen};
use crate::harness::{Harness, on_both_backends};
use crate::world::World;

pub(super) const ORIGIN: &str = "http://localhost:8017";

/// The question of an answer.
pub(super) fn asked(seen: &Seen) -> (String, Value) {
    assert_eq!(seen.status, 200, "{}", seen.text());
    let asked = seen.json();
    let options =
        insignia::standards::json::parse(asked["options"].as_str().unwrap().as_bytes(), &insignia::standards::json::Limits::DOCUMENT);
    (asked["state"].as_str().unwrap().to_owned(), options.unwrap())
}

/// Makes a passkey on the security page.
pub(super) async fn make(browser: &mut Browser, phone: &mut Phone, name: &str) -> Seen {
    browser.page("/me/security").await;
    let (state, options) = asked(&browser.script("/me/passkeys/question", &json!({})).await);
    let answer = phone.make(&options);
    browser.script("/me/passkeys", &json!({ "state": state, "answer": answer, "name": name })).await
}

/// Shows a passkey on the page to sign in.
async fn show(browser: &mut Browser, phone: &mut Phone) -> Seen {
    browser.page("/sign-in").await;
    let (state, options) = asked(&browser.script("/sign-in/passkey", &json!({})).await);
    let answer = phone.show(&options);
    browser.script("/sign-in/passkey/answer", &said(&state, &answer)).await
}

fn said(state: &str, answer: &str) -> Value {
    json!({ "state": state, "answer": answer, "borrowed": false, "next": "/me/security" })
}

/// The status of the security page: 200 for whoever is signed in.
async fn inside(browser: &mut Browser) -> u16 {
    browser.page("/me/security").await.status
}

async fn rows(harness: &Harness, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap()
}

on_both_backends! {
    async fn a_link_signs_in_once_and_looking_at_it_uses_nothing_up(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let link = world.office.community().invite(world.anna.id()).await.unwrap();
        let path = format!("/sign-in/link/{}", link.secret.reveal());
        for _ in 0..10 {
            for method in [Method::GET, Method::HEAD] {
                let seen = browser.send(method.clone(), &path, &[BROWSER], Body::empty()).await;
                assert_eq!((seen.status, seen.header("referrer-policy"), seen.header("cache-control")), (200, "no-referrer", "no-store"));
            }
        }
        let page = browser.page(&path).await;
        assert!(page.text().contains("Anna") && !page.text().contains("<script"), "{}", page.text());
        // The page is without a referrer, so its form says origin null.
        let body = format!("token={}", browser.token);
        let entered = browser.send(Method::POST, &path, &[BROWSER, FORM, HERE, ("origin", "null")], body.into()).await;
        assert_eq!((entered.status, entered.header("location")), (303, "/me/security?next=/training"));
        assert_eq!(inside(&mut browser).await, 200);
        let mut other = browser.another();
        assert_eq!(other.page(&path).await.status, 410);
        other.page("/sign-in").await;
        let again = other.form(&path, &[]).await;
        assert_eq!(again.status, 410);
        assert!(again.text().contains("This link does not work any more"), "{}", again.text());
        harness.finish().await;
    }

    async fn a_newer_link_kills_the_older_and_none_lives_longer_than_its_days(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let community = world.office.community();
        let path = |link: &insignia::community::people::sign_in::invitation::Invitation| format!("/sign-in/link/{}", link.secret.reveal());
        let older = path(&community.invite(world.anna.id()).await.unwrap());
        let newer = path(&community.invite(world.anna.id()).await.unwrap());
        let other = path(&community.invite(world.badri.id()).await.unwrap());
        assert_eq!((browser.page(&older).await.status, browser.page(&newer).await.status, browser.page(&other).await.status), (410, 200, 200));
        harness.clock.advance(14 * 86_400 - 1);
        assert_eq!(browser.page(&newer).await.status, 200);
        harness.clock.advance(1);
        assert_eq!(browser.page(&newer).await.status, 410);
        for wrong in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(browser.page(&format!("/sign-in/link/{wrong}")).await.status, 410, "{wrong}");
        }
        world.office.erase(world.badri.id()).await.unwrap();
        assert_eq!(browser.page(&other).await.status, 410, "nobody who was erased is called by name");
        harness.finish().await;
    }

    async fn a_session_has_a_new_secret_that_only_the_browser_knows_and_signing_out_ends_it(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        browser.page("/sign-in").await;
        let before = browser.cookie.clone().unwrap();
        let entered = browser.enter(&world, &world.anna, false).await;
        let (cookie, set) = (browser.cookie.clone().unwrap(), entered.header("set-cookie").to_owned());
        assert_ne!(before, cookie, "whoever planted the old cookie has nothing");
        for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=604800"] {
            assert!(set.contains(part), "{part}: {set}");
        }
        let secret = cookie.split_once('=').unwrap().1.to_owned();
        let stored: Vec<u8> = sqlx::query_scalar("select secret_hash from session").fetch_one(harness.database.reader()).await.unwrap();
        assert!(stored.len() == 32 && stored != secret.as_bytes(), "only a hash is stored");
        let mut planted = browser.another();
        planted.cookie = Some(before);
        assert_eq!(inside(&mut planted).await, 303, "the cookie of before opens nothing");
        inside(&mut browser).await;
        let out = browser.form("/sign-out", &[]).await;
        assert_eq!((out.status, out.header("location")), (303, "/"));
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        let mut thief = browser.another();
        thief.cookie = Some(cookie);
        assert_eq!(inside(&mut thief).await, 303, "signing out ends the session itself");
        assert_eq!(rows(&harness, "select count(*) from session").await, 0);
        harness.finish().await;
    }

    async fn a_session_ends_when_it_rests_and_when_its_week_is_over(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        harness.clock.advance(12 * 3600 - 1);
        assert_eq!(inside(&mut browser).await, 200);
        harness.clock.advance(12 * 3600 - 1);
        assert_eq!(inside(&mut browser).await, 200, "a request gives it twelve hours more");
        harness.clock.advance(12 * 3600);
        let sent_on = browser.page("/me/security").await;
        assert_eq!((sent_on.status, sent_on.header("location")), (303, "/sign-in?next=/me/security"));
        let mut busy = Browser::of(&world, &harness, &world.anna).await;
        for _ in 0..14 {
            assert_eq!(inside(&mut busy).await, 200);
            harness.clock.advance(43_199);
        }
        harness.clock.advance(14);
        assert_eq!(inside(&mut busy).await, 303, "however much it is used");
        harness.finish().await;
    }

    async fn on_a_borrowed_device_a_session_lasts_half_an_hour_and_goes_with_the_browser(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let entered = browser.enter(&world, &world.anna, true).await;
        assert!(!entered.header("set-cookie").contains("Max-Age"), "no date: {}", entered.header("set-cookie"));
        harness.clock.advance(1799);
        let page = browser.page("/me/security").await;
        assert!(page.text().contains("not my own"), "{}", page.text());
        harness.clock.advance(1);
        assert_eq!(inside(&mut browser).await, 303);
        harness.finish().await;
    }

    async fn people_see_and_end_their_own_sessions_and_nobody_elses(harness) {
        let world = World::new(&harness).await;
        let (mut anna, mut badri) = (Browser::of(&world, &harness, &world.anna).await, Browser::of(&world, &harness, &world.badri).await);
        let mut phone = Browser::of(&world, &harness, &world.anna).await;
        let page = anna.page("/me/security").await;
        let ids: Vec<&str> = page.text().split("/me/sessions/").skip(1).filter_map(|part| part.split_once("/end").map(|(id, _)| id)).collect();
        assert_eq!(ids.len(), 1, "the other one has a button: {ids:?}");
        badri.page("/me/security").await;
        assert_eq!(badri.form(&format!("/me/sessions/{}/end", ids[0]), &[]).await.status, 303);
        assert_eq!(inside(&mut phone).await, 200, "it is not his to end");
        assert_eq!(anna.form(&format!("/me/sessions/{}/end", ids[0]), &[]).await.status, 303);
        assert_eq!((inside(&mut phone).await, inside(&mut anna).await), (303, 200));
        phone.enter(&world, &world.anna, false).await;
        inside(&mut anna).await;
        anna.form("/me/sessions/end", &[]).await;
        assert_eq!((inside(&mut phone).await, inside(&mut anna).await, inside(&mut badri).await), (303, 200, 200));
        harness.finish().await;
    }

    async fn a_new_role_or_a_lost_one_asks_everybody_concerned_to_sign_in_anew(harness) {
        use insignia::community::people::appointment::Role;
        let world = World::new(&harness).await;
        let community = world.office.community();
        let mut anna = Browser::of(&world, &harness, &world.anna).await;
        let mut badri = Browser::of(&world, &harness, &world.badri).await;
        community.appoint(world.anna.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
        assert_eq!((inside(&mut anna).await, inside(&mut badri).await), (303, 200));
        anna.enter(&world, &world.anna, false).await;
        assert!(community.appoint(world.anna.id(), Role::Steward, "again").await.is_err(), "once is enough");
        community.dismiss(world.anna.id(), Role::Steward).await.unwrap();
        assert_eq!(inside(&mut anna).await, 303);
        assert!(community.dismiss(world.anna.id(), Role::Steward).await.is_err());
        assert!(community.appointments().await.unwrap().is_empty());
        harness.finish().await;
    }

    async fn no_form_of_another_site_is_taken(harness) {
        use insignia::community::people::appointment::Role;
        let world = World::new(&harness).await;
        // Everything is open to her, so that nothing but the form is refused.
        for role in [Role::Steward, Role::Admin] {
            world.office.community().appoint(world.anna.id(), role, "Committee, 2026-11-01").await.unwrap();
        }
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        inside(&mut browser).await;
        let token = browser.token.clone();
        let mut stranger = browser.another();
        stranger.page("/sign-in").await;
        let (good, foreign) = (format!("token={token}"), format!("token={}", stranger.token));
        let mut checked = 0;
        for (route, _) in router::routes().filter(|(_, who)| who.looks_at_cookies()) {
            let path = filled(route);
            for (name, fields, body) in [
                ("no token", vec![HERE], ""),
                ("somebody else's token", vec![HERE], foreign.as_str()),
                ("two tokens", vec![HERE], &format!("{good}&{good}")),
                ("a foreign origin", vec![("origin", "https://x.example")], &good),
                ("a null origin", vec![("origin", "null")], &good),
                ("another site", vec![("sec-fetch-site", "cross-site")], &good),
                ("a sister host", vec![("sec-fetch-site", "same-site")], &good),
            ] {
                let fields: Vec<_> = fields.into_iter().chain([FORM]).collect();
                let seen = browser.send(Method::POST, &path, &fields, body.to_owned().into()).await;
                checked += 1;
                // As far as one can see, the second of two taps: it does nothing, and asks for the page.
                if name == "somebody else's token" && path.starts_with("/sign-in/link/") {
                    assert_eq!((seen.status, seen.header("location")), (303, path.as_str()));
                    continue;
                }
                assert_eq!(seen.status, 403, "{path} with {name}: {}", seen.text());
                assert!(seen.text().contains("stale-form"), "{path} with {name}: {}", seen.text());
            }
        }
        assert!(checked >= 80, "{checked}");
        assert_eq!(inside(&mut browser).await, 200, "and nothing happened");
        let out = browser.send(Method::POST, "/sign-out", &[FORM, HERE, ("origin", ORIGIN)], good.into()).await;
        assert_eq!(out.status, 303, "the same form from here is taken");
        harness.finish().await;
    }

    async fn a_passkey_is_made_and_signs_in_without_a_name(harness) {
        let world = World::new(&harness).await;
        let (mut browser, mut phone) = (Browser::of(&world, &harness, &world.anna).await, Phone::new(7, ORIGIN));
        let made = make(&mut browser, &mut phone, " Anna’s\tphone ").await;
        assert_eq!(made.status, 200, "{}", made.text());
        let page = browser.page("/me/security").await;
        assert!(page.text().contains("Anna’s phone") && page.text().contains("several devices"), "{}", page.text());
        let twice = make(&mut browser, &mut phone, "again").await;
        assert_eq!(twice.status, 422, "the same authenticator is not taken twice: {}", twice.text());
        let mut elsewhere = browser.another();
        let shown = show(&mut elsewhere, &mut phone).await;
        assert_eq!((shown.status, shown.json()["next"].as_str()), (200, Some("/me/security")), "{}", shown.text());
        let page = elsewhere.page("/me/security").await;
        assert!(page.status == 200 && page.text().contains("Anna") && page.text().contains("with a passkey"));
        assert_eq!(show(&mut elsewhere, &mut phone).await.status, 200, "and again, as often as its owner likes");
        assert_eq!(rows(&harness, "select sign_count from passkey").await, 2);
        harness.finish().await;
    }

    async fn people_arrive_where_they_were_going_else_where_their_work_is_and_are_asked_for_a_passkey_once(harness) {
        use insignia::community::people::appointment::Role;
        let world = World::new(&harness).await;
        let (holder, steward) = (world.person("Ada").await, world.person("Sol").await);
        for person in [&steward, &world.badri] {
            world.office.community().appoint(person.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
        }
        for (seed, person, home) in [(1, &holder, "/me"), (2, &world.anna, "/training"), (3, &steward, "/admin"), (4, &world.badri, "/training")] {
            let mut browser = Browser::new(&world, &harness);
            let entered = browser.enter(&world, person, false).await;
            assert_eq!(entered.header("location"), format!("/me/security?next={home}"));
            let page = browser.page(entered.header("location")).await;
            assert!(page.text().contains(&format!("<a href=\"{home}\">Later")), "{home}: {}", page.text());
            assert!(page.text().contains(&format!("data-next=\"{home}\"")), "whoever makes one goes on too: {}", page.text());
            assert!(!browser.page("/me/security?next=//x.example").await.text().contains("Later"), "nowhere else");
            let mut borrowed = browser.another();
            assert_eq!(borrowed.enter(&world, person, true).await.header("location"), home, "nobody leaves a key on another's device");
            let mut phone = Phone::new(seed, ORIGIN);
            make(&mut browser, &mut phone, "phone").await;
            assert!(!browser.page(entered.header("location")).await.text().contains("Later"), "there is one now");
            let mut elsewhere = browser.another();
            assert_eq!(elsewhere.enter(&world, person, false).await.header("location"), home, "who has a passkey is not asked");
            for (next, goes) in [("", home), ("//x.example", home), ("/me/requests", "/me/requests")] {
                let mut browser = elsewhere.another();
                browser.page("/sign-in").await;
                let (state, options) = asked(&browser.script("/sign-in/passkey", &json!({})).await);
                let answer = json!({ "state": state, "answer": phone.show(&options), "borrowed": false, "next": next });
                assert_eq!(browser.script("/sign-in/passkey/answer", &answer).await.json()["next"].as_str(), Some(goes), "{next}");
            }
        }
        harness.finish().await;
    }

    async fn an_answer_is_heard_once_in_time_and_from_the_browser_that_was_asked(harness) {
        let world = World::new(&harness).await;
        let (mut browser, mut phone) = (Browser::of(&world, &harness, &world.anna).await, Phone::new(7, ORIGIN));
        make(&mut browser, &mut phone, "phone").await;
        let (mut victim, mut thief) = (browser.another(), browser.another());
        victim.page("/sign-in").await;
        thief.page("/sign-in").await;
        let (state, options) = asked(&victim.script("/sign-in/passkey", &json!({})).await);
        let answer = said(&state, &phone.show(&options));
        assert_eq!(thief.script("/sign-in/passkey/answer", &answer).await.status, 422, "another browser");
        assert_eq!(victim.script("/sign-in/passkey/answer", &answer).await.status, 200);
        victim.page("/sign-in").await;
        assert_eq!(victim.script("/sign-in/passkey/answer", &answer).await.status, 422, "twice");
        let (state, options) = asked(&thief.script("/sign-in/passkey", &json!({})).await);
        let late = said(&state, &phone.show(&options));
        harness.clock.advance(600);
        assert_eq!(thief.script("/sign-in/passkey/answer", &late).await.status, 422, "ten minutes later");
        let (state, _) = asked(&thief.script("/sign-in/passkey", &json!({})).await);
        let (_, other) = asked(&thief.script("/sign-in/passkey", &json!({})).await);
        let crossed = said(&state, &phone.show(&other));
        assert_eq!(thief.script("/sign-in/passkey/answer", &crossed).await.status, 422, "the answer to another question");
        assert_eq!(inside(&mut thief).await, 303);
        harness.finish().await;
    }

    async fn a_passkey_for_another_place_or_without_its_owner_signs_nobody_in(harness) {
        let world = World::new(&harness).await;
        let (mut browser, mut phone) = (Browser::of(&world, &harness, &world.anna).await, Phone::new(7, ORIGIN));
        make(&mut browser, &mut phone, "phone").await;
        let phished = Phone { origin: "https://badges.example.net".to_owned(), ..phone.clone() };
        let other_port = Phone { origin: "http://localhost:9999".to_owned(), ..phone.clone() };
        let other_host = Phone { host: "badges.example.net".to_owned(), ..phone.clone() };
        let stolen = Phone { verified: false, ..phone.clone() };
        let forged = Phone { user: phone.user.clone(), ..Phone::new(8, ORIGIN) };
        let other_key = Phone { key: forged.key.clone(), ..phone.clone() };
        for (name, mut wrong) in
            [("another origin", phished), ("another port", other_port), ("another host", other_host), ("no finger", stolen), ("never made", forged), ("another key", other_key)]
        {
            let mut thief = browser.another();
            let refused = show(&mut thief, &mut wrong).await;
            assert_eq!(refused.status, 422, "{name}: {}", refused.text());
            assert_eq!(inside(&mut thief).await, 303, "{name}");
        }
        harness.finish().await;
    }

    async fn a_copied_passkey_is_found_out_by_its_count(harness) {
        let world = World::new(&harness).await;
        let (mut browser, mut phone) = (Browser::of(&world, &harness, &world.anna).await, Phone::new(7, ORIGIN));
        make(&mut browser, &mut phone, "phone").await;
        let mut copy = phone.clone();
        for _ in 0..2 {
            assert_eq!(show(&mut browser.another(), &mut phone).await.status, 200);
        }
        let refused = show(&mut browser.another(), &mut copy).await;
        assert!(refused.status == 422 && refused.text().contains("may have been copied"), "{}", refused.text());
        harness.finish().await;
    }

    async fn whoever_changes_how_they_sign_in_has_just_proved_who_they_are(harness) {
        let world = World::new(&harness).await;
        let (mut browser, mut phone) = (Browser::of(&world, &harness, &world.anna).await, Phone::new(7, ORIGIN));
        make(&mut browser, &mut phone, "phone").await;
        harness.clock.advance(300);
        let page = browser.page("/me/security").await;
        assert!(page.text().contains("show once more that it is you") && !page.text().contains("/removal"), "{}", page.text());
        let late = browser.script("/me/passkeys/question", &json!({})).await;
        assert!(late.status == 403 && late.text().contains("prove-again"), "{}", late.text());
        let before = browser.cookie.clone();
        assert_eq!(show(&mut browser, &mut phone).await.status, 200);
        assert_ne!(browser.cookie, before, "proving it changes the secret");
        assert_eq!(rows(&harness, "select count(*) from session").await, 1, "of the same session");
        assert_eq!(make(&mut browser, &mut Phone::new(9, ORIGIN), "key").await.status, 200);
        let mut thief = browser.another();
        thief.cookie = before;
        assert_eq!(inside(&mut thief).await, 303);
        harness.finish().await;
    }

    async fn a_passkey_is_named_and_removed_by_its_owner_and_the_last_one_stays(harness) {
        let world = World::new(&harness).await;
        let (mut anna, mut badri) = (Browser::of(&world, &harness, &world.anna).await, Browser::of(&world, &harness, &world.badri).await);
        make(&mut anna, &mut Phone::new(7, ORIGIN), "phone").await;
        harness.clock.advance(1);
        make(&mut anna, &mut Phone::new(8, ORIGIN), "key").await;
        let ids: Vec<String> = world.office.community().passkeys(world.anna.id()).await.unwrap().iter().map(|p| p.id.to_string()).collect();
        badri.page("/me/security").await;
        badri.form(&format!("/me/passkeys/{}/removal", ids[0]), &[]).await;
        badri.form(&format!("/me/passkeys/{}/name", ids[0]), &[("name", "mine")]).await;
        anna.page("/me/security").await;
        assert_eq!(anna.form(&format!("/me/passkeys/{}/name", ids[1]), &[("name", "<old> key")]).await.status, 303);
        let page = anna.page("/me/security").await;
        assert!(page.text().contains(">phone<") && page.text().contains("&lt;old&gt; key"), "{}", page.text());
        assert_eq!(anna.form(&format!("/me/passkeys/{}/removal", ids[0]), &[]).await.header("location"), "/me/security");
        let kept = anna.form(&format!("/me/passkeys/{}/removal", ids[1]), &[]).await;
        assert_eq!(kept.header("location"), "/me/security?said=only-way");
        assert!(anna.page("/me/security?said=only-way").await.text().contains("your only way in"));
        assert_eq!(world.office.community().passkeys(world.anna.id()).await.unwrap().len(), 1);
        harness.finish().await;
    }

    async fn an_erased_person_leaves_no_way_in(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Ada").await;
        let (mut browser, mut phone) = (Browser::of(&world, &harness, &holder).await, Phone::new(7, ORIGIN));
        make(&mut browser, &mut phone, "phone").await;
        world.office.community().invite(holder.id()).await.unwrap();
        world.office.erase(holder.id()).await.unwrap();
        assert_eq!(inside(&mut browser).await, 303);
        assert_eq!(show(&mut browser.another(), &mut phone).await.status, 422);
        assert_eq!(rows(&harness, "select (select count(*) from session) + (select count(*) from passkey) + (select count(*) from invitation)").await, 0);
        world.assert_sound("an erasure").await;
        harness.finish().await;
    }

    async fn each_route_opens_to_those_it_names_and_to_nobody_else(harness) {
        use insignia::community::people::appointment::Role;
        let world = World::new(&harness).await;
        let community = world.office.community();
        let (plain, steward, admin) = (world.person("Plain").await, world.person("Steward").await, world.person("Admin").await);
        community.appoint(steward.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
        community.appoint(admin.id(), Role::Admin, "Committee, 2026-11-01").await.unwrap();
        let mut people = vec![("nobody", Browser::new(&world, &harness))];
        for (name, person) in [("a person", &plain), ("a trainer", &world.anna), ("a steward", &steward), ("an admin", &admin)] {
            people.push((name, Browser::of(&world, &harness, person).await));
        }
        let mut asked = 0;
        for (path, who) in router::routes() {
            let filled = path.split('/').map(|part| if part.starts_with('{') { "7zzzzzzzzzzzzzzzzzzzzzzzzz" } else { part }).collect::<Vec<_>>().join("/");
            for (name, browser) in &mut people {
                let in_role = match who {
                    Who::Everybody | Who::Visitors => true,
                    Who::TokenHolders => false,
                    Who::People => *name != "nobody",
                    Who::Trainers => *name == "a trainer",
                    Who::Answerers => ["a trainer", "a steward"].contains(name),
                    Who::Stewards => *name == "a steward",
                    Who::Admins => *name == "an admin",
                };
                for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
                    if path == "/sign-out" || path == "/me/sessions/end" {
                        continue;
                    }
                    let token = browser.token.clone();
                    let fields = [BROWSER, FORM, HERE];
                    let seen = browser.send(method.clone(), &filled, &fields, format!("token={token}&name=x").into()).await;
                    let refused = match seen.status {
                        401 => true,
                        403 => ["sign-in-first", "not-allowed", "You may not see this page"].iter().any(|word| seen.text().contains(word)),
                        303 => seen.header("location").starts_with("/sign-in") && seen.header("location") != filled,
                        _ => false,
                    };
                    let absent = seen.status == 405;
                    assert!(absent || refused != in_role, "{method} {path} by {name}: {} {}", seen.status, seen.text());
                    asked += 1;
                }
            }
        }
        assert!(asked > 500, "{asked}");
        harness.finish().await;
    }
}

/// The median of how long the answer to a link takes, for each of two links in turn.
async fn medians(browser: &mut Browser, links: [&str; 2]) -> [u128; 2] {
    let mut times: [Vec<u128>; 2] = [Vec::new(), Vec::new()];
    for turn in 0..400 {
        let begun = std::time::Instant::now();
        let seen = browser.send(Method::GET, links[turn % 2], &[BROWSER], Body::empty()).await;
        times[turn % 2].push(begun.elapsed().as_nanos());
        assert_eq!(seen.status, 410);
    }
    times.map(|mut all| {
        all.sort_unstable();
        all[all.len() / 2]
    })
}

#[test]
fn how_long_an_answer_takes_does_not_tell_whether_a_link_ever_was_one() {
    crate::harness::run(crate::harness::Backend::Sqlite, |harness| async move {
        let world = World::new(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let expired = world.office.community().invite(world.anna.id()).await.unwrap();
        harness.clock.advance(15 * 86_400);
        let known = format!("/sign-in/link/{}", expired.secret.reveal());
        let never = format!("/sign-in/link/{}", insignia::community::people::sign_in::Secret::new(&harness.chance).reveal());
        // The machine may be busy with something else: one calm round is enough, a real difference is in all.
        let mut rounds = Vec::new();
        for _ in 0..10 {
            let [one, other] = medians(&mut browser, [&known, &never]).await;
            if one.abs_diff(other) * 20 < one.max(other) {
                harness.finish().await;
                return;
            }
            rounds.push((one, other));
        }
        panic!("an answer tells by its time: {rounds:?}");
    });
}
