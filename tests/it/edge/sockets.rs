//! Sockets, by the protocol `graphql-transport-ws`.

use std::time::Duration;

use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::socket_client::Socket;
use crate::support::{Backend, TestServer, both_databases, origins};

both_databases! {
    a_subscription_tells_the_version_and_each_new_one,
    a_socket_outlasts_the_time_for_heads,
    queries_are_answered_too,
    what_breaks_the_protocol_closes_the_socket_with_its_code,
    what_cannot_be_executed_is_an_error_of_its_operation,
    sockets_are_counted_and_their_origin_is_looked_at,
    a_socket_that_does_not_begin_or_falls_silent_is_closed,
    a_server_that_stops_closes_its_sockets,
    a_socket_is_a_connection_of_its_address_to_its_end,
}

async fn a_subscription_tells_the_version_and_each_new_one(backend: Backend) {
    let server = TestServer::following(backend).await;
    let mut socket = Socket::begun(&server).await;
    socket.subscribe("a", "subscription ($no: Boolean = false) { data: dataset { version __typename publishedAt @include(if: $no) } }").await;
    let event = |version: u64| json!({ "data": { "version": version, "__typename": "Dataset" } });
    let first = socket.next().await;
    assert_eq!(
        (&first["id"], &first["type"]),
        (&json!("a"), &json!("next"))
    );
    assert_eq!(first["payload"]["data"], event(1));
    server.publish(1997).await;
    assert_eq!(socket.next().await["payload"]["data"], event(2));
    // What the client has ended is not told any more, and its id is free.
    socket.send(json!({ "id": "a", "type": "complete" })).await;
    socket
        .subscribe("a", "subscription { dataset { version } }")
        .await;
    assert_eq!(
        socket.next().await["payload"]["data"],
        json!({ "dataset": { "version": 2 } })
    );
    // Two on one socket.
    socket
        .subscribe("b", "subscription { dataset { counts { type count } } }")
        .await;
    let second = socket.next().await;
    assert_eq!(second["id"], "b");
    assert!(
        second["payload"]["data"]["dataset"]["counts"]
            .as_array()
            .is_some_and(|counts| counts.len() > 10)
    );
}

async fn a_socket_outlasts_the_time_for_heads(backend: Backend) {
    let server = TestServer::impatient(backend).await;
    let mut socket = Socket::begun(&server).await;
    sleep(Duration::from_secs(3)).await;
    socket.subscribe("1", "{ dataset { version } }").await;
    let answer = socket.next().await;
    assert_eq!(answer["payload"]["data"]["dataset"]["version"], 1);
}

async fn queries_are_answered_too(backend: Backend) {
    let server = TestServer::start(backend).await;
    let mut socket = Socket::begun(&server).await;
    socket
        .send(json!({ "id": "q", "type": "subscribe", "payload": {
        "query": "query A($a: String!) { iscm(acronym: $a) { slug } } query B { __typename }",
        "operationName": "A", "variables": { "a": "RCM" }, "extensions": {},
    } }))
        .await;
    let next = socket.next().await;
    assert_eq!(
        next["payload"]["data"],
        json!({ "iscm": { "slug": "rcm" } })
    );
    assert!(next["payload"]["extensions"]["cost"]["requested"].is_u64());
    assert_eq!(
        socket.next().await,
        json!({ "id": "q", "type": "complete" })
    );
    socket
        .send(json!({ "type": "ping", "payload": { "any": 1 } }))
        .await;
    assert_eq!(socket.next().await, json!({ "type": "pong" }));
    socket.send(json!({ "type": "pong" })).await;
    socket.subscribe("q", "{ __typename }").await;
    assert_eq!(
        socket.next().await["payload"]["data"],
        json!({ "__typename": "Query" })
    );
}

async fn what_breaks_the_protocol_closes_the_socket_with_its_code(backend: Backend) {
    let server = TestServer::start(backend).await;
    let init = json!({ "type": "connection_init" });
    let subscribe = json!({ "id": "a", "type": "subscribe", "payload": { "query": "subscription { dataset { version } }" } });
    for (messages, code) in [
        (vec![subscribe.clone()], 4401),
        (vec![init.clone(), init.clone()], 4429),
        (
            vec![init.clone(), subscribe.clone(), subscribe.clone()],
            4409,
        ),
        (vec![json!({ "type": "nothing" })], 4400),
        (vec![json!({})], 4400),
        (vec![json!([])], 4400),
        (vec![json!("connection_init")], 4400),
        (
            vec![json!({ "type": "connection_init", "payload": 7 })],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "", "type": "subscribe", "payload": { "query": "{ __typename }" } }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": 1, "type": "subscribe", "payload": { "query": "{ __typename }" } }),
            ],
            4400,
        ),
        (
            vec![init.clone(), json!({ "id": "a", "type": "subscribe" })],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "a", "type": "subscribe", "payload": { "query": 7 } }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "a", "type": "subscribe", "payload": {} }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "a", "type": "subscribe", "payload": null }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "a", "type": "subscribe", "payload": { "query": "", "variables": {} } }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "a", "type": "subscribe", "payload": { "query": "{ __typename }", "documentId": "x" } }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "id": "x".repeat(2000), "type": "complete" }),
            ],
            4400,
        ),
    ] {
        let mut socket = Socket::open(&server).await;
        for message in &messages {
            socket.send(message.clone()).await;
        }
        assert_eq!(socket.closed().await, code, "{messages:?}");
    }
    for message in [Message::text("{"), Message::binary(vec![1, 2, 3])] {
        let mut socket = Socket::open(&server).await;
        socket.0.send(message).await.expect("sent");
        assert_eq!(socket.closed().await, 4400);
    }
    assert_eq!(
        Socket::with_old_protocol(&server).await.closed().await,
        4406
    );
    let mut marked = Socket::open(&server).await;
    let text = format!("\u{feff}{init}");
    marked.0.send(Message::text(text)).await.expect("sent");
    assert_eq!(marked.next().await["type"], "connection_ack");
    let both = [("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")];
    let mut socket = Socket::with(&server, &both).await.expect("a socket");
    socket.send(init).await;
    assert_eq!(socket.next().await["type"], "connection_ack");
    assert_eq!(
        Socket::with(&server, &[]).await.err(),
        Some(400),
        "no protocol of GraphQL"
    );
}

async fn what_cannot_be_executed_is_an_error_of_its_operation(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.subscriptions_per_socket = 2).await;
    let mut socket = Socket::begun(&server).await;
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { dataset { version } other: dataset { version } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { dataset @skip(if: true) { version } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ] {
        socket.subscribe("x", query).await;
        let answer = socket.next().await;
        assert_eq!(
            (&answer["id"], &answer["type"]),
            (&json!("x"), &json!("error")),
            "{query}: {answer}"
        );
        assert_eq!(
            answer["payload"][0]["extensions"]["code"], code,
            "{query}: {answer}"
        );
    }
    for id in ["a", "b"] {
        socket
            .subscribe(id, "subscription { dataset { version } }")
            .await;
        assert_eq!(socket.next().await["type"], "next");
    }
    socket
        .subscribe("c", "subscription { dataset { version } }")
        .await;
    let answer = socket.next().await;
    assert_eq!(
        answer["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED",
        "{answer}"
    );
    socket.send(json!({ "id": "a", "type": "complete" })).await;
    socket
        .subscribe("c", "subscription { dataset { version } }")
        .await;
    assert_eq!(socket.next().await["type"], "next", "there is room again");
}

async fn sockets_are_counted_and_their_origin_is_looked_at(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.sockets = 2;
        edge.origins = origins(&["https://example.org"]);
    })
    .await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let from = async |origin: &str| Socket::with(&server, &[protocol, ("origin", origin)]).await;
    assert_eq!(from("https://evil.example").await.err(), Some(403));
    assert_eq!(from("null").await.err(), Some(403));
    // The server's own pages are always let in.
    let own = format!("http://{}", server.address());
    drop(from(&own).await.expect("a socket of the playground"));
    let none_open = async {
        loop {
            let metrics = server.get("/metrics").await.text().await.expect("text");
            if metrics.contains("iscm_sockets_open 0") {
                break;
            }
        }
    };
    timeout(Duration::from_secs(20), none_open)
        .await
        .expect("its place is free again");
    let first = from("https://example.org").await.expect("a socket");
    let _second = Socket::open(&server).await;
    assert_eq!(
        from("https://example.org").await.err(),
        Some(503),
        "two are open"
    );
    drop(first);
    let again = async { while from("https://example.org").await.is_err() {} };
    timeout(Duration::from_secs(20), again)
        .await
        .expect("a place is free again");
}

async fn a_socket_that_does_not_begin_or_falls_silent_is_closed(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.socket_init_timeout = 1;
        edge.socket_idle_timeout = 2;
    })
    .await;
    let mut silent = Socket::open(&server).await;
    assert_eq!(silent.closed().await, 4408);
    // One that answers pings lives on: reading here is answering.
    let mut alive = Socket::begun(&server).await;
    let listening = timeout(Duration::from_secs(4), alive.closed()).await;
    assert!(listening.is_err(), "closed with {listening:?}");
    // One that does not, does not. It is read from only after its time is over.
    let mut dead = Socket::begun(&server).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let ended = async {
        while let Some(Ok(message)) = dead.0.next().await {
            if let Message::Close(frame) = message {
                assert_eq!(u16::from(frame.expect("a code").code), 1001);
                break;
            }
        }
    };
    timeout(Duration::from_secs(20), ended)
        .await
        .expect("it is let go");
}

async fn a_server_that_stops_closes_its_sockets(backend: Backend) {
    let server = TestServer::start(backend).await;
    let mut socket = Socket::begun(&server).await;
    socket
        .subscribe("a", "subscription { dataset { version } }")
        .await;
    assert_eq!(socket.next().await["type"], "next");
    let stopping = tokio::spawn(server.stop());
    assert_eq!(socket.closed().await, 1001);
    drop(socket);
    timeout(Duration::from_secs(5), stopping)
        .await
        .expect("it stops at once")
        .expect("a clean end");
}

async fn a_socket_is_a_connection_of_its_address_to_its_end(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.connections_per_address = 2).await;
    let mut first = Socket::begun(&server).await;
    let second = Socket::begun(&server).await;
    let refused = TcpStream::connect(server.address()).await;
    let mut refused = refused.expect("a connection");
    let mut answer = String::new();
    let read = timeout(Duration::from_secs(20), refused.read_to_string(&mut answer)).await;
    read.expect("an answer in time").expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    drop(second);
    let again = async {
        let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
        while Socket::with(&server, &protocol).await.is_err() {}
    };
    timeout(Duration::from_secs(20), again)
        .await
        .expect("a place is free again");
    // The server has not stopped before its sockets have ended.
    let stopping = tokio::spawn(server.stop());
    assert_eq!(first.closed().await, 1001);
    drop(first);
    let stopped = timeout(Duration::from_secs(5), stopping).await;
    stopped.expect("it stops at once").expect("a clean end");
}
