//! Makes a dump.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tracing::info;

use super::error::DumpError;
use super::file::DumpFile;
use super::folder::folder;
use super::{Format, json_lines, sqlite, tar};
use crate::apart::apart;
use crate::db::Database;
use crate::graph::Snapshot;

/// How hard it is tried to compress: above it, time grows faster than size falls.
pub(super) const LEVEL: i32 = 9;

/// Tells when to stop.
#[derive(Clone, Debug)]
pub(super) struct Stop(pub(super) watch::Receiver<bool>);

impl Stop {
    /// Goes on unless the server is stopping.
    pub(super) fn check(&self) -> Result<(), DumpError> {
        if *self.0.borrow() {
            return Err(DumpError::Stopping);
        }
        Ok(())
    }

    /// Waits until the server is stopping.
    async fn wait(mut self) {
        // Where nobody could tell any more, it is.
        let _ = self.0.wait_for(|is_so| *is_so).await;
    }
}

/// Makes a version's file, in a folder of its own in `temporary`, on a thread that may be busy.
pub(super) async fn make(
    format: Format,
    snapshot: Arc<Snapshot>,
    database: Arc<Database>,
    temporary: Arc<Path>,
    stop: Stop,
) -> Result<DumpFile, DumpError> {
    let runtime = Handle::current();
    let made = apart(move || {
        let began = Instant::now();
        let folder = folder("iscm-dump-", &temporary)?;
        let (version, tables) = (snapshot.version(), snapshot.tables());
        let path = folder.path().join("dump");
        let path = match format {
            Format::Sqlite => {
                let write = database.read(async |reading| {
                    sqlite::write(folder.path(), version, tables, reading.db()).await
                });
                let write = async {
                    tokio::select! {
                        written = write => written,
                        () = stop.wait() => Err(DumpError::Stopping),
                    }
                };
                runtime.block_on(write)?
            }
            Format::Toml => {
                tar::write(File::create_new(&path)?, version, tables, &stop)?;
                path
            }
            Format::JsonLines => {
                json_lines::write(File::create_new(&path)?, version, tables, &stop)?;
                path
            }
        };
        let dump = DumpFile::of(File::open(path)?, format, version)?;
        info!(
            file = dump.name(),
            bytes = dump.length(),
            seconds = began.elapsed().as_secs_f32(),
            "a dump is made"
        );
        Ok(dump)
    });
    made.await
        .map_err(|_not_begun| DumpError::Stopping)
        .flatten()
}
