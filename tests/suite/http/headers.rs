//! What every answer says to the browser, whatever became of the request: each header of each route, on pages and on
//! refusals, when something is too much, and when the store fails.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::Method;
use insignia::community::people::appointment::Role;
use insignia::doors::http::entry::Who;
use insignia::doors::http::rates::Quotas;
use insignia::doors::http::router;

use super::browser::{Browser, FORM, HERE};
use super::drafts::WHOLE;
use super::matrix::filled;
use super::visit::{BROWSER, Seen, Visitor, door};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, World};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'";
const CAMERA: [&str; 2] = ["/", "/verify"];
/// What scripts of other sites may read.
const OPEN: [&str; 15] = [
    "/badges/{slug}",
    "/badges/{slug}/{version}",
    "/capacities/{scheme}",
    "/capacities/{scheme}/{code}",
    "/issuers/{slug}",
    "/.well-known/did.json",
    "/issuers/{slug}/did.json",
    "/.well-known/jwks.json",
    "/keys/{kid}",
    "/status/{list}",
    "/status/{list}/suspension",
    "/api/openapi.json",
    "/c/{id}",
    "/C/{id}",
    "/api/verify",
];

/// Whether an address may hold what nobody else should learn, or says who was looked at.
fn tells(route: &str) -> bool {
    let beginnings = ["/c/", "/C/", "/verify", "/sign-in", "/sign-out", "/join/", "/slip", "/attest/", "/mail/", "/training", "/admin"];
    let own =
        route.starts_with("/me") && !["/me/security", "/me/passkeys", "/me/ways", "/me/sessions"].iter().any(|own| route.starts_with(own));
    beginnings.iter().any(|beginning| route.starts_with(beginning)) || own
}

/// Asserts every header of an answer to `route`.
fn dressed(seen: &Seen, route: &str, who: Who, what: &str) {
    let place = format!("{what} {route}: {}", seen.status);
    let one = |name: &str| {
        let all: Vec<_> = seen.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(all.len(), 1, "{place}: {name} {all:?}");
        all[0]
    };
    let camera = CAMERA.contains(&route) && seen.status < 400;
    // An address that is too long is looked at by no route.
    let (open, telling) = if seen.status == 414 { (false, true) } else { (OPEN.contains(&route), tells(route)) };
    let drawn = seen.header("content-type").starts_with("image/svg+xml");
    match one("content-security-policy") {
        policy if drawn => assert!(policy.starts_with("sandbox; default-src 'none'"), "{place}: {policy}"),
        policy if camera => assert_eq!(policy, format!("{POLICY}; media-src 'self' blob:"), "{place}"),
        policy => assert_eq!(policy, POLICY, "{place}"),
    }
    let asked_for = if camera { "camera=(self), geolocation=(), microphone=()" } else { "camera=(), geolocation=(), microphone=()" };
    assert_eq!(one("permissions-policy"), asked_for, "{place}");
    assert_eq!(one("strict-transport-security"), "max-age=31536000; includeSubDomains", "{place}");
    assert_eq!(one("x-content-type-options"), "nosniff", "{place}");
    assert_eq!(one("x-frame-options"), "DENY", "{place}");
    assert_eq!(one("cross-origin-opener-policy"), "same-origin", "{place}");
    assert_eq!(one("cross-origin-resource-policy"), if open { "cross-origin" } else { "same-origin" }, "{place}");
    assert_eq!(seen.header("access-control-allow-origin"), if open { "*" } else { "" }, "{place}");
    assert!(!seen.headers.contains_key("access-control-allow-credentials") && !seen.headers.contains_key("server"), "{place}");
    if telling {
        assert_eq!(one("referrer-policy"), "no-referrer", "{place}");
    } else {
        assert!(["no-referrer", "same-origin"].contains(&one("referrer-policy")), "{place}");
    }
    assert_eq!(one("x-request-id").len(), 36, "{place}");
    if who.looks_at_cookies() || who == Who::TokenHolders || seen.status >= 400 {
        assert_eq!(one("cache-control"), "no-store", "{place}");
    }
    for cookie in seen.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()) {
        let parts = ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"];
        assert!(who.looks_at_cookies() && cookie.starts_with("__Host-insignia="), "{place}: {cookie}");
        assert!(parts.iter().all(|part| cookie.contains(part)) && !cookie.contains("Domain="), "{place}: {cookie}");
    }
}

/// Somebody to whom every page opens.
async fn entitled(world: &World, browser: &mut Browser) {
    for role in [Role::Steward, Role::Admin] {
        world.office.community().appoint(world.anna.id(), role, "Committee, 2026-11-01").await.unwrap();
    }
    browser.enter(world, &world.anna, false).await;
    browser.page("/me/security").await;
}

/// Sends everything to every route and asserts the headers of each answer; how often each status came.
async fn everything(browser: &mut Browser, times: usize) -> BTreeMap<u16, usize> {
    let mut statuses = BTreeMap::new();
    for (route, who) in router::routes().filter(|(route, _)| !["/sign-out", "/slip/next", "/me/sessions/end"].contains(route)) {
        let token = format!("token={}", browser.token);
        let long = format!("{}?{}", filled(route), "x".repeat(9000));
        let (path, large) = (filled(route), format!("{token}&x={}", "y".repeat(3 << 20)));
        for (method, path, body) in [
            (Method::GET, path.as_str(), ""),
            (Method::HEAD, &path, ""),
            (Method::OPTIONS, &path, ""),
            (Method::POST, &path, ""),
            (Method::POST, &path, &token),
            (Method::POST, &path, &large),
            (Method::PUT, &path, &token),
            (Method::PATCH, &path, &token),
            (Method::DELETE, &path, &token),
            (Method::GET, &long, ""),
        ] {
            for form in [BROWSER, ("accept", "application/json")].into_iter().cycle().take(times.max(2)) {
                // What is large need not be sent again and again.
                if body.len() > 10_000 && form != BROWSER {
                    continue;
                }
                let seen = browser.send(method.clone(), path, &[form, FORM, HERE], Body::from(body.to_owned())).await;
                dressed(&seen, route, who, method.as_str());
                *statuses.entry(seen.status).or_default() += 1;
            }
        }
    }
    statuses
}

/// Takes away what is read for a session, for badges, for people and for trainings.
async fn break_the_store(harness: &Harness) {
    let mut writing = harness.database.writing().await.unwrap();
    for table in ["session", "credential", "account", "workshop", "slip", "status_list", "api_token", "invitation", "appeal"] {
        let sql = format!("alter table {table} rename to {table}_away");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(writing.connection()).await.unwrap();
    }
    let _ = writing.commit().await.unwrap();
}

fn seldom() -> Quotas {
    let one = NonZeroU32::MIN;
    Quotas {
        misses: one,
        uploads: one,
        pages: one,
        certificates: one,
        tokens: one,
        persons: one,
        persons_of_badge: one,
        codes: one,
        codes_of_badge: one,
        foreign: one,
        // One to come in.
        sign_ins: one,
        refused_sign_ins: one,
        slip_misses: one,
        slip_misses_of_all: one,
    }
}

on_both_backends! {
    async fn pages_and_refusals_carry_every_header(harness) {
        let world = World::on_the_web(&harness).await;
        let mut nobody = Browser::new(&world, &harness);
        nobody.page("/sign-in").await;
        let closed = everything(&mut nobody, 1).await;
        let mut anna = nobody.another();
        entitled(&world, &mut anna).await;
        let open = everything(&mut anna, 1).await;
        for status in [200, 303, 400, 401, 403, 404, 405, 413, 414] {
            let seen = closed.get(&status).max(open.get(&status));
            assert!(seen.is_some(), "{status} came nowhere: {closed:?} {open:?}");
        }
        assert!(closed.keys().chain(open.keys()).all(|status| *status < 500), "{closed:?} {open:?}");
        harness.finish().await;
    }

    async fn pictures_are_shown_and_run_nothing(harness) {
        let world = World::on_the_web(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        let badge = world.badge("Ada").await.award().credential();
        for (route, path) in [
            ("/c/{id}", format!("/c/{badge}.svg")),
            ("/c/{id}", format!("/c/{badge}.qr.svg")),
            ("/badges/{slug}/{version}", format!("/badges/{CLASS}/1.svg")),
        ] {
            let seen = browser.page(&path).await;
            assert!(seen.status == 200 && seen.header("content-type") == "image/svg+xml", "{path}: {}", seen.status);
            dressed(&seen, route, Who::Everybody, &path);
        }
        entitled(&world, &mut browser).await;
        browser.page("/admin/classes/new").await;
        let draft = browser.form("/admin/classes/new", &WHOLE).await.header("location").to_owned();
        for picture in ["badge.svg", "paper.svg"] {
            let seen = browser.page(&format!("{}/{picture}", draft.split('?').next().unwrap())).await;
            assert_eq!(seen.header("content-type"), "image/svg+xml", "{draft}: {} {}", seen.status, seen.text());
            dressed(&seen, &format!("/admin/classes/{{id}}/{picture}"), Who::Stewards, "GET");
        }
        harness.finish().await;
    }

    async fn who_asks_too_often_is_told_so_with_every_header(harness) {
        let world = World::on_the_web(&harness).await;
        let mut browser = Browser::at(Visitor::with(door(&world, &harness, seldom())));
        entitled(&world, &mut browser).await;
        let statuses = everything(&mut browser, 4).await;
        assert!(statuses.get(&429).is_some_and(|often| *often > 20), "{statuses:?}");
        harness.finish().await;
    }

    async fn a_fault_of_ours_is_told_with_every_header_and_nothing_else(harness) {
        let world = World::on_the_web(&harness).await;
        let mut browser = Browser::new(&world, &harness);
        entitled(&world, &mut browser).await;
        break_the_store(&harness).await;
        let statuses = everything(&mut browser, 1).await;
        assert!(statuses.get(&500).is_some_and(|often| *often > 500), "{statuses:?}");
        let seen = browser.page("/me").await;
        assert!(seen.status == 500 && !seen.text().contains("session") && !seen.text().contains("no such"), "{}", seen.text());
        harness.finish().await;
    }
}
