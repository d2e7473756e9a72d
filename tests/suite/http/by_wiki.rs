//! Signing in by a wiki, against a stand-in of its documented routes.

use insignia::platform::database::StoreError;
use serde_json::{Value, json};

use super::browser::Browser;
use super::visit::{Seen, Visitor, door_with, patient};
use super::wiki_stand_in::StandIn;
use crate::fetch::stage::nowhere;
use crate::harness::{Harness, on_both_backends};
use crate::world::World;

/// A world with a wiki, and a browser at its door.
async fn stage(harness: &Harness) -> (World, StandIn, Browser) {
    let world = World::new(harness).await;
    let wiki = StandIn::open("http://localhost:8017/sign-in/with/wiki/back").await;
    let door = door_with(&world, harness, patient(), nowhere(harness.clock.clone()), Some(wiki.known()), Vec::new());
    (world, wiki, Browser::at(Visitor::with(door)))
}

pub(super) fn profile(sub: impl Into<Value>, name: &str) -> Value {
    json!({ "sub": sub.into(), "username": name, "editcount": 7, "confirmed_email": true, "blocked": false, "groups": ["*"], "grants": ["basic"] })
}

/// The address to which a page leads on by itself.
pub(super) fn leads_to(page: &Seen) -> String {
    let rest = page.text().split_once("content=\"0; url=").unwrap_or_else(|| panic!("{}: {}", page.status, page.text())).1;
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

/// Leaves for the wiki from the page to sign in.
async fn leave(browser: &mut Browser) -> String {
    let page = browser.page("/sign-in?next=/me/security").await;
    assert!(page.text().contains("Testwiki"), "{}", page.text());
    leads_to(&browser.form("/sign-in/with/wiki", &[("next", "/me/security")]).await)
}

/// Comes back, as a browser that another site sends on.
pub(super) async fn back(browser: &mut Browser, address: &url::Url) -> Seen {
    browser.page(&address[url::Position::BeforePath..]).await
}

async fn sign_in(browser: &mut Browser, wiki: &StandIn, profile: &Value) -> Seen {
    let address = leave(browser).await;
    back(browser, &wiki.agree(&address, profile)).await
}

async fn one(harness: &Harness, sql: &'static str) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await?)
}

on_both_backends! {
    async fn whoever_comes_by_a_wiki_is_known_by_the_central_id_and_renames_are_followed(harness) {
        let (world, wiki, mut browser) = stage(&harness).await;
        let entered = sign_in(&mut browser, &wiki, &profile(4711, "Ada L")).await;
        assert_eq!((entered.status, entered.header("location")), (303, "/me/security"), "{}", entered.text());
        let page = browser.page("/me/security").await;
        assert!(page.text().contains("Ada L") && page.text().contains("with a wiki account"), "{}", page.text());
        let mut elsewhere = browser.another();
        assert_eq!(sign_in(&mut elsewhere, &wiki, &profile("4711", "Ada Lovelace")).await.status, 303);
        let accounts = "select count(*) from account where central_id = '4711'";
        let count: i64 = sqlx::query_scalar(accounts).fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(count, 1, "one person under two names");
        assert_eq!(one(&harness, "select user_name from account where central_id = '4711'").await.unwrap().as_deref(), Some("Ada Lovelace"));
        let mut third = browser.another();
        assert_eq!(sign_in(&mut third, &wiki, &json!({ "sub": 4711, "blocked": true })).await.status, 303, "hidden, and still themselves");
        assert_eq!(one(&harness, "select user_name from account where central_id = '4711'").await.unwrap(), None);
        assert_eq!(third.page("/me/security").await.status, 200, "a page without a name");
        world.assert_sound("signing in").await;
        harness.finish().await;
    }

    async fn a_user_name_alone_is_nobody(harness) {
        let (world, wiki, mut browser) = stage(&harness).await;
        let new = insignia::community::people::NewAccount { user_name: Some("Badri".to_owned()), ..crate::world::account("Badri", None) };
        let known = world.office.community().register(&new).await.unwrap();
        assert_eq!(sign_in(&mut browser, &wiki, &profile(99, "Badri")).await.status, 303);
        let theirs = one(&harness, "select account_id from account where central_id = '99'").await.unwrap().unwrap();
        assert_ne!(theirs, known.id().to_string(), "names are given away again");
        harness.finish().await;
    }

    async fn a_wiki_that_says_no_or_nonsense_signs_nobody_in(harness) {
        let (_world, wiki, mut browser) = stage(&harness).await;
        let address = leave(&mut browser).await;
        let seen = back(&mut browser, &wiki.decline(&address)).await;
        assert!(seen.text().contains("did not let you in"), "{}", seen.text());
        for (sub, said) in [(json!(0), "not a global one"), (json!("0"), "not a global one"), (json!(null), "does not answer"), (json!("Ada"), "does not answer")] {
            let seen = sign_in(&mut browser, &wiki, &profile(sub.clone(), "Ada")).await;
            assert!(seen.text().contains(said), "{sub}: {}", seen.text());
        }
        for (status, body) in [(200, "<html>"), (200, "{\"sub\": 1, \"sub\": 2}"), (500, "{\"sub\": 1}"), (302, ""), (200, "")] {
            wiki.break_profile(status, body);
            let seen = sign_in(&mut browser, &wiki, &profile(1, "Ada")).await;
            assert!(seen.text().contains("does not answer"), "{status} {body}: {}", seen.text());
        }
        let large = format!("{{\"sub\": 1, \"x\": \"{}\"}}", "x".repeat(100_000));
        wiki.break_profile(200, &large);
        assert!(sign_in(&mut browser, &wiki, &profile(1, "Ada")).await.text().contains("does not answer"), "too large");
        assert_eq!(browser.page("/me/security").await.status, 303);
        let accounts: i64 = sqlx::query_scalar("select count(*) from account where central_id is not null").fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(accounts, 0);
        harness.finish().await;
    }

    async fn a_way_back_works_once_in_time_and_only_in_the_browser_that_left(harness) {
        let (_world, wiki, mut browser) = stage(&harness).await;
        let address = leave(&mut browser).await;
        let way = wiki.agree(&address, &profile(1, "Ada"));
        let mut victim = browser.another();
        victim.page("/sign-in").await;
        let stale = |seen: &Seen| seen.text().contains("Please begin again");
        assert!(stale(&back(&mut victim, &way).await), "a thief's way back signs nobody else in");
        assert!(stale(&back(&mut browser.another(), &way).await), "nor a browser without a cookie");
        assert_eq!(wiki.asked(), 0, "the wiki is not even asked");
        assert_eq!(back(&mut browser, &way).await.status, 303);
        assert!(stale(&back(&mut browser, &way).await), "twice");
        let address = leave(&mut victim).await;
        let way = wiki.agree(&address, &profile(1, "Ada"));
        harness.clock.advance(600);
        assert!(stale(&back(&mut victim, &way).await), "ten minutes later");
        let address = leave(&mut victim).await;
        let mut forged = wiki.agree(&address, &profile(1, "Ada"));
        forged.query_pairs_mut().clear().append_pair("code", "code-3").append_pair("state", &"A".repeat(43));
        assert!(stale(&back(&mut victim, &forged).await), "a state of nobody's");
        // A code of another way: its challenge does not fit what this browser remembers.
        let (mut one, mut two) = (browser.another(), browser.another());
        let (first, second) = (leave(&mut one).await, leave(&mut two).await);
        let (first, second) = (wiki.agree(&first, &profile(1, "Ada")), wiki.agree(&second, &profile(2, "Mallory")));
        let of = |way: &url::Url, name: &str| way.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        let mut crossed = first.clone();
        crossed.query_pairs_mut().clear().append_pair("code", &of(&second, "code")).append_pair("state", &of(&first, "state"));
        assert!(back(&mut one, &crossed).await.text().contains("does not answer"), "somebody else's code");
        assert_eq!(one.page("/me/security").await.status, 303);
        harness.finish().await;
    }

    async fn a_wiki_account_is_bound_to_one_person_and_is_then_a_way_in(harness) {
        let (world, wiki, mut browser) = stage(&harness).await;
        browser.enter(&world, &world.anna, false).await;
        let page = browser.page("/me/security").await;
        assert!(page.text().contains("Connect my account at"), "{}", page.text());
        let address = leads_to(&browser.form("/me/ways/wiki", &[]).await);
        let bound = back(&mut browser, &wiki.agree(&address, &profile(5, "AnnaW"))).await;
        assert_eq!((bound.status, bound.header("location")), (303, "/me/security"), "{}", bound.text());
        assert!(browser.page("/me/security").await.text().contains("AnnaW"));
        let mut elsewhere = browser.another();
        assert_eq!(sign_in(&mut elsewhere, &wiki, &profile(5, "AnnaW")).await.status, 303);
        assert!(elsewhere.page("/me/security").await.text().contains("You are signed in as <bdi>Anna</bdi>"));
        let mut badri = browser.another();
        badri.enter(&world, &world.badri, false).await;
        badri.page("/me/security").await;
        let address = leads_to(&badri.form("/me/ways/wiki", &[]).await);
        let taken = back(&mut badri, &wiki.agree(&address, &profile(5, "AnnaW"))).await;
        assert!(taken.text().contains("belongs to another person"), "{}", taken.text());
        harness.clock.advance(300);
        browser.page("/me/security").await;
        assert_eq!(browser.form("/me/ways/wiki", &[]).await.header("location"), "/sign-in?next=/me/security", "only with a fresh proof");
        harness.finish().await;
    }
}
