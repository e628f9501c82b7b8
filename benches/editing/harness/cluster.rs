//! A PostgreSQL of its own that can be stopped and started, with the settings that it comes with: what is committed is
//! on the disk. It goes with the process, however that ends.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use super::postgres::{find_programs, nobody};

/// The shell that owns it: it does what it reads line by line, tells how that ended, and at the end, which comes with
/// that of this process, takes all away. `$1` is the folder of the programs, `$2` its own.
const GUARD: &str = r#"
"$1/initdb" --pgdata="$2/data" --auth=trust --username=iscm --encoding=UTF8 --locale=C --no-sync </dev/null >&2 || exit 1
while read -r verb mode; do
    case "$verb" in
        start) "$1/pg_ctl" start --pgdata="$2/data" --wait --silent --log="$2/log" \
            --options="-c port=5432 -c listen_addresses= -c unix_socket_directories=$2" </dev/null >&2 ;;
        stop) "$1/pg_ctl" stop --pgdata="$2/data" --wait --silent --mode="$mode" </dev/null >&2 ;;
    esac
    echo "$?"
done
"$1/pg_ctl" stop --pgdata="$2/data" --silent --mode=immediate </dev/null >&2
cd / && rm -rf "$2"
"#;

/// A running PostgreSQL, with the superuser `iscm`, who needs no password.
pub(crate) struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    guard: Child,
    orders: Option<ChildStdin>,
    done: BufReader<ChildStdout>,
}

impl Cluster {
    /// Starts it; nothing where PostgreSQL is not installed.
    pub(crate) fn start() -> Result<Option<Self>> {
        let Some(bin) = find_programs() else {
            return Ok(None);
        };
        let dir = TempDir::with_prefix_in("iscm-pg-", "/tmp")?;
        let errors = File::create(dir.path().join("errors"))?;
        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD, "sh"]).arg(&bin).arg(dir.path());
        guard.current_dir(dir.path()).process_group(0);
        guard.stdin(Stdio::piped()).stdout(Stdio::piped());
        guard.stderr(errors);
        // PostgreSQL refuses to run as root.
        if dir.path().metadata()?.uid() == 0 {
            let (uid, gid) = nobody();
            chown(dir.path(), Some(uid), Some(gid))?;
            guard.uid(uid).gid(gid);
        }
        let mut guard = guard.spawn()?;
        let done = guard.stdout.take().context("its output")?;
        let mut cluster = Self {
            bin,
            dir: dir.keep(),
            orders: guard.stdin.take(),
            guard,
            done: BufReader::new(done),
        };
        cluster.up()?;
        Ok(Some(cluster))
    }

    /// Starts it again.
    pub(crate) fn up(&mut self) -> Result<()> {
        self.order("start")
    }

    /// Stops it: `fast`, with all that is under way rolled back, or `immediate`, as a crash does.
    pub(crate) fn down(&mut self, mode: &str) -> Result<()> {
        self.order(&format!("stop {mode}"))
    }

    fn order(&mut self, order: &str) -> Result<()> {
        let orders = self.orders.as_mut().context("a guard")?;
        writeln!(orders, "{order}")?;
        let mut told = String::new();
        self.done.read_line(&mut told)?;
        let log = fs::read_to_string(self.dir.join("errors"));
        ensure!(
            told.trim() == "0",
            "PostgreSQL: {order}: {told} {}",
            log.unwrap_or_default()
        );
        Ok(())
    }

    /// Makes a database; its address.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--command"]);
        psql.arg(format!(r#"CREATE DATABASE "{name}""#));
        let made = psql.arg(self.url("postgres")).output()?;
        let told = String::from_utf8_lossy(&made.stderr).into_owned();
        ensure!(made.status.success(), "{name}: {told}");
        Ok(self.url(name))
    }

    fn url(&self, name: &str) -> String {
        let host = self.dir.display();
        format!("postgres://iscm@localhost:5432/{name}?host={host}&sslmode=disable")
    }

    /// Its socket.
    pub(crate) fn socket(&self) -> PathBuf {
        self.dir.join(".s.PGSQL.5432")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.guard.wait();
    }
}
