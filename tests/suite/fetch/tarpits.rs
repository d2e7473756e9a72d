//! Servers that want to keep us busy: each is left within five and a half seconds, having cost little
//! memory. All at once, in real time: whoever waits here waits as an operator's server would.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use insignia::platform::fetch::{Budget, FetchFault, Form, Wanted};
use insignia::vocabulary::Clock;
use insignia::vocabulary::clock::SetClock;

use super::hostile::now;
use super::server::{Asked, Reply, Server, Speaks};
use super::stage::{Hall, Stage};

const KEYS: Wanted =
    Wanted { name: "DID document", most_bytes: 256 << 10, forms: &[Form::Json], redirects: 0, lifetime: |_| None, taken_away: |_| false };
const PRESENTED: Wanted = Wanted { name: "badge", redirects: 3, ..KEYS };

fn head(more: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{more}\r\n").into_bytes()
}

fn again(first: Vec<u8>, then: Vec<u8>, each_ms: u64) -> Reply {
    Reply::Again { first, then, each: Duration::from_millis(each_ms) }
}

fn gzip_of_zeros(bytes: usize) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&vec![0; bytes]).unwrap();
    gzip.finish().unwrap()
}

fn pit(asked: &Asked) -> Reply {
    let json = "content-type: application/json\r\n";
    let sent_on = |to: &str| Reply::to(&format!("https://{}/{to}", asked.host));
    match asked.path.trim_start_matches('/') {
        "drip" => again(head("content-length: 100000\r\n"), b" ".to_vec(), 1000),
        "endless" => {
            again(head("transfer-encoding: chunked\r\n"), [b"4000\r\n".to_vec(), vec![b' '; 0x4000], b"\r\n".to_vec()].concat(), 0)
        }
        "slow-endless" => again(head("transfer-encoding: chunked\r\n"), b"1\r\n \r\n".to_vec(), 500),
        "promise" => Reply::Whole(200, format!("{json}content-length: 10737418240\r\n"), b"{}".to_vec()),
        "gzip" => Reply::Whole(200, format!("{json}content-encoding: gzip\r\n"), gzip_of_zeros(32 << 20)),
        "headers" => again(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x-flood: 0123456789012345678901234567890123456789\r\n".repeat(200), 0),
        "long-header" => again(b"HTTP/1.1 200 OK\r\nx-flood: ".to_vec(), vec![b'a'; 0x4000], 0),
        "slow-headers" => again(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x: y\r\n".to_vec(), 1000),
        "interim" => again(Vec::new(), b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec(), 200),
        "silence" => Reply::Silence,
        "html" => Reply::Whole(200, "content-type: text/html\r\n".to_owned(), b"<html>".to_vec()),
        "untyped" => Reply::Whole(200, String::new(), b"{}".to_vec()),
        "large" => Reply::Whole(200, json.to_owned(), vec![b' '; 5_000_000]),
        "round" => sent_on("round"),
        "one" => sent_on("two"),
        "two" => sent_on("three"),
        "three" => sent_on("four"),
        "four" => sent_on("five"),
        "nowhere" => Reply::Whole(302, String::new(), Vec::new()),
        "status" => Reply::Whole(500, json.to_owned(), b"{}".to_vec()),
        "garbage" => again(b"SSH-2.0-OpenSSH\r\n".to_vec(), b"\0\xff".to_vec(), 50),
        other => panic!("{other} is no pit"),
    }
}

type Pit = (&'static str, &'static Wanted, fn(&FetchFault) -> bool);

/// The pit, what is wanted from it, and by which fault it is left.
const PITS: [Pit; 21] = [
    ("drip", &KEYS, |fault| matches!(fault, FetchFault::TooSlow { .. })),
    ("endless", &KEYS, |fault| matches!(fault, FetchFault::TooLarge { .. })),
    ("slow-endless", &KEYS, |fault| matches!(fault, FetchFault::TooSlow { .. })),
    ("promise", &KEYS, |fault| matches!(fault, FetchFault::TooLarge { .. })),
    ("gzip", &KEYS, |fault| matches!(fault, FetchFault::Encoded { .. })),
    ("headers", &KEYS, |fault| matches!(fault, FetchFault::Unreachable { .. })),
    ("long-header", &KEYS, |fault| matches!(fault, FetchFault::Unreachable { .. })),
    ("slow-headers", &KEYS, |fault| matches!(fault, FetchFault::TooSlow { .. })),
    ("interim", &KEYS, |fault| matches!(fault, FetchFault::TooSlow { .. } | FetchFault::Unreachable { .. })),
    ("silence", &KEYS, |fault| matches!(fault, FetchFault::TooSlow { .. })),
    ("html", &KEYS, |fault| matches!(fault, FetchFault::Form { found, .. } if found == "text/html")),
    ("untyped", &KEYS, |fault| matches!(fault, FetchFault::Form { .. })),
    ("large", &KEYS, |fault| matches!(fault, FetchFault::TooLarge { .. })),
    ("round", &KEYS, |fault| matches!(fault, FetchFault::Redirected { .. })),
    ("round", &PRESENTED, |fault| matches!(fault, FetchFault::Redirected { .. })),
    ("one", &PRESENTED, |fault| matches!(fault, FetchFault::Redirected { .. })),
    ("two", &KEYS, |fault| matches!(fault, FetchFault::Redirected { .. })),
    ("nowhere", &PRESENTED, |fault| matches!(fault, FetchFault::Redirected { .. })),
    ("status", &KEYS, |fault| matches!(fault, FetchFault::Status { status: 500, .. })),
    ("garbage", &KEYS, |fault| matches!(fault, FetchFault::Unreachable { .. })),
    ("silence", &PRESENTED, |fault| matches!(fault, FetchFault::TooSlow { .. })),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_tarpit_is_left_in_time() {
    let server = Server::start(Speaks::Tls, pit).await;
    let mute = Server::start(Speaks::Nothing, |_| Reply::Silence).await;
    let hall = Hall::Rehearsed { public: server.address, canary: mute.address };
    let stage = Stage::new(hall);
    let clock: Arc<dyn Clock> = Arc::new(SetClock::at(now()));
    let fetcher = stage.fetcher(Arc::clone(&clock));
    // Its connection stands, and TLS never begins.
    let stalled = Stage::new(Hall::Rehearsed { public: mute.address, canary: mute.address }).fetcher(clock);
    let tasks = PITS.into_iter().enumerate().map(|(n, (path, wanted, left))| {
        let fetcher = fetcher.clone();
        tokio::spawn(async move {
            let began = Instant::now();
            let outcome = fetcher.fetch(&format!("https://pit{n}.example.org/{path}"), wanted, &Budget::of_one_verification()).await;
            let (took, fault) = (began.elapsed(), outcome.expect_err(path));
            assert!(left(&fault), "{path}: {fault:?}");
            assert!(took < Duration::from_millis(5500), "{path}: {took:?}");
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let began = Instant::now();
    let fault = stalled.fetch("https://mute.example.org/x", &KEYS, &Budget::of_one_verification()).await.unwrap_err();
    assert!(
        matches!(fault, FetchFault::TooSlow { .. }) && began.elapsed() < Duration::from_millis(2500),
        "{fault:?} {:?}",
        began.elapsed()
    );
    for task in tasks {
        task.await.unwrap();
    }
}

/// Set for the run in a process of its own: elsewhere other tests' memory would be counted.
const ALONE: &str = "INSIGNIA_TEST_MEMORY";
const NAME: &str = "fetch::tarpits::what_is_sent_without_end_does_not_fill_the_memory";

#[test]
fn what_is_sent_without_end_does_not_fill_the_memory() {
    if std::env::var_os(ALONE).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(alone());
    }
    if !Path::new("/proc/self/clear_refs").exists() {
        return super::say("how much memory a tarpit takes: /proc does not say it here");
    }
    let this = std::env::current_exe().unwrap();
    let output = Command::new(this).args([NAME, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// A line of this process's own account of its memory, in KiB.
fn memory(line: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|other| other.strip_prefix(line)).unwrap_or_else(|| panic!("{line} in {status}"));
    found.split_whitespace().next().unwrap().parse().unwrap()
}

async fn alone() {
    let server = Server::start(Speaks::Tls, pit).await;
    let stage = Stage::new(Hall::Rehearsed { public: server.address, canary: server.address });
    let fetcher = stage.fetcher(Arc::new(SetClock::at(now())));
    let ask = async |n: usize, path: &str| {
        let address = format!("https://full{n}.example.org/{path}");
        fetcher.fetch(&address, &KEYS, &Budget::of_one_verification()).await.expect_err(path);
    };
    // What every request needs is not what a tarpit takes.
    ask(0, "html").await;
    for (n, path) in ["endless", "headers", "long-header"].into_iter().enumerate() {
        // The highest mark begins anew, at what is held now.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let before = memory("VmRSS:");
        ask(n + 1, path).await;
        // The server that sends is in this process too, so twice 2 MiB.
        let growth = memory("VmHWM:").saturating_sub(before);
        assert!(growth <= 4 << 10, "{path}: {growth} KiB");
    }
}
