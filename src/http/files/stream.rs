//! The bytes of a file on their way: written on a thread of their own, and read from a short queue, so that
//! little of it is in memory. Who reads no further ends the writing.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::futures_util::stream::{StreamExt as _, iter};
use axum::body::{Body, Bytes};
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

use crate::error::{Error, Result};

/// Bytes that are written before they are sent.
const BLOCK: usize = 64 << 10;
/// Blocks that wait to be sent.
const WAITING: usize = 4;

/// Where a file is written to: all of its bytes, or some of them.
pub(super) struct Outlet {
    to: Sender<Result<Bytes>>,
    block: Vec<u8>,
    /// Bytes that are left out before the first that is sent.
    skipped: u64,
    /// Bytes that are still to be sent.
    left: u64,
    /// Whether it was written to the end, or it was told why not.
    is_closed: bool,
}

/// The body of a response that a function writes, from a byte on, so many of them. What goes wrong before the first
/// of them are sent is an error; what goes wrong later breaks the response off, so that nobody takes it for whole.
pub(super) async fn body(
    (skipped, left): (u64, u64),
    request_id: String,
    write: impl FnOnce(&mut Outlet) -> Result<()> + Send + 'static,
) -> Result<Body> {
    let (to, mut from) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut outlet = Outlet {
            to,
            block: Vec::with_capacity(BLOCK),
            skipped,
            left,
            is_closed: false,
        };
        let written = write(&mut outlet);
        outlet.close(written);
    });
    let first = from.recv().await.transpose()?;
    let rest = ReceiverStream::new(from).map(move |block: Result<Bytes>| {
        block.map_err(|mut error| {
            let cause = error.take_cause().unwrap_or(error.message);
            tracing::error!(request_id, cause, "a file broke off");
            io::Error::other("the file broke off")
        })
    });
    Ok(Body::from_stream(iter(first.map(Ok)).chain(rest)))
}

impl Outlet {
    /// Ends the file: sends the rest, or tells why there is none.
    fn close(&mut self, written: Result<()>) {
        self.is_closed = true;
        match written {
            Ok(()) => drop(self.send()),
            // What was asked for is there.
            Err(_) if self.left == 0 => {}
            // Where nobody reads any more, nobody is told.
            Err(error) => drop(self.to.blocking_send(Err(error))),
        }
    }

    fn send(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let block = std::mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
        let sent = self.to.blocking_send(Ok(block.into()));
        sent.map_err(|_gone| io::ErrorKind::BrokenPipe.into())
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        if !self.is_closed {
            self.close(Err(Error::internal("the writer of a file panicked")));
        }
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let most = |count: u64, of: &[u8]| {
            usize::try_from(count).map_or(of.len(), |count| count.min(of.len()))
        };
        let skipped = most(self.skipped, bytes);
        self.skipped -= skipped as u64;
        let wanted = &bytes[skipped..];
        let wanted = &wanted[..most(self.left, wanted)];
        self.left -= wanted.len() as u64;
        self.block.extend_from_slice(wanted);
        if self.block.len() >= BLOCK || self.left == 0 {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Passes bytes on, and counts them.
pub(super) struct Counted<'c, W>(pub(super) W, pub(super) &'c AtomicU64);

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes)?;
        self.1.fetch_add(written as u64, Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Counts the bytes that are written.
#[derive(Debug, Default)]
pub(super) struct Counter(pub(super) u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
