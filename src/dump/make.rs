//! Makes a dump.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tokio::runtime::Handle;
use tracing::info;

use super::error::DumpError;
use super::file::DumpFile;
use super::folder::private_folder;
use super::format::Format;
use super::stop::Stop;
use super::{json_lines, sqlite, tar};
use crate::apart::apart;
use crate::db::Database;
use crate::graph::Snapshot;

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
        let folder = private_folder("iscm-dump-", &temporary)?;
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
