//! The heads of requests, byte by byte: what HTTP asks of a server, whatever it is asked for.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Backend, TestServer, both_databases, origins};

both_databases! {
    a_head_that_cannot_be_read_is_answered_like_any_other,
    a_host_is_named_once,
    an_upgrade_to_anything_else_is_ignored,
    what_was_not_modified_tells_no_length,
    a_connection_too_many_is_told_why,
}

/// The addresses that are asked for.
const PATHS: [&str; 6] = [
    "/",
    "/schema.graphql",
    "/healthz",
    "/nothing",
    "/graphql?query=%7B__typename%7D",
    "/graphql/stream?query=%7B__typename%7D",
];

/// All that is sent back to some bytes, until the server closes the connection.
pub(super) async fn sent(server: &TestServer, bytes: &[u8]) -> String {
    let mut peer = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    peer.write_all(bytes).await.expect("sent");
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(20), peer.read_to_end(&mut answer)).await;
    read.expect("an end in time").expect("an answer");
    String::from_utf8(answer).expect("text")
}

/// The last response in what was sent back: its status, its head in small letters, and its body.
pub(super) fn last(answer: &str) -> (u16, String, String) {
    let begins = ["HTTP/1.0 ", "HTTP/1.1 "].map(|version| answer.rfind(version));
    let begins = begins.into_iter().max().flatten().expect("a response");
    let (head, body) = answer[begins..].split_once("\r\n\r\n").expect("a head");
    let status = head[9..12].parse().expect("a status");
    (status, head.to_ascii_lowercase(), body.to_owned())
}

/// The value of a header.
pub(super) fn value<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(of, _)| *of == name).map(|(_, value)| value)
}

/// Holds that a response is a GraphQL error like all others.
pub(super) fn assert_error(answer: &str, status: u16, code: &str, told: &str) {
    let (is, head, body) = last(answer);
    assert_eq!(is, status, "{answer}");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    let error = &body["errors"][0];
    assert_eq!(error["extensions"]["code"], code, "{answer}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains(told), "{message}");
    assert_eq!(value(&head, "content-type"), Some("application/json"));
    assert_eq!(value(&head, "access-control-allow-origin"), Some("*"));
    assert_eq!(value(&head, "access-control-expose-headers"), Some("*"));
    assert_eq!(value(&head, "cache-control"), Some("no-store"));
    assert_eq!(value(&head, "x-content-type-options"), Some("nosniff"));
    assert_eq!(
        value(&head, "x-request-id").map(str::len),
        Some(16),
        "{head}"
    );
    assert!(
        value(&head, "date").is_some_and(|date| date.ends_with(" gmt")),
        "{head}"
    );
    assert!(value(&head, "content-length").is_some(), "{head}");
}

async fn a_head_that_cannot_be_read_is_answered_like_any_other(backend: Backend) {
    let server = TestServer::start(backend).await;
    for (head, told) in [
        (
            "GET /graphql?query={iscm(acronym:\"RCM\"){name}} HTTP/1.1\r\nhost: x\r\n\r\n",
            "percent-encoded",
        ),
        (
            "GET /graphql?query={ __typename } HTTP/1.1\r\nhost: x\r\n\r\n",
            "percent-encoded",
        ),
        (
            "GET /graphql?query={a(b:<1>)} HTTP/1.1\r\nhost: x\r\n\r\n",
            "percent-encoded",
        ),
        (
            "GET /about page HTTP/1.1\r\nhost: x\r\n\r\n",
            "percent-encoded",
        ),
        ("GET / HTTP/3.7\r\nhost: x\r\n\r\n", "HTTP/1.1"),
        (
            "GET / HTTP/1.1\r\nhost: x\r\nno field\r\n\r\n",
            "a header field is",
        ),
        (
            "GET / HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n",
            "a header field is",
        ),
        (
            "GET / HTTP/1.1\r\nhost: x\r\na: b\0\r\n\r\n",
            "a header field is",
        ),
        (
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: ten\r\n\r\n",
            "`Content-Length` is one number, of 1048576 bytes at most",
        ),
        (
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
            "`Content-Length`",
        ),
        (
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n",
            "`Content-Length`",
        ),
        (
            "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            "`Content-Length`",
        ),
        (
            "POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\n",
            "`Transfer-Encoding`",
        ),
        (
            "POST /graphql HTTP/1.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n",
            "`Transfer-Encoding`",
        ),
        ("G\u{e9}T / HTTP/1.1\r\nhost: x\r\n\r\n", "not encrypted"),
        ("\0\0\0\0\r\n\r\n", "not encrypted"),
        (
            "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}",
            "not encrypted",
        ),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1"),
    ] {
        let answer = sent(&server, head.as_bytes()).await;
        assert_error(&answer, 400, "BAD_REQUEST", told);
        let is_of_address = told == "percent-encoded" || head.contains("HTTP/3.7");
        assert_eq!(answer.contains("address"), is_of_address, "{answer}");
        // After a response that was read, too.
        let both = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n{head}");
        let answer = sent(&server, both.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert_error(&answer, 400, "BAD_REQUEST", told);
    }
    let long = "x".repeat(80_000);
    let many = "a: b\r\n".repeat(150);
    for head in [
        format!("GET /graphql?query={long} HTTP/1.1\r\nhost: x\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: x\r\nx: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n"),
    ] {
        let answer = sent(&server, head.as_bytes()).await;
        assert_error(&answer, 431, "LIMIT_EXCEEDED", "65536");
    }
    let metrics = server.get("/metrics").await.text().await.expect("text");
    let counted =
        metrics.contains("iscm_http_requests_total{route=\"unreadable\",status=\"400\"} 36");
    assert!(counted, "{metrics}");
    // To pages of which origins it may be told, nobody knows.
    let server = TestServer::edge(backend, |edge| {
        edge.origins = origins(&["https://a.example"]);
    })
    .await;
    let answer = sent(&server, b"GET /a b HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let (status, head, _) = last(&answer);
    assert_eq!(
        (status, value(&head, "access-control-allow-origin")),
        (400, None)
    );
}

async fn a_host_is_named_once(backend: Backend) {
    let server = TestServer::start(backend).await;
    let ask = async |line: &str, hosts: &str| {
        let head = format!("{line}\r\n{hosts}connection: close\r\n\r\n");
        sent(&server, head.as_bytes()).await
    };
    for path in PATHS {
        for hosts in [
            "",
            "host: x\r\nhost: x\r\n",
            "host: a b\r\n",
            "host: http://x\r\n",
            "host: u@x\r\n",
            "host: x:port\r\n",
            "host: x/y\r\n",
            "host: a%zz\r\n",
        ] {
            for method in ["GET", "POST", "DELETE", "OPTIONS"] {
                let answer = ask(&format!("{method} {path} HTTP/1.1"), hosts).await;
                assert_error(&answer, 400, "BAD_REQUEST", "`Host`");
            }
        }
        let whole = ask(&format!("GET http://x{path} HTTP/1.1"), "").await;
        assert_error(&whole, 400, "BAD_REQUEST", "`Host`");
    }
    for hosts in [
        "host: x\r\n",
        "host: [::1]:8000\r\n",
        "host: [v1.a:b]\r\n",
        "host: a%2dz\r\n",
        "host:\r\n",
    ] {
        let answer = ask("GET /healthz HTTP/1.1", hosts).await;
        assert_eq!(last(&answer).0, 200, "{hosts}");
    }
    // Before HTTP/1.1 there was none.
    assert_eq!(last(&ask("GET /healthz HTTP/1.0", "").await).0, 200);
    let twice = ask("GET /healthz HTTP/1.0", "host: x\r\nhost: y\r\n").await;
    assert_eq!(last(&twice).0, 400);
}

async fn an_upgrade_to_anything_else_is_ignored(backend: Backend) {
    let server = TestServer::start(backend).await;
    let body = "{\"query\":\"{__typename}\"}";
    let post = format!(
        "content-type: application/json\r\ncontent-length: {}\r\n",
        body.len()
    );
    for upgrade in [
        "upgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
        "upgrade: TLS/1.0\r\nconnection: Upgrade\r\n",
        "upgrade: h2c, websocket\r\nconnection: upgrade\r\n",
        "upgrade: websocket2\r\n",
    ] {
        for path in PATHS {
            for (method, rest, body) in [
                ("GET", "", ""),
                ("HEAD", "", ""),
                ("POST", post.as_str(), body),
            ] {
                let ask = |upgrade: &str| {
                    let closing = if upgrade.contains("connection") {
                        ""
                    } else {
                        "connection: close\r\n"
                    };
                    let then = if closing.is_empty() {
                        "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
                    } else {
                        ""
                    };
                    format!(
                        "{method} {path} HTTP/1.1\r\nhost: x\r\n{upgrade}{closing}{rest}\r\n{body}{then}"
                    )
                };
                let status = |answer: &str| answer[9..12].to_owned();
                let without = sent(&server, ask("").as_bytes()).await;
                let with = sent(&server, ask(upgrade).as_bytes()).await;
                assert_eq!(
                    status(&with),
                    status(&without),
                    "{method} {path} {upgrade}: {with}"
                );
                let is_followed = !upgrade.contains("connection") || last(&with).2 == "ok\n";
                assert!(
                    is_followed,
                    "{method} {path} {upgrade}: the connection goes on: {with}"
                );
            }
        }
    }
    // A post to the endpoint is none for a socket, whatever it says.
    let socket = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: close\r\n{post}\r\n{body}"
    );
    assert_eq!(last(&sent(&server, socket.as_bytes()).await).0, 200);
}

async fn what_was_not_modified_tells_no_length(backend: Backend) {
    let server = TestServer::start(backend).await;
    for path in &PATHS[..5] {
        for method in ["GET", "HEAD"] {
            let ask = |field: &str| {
                format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{field}\r\n")
            };
            let (status, head, body) = last(&sent(&server, ask("").as_bytes()).await);
            let length: usize = value(&head, "content-length")
                .expect("a length")
                .parse()
                .expect("a number");
            assert!(length > 0, "{method} {path}: {head}");
            assert_eq!(
                body.len(),
                if method == "GET" { length } else { 0 },
                "{method} {path}"
            );
            let any = last(&sent(&server, ask("if-none-match: *\r\n").as_bytes()).await);
            let has_tag = value(&head, "etag").is_some();
            assert_eq!(any.0, if has_tag { 304 } else { status }, "{method} {path}");
            if has_tag {
                assert_eq!(
                    value(&any.1, "content-length"),
                    None,
                    "{method} {path}: {}",
                    any.1
                );
                assert_eq!(value(&any.1, "etag"), value(&head, "etag"));
                assert_eq!(any.2, "");
            }
        }
    }
}

async fn a_connection_too_many_is_told_why(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.connections = 1).await;
    let _held = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let mut refused = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let mut answer = String::new();
    let read = timeout(Duration::from_secs(20), refused.read_to_string(&mut answer)).await;
    read.expect("an end in time").expect("an answer");
    assert_error(&answer, 503, "LIMIT_EXCEEDED", "too many connections");
    assert_eq!(value(&last(&answer).1, "retry-after"), Some("5"));
}
