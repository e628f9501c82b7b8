//! A throwaway PostgreSQL cluster for the tests: started on first use, once per test process,
//! reachable through a unix socket only, and gone with the process however that ends. And clusters that
//! a test has to itself: standbys, and those that are restored.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{self, Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{env, thread};

use tempfile::TempDir;

/// The directory of the PostgreSQL programs; when it is set, no other place is looked at.
const BIN_VARIABLE: &str = "ISCM_TEST_POSTGRES_BIN";

/// When it is set (CI), a missing PostgreSQL fails the tests instead of halving them.
const REQUIRE_VARIABLE: &str = "ISCM_TEST_REQUIRE_POSTGRES";

/// The shell script that owns the cluster: `$1` is the program directory, `$2` the cluster's, `$3` makes
/// its data, and what follows is told to the server.
///
/// Its standard input is a pipe into which the test process never writes: it ends with that
/// process, even with one that is killed, and the server and its directory then go too.
/// SIGQUIT is repeated because a background job ignores it until the server handles it.
const GUARD: &str = r#"
bin=$1 dir=$2 make=$3
shift 3
exec 3<&0
{
    eval "$make" &&
    exec "$bin/postgres" -D "$dir/data" -c port=5432 \
        -c listen_addresses= -c unix_socket_directories="$dir" \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c max_connections=200 -c shared_buffers=64MB -c autovacuum=off "$@"
} 3<&- &
server=$!
{ read -r _ <&3; while kill -QUIT "$server"; do sleep 0.1; done; } &
watcher=$!
wait "$server"
kill "$watcher"
cd / && rm -rf "$dir"
"#;

/// Makes the data of a new cluster.
const NEW: &str = r#""$bin/initdb" --pgdata="$dir/data" --auth=trust --username=iscm \
        --encoding=UTF8 --locale=C --no-sync"#;

/// The one cluster of this test process.
static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(|| {
    let bin = find_programs();
    if bin.is_none() {
        assert!(
            env::var_os(REQUIRE_VARIABLE).is_none(),
            "{REQUIRE_VARIABLE} is set, but PostgreSQL is not installed (see {BIN_VARIABLE})"
        );
        // Not `eprintln!`, whose output the test runner keeps from the user.
        let notice = "PostgreSQL is not installed: the PostgreSQL half of the tests is SKIPPED";
        writeln!(io::stderr(), "{notice}").expect("standard error is writable");
    }
    bin.map(|bin| Cluster::start(bin, NEW, &[]))
});

/// The cluster, started by the first call; `None` where PostgreSQL is not installed.
pub(crate) fn cluster() -> Option<&'static Cluster> {
    CLUSTER.as_ref()
}

/// A running PostgreSQL cluster with the superuser `iscm`, who needs no password.
pub(crate) struct Cluster {
    /// Where the PostgreSQL programs are.
    bin: PathBuf,
    /// The cluster's directory, which also holds its socket.
    dir: PathBuf,
    /// The shell that runs [`GUARD`], held for its standard input, whose end stops the server.
    guard: Child,
}

impl Cluster {
    /// A cluster of a test's own, which is told some settings; nothing where PostgreSQL is not installed.
    pub(crate) fn own(settings: &[&str]) -> Option<Self> {
        let bin = cluster()?.bin.clone();
        Some(Self::start(bin, NEW, settings))
    }

    /// Another one, whose data are made by a command of the shell, in `$dir/data`.
    pub(crate) fn made_by(&self, make: &str, settings: &[&str]) -> Self {
        Self::start(self.bin.clone(), make, settings)
    }

    /// A standby of this one, which follows it.
    pub(crate) fn standby(&self) -> Self {
        let host = self.dir.display();
        let make = format!(
            r#""$bin/pg_basebackup" --pgdata="$dir/data" --host={host} --username=iscm --checkpoint=fast \
            --wal-method=stream --write-recovery-conf --no-sync"#
        );
        self.made_by(&make, &[])
    }

    /// Starts a cluster and waits until it accepts connections.
    fn start(bin: PathBuf, make: &str, settings: &[&str]) -> Self {
        // `/tmp`, as the socket's path must be short and the server's user able to reach it.
        let dir = TempDir::with_prefix_in("iscm-pg-", "/tmp").expect("/tmp is writable");
        let log_path = dir.path().join("log");
        let log = File::create(&log_path).expect("PostgreSQL's log can be created");
        let errors = log.try_clone().expect("the log can be opened twice");
        let log_reader = File::open(&log_path).expect("the log was created");

        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD, "sh"]).arg(&bin).arg(dir.path());
        guard.arg(make);
        for setting in settings {
            guard.args(["-c", setting]);
        }
        guard.current_dir(dir.path()).process_group(0); // out of reach of the terminal's Ctrl-C
        guard.stdin(Stdio::piped()).stdout(log).stderr(errors);
        // Who we are is who owns what we create; PostgreSQL refuses to run as root.
        if dir.path().metadata().expect("it was created").uid() == 0 {
            let (uid, gid) = nobody();
            chown(dir.path(), Some(uid), Some(gid)).expect("root can give a directory away");
            guard.uid(uid).gid(gid);
        }
        let mut cluster = Self {
            bin,
            guard: guard.spawn().expect("`sh` can be started"),
            dir: dir.keep(), // from now on the guard removes it
        };
        let deadline = Instant::now() + Duration::from_secs(30);
        while let Err(error) = cluster.psql("SELECT 1") {
            let ended = cluster.guard.try_wait().expect("the guard is our child");
            if ended.is_some() || Instant::now() > deadline {
                let log = io::read_to_string(&log_reader).expect("the log is readable");
                let lines = log.lines().collect::<Vec<_>>();
                let tail = lines[lines.len().saturating_sub(20)..].join("\n");
                panic!("PostgreSQL did not start: {error}\nIts log ends with:\n{tail}");
            }
            thread::sleep(Duration::from_millis(50));
        }
        cluster
    }

    /// Creates a database, as a copy of `template` (to which nobody may be connected) if given.
    pub(crate) fn create_database(&self, name: &str, template: Option<&str>) {
        let (name, template) = (plain(name), plain(template.unwrap_or("template1")));
        let sql = format!(r#"CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy"#);
        self.execute(&sql);
    }

    /// Drops a database, and with it the connections that are still open to it.
    pub(crate) fn drop_database(&self, name: &str) {
        self.execute(&format!(r#"DROP DATABASE "{}" WITH (FORCE)"#, plain(name)));
    }

    /// The URL of a database; it names port and TLS so that `PGPORT` and `PGSSLMODE` do not.
    pub(crate) fn url(&self, name: &str) -> String {
        let (name, host) = (plain(name), self.dir.display());
        format!("postgres://iscm@localhost:5432/{name}?host={host}&sslmode=disable")
    }

    /// The same for a role, who needs no password.
    pub(crate) fn url_of(&self, role: &str, name: &str) -> String {
        self.url(name)
            .replacen("iscm@", &format!("{}@", plain(role)), 1)
    }

    /// The folder of the socket.
    pub(crate) fn socket(&self) -> &Path {
        &self.dir
    }

    /// Runs statements in a database, which must succeed.
    pub(crate) fn execute_in(&self, name: &str, sql: &str) {
        self.psql_in(name, sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Runs one of PostgreSQL's programs against this cluster, as its user; it must succeed. What it writes to standard
    /// output.
    pub(crate) fn run(&self, program: &str, args: &[&str]) -> String {
        let mut command = Command::new(self.bin.join(program));
        command.args(args).current_dir(&self.dir);
        command.env("PGHOST", &self.dir).env("PGUSER", "iscm");
        command.env("PGPORT", "5432").env("PGDATABASE", "postgres");
        if self.dir.metadata().expect("it is there").uid()
            != fs::metadata("/proc/self").expect("Linux").uid()
        {
            let (uid, gid) = nobody();
            command.uid(uid).gid(gid);
        }
        let output = command.output().expect("it can be started");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {args:?}: {error}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// What a statement gives, in a database.
    pub(crate) fn ask_in(&self, name: &str, sql: &str) -> String {
        self.run(
            "psql",
            &[
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--command",
                sql,
                name,
            ],
        )
    }

    /// Runs a statement that must succeed.
    fn execute(&self, sql: &str) {
        self.execute_in("postgres", sql);
    }

    /// Runs a statement in the database `postgres`; the error is what `psql` says.
    fn psql(&self, sql: &str) -> Result<(), String> {
        self.psql_in("postgres", sql)
    }

    fn psql_in(&self, name: &str, sql: &str) -> Result<(), String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--command", sql]);
        psql.arg(self.url(name));
        let output = psql.output().expect("`psql` can be started");
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// The directory of the PostgreSQL programs: the one told, one of the PATH, or Debian's newest.
pub(crate) fn find_programs() -> Option<PathBuf> {
    let candidates = env::var_os(BIN_VARIABLE).map_or_else(
        || {
            let path = env::var_os("PATH").unwrap_or_default();
            env::split_paths(&path).chain(debian_programs()).collect()
        },
        |told| vec![PathBuf::from(told)],
    );
    let programs = ["initdb", "postgres", "psql"];
    let complete = |dir: &PathBuf| programs.iter().all(|program| dir.join(program).is_file());
    path::absolute(candidates.into_iter().find(complete)?).ok()
}

/// Debian's program directories, which are not in the PATH, the newest version first.
fn debian_programs() -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let versions = entries.filter_map(|entry| {
        let dir = entry.ok()?.path();
        let version = dir.file_name()?.to_str()?.parse::<f64>().ok()?;
        Some((version, dir.join("bin")))
    });
    let mut versions = versions.collect::<Vec<_>>();
    versions.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    versions.into_iter().map(|(_, bin)| bin)
}

/// The user and group id of `nobody`, as whom PostgreSQL runs when the tests run as root.
pub(crate) fn nobody() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = users.lines().find_map(|line| {
        let mut fields = line.strip_prefix("nobody:")?.split(':').skip(1);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    ids.unwrap_or((65534, 65534))
}

/// The database name itself, refused where SQL or a URL would need it escaped, or PostgreSQL,
/// which silently cuts after 63 bytes, could confuse it with another one.
fn plain(name: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    let fit = (1..64).contains(&name.len()) && name.bytes().all(plain);
    assert!(fit, "{name:?} is no plain database name");
    name
}
