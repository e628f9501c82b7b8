//! Loading a version from the database.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

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

/// Reads the present version and works out what is needed of it, on a thread that may be busy.
pub async fn load(database: &Arc<Database>, prepare: Prepare) -> Result<Served, LoadError> {
    let (database, runtime) = (Arc::clone(database), Handle::current());
    let loading = spawn_blocking(move || {
        let read = database.read(async |reading| {
            reading.check().await?;
            Ok::<_, LoadError>((store::load(reading.db()).await?, reading.file()))
        });
        let (loaded, file) = runtime.block_on(read)?;
        if loaded.version.number == 0 {
            return Err(LoadError::Empty);
        }
        let snapshot = Arc::new(Snapshot::new(loaded)?);
        prepare(&snapshot)?;
        Ok(Served { snapshot, file })
    });
    let loaded = loading.await;
    loaded.map_err(|panic| LoadError::Prepare(Box::new(panic)))?
}
