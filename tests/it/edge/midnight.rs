//! What is of today is of another day from midnight on, in UTC: in answers, and in what is kept of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use iscm::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    the_chair_changes_at_midnight,
}

const QUERY: &str = r#"{ iscm(acronym: "RCM") { chair { country { code } } } }"#;

async fn the_chair_changes_at_midnight(backend: Backend) {
    let moment = |text| DateTime::parse_from_rfc3339(text).expect("a moment");
    let now = Arc::new(AtomicI64::new(
        moment("2023-12-31T23:59:59Z").timestamp_millis(),
    ));
    let told = Arc::clone(&now);
    let server = TestServer::configured(backend, |config| {
        config.clock = Clock::from_fn(move || {
            let millis = told.load(Ordering::Relaxed);
            DateTime::from_timestamp_millis(millis).expect("a moment")
        });
    })
    .await;
    let ask = async |tag: Option<&str>| {
        let request = server.request(Method::GET, "/graphql");
        let request = request.query(&[("query", QUERY)]);
        let request = match tag {
            Some(tag) => request.header("if-none-match", tag),
            None => request,
        };
        request.send().await.expect("an answer")
    };
    let chair = async |answer: reqwest::Response| {
        let answer: Value = answer.json().await.expect("JSON");
        answer["data"]["iscm"]["chair"]["country"]["code"].clone()
    };
    let first = ask(None).await;
    let tag = first.headers()["etag"].to_str().expect("text").to_owned();
    assert_eq!(chair(first).await, "PA");
    assert_eq!(
        server.data(QUERY, json!({})).await["iscm"]["chair"]["country"]["code"],
        "PA"
    );
    now.fetch_add(999, Ordering::Relaxed);
    assert_eq!(ask(Some(&tag)).await.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(chair(ask(None).await).await, "PA");

    now.fetch_add(1, Ordering::Relaxed);
    let next = ask(Some(&tag)).await;
    assert_eq!(next.status(), StatusCode::OK);
    assert_ne!(next.headers()["etag"], tag.as_str());
    assert_eq!(chair(next).await, "BZ");
    assert_eq!(
        server.data(QUERY, json!({})).await["iscm"]["chair"]["country"]["code"],
        "BZ"
    );
}
