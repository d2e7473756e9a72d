//! From a stranger's badge to a verdict, through the door: what is asked, what is not, and of whom.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use insignia::doors::http::rates::Quotas;
use insignia::issuer::RevocationReason;
use insignia::issuer::credential::Published;
use insignia::platform::fetch::ForeignFetch;
use insignia::vocabulary::Clock;

use super::server::{Reply, Server, Speaks};
use super::stage::{Hall, Stage};
use crate::harness::{Backend, Harness, on_both_backends};
use crate::http::visit::{Seen, Visitor, door_asking, patient};
use crate::world::World;

/// What stands at a server: media type and bytes by path.
type Shelf = Arc<Mutex<HashMap<String, (String, Vec<u8>)>>>;

/// Another installation, at badges.example.org, as others see it over the network.
struct Others {
    world: World,
    harness: Harness,
    badge: Published,
    shelf: Shelf,
    server: Server,
}

impl Others {
    async fn new() -> Self {
        let harness = Harness::new(Backend::Sqlite).await;
        let world = World::on_the_web(&harness).await;
        let badge = world.badge("Ada").await;
        let shelf = Shelf::default();
        let shown = Arc::clone(&shelf);
        let server = Server::start(Speaks::Tls, move |asked| {
            if let Some(rest) = asked.path.strip_prefix("/hop/") {
                // /hop/3/x sends on to /hop/2/x, at last to /x.
                let (left, path) = rest.split_once('/').unwrap();
                let left: u32 = left.parse().unwrap();
                return Reply::to(&if left > 1 { format!("/hop/{}/{path}", left - 1) } else { format!("/{path}") });
            }
            match shown.lock().unwrap().get(&asked.path) {
                Some((media_type, bytes)) => Reply::Whole(200, format!("content-type: {media_type}\r\n"), bytes.clone()),
                None => Reply::absent(),
            }
        })
        .await;
        let others = Self { world, harness, badge, shelf, server };
        others.publish().await;
        others
    }

    /// Puts everything on the shelf as it is now.
    async fn publish(&self) {
        let visitor = Visitor::new(&self.world, &self.harness);
        let list: serde_json::Value = std::str::from_utf8(self.badge.json()).unwrap().parse().unwrap();
        let list = list.pointer("/credentialStatus/statusListCredential").and_then(serde_json::Value::as_str).unwrap().to_owned();
        let list = list.strip_prefix("https://badges.example.org").unwrap().to_owned();
        for path in ["/.well-known/did.json".to_owned(), list, self.path(), format!("{}.json", self.path()), format!("{}.png", self.path())]
        {
            let seen = visitor.get(&path, &[("accept", "application/json, image/png")]).await;
            assert_eq!(seen.status, 200, "{path}");
            self.shelf.lock().unwrap().insert(path, (seen.header("content-type").to_owned(), seen.body));
        }
    }

    fn path(&self) -> String {
        format!("/c/{}", self.badge.award().credential())
    }

    fn address(&self) -> String {
        format!("https://badges.example.org{}", self.path())
    }

    fn stage(&self) -> Arc<Stage> {
        Stage::new(Hall::Rehearsed { public: self.server.address, canary: self.server.address })
    }

    async fn finish(self) {
        self.harness.finish().await;
    }
}

/// A door of ours at verifier.example.net.
fn our_door(world: &World, harness: &Harness, stage: &Arc<Stage>, quotas: Quotas) -> Visitor {
    let clock: Arc<dyn Clock> = harness.clock.clone();
    Visitor::with(door_asking(world, harness, quotas, stage.fetcher(clock)))
}

/// What a program is told about a badge or its address.
async fn judged(visitor: &Visitor, body: impl Into<Vec<u8>>) -> Seen {
    visitor.send(Method::POST, "/api/verify", &[], body.into().into()).await
}

async fn word(visitor: &Visitor, body: impl Into<Vec<u8>>) -> String {
    let seen = judged(visitor, body).await;
    assert_eq!(seen.status, 200, "{}", seen.text());
    seen.json()["verdict"].as_str().unwrap().to_owned()
}

/// A form with one part.
async fn brought(visitor: &Visitor, part: &str, text: &str) -> Seen {
    let body = format!("--b\r\ncontent-disposition: form-data; name=\"{part}\"\r\n\r\n{text}\r\n--b--\r\n");
    let fields = [("content-type", "multipart/form-data; boundary=b"), ("accept", "text/html")];
    visitor.send(Method::POST, "/verify", &fields, body.into()).await
}

on_both_backends! {
    async fn a_strangers_badge_is_genuine_by_what_its_issuers_server_says(harness) {
        let others = Others::new().await;
        let world = World::on(&harness, "https://verifier.example.net").await;
        let visitor = our_door(&world, &harness, &others.stage(), patient());
        assert_eq!(word(&visitor, others.badge.json()).await, "valid");
        let paths: Vec<String> = others.server.requests().into_iter().map(|asked| asked.path).collect();
        assert_eq!(paths.len(), 2, "its keys and its list: {paths:?}");
        assert_eq!(word(&visitor, others.badge.json()).await, "valid");
        assert_eq!(others.server.requests().len(), 2, "what was fetched is kept");
        // Without the server of the issuer nothing is genuine.
        others.shelf.lock().unwrap().clear();
        harness.clock.advance(3600);
        assert_eq!(word(&visitor, others.badge.json()).await, "indeterminate");
        others.finish().await;
        harness.finish().await;
    }

    async fn a_revocation_elsewhere_is_seen_within_65_seconds(harness) {
        let others = Others::new().await;
        let world = World::on(&harness, "https://verifier.example.net").await;
        let visitor = our_door(&world, &harness, &others.stage(), patient());
        assert_eq!(word(&visitor, others.badge.json()).await, "valid");
        let credential = others.badge.award().credential();
        let office = &others.world.office;
        let request = office.ask_revocation(credential, RevocationReason::Error, "wrong name", others.world.anna.id()).await.unwrap();
        office.confirm_revocation(request, others.world.badri.id()).await.unwrap();
        others.harness.clock.advance(1);
        others.publish_list().await;
        harness.clock.advance(65);
        let seen = judged(&visitor, others.badge.json()).await.json();
        assert_eq!((&seen["verdict"], &seen["reason"]["code"]), (&"invalid".into(), &"revoked".into()), "{seen}");
        others.finish().await;
        harness.finish().await;
    }

    async fn an_address_is_followed_over_three_redirects_and_no_more(harness) {
        let others = Others::new().await;
        let world = World::on(&harness, "https://verifier.example.net").await;
        let visitor = our_door(&world, &harness, &others.stage(), patient());
        for address in [others.address(), format!("{}.png", others.address()), format!("https://badges.example.org/hop/3{}", others.path())] {
            assert_eq!(word(&visitor, address.clone()).await, "valid", "{address}");
        }
        let seen = judged(&visitor, format!("https://badges.example.org/hop/4{}", others.path())).await;
        assert_eq!((seen.status, seen.problem().as_str()), (422, "address-not-read"), "{}", seen.text());
        for wrong in ["https://127.0.0.1/", "http://badges.example.org/c/1", "https://badges.example.org:8443/"] {
            assert_eq!(judged(&visitor, wrong).await.problem(), "address-not-read", "{wrong}");
        }
        let page = brought(&visitor, "address", &others.address()).await;
        assert!(page.text().contains("Genuine and current"), "{}", page.text());
        let page = brought(&visitor, "address", "https://nobody.example.org/x").await;
        assert!(page.text().contains("No badge came from this site"), "{}", page.text());
        let clock: Arc<dyn Clock> = harness.clock.clone();
        let off = others.stage().fetcher_with(clock, ForeignFetch::Off, Vec::new());
        let visitor = Visitor::with(door_asking(&world, &harness, patient(), off));
        let page = brought(&visitor, "address", &others.address()).await;
        assert!(page.text().contains("fetches nothing from other sites"), "{}", page.text());
        assert_eq!(word(&visitor, others.badge.json()).await, "indeterminate");
        others.finish().await;
        harness.finish().await;
    }

    async fn our_own_badges_are_judged_without_asking_anybody(harness) {
        let others = Others::new().await;
        let stage = others.stage();
        let world = World::on(&harness, "https://verifier.example.net").await;
        let badge = world.badge("Bo").await;
        let visitor = our_door(&world, &harness, &stage, Quotas { foreign: NonZeroU32::MIN, ..patient() });
        let address = format!("https://verifier.example.net/c/{}", badge.award().credential());
        let path = format!("/c/{}", badge.award().credential());
        for _ in 0..3 {
            assert!(visitor.page(&path).await.text().contains("Genuine and current"));
            assert_eq!(word(&visitor, badge.json()).await, "valid");
            assert_eq!(word(&visitor, address.to_uppercase()).await, "valid");
            assert_eq!(word(&visitor, format!("{address}.jwt")).await, "valid");
        }
        let absent = judged(&visitor, "https://verifier.example.net/c/00000000000000000000000000").await;
        assert_eq!(absent.status, 404);
        assert_eq!(stage.asked(), Vec::<String>::new(), "somebody was looked for");
        assert_eq!(others.server.connections().len(), 0);
        others.finish().await;
        harness.finish().await;
    }

    async fn five_hundred_of_our_own_badges_at_once_hold_nobody_up(harness) {
        let nobody: std::net::SocketAddr = ([127, 0, 0, 1], 9).into();
        let stage = Stage::new(Hall::Rehearsed { public: nobody, canary: nobody });
        let world = World::on(&harness, "https://verifier.example.net").await;
        let badge = world.badge("Bo").await;
        let visitor = Arc::new(our_door(&world, &harness, &stage, patient()));
        let bytes: Arc<[u8]> = badge.json().into();
        let asked: Vec<_> = (0..500).map(|_| {
            let (visitor, bytes) = (Arc::clone(&visitor), Arc::clone(&bytes));
            tokio::spawn(async move { judged(&visitor, bytes.to_vec()).await })
        }).collect();
        let mut served = 0;
        for seen in asked {
            let seen = seen.await.unwrap();
            match seen.status {
                200 => {
                    assert_eq!(seen.json()["verdict"], "valid", "{}", seen.text());
                    served += 1;
                }
                // More than may wait are told to come back, at once.
                status => assert_eq!(status, 503, "{}", seen.text()),
            }
        }
        assert!(served >= 2, "{served}");
        assert_eq!(word(&visitor, badge.json()).await, "valid");
        assert_eq!(stage.asked(), Vec::<String>::new());
        harness.finish().await;
    }

    async fn who_has_others_asked_too_often_waits_and_others_do_not(harness) {
        let others = Others::new().await;
        let world = World::on(&harness, "https://verifier.example.net").await;
        let own = world.badge("Bo").await;
        let two = NonZeroU32::new(2).unwrap();
        let visitor = our_door(&world, &harness, &others.stage(), Quotas { foreign: two, ..patient() });
        for _ in 0..2 {
            assert_eq!(word(&visitor, others.badge.json()).await, "valid");
        }
        let refused = judged(&visitor, others.badge.json()).await;
        assert_eq!((refused.status, refused.problem().as_str()), (429, "too-many-requests"));
        assert_eq!(word(&visitor, own.json()).await, "valid", "nobody is asked for our own");
        harness.clock.advance(60);
        assert_eq!(word(&visitor, others.badge.json()).await, "valid");
        others.finish().await;
        harness.finish().await;
    }
}

impl Others {
    /// The same again; the badge's own address now says that it is revoked.
    async fn publish_list(&self) {
        let visitor = Visitor::new(&self.world, &self.harness);
        let list = self.shelf.lock().unwrap().keys().find(|path| path.starts_with("/status/")).unwrap().clone();
        let seen = visitor.get(&list, &[("accept", "application/json")]).await;
        self.shelf.lock().unwrap().insert(list, (seen.header("content-type").to_owned(), seen.body));
    }
}
