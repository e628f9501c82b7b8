//! The hash of a row.

use std::io;

use entity::tables::Table;
use sha2::{Digest, Sha256};

/// The hash of a row: the same on all servers of one release.
pub(super) fn row_digest<E: Table>(row: &E::Model) -> u128 {
    let mut hash = Hash(Sha256::new());
    // Rows are plain values, which are always written, and a hash takes all.
    match serde_json::to_writer(&mut hash, row) {
        Ok(()) => {
            let hash = hash.0.finalize();
            let first = hash.iter().take(16);
            first.fold(0, |number, byte| number << 8 | u128::from(*byte))
        }
        Err(_) => 0,
    }
}

struct Hash(Sha256);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
