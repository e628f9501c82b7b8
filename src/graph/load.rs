//! Reading a version from the database: all of it, or what changed since the one before.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tracing::warn;

use super::apply::RecordState;
use super::log::Log;
use super::snapshot::{LoadError, Snapshot};
use crate::db::{Database, Reading};
use crate::store::{self, Since, Version};

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

/// What a database has beside what is served.
#[derive(Debug)]
pub struct Seen {
    /// Its version.
    pub version: Version,
    /// The SQLite file that it is in.
    pub file: Option<(u64, u64)>,
    /// What changed since the version that is served, where the log tells all of it and it is not much.
    since: Option<Since>,
}

/// One of so many rows may change: where more do, all are read.
const FEW: usize = 50;

/// Looks at the version that the database has, and at what the log tells of it.
pub async fn look(database: &Database, served: &Served) -> Result<Seen, LoadError> {
    let known = served.snapshot.version();
    let log = Arc::clone(served.snapshot.log());
    let most = (served.snapshot.row_count() / FEW) as u64;
    let file_known = served.file;
    let look = database.read(async move |reading: &Reading| {
        let file = reading.file();
        let held = log.newest().filter(|newest| newest.version == known);
        let held = held.map(|newest| &**newest);
        let seen = store::since(reading.db(), held, most, log.bound()).await;
        let is_known = matches!(&seen, Ok((version, _)) if *version == known && file == file_known);
        if !is_known {
            // Another schema says more than a statement that fails, and its log may be another one.
            reading.check().await?;
        }
        let (version, since) = seen?;
        let since = since.filter(|_| file == file_known);
        Ok::<_, LoadError>(Seen {
            version,
            file,
            since,
        })
    });
    look.await
}

/// The version that was seen, with what is needed of it: what changed is applied to the one that is served; where that
/// is not known or does not fit, all is read.
pub async fn next(
    database: &Arc<Database>,
    served: &Served,
    seen: Seen,
    prepare: Prepare,
) -> Result<Served, LoadError> {
    let log = served.snapshot.log();
    let Some(since) = seen.since else {
        return load(database, log, prepare).await;
    };
    let base = Arc::clone(&served.snapshot);
    let version = seen.version;
    let applied = on_a_thread(move || {
        let log = Arc::new(base.log().extended(since.changesets));
        let records = since.records.into_iter();
        let records = records.map(|((kind, id), document)| RecordState { kind, id, document });
        let snapshot = base.apply(version, records.collect())?.with_log(log);
        let snapshot = Arc::new(snapshot);
        prepare(&snapshot)?;
        Ok(snapshot)
    });
    match applied.await {
        Ok(snapshot) => Ok(Served {
            snapshot,
            file: seen.file,
        }),
        Err(error) => {
            warn!(%error, "what changed cannot be applied: all is read");
            load(database, log, prepare).await
        }
    }
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
    let loading = on_a_thread(move || {
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
    loading.await
}

/// Does work on a thread that may be busy.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LoadError> + Send + 'static,
) -> Result<T, LoadError> {
    let done = spawn_blocking(work).await;
    done.map_err(|panic| LoadError::Prepare(Box::new(panic)))?
}
