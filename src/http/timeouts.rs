//! A connection with timeouts: for the head of a request, and for each write.

use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::request_id::REQUEST_ID;

/// Whose turn it is on a connection: an even number while the peer is to send the head of a
/// request, odd from then on until the response is sent. Each turn has a number of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns(Arc<AtomicU32>);

impl Turns {
    /// Begins the server's turn.
    pub(super) fn take(&self) -> Turn {
        self.0.fetch_add(1, Ordering::Relaxed);
        Turn(Some(self.clone()))
    }

    /// The number of the turn, if it is the peer's.
    fn of_peer(&self) -> Option<u32> {
        let number = self.0.load(Ordering::Relaxed);
        number.is_multiple_of(2).then_some(number)
    }
}

/// The server's turn, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn(Option<Turns>);

impl Turn {
    /// The connection was upgraded: its new owner watches it.
    pub(super) fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(Turns(number)) = &self.0 {
            number.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How long a peer may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    /// To send the head of a request, from the connection's start or the last response's end.
    pub(super) head: Duration,
    /// To read something of what is written.
    pub(super) reader: Duration,
}

/// What is awaited of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaited {
    /// The head of a request, in the turn of this number.
    Head(u32),
    /// That it reads what is written.
    Reader,
}

/// A stream that fails when its peer takes too long.
pub(super) struct TimeoutStream {
    stream: TcpStream,
    turns: Turns,
    timeouts: Timeouts,
    /// The timeout. Mostly it is only put off, which takes no lock.
    end: Pin<Box<Sleep>>,
    awaited: Option<Awaited>,
    /// Whether hyper refused a head by itself: its response, which is empty, was withheld.
    has_refused: bool,
}

impl TimeoutStream {
    pub(super) fn new(stream: TcpStream, turns: Turns, timeouts: Timeouts) -> Self {
        Self {
            stream,
            turns,
            timeouts,
            end: Box::pin(sleep(timeouts.head)),
            awaited: None,
            has_refused: false,
        }
    }

    /// Whether hyper refused a head by itself: the response is still to be sent.
    pub(super) const fn has_refused(&self) -> bool {
        self.has_refused
    }

    /// The stream, without timeouts.
    pub(super) fn into_inner(self) -> TcpStream {
        self.stream
    }

    /// Whether bytes are hyper's own response to a head that it cannot read. All others have an id.
    fn is_refusal(&self, bytes: &[u8]) -> bool {
        let id = REQUEST_ID;
        let id = id.as_str().as_bytes();
        self.turns.of_peer().is_some()
            && bytes.starts_with(b"HTTP/1.1 4")
            && bytes.ends_with(b"\r\n\r\n")
            && !bytes.windows(id.len()).any(|part| part == id)
    }

    /// Waits; fails after waiting too long for the same.
    fn wait<T>(&mut self, cx: &mut Context<'_>, awaited: Awaited) -> Poll<io::Result<T>> {
        if self.awaited != Some(awaited) {
            self.awaited = Some(awaited);
            let limit = match awaited {
                Awaited::Head(_) => self.timeouts.head,
                Awaited::Reader => self.timeouts.reader,
            };
            self.end.as_mut().reset(Instant::now() + limit);
        }
        ready!(self.end.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Waits for the head of a request, if it is the peer's turn.
    fn await_head(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.turns.of_peer() {
            Some(number) => self.wait(cx, Awaited::Head(number)),
            None => Poll::Pending,
        }
    }

    /// The result of a write; an error when the peer takes too long.
    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_pending() {
            return self.wait(cx, Awaited::Reader);
        }
        self.awaited = None;
        // It may have been the end of a response: nothing is read before the next head.
        match self.await_head(cx) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            _ => written,
        }
    }
}

impl AsyncRead for TimeoutStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if read.is_ready() || self.awaited == Some(Awaited::Reader) {
            return read;
        }
        self.await_head(cx)
    }
}

impl AsyncWrite for TimeoutStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_refusal(buf) {
            self.has_refused = true;
            return Poll::Ready(Ok(buf.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [only] = bufs
            && self.is_refusal(only)
        {
            self.has_refused = true;
            return Poll::Ready(Ok(only.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.has_refused {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
