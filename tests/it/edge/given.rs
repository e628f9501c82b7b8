//! What is given in a way that programs read in different ways: it is refused.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_stands_twice_is_refused,
    an_address_is_utf_8_once_it_is_decoded,
    other_ways_of_transfer_are_refused,
}

const QUERY: &str = "{\"query\":\"{ dataset { version } }\"}";

/// Of two, one program reads the first and another the last.
async fn what_stands_twice_is_refused(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for body in [
        r#"{"query":"{a}","query":"{__typename}"}"#,
        r#"{"query":"{__typename}","variables":{},"variables":{}}"#,
        r#"{"query":"{__typename}","variables":{"a":1,"b":2,"a":1}}"#,
        r#"{"query":"{__typename}","variables":{"f":{"and":[{"x":1,"x":1}]}}}"#,
        r#"{"query":"{__typename}","extensions":{"a":1,"\u0061":1}}"#,
        r#"{"query":"{__typename}","unknown":1,"unknown":2}"#,
    ] {
        for path in ["/graphql", "/graphql/stream"] {
            let request = server.request(Method::POST, path).body(body);
            let request = request.header("content-type", "application/json");
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status(), 400, "{body}");
            let text = answer.text().await.expect("text");
            assert!(
                text.contains("the body has the key") && text.contains("more than once"),
                "{text}"
            );
        }
    }
    let variables = server
        .get("/graphql?query={__typename}&variables={%22a%22:1,%22a%22:2}")
        .await;
    assert_eq!(variables.status(), 400);
    let text = variables.text().await.expect("text");
    assert!(text.contains("`variables` has the key"), "{text}");
}

async fn an_address_is_utf_8_once_it_is_decoded(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let search = |word: &str| format!("query=%7Bsearch(query:%22{word}%22)%7BtotalCount%7D%7D");
    for address in [
        search("M%E9xico"),
        search("M%C3"),
        search("%ED%A0%80"),
        format!("{}&operationName=%E9", search("M")),
        format!("{}&variables=%7B%22q%22:%22M%E9xico%22%7D", search("M")),
    ] {
        for path in ["/graphql", "/graphql/stream"] {
            let answer = server.get(&format!("{path}?{address}")).await;
            assert_eq!(answer.status(), 400, "{address}");
            assert_eq!(answer.headers().get("etag"), None, "{address}");
            let text = answer.text().await.expect("text");
            assert!(text.contains("is no UTF-8"), "{address}: {text}");
        }
    }
    let right = server
        .get(&format!("/graphql?{}", search("M%C3%A9xico")))
        .await;
    let right: Value = right.json().await.expect("JSON");
    assert!(
        right["data"]["search"]["totalCount"].as_u64() > Some(10),
        "{right}"
    );
}

/// A body that is compressed on its way, and not by `Content-Encoding`, is not taken for one that is not.
async fn other_ways_of_transfer_are_refused(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for transfer in [
        "gzip, chunked",
        "x, chunked",
        "gzip\r\ntransfer-encoding: chunked",
    ] {
        for path in ["/graphql", "/graphql/stream"] {
            let mut peer = TcpStream::connect(server.address())
                .await
                .expect("a connection");
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: {transfer}\r\n\r\n{:x}\r\n{QUERY}\r\n0\r\n\r\n",
                QUERY.len()
            );
            peer.write_all(head.as_bytes()).await.expect("sent");
            let mut answer = String::new();
            let read = timeout(Duration::from_secs(20), peer.read_to_string(&mut answer));
            read.await.expect("an end in time").expect("an answer");
            assert!(answer.starts_with("HTTP/1.1 501 "), "{transfer}: {answer}");
            assert!(answer.contains("`Transfer-Encoding`"), "{answer}");
        }
    }
    // What is no text is none of those that are taken.
    let mut peer = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let mut head = b"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-encoding: gz\xff\r\n".to_vec();
    head.extend(format!("content-length: {}\r\n\r\n{QUERY}", QUERY.len()).bytes());
    peer.write_all(&head).await.expect("sent");
    let mut answer = String::new();
    peer.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 415 "), "{answer}");
}
