//! Standard output.

use std::io::{self, Stdout, Write};

/// Standard output, whose reader may have seen enough: what comes after that goes nowhere.
pub(super) struct Out(Stdout);

impl Default for Out {
    fn default() -> Self {
        Self(io::stdout())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        unless_closed(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        unless_closed(self.0.flush(), ())
    }
}

/// What was done, or what stands for it where nobody reads on.
fn unless_closed<T>(done: io::Result<T>, instead: T) -> io::Result<T> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(instead),
        done => done,
    }
}
