//! The accept loop.
//!
//! It speaks HTTP/1.1 only: TLS and HTTP/2 belong to the proxy in front, and one protocol less is
//! one way less to be slowed down. A connection must say something within five seconds, finish each
//! header within five, and take what it asked for; there are as many connections as [`Limits`] say,
//! and so many per client. A proxy that the operator named is exempt from the count per client,
//! because all clients stand behind it.
//!
//! When told to stop it takes no more connections, closes those that ask nothing, and lets the
//! others finish for [`Limits::drain`].

mod crowd;
mod limits;
mod line;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::client::{ClientKey, Peer, TrustedProxies};
use super::counters::Counters;

use crowd::{Crowd, Seat};
pub use limits::Limits;
use line::{Line, Served, Turn};

/// What the loop needs beside a socket and an application.
#[derive(Debug, Clone)]
pub struct Gate {
    /// Times and counts.
    pub limits: Limits,
    /// Proxies in front.
    pub proxies: TrustedProxies,
    /// Where connections are counted.
    pub counters: Arc<Counters>,
}

/// How a stop went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Connections that were still at work when the time was over, and were cut.
    pub cut: usize,
}

/// Accepts connections until `stop` is cancelled, then drains them.
pub async fn serve(listener: TcpListener, app: Router, gate: Gate, stop: CancellationToken) -> Drained {
    let seats = Arc::new(Semaphore::new(gate.limits.connections));
    let crowd = Crowd::new(gate.limits.connections_per_client);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = next(&listener, &seats, &gate.limits) => accepted,
            Some(ended) = connections.join_next() => {
                report(ended);
                continue;
            }
            () = stop.cancelled() => break,
        };
        let Some((permit, stream, address)) = accepted else { continue };
        let key = ClientKey::of(address.ip());
        let seat = if gate.proxies.contain(address.ip()) { Some(Seat::uncounted()) } else { crowd.enter(key) };
        let Some(seat) = seat else {
            gate.counters.connection_refused();
            continue;
        };
        gate.counters.connection_opened();
        let (app, gate, stop) = (app.clone(), gate.clone(), stop.clone());
        connections.spawn(async move {
            attend(stream, address, app, &gate, stop).await;
            gate.counters.connection_closed();
            drop((permit, seat));
        });
    }
    drop(listener);
    drain(connections, &gate.limits).await
}

/// The next connection, once there is room for it. `None` after an error of the socket, which
/// mostly means that the process has no file descriptors left.
async fn next(listener: &TcpListener, seats: &Arc<Semaphore>, limits: &Limits) -> Option<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let permit = Arc::clone(seats).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((permit, stream, address)),
        Err(reason) => {
            tracing::warn!("{}", why_not_accepted(&reason));
            tokio::time::sleep(limits.accept_again).await;
            None
        }
    }
}

/// What an operator is told, once for each pause. `EMFILE` and `ENFILE` have these numbers on every system that we run on.
fn why_not_accepted(reason: &std::io::Error) -> String {
    let what_to_do = match reason.raw_os_error() {
        Some(24) => "this process may open no more files: raise LimitNOFILE= in its unit, or `ulimit -n`, above twice the connections",
        Some(23) => "this machine may open no more files: end what holds too many, or raise fs.file-max",
        _ => "it is tried again",
    };
    format!("a connection could not be accepted ({reason}). Visitors wait; {what_to_do}")
}

/// Serves one connection until it ends, breaks a time limit, or the loop stops.
async fn attend(stream: TcpStream, address: SocketAddr, app: Router, gate: &Gate, stop: CancellationToken) {
    if let Err(reason) = stream.set_nodelay(true) {
        tracing::debug!(%reason, "TCP_NODELAY refused");
    }
    let turn = Turn::new();
    let line = Line::new(stream, turn.clone(), &gate.limits);
    let service = {
        let turn = turn.clone();
        service_fn(move |request: Request<Incoming>| answer(app.clone(), request, address, turn.clone()))
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // A belt: the line below has the finer limits.
        .header_read_timeout(gate.limits.keep_alive + gate.limits.header)
        .max_headers(gate.limits.headers)
        .max_buf_size(gate.limits.header_bytes)
        .serve_connection(TokioIo::new(line), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            if turn.is_opening() {
                return;
            }
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    if let Err(reason) = ended {
        // No address: who looked at what is nobody's business (see the envelope).
        tracing::debug!(%reason, "connection ended");
    }
}

async fn answer(app: Router, request: Request<Incoming>, address: SocketAddr, turn: Turn) -> Result<Response<Served>, Infallible> {
    turn.serving();
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Peer(address.ip()));
    let response = app.oneshot(request).await?;
    Ok(response.map(|body| Served::new(body, turn)))
}

async fn drain(mut connections: JoinSet<()>, limits: &Limits) -> Drained {
    let all_ended = async {
        while let Some(ended) = connections.join_next().await {
            report(ended);
        }
    };
    if timeout(limits.drain, all_ended).await.is_ok() {
        return Drained { cut: 0 };
    }
    let cut = connections.len();
    connections.shutdown().await;
    tracing::warn!(cut, "connections were cut: they did not finish in time");
    Drained { cut }
}

fn report(ended: Result<(), JoinError>) {
    if let Err(reason) = ended {
        tracing::error!(%reason, "a connection's task failed");
    }
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::why_not_accepted;

    #[test]
    fn who_has_no_file_descriptors_left_is_told_what_to_do() {
        assert!(why_not_accepted(&Error::from_raw_os_error(24)).contains("raise LimitNOFILE="));
        assert!(why_not_accepted(&Error::from_raw_os_error(23)).contains("fs.file-max"));
        let aborted = why_not_accepted(&Error::from_raw_os_error(103));
        assert!(!aborted.contains("LimitNOFILE") && aborted.ends_with("it is tried again"), "{aborted}");
    }
}
