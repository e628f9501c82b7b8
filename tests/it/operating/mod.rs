//! What docs/operations.md and docs/deploying.md say of a server in operation: readers, restored databases, two versions of
//! the program at once, and the files of `deploy/`.

mod client;
mod deploying;
mod proxied;
mod read_only;
mod restoring;
mod standby;
mod two_versions;

use std::time::{Duration, Instant};

use reqwest::Response;
use serde_json::{Value, json};

use crate::office::{PROPOSE, website};
use crate::support::{TestServer, client};
use client::Client;

/// A server of which the address is known.
struct Server(String);

impl Server {
    fn of(server: &TestServer) -> Self {
        Self(format!("http://{}", server.address()))
    }

    /// What a request with a key is answered with.
    async fn send(&self, key: &str, query: &str, variables: Value) -> Response {
        let body = json!({ "query": query, "variables": variables });
        let request = client().post(format!("{}/graphql", self.0)).json(&body);
        let request = request.header("authorization", format!("Bearer {key}"));
        request.send().await.expect("an answer")
    }

    async fn ask(&self, key: &str, query: &str, variables: Value) -> Value {
        read(self.send(key, query, variables).await).await
    }

    /// The version that is served, and whether that is current.
    async fn ready(&self) -> (i64, bool) {
        let answer = client().get(format!("{}/readyz", self.0)).send().await;
        let answer: Value = answer.expect("an answer").json().await.expect("JSON");
        let current = answer["lag"]["current"].as_bool().expect("a boolean");
        (answer["version"].as_i64().expect("a number"), current)
    }

    /// Waits until it is so.
    async fn is(&self, version: i64, current: bool) {
        let began = Instant::now();
        while self.ready().await != (version, current) {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "version {version}, {current}: {:?}",
                self.ready().await
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Publishes a changeset; the answer.
    async fn publish(&self, key: &str, address: &str) -> Value {
        let input = json!({ "title": "A website", "changes": [website(address)], "publish": true });
        self.ask(key, PROPOSE, json!({ "input": input })).await
    }

    /// The same, which is to become a version: its number.
    async fn publishes(&self, key: &str, address: &str) -> i64 {
        let answer = self.publish(key, address).await;
        let version = answer["data"]["proposeChangeset"]["changeset"]["version"].as_i64();
        version.unwrap_or_else(|| panic!("{answer:#}"))
    }

    /// Nothing is written by it: each write is refused, with what to do.
    async fn refuses_writes(&self, key: &str, advice: &str) {
        let input = json!({ "title": "A website", "changes": [website("https://example.org/")] });
        let publish = {
            let mut input = input.clone();
            input["publish"] = json!(true);
            input
        };
        let name = json!({ "name": "a key" });
        let prefix = json!({ "prefix": &key[..13] });
        for (query, variables) in [
            (PROPOSE, json!({ "input": input })),
            (PROPOSE, json!({ "input": publish })),
            (CREATE_KEY, name),
            (REVOKE_KEY, prefix),
        ] {
            let answer = self.send(key, query, variables).await;
            let status = answer.status();
            let answer: Value = answer.json().await.expect("JSON");
            let error = &answer["errors"][0];
            assert_eq!(
                error["extensions"]["code"], "UNAVAILABLE",
                "{status} {answer:#}"
            );
            let message = error["message"].as_str().expect("a text");
            assert!(message.contains(advice), "{answer:#}");
            assert!(answer["data"].is_null(), "{answer:#}");
        }
        // What keeps nothing is answered.
        let dry = json!({ "title": "A website", "changes": [website("https://example.org/")], "dryRun": true });
        let answer = self.ask(key, PROPOSE, json!({ "input": dry })).await;
        let changes = &answer["data"]["proposeChangeset"]["changes"];
        assert_eq!(changes[0]["nodeId"], "iscm:rcm", "{answer:#}");
    }

    /// What is private is read.
    async fn reads_what_is_private(&self, key: &str) {
        let query = "{ viewer { account roles { role } } keys(all: true) { account } changesets(first: 5) { nodes { title } } }";
        let answer = self.ask(key, query, json!({})).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        assert_eq!(answer["data"]["viewer"]["account"], "both", "{answer:#}");
        let keys = answer["data"]["keys"].as_array().map(Vec::len);
        assert!(keys >= Some(1), "{answer:#}");
    }
}

/// What an answer says.
async fn read(answer: Response) -> Value {
    let status = answer.status();
    let text = answer.text().await.expect("a text");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}: {text}"))
}

const CREATE_KEY: &str = "mutation ($name: String!) { createKey(name: $name) { secret } }";
const REVOKE_KEY: &str =
    "mutation ($prefix: String!) { revokeKey(prefix: $prefix) { key { prefix } } }";
/// What is told by a server that may only read.
const READS: &str =
    "this server may only read its database, or not all of it: send this to one that writes";
