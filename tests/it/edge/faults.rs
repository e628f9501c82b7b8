//! Faults of the server: the client is told that there is one and the id of its request, the log has the
//! cause under the same id.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use iscm::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_panic_is_told_with_the_request_s_id,
    a_panic_on_a_stream_ends_it_and_is_told,
}

/// The lines that this process logs as errors.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn of_process() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::ERROR)
                .with_ansi(false)
                .with_writer(log.clone())
                .init();
            log
        })
    }

    fn lines_with(&self, text: &str) -> Vec<String> {
        let log = self.0.lock().expect("a log");
        let log = String::from_utf8_lossy(&log);
        let lines = log.lines().filter(|line| line.contains(text));
        lines.map(str::to_owned).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

async fn a_panic_is_told_with_the_request_s_id(backend: Backend) {
    let log = Log::of_process();
    let server = TestServer::configured(backend, |config| {
        config.clock = Clock::from_fn(|| panic!("the clock stands still"));
    })
    .await;
    let id = format!("stands-still-{backend:?}").to_lowercase();
    let request = server.request(Method::POST, "/graphql");
    let request = request.header("x-request-id", &id);
    let request = request.json(&json!({ "query": "{ __typename }" }));
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.headers()["x-request-id"], id.as_str());
    let body: Value = answer.json().await.expect("JSON");
    let error = &body["errors"][0];
    assert_eq!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR");
    assert_eq!(error["extensions"]["requestId"], id.as_str());
    assert!(!body.to_string().contains("stands still"), "{body}");
    let lines = log.lines_with(&id);
    assert!(
        lines.len() == 1 && lines[0].contains("the clock stands still"),
        "{lines:?}"
    );
    // The server goes on.
    assert_eq!(server.get("/healthz").await.status(), StatusCode::OK);
}

async fn a_panic_on_a_stream_ends_it_and_is_told(backend: Backend) {
    let log = Log::of_process();
    let stands = Arc::new(AtomicBool::new(false));
    let of_clock = Arc::clone(&stands);
    let server = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        config.clock = Clock::from_fn(move || {
            assert!(!of_clock.load(Ordering::Relaxed), "the clock stands still");
            chrono::Utc::now()
        });
    })
    .await;
    let id = format!("stands-still-on-a-stream-{backend:?}").to_lowercase();
    let events = server.request(Method::POST, "/graphql/stream");
    let events = events.header("x-request-id", &id);
    let events = events.json(&json!({ "query": "subscription { dataset { version } }" }));
    let mut events = events.send().await.expect("an answer");
    let first = events.chunk().await.expect("a chunk").expect("an event");
    assert!(String::from_utf8_lossy(&first).contains("\"version\":1"));
    let mut request = format!("ws://{}/graphql", server.address())
        .into_client_request()
        .expect("a request");
    let of_socket = format!("{id}-socket");
    for (name, value) in [
        ("sec-websocket-protocol", "graphql-transport-ws"),
        ("x-request-id", &of_socket),
    ] {
        request
            .headers_mut()
            .insert(name, value.parse().expect("a header"));
    }
    let (mut socket, _) = connect_async(request).await.expect("a socket");
    let init = Message::text("{\"type\":\"connection_init\"}");
    socket.send(init).await.expect("sent");
    socket.next().await.expect("no end").expect("a message");
    stands.store(true, Ordering::Relaxed);
    // A message that is read by a handler that panics closes the socket, with a code.
    let subscribe =
        json!({ "id": "a", "type": "subscribe", "payload": { "query": "{ __typename }" } });
    socket
        .send(Message::text(subscribe.to_string()))
        .await
        .expect("sent");
    let closed = timeout(Duration::from_secs(20), socket.next()).await;
    match closed
        .expect("in time")
        .expect("no end")
        .expect("a message")
    {
        Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), 4500),
        other => panic!("{other:?}"),
    }
    // An event that is made by one tells the error, and is the last.
    server.publish(1997).await;
    let mut rest = String::new();
    while let Some(chunk) = timeout(Duration::from_secs(20), events.chunk())
        .await
        .expect("in time")
        .expect("a chunk")
    {
        rest += &String::from_utf8_lossy(&chunk);
    }
    assert!(
        rest.contains("INTERNAL_SERVER_ERROR") && rest.contains(&format!("\"requestId\":\"{id}\"")),
        "{rest}"
    );
    assert!(
        rest.trim_end().ends_with("event: complete\ndata:") || rest.contains("event: complete"),
        "{rest}"
    );
    assert!(!rest.contains("stands still"), "{rest}");
    for id in [format!("\"{id}\""), format!("\"{of_socket}\"")] {
        let lines = log.lines_with(&id);
        assert!(
            lines.len() == 1 && lines[0].contains("the clock stands still"),
            "{lines:?}"
        );
    }
    stands.store(false, Ordering::Relaxed);
}
