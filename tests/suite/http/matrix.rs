//! Every route, whoever comes: what is not opened is closed.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Method;
use insignia::community::attestation::NewTraining;
use insignia::community::people::Account;
use insignia::community::people::appointment::Role;
use insignia::community::{Given, Mandated};
use insignia::doors::http::api::openapi;
use insignia::doors::http::entry::Who;
use insignia::doors::http::router;
use insignia::issuer::RevocationReason;
use serde_json::{Value, json};

use super::browser::Browser;
use super::visit::{BROWSER, Visitor};
use crate::harness::{Harness, START, on_both_backends};
use crate::world::{CLASS, World};

/// A path of the router with something in its holes that is nowhere.
pub(super) fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "7zzzzzzzzzzzzzzzzzzzzzzzzz" } else { part }).collect::<Vec<_>>().join("/")
}

/// Something that can be done over the API, on things that are there.
#[derive(Debug)]
struct Act {
    method: Method,
    route: &'static str,
    id: String,
    body: Value,
}

impl Act {
    /// The status of the answer; of a batch, that of its only item.
    async fn by(&self, who: &Visitor) -> u16 {
        let path = self.route.replace("{id}", &self.id);
        let body = if self.method == Method::GET { Body::empty() } else { Body::from(self.body.to_string()) };
        let seen = who.send(self.method.clone(), &path, &[("content-type", "application/json")], body).await;
        if self.route != "/api/credentials" || seen.status != 200 {
            return seen.status;
        }
        let refused = seen.json()["results"][0]["problem"]["status"].as_u64();
        refused.and_then(|status| u16::try_from(status).ok()).unwrap_or(seen.status)
    }
}

/// Each act once, in an order in which the entitled can do them all.
async fn acts(world: &World) -> Vec<Act> {
    let (holder, other) = (world.person("Ada").await, world.person("Bo").await);
    let badge = world.badge("Cy").await.award().credential();
    let complete = world.nominate(&holder, CLASS, "Ada").await;
    let attestation = world.attest_all(&world.badri, &complete).await;
    let own = world.nominate(&other, CLASS, "Bo").await;
    let withdrawn = world.attest_all(&world.anna, &own).await;
    let request = async || world.office.ask_revocation(badge, RevocationReason::Error, "", world.anna.id()).await.unwrap().to_string();
    let (declined, confirmed) = (request().await, request().await);
    let met: Vec<Value> = attestation.criteria().iter().map(|met| json!({ "criterion": met.criterion, "level": met.level })).collect();
    let attest = json!({ "criteria": met, "statement": "Done well.", "evidence": [{ "narrative": "Seen at the event." }] });
    let day = NewTraining {
        name: "A day".to_owned(),
        place: String::new(),
        starts_at: START,
        ends_at: START.plus_seconds(3600),
        affiliate: "wmxx".to_owned(),
        classes: vec![CLASS.to_owned()],
        trainers: vec![world.badri.id()],
    };
    let training = world.office.community().make_training(&day).await.unwrap();
    let act = |method, route, id: &str, body| Act { method, route, id: id.to_owned(), body };
    let (open, badge) = (world.nominate(&world.person("Di").await, CLASS, "Di").await.id().to_string(), badge.to_string());
    vec![
        act(Method::POST, "/api/accounts", "", json!({ "display_name": "New" })),
        act(Method::POST, "/api/nominations", "", json!({ "account": holder.id().to_string(), "class": CLASS })),
        act(Method::POST, "/api/trainings", "", training_day()),
        act(Method::GET, "/api/trainings/{id}", &training.id().to_string(), json!({})),
        act(Method::GET, "/api/nominations/{id}", &open, json!({})),
        act(Method::POST, "/api/nominations/{id}/attestations", &open, attest),
        act(Method::POST, "/api/attestations/{id}/withdraw", &withdrawn.id().to_string(), json!({ "reason": "wrong" })),
        act(Method::POST, "/api/credentials", "", json!({ "nominations": [complete.id().to_string()] })),
        act(Method::POST, "/api/credentials/{id}/corrections", &badge, json!({})),
        act(Method::POST, "/api/credentials/{id}/suspension", &badge, json!({ "reason": "being looked into" })),
        act(Method::DELETE, "/api/credentials/{id}/suspension", &badge, json!({})),
        act(Method::POST, "/api/credentials/{id}/revocation-requests", &badge, json!({ "reason": "error" })),
        act(Method::POST, "/api/revocation-requests/{id}/decline", &declined, json!({})),
        act(Method::POST, "/api/revocation-requests/{id}/confirm", &confirmed, json!({})),
    ]
}

/// A training that awards [`CLASS`].
fn training_day() -> Value {
    json!({ "name": "A day", "starts_at": "2026-11-20T09:00:00Z", "ends_at": "2026-11-20T17:00:00Z", "affiliate": "wmxx", "classes": [CLASS] })
}

/// A trainer with a mandate in force, for a class that no act is about.
pub(super) async fn trainer_elsewhere(world: &World) -> Account {
    let person = world.person("Elsewhere").await;
    let mandated = Mandated {
        account: person.id(),
        affiliate: "wmzz".to_owned(),
        classes: vec!["grant-writer".to_owned()],
        starts_at: START,
        ends_at: START.plus_months(12),
        given: Given::Founding { decision: "Committee, 2026-11-01".to_owned() },
    };
    world.office.community().give_mandate(&mandated).await.unwrap();
    person
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

    async fn each_act_is_open_to_the_entitled_and_closed_to_everybody_else(harness) {
        let world = World::new(&harness).await;
        let acts = acts(&world).await;
        let named: BTreeSet<&str> = acts.iter().map(|act| act.route).collect();
        assert_eq!(named, router::signed_in_paths().collect(), "every route has an act");
        let nobody = Visitor::new(&world, &harness);
        let anna = nobody.signed_in(&world.anna).await;
        let badri = nobody.signed_in(&world.badri).await;
        let stranger = nobody.signed_in(&world.person("Stranger").await).await;
        let elsewhere = nobody.signed_in(&trainer_elsewhere(&world).await).await;
        for act in &acts {
            assert_eq!(act.by(&nobody).await, 401, "{act:?} by nobody");
            let status = act.by(&stranger).await;
            assert!(matches!(status, 403 | 404), "{act:?} by a person without a mandate: {status}");
            if act.route != "/api/accounts" {
                let status = act.by(&elsewhere).await;
                assert!(matches!(status, 403 | 404), "{act:?} by a trainer of another class: {status}");
            }
            let entitled = if act.route.ends_with("/confirm") { &badri } else { &anna };
            let status = act.by(entitled).await;
            assert!(matches!(status, 200 | 201), "{act:?} by the entitled: {status}");
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
                let camera = if ["/", "/verify"].contains(&path) && seen.status == 200 { "camera=(self)" } else { "camera=()" };
                assert_eq!(seen.header("content-security-policy").contains("media-src"), camera == "camera=(self)", "{method} {path}");
                for (name, part) in [
                    ("content-security-policy", "default-src 'none'"),
                    ("x-content-type-options", "nosniff"),
                    ("cross-origin-opener-policy", "same-origin"),
                    ("permissions-policy", camera),
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
            "/badges/{slug}", "/badges/{slug}/{version}", "/issuers/{slug}", "/capacities/{scheme}", "/capacities/{scheme}/{code}", "/.well-known/did.json",
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

/// Whoever a route can be asked by, each in a browser of their own.
async fn askers(world: &World, harness: &Harness) -> Vec<(&'static str, Browser)> {
    let community = world.office.community();
    let (steward, admin, holder) = (world.person("Steward").await, world.person("Admin").await, world.person("Holder").await);
    community.appoint(steward.id(), Role::Steward, "Committee, 2026-11-01").await.unwrap();
    community.appoint(admin.id(), Role::Admin, "Committee, 2026-11-01").await.unwrap();
    let mut askers = vec![("nobody", Browser::new(world, harness))];
    for (name, person) in [("a holder", &holder), ("a trainer", &world.anna), ("a steward", &steward), ("an admin", &admin)] {
        askers.push((name, Browser::of(world, harness, person).await));
    }
    askers
}

on_both_backends! {
    async fn each_page_opens_to_the_roles_that_it_names_and_to_no_other(harness) {
        let world = World::new(&harness).await;
        let mut checked = 0;
        for (name, mut browser) in askers(&world, &harness).await {
            for (route, who) in router::routes().filter(|(_, who)| who.looks_at_cookies()) {
                let named = match who {
                    Who::Everybody | Who::TokenHolders | Who::Visitors => true,
                    Who::People => name != "nobody",
                    Who::Trainers => name == "a trainer",
                    Who::Answerers => ["a trainer", "a steward"].contains(&name),
                    Who::Stewards => name == "a steward",
                    Who::Admins => name == "an admin",
                };
                let seen = browser.send(Method::GET, &filled(route), &[BROWSER], Body::empty()).await;
                let place = format!("{route} for {name}: {} {}", seen.status, seen.header("location"));
                match (named, name) {
                    (true, _) => assert!(seen.status != 401 && seen.status < 500, "{place}"),
                    (false, "nobody") => assert!(seen.status == 303 && seen.header("location").starts_with("/sign-in"), "{place}"),
                    (false, _) => assert_eq!(seen.status, 403, "{place}"),
                }
                checked += 1;
            }
        }
        assert!(checked >= 5 * 30, "{checked}");
        harness.finish().await;
    }
}
