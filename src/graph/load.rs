//! Loading a version from the database.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use super::log::Log;
use super::snapshot::{LoadError, Snapshot};
use crate::db::Database;
use crate::store;

/// Works out what other layers need of a snapshot, before it is served.
pub type Prepare = fn(&Arc<Snapshot>) -> Result<(), LoadError>;

/// A version that can be served, and where it was read.
#[derive(Clone, Debug)]
pub struct Served {
    /// The version.
    pub snapshot: Arc<Snapshot>,
    /// The SQLite file it was read from: its device and its number.
    pub file: Option<(u64, u64)>,
}

/// Reads the present version and works out what is needed of it, on a thread that may be busy. Of the log what
/// comes after `known` is read, if the database's goes on from there.
pub async fn load(
    database: &Arc<Database>,
    known: &Arc<Log>,
    prepare: Prepare,
) -> Result<Served, LoadError> {
    let (database, runtime) = (Arc::clone(database), Handle::current());
    let known = Arc::clone(known);
    let loading = spawn_blocking(move || {
        let read = database.read(async |reading| {
            reading.check().await?;
            let held = known.newest().map(|newest| &**newest);
            let read = store::load_with_log(reading.db(), held, known.bound());
            Ok::<_, LoadError>((read.await?, reading.file()))
        });
        let ((loaded, end), file) = runtime.block_on(read)?;
        if loaded.version.number == 0 {
            return Err(LoadError::Empty);
        }
        let log = match (end.goes_on, end.changesets) {
            (true, more) if more.is_empty() => Arc::clone(&known),
            (true, more) => Arc::new(known.extended(more)),
            (false, all) => Arc::new(Log::empty(known.bound()).extended(all)),
        };
        let snapshot = Arc::new(Snapshot::new(loaded)?.with_log(log));
        prepare(&snapshot)?;
        Ok(Served { snapshot, file })
    });
    let loaded = loading.await;
    loaded.map_err(|panic| LoadError::Prepare(Box::new(panic)))?
}
