//! Budgets of accounts: who pays, how much there is, and what servers of one database know of each other.

use std::time::Duration;

use iscm::config::Edge;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::Office;
use crate::edge::socket_client::Socket;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_key_is_paid_for_by_its_account,
    partners_have_more,
    refused_keys_are_paid_for_by_the_address,
    who_asks_is_told_what_is_left,
    servers_of_one_database_share_the_budgets_of_accounts,
}

fn small(edge: &mut Edge) {
    edge.max_cost = 300;
    edge.rate_limit = 1;
    edge.rate_burst = 300;
    edge.partner_rate_limit = 10;
    edge.partner_rate_burst = 3_000;
}

async fn start(backend: Backend) -> Office {
    Office(TestServer::edge(backend, small).await)
}

/// What is left, and of how much, as the headers of an answer tell.
fn left(response: &Response) -> (u64, String) {
    let text = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
    let left = text("ratelimit");
    let left = left
        .strip_prefix("\"cost\";r=")
        .and_then(|rest| rest.split(';').next());
    (
        left.expect("a number").parse().expect("a number"),
        text("ratelimit-policy"),
    )
}

/// All ways to ask.
fn ways(server: &TestServer) -> Vec<RequestBuilder> {
    let query = "{ dataset { version } }";
    vec![
        server
            .request(Method::POST, "/graphql")
            .json(&json!({ "query": query })),
        server
            .request(Method::GET, "/graphql")
            .query(&[("query", query)]),
        server
            .request(Method::GET, "/graphql")
            .query(&[("query", query), ("format", "csv")]),
        server
            .request(Method::POST, "/graphql")
            .json(&json!({ "query": "{ nothing }" })),
        server.request(Method::POST, "/graphql").json(&json!([])),
        server.request(Method::GET, "/d/countries.csv-metadata.json"),
        server.request(Method::GET, "/d/nothing.csv"),
        server.request(Method::GET, "/changes.atom"),
        server.request(Method::HEAD, "/dump.toml.tar.zst"),
    ]
}

async fn a_key_is_paid_for_by_its_account(backend: Backend) {
    let office = start(backend).await;
    let (one, other) = (
        office.key("one", &["CURATOR"]).await,
        office.key("other", &[]).await,
    );
    // The address has nothing left.
    loop {
        let request = office
            .0
            .request(Method::POST, "/graphql")
            .json(&json!({ "query": "{ nothing }" }));
        if request.send().await.expect("an answer").status() == 429 {
            break;
        }
    }
    let mut before = 300;
    for (number, way) in ways(&office.0).into_iter().enumerate() {
        let answer = way.bearer_auth(&one).send().await.expect("an answer");
        assert_ne!(answer.status(), 429, "{number}");
        let (now, policy) = left(&answer);
        assert_eq!(policy, "\"cost\";q=300;w=300", "{number}");
        assert!(now < before + 3, "{number}: {now} after {before}");
        before = now;
    }
    assert!(before < 270, "{before}");
    // Its keys share what it has, and others have their own.
    let key = office.key("one", &["CURATOR"]).await;
    let ask = |key: &str| {
        let request = office
            .0
            .request(Method::POST, "/graphql")
            .json(&json!({ "query": "{ nothing }" }));
        let request = request.bearer_auth(key).send();
        async { request.await.expect("an answer") }
    };
    assert!(left(&ask(&key).await).0 < before);
    assert!(left(&ask(&other).await).0 >= 290);
    let mut answers = 0;
    while ask(&key).await.status() != 429 {
        answers += 1;
        assert!(answers < 40, "an account that sends nonsense is stopped");
    }
    assert_eq!(ask(&one).await.status(), 429);
    // What is streamed is paid for by it as well.
    for (key, part) in [(&key, "your budget is spent"), (&other, "\"version\"")] {
        let body = json!({ "query": "{ iscms { nodes { acronym } } dataset { version } }" });
        let request = office
            .0
            .request(Method::POST, "/graphql/stream")
            .json(&body);
        let request = request
            .header("accept", "text/event-stream")
            .bearer_auth(key);
        let answer = request
            .send()
            .await
            .expect("an answer")
            .text()
            .await
            .expect("text");
        assert!(answer.contains(part), "{answer}");
    }
    // A page of a browser can send a socket no header: it sends its key in what begins it.
    for (key, kind) in [(&key, "error"), (&other, "next")] {
        let authorization = format!("Bearer {key}");
        let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
        let by_header = [protocol, ("authorization", authorization.as_str())];
        let in_payload = json!({ "Authorization": authorization });
        for (headers, payload) in [(&by_header[..], json!({})), (&[protocol], in_payload)] {
            let mut socket = Socket::with(&office.0, headers).await.expect("a socket");
            let init = json!({ "type": "connection_init", "payload": payload });
            socket.send(init).await;
            assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
            let query = "{ iscms { nodes { name } } dataset { version } }";
            let subscribe =
                json!({ "type": "subscribe", "id": "1", "payload": { "query": query } });
            socket.send(subscribe).await;
            assert_eq!(socket.next().await["type"], kind);
        }
    }
    // The same file is the same, whoever pays.
    let file = async |request: RequestBuilder| {
        let file = request.send().await.expect("an answer");
        let names = ["etag", "cache-control"];
        let headers = names.map(|name| file.headers()[name].clone());
        (headers, file.text().await.expect("text"))
    };
    let fresh = Office(TestServer::start(backend).await);
    let key = fresh.key("one", &[]).await;
    let path = "/d/countries.csv?version=1";
    let mine = file(fresh.0.request(Method::GET, path).bearer_auth(&key)).await;
    assert_eq!(mine, file(fresh.0.request(Method::GET, path)).await);
}

async fn partners_have_more(backend: Backend) {
    let office = start(backend).await;
    let partner = office.key("partner", &["PARTNER"]).await;
    let ask = office
        .0
        .request(Method::POST, "/graphql")
        .json(&json!({ "query": "{ nothing }" }));
    let answer = ask.bearer_auth(&partner).send().await.expect("an answer");
    assert_eq!(left(&answer), (2_990, "\"cost\";q=3000;w=300".to_owned()));
    // Unless it is said, ten times as much.
    let edge = Edge::default();
    assert_eq!(
        (edge.partner_rate_limit, edge.partner_rate_burst),
        (10 * edge.rate_limit, 10 * edge.rate_burst)
    );
    // Without a limit of their own nothing is told.
    let free = Office(
        TestServer::edge(backend, |edge| {
            small(edge);
            edge.partner_rate_limit = 0;
        })
        .await,
    );
    let partner = free.key("partner", &["PARTNER"]).await;
    for _ in 0..40 {
        let ask = free
            .0
            .request(Method::POST, "/graphql")
            .json(&json!({ "query": "{ nothing }" }));
        let answer = ask.bearer_auth(&partner).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert!(!answer.headers().contains_key("ratelimit"));
    }
    let data = free
        .data(&partner, "{ viewer { budget { limit } } }", json!({}))
        .await;
    assert_eq!(data["viewer"]["budget"], Value::Null);
}

async fn refused_keys_are_paid_for_by_the_address(backend: Backend) {
    let office = start(backend).await;
    for (number, way) in ways(&office.0).into_iter().enumerate() {
        let answer = way
            .bearer_auth("iscm_nothing1")
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 401, "{number}");
        let challenge = answer.headers()["www-authenticate"].to_str();
        let challenge = challenge.expect("text");
        assert!(challenge.starts_with("Bearer error="), "{challenge}");
        let (now, _) = left(&answer);
        let spent = 10 * (number as u64 + 1);
        assert!(
            (300 - spent..=300 - spent + 5).contains(&now),
            "{number}: {now}"
        );
    }
    let request = office.0.request(Method::GET, "/graphql/stream");
    let request = request.query(&[("query", "{ dataset { version } }")]);
    let request = request
        .header("accept", "text/event-stream")
        .bearer_auth("no key");
    assert_eq!(request.send().await.expect("an answer").status(), 401);
    let headers = [
        ("sec-websocket-protocol", "graphql-transport-ws"),
        ("authorization", "Bearer iscm_nothing1"),
    ];
    assert_eq!(Socket::with(&office.0, &headers).await.err(), Some(401));
    for (payload, code) in [
        (json!({ "authorization": "Bearer iscm_nothing1" }), 4403),
        (json!({ "Authorization": "iscm_nothing1" }), 4403),
        (json!({ "Authorization": 7 }), 4400),
        (
            json!({ "Authorization": "Bearer a", "authorization": "Bearer b" }),
            4400,
        ),
    ] {
        let mut socket = Socket::open(&office.0).await;
        let init = json!({ "type": "connection_init", "payload": payload });
        socket.send(init).await;
        assert_eq!(socket.closed().await, code, "{payload}");
    }
    let nobody = office.0.request(Method::POST, "/graphql");
    let answer = nobody.json(&json!({ "query": "{ nothing }" })).send().await;
    let (now, _) = left(&answer.expect("an answer"));
    // What was refused before, and this; some of it may be there again.
    let others = 10 * (ways(&office.0).len() as u64 + 3);
    assert!(now < 300 - others, "{now}");
}

async fn who_asks_is_told_what_is_left(backend: Backend) {
    let office = start(backend).await;
    let query = "{ viewer { account budget { limit perSecond remaining } } }";
    for (account, role, limit, per_second) in
        [("one", "CURATOR", 300, 1), ("two", "PARTNER", 3_000, 10)]
    {
        let key = office.key(account, &[role]).await;
        let answer = office
            .send(&format!("Bearer {key}"), query, json!({}))
            .await;
        let (now, _) = left(&answer);
        let answer: Value = answer.json().await.expect("JSON");
        let right = json!({ "limit": limit, "perSecond": per_second, "remaining": now });
        assert_eq!(answer["data"]["viewer"]["budget"], right, "{answer:#}");
        assert!(now < limit, "{now}");
    }
    let free = Office::start(backend).await;
    let key = free.key("one", &["PARTNER"]).await;
    let data = free.data(&key, query, json!({})).await;
    assert_eq!(data["viewer"]["budget"], Value::Null);
}

async fn servers_of_one_database_share_the_budgets_of_accounts(backend: Backend) {
    let set = |edge: &mut Edge| {
        edge.max_cost = 300;
        edge.rate_limit = 10;
        edge.rate_burst = 1_000;
    };
    let one = Office(TestServer::edge(backend, set).await);
    let mut config = one.0.database().config();
    set(&mut config.edge);
    let other = Office(TestServer::with(&config).await);
    let key = one.key("one", &[]).await;
    // Each costs 10 points.
    let spend = async |office: &Office, most: usize| {
        let mut answered = 0;
        while answered < most {
            let body = json!({ "query": "{ nothing }" });
            let request = office.0.request(Method::POST, "/graphql").json(&body);
            let answer = request.bearer_auth(&key).send().await.expect("an answer");
            if answer.status() == 429 {
                break;
            }
            answered += 1;
        }
        answered
    };
    let (told, asked) = (Duration::from_millis(1_300), Duration::from_millis(500));
    let begun = tokio::time::Instant::now();
    assert_eq!(spend(&one, 60).await, 60);
    sleep(told).await;
    // The other one did not know of the account until now, and asks.
    assert_eq!(spend(&other, 1).await, 1);
    sleep(asked).await;
    let mut answered = 61 + spend(&other, 100).await;
    sleep(told).await;
    answered += spend(&one, 1).await;
    sleep(asked).await;
    answered += spend(&one, 100).await;
    let returned = usize::try_from(begun.elapsed().as_secs()).expect("seconds") + 1;
    match backend {
        // One budget, what came back of it, and nothing more: no server was asked while another one spent.
        Backend::Postgres => assert!((100..=100 + returned).contains(&answered), "{answered}"),
        // Nothing is shared there.
        Backend::Sqlite => assert!(answered >= 190, "{answered}"),
    }
    other.0.stop().await;
}
