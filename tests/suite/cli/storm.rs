//! `kill -9`, again and again, of a server at which several clients issue: what was acknowledged is
//! there, byte for byte, and nobody has two badges or one without its quorum.
//!
//! The clients behave as the API asks: what was not answered is asked again with the same key.

pub(super) mod client;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use insignia::platform::database::{Database, DatabaseUrl};
use sqlx::Row;

use self::client::Client;
use super::service::{Server, free_port, listen_on, serve, start, stop};
use super::{insignia, with_few_rounds};
use crate::harness::{Backend, Harness, long_run, run, sibling};

const CLIENTS: usize = 6;
/// From the start of the process to its first answer, in a build without optimisation on a busy machine.
const LONGEST_START: Duration = Duration::from_secs(10);

/// An installation of its own, and the token of its trainer.
async fn installation(harness: &Harness) -> (DatabaseUrl, String) {
    let at = harness.folder();
    let url = match harness.backend() {
        Backend::Sqlite => DatabaseUrl::Sqlite(at.join("data/insignia.db")),
        Backend::Postgres => sibling(&harness.url, "storm", "").await,
    };
    let place = match &url {
        DatabaseUrl::Sqlite(_) => "data/insignia.db",
        DatabaseUrl::Postgres(address) => address.as_str(),
    };
    insignia(at, &["init", "--base", "https://badges.example.org", "--issuer-name", "Example User Group", "--database", place]).done();
    with_few_rounds(at);
    insignia(at, &["trainers", "add", "--name", "Anna", "--affiliate", "wmxx"]).done();
    let mandate = ["trainers", "mandate", "Anna", "--class", "facilitator", "--until", "2099-12-31"];
    insignia(at, &[&mandate[..], &["--founding", "--decision", "Committee, 2026-11-01"]].concat()).done();
    let given = insignia(at, &["--json", "tokens", "issue", "Anna", "--label", "storm"]).done().json();
    (url, given["token"].as_str().unwrap().to_owned())
}

/// How long a server lives is what is drawn by lot; there is nothing else to wait for.
#[allow(clippy::disallowed_methods)]
fn live(life: Duration) {
    std::thread::sleep(life);
}

/// Lets the clients work until the server is killed after `life`, or stops them then.
fn work(clients: &mut [Client], port: u16, life: Duration, end: impl FnOnce()) {
    let enough = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for client in clients {
            scope.spawn(|| client.work(port, &enough));
        }
        live(life);
        end();
        enough.store(true, Ordering::Relaxed);
    });
}

/// The published badges: nomination and JSON form by credential.
async fn published(database: &Database) -> BTreeMap<String, (String, Vec<u8>)> {
    let sql = "select c.credential_id, c.nomination_id, s.json from credential c \
               join edition e on e.credential_id = c.credential_id join signed_edition s on s.edition_id = e.edition_id \
               where c.cancelled_at is null and e.state = 'published'";
    let rows = sqlx::query(sql).fetch_all(database.reader()).await.unwrap();
    rows.iter().map(|row| (row.get(0), (row.get(1), row.get(2)))).collect()
}

/// Asserts, past our own code, that nobody has two badges, no slot is given twice and each badge was attested.
async fn assert_once_and_attested(database: &Database, when: &str) {
    for (what, sql) in [
        ("two badges", "select nomination_id from credential where cancelled_at is null group by nomination_id having count(*) > 1"),
        ("a slot twice", "select list_id from edition group by list_id, slot having count(*) > 1"),
        (
            "a badge without attestation",
            "select credential_id from credential c where not exists \
             (select 1 from attestation a where a.nomination_id = c.nomination_id)",
        ),
    ] {
        let found = sqlx::query(sql).fetch_all(database.reader()).await.unwrap();
        assert!(found.is_empty(), "{when}: {what}: {}", found.len());
    }
}

async fn assert_nothing_lost(at: &Path, url: &DatabaseUrl, clients: &[Client], when: &str) {
    let counted = insignia(at, &["check", "--data"]);
    assert_eq!(counted.code, 0, "{when}: {counted:?}");
    let database = Database::open(url).await.unwrap();
    assert_once_and_attested(&database, when).await;
    let there = published(&database).await;
    database.close().await;
    for badge in clients.iter().flat_map(Client::acknowledged) {
        let Some((nomination, json)) = there.get(&badge.credential) else { panic!("{when}: {badge:?} was acknowledged and is lost") };
        assert_eq!(*nomination, badge.nomination, "{when}");
        assert!(badge.json.as_ref().is_none_or(|seen| seen == json), "{when}: {badge:?} is not what was served before");
    }
}

fn acknowledged(clients: &[Client]) -> usize {
    clients.iter().flat_map(Client::acknowledged).count()
}

async fn storm(harness: &Harness) {
    let at = harness.folder();
    let (url, token) = installation(harness).await;
    let port = free_port();
    listen_on(at, port);
    let mut clients: Vec<Client> = (0..CLIENTS).map(|number| Client::new(number, token.clone())).collect();
    let least = if long_run() { 100 } else { 6 };
    let (mut slowest, mut kills) = (Duration::ZERO, 0);
    // On a busy machine until something was acknowledged that can be lost.
    while kills < least || acknowledged(&clients) < CLIENTS {
        assert!(kills < 10 * least, "the server dies before it answers");
        let wait = |chance: u32| Duration::from_millis(u64::from(5 + chance));
        if kills % 3 == 2 {
            // Also while it finishes what the last one left.
            let dying = Server(start(at));
            live(wait(harness.chance.below(796)));
            drop(dying);
        }
        let started = Instant::now();
        let (server, said) = serve(at);
        slowest = slowest.max(started.elapsed());
        let life = wait(harness.chance.below(796));
        let when = format!("kill {kills}, before {life:?}");
        assert_nothing_lost(at, &url, &clients, &when).await;
        for client in &clients {
            client.assert_same_answer(port);
        }
        work(&mut clients, port, life, || drop((server, said)));
        kills += 1;
    }
    let (server, said) = serve(at);
    work(&mut clients, port, Duration::from_millis(800), || ());
    for client in &mut clients {
        client.finish(port);
    }
    assert_nothing_lost(at, &url, &clients, "at the end").await;
    stop(server, said);
    let lost: usize = clients.iter().map(Client::lost).sum();
    println!("{} badges, {lost} answers lost in {kills} kills, slowest start {slowest:?}", acknowledged(&clients));
    assert!(lost > 0, "no kill met a request");
    assert!(slowest < LONGEST_START, "a start took {slowest:?}");
}

#[test]
fn what_a_killed_server_acknowledged_is_there_on_sqlite() {
    run(Backend::Sqlite, |harness| async move {
        storm(&harness).await;
        harness.finish().await;
    });
}

#[test]
fn what_a_killed_server_acknowledged_is_there_on_postgres() {
    run(Backend::Postgres, |harness| async move {
        storm(&harness).await;
        harness.finish().await;
    });
}
