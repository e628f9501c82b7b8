//! Databases for tests: empty ones, and copies of one that holds the data set.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use iscm::clock::Clock;
use iscm::config::{Config, SearchIndex, Settings};
use sea_orm::DatabaseConnection;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::postgres::cluster;
use super::valid::now;

/// The databases that every case runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Runs test functions on both databases: `both_databases! { a, b }` makes the tests `sqlite::a`,
/// `postgres::a` and so on of `async fn a(Backend)`. Where there is no PostgreSQL, the harness has
/// said so aloud, and the test ends at once.
macro_rules! both_databases {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::support::Backend::Sqlite).await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if $crate::support::Backend::Postgres.is_there() {
                    super::$test($crate::support::Backend::Postgres).await;
                }
            })*
        }
    };
}
pub(crate) use both_databases;

impl Backend {
    /// Those that tests can run on.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let all = [Self::Sqlite, Self::Postgres].into_iter();
        all.filter(|backend| backend.is_there())
    }

    /// Whether tests can run on it.
    pub(crate) fn is_there(self) -> bool {
        self == Self::Sqlite || cluster().is_some()
    }
}

/// A configuration with a database, which is not looked at for new versions.
pub(crate) fn config(url: String) -> Config {
    let settings = Settings {
        database: Some(url),
        refresh: Some("3600".to_owned()),
        ..Settings::default()
    };
    let mut config = settings.resolve().expect("a configuration");
    // Tests ask more in a second than clients do.
    config.edge.rate_limit = 0;
    config.search_index = SearchIndex::Search;
    config.clock = Clock::from_fn(now);
    config
}

/// A database that goes away with the test.
pub(crate) struct TestDatabase {
    backend: Backend,
    name: String,
    folder: TempDir,
}

/// The databases that hold the data set, to be copied.
static FILLED: [OnceCell<TestDatabase>; 2] = [const { OnceCell::const_new() }; 2];

impl TestDatabase {
    /// A database with nothing in it.
    pub(crate) fn empty(backend: Backend) -> Self {
        let database = Self::named(backend);
        if let (Backend::Postgres, Some(cluster)) = (backend, cluster()) {
            cluster.create_database(&database.name, None);
        }
        database
    }

    /// A database with the data set in it, as version 1.
    pub(crate) async fn filled(backend: Backend) -> Self {
        let template = FILLED[backend as usize].get_or_init(|| async {
            let database = Self::empty(backend);
            let db = iscm::open(&database.config())
                .await
                .expect("a filled database");
            db.close().await.expect("closed");
            database
        });
        let template = template.await;
        let database = Self::named(backend);
        match cluster() {
            Some(cluster) if backend == Backend::Postgres => {
                cluster.create_database(&database.name, Some(&template.name));
            }
            _ => {
                fs::copy(template.file(), database.file()).expect("a copy of the file");
            }
        }
        database
    }

    fn named(backend: Backend) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self {
            backend,
            name: format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed)),
            folder: TempDir::with_prefix("iscm-test-").expect("a folder"),
        }
    }

    /// The file, of SQLite.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("graph.sqlite")
    }

    /// A folder that goes away with the database.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database's address.
    pub(crate) fn url(&self) -> String {
        match (self.backend, cluster()) {
            (Backend::Postgres, Some(cluster)) => cluster.url(&self.name),
            _ => format!("sqlite://{}", self.file().display()),
        }
    }

    /// Its name, in PostgreSQL.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A configuration with this database, which is not looked at for new versions.
    pub(crate) fn config(&self) -> Config {
        config(self.url())
    }

    /// A connection, the schema up to date and the data set loaded if there was none.
    pub(crate) async fn open(&self) -> DatabaseConnection {
        iscm::open(&self.config()).await.expect("an open database")
    }

    /// Takes the database away from those who are connected to it.
    pub(crate) fn break_down(&self) {
        if let (Backend::Postgres, Some(cluster)) = (self.backend, cluster()) {
            cluster.drop_database(&self.name);
        } else {
            for end in ["", "-wal"] {
                let file = format!("{}{end}", self.file().display());
                // Emptied, not removed: an open file that is removed stays readable.
                let is_there = Path::new(&file).exists();
                if is_there {
                    fs::write(&file, "broken").expect("a broken file");
                }
            }
            // It is memory of whoever has the database open, this process among them: where that is cut short, whoever
            // writes at that moment is ended by the system (SIGBUS), without a word.
            match fs::remove_file(format!("{}-shm", self.file().display())) {
                Err(error) if error.kind() != ErrorKind::NotFound => panic!("{error}"),
                _ => {}
            }
        }
    }
}
