//! The receivers of `clients/webhooks`, which verify messages with the libraries of Standard Webhooks.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::webhooks::{Ahead, create, publish, start};
use super::{theme, website};
use crate::clients::install;
use crate::support::{Backend, is_there, python};

/// A receiver that runs, and its lines.
struct Receiver {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Receiver {
    async fn start(command: &mut Command, port: u16) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it runs");
        let out = child.stdout.take().expect("its output");
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it listens");
            sleep(Duration::from_millis(50)).await;
        }
        Self { child, lines }
    }

    /// The next line that it writes.
    async fn line(&self) -> String {
        let begun = Instant::now();
        loop {
            if let Ok(line) = self.lines.try_recv() {
                return line;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it says nothing");
            sleep(Duration::from_millis(20)).await;
        }
    }
}

fn script(name: &str) -> PathBuf {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    top.join("clients/webhooks").join(name)
}

/// A port that is free.
fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receivers_verify_messages_with_the_libraries_of_the_standard() {
    let has_node = is_there("node", &["--version"], "ISCM_TEST_REQUIRE_NODE")
        && is_there("npm", &["--version"], "ISCM_TEST_REQUIRE_NODE");
    let Some(python) = python().filter(|_| has_node) else {
        return;
    };
    install(&Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")).await;
    let (office, key) = start(Backend::Postgres, &Ahead::default()).await;
    let url = format!("http://{}", office.0.address());
    let (of_python, of_node) = (port(), port());
    let address = format!("http://127.0.0.1:{of_python}/");
    let by_python = create(&office, &key, &address, json!(null)).await;
    let address = format!("http://127.0.0.1:{of_node}/");
    let by_node = create(&office, &key, &address, json!(null)).await;
    let text = |made: &serde_json::Value, pointer: &str| {
        let value = made.pointer(pointer).and_then(|value| value.as_str());
        value.expect("a text").to_owned()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let python = Receiver::start(
        Command::new(python)
            .arg(script("receive.py"))
            .arg(of_python.to_string())
            .arg(format!("{url}/graphql"))
            .arg(folder.path().join("version"))
            .env("WEBHOOK_SECRET", text(&by_python, "/secret")),
        of_python,
    )
    .await;
    let node = Receiver::start(
        Command::new("node")
            .arg(script("receive.mjs"))
            .arg(of_node.to_string())
            .env("WEBHOOK_SECRET", text(&by_node, "/secret"))
            .env(
                "WEBHOOK_PUBLIC_KEY",
                text(&by_node, "/webhook/keys/0/publicKey"),
            ),
        of_node,
    )
    .await;
    publish(&office, &key, website("https://example.org/1")).await;
    assert_eq!(node.line().await, "dataset.changed version 2");
    assert_eq!(python.line().await, "UPDATE iscm:rcm");
    assert_eq!(python.line().await, "version 2");
    publish(&office, &key, theme("rcm", "Theirs")).await;
    assert_eq!(python.line().await, "INSERT theme:rcm/theirs");
    assert_eq!(python.line().await, "version 3");
    assert_eq!(node.line().await, "dataset.changed version 3");
}
