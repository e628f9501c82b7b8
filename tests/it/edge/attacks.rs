//! What would hurt a server: each is refused in time, by what limit, and nothing is left of it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use super::hostile::{bodies, documents, nested};
use crate::support::{Backend, Program, TestDatabase, TestServer, both_databases, client};

/// What is done for all that is asked and grows with it, takes minutes; a debug build beside other tests
/// refuses a document in one or two seconds.
const SOON: Duration = Duration::from_secs(5);

both_databases! {
    what_would_hurt_is_refused_in_time_and_leaves_nothing,
    the_deepest_document_that_is_let_through_is_answered,
}

async fn what_would_hurt_is_refused_in_time_and_leaves_nothing(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let (program, url) = Program::serving(&database.url());
    let address = url
        .trim_start_matches("http://")
        .trim_end_matches("/graphql")
        .to_owned();
    let client = client();
    let normal = async || {
        let body = json!({ "query": "{ iscm(acronym: \"RCM\") { established } }" });
        let answer = client
            .post(&url)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["data"]["iscm"]["established"], 1996, "{answer}");
    };
    normal().await;
    let before = program.resident_memory();
    let mut others = Vec::new();
    for (name, document, meets) in documents() {
        let begun = Instant::now();
        let answer = client
            .post(&url)
            .json(&json!({ "query": document }))
            .send()
            .await
            .expect("an answer");
        let text = answer.text().await.expect("text");
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        assert!(begun.elapsed() < SOON, "{name}: {:?}", begun.elapsed());
        assert!(
            text.len() < 25_000,
            "{name}: {} bytes are answered",
            text.len()
        );
        let extensions = &answer["errors"][0]["extensions"];
        let met = extensions.get("limit").unwrap_or(&extensions["code"]);
        if met != meets {
            others.push(format!("{name}: {met}, not {meets}: {text:.300}"));
        }
        normal().await;
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
    let variables = |values: usize| json!({ "query": "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": { "ids": vec![0; values] } });
    for (values, meets) in [(100_000, "values"), (20_000, "values")] {
        let begun = Instant::now();
        let answer = client
            .post(&url)
            .json(&variables(values))
            .send()
            .await
            .expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(
            answer["errors"][0]["extensions"]["limit"], meets,
            "{answer}"
        );
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        normal().await;
    }
    let million = client
        .post(&url)
        .json(&variables(1_000_000))
        .send()
        .await
        .expect("an answer");
    assert_eq!(million.status(), 413, "a million values are too many bytes");
    for (name, body, status) in bodies() {
        let begun = Instant::now();
        let answer = raw(&address, &body).await;
        assert!(begun.elapsed() < SOON, "{name}: {:?}", begun.elapsed());
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{name}: {answer:.300}"
        );
        normal().await;
    }
    let begun = Instant::now();
    let answer = endless(&address).await;
    assert!(
        answer.starts_with("HTTP/1.1 413 ") || answer.is_empty(),
        "64 MB without a length: {answer:.300}"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    normal().await;
    flood(&address).await;
    normal().await;
    let grown = program.resident_memory().saturating_sub(before);
    assert!(grown < 64 << 20, "{} MiB more are resident", grown >> 20);
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
}

/// Two thousand subscriptions on each of ten sockets: all but twenty of each are refused.
async fn flood(address: &str) {
    for _ in 0..10 {
        let mut request = format!("ws://{address}/graphql")
            .into_client_request()
            .expect("a request");
        let protocol = "graphql-transport-ws".parse().expect("a header");
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (mut socket, _) = connect_async(request).await.expect("a socket");
        socket
            .send(Message::text("{\"type\":\"connection_init\"}"))
            .await
            .expect("sent");
        let (mut sink, mut stream) = socket.split();
        let sending = tokio::spawn(async move {
            for id in 0..2_000 {
                let query = "subscription { dataset { version } }";
                let message = json!({ "id": id.to_string(), "type": "subscribe", "payload": { "query": query } });
                sink.send(Message::text(message.to_string()))
                    .await
                    .expect("sent");
            }
            sink
        });
        let (mut served, mut refused) = (0, 0);
        while served + refused < 2_000 {
            let next = timeout(Duration::from_secs(20), stream.next())
                .await
                .expect("a message in time");
            let Ok(Message::Text(text)) = next.expect("no end") else {
                continue;
            };
            served += usize::from(text.contains("\"type\":\"next\""));
            refused += usize::from(text.contains("LIMIT_EXCEEDED"));
        }
        assert_eq!((served, refused), (20, 1_980));
        drop(sending.await.expect("no panic"));
    }
}

/// The answer to a body that tells its length, as far as it can be read.
async fn raw(address: &str, body: &[u8]) -> String {
    let mut peer = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    peer.write_all(head.as_bytes()).await.expect("sent");
    let (mut answers, mut sends) = peer.split();
    let mut answer = Vec::new();
    // The server answers before it has all, and then reads no more.
    let sent = async {
        let _ = sends.write_all(body).await;
    };
    let read = async {
        let _ = answers.read_to_end(&mut answer).await;
    };
    let both = async {
        tokio::select! { () = read => {}, () = async { sent.await; std::future::pending::<()>().await } => {} }
    };
    timeout(Duration::from_secs(20), both)
        .await
        .expect("an end in time");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The answer to 64 MB in chunks, without a length.
async fn endless(address: &str) -> String {
    let mut peer = TcpStream::connect(address).await.expect("a connection");
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    peer.write_all(head.as_bytes()).await.expect("sent");
    let (mut answers, mut sends) = peer.split();
    let mut answer = Vec::new();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let sent = async {
        for _ in 0..1024 {
            if sends.write_all(chunk.as_bytes()).await.is_err() {
                break;
            }
        }
        std::future::pending::<()>().await;
    };
    let read = async {
        let _ = answers.read_to_end(&mut answer).await;
    };
    let both = async {
        tokio::select! { () = read => {}, () = sent => {} }
    };
    timeout(Duration::from_secs(20), both)
        .await
        .expect("an end in time");
    String::from_utf8_lossy(&answer).into_owned()
}

/// On a worker's own stack, in a build without optimization, which needs most of it.
async fn the_deepest_document_that_is_let_through_is_answered(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.max_cost = 100_000_000;
        edge.rate_burst = 100_000_000;
    })
    .await;
    let member = |depth: usize| {
        let inside = nested(
            depth,
            "members(first: 1) { nodes { iscm { ",
            "slug",
            " } } }",
        );
        format!("{{ iscm(acronym: \"RCM\") {{ {inside} }} }}")
    };
    // Three fields a level, the ISCM, and the slug.
    let data = server.data(&member(9), json!({})).await;
    let mut at = &data["iscm"];
    for _ in 0..9 {
        at = &at["members"]["nodes"][0]["iscm"];
    }
    assert_eq!(at["slug"], "rcm");
    let answer = server.ask(&member(10), json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["limit"], "depth",
        "{answer}"
    );
    // As deep through fragments, which put no bracket inside another.
    let mut fragments = "{ iscm(acronym: \"RCM\") { ...F0 } }".to_owned();
    for level in 0..9 {
        let _ = write!(
            fragments,
            " fragment F{level} on Iscm {{ members(first: 1) {{ nodes {{ iscm {{ ...F{} }} }} }} }}",
            level + 1
        );
    }
    fragments += " fragment F9 on Iscm { slug }";
    assert_eq!(server.data(&fragments, json!({})).await, data);
    // Values as deep as brackets may be.
    let lists = nested(61, "[", "", "]");
    let answer = server
        .ask(&format!("{{ nodes(ids: {lists}) {{ id }} }}"), json!({}))
        .await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED",
        "{answer}"
    );
    let filter = nested(60, "{ not: ", "{}", " }");
    let answer = server
        .ask(
            &format!("{{ iscms(filter: {filter}) {{ totalCount }} }}"),
            json!({}),
        )
        .await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
        "{answer}"
    );
    let introspection = nested(13, "ofType { ", "name", " }");
    server
        .data(
            &format!("{{ __schema {{ types {{ fields {{ type {{ {introspection} }} }} }} }} }}"),
            json!({}),
        )
        .await;
}
