//! The graph that is served, and the task that keeps it at the database's version.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tracing::{info, warn};

use super::document::PastError;
use super::load::{Prepare, Seen, Served, look, next};
use super::scope::Scope;
use super::snapshot::Snapshot;
use crate::clock::Clock;
use crate::db::Database;
use crate::store::Version;

/// How long a version is waited for that somebody saw.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// The graph that is served now.
#[derive(Clone, Debug)]
pub struct Graph {
    served: Arc<ArcSwap<Snapshot>>,
    version: watch::Sender<Version>,
    checked: Arc<LastCheck>,
    /// Wakes the follower before its time.
    woken: Arc<Notify>,
    clock: Clock,
    /// Where errors in the data are reported to.
    contact: Option<Arc<str>>,
}

/// The database when it was last looked at.
#[derive(Debug)]
struct LastCheck {
    /// Its version.
    version: AtomicI64,
    /// When that was, in milliseconds after `start`.
    at: AtomicU64,
    start: Instant,
    /// Whether it could be looked at and what it has is served.
    is_current: AtomicBool,
    /// How old a look may be that says so: some periods, once there are any.
    patience: OnceLock<Duration>,
}

impl LastCheck {
    fn new(version: i64) -> Self {
        Self {
            version: AtomicI64::new(version),
            at: AtomicU64::new(0),
            start: Instant::now(),
            is_current: AtomicBool::new(true),
            patience: OnceLock::new(),
        }
    }

    fn record(&self, version: i64) {
        let at = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.version.store(version, Ordering::Relaxed);
        self.at.store(at, Ordering::Relaxed);
    }

    fn since(&self) -> Duration {
        let at = Duration::from_millis(self.at.load(Ordering::Relaxed));
        self.start.elapsed().saturating_sub(at)
    }

    fn is_current(&self, since: Duration) -> bool {
        let is_old = self
            .patience
            .get()
            .is_some_and(|patience| since > *patience);
        !is_old && self.is_current.load(Ordering::Relaxed)
    }
}

/// How far the graph is behind the database.
#[derive(Clone, Copy, Debug)]
pub struct Lag {
    /// Versions that the database has and the graph has not.
    pub versions: i64,
    /// How long ago the database was last looked at.
    pub since: Duration,
    /// Whether the database could be looked at the last time, not long ago, and what it has is served. A database
    /// that was restored may have another version with the same number, or a lower one.
    pub is_current: bool,
}

impl Graph {
    /// Serves a snapshot; `contact` is where errors in it are reported to.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>, clock: Clock, contact: Option<&str>) -> Self {
        let version = snapshot.version();
        Self {
            served: Arc::new(ArcSwap::new(snapshot)),
            version: watch::Sender::new(version),
            checked: Arc::new(LastCheck::new(version.number)),
            woken: Arc::default(),
            clock,
            contact: contact.map(Arc::from),
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
        Scope {
            contact: self.contact.clone(),
            ..Scope::new(self.snapshot(), self.now())
        }
    }

    /// What is seen of a version up to the present one, at the moment when it was published.
    pub fn scope_at(&self, version: i64) -> Result<Scope, PastError> {
        let snapshot = self.snapshot().as_of(version, |_| Ok::<_, PastError>(()))?;
        Ok(Scope {
            contact: self.contact.clone(),
            ..Scope::of_version(snapshot)
        })
    }

    /// Where errors in the data are reported to; nothing where nobody takes them.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
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

    /// Lets the follower look for a new version now.
    pub fn look(&self) {
        self.woken.notify_one();
    }

    /// Waits until a version, or a newer one, is served; whether it came in time.
    pub async fn reaches(&self, version: i64, patience: Duration) -> bool {
        let mut versions = self.versions();
        let come = versions.wait_for(|served| served.number >= version);
        timeout(patience, come).await.is_ok_and(|come| come.is_ok())
    }

    /// Waits for a version that somebody saw, perhaps on another server; what is served, where neither it nor a
    /// newer one comes in time.
    pub async fn has_seen(&self, version: i64) -> std::result::Result<(), i64> {
        let served = || self.snapshot().version().number;
        if served() >= version {
            return Ok(());
        }
        self.look();
        if self.reaches(version, PATIENCE).await {
            return Ok(());
        }
        Err(served())
    }

    /// How far the graph is behind the database, as far as is known.
    #[must_use]
    pub fn lag(&self) -> Lag {
        let newest = self.checked.version.load(Ordering::Relaxed);
        let since = self.checked.since();
        Lag {
            versions: (newest - self.snapshot().version().number).max(0),
            since,
            is_current: self.checked.is_current(since),
        }
    }

    /// How long ago the database was last looked at, while that fails or what it has is not served.
    pub(crate) fn behind(&self) -> Option<Duration> {
        let since = self.checked.since();
        (!self.checked.is_current(since)).then_some(since)
    }

    /// Serves a snapshot from now on; the one that was served.
    fn swap(&self, snapshot: Arc<Snapshot>) -> Arc<Snapshot> {
        let version = snapshot.version();
        let old = self.served.swap(snapshot);
        self.version.send_replace(version);
        old
    }
}

/// How long a look at the database may take.
const LOOKING: Duration = Duration::from_secs(20);

/// How long a version that cannot be served waits at most to be tried again.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Keeps a [`Graph`] at the database's version until it is dropped. While the database is down or
/// wrong, the graph stays as it is.
#[derive(Debug)]
pub struct Follower(JoinHandle<()>);

impl Follower {
    /// Looks for a new version every `period`; what other layers need of one is worked out before it
    /// is served. `file` is where the one that is served was read.
    #[must_use]
    pub fn start(
        graph: Graph,
        database: Arc<Database>,
        file: Option<(u64, u64)>,
        period: Duration,
        prepare: Prepare,
    ) -> Self {
        // A second for the look itself.
        let patience = period * 3 + Duration::from_secs(1);
        let _ = graph.checked.patience.set(patience);
        let mut following = Following {
            graph,
            database,
            prepare,
            period,
            file,
            failed: None,
            retired: Vec::new(),
        };
        Self(tokio::spawn(async move {
            let mut wrong = None;
            loop {
                // What wakes it between two looks is not lost.
                let _ = timeout(period, following.graph.woken.notified()).await;
                following.drop_retired();
                let now = following.follow().await.err();
                let checked = &following.graph.checked;
                checked.is_current.store(now.is_none(), Ordering::Relaxed);
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

/// What is followed, and how far that is.
struct Following {
    graph: Graph,
    database: Arc<Database>,
    prepare: Prepare,
    period: Duration,
    /// The SQLite file that the served version is from.
    file: Option<(u64, u64)>,
    failed: Option<Failed>,
    /// Snapshots that are served no more, but may still be in use.
    retired: Vec<Arc<Snapshot>>,
}

/// A version that could not be served.
struct Failed {
    /// The version, and the SQLite file that it is in.
    seen: (Version, Option<(u64, u64)>),
    error: String,
    at: Instant,
    pause: Duration,
}

impl Following {
    /// Serves the database's version, if it is another than the one that is served. One that failed is tried
    /// again after a pause, each twice as long as the one before.
    async fn follow(&mut self) -> Result<(), String> {
        let served = Served {
            snapshot: self.graph.snapshot(),
            file: self.file,
        };
        let looked = self.look(&served).await?;
        self.graph.checked.record(looked.version.number);
        let seen = (looked.version, looked.file);
        // A database that was restored may have the same number again, published at another time.
        if seen == (served.snapshot.version(), served.file) {
            self.failed = None;
            return Ok(());
        }
        let before = self.failed.take().filter(|failed| failed.seen == seen);
        if let Some(failed) = &before
            && failed.at.elapsed() < failed.pause
        {
            let error = failed.error.clone();
            self.failed = before;
            return Err(error);
        }
        self.graph
            .checked
            .is_current
            .store(false, Ordering::Relaxed);
        let start = Instant::now();
        match next(&self.database, &served, looked, self.prepare).await {
            Ok(Served { snapshot, file }) => {
                snapshot.inherit(&served.snapshot);
                let version = snapshot.version().number;
                drop(served);
                self.retired.push(self.graph.swap(snapshot));
                self.file = file;
                let milliseconds = start.elapsed().as_millis();
                info!(version, milliseconds, "a new version is served");
                Ok(())
            }
            Err(error) => {
                let error = error.to_string();
                let pause = before.map_or(self.period, |failed| failed.pause * 2);
                self.failed = Some(Failed {
                    seen,
                    error: error.clone(),
                    at: Instant::now(),
                    pause: pause.min(LONGEST_PAUSE),
                });
                Err(error)
            }
        }
    }

    /// What the database has beside what is served.
    async fn look(&self, served: &Served) -> Result<Seen, String> {
        let look = look(&self.database, served);
        match timeout(LOOKING, look).await {
            Ok(seen) => seen.map_err(|error| error.to_string()),
            Err(_late) => Err(format!(
                "the database gives no answer within {} seconds",
                LOOKING.as_secs()
            )),
        }
    }

    /// Drops the snapshots that nobody uses any more, on a thread that may be busy: they are large.
    fn drop_retired(&mut self) {
        let is_used = |snapshot: &mut Arc<Snapshot>| Arc::strong_count(snapshot) > 1;
        let unused: Vec<_> = self.retired.extract_if(.., |one| !is_used(one)).collect();
        if !unused.is_empty() {
            drop(spawn_blocking(move || drop(unused)));
        }
    }
}
