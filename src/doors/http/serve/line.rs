//! A connection that keeps the time.
//!
//! `hyper` has one timer, for idle time and header together; it is not running while the first byte
//! is awaited behind a protocol detector, and it knows nothing of clients that take no answer. Here
//! the stream itself has a deadline for what it is doing: opening, sending a header, standing idle,
//! taking an answer. [`Turn`] tells it when a request begins and ends.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::limits::Limits;

/// Connected, nothing said yet.
const OPENING: u8 = 0;
/// Part of a header has come.
const HEAD: u8 = 1;
/// A request is being answered.
const SERVING: u8 = 2;
/// The last answer is given, the next request not begun.
const IDLE: u8 = 3;

/// Whose turn it is on one connection, shared by its stream and its requests.
#[derive(Debug, Clone)]
pub(super) struct Turn(Arc<AtomicU8>);

impl Turn {
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicU8::new(OPENING)))
    }

    /// A request's header is complete.
    pub(super) fn serving(&self) {
        self.0.store(SERVING, Ordering::Release);
    }

    /// Nothing has been asked on this connection, so nothing is lost if it is closed. (One that is
    /// idle may still hold the end of its last answer.)
    pub(super) fn is_opening(&self) -> bool {
        self.stage() == OPENING
    }

    fn stage(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }

    fn heard(&self) {
        if matches!(self.stage(), OPENING | IDLE) {
            self.0.store(HEAD, Ordering::Release);
        }
    }

    fn answered(&self) {
        self.0.store(IDLE, Ordering::Release);
    }
}

/// The stream of one connection.
#[derive(Debug)]
pub(super) struct Line<S> {
    stream: S,
    turn: Turn,
    limits: Limits,
    reading: Deadline,
    writing: Deadline,
}

/// A point in time that belongs to one stage; another stage, another deadline.
#[derive(Debug, Default)]
struct Deadline {
    stage: Option<u8>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    fn set(&mut self, stage: u8, length: Option<Duration>) {
        if self.stage != Some(stage) {
            self.stage = Some(stage);
            self.sleep = length.map(|l| Box::pin(sleep(l)));
        }
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        match &mut self.sleep {
            Some(sleep) => {
                ready!(sleep.as_mut().poll(cx));
                Poll::Ready(io::ErrorKind::TimedOut.into())
            }
            None => Poll::Pending,
        }
    }
}

impl<S> Line<S> {
    pub(super) fn new(stream: S, turn: Turn, limits: &Limits) -> Self {
        Self { stream, turn, limits: limits.clone(), reading: Deadline::default(), writing: Deadline::default() }
    }

    fn patience(&self, stage: u8) -> Option<Duration> {
        match stage {
            OPENING => Some(self.limits.first_byte),
            HEAD => Some(self.limits.header),
            IDLE => Some(self.limits.keep_alive),
            // The time for a request counts its body too.
            _ => None,
        }
    }

    fn written<T>(&mut self, cx: &mut Context<'_>, wrote: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if wrote.is_ready() {
            self.writing.clear();
            return wrote;
        }
        self.writing.set(SERVING, Some(self.limits.stalled_write));
        self.writing.poll_over(cx).map(Err)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let line = self.get_mut();
        let stage = line.turn.stage();
        line.reading.set(stage, line.patience(stage));
        let before = buffer.filled().len();
        match Pin::new(&mut line.stream).poll_read(cx, buffer) {
            Poll::Ready(read) => {
                if buffer.filled().len() > before {
                    line.turn.heard();
                }
                Poll::Ready(read)
            }
            Poll::Pending => line.reading.poll_over(cx).map(Err),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let wrote = Pin::new(&mut line.stream).poll_write(cx, bytes);
        line.written(cx, wrote)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, cx: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let wrote = Pin::new(&mut line.stream).poll_write_vectored(cx, parts);
        line.written(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// An answer's body; when it has gone, the connection is idle.
#[derive(Debug)]
pub(super) struct Served {
    body: Body,
    turn: Turn,
}

impl Served {
    pub(super) fn new(body: Body, turn: Turn) -> Self {
        Self { body, turn }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.turn.answered();
    }
}

impl hyper::body::Body for Served {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
