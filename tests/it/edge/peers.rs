//! Peers that are slow or silent: they are let go, and others are served meanwhile.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    two_hundred_silent_peers_of_each_kind_are_let_go,
    an_address_has_so_many_connections,
    a_peer_that_does_not_read_is_let_go,
    work_stops_when_its_time_is_over,
}

/// What peers of one kind send before they fall silent.
const SILENT: [(&str, &str); 4] = [
    ("nothing", ""),
    (
        "half a head",
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-ty",
    ),
    (
        "half a body",
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"query\":",
    ),
    (
        "a whole request, and no other",
        "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
    ),
];

/// A connection from another address than the tests' clients have.
async fn connect(server: &TestServer, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind(format!("{from}:0").parse().expect("an address"))
        .expect("a loopback address");
    let to: SocketAddr = server.address().parse().expect("an address");
    socket.connect(to).await.expect("a connection")
}

async fn two_hundred_silent_peers_of_each_kind_are_let_go(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.header_timeout = 6;
        edge.body_timeout = 6;
    })
    .await;
    let begun = Instant::now();
    let mut peers = Vec::new();
    for (number, (kind, sent)) in SILENT.into_iter().enumerate() {
        for _ in 0..200 {
            let mut peer = connect(&server, &format!("127.0.0.{}", number + 2)).await;
            peer.write_all(sent.as_bytes()).await.expect("sent");
            peers.push((kind, peer));
        }
    }
    // One whose body comes drop by drop.
    let mut slow = connect(&server, "127.0.0.9").await;
    slow.write_all(SILENT[2].1.as_bytes()).await.expect("sent");
    let (mut answer, mut drops) = slow.into_split();
    let dripping = tokio::spawn(async move {
        while drops.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let data = server
        .data("{ iscm(acronym: \"RCM\") { established } }", json!({}))
        .await;
    assert_eq!(
        data["iscm"]["established"], 1996,
        "others are served meanwhile"
    );
    for (kind, mut peer) in peers {
        let mut rest = Vec::new();
        let ended = timeout(Duration::from_secs(30), peer.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "a peer that sends {kind} is let go");
        if kind == "half a body" {
            let text = String::from_utf8_lossy(&rest);
            assert!(
                text.starts_with("HTTP/1.1 408") && text.contains("6 seconds"),
                "{text}"
            );
        }
    }
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(30), answer.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "a body has its time as a whole");
    dripping.abort();
    assert!(begun.elapsed() >= Duration::from_secs(6));
    server.data("{ __typename }", json!({})).await;
}

async fn an_address_has_so_many_connections(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.connections_per_address = 5).await;
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(connect(&server, "127.0.0.2").await);
    }
    let mut refused = connect(&server, "127.0.0.2").await;
    let mut answer = String::new();
    let read = timeout(Duration::from_secs(20), refused.read_to_string(&mut answer)).await;
    read.expect("an answer in time").expect("an answer");
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after"),
        "{answer}"
    );
    server.data("{ __typename }", json!({})).await;
    // When one goes there is room again.
    held.pop();
    let served = async {
        loop {
            let mut peer = connect(&server, "127.0.0.2").await;
            let _ = peer
                .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                .await;
            let mut answer = String::new();
            if peer.read_to_string(&mut answer).await.is_ok() && answer.starts_with("HTTP/1.1 200")
            {
                break;
            }
        }
    };
    timeout(Duration::from_secs(20), served)
        .await
        .expect("room again");
}

async fn a_peer_that_does_not_read_is_let_go(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.write_timeout = 1).await;
    let mut peer = connect(&server, "127.0.0.2").await;
    // The schema, again and again, until the buffers between us are full.
    let request = "GET /schema.graphql HTTP/1.1\r\nhost: x\r\n\r\n".repeat(200);
    peer.write_all(request.as_bytes()).await.expect("sent");
    let gone = async {
        loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if peer
                .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
                .await
                .is_err()
            {
                break;
            }
        }
    };
    timeout(Duration::from_secs(30), gone)
        .await
        .expect("the server lets go");
    server.data("{ __typename }", json!({})).await;
}

async fn work_stops_when_its_time_is_over(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.request_timeout = 1;
        edge.max_cost = 100_000_000;
        edge.max_response = 1_000;
        edge.rate_burst = 100_000_000;
    })
    .await;
    // Far more work than a second's, were it let: texts are looked through again and again.
    let condition = json!({ "title": { "contains": "z" } });
    let filter = json!({ "or": vec![condition; 90] });
    let one = "instruments(filter: $filter) { totalCount }";
    let all: Vec<_> = (0..290).map(|number| format!("i{number}: {one}")).collect();
    let all = all.join(" ");
    let query = format!("query ($filter: InstrumentFilter) {{ {all} }}");
    let begun = Instant::now();
    let answer = server.ask(&query, json!({ "filter": filter })).await;
    // The answer comes from the task that did the work: that it comes means that the work has ended.
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "TIMEOUT",
        "{answer:.300}"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
    // As an event, too.
    let request = server.request(Method::POST, "/graphql/stream");
    let body = json!({ "query": query, "variables": { "filter": filter } });
    let answer = request.json(&body).send().await;
    let events = answer.expect("an answer").text().await.expect("events");
    assert!(events.contains("TIMEOUT"), "{events:.300}");
    assert!(events.contains("event: complete"), "{events:.300}");
    assert!(begun.elapsed() < Duration::from_secs(40));
    server.data("{ __typename }", json!({})).await;
}
