//! Webhooks: real messages to a receiver of the tests' own.

mod delivering;
mod owning;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use iscm::clock::Clock;
use iscm::webhook::Networks;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{Office, codes};
use crate::support::{Backend, TestServer};

/// An hour, in milliseconds.
pub(crate) const HOUR: i64 = 3_600_000;

/// A clock that runs, and can be put forward.
#[derive(Clone, Default)]
pub(crate) struct Ahead(Arc<AtomicI64>);

impl Ahead {
    pub(crate) fn clock(&self) -> Clock {
        let ahead = Arc::clone(&self.0);
        Clock::from_fn(move || Utc::now() + TimeDelta::milliseconds(ahead.load(Ordering::Relaxed)))
    }

    pub(crate) fn by(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// A server whose webhooks reach this machine, with a key of a curator.
pub(crate) async fn start(backend: Backend, ahead: &Ahead) -> (Office, String) {
    let clock = ahead.clock();
    let server = TestServer::configured(backend, |config| {
        config.webhook_networks = Networks::read("127.0.0.0/8").expect("networks");
        config.refresh = Duration::from_millis(50);
        config.clock = clock;
    });
    let office = Office(server.await);
    let key = office.key("curator", &["CURATOR"]).await;
    (office, key)
}

const WEBHOOK: &str =
    "id url iscms status version failingSince nextAttemptAt pausedAt pausedBecause
    keys { publicKey endsAt } deliveries { messageId kind since version attempt status fault }";

pub(crate) async fn create(office: &Office, key: &str, url: &str, iscms: Value) -> Value {
    let query = format!(
        "mutation ($url: String!, $iscms: [String!]) {{
            createWebhook(url: $url, iscms: $iscms, description: \"A test\") {{
                webhook {{ {WEBHOOK} }} secret userErrors {{ code path message }}
            }}
        }}"
    );
    let variables = json!({ "url": url, "iscms": iscms });
    office.data(key, &query, variables).await["createWebhook"].take()
}

async fn created(office: &Office, key: &str, url: &str) -> String {
    let made = create(office, key, url, json!(null)).await;
    assert_eq!(codes(&made), [""; 0], "{made:#}");
    made["webhook"]["id"].as_str().expect("an id").to_owned()
}

/// What is done with a webhook.
async fn change(office: &Office, key: &str, mutation: &str, id: &str) -> Value {
    let query = format!(
        "mutation ($id: ID!) {{ done: {mutation} {{ webhook {{ {WEBHOOK} }} secret userErrors {{ code }} }} }}"
    );
    office.data(key, &query, json!({ "id": id })).await["done"].take()
}

/// The one webhook of an account, once it is as it is to be.
async fn until(office: &Office, key: &str, is: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..400 {
        let query = format!("{{ webhooks {{ {WEBHOOK} }} }}");
        let data = office.data(key, &query, json!({})).await;
        let webhook = &data["webhooks"][0];
        if is(webhook) {
            return webhook.clone();
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("a webhook is not as it is to be");
}

pub(crate) async fn publish(office: &Office, key: &str, change: Value) {
    let input = json!({ "title": "A change", "changes": [change], "publish": true });
    let payload = office.propose(key, input).await;
    assert_eq!(codes(&payload), [""; 0], "{payload:#}");
}
