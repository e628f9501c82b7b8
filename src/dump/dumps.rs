//! The dumps of the version that is served: each made once, one at a time, and shared by all who ask.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use async_graphql::futures_util::FutureExt as _;
use async_graphql::futures_util::future::{BoxFuture, Shared};
use tokio::sync::{Semaphore, watch};
use tracing::error;

use super::error::DumpError;
use super::file::DumpFile;
use super::format::Format;
use super::make::make;
use super::stop::Stop;
use crate::db::Database;
use crate::graph::{Graph, Snapshot};

/// A dump that is made, or being made.
pub type Making = Shared<BoxFuture<'static, Result<Arc<DumpFile>, DumpError>>>;

/// How long what was begun and failed is not begun again.
const PAUSE: Duration = Duration::from_secs(5);

/// Makes dumps and keeps them, of the newest version alone.
#[derive(Clone, Debug)]
pub struct Dumps(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Arc<Database>,
    /// Where folders for a while are made.
    temporary: Arc<Path>,
    /// One at a time.
    maker: Arc<Semaphore>,
    kept: Mutex<Kept>,
    stop: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Kept {
    of: Weak<Snapshot>,
    begun: BTreeMap<Format, (Making, Instant)>,
}

impl Dumps {
    /// The dumps of what a graph serves, whose history is in a database; `temporary` is a folder for files while they
    /// are made.
    #[must_use]
    pub fn new(graph: &Graph, database: Arc<Database>, temporary: PathBuf) -> Self {
        let inner = Arc::new(Inner {
            database,
            temporary: temporary.into(),
            maker: Arc::new(Semaphore::new(1)),
            kept: Mutex::default(),
            stop: watch::Sender::new(false),
        });
        let (mut versions, weak) = (graph.versions(), Arc::downgrade(&inner));
        tokio::spawn(async move {
            while versions.changed().await.is_ok() {
                let Some(inner) = weak.upgrade() else { return };
                // Those under way hold on to what they have.
                inner.kept(|kept| kept.begun.clear());
            }
        });
        Self(inner)
    }

    /// The dump of a snapshot, which is begun to be made if it is not yet. It is made to its end, whoever waits for it.
    pub fn of(&self, snapshot: &Arc<Snapshot>, format: Format) -> Making {
        self.0.kept(|kept| {
            let of = Arc::downgrade(snapshot);
            if !kept.of.ptr_eq(&of) {
                *kept = Kept {
                    of,
                    begun: BTreeMap::new(),
                };
            }
            let is_over = |(making, began): &(Making, Instant)| {
                matches!(making.peek(), Some(Err(_))) && began.elapsed() > PAUSE
            };
            let begun = kept.begun.get(&format).filter(|begun| !is_over(begun));
            if let Some((making, _)) = begun {
                return making.clone();
            }
            let making = self.begin(Arc::clone(snapshot), format);
            kept.begun.insert(format, (making.clone(), Instant::now()));
            making
        })
    }

    /// The folder for files while they are made.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.temporary
    }

    /// Ends what is being made: the server stops.
    pub fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    fn begin(&self, snapshot: Arc<Snapshot>, format: Format) -> Making {
        let inner = &self.0;
        let (database, temporary) = (Arc::clone(&inner.database), Arc::clone(&inner.temporary));
        let (maker, stop) = (Arc::clone(&inner.maker), Stop(inner.stop.subscribe()));
        let making = async move {
            let _place = maker.acquire().await;
            let making = make(format, snapshot, database, temporary, stop);
            let made = AssertUnwindSafe(making).catch_unwind().await;
            let made = made.unwrap_or_else(|_cause| Err(DumpError::Failed("a panic".to_owned())));
            if let Err(cause) = &made {
                error!(%cause, file = format.extension(), "a dump was not made");
            }
            made.map(Arc::new)
        };
        let task = tokio::spawn(making);
        task.map(|ended| ended.unwrap_or(Err(DumpError::Stopping)))
            .boxed()
            .shared()
    }
}

impl Inner {
    fn kept<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> T {
        look(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
