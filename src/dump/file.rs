//! A dump that is whole.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::format::{Format, stem};
use crate::apart::apart;
use crate::store::Version;

/// How much is read at once, in bytes.
const CHUNK: usize = 64 << 10;

/// So many read from the disk at once; others wait.
static READERS: Semaphore = Semaphore::const_new(4);

/// A file of one version, open; all who read it share that. Its room is free when the last has let it go.
#[derive(Debug)]
pub struct DumpFile {
    file: File,
    length: u64,
    digest: String,
    format: Format,
    version: Version,
}

impl DumpFile {
    /// A file that is written to its end.
    pub(super) fn of(mut file: File, format: Format, version: Version) -> io::Result<Self> {
        let (mut hash, mut length) = (Sha256::new(), 0);
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = file.read(&mut chunk)?;
            if count == 0 {
                break;
            }
            hash.update(&chunk[..count]);
            length += count as u64;
        }
        let mut digest = String::new();
        for byte in hash.finalize() {
            // Writing to memory does not fail.
            let _ = write!(digest, "{byte:02x}");
        }
        Ok(Self {
            file,
            length,
            digest,
            format,
            version,
        })
    }

    /// How many bytes it has.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The SHA-256 of its bytes, in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What it is written as.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The version that it is of.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Its name, which has the version.
    #[must_use]
    pub fn name(&self) -> String {
        let stem = stem(self.version.number);
        format!("{stem}.{}", self.format.extension())
    }

    /// The beginning of a part of it, and the rest of the part.
    pub async fn read(self: &Arc<Self>, part: Range<u64>) -> io::Result<(Vec<u8>, Range<u64>)> {
        let _place = READERS.acquire().await.map_err(io::Error::other)?;
        let dump = Arc::clone(self);
        let read = apart(move || {
            let length = part.end.saturating_sub(part.start);
            let mut chunk = vec![0; usize::try_from(length).unwrap_or(CHUNK).min(CHUNK)];
            dump.file.read_exact_at(&mut chunk, part.start)?;
            let rest = part.start + chunk.len() as u64..part.end;
            Ok((chunk, rest))
        });
        read.await.map_err(io::Error::other)?
    }
}
