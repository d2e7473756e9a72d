//! A client that asks as fast as it is answered, over a fixed number of connections.
//!
//! HTTP/1.1 by hand on plain sockets: as little work as possible, because client and server share
//! the machine. It runs on a thread of its own, whose share of the processor's time is told apart.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::clock::thread_cpu;

/// An answer larger than this is none of ours.
const LARGEST: usize = 16 << 20;

/// A request, ready to be sent.
pub(super) struct Request(Vec<u8>);

impl Request {
    /// A page or document, as `accept` says.
    pub(super) fn get(path: &str, accept: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: {accept}\r\n\r\n").into_bytes())
    }

    /// A document sent by a program that signs in; `key` makes it safe to send again.
    pub(super) fn post(path: &str, token: &str, key: Option<&str>, body: &str) -> Self {
        let key = key.map(|key| format!("idempotency-key: {key}\r\n")).unwrap_or_default();
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n{key}");
        Self(format!("{head}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes())
    }
}

/// What a client saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// From the first byte sent to the last one read.
    pub(super) took: Duration,
    /// Each request, in milliseconds.
    pub(super) each_ms: Vec<f64>,
    /// The processor's time of the client.
    pub(super) client_cpu: Duration,
}

/// Sends every request once, over so many connections, on a thread of its own.
///
/// # Errors
/// An answer that is not 200 or tells of a problem: then there are no figures.
pub(super) async fn send_all(address: SocketAddr, connections: u32, requests: Vec<Request>) -> anyhow::Result<Seen> {
    let (done, seen) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name("bench client".to_owned());
    thread.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let seen = runtime
            .context("a runtime for the client")
            .and_then(|runtime| runtime.block_on(on_this_thread(address, connections, requests)));
        // Nobody waits any more when the run was interrupted.
        let _ = done.send(seen);
    })?;
    seen.await.context("the client ended early")?
}

async fn on_this_thread(address: SocketAddr, connections: u32, requests: Vec<Request>) -> anyhow::Result<Seen> {
    let mut streams = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let waiting = Arc::new(Mutex::new(VecDeque::from(requests)));
    let (began, cpu) = (Instant::now(), thread_cpu());
    let mut clients = JoinSet::new();
    for stream in streams {
        clients.spawn(one_connection(stream, Arc::clone(&waiting)));
    }
    let mut each_ms = Vec::new();
    while let Some(client) = clients.join_next().await {
        each_ms.extend(client??);
    }
    Ok(Seen { took: began.elapsed(), each_ms, client_cpu: thread_cpu().saturating_sub(cpu) })
}

async fn one_connection(mut stream: TcpStream, waiting: Arc<Mutex<VecDeque<Request>>>) -> anyhow::Result<Vec<f64>> {
    let mut each_ms = Vec::new();
    let mut read = Vec::new();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(Request(bytes)) = next else { return Ok(each_ms) };
        let sent = Instant::now();
        stream.write_all(&bytes).await?;
        answer(&mut stream, &mut read).await?;
        each_ms.push(sent.elapsed().as_secs_f64() * 1e3);
    }
}

/// Reads one answer to its last byte.
async fn answer(stream: &mut TcpStream, read: &mut Vec<u8>) -> anyhow::Result<()> {
    read.clear();
    loop {
        if let Some(whole) = whole(read)?
            && read.len() >= whole
        {
            return check(read);
        }
        ensure!(read.len() < LARGEST, "an answer without end");
        ensure!(stream.read_buf(read).await? > 0, "the server closed the connection");
    }
}

/// How many bytes the answer will have, once its header is there.
fn whole(read: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let header = std::str::from_utf8(&read[..end])?;
    let length = header.lines().filter_map(|line| line.split_once(": ")).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = length.context("an answer without length")?;
    Ok(Some(end + 4 + length.parse::<usize>()?))
}

fn check(answer: &[u8]) -> anyhow::Result<()> {
    let text = String::from_utf8_lossy(answer);
    if !text.starts_with("HTTP/1.1 200 ") || text.contains("\"problem\":") {
        bail!("the server refused: {}", text.chars().take(600).collect::<String>());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_with_its_last_byte() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab";
        assert_eq!(whole(answer).unwrap(), Some(answer.len()));
        assert_eq!(whole(&answer[..20]).unwrap(), None);
        assert!(whole(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }

    #[test]
    fn a_refusal_is_no_figure() {
        assert!(check(b"HTTP/1.1 200 OK\r\n\r\n{}").is_ok());
        assert!(check(b"HTTP/1.1 429 Too Many Requests\r\n\r\n").is_err());
        assert!(check(b"HTTP/1.1 200 OK\r\n\r\n{\"results\":[{\"problem\":{}}]}").is_err());
    }
}
