//! What is told as it happens: changes, nodes, answers; and between servers.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{Office, codes, theme, website};
use crate::edge::events::Events;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    changes_are_told_once_and_in_order,
    what_is_asked_is_told_when_it_differs,
    another_server_sees_what_is_written,
}

async fn subscribe(server: &TestServer, query: &str, variables: Value) -> Events {
    let body = json!({ "query": query, "variables": variables });
    Events::open(server.request(Method::POST, "/graphql/stream").json(&body)).await
}

async fn next(events: &mut Events) -> Value {
    let (_, mut answer) = events.next().await.expect("an event");
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

async fn publish(office: &Office, key: &str, change: Value) {
    let input = json!({ "title": "A change", "changes": [change], "publish": true });
    let payload = office.propose(key, input).await;
    assert_eq!(codes(&payload), [""; 0], "{payload:#}");
}

const CHANGES: &str = "subscription ($after: Int) {
    changes(after: $after, iscms: [\"RCM\"]) { nodes { nodeId operation version { number } } }
}";

fn change(id: &str, operation: &str, version: i64) -> Value {
    json!({ "nodeId": id, "operation": operation, "version": { "number": version } })
}

async fn changes_are_told_once_and_in_order(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let mut many = Vec::new();
    for _ in 0..20 {
        many.push(subscribe(&office.0, CHANGES, json!({})).await);
    }
    // They are at the present version once they are open.
    sleep(Duration::from_millis(500)).await;
    publish(&office, &curator, website("https://example.org/1")).await;
    publish(&office, &curator, theme("sacm", "Another's")).await;
    publish(&office, &curator, theme("rcm", "Theirs")).await;
    let (first, second) = (
        change("iscm:rcm", "UPDATE", 2),
        change("theme:rcm/theirs", "INSERT", 4),
    );
    for events in &mut many {
        let mut told = Vec::new();
        while told.len() < 2 {
            let data = next(events).await;
            let nodes = data["changes"]["nodes"].as_array().expect("a list");
            told.extend(nodes.iter().cloned());
        }
        assert_eq!(told, [first.clone(), second.clone()]);
    }
    // Who comes again has missed nothing.
    let mut again = subscribe(&office.0, CHANGES, json!({ "after": 1 })).await;
    assert_eq!(
        next(&mut again).await["changes"]["nodes"],
        json!([first, second])
    );
    let mut later = subscribe(&office.0, CHANGES, json!({ "after": 2 })).await;
    assert_eq!(next(&mut later).await["changes"]["nodes"], json!([second]));
}

async fn what_is_asked_is_told_when_it_differs(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let query = "subscription { query { iscm(acronym: \"RCM\") { website } } }";
    let node = "subscription { node(id: \"theme:rcm/a-theme\") { label } }";
    let mut query = subscribe(&office.0, query, json!({})).await;
    let mut node = subscribe(&office.0, node, json!({})).await;
    let site = |address: &str| json!({ "query": { "iscm": { "website": address } } });
    assert_eq!(next(&mut query).await, site("https://crmsv.org"));
    assert_eq!(next(&mut node).await, json!({ "node": null }));
    publish(&office, &curator, theme("rcm", "A theme")).await;
    assert_eq!(
        next(&mut node).await,
        json!({ "node": { "label": "A theme" } })
    );
    publish(&office, &curator, website("https://example.org/2")).await;
    // Not of the version between, in which it was the same.
    assert_eq!(next(&mut query).await, site("https://example.org/2"));
    let nothing = timeout(Duration::from_millis(500), node.next()).await;
    assert!(nothing.is_err(), "{nothing:?}");
}

async fn another_server_sees_what_is_written(backend: Backend) {
    // PostgreSQL tells of versions: it is not looked at by itself for as long as the test lasts.
    let refresh = match backend {
        Backend::Sqlite => Duration::from_millis(50),
        Backend::Postgres => Duration::from_mins(10),
    };
    let office = Office(TestServer::configured(backend, |config| config.refresh = refresh).await);
    let curator = office.key("curator", &["CURATOR"]).await;
    let mut config = office.0.database().config();
    config.refresh = refresh;
    let other = TestServer::with(&config).await;
    sleep(Duration::from_secs(3)).await;
    for number in 2..5 {
        publish(
            &office,
            &curator,
            website(&format!("https://example.org/{number}")),
        )
        .await;
        let reached = other.graph().reaches(number, Duration::from_secs(20)).await;
        assert!(reached, "version {number}");
    }
    // Who has written asks for what was written, wherever it is asked.
    let query = "{ dataset { version } }";
    for (version, status) in [("0", 200), ("4", 200), ("99", 503), ("x", 400), ("-1", 400)] {
        let request = other
            .request(Method::POST, "/graphql")
            .json(&json!({ "query": query }));
        let answer = request.header("x-min-version", version).send().await;
        assert_eq!(answer.expect("an answer").status(), status, "{version}");
        for path in [
            "/graphql?query={dataset{version}}&",
            "/d/iscms.csv?",
            "/iscms?",
            "/healthz?",
        ] {
            let path = format!("{path}minVersion={version}");
            let answer = other.request(Method::GET, &path).send().await;
            assert_eq!(answer.expect("an answer").status(), status, "{path}");
        }
    }
    // And what is written there is seen here, though both write in turn.
    let there = Office(other);
    let input = json!({ "title": "There", "changes": [website("https://example.org/there")], "publish": true });
    let payload = there.propose(&curator, input).await;
    assert_eq!(payload["changeset"]["version"], 5, "{payload:#}");
    assert!(office.0.graph().reaches(5, Duration::from_secs(20)).await);
    there.0.stop().await;
}
