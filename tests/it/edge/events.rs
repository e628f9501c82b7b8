//! Server-sent events, by the protocol of graphql-sse.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    events_tell_the_version_and_each_new_one,
    a_stream_outlasts_the_time_for_heads,
    a_query_is_one_event,
    what_cannot_be_executed_is_told,
}

const SUBSCRIPTION: &str = "subscription { dataset { version } }";

/// The events of a response as they come.
pub(crate) struct Events {
    response: Response,
    text: String,
}

impl Events {
    pub(crate) async fn open(request: RequestBuilder) -> Self {
        let response = request
            .header("accept", "text/event-stream")
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self {
            response,
            text: String::new(),
        }
    }

    /// The next event: its name and what it tells.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let line = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::trim)
                };
                if let Some(name) = line("event:") {
                    let data = line("data:").unwrap_or_default();
                    let data = if data.is_empty() {
                        Value::Null
                    } else {
                        serde_json::from_str(data).expect("JSON")
                    };
                    return Some((name.to_owned(), data));
                }
                continue;
            }
            let chunk = timeout(Duration::from_secs(20), self.response.chunk())
                .await
                .expect("an event in time");
            self.text += std::str::from_utf8(&chunk.expect("a chunk")?).expect("text");
        }
    }
}

async fn events_tell_the_version_and_each_new_one(backend: Backend) {
    let server = TestServer::following(backend).await;
    let post = server
        .request(Method::POST, "/graphql/stream")
        .json(&json!({ "query": SUBSCRIPTION }));
    let get = server
        .request(Method::GET, "/graphql/stream")
        .query(&[("query", SUBSCRIPTION)]);
    let mut streams = [Events::open(post).await, Events::open(get).await];
    for events in &mut streams {
        let (name, answer) = events.next().await.expect("an event");
        assert_eq!(
            (name.as_str(), &answer["data"]),
            ("next", &json!({ "dataset": { "version": 1 } }))
        );
    }
    server.publish(1997).await;
    for events in &mut streams {
        let (_, answer) = events.next().await.expect("an event");
        assert_eq!(answer["data"], json!({ "dataset": { "version": 2 } }));
    }
    let stopping = tokio::spawn(server.stop());
    for events in &mut streams {
        while events.next().await.is_some() {}
    }
    timeout(Duration::from_secs(5), stopping)
        .await
        .expect("it stops at once")
        .expect("a clean end");
}

async fn a_stream_outlasts_the_time_for_heads(backend: Backend) {
    let server = TestServer::impatient(backend).await;
    let get = server
        .request(Method::GET, "/graphql/stream")
        .query(&[("query", SUBSCRIPTION)]);
    let mut events = Events::open(get).await;
    events.next().await.expect("the present version");
    sleep(Duration::from_secs(3)).await;
    server.publish(1997).await;
    let (_, answer) = events.next().await.expect("the next version");
    assert_eq!(answer["data"], json!({ "dataset": { "version": 2 } }));
}

async fn a_query_is_one_event(backend: Backend) {
    let server = TestServer::start(backend).await;
    let body = json!({ "query": "query ($a: String!) { iscm(acronym: $a) { slug } }", "variables": { "a": "RCM" } });
    let mut events =
        Events::open(server.request(Method::POST, "/graphql/stream").json(&body)).await;
    let (name, answer) = events.next().await.expect("an event");
    assert_eq!(
        (name.as_str(), &answer["data"]),
        ("next", &json!({ "iscm": { "slug": "rcm" } }))
    );
    assert_eq!(
        events.next().await,
        Some(("complete".to_owned(), Value::Null))
    );
    assert_eq!(events.next().await, None);
}

async fn what_cannot_be_executed_is_told(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.sockets = 1).await;
    let wrong = server
        .request(Method::POST, "/graphql/stream")
        .json(&json!({ "query": "{ nothing }" }));
    let mut events = Events::open(wrong).await;
    let (_, answer) = events.next().await.expect("an event");
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(answer.get("data"), None);
    assert_eq!(events.next().await.expect("an event").0, "complete");
    while events.next().await.is_some() {}
    drop(events);
    let status =
        async |request: RequestBuilder| request.send().await.expect("an answer").status().as_u16();
    let post = || server.request(Method::POST, "/graphql/stream");
    assert_eq!(status(post().body("{}")).await, 415);
    assert_eq!(
        status(post().header("content-type", "application/json").body("{")).await,
        400
    );
    assert_eq!(
        status(
            post()
                .header("accept", "application/json")
                .json(&json!({ "query": SUBSCRIPTION }))
        )
        .await,
        406
    );
    assert_eq!(
        status(server.request(Method::PUT, "/graphql/stream")).await,
        405
    );
    let held = Events::open(post().json(&json!({ "query": SUBSCRIPTION }))).await;
    assert_eq!(
        status(post().json(&json!({ "query": SUBSCRIPTION }))).await,
        503,
        "one is open"
    );
    drop(held);
    let again =
        async { while status(post().json(&json!({ "query": "{ __typename }" }))).await != 200 {} };
    timeout(Duration::from_secs(20), again)
        .await
        .expect("a place is free again");
}
