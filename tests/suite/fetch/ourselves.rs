//! `check --outside`: this server seen through proxies that do their work well, and badly.

use std::collections::HashMap;
use std::sync::Arc;

use insignia::doors::http::Door;
use insignia::doors::http::outside::compare;
use insignia::platform::fetch::Fetcher;

use super::server::{Reply, Server, Speaks};
use super::stage::{Hall, PUBLIC, Stage};
use crate::harness::{Harness, on_both_backends};
use crate::http::visit::{Seen, Visitor, door, patient};
use crate::world::World;

const BASE: &str = "https://badges.example.org";

/// The answers of this server, as a proxy gets them.
async fn answers(world: &World, door: &Door) -> HashMap<String, Seen> {
    let visitor = Visitor::with(door.clone());
    let mut paths = vec!["/".to_owned(), "/.well-known/did.json".to_owned(), "/.well-known/jwks.json".to_owned()];
    paths.extend(world.office.newest_lists().await.unwrap().into_iter().map(|list| format!("/status/{list}")));
    let mut all = HashMap::new();
    for path in paths {
        all.insert(path.clone(), visitor.get(&path, &[]).await);
    }
    all
}

/// What is found where a proxy makes of each answer what `change` does.
async fn found(harness: &Harness, change: fn(&str, u16, String, Vec<u8>) -> Reply) -> Vec<(String, String)> {
    let world = World::on_the_web(harness).await;
    world.badge("Chen").await;
    let door = door(&world, harness, patient());
    let all = answers(&world, &door).await;
    assert_eq!(all.len(), 4, "a badge was issued, so there is a list");
    let proxy = Server::start(Speaks::Tls, move |asked| {
        let Some(seen) = all.get(&asked.path) else { return Reply::absent() };
        let own = ["content-length", "connection", "date", "transfer-encoding"];
        let lines = seen.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let lines = lines.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap())).collect();
        change(&asked.path, seen.status, lines, seen.body.clone())
    })
    .await;
    let stage = Stage::new(Hall::Rehearsed { public: proxy.address, canary: proxy.address });
    stage.name("badges.example.org", &[&[PUBLIC[0]]]);
    let fetcher: Fetcher = Arc::clone(&stage).fetcher(harness.clock.clone());
    let compared = compare(&door, &fetcher, &BASE.parse().unwrap()).await.unwrap();
    assert_eq!(compared.len(), 4);
    compared.into_iter().flat_map(|one| one.faults.into_iter().map(move |fault| (one.path.clone(), fault))).collect()
}

on_both_backends! {
    async fn a_proxy_that_changes_nothing_is_right(harness) {
        assert_eq!(found(&harness, |_, status, lines, body| Reply::Whole(status, lines, body)).await, []);
        harness.finish().await;
    }

    async fn a_proxy_that_takes_a_header_away_is_told_so(harness) {
        let faults = found(&harness, |_, status, lines, body| {
            let kept = lines.lines().filter(|line| !line.starts_with("access-control-allow-origin") && !line.starts_with("strict-transport"));
            Reply::Whole(status, kept.map(|line| format!("{line}\r\n")).collect(), body)
        })
        .await;
        let of = |path: &str, words: &str| faults.iter().any(|(known, fault)| known == path && fault.contains(words));
        assert!(of("/.well-known/did.json", "access-control-allow-origin does not arrive"), "{faults:?}");
        assert!(of("/", "strict-transport-security does not arrive") && !of("/", "access-control"), "{faults:?}");
        harness.finish().await;
    }

    async fn a_proxy_that_serves_something_else_is_told_so(harness) {
        let faults = found(&harness, |path, status, lines, body| match path {
            "/.well-known/did.json" => Reply::absent(),
            "/.well-known/jwks.json" => Reply::Whole(status, lines, b"{\"keys\":[]}".to_vec()),
            "/" => Reply::to("https://www.badges.example.org/"),
            _ => Reply::Whole(status, lines.replace("application/vc", "text/plain; was"), body),
        })
        .await;
        let of = |path: &str, words: &str| faults.iter().any(|(known, fault)| known.starts_with(path) && fault.contains(words));
        assert!(of("/.well-known/did.json", "404") && of("/.well-known/jwks.json", "other bytes") && of("/", "redirection"), "{faults:?}");
        assert!(of("/status/", "content-type arrives as"), "{faults:?}");
        harness.finish().await;
    }
}
