//! SQLite: its files, and opening them.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rustix::fs::{Access as Right, AtFlags, CWD, accessat};
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, SqlxSqliteConnector};

use super::error::{Error, driver_reason, reason};
use crate::secret::shown_path;

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
    /// What belongs to it and was not taken into it yet.
    beside: Beside,
}

/// What stands beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Beside {
    /// The bytes of `-wal`, what was written ahead.
    ahead: u64,
    /// The bytes of `-journal`, what is to be put back.
    back: u64,
    /// Whether programs that have it open say so there: `-wal` and `-shm` are.
    is_open: bool,
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
        let bytes = |end| fs::metadata(self.beside(end)).ok().map(|file| file.len());
        let ahead = bytes("-wal");
        Some(FileState {
            file: (file.dev(), file.ino()),
            bytes: file.len(),
            written: (file.mtime(), file.mtime_nsec()),
            beside: Beside {
                ahead: ahead.unwrap_or_default(),
                back: bytes("-journal").unwrap_or_default(),
                is_open: ahead.is_some() && bytes("-shm").is_some(),
            },
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
        match self.check_is_there() {
            Err(Error::Missing { .. }) => {}
            checked => checked?,
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
        let Some(path) = self.path() else {
            return Ok(());
        };
        let url = self.url();
        let reason = match fs::metadata(path) {
            Ok(file) if file.is_file() => return Ok(()),
            Ok(file) if file.is_dir() => "it is a folder".to_owned(),
            Ok(_) => "it is no plain file".to_owned(),
            Err(error) if error.kind() != ErrorKind::NotFound => error.to_string(),
            Err(_) if self.mode == Mode::Create => return Err(Error::Missing { url }),
            Err(_) => "there is no such file".to_owned(),
        };
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

    /// Opens a new file to write, which nobody reads meanwhile and which is thrown away if writing fails.
    pub(super) async fn open_new(&self) -> Result<DatabaseConnection, Error> {
        let options = self.options().create_if_missing(true);
        let options = options.journal_mode(SqliteJournalMode::Memory);
        self.open(options.synchronous(SqliteSynchronous::Off)).await
    }

    /// Opens the file to read, and never writes to it. While nobody has it open, nothing is made beside it either:
    /// it is read as one that does not change, and `true` tells to look afterwards whether it did.
    pub(super) async fn open_to_read(&self) -> Result<(DatabaseConnection, bool), Error> {
        self.check_is_there()?;
        let beside = self.state().map(|state| state.beside);
        let is_closed = self.is_kept_from_writing().is_some();
        let is_still = beside
            .is_none_or(|beside| beside.ahead + beside.back == 0 && (is_closed || !beside.is_open));
        let options = self.options().read_only(true);
        let options = options.immutable(self.is_immutable || is_still);
        let opened = async {
            let db = self.open(options).await?;
            // Opening a file reads nothing of it.
            let read = db.execute_unprepared("PRAGMA schema_version").await;
            read.map_err(|error| Error::Open {
                url: self.url(),
                reason: reason(&error),
            })?;
            Ok(db)
        };
        let db = opened
            .await
            .map_err(|error| self.unfinished(error, beside))?;
        Ok((db, is_still && !self.is_immutable))
    }

    /// The error, or that a program was ended while it wrote, if it was: only writing puts that right.
    fn unfinished(&self, error: Error, beside: Option<Beside>) -> Error {
        let end = match beside {
            Some(Beside { back: 1.., .. }) => "-journal",
            Some(Beside { ahead: 1.., .. }) => "-wal",
            _ => return error,
        };
        let Error::Open { url, reason } = error else {
            return error;
        };
        let reason = format!(
            "{reason}; a program was ended while it wrote to it, and left {}: `iscm migrate`, as a user who may \
             write, puts that right",
            shown_path(&self.beside(end))
        );
        Error::Open { url, reason }
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
            Some(path) => f.write_str(&shown_path(path)),
            None => f.write_str(":memory:"),
        }
    }
}
