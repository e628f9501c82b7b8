//! A server of a database, at one address.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tokio::time::{Instant, sleep};

use super::super::SEARCH_INDEX;
use super::memory::resident;
use super::server::Server;

/// The program that is built with this.
pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_iscm");

/// How long words in the log, and a server's end, are waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that may be killed and is started again at the same address.
pub(super) struct Site {
    program: PathBuf,
    database: String,
    flags: Vec<String>,
    address: String,
    log: PathBuf,
    server: Option<Server>,
}

impl Site {
    /// Starts one with some more flags; its log stands in a folder.
    pub(super) fn start(database: &str, folder: &Path, flags: &[&str]) -> Result<Self> {
        Self::of(PROGRAM.as_ref(), database, folder, flags)
    }

    /// Starts one of a program.
    pub(super) fn of(
        program: &Path,
        database: &str,
        folder: &Path,
        flags: &[&str],
    ) -> Result<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let mut site = Self {
            program: program.to_owned(),
            database: database.to_owned(),
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
            address: "127.0.0.1:0".to_owned(),
            log: folder.join(format!("log-{}", NEXT.fetch_add(1, Ordering::Relaxed))),
            server: None,
        };
        site.restart()?;
        let (_, address) = site.endpoint().split_once("//").context("an address")?;
        let (address, _) = address.split_once('/').context("an address")?;
        site.address = address.to_owned();
        Ok(site)
    }

    /// Starts it where it does not run.
    pub(super) fn restart(&mut self) -> Result<()> {
        let mut command = alone(&self.program);
        command.args(["serve", "--rate-limit", "0", "--log"]);
        command.args(["warn,iscm=info,iscm::http=warn", "--listen", &self.address]);
        command.args(["--database", &self.database, "--search-index", SEARCH_INDEX]);
        command.args(&self.flags);
        let mut log = self.log()?;
        writeln!(log, "-- started")?;
        self.server = Some(Server::start_noting(&mut command, log)?);
        Ok(())
    }

    fn log(&self) -> Result<File> {
        Ok(OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?)
    }

    /// Lets it end by SIGTERM, and starts a program in its place.
    pub(super) fn replace(&mut self, program: &Path) -> Result<()> {
        self.check_runs()?;
        let server = self.server.as_mut().context("a server that runs")?;
        let id = server.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status()?;
        ensure!(told.success(), "no SIGTERM");
        let began = std::time::Instant::now();
        while server.ended()?.is_none() {
            ensure!(began.elapsed() < PATIENCE, "a server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
        program.clone_into(&mut self.program);
        self.restart()
    }

    /// `kill -9`, and its end.
    pub(super) fn kill(&mut self) -> Result<()> {
        self.check_runs()?;
        self.server = None;
        Ok(())
    }

    /// An error where it ended by itself.
    pub(super) fn check_runs(&mut self) -> Result<()> {
        let server = self.server.as_mut().context("a server that runs")?;
        let ended = server.ended()?;
        let log = self.log.display();
        ensure!(ended.is_none(), "a server ended: {ended:?}; see {log}");
        Ok(())
    }

    /// Waits until its log has some words.
    pub(super) async fn logs(&self, words: &str) -> Result<()> {
        let began = Instant::now();
        while !fs::read_to_string(&self.log)?.contains(words) {
            ensure!(began.elapsed() < PATIENCE, "the log lacks {words:?}");
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Where it is asked.
    pub(super) fn endpoint(&self) -> &str {
        let server = self.server.as_ref();
        server.map_or("", |server| &server.endpoint)
    }

    /// A key of an account that may publish everything, which its program makes in a database.
    pub(super) fn key(&self, database: &str, account: &str) -> Result<String> {
        let args = ["key", "create", "--account", account, "--role", "CURATOR"];
        told(&self.program, &args, database)
    }

    /// How much memory it holds, in KiB.
    pub(super) fn resident(&self) -> Result<u64> {
        let server = self.server.as_ref().context("a server that runs")?;
        resident(server.id())
    }

    /// The CPU time that it has used, in seconds.
    pub(super) fn cpu(&self) -> Result<f64> {
        let server = self.server.as_ref().context("a server that runs")?;
        server.cpu()
    }
}

/// A program without the variables of whoever runs this.
fn alone(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("NO_COLOR", "1");
    command
}

/// What a command of a program tells about a database.
pub(super) fn told(program: &Path, args: &[&str], database: &str) -> Result<String> {
    let mut command = alone(program);
    let done = command.args(args).args(["--database", database]).output()?;
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    ensure!(done.status.success(), "{args:?}: {errors}");
    Ok(String::from_utf8(done.stdout)?.trim().to_owned())
}
