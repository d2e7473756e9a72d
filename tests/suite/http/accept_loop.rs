//! Slow and greedy clients against the real loop, with limits of milliseconds.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use insignia::doors::http::client::TrustedProxies;
use insignia::doors::http::counters::Counters;
use insignia::doors::http::{Drained, Gate, Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, timeout};
use tokio_util::sync::CancellationToken;

/// Anything that takes longer than this never ends.
const FOREVER: Duration = Duration::from_secs(20);
const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    counters: Arc<Counters>,
    ended: JoinHandle<Drained>,
}

/// Limits that none of the tests reaches unless it lowers one.
fn patient() -> Limits {
    let long = FOREVER * 3;
    Limits { first_byte: long, header: long, keep_alive: long, stalled_write: long, drain: long, ..Limits::default() }
}

async fn start(limits: Limits, proxies: TrustedProxies, app: Router) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, counters) = (CancellationToken::new(), Arc::new(Counters::default()));
    let gate = Gate { limits, proxies, counters: Arc::clone(&counters) };
    let ended = tokio::spawn(serve(listener, app, gate, stop.clone()));
    Server { address, stop, counters, ended }
}

fn hello() -> Router {
    Router::new().route("/", get(|| async { "hello" }))
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Stops, and says how it went.
    async fn finish(self) -> Drained {
        self.stop.cancel();
        timeout(FOREVER, self.ended).await.expect("the loop ends").unwrap()
    }
}

/// Reads until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    match timeout(FOREVER, stream.read_to_end(&mut text)).await.expect("the server closes the connection") {
        Ok(_) => {}
        // Closing with unread bytes resets.
        Err(reason) => assert_eq!(reason.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Reads one answer with the body `hello`.
async fn hello_from(stream: &mut TcpStream) {
    let mut text = String::new();
    let mut part = [0; 512];
    while !text.ends_with("hello") {
        let read = timeout(FOREVER, stream.read(&mut part)).await.expect("an answer").unwrap();
        assert!(read > 0, "closed after {text:?}");
        text.push_str(&String::from_utf8_lossy(&part[..read]));
    }
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
}

const SHORT: Duration = Duration::from_millis(60);

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let server = start(Limits { first_byte: SHORT, ..patient() }, TrustedProxies::default(), hello()).await;
    let mut silent = server.connect().await;
    let began = Instant::now();
    assert_eq!(rest(&mut silent).await, "");
    assert!(began.elapsed() >= SHORT);
    assert_eq!(server.finish().await, Drained { cut: 0 });
}

#[tokio::test]
async fn a_half_sent_header_is_closed() {
    let server = start(Limits { header: SHORT, ..patient() }, TrustedProxies::default(), hello()).await;
    let mut half = server.connect().await;
    half.write_all(&GET[..20]).await.unwrap();
    assert_eq!(rest(&mut half).await, "");
    // The same after a good request.
    let mut second = server.connect().await;
    second.write_all(GET).await.unwrap();
    hello_from(&mut second).await;
    second.write_all(&GET[..20]).await.unwrap();
    assert_eq!(rest(&mut second).await, "");
    server.finish().await;
}

#[tokio::test]
async fn a_header_that_drips_is_closed() {
    let server = start(Limits { header: SHORT, ..patient() }, TrustedProxies::default(), hello()).await;
    let (mut read, mut write) = server.connect().await.into_split();
    let dripping = tokio::spawn(async move {
        let mut drops = interval(Duration::from_millis(5));
        while write.write_all(b"x").await.is_ok() {
            drops.tick().await;
        }
    });
    let mut text = Vec::new();
    let _ = timeout(FOREVER, read.read_to_end(&mut text)).await.expect("the server closes the connection");
    assert_eq!(String::from_utf8_lossy(&text), "");
    timeout(FOREVER, dripping).await.expect("writing fails at last").unwrap();
    server.finish().await;
}

#[tokio::test]
async fn an_idle_connection_may_stand_for_the_keep_alive_and_no_longer() {
    let limits = Limits { first_byte: SHORT, header: SHORT, keep_alive: SHORT * 4, ..patient() };
    let server = start(limits, TrustedProxies::default(), hello()).await;
    let mut stream = server.connect().await;
    stream.write_all(GET).await.unwrap();
    hello_from(&mut stream).await;
    let idle = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(idle.elapsed() >= SHORT * 3, "closed after {:?}", idle.elapsed());
    server.finish().await;
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_left() {
    // More than any socket buffer.
    let large = Router::new().route("/", get(|| async { vec![b'x'; 64 << 20] }));
    let server = start(Limits { stalled_write: SHORT, ..patient() }, TrustedProxies::default(), large).await;
    let mut stream = server.connect().await;
    stream.write_all(GET).await.unwrap();
    // Nothing is read until the server has given up.
    let mut looks = interval(Duration::from_millis(10));
    timeout(FOREVER, async {
        while server.counters.exposition().contains("insignia_connections_open 1")
            || !server.counters.exposition().contains("connections_total 1")
        {
            looks.tick().await;
        }
    })
    .await
    .expect("the connection is left");
    assert!(rest(&mut stream).await.len() < 64 << 20);
    server.finish().await;
}

#[tokio::test]
async fn one_connection_too_many_of_a_client_is_refused() {
    let server = start(Limits { connections_per_client: 64, ..patient() }, TrustedProxies::default(), hello()).await;
    let mut held = Vec::new();
    for _ in 0..64 {
        let mut stream = server.connect().await;
        stream.write_all(GET).await.unwrap();
        hello_from(&mut stream).await;
        held.push(stream);
    }
    let mut refused = server.connect().await;
    let _ = refused.write_all(GET).await;
    assert_eq!(rest(&mut refused).await, "", "the 65th hears nothing");
    assert!(server.counters.exposition().contains("insignia_connections_refused_total 1\n"));
    // One leaves, and there is room again.
    drop(held.pop());
    let mut looks = interval(Duration::from_millis(5));
    timeout(FOREVER, async {
        while !server.counters.exposition().contains("insignia_connections_open 63\n") {
            looks.tick().await;
        }
    })
    .await
    .expect("the place is given back");
    let mut next = server.connect().await;
    next.write_all(GET).await.unwrap();
    hello_from(&mut next).await;
    server.finish().await;
}

#[tokio::test]
async fn a_trusted_proxy_may_have_as_many_as_it_needs() {
    let proxies = TrustedProxies::new(["127.0.0.0/8".parse().unwrap()]);
    let server = start(Limits { connections_per_client: 1, ..patient() }, proxies, hello()).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut stream = server.connect().await;
        stream.write_all(GET).await.unwrap();
        hello_from(&mut stream).await;
        held.push(stream);
    }
    server.finish().await;
}

#[tokio::test]
async fn connections_over_the_cap_wait_for_a_place() {
    let server = start(Limits { connections: 1, ..patient() }, TrustedProxies::default(), hello()).await;
    let mut first = server.connect().await;
    first.write_all(GET).await.unwrap();
    hello_from(&mut first).await;
    let mut second = server.connect().await;
    second.write_all(GET).await.unwrap();
    assert!(timeout(SHORT, second.read_u8()).await.is_err(), "no answer while the only place is taken");
    drop(first);
    hello_from(&mut second).await;
    server.finish().await;
}

#[tokio::test]
async fn a_stop_finishes_what_is_under_way_and_closes_the_rest() {
    let (arrived, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let app = {
        let (arrived, go) = (Arc::clone(&arrived), Arc::clone(&go));
        hello().route(
            "/slow",
            post(move || async move {
                arrived.notify_one();
                go.notified().await;
                "done"
            }),
        )
    };
    let server = start(patient(), TrustedProxies::default(), app).await;
    let (mut silent, mut idle, mut busy) = (server.connect().await, server.connect().await, server.connect().await);
    idle.write_all(GET).await.unwrap();
    hello_from(&mut idle).await;
    busy.write_all(b"POST /slow HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    timeout(FOREVER, arrived.notified()).await.expect("the request arrives");
    let address = server.address;
    server.stop.cancel();
    assert_eq!(rest(&mut silent).await, "");
    assert_eq!(rest(&mut idle).await, "");
    assert!(TcpStream::connect(address).await.is_err(), "no new connection is taken");
    go.notify_one();
    let answer = rest(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    assert_eq!(server.finish().await, Drained { cut: 0 });
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let arrived = Arc::new(Notify::new());
    let app = {
        let arrived = Arc::clone(&arrived);
        Router::new().route(
            "/",
            get(move || async move {
                arrived.notify_one();
                std::future::pending::<&str>().await
            }),
        )
    };
    let server = start(Limits { drain: SHORT, ..patient() }, TrustedProxies::default(), app).await;
    let mut stuck = server.connect().await;
    stuck.write_all(GET).await.unwrap();
    timeout(FOREVER, arrived.notified()).await.expect("the request arrives");
    server.stop.cancel();
    assert_eq!(rest(&mut stuck).await, "");
    assert_eq!(server.finish().await, Drained { cut: 1 });
}

#[tokio::test]
async fn a_header_of_many_fields_is_refused() {
    let server = start(patient(), TrustedProxies::default(), hello()).await;
    let mut many = server.connect().await;
    let fields = "x: y\r\n".repeat(100);
    many.write_all(format!("GET / HTTP/1.1\r\nhost: localhost\r\n{fields}\r\n").as_bytes()).await.unwrap();
    assert!(rest(&mut many).await.starts_with("HTTP/1.1 431"));
    let mut long = server.connect().await;
    let _ = long.write_all(format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "y".repeat(40_000)).as_bytes()).await;
    let answer = rest(&mut long).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    server.finish().await;
}
