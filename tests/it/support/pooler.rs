//! pgbouncer before the tests' PostgreSQL, which gives each transaction another connection.

use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use tempfile::TempDir;

use super::postgres::{Cluster, nobody};

/// When it is set (CI), a missing pgbouncer fails its tests instead of skipping them.
const REQUIRE_VARIABLE: &str = "ISCM_TEST_REQUIRE_PGBOUNCER";

/// A running pgbouncer; it ends when it is dropped.
pub(crate) struct Pooler {
    folder: TempDir,
    process: Child,
}

impl Pooler {
    /// Starts it with so many connections to each database; nothing where it is not installed.
    pub(crate) fn start(cluster: &Cluster, connections: u32) -> Option<Self> {
        let Some(program) = find() else {
            assert!(
                env::var_os(REQUIRE_VARIABLE).is_none(),
                "{REQUIRE_VARIABLE} is set, but pgbouncer is not installed"
            );
            let notice = "pgbouncer is not installed: its tests are SKIPPED";
            writeln!(io::stderr(), "{notice}").expect("standard error is writable");
            return None;
        };
        let folder = TempDir::with_prefix_in("iscm-pool-", "/tmp").expect("a folder");
        let settings = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host={} port=5432 user=iscm\n[pgbouncer]\nlisten_addr =\nlisten_port = 6432\n\
             unix_socket_dir = {}\nauth_type = any\npool_mode = transaction\ndefault_pool_size = {connections}\n",
            cluster.socket().display(),
            folder.path().display(),
        );
        fs::write(&settings, text).expect("written");
        let mut command = Command::new(program);
        command.arg(&settings).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        // It refuses to run as root.
        if folder.path().metadata().expect("a folder").uid() == 0 {
            let (user, group) = nobody();
            for path in [folder.path(), &settings] {
                chown(path, Some(user), Some(group)).expect("root can give a file away");
            }
            command.uid(user).gid(group);
        }
        let process = command.spawn().expect("pgbouncer starts");
        let socket = folder.path().join(".s.PGSQL.6432");
        let deadline = Instant::now() + Duration::from_secs(20);
        while !socket.exists() {
            assert!(Instant::now() < deadline, "pgbouncer listens");
            thread::sleep(Duration::from_millis(20));
        }
        Some(Self { folder, process })
    }

    /// The address of a database behind it.
    pub(crate) fn url(&self, name: &str) -> String {
        let folder = self.folder.path().display();
        format!("postgres://iscm@localhost:6432/{name}?host={folder}&sslmode=disable")
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let mut programs = folders.map(|folder| folder.join("pgbouncer"));
    programs.find(|program| Path::is_file(program))
}
