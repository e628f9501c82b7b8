//! The graph that is served, and the task that keeps it at the database's version.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::{info, warn};

use super::scope::Scope;
use super::snapshot::{LoadError, Snapshot};
use crate::clock::Clock;
use crate::store::{self, Version};

/// The graph that is served now.
#[derive(Clone, Debug)]
pub struct Graph {
    served: Arc<ArcSwap<Snapshot>>,
    version: watch::Sender<Version>,
    checked: Arc<LastCheck>,
    clock: Clock,
}

/// Works out what other layers need of a snapshot, before it is served.
pub type Prepare = fn(&Arc<Snapshot>) -> Result<(), LoadError>;

/// The database when it was last looked at.
#[derive(Debug)]
struct LastCheck {
    /// Its version.
    version: AtomicI64,
    /// When that was, in milliseconds after `start`.
    at: AtomicU64,
    start: Instant,
}

impl LastCheck {
    fn new(version: i64) -> Self {
        Self {
            version: AtomicI64::new(version),
            at: AtomicU64::new(0),
            start: Instant::now(),
        }
    }

    fn record(&self, version: i64) {
        let at = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.version.store(version, Ordering::Relaxed);
        self.at.store(at, Ordering::Relaxed);
    }
}

/// How far the graph is behind the database.
#[derive(Clone, Copy, Debug)]
pub struct Lag {
    /// Versions that the database has and the graph has not.
    pub versions: i64,
    /// How long ago the database was last looked at.
    pub since: Duration,
}

impl Graph {
    /// Serves a snapshot.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>, clock: Clock) -> Self {
        let version = snapshot.version();
        Self {
            served: Arc::new(ArcSwap::new(snapshot)),
            version: watch::Sender::new(version),
            checked: Arc::new(LastCheck::new(version.number)),
            clock,
        }
    }

    /// The present snapshot. Who holds it sees this version until letting it go.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.served.load_full()
    }

    /// What a request sees that comes now.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::new(self.snapshot(), self.now())
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The version that is served, and each one after it.
    #[must_use]
    pub fn versions(&self) -> watch::Receiver<Version> {
        self.version.subscribe()
    }

    /// How far the graph is behind the database, as far as is known.
    #[must_use]
    pub fn lag(&self) -> Lag {
        let at = Duration::from_millis(self.checked.at.load(Ordering::Relaxed));
        let newest = self.checked.version.load(Ordering::Relaxed);
        Lag {
            versions: (newest - self.snapshot().version().number).max(0),
            since: self.checked.start.elapsed().saturating_sub(at),
        }
    }

    /// Loads the database's version, if it is another than the one that is served.
    async fn follow(&self, db: &DatabaseConnection, prepare: Prepare) -> Result<(), LoadError> {
        let served = self.snapshot().version();
        let newest = store::version(db).await?;
        self.checked.record(newest.number);
        // A database that was restored may have the same number again, published at another time.
        if newest == served {
            return Ok(());
        }
        let loaded = store::load(db).await?;
        let build = move || {
            let snapshot = Arc::new(Snapshot::new(loaded)?);
            prepare(&snapshot)?;
            Ok::<_, LoadError>(snapshot)
        };
        let built = tokio::task::spawn_blocking(build).await;
        let snapshot = built.map_err(|error| LoadError::Prepare(Box::new(error)))??;
        let version = snapshot.version();
        self.served.store(snapshot);
        self.version.send_replace(version);
        info!(version = version.number, "a new version is served");
        Ok(())
    }
}

/// Keeps a [`Graph`] at the database's version until it is dropped. While the database is down or
/// wrong, the graph stays as it is.
#[derive(Debug)]
pub struct Follower(JoinHandle<()>);

impl Follower {
    /// Looks for a new version every `period`; what other layers need of one is worked out before it
    /// is served.
    #[must_use]
    pub fn start(graph: Graph, db: DatabaseConnection, period: Duration, prepare: Prepare) -> Self {
        Self(tokio::spawn(async move {
            let mut wrong = None;
            loop {
                tokio::time::sleep(period).await;
                let followed = graph.follow(&db, prepare).await;
                let now = followed.err().map(|error| error.to_string());
                match &now {
                    None if wrong.is_some() => info!("the database is followed again"),
                    Some(error) if wrong != now => {
                        warn!(%error, "serving the last version that was read");
                    }
                    _ => {}
                }
                wrong = now;
            }
        }))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.0.abort();
    }
}
