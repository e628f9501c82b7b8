//! Faults of the server: the client is told that there is one and the id of its request, the log has the
//! cause under the same id.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use iscm::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_panic_is_told_with_the_request_s_id,
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
