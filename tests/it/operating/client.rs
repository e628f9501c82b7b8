//! A client that asks and writes without a pause, and to which nothing may fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinHandle;

use super::{Server, read};
use crate::support::client;

/// Asks and writes on a server until it is told to stop.
pub(super) struct Client {
    stop: Arc<AtomicBool>,
    done: Arc<AtomicU32>,
    tasks: Vec<JoinHandle<()>>,
}

impl Client {
    pub(super) fn start(server: &Server, key: &str, name: &str) -> Self {
        let url = server.0.clone();
        let (stop, done) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU32::new(0)),
        );
        let writing = {
            let (stop, done, server) = (Arc::clone(&stop), Arc::clone(&done), Server(url.clone()));
            let (key, name) = (key.to_owned(), name.to_owned());
            tokio::spawn(async move {
                let mut number = 0;
                while !stop.load(Ordering::Relaxed) {
                    number += 1;
                    let address = format!("https://example.org/{name}/{number}");
                    server.publishes(&key, &address).await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        };
        let reading = {
            let stop = Arc::clone(&stop);
            tokio::spawn(async move {
                let query = json!({ "query": "{ dataset { version } iscm(acronym: \"RCM\") { website } }" });
                let client = client();
                let mut newest = 0_i64;
                while !stop.load(Ordering::Relaxed) {
                    // Of several servers one may be behind another.
                    let sent = client
                        .post(format!("{url}/graphql"))
                        .header("x-min-version", newest)
                        .json(&query)
                        .send()
                        .await;
                    let answer = read(sent.expect("an answer")).await;
                    let version = answer["data"]["dataset"]["version"].as_i64();
                    let version = version.unwrap_or_else(|| panic!("{answer:#}"));
                    assert!(version >= newest, "{version} after {newest}");
                    newest = version;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            })
        };
        let tasks = vec![writing, reading];
        Self { stop, done, tasks }
    }

    /// Waits until something was written from its begin to its end.
    pub(super) async fn goes_on(&self) {
        let before = self.done.load(Ordering::Relaxed);
        let going = async {
            while self.done.load(Ordering::Relaxed) < before + 2 && !self.tasks[0].is_finished() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), going)
            .await
            .expect("it goes on");
    }

    /// Ends it; how much was written, without one request that failed.
    pub(super) async fn end(self) -> u32 {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.expect("no request failed");
        }
        self.done.load(Ordering::Relaxed)
    }
}
