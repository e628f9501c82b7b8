//! A database that goes away from under a server, or gives no answer: that is told soon, with the reason.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio::task::JoinSet;

use crate::support::{Backend, Pooler, Program, TestDatabase, client, cluster};

/// A way to PostgreSQL that can be cut off, and stopped up.
struct Way {
    port: u16,
    is_stopped_up: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<()>,
}

impl Way {
    async fn open(port: u16) -> Self {
        let socket = cluster()
            .expect("PostgreSQL")
            .socket()
            .join(".s.PGSQL.5432");
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let is_stopped_up = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&is_stopped_up);
        let task = tokio::spawn(async move {
            // They end with this task.
            let mut ways = JoinSet::new();
            loop {
                let (mut here, _) = listener.accept().await.expect("a connection");
                let mut there = UnixStream::connect(&socket).await.expect("PostgreSQL");
                let stopped = Arc::clone(&stopped);
                ways.spawn(async move {
                    tokio::select! {
                        _ = copy_bidirectional(&mut here, &mut there) => {}
                        () = async {
                            while !stopped.load(Ordering::Relaxed) {
                                tokio::time::sleep(Duration::from_millis(5)).await;
                            }
                        } => std::future::pending().await,
                    }
                });
            }
        });
        Self {
            port,
            is_stopped_up,
            task,
        }
    }

    fn url(&self, name: &str) -> String {
        format!(
            "postgres://iscm@127.0.0.1:{}/{name}?sslmode=disable",
            self.port
        )
    }

    async fn cut(self) -> u16 {
        self.task.abort();
        let _ = self.task.await;
        self.port
    }
}

async fn is_current(endpoint: &str) -> Value {
    let url = endpoint.replace("/graphql", "/readyz");
    let answer = client().get(url).send().await.expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    answer["lag"]["current"].clone()
}

/// How far behind answers say that they are: of the endpoint, kept or not, and of a page.
async fn lags(endpoint: &str) -> Vec<Option<u64>> {
    let query = |text: &str| format!("/graphql?query={text}");
    let mut lags = Vec::new();
    for path in [
        query("{dataset{version}}"),
        query("{dataset{version}}"),
        query("{nothing}"),
        "/iscm/rcm".to_owned(),
        "/nothing".to_owned(),
    ] {
        let url = endpoint.replace("/graphql", &path);
        let answer = client().get(url).send().await.expect("an answer");
        let lag = answer.headers().get("x-lag");
        lags.push(lag.map(|lag| lag.to_str().expect("text").parse().expect("seconds")));
    }
    lags
}

/// Waits until it is told whether what is served is current; how long that took.
async fn told(endpoint: &str, is_so: bool) -> Duration {
    let began = Instant::now();
    while is_current(endpoint).await != json!(is_so) {
        assert!(began.elapsed() < Duration::from_secs(40), "{is_so} is told");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    began.elapsed()
}

fn serve(url: &str) -> (Program, String) {
    let mut program = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--refresh",
        "1",
        "--database",
        url,
        "--log",
        "info,iscm::http=warn",
    ]);
    let endpoint = program.endpoint();
    (program, endpoint)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_is_told_at_once() {
    if cluster().is_none() {
        return;
    }
    let database = TestDatabase::filled(Backend::Postgres).await;
    let way = Way::open(0).await;
    let (mut program, endpoint) = serve(&way.url(database.name()));
    assert_eq!(is_current(&endpoint).await, json!(true));
    assert_eq!(lags(&endpoint).await, [None; 5]);
    let port = way.cut().await;
    let took = told(&endpoint, false).await;
    assert!(took < Duration::from_secs(4), "{took:?}");
    for lag in lags(&endpoint).await {
        assert!(lag.is_some_and(|seconds| seconds < 40), "{lag:?}");
    }
    let line = program.wait_for("WARN");
    assert!(line.contains("Connection refused"), "{line}");
    // It comes back, and stops answering.
    let way = Way::open(port).await;
    let took = told(&endpoint, true).await;
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert_eq!(lags(&endpoint).await, [None; 5]);
    way.is_stopped_up.store(true, Ordering::Relaxed);
    let took = told(&endpoint, false).await;
    assert!(took < Duration::from_secs(7), "{took:?}");
    let line = program.wait_for("WARN");
    assert!(line.contains("no answer within"), "{line}");
    way.is_stopped_up.store(false, Ordering::Relaxed);
    let took = told(&endpoint, true).await;
    assert!(took < Duration::from_secs(30), "{took:?}");
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_that_goes_away_is_told_at_once() {
    let Some(cluster) = cluster() else { return };
    let Some(pooler) = Pooler::start(cluster, 2) else {
        return;
    };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let (mut program, endpoint) = serve(&pooler.url(database.name()));
    assert_eq!(is_current(&endpoint).await, json!(true));
    drop(pooler);
    let took = told(&endpoint, false).await;
    assert!(took < Duration::from_secs(4), "{took:?}");
    let line = program.wait_for("WARN");
    assert!(
        line.contains("Connection refused") || line.contains("No such file"),
        "{line}"
    );
}
