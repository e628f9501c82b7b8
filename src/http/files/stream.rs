//! The bytes of a file on their way: written on a thread of their own, and read from a short queue, so that
//! little of it is in memory. Who reads no further ends the writing.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

/// Bytes that are written before they are sent.
const BLOCK: usize = 64 << 10;
/// Blocks that wait to be sent.
const WAITING: usize = 4;

/// Where a file is written to: all of its bytes, or some of them.
pub(super) struct Outlet {
    to: Sender<io::Result<Bytes>>,
    block: Vec<u8>,
    /// Bytes that are left out before the first that is sent.
    skipped: u64,
    /// Bytes that are still to be sent.
    left: u64,
}

/// The body of a response that a function writes, from a byte on, so many of them; a fault breaks it off.
pub(super) fn body(
    (skipped, left): (u64, u64),
    write: impl FnOnce(&mut Outlet) -> io::Result<()> + Send + 'static,
) -> Body {
    let (to, from) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut outlet = Outlet {
            to,
            block: Vec::with_capacity(BLOCK),
            skipped,
            left,
        };
        let written = write(&mut outlet).and_then(|()| outlet.flush());
        if let Err(fault) = written
            && outlet.left > 0
        {
            let _ = outlet.to.blocking_send(Err(fault));
        }
    });
    Body::from_stream(ReceiverStream::new(from))
}

impl Outlet {
    /// Whether nothing more is to be sent.
    pub(super) const fn is_done(&self) -> bool {
        self.left == 0
    }

    fn send(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let block = std::mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
        let sent = self.to.blocking_send(Ok(block.into()));
        sent.map_err(|_gone| {
            io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads the file any more")
        })
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let skipped = usize::try_from(self.skipped)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        self.skipped -= skipped as u64;
        let wanted = &bytes[skipped..];
        let count = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(wanted.len());
        self.left -= count as u64;
        self.block.extend_from_slice(&wanted[..count]);
        if self.block.len() >= BLOCK || self.left == 0 {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
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
