//! A throwaway PostgreSQL cluster for the tests: started on first use, once per test process,
//! reachable through a unix socket only, and gone with the process however that ends.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The directory of the PostgreSQL programs; when it is set, no other place is looked at.
const BIN_VARIABLE: &str = "ISCM_TEST_POSTGRES_BIN";

/// When it is set (CI), a missing PostgreSQL fails the tests instead of halving them.
const REQUIRE_VARIABLE: &str = "ISCM_TEST_REQUIRE_POSTGRES";

/// The programs needed, all from one directory, so that their versions agree.
const PROGRAMS: [&str; 3] = ["initdb", "postgres", "psql"];

/// How long the cluster may take until it accepts connections.
const START_LIMIT: Duration = Duration::from_secs(30);

/// The shell script that owns the cluster: `$1` is the program directory, `$2` the cluster's.
///
/// Its standard input is a pipe into which the test process never writes: it ends with that
/// process, even with one that is killed, and the server and its directory then go too.
/// SIGQUIT is repeated because a background job ignores it until the server handles it.
const GUARD: &str = r#"
exec 3<&0
{
    "$1/initdb" --pgdata="$2/data" --auth=trust --username=iscm \
        --encoding=UTF8 --locale=C --no-sync &&
    exec "$1/postgres" -D "$2/data" -c port=5432 \
        -c listen_addresses= -c unix_socket_directories="$2" \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c max_connections=200 -c shared_buffers=64MB
} 3<&- &
server=$!
{
    read -r _ <&3
    while kill -QUIT "$server"; do sleep 0.1; done
} &
watcher=$!
wait "$server"
kill "$watcher"
cd / && rm -rf "$2"
"#;

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
    bin.map(Cluster::start)
});

/// The cluster, started by the first call; `None` where PostgreSQL is not installed.
pub fn cluster() -> Option<&'static Cluster> {
    CLUSTER.as_ref()
}

/// A running PostgreSQL cluster with the superuser `iscm`, who needs no password.
pub struct Cluster {
    /// Where the PostgreSQL programs are.
    bin: PathBuf,
    /// The cluster's directory, which also holds its socket.
    dir: PathBuf,
    /// The pipe whose end stops the server; only ever held, never used.
    _lifeline: ChildStdin,
}

impl Cluster {
    /// Starts a cluster and waits until it accepts connections.
    fn start(bin: PathBuf) -> Self {
        // `/tmp`, as the socket's path must be short and the server's user able to reach it.
        let dir = tempfile::Builder::new()
            .prefix("iscm-pg-")
            .tempdir_in("/tmp")
            .expect("a directory for PostgreSQL can be created in /tmp");
        let log_path = dir.path().join("log");
        let log = File::create(&log_path).expect("PostgreSQL's log can be created");
        let errors = log.try_clone().expect("the log can be opened twice");

        let mut guard = command("sh");
        guard.args(["-c", GUARD, "sh"]).arg(&bin).arg(dir.path());
        guard.current_dir(dir.path()).process_group(0); // out of reach of the terminal's Ctrl-C
        guard.stdin(Stdio::piped()).stdout(log).stderr(errors);
        // Who we are is who owns what we create; PostgreSQL refuses to run as root.
        if dir.path().metadata().expect("it was created").uid() == 0 {
            let (uid, gid) = nobody();
            chown(dir.path(), Some(uid), Some(gid)).expect("root can give a directory away");
            guard.uid(uid).gid(gid);
        }
        let log = File::open(&log_path).expect("the log was created"); // outlives its removal
        let mut guard = guard.spawn().expect("`sh` can be started");

        let cluster = Self {
            bin,
            dir: dir.keep(), // from now on the guard removes it
            _lifeline: guard.stdin.take().expect("its input is a pipe"),
        };
        let deadline = Instant::now() + START_LIMIT;
        while let Err(error) = cluster.psql("SELECT 1") {
            let ended = guard.try_wait().expect("the guard can be waited for");
            if ended.is_some() || Instant::now() > deadline {
                let log = io::read_to_string(&log).expect("PostgreSQL's log is readable");
                let tail = log.lines().rev().take(20).collect::<Vec<_>>();
                let tail = tail.into_iter().rev().collect::<Vec<_>>().join("\n");
                panic!("PostgreSQL did not start: {error}\nIts log ends with:\n{tail}");
            }
            sleep(Duration::from_millis(50));
        }
        cluster
    }

    /// Creates a database, as a copy of `template` (to which nobody may be connected) if given.
    pub fn create_database(&self, name: &str, template: Option<&str>) {
        let template = template.unwrap_or("template1");
        let sql = format!(
            "CREATE DATABASE {} TEMPLATE {}",
            quote(name),
            quote(template)
        );
        self.psql(&sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Drops a database, and with it the connections that are still open to it.
    pub fn drop_database(&self, name: &str) {
        let sql = format!("DROP DATABASE {} WITH (FORCE)", quote(name));
        self.psql(&sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The URL of a database, with the port said aloud as `PGPORT` would be heeded otherwise.
    pub fn url(&self, name: &str) -> String {
        let host = encode(&self.dir.to_string_lossy());
        format!(
            "postgres://iscm@localhost:5432/{}?host={host}",
            encode(name)
        )
    }

    /// Runs one statement in the database `postgres`; the error is what `psql` says.
    fn psql(&self, sql: &str) -> Result<(), String> {
        let output = command(self.bin.join("psql"))
            .args(["--no-psqlrc", "--quiet", "--command", sql])
            .arg(self.url("postgres"))
            .output()
            .expect("`psql` can be started");
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

/// A command without the variables (`PGOPTIONS`, `PGDATA`, ...) that would sway PostgreSQL.
fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (key, _) in env::vars_os() {
        if key.to_string_lossy().starts_with("PG") {
            command.env_remove(key);
        }
    }
    command
}

/// The directory of the PostgreSQL programs: the one told, one of the PATH, or Debian's newest.
fn find_programs() -> Option<PathBuf> {
    let complete = |dir: &PathBuf| PROGRAMS.iter().all(|program| dir.join(program).is_file());
    let candidates = match env::var_os(BIN_VARIABLE) {
        Some(told) => vec![PathBuf::from(told)],
        None => {
            let path = env::var_os("PATH").unwrap_or_default();
            env::split_paths(&path).chain(debian_programs()).collect()
        }
    };
    let found = candidates.into_iter().find(complete)?;
    Some(fs::canonicalize(found).expect("the directory was just looked into"))
}

/// Debian's program directories, which are not in the PATH, the newest version first.
fn debian_programs() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            Some((path.file_name()?.to_str()?.parse::<f64>().ok()?, path))
        })
        .collect::<Vec<_>>();
    versions.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let bins = versions.into_iter().map(|(_, path)| path.join("bin"));
    bins.collect()
}

/// The user and group id of `nobody`, as whom PostgreSQL runs when the tests run as root.
fn nobody() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = users.lines().find_map(|line| {
        let mut fields = line.strip_prefix("nobody:")?.split(':').skip(1);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    ids.unwrap_or((65534, 65534))
}

/// An SQL identifier; too long a name is refused, as PostgreSQL would silently cut it.
fn quote(name: &str) -> String {
    assert!(name.len() < 64, "the database name {name} is too long");
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Percent-encodes what is not plain in a URL.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes()
        .map(|byte| match plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}
