//! SQLite: its files, and opening them.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rustix::fs::{Access as Right, AtFlags, CWD, accessat};
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{DatabaseConnection, SqlxSqliteConnector};

use super::error::{Error, driver_reason};

/// How a file may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// To read.
    Read,
    /// To write.
    Write,
    /// To write; it is made where there is none.
    Create,
    /// No file: a database in memory.
    Memory,
}

/// An SQLite database: a file, or one in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SqliteAddress {
    /// The path, decoded: the one that is opened, locked and shown.
    path: PathBuf,
    pub(super) mode: Mode,
    is_immutable: bool,
}

/// Which file stands at a path, and whether it was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileState {
    /// The device and the number in it.
    pub(super) file: (u64, u64),
    bytes: u64,
    written: (i64, i64),
    /// The bytes of what belongs to it and was not taken into it yet.
    beside: u64,
}

impl SqliteAddress {
    pub(super) const fn file(path: PathBuf, mode: Mode, is_immutable: bool) -> Self {
        Self {
            path,
            mode,
            is_immutable,
        }
    }

    /// A database in memory, of its own.
    pub(super) fn memory() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self::file(format!(":memory:{number}").into(), Mode::Memory, false)
    }

    /// The path of the file; none for a database in memory.
    pub(super) fn path(&self) -> Option<&Path> {
        (self.mode != Mode::Memory).then_some(&*self.path)
    }

    /// The path that a link leads to: SQLite keeps what belongs to a file beside that.
    fn real(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_not_there| self.path.clone())
    }

    /// The path with something behind it.
    pub(super) fn beside(&self, end: &str) -> PathBuf {
        let mut path = self.real().into_os_string();
        path.push(end);
        path.into()
    }

    /// The file as it is now; nothing where there is none.
    pub(super) fn state(&self) -> Option<FileState> {
        let file = fs::metadata(&self.path).ok()?;
        let bytes = |end| fs::metadata(self.beside(end)).map_or(0, |file| file.len());
        Some(FileState {
            file: (file.dev(), file.ino()),
            bytes: file.len(),
            written: (file.mtime(), file.mtime_nsec()),
            beside: bytes("-wal") + bytes("-journal"),
        })
    }

    /// Why the file cannot be written to, if so.
    pub(super) fn is_kept_from_writing(&self) -> Option<&'static str> {
        let may_write =
            |path: &Path| accessat(CWD, path, Right::WRITE_OK, AtFlags::EACCESS).is_ok();
        let real = self.real();
        let folder = match real.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => Path::new("/"),
        };
        let is_closed = |path: &Path| path.exists() && !may_write(path);
        let beside = ["-wal", "-shm"].map(|end| self.beside(end));
        if self.mode == Mode::Memory {
            None
        } else if self.mode == Mode::Read {
            Some("its address says so")
        } else if is_closed(&self.path) || beside.iter().any(|path| is_closed(path)) {
            Some("the file may only be read")
        } else if is_closed(folder) {
            Some("its folder may only be read")
        } else {
            None
        }
    }

    /// Refuses a file that cannot be written to.
    pub(super) fn check_writable(&self) -> Result<(), Error> {
        if self.mode != Mode::Create || self.path.is_dir() {
            self.check_is_there()?;
        }
        match self.is_kept_from_writing() {
            Some(reason) => Err(Error::ReadOnly {
                url: self.url(),
                reason: reason.to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// Refuses a path at which there is no file.
    pub(super) fn check_is_there(&self) -> Result<(), Error> {
        let url = self.url();
        let reason = match self.path() {
            Some(path) if path.is_dir() => "it is a folder",
            Some(path) if !path.exists() && self.mode == Mode::Create => {
                return Err(Error::Missing { url });
            }
            Some(path) if !path.exists() => "there is no such file",
            _ => return Ok(()),
        };
        let reason = reason.to_owned();
        Err(Error::Open { url, reason })
    }

    /// Opens the database to write; a new one is set to write ahead, so that others read meanwhile.
    pub(super) async fn open_to_write(&self) -> Result<DatabaseConnection, Error> {
        self.check_writable()?;
        let options = self.options().create_if_missing(true);
        let options = options.journal_mode(SqliteJournalMode::Wal);
        self.open(options.synchronous(SqliteSynchronous::Normal))
            .await
    }

    /// Opens the file to read. Where it cannot be written to, nothing is made beside it either: while nobody
    /// writes, it is read as one that does not change, and `true` tells to look afterwards whether it did.
    pub(super) async fn open_to_read(&self) -> Result<(DatabaseConnection, bool), Error> {
        self.check_is_there()?;
        let is_still = self.state().is_none_or(|state| state.beside == 0);
        if self.is_kept_from_writing().is_none() {
            return Ok((self.open(self.options()).await?, false));
        }
        let options = self.options().read_only(true);
        let options = options.immutable(self.is_immutable || is_still);
        Ok((self.open(options).await?, is_still && !self.is_immutable))
    }

    fn options(&self) -> SqliteConnectOptions {
        let options = SqliteConnectOptions::new()
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .disable_statement_logging();
        if self.mode == Mode::Memory {
            let name = format!("file:iscm{}", self.path.display());
            return options.filename(name).in_memory(true).shared_cache(true);
        }
        // SQLite takes what begins with `file:` for an address of its own.
        let is_address = self
            .path
            .as_os_str()
            .as_encoded_bytes()
            .starts_with(b"file:");
        let here = Path::new(if is_address { "." } else { "" });
        options.filename(here.join(&self.path))
    }

    async fn open(&self, options: SqliteConnectOptions) -> Result<DatabaseConnection, Error> {
        // One at a time writes anyway; and one in memory lives as long as its connection.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(30));
        let pool = pool.connect_with(options).await;
        let pool = pool.map_err(|error| Error::Open {
            url: self.url(),
            reason: driver_reason(&error),
        })?;
        Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
    }

    /// The address, as messages show it.
    pub(super) fn url(&self) -> String {
        format!("sqlite://{self}")
    }
}

impl fmt::Display for SqliteAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => write!(f, "{}", path.display()),
            None => f.write_str(":memory:"),
        }
    }
}
