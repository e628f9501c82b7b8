//! What a request is for, and how long it says that it is.

use std::time::{Duration, Instant};

use iscm::config::BasePath;
use reqwest::Method;

use super::heads::{assert_error, last, sent, value};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_is_asked_for_is_a_path,
    a_body_that_is_told_to_be_too_long_is_not_waited_for,
}

async fn what_is_asked_for_is_a_path(backend: Backend) {
    for base in ["", "/data/"] {
        let server = TestServer::edge(backend, |edge| {
            edge.base_path = BasePath::read(base).expect("a path");
        })
        .await;
        let ask = async |line: &str| {
            let head = format!("{line}\r\nhost: x\r\nconnection: close\r\n\r\n");
            sent(&server, head.as_bytes()).await
        };
        for line in [
            "GET healthz HTTP/1.1",
            "POST graphql HTTP/1.1",
            "DELETE x:80 HTTP/1.1",
            "GET * HTTP/1.1",
            "GET healthz HTTP/1.0",
        ] {
            assert_error(&ask(line).await, 400, "BAD_REQUEST", "begins with `/`");
        }
        for line in ["CONNECT x:80 HTTP/1.1", "CONNECT 127.0.0.1:443 HTTP/1.1"] {
            assert_error(
                &ask(line).await,
                501,
                "BAD_REQUEST",
                "connects to no others",
            );
        }
        assert_eq!(last(&ask("GET http://x HTTP/1.1").await).0, 200);
        assert_eq!(last(&ask("OPTIONS * HTTP/1.1").await).0, 200);
        // Where nothing is, nothing is whatever the method; where something is, the methods are told.
        for path in [
            "/nope",
            "/graphql/",
            "/assets/nope",
            "/a/b/c",
            "/nope.html",
            "/d/../secret.csv",
            "/d/memberships/../../secret.csv",
        ] {
            for method in ["GET", "POST", "PUT", "DELETE", "BREW"] {
                let answer = ask(&format!("{method} {path} HTTP/1.1")).await;
                assert_error(&answer, 404, "BAD_REQUEST", "nothing here");
                assert_eq!(value(&last(&answer).1, "allow"), None, "{answer}");
            }
        }
        for path in ["/schema.graphql", "/examples.json", "/healthz", "/"] {
            let answer = ask(&format!("POST {path} HTTP/1.1")).await;
            assert_error(&answer, 405, "BAD_REQUEST", "another method");
            assert_eq!(
                value(&last(&answer).1, "allow"),
                Some("get,head"),
                "{answer}"
            );
        }
    }
}

async fn a_body_that_is_told_to_be_too_long_is_not_waited_for(backend: Backend) {
    let server = TestServer::start(backend).await;
    for path in ["/graphql", "/graphql/stream"] {
        for more in [
            "",
            "expect: 100-continue\r\n",
            "origin: https://a.example\r\n",
        ] {
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{more}content-length: {}\r\n\r\n",
                (1 << 20) + 1
            );
            let begun = Instant::now();
            let answer = sent(&server, head.as_bytes()).await;
            assert!(
                begun.elapsed() < Duration::from_secs(5),
                "{:?}",
                begun.elapsed()
            );
            let (status, head, body) = last(&answer);
            assert_eq!(status, 413, "{answer}");
            assert!(
                body.contains("LIMIT_EXCEEDED") && body.contains("1048576"),
                "{body}"
            );
            assert_eq!(value(&head, "connection"), Some("close"));
        }
    }
    // The longest of all, of which nothing comes, or something.
    for length in [
        "1048577",
        "4294967296",
        "18446744073709551613",
        "18446744073709551614",
        "18446744073709551615",
    ] {
        for body in ["", "{\"query\":\"{__typename}\"}"] {
            let head = format!(
                "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            let answer = sent(&server, head.as_bytes()).await;
            let (status, _, body) = last(&answer);
            assert_eq!(status, 413, "{length}: {answer}");
            assert!(
                body.contains("LIMIT_EXCEEDED") && body.contains("1048576"),
                "{body}"
            );
        }
    }
    // One that sends it all the same still reads the answer.
    for _ in 0..20 {
        let answer = server.post("application/json", " ".repeat(8 << 20)).await;
        assert_eq!(answer.status(), 413);
    }
    let request = server.request(Method::POST, "/graphql");
    let just = format!(
        "{{\"query\":\"{{__typename}}\"{}}}",
        " ".repeat((1 << 20) - 24)
    );
    assert_eq!(just.len(), 1 << 20);
    let request = request
        .header("content-type", "application/json")
        .body(just);
    assert_eq!(request.send().await.expect("an answer").status(), 200);
}
