//! Keys, rights and changesets over the API: real keys, real requests, real versions.

mod accounts;
mod bad_input;
mod budgets;
mod changesets;
mod digests;
mod drafts;
mod guide;
mod keys;
mod listing;
mod live;
mod openid;
mod policy;
mod post;
mod proposal_pages;
mod receivers;
mod redaction;
mod saved;
mod sink;
mod webhooks;

use iscm::clock::Clock;
use iscm::db::{Database, DatabaseConfig};
use iscm::office::{ByHand, KeyRequest, role};
use reqwest::Response;
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, client};

/// A server, with a way to ask it as somebody.
pub(crate) struct Office(pub(crate) TestServer);

impl Office {
    pub(crate) async fn start(backend: Backend) -> Self {
        Self(TestServer::start(backend).await)
    }

    /// A key of an account with roles, made by hand.
    pub(crate) async fn key(&self, account: &str, roles: &[&str]) -> String {
        key(&self.0.database().config().database, account, roles).await
    }

    /// What a request with a header `Authorization` is answered with.
    pub(crate) async fn send(
        &self,
        authorization: &str,
        query: &str,
        variables: Value,
    ) -> Response {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = client().post(format!("http://{}/graphql", self.0.address()));
        let request = request.header("content-type", "application/json");
        let request = request.header("authorization", authorization);
        request.body(body).send().await.expect("an answer")
    }

    /// The answer to a request with a key.
    pub(crate) async fn ask(&self, key: &str, query: &str, variables: Value) -> Value {
        let response = self.send(&format!("Bearer {key}"), query, variables).await;
        response.json().await.expect("JSON")
    }

    /// The data of a request with a key that has no errors.
    pub(crate) async fn data(&self, key: &str, query: &str, variables: Value) -> Value {
        let mut answer = self.ask(key, query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }

    /// The payload of a changeset that is proposed.
    pub(crate) async fn propose(&self, key: &str, input: Value) -> Value {
        let mut data = self.data(key, PROPOSE, json!({ "input": input })).await;
        data["proposeChangeset"].take()
    }

    /// The number of the version that is served.
    pub(crate) async fn version(&self) -> i64 {
        let data = self.0.data("{ dataset { version } }", json!({})).await;
        data["dataset"]["version"].as_i64().expect("a number")
    }
}

/// A key of an account with roles, made by hand in a database.
pub(crate) async fn key(config: &DatabaseConfig, account: &str, roles: &[&str]) -> String {
    let by_hand = ByHand::new(Database::new(config), Clock::system());
    let roles = roles
        .iter()
        .map(|text| role(text).expect("a role"))
        .collect();
    let request = KeyRequest {
        name: "test".to_owned(),
        account: None,
        roles: None,
        days: None,
    };
    let made = by_hand.create_key(account, roles, request).await;
    let (text, _) = made.unwrap_or_else(|error| panic!("{}", error.message));
    by_hand.end().await.expect("closed");
    text.reveal().to_owned()
}

pub(crate) const PROPOSE: &str = "mutation ($input: ProposeChangesetInput!) {
    proposeChangeset(input: $input) {
        changeset { id title status revision version author }
        changes { type nodeId operation label fields { field before after } }
        userErrors { code path message node { id } }
    }
}";

/// A change of the RCM's website.
pub(crate) fn website(address: &str) -> Value {
    json!({ "update": { "iscm": { "id": "iscm:rcm", "website": address } } })
}

/// A new theme of an ISCM.
pub(crate) fn theme(iscm: &str, title: &str) -> Value {
    json!({ "create": { "theme": {
        "iscm": format!("iscm:{iscm}"),
        "title": title,
        "topics": ["topic:children"],
        "citations": [{ "source": "source:summary-2019", "locator": "p. 1" }],
    } } })
}

/// The codes of a payload's errors.
pub(crate) fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().expect("a list");
    let codes = errors.iter().map(|error| error["code"].as_str());
    codes.map(|code| code.expect("a code")).collect()
}
