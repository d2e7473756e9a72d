//! Every route, whoever comes: what is not opened is closed.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Method;
use insignia::doors::http::api::openapi;
use insignia::doors::http::router;

use super::visit::{BROWSER, Visitor};
use crate::harness::on_both_backends;
use crate::world::World;

/// A path of the router with something in its holes that is nowhere.
fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "7zzzzzzzzzzzzzzzzzzzzzzzzz" } else { part }).collect::<Vec<_>>().join("/")
}

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

on_both_backends! {
    async fn no_route_that_needs_a_token_does_anything_without_one(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let mut checked = 0;
        for path in router::signed_in_paths() {
            for method in METHODS {
                for (name, who) in [("nobody", None), ("a wrong token", Some("insignia_wrong")), ("a browser", Some(""))] {
                    let who = who.map_or_else(|| Visitor::with(visitor.door.clone()), |token| visitor.with_token(token));
                    let seen = who.send(method.clone(), &filled(path), &[("content-type", "application/json")], Body::from("{}")).await;
                    assert!(matches!(seen.status, 401 | 405), "{method} {path} for {name}: {} {}", seen.status, seen.text());
                    checked += usize::from(seen.status == 401);
                }
            }
        }
        assert!(checked >= 3 * router::signed_in_paths().count(), "each route was asked: {checked}");
        harness.finish().await;
    }

    async fn a_person_without_a_mandate_can_do_nothing_over_the_api(harness) {
        let world = World::new(&harness).await;
        let stranger = world.person("Stranger").await;
        let visitor = Visitor::new(&world, &harness).signed_in(&stranger).await;
        for path in router::signed_in_paths() {
            for method in METHODS {
                let seen = visitor.send(method.clone(), &filled(path), &[("content-type", "application/json")], Body::from("{}")).await;
                assert!(matches!(seen.status, 400 | 403 | 404 | 405), "{method} {path}: {} {}", seen.status, seen.text());
            }
        }
        harness.finish().await;
    }

    async fn every_route_carries_the_security_headers_and_answers_without_a_fault(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        for path in router::paths() {
            for method in METHODS {
                let seen = visitor.send(method.clone(), &filled(path), &[BROWSER], Body::empty()).await;
                assert!(seen.status < 500, "{method} {path}: {} {}", seen.status, seen.text());
                for (name, part) in [
                    ("content-security-policy", "default-src 'none'"),
                    ("x-content-type-options", "nosniff"),
                    ("cross-origin-opener-policy", "same-origin"),
                    ("permissions-policy", "camera=()"),
                    ("x-request-id", "-"),
                ] {
                    assert!(seen.header(name).contains(part), "{method} {path}: {name} is {:?}", seen.header(name));
                }
                assert!(["no-referrer", "same-origin"].contains(&seen.header("referrer-policy")), "{path}");
                assert!(!seen.headers.contains_key("access-control-allow-credentials"), "{path}");
            }
        }
        harness.finish().await;
    }

    async fn only_what_verifiers_fetch_is_open_to_other_sites(harness) {
        let world = World::new(&harness).await;
        let visitor = Visitor::new(&world, &harness);
        let open: BTreeSet<&str> = [
            "/badges/{slug}", "/badges/{slug}/{version}", "/capacities/{scheme}", "/capacities/{scheme}/{code}", "/.well-known/did.json",
            "/issuers/{slug}/did.json", "/.well-known/jwks.json", "/keys/{kid}", "/status/{list}", "/status/{list}/suspension",
            "/api/openapi.json", "/c/{id}", "/C/{id}", "/api/verify",
        ].into();
        for path in router::paths() {
            let seen = visitor.send(Method::OPTIONS, &filled(path), &[("origin", "https://x.example"), ("access-control-request-method", "GET")], Body::empty()).await;
            let answered = seen.headers.contains_key("access-control-allow-origin");
            assert_eq!(answered, open.contains(path), "{path}");
        }
        harness.finish().await;
    }
}

#[test]
fn the_description_names_every_route_of_the_api_and_no_other() {
    let described: BTreeSet<String> = openapi::paths().into_iter().map(|(path, _)| path).collect();
    let routed: BTreeSet<String> =
        router::paths().filter(|p| p.starts_with("/api/") && *p != "/api/openapi.json").map(str::to_owned).collect();
    assert_eq!(described, routed);
}

#[test]
fn every_route_of_the_api_but_two_needs_a_token() {
    let free: Vec<&str> = router::paths().filter(|p| p.starts_with("/api/") && !router::signed_in_paths().any(|s| s == *p)).collect();
    assert_eq!(free, ["/api/openapi.json", "/api/verify"]);
}
