//! The door as a whole, over sockets; and what it does when nothing can be signed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Method;
use insignia::community::attestation::{NewTraining, NominationState};
use insignia::issuer::keys::{Sealed, Vault};
use insignia::issuer::{Office, Parts};
use insignia::vocabulary::Addresses;
use insignia::vocabulary::ids::TrainingId;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::visit::{BROWSER, Visitor, door, patient};
use crate::harness::{Harness, START, on_both_backends};
use crate::world::{self, CLASS, World};

pub(super) async fn ask(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

/// The same installation, started without a passphrase.
async fn sealed(mut world: World, harness: &Harness) -> World {
    let parts = Parts {
        community: world::community(harness),
        addresses: Addresses::new(world.office.addresses().base().clone()),
        issuers: vec![world::settings()],
        vault: Vault::Sealed(Sealed::NoPassphrase),
        new_keys: BTreeMap::new(),
    };
    world.office = Office::open(parts).await.expect("a sealed office opens");
    world
}

/// A training of Anna's that awards [`CLASS`].
async fn training_of(world: &World) -> TrainingId {
    let day = NewTraining {
        name: "A day".to_owned(),
        place: String::new(),
        starts_at: START,
        ends_at: START.plus_seconds(3600),
        affiliate: "wmxx".to_owned(),
        classes: vec![CLASS.to_owned()],
        trainers: vec![world.anna.id()],
    };
    world.office.community().make_training(&day).await.unwrap().id()
}

on_both_backends! {
    async fn an_open_door_issues_what_is_due(harness) {
        let world = World::new(&harness).await;
        let training = training_of(&world).await;
        let nomination = world.nominate_in(&world.person("Ada").await, CLASS, Some(training)).await;
        world.attest_all(&world.anna, &nomination).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stop = CancellationToken::new();
        let running = tokio::spawn(door(&world, &harness, patient()).run(listener, None, stop.clone()));
        world.office.hold(training, &[nomination.id()], world.anna.id(), 0).await.unwrap();
        let issued = async {
            while world.office.credentials_of_training(training).await.unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), issued).await.expect("the worker comes within seconds");
        stop.cancel();
        running.await.unwrap();
        harness.finish().await;
    }

    async fn two_listeners_keep_to_their_own(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let listen = async || TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (public, operations) = (listen().await, listen().await);
        let (front, back) = (public.local_addr().unwrap(), operations.local_addr().unwrap());
        let stop = CancellationToken::new();
        let running = tokio::spawn(door(&world, &harness, patient()).run(public, Some(operations), stop.clone()));
        let path = format!("/c/{}", badge.award().credential());
        assert!(ask(front, &path).await.starts_with("HTTP/1.1 200"));
        assert!(ask(back, &path).await.starts_with("HTTP/1.1 404"));
        assert!(ask(back, "/healthz").await.ends_with("alive\n"));
        let ready = ask(back, "/readyz").await;
        assert!(ready.starts_with("HTTP/1.1 200") && ready.ends_with("ready\n"), "{ready}");
        let metrics = ask(back, "/metrics").await;
        assert!(metrics.contains("insignia_requests_total{route=\"/c/{id}\",method=\"GET\",status=\"200\"} 1"), "{metrics}");
        assert!(!metrics.contains(&badge.award().credential().to_string()));
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert!(ask(front, path).await.starts_with("HTTP/1.1 404"), "{path} is not public");
        }
        stop.cancel();
        assert_eq!(running.await.unwrap().cut, 0);
        harness.finish().await;
    }

    async fn a_client_that_leaves_does_not_leave_a_badge_half_issued(harness) {
        let world = World::new(&harness).await;
        let holder = world.person("Ada").await;
        let nomination = world.nominate(&holder, CLASS, "Ada").await;
        world.attest_all(&world.anna, &nomination).await;
        let token = world.office.community().give_token(world.anna.id(), "test", 1).await.unwrap();
        let public = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let front = public.local_addr().unwrap();
        let stop = CancellationToken::new();
        let running = tokio::spawn(door(&world, &harness, patient()).run(public, None, stop.clone()));
        let body = json!({ "nominations": [nomination.id().to_string()] }).to_string();
        let request = format!(
            "POST /api/credentials HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            token.reveal(),
            body.len()
        );
        let mut stream = TcpStream::connect(front).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        // As soon as the badge is recorded, the client is gone.
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(2));
        let state = async || world.office.community().standing(nomination.id()).await.unwrap().0.state();
        while state().await == NominationState::Open {
            looks.tick().await;
        }
        drop(stream);
        stop.cancel();
        assert_eq!(running.await.unwrap().cut, 0);
        let sql = "select count(*) from edition where state = 'published'";
        let published: i64 = sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap();
        assert_eq!(published, 1, "the work went on to its end");
        // `finish` asserts that nothing was left recorded.
        harness.finish().await;
    }

    async fn a_sealed_server_shows_and_verifies_but_signs_nothing(harness) {
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        assert_eq!(world::said(&world.verdict(badge.json()).await).0, "valid", "its lists are signed now");
        let holder = world.person("Bo").await;
        let nomination = world.nominate(&holder, CLASS, "Bo").await;
        world.attest_all(&world.anna, &nomination).await;
        let world = sealed(world, &harness).await;
        let visitor = Visitor::new(&world, &harness);
        let page = visitor.page(&format!("/c/{}", badge.award().credential())).await;
        assert!(page.text().contains("Genuine and current"), "{}", page.text());
        let judged = visitor.send(Method::POST, "/api/verify", &[], badge.json().to_vec().into()).await;
        assert_eq!(judged.json()["verdict"], "valid");
        let anna = visitor.signed_in(&world.anna).await;
        let made = anna.post("/api/credentials", &json!({ "nominations": [nomination.id().to_string()] })).await.json();
        assert_eq!((&made["results"][0]["problem"]["status"], &made["results"][0]["credential"]), (&json!(503), &json!(null)), "{made}");
        let ready = visitor.door.operations().oneshot(axum::http::Request::get("/readyz").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(ready.status(), 503);
        harness.finish().await;
    }
}

/// A place that log lines go to.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What stands in the address of a link that carries a badge.
const CARRIED: &str = "q1bKTFGyUkpU0lGqBQA";

/// A browser's cookie, as a demo names it.
const SECRET_COOKIE: &str = "insignia-8017=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Everything our own code logs, at the level an operator runs with.
#[test]
fn the_record_of_requests_says_neither_who_asked_nor_for_which_badge() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::INFO).with_writer(move || writer.clone());
    // For the whole process: a subscriber of one thread misses what another thread was first to log.
    tracing::subscriber::set_global_default(subscriber.finish()).expect("no other test records");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (id, token) = runtime.block_on(async {
        let harness = Harness::new(crate::harness::Backend::Sqlite).await;
        let world = World::new(&harness).await;
        let badge = world.badge("Ada").await;
        let visitor = Visitor::new(&world, &harness);
        let id = badge.award().credential().to_string();
        let fields = [BROWSER, ("x-forwarded-for", "198.51.100.77"), ("authorization", "Bearer insignia_secret")];
        for path in [format!("/c/{id}"), format!("/c/{id}.json"), format!("/?code={id}"), format!("/C/{}?name=Ada", id.to_uppercase())] {
            visitor.get(&path, &fields).await;
        }
        visitor.get(&format!("/verify?badge={CARRIED}"), &fields).await;
        let token = world.office.community().invite(world.anna.id()).await.unwrap().secret.reveal().to_owned();
        let asked = [BROWSER, ("cookie", SECRET_COOKIE)];
        assert_eq!(visitor.get(&format!("/sign-in/link/{token}"), &asked).await.status, 200);
        visitor.get(&format!("/sign-in/with/wiki/back?code={token}&state={token}"), &asked).await;
        harness.finish().await;
        (id, token)
    });
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("/c/{id}") && text.contains("status=200"), "requests are recorded: {text}");
    assert!(text.contains("route=\"/verify\""), "{text}");
    for secret in [CARRIED, &token, &SECRET_COOKIE[15..], id.as_str(), &id.to_uppercase(), "198.51.100.77", "insignia_secret", "Ada"] {
        assert!(!text.contains(secret), "{secret} stands in {text}");
    }
}
