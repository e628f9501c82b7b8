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

/// How long words in the log are waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that may be killed and is started again at the same address.
pub(super) struct Site {
    database: String,
    flags: Vec<String>,
    address: String,
    log: PathBuf,
    server: Option<Server>,
}

impl Site {
    /// Starts one with some more flags; its log stands in a folder.
    pub(super) fn start(database: &str, folder: &Path, flags: &[&str]) -> Result<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let mut site = Self {
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
        let mut command = program();
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

/// The program, without the variables of whoever runs this.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iscm"));
    command.env_clear().env("NO_COLOR", "1");
    command
}

/// A key of an account that may publish everything.
pub(super) fn key(database: &str, account: &str) -> Result<String> {
    let mut command = program();
    command.args(["key", "create", "--account", account, "--role", "CURATOR"]);
    let made = command.args(["--database", database]).output()?;
    let told = String::from_utf8_lossy(&made.stderr).into_owned();
    ensure!(made.status.success(), "no key: {told}");
    Ok(String::from_utf8(made.stdout)?.trim().to_owned())
}
