//! A client who goes to another server where one does not answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a request is sent again and again until it is answered, and the pause between.
const RESENDING: Duration = Duration::from_mins(2);
const PAUSE: Duration = Duration::from_millis(50);

/// A client of some servers of one database.
pub(super) struct Client {
    http: reqwest::Client,
    endpoints: Vec<String>,
    /// The one that is asked first.
    at: AtomicUsize,
    key: Option<String>,
}

/// An answer, and how it was come by.
pub(super) struct Answer {
    /// The data.
    pub(super) data: Value,
    /// Which server gave it.
    pub(super) from: usize,
    /// How often it was sent before.
    pub(super) resent: usize,
}

/// No answer, and why.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// The connection broke, or the server said that it cannot.
    Away(String),
    /// An answer that is none to this question.
    Wrong(String),
}

impl Client {
    pub(super) fn new(endpoints: &[String], first: usize, key: Option<&str>) -> Result<Self> {
        // An error says that another one was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(PATIENCE);
        let http = http.pool_idle_timeout(Duration::from_secs(5)).build()?;
        Ok(Self {
            http,
            endpoints: endpoints.to_vec(),
            at: AtomicUsize::new(first % endpoints.len().max(1)),
            key: key.map(str::to_owned),
        })
    }

    /// Asks one server, once; with the least version that it is to have.
    pub(super) async fn ask(
        &self,
        from: usize,
        body: &Value,
        version: Option<i64>,
    ) -> Result<Value, NoAnswer> {
        let away = |error: reqwest::Error| NoAnswer::Away(error.to_string());
        let mut request = self.http.post(&self.endpoints[from]).json(body);
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        if let Some(version) = version {
            request = request.header("x-min-version", version);
        }
        let response = request.send().await.map_err(away)?;
        let status = response.status().as_u16();
        let mut answer: Value = response.json().await.map_err(away)?;
        if let Some(error) = answer["errors"].get(0) {
            let told = format!("{status}: {error}");
            return Err(match error["extensions"]["code"].as_str() {
                Some("UNAVAILABLE") => NoAnswer::Away(told),
                _ => NoAnswer::Wrong(told),
            });
        }
        if status != 200 {
            return Err(NoAnswer::Wrong(format!("{status}: {answer}")));
        }
        Ok(answer["data"].take())
    }

    /// Reads: each server is asked once at most, beginning with the one that answered last.
    pub(super) async fn read(&self, query: &str) -> Result<Answer, NoAnswer> {
        let body = json!({ "query": query });
        let count = self.endpoints.len();
        let first = self.at.load(Ordering::Relaxed);
        let mut last = NoAnswer::Away("no server".to_owned());
        for resent in 0..count {
            let from = (first + resent) % count;
            match self.ask(from, &body, None).await {
                Ok(data) => {
                    self.at.store(from, Ordering::Relaxed);
                    return Ok(Answer { data, from, resent });
                }
                Err(no_answer) => last = no_answer,
            }
        }
        Err(last)
    }

    /// Writes: sent again, to each server in turn, until it is answered.
    pub(super) async fn write(&self, body: &Value) -> Result<Answer> {
        let began = Instant::now();
        let mut resent = 0;
        loop {
            let from = self.at.load(Ordering::Relaxed);
            match self.ask(from, body, None).await {
                Ok(data) => return Ok(Answer { data, from, resent }),
                Err(NoAnswer::Wrong(told)) => bail!("a write was answered {told}"),
                Err(NoAnswer::Away(told)) if began.elapsed() > RESENDING => {
                    bail!("a write is not answered: {told}")
                }
                Err(NoAnswer::Away(_)) => {}
            }
            resent += 1;
            let next = (from + 1) % self.endpoints.len();
            self.at.store(next, Ordering::Relaxed);
            sleep(PAUSE).await;
        }
    }
}
