//! The pages on which people read what they were told, and choose where else and in which language.

use insignia::community::notices::{Errand, MAIL};
use insignia::platform::outbox;

use super::browser::Browser;
use super::visit::BROWSER;
use crate::harness::{Harness, on_both_backends};
use crate::world::World;

/// The token in the question that waits in the outbox.
async fn asked(harness: &Harness) -> String {
    let letters = outbox::claim(&harness.database, harness.now(), 60, 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].kind, MAIL);
    match Errand::read(&letters[0].payload) {
        Some(Errand::Confirm { secret }) => secret.reveal().to_owned(),
        other => panic!("a question: {other:?}"),
    }
}

on_both_backends! {
    async fn a_person_reads_their_notices_and_nobody_elses(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Chen").await;
        let holder = world.office.community().trainer(badge.award().holder()).await.unwrap().account().clone();
        let mut other = Browser::of(&world, &harness, &world.anna).await;
        assert!(other.page("/me/notices").await.text().contains("nothing to tell you"));
        let mut browser = Browser::of(&world, &harness, &holder).await;
        let page = browser.page("/me/notices").await;
        assert!(page.text().contains("has been issued") && page.text().contains(&format!("/c/{}", badge.award().credential())), "{}", page.text());
        // The number stands on every page inside, and what it counts on the first one.
        for page in ["/me", "/me/security"] {
            assert!(browser.page(page).await.text().contains(">1 new<"), "{page}");
            assert!(!other.page(page).await.text().contains(">1 new<"), "{page}");
        }
        let first = browser.page("/me").await;
        assert!(first.text().contains("has been issued") && first.text().contains("All notices"), "{}", first.text());
        let notice = world.office.community().notices_of(holder.id()).await.unwrap()[0].id;
        let path = format!("/me/notices/{notice}/read");
        other.page("/me/notices").await;
        other.form(&path, &[]).await;
        assert_eq!(world.office.community().unread_notices(holder.id()).await.unwrap(), 1, "somebody else's stays unread");
        for _ in 0..2 {
            let done = browser.form(&path, &[]).await;
            assert_eq!((done.status, done.header("location")), (303, "/me/notices"));
        }
        assert!(!browser.page("/me/notices").await.text().contains("I have read"));
        let read = browser.page("/me").await;
        assert!(!read.text().contains(">1 new<") && read.text().contains("has been issued"), "{}", read.text());
        harness.finish().await;
    }

    async fn an_address_is_confirmed_by_its_link_and_opening_it_does_nothing(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        browser.page("/me/mail").await;
        let refused = browser.form("/me/mail", &[("address", "anna at example")]).await;
        assert!(refused.status == 200 && refused.text().contains("not a mail address") && refused.text().contains("anna at example"));
        browser.page("/me/mail").await;
        assert_eq!(browser.form("/me/mail", &[("address", "anna@example.org")]).await.status, 303);
        let path = format!("/mail/{}", asked(&harness).await);
        // The link may be opened elsewhere, and by scanners.
        let mut elsewhere = browser.another();
        for _ in 0..10 {
            let seen = elsewhere.page(&path).await;
            assert!(seen.status == 200 && seen.text().contains("anna@example.org"));
            assert_eq!((seen.header("referrer-policy"), seen.header("cache-control")), ("no-referrer", "no-store"));
        }
        assert!(browser.page("/me/mail").await.text().contains("on its way"));
        assert!(elsewhere.form(&path, &[]).await.text().contains("is confirmed"));
        assert_eq!(elsewhere.form(&path, &[]).await.status, 410, "once");
        assert_eq!(elsewhere.page(&path).await.status, 410);
        assert_eq!(elsewhere.page(&format!("/mail/{}", "x".repeat(43))).await.status, 410, "as one that never was");
        assert!(browser.page("/me/mail").await.text().contains("Notices also go to"));
        assert_eq!(browser.form("/me/mail/removal", &[]).await.status, 303);
        assert!(!browser.page("/me/mail").await.text().contains("anna@example.org"));
        harness.finish().await;
    }

    async fn one_address_is_asked_three_times_and_then_once_an_hour(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        browser.page("/me/mail").await;
        for _ in 0..3 {
            assert_eq!(browser.form("/me/mail", &[("address", "anna@example.org")]).await.status, 303);
        }
        let late = browser.form("/me/mail", &[("address", "ANNA@example.org")]).await;
        assert!(late.status == 200 && late.text().contains("Wait an hour"), "{}", late.status);
        assert_eq!(browser.form("/me/mail", &[("address", "victim@example.org")]).await.status, 200, "nor are many others asked by one person");
        harness.clock.advance(3600);
        assert_eq!(browser.form("/me/mail", &[("address", "anna@example.org")]).await.status, 303);
        harness.finish().await;
    }

    async fn pages_are_in_the_language_that_a_person_chose_unless_the_address_asks_for_another(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        browser.page("/me/mail").await;
        assert_eq!(browser.form("/me/language", &[("language", "xx")]).await.status, 303, "an unknown one changes nothing");
        assert!(browser.page("/me/mail").await.text().contains("<html lang=\"en\""));
        assert_eq!(browser.form("/me/language", &[("language", "ar")]).await.status, 303);
        let french = ("accept-language", "fr");
        let seen = browser.send(axum::http::Method::GET, "/me/security", &[BROWSER, french], axum::body::Body::empty()).await;
        assert!(seen.text().contains("<html lang=\"ar\" dir=\"rtl\""), "{:.200}", seen.text());
        assert!(browser.page("/me/security?uselang=hi").await.text().contains("<html lang=\"hi\""));
        let public = browser.send(axum::http::Method::GET, "/badges", &[BROWSER, french], axum::body::Body::empty()).await;
        assert!(public.text().contains("<html lang=\"fr\""), "public pages never look at who reads them");
        assert_eq!(browser.form("/me/language", &[("language", "")]).await.status, 303);
        assert!(browser.page("/me/mail").await.text().contains("<html lang=\"en\""));
        harness.finish().await;
    }
}
