//! What holds on every route, whoever wrote it: cookies, caches, and forms that are too large.

use axum::body::Body;
use axum::http::Method;
use insignia::community::people::appointment::Role;
use insignia::doors::http::router;

use super::browser::{Browser, FORM, HERE};
use super::matrix::filled;
use super::visit::{BROWSER, Visitor};
use crate::harness::on_both_backends;
use crate::world::World;

on_both_backends! {
    async fn a_cookie_is_set_only_where_people_sign_in_and_only_for_this_host(harness) {
        let world = World::on_the_web(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let (mut set, mut not) = (0, 0);
        for (route, who) in router::routes() {
            let seen = visitor.page(&filled(route)).await;
            let cookies: Vec<&str> = seen.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
            if !who.looks_at_cookies() {
                assert!(cookies.is_empty(), "{route} is the same for everybody: {cookies:?}");
                not += 1;
                continue;
            }
            // A refusal may set none: its page has no form.
            if seen.status >= 400 && cookies.is_empty() {
                continue;
            }
            assert_eq!(cookies.len(), 1, "{route}: {} {cookies:?}", seen.status);
            assert!(cookies[0].starts_with("__Host-insignia="), "{route}: {cookies:?}");
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
                assert!(cookies[0].contains(part), "{route}: {part} in {cookies:?}");
            }
            assert!(!cookies[0].contains("Domain="), "{route}: {cookies:?}");
            set += 1;
        }
        assert!(set > 20 && not > 30, "{set} {not}");
        harness.finish().await;
    }

    async fn no_page_for_one_browser_is_kept_by_a_cache(harness) {
        let world = World::new(&harness).await;
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        for (route, _) in router::routes().filter(|(_, who)| who.looks_at_cookies()) {
            for method in [Method::GET, Method::HEAD, Method::POST] {
                let seen = browser.send(method.clone(), &filled(route), &[BROWSER, FORM, HERE], Body::empty()).await;
                assert_eq!(seen.header("cache-control"), "no-store", "{method} {route}");
                let policy = seen.header("content-security-policy");
                assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{method} {route}: {policy}");
            }
        }
        harness.finish().await;
    }

    async fn a_form_without_an_end_is_refused_everywhere(harness) {
        let world = World::new(&harness).await;
        for role in [Role::Steward, Role::Admin] {
            world.office.community().appoint(world.anna.id(), role, "Committee, 2026-11-01").await.unwrap();
        }
        let mut browser = Browser::of(&world, &harness, &world.anna).await;
        browser.page("/me/security").await;
        let form = format!("token={}&x={}", browser.token, "y".repeat(3 << 20));
        for (route, who) in router::routes() {
            let seen = browser.send(Method::POST, &filled(route), &[BROWSER, FORM, HERE], form.clone().into()).await;
            let refused = (400..500).contains(&seen.status);
            assert!(refused, "{route}, for {who:?}: {} {}", seen.status, seen.header("location"));
        }
        harness.finish().await;
    }
}
