//! nginx before servers, with the configurations that docs/operations.md and `deploy/nginx.conf` show.

use std::io::{self, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use tempfile::TempDir;

use super::server::TestServer;

/// Where Debian has it, which is not in everyone's PATH.
const PROGRAM: &str = "/usr/sbin/nginx";

/// When it is set (CI), a missing nginx fails the tests that need it.
const REQUIRE_VARIABLE: &str = "ISCM_TEST_REQUIRE_NGINX";

/// What nginx does with the path that it publishes a server under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// It takes it off.
    TakenOff,
    /// It leaves it on.
    LeftOn,
}

/// A running nginx; it ends when it is dropped.
pub(crate) struct Nginx {
    process: Child,
    url: String,
    /// Held as long as nginx runs in it.
    folder: TempDir,
}

impl Nginx {
    /// nginx that publishes a server under `/data/`; nothing, and that said aloud, where there is none.
    pub(crate) fn before(server: &TestServer, path: Prefix) -> Option<Self> {
        // A path in `proxy_pass`, be it a slash, takes the place of the location's.
        let slash = if path == Prefix::TakenOff { "/;" } else { ";" };
        let server = format!("http://{}{slash}", server.address());
        let sites = shown().replace("http://127.0.0.1:8000/;", &server);
        Self::with(&sites, "/data/")
    }

    /// nginx as it is deployed, before servers that read, and those of them that write, by their addresses.
    pub(crate) fn deployed(readers: &[&str], writers: &[&str]) -> Option<Self> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/nginx.conf");
        let mut sites = fs::read_to_string(file).expect("a configuration");
        for (name, servers) in [("readers", readers), ("writers", writers)] {
            let (before, rest) = sites
                .split_once(&format!("upstream {name} {{\n"))
                .expect("servers");
            let (shown, after) = rest.split_once('}').expect("an end");
            let line = shown.lines().next().expect("a server");
            let (_, how) = line.split_once(":8000").expect("a server");
            let lines = servers
                .iter()
                .map(|server| format!("    server {server}{how}\n"));
            let lines: String = lines.collect();
            sites = format!("{before}upstream {name} {{\n{lines}}}{after}");
        }
        Self::with(&sites, "/")
    }

    fn with(sites: &str, path: &str) -> Option<Self> {
        if !Path::new(PROGRAM).exists() {
            assert!(
                env::var_os(REQUIRE_VARIABLE).is_none(),
                "{REQUIRE_VARIABLE} is set, and there is no {PROGRAM}"
            );
            let notice = format!("SKIPPED: there is no {PROGRAM}");
            writeln!(io::stderr(), "{notice}").expect("standard error is writable");
            return None;
        }
        assert_eq!(sites.matches("listen 80;").count(), 1, "{sites}");
        // Another program may take a free port before nginx does.
        let nginx = (0..5).find_map(|_| Self::start(sites, path));
        Some(nginx.expect("nginx starts"))
    }

    fn start(sites: &str, path: &str) -> Option<Self> {
        let folder = TempDir::with_prefix("iscm-nginx-").expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        let file = folder.path().join("nginx.conf");
        let sites = sites.replace("listen 80;", &format!("listen {address};"));
        let sites = sites.replace("/var/cache/nginx/iscm", "cache");
        fs::write(&file, configuration(&sites)).expect("written");
        let mut nginx = Command::new(PROGRAM);
        nginx.arg("-p").arg(folder.path()).arg("-c").arg(&file);
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        nginx.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let mut nginx = Self {
            process: nginx.spawn().expect("nginx runs"),
            url: format!("http://{address}{path}"),
            folder,
        };
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(&address).is_err() {
            let ended = nginx.process.try_wait().expect("our child").is_some();
            if ended || Instant::now() > deadline {
                let log = fs::read_to_string(nginx.folder.path().join("log"));
                writeln!(
                    io::stderr(),
                    "nginx did not start: {}",
                    log.unwrap_or_default()
                )
                .expect("standard error is writable");
                return None;
            }
            thread::sleep(Duration::from_millis(20));
        }
        Some(nginx)
    }

    /// The address that the server is published at, with its last slash.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if thread::panicking() {
            let log = fs::read_to_string(self.folder.path().join("log"));
            let _ = writeln!(io::stderr(), "nginx: {}", log.unwrap_or_default());
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The configuration that the document shows.
fn shown() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations.md");
    let page = fs::read_to_string(page).expect("a document");
    let (_, rest) = page.split_once("```nginx\n").expect("a block");
    let (block, _) = rest.split_once("```").expect("its end");
    for needed in ["location /data/ {", "http://127.0.0.1:8000/;"] {
        assert_eq!(block.matches(needed).count(), 1, "{needed} in {block}");
    }
    block.to_owned()
}

/// All that nginx reads: one process in the foreground that writes to its own folder alone.
fn configuration(sites: &str) -> String {
    let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let folders = folders
        .map(|name| format!("{name}_temp_path {name};\n"))
        .concat();
    format!(
        "daemon off;\nmaster_process off;\npid pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\naccess_log off;\n{folders}{sites}}}\n"
    )
}
