//! Sockets byte by byte: which requests open one, and how one ends, whoever ends it.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_request_that_wants_no_socket_of_this_server_is_answered,
    a_handshake_that_is_none_is_told_what_is,
    a_socket_that_is_closed_is_closed_in_return,
    what_breaks_the_rules_of_sockets_is_told_by_its_code,
}

const UPGRADE: &str = "upgrade: websocket\r\n";
const VERSION: &str = "sec-websocket-version: 13\r\n";
const KEY: &str = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const PROTOCOL: &str = "sec-websocket-protocol: graphql-transport-ws\r\n";
const CONNECTION: &str = "connection: upgrade\r\n";

/// A connection on which a head was sent, and the head that was answered.
async fn asked(server: &TestServer, line: &str, fields: &[&str]) -> (TcpStream, String) {
    let mut peer = TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let head = format!("{line}\r\nhost: x\r\n{}\r\n", fields.concat());
    peer.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let read = async {
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(peer.read_u8().await.expect("an answer"));
        }
    };
    timeout(Duration::from_secs(20), read)
        .await
        .expect("an answer in time");
    let answer = String::from_utf8(answer).expect("text");
    (peer, answer.to_ascii_lowercase())
}

fn status(answer: &str) -> &str {
    &answer[9..12]
}

async fn a_request_that_wants_no_socket_of_this_server_is_answered(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "/graphql?query=%7B__typename%7D";
    let all = [UPGRADE, CONNECTION, VERSION, KEY, PROTOCOL];
    for (version, fields) in [
        ("1.1", &[UPGRADE][..]),
        ("1.1", &[UPGRADE, VERSION, KEY, PROTOCOL]),
        (
            "1.1",
            &[
                UPGRADE,
                "connection: keep-alive\r\n",
                VERSION,
                KEY,
                PROTOCOL,
            ],
        ),
        (
            "1.1",
            &[UPGRADE, "connection: xupgrade\r\n", VERSION, KEY, PROTOCOL],
        ),
        (
            "1.1",
            &[
                UPGRADE,
                "connection: \"upgrade\"\r\n",
                VERSION,
                KEY,
                PROTOCOL,
            ],
        ),
        (
            "1.1",
            &[
                "upgrade: websocket/13\r\n",
                CONNECTION,
                VERSION,
                KEY,
                PROTOCOL,
            ],
        ),
        ("1.1", &[CONNECTION, VERSION, KEY, PROTOCOL]),
        ("1.0", &all),
        ("1.0", &[UPGRADE, CONNECTION]),
    ] {
        let (_, answer) = asked(&server, &format!("GET {query} HTTP/{version}"), fields).await;
        assert_eq!(status(&answer), "200", "{version} {fields:?}: {answer}");
    }
    // One that does, however its lists are written.
    for connection in [
        CONNECTION,
        "connection: Upgrade\r\n",
        "connection: keep-alive, Upgrade\r\n",
        "connection: keep-alive\r\nconnection: Upgrade\r\n",
        "connection: ,,upgrade ,\r\n",
    ] {
        for line in [
            "GET /graphql HTTP/1.1",
            "GET /graphql?query=%7Ba%7D HTTP/1.1",
        ] {
            let fields = ["Upgrade: WebSocket\r\n", connection, VERSION, KEY, PROTOCOL];
            let (_, answer) = asked(&server, line, &fields).await;
            assert_eq!(status(&answer), "101", "{connection}: {answer}");
            for field in [
                "\r\nupgrade: websocket\r\n",
                "\r\nconnection: upgrade\r\n",
                "\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n",
                "\r\nsec-websocket-protocol: graphql-transport-ws\r\n",
            ] {
                assert!(answer.contains(field), "{field}: {answer}");
            }
        }
    }
    let split =
        "sec-websocket-protocol: other\r\nsec-websocket-protocol: x, graphql-transport-ws\r\n";
    let fields = [UPGRADE, CONNECTION, VERSION, KEY, split];
    let (_, answer) = asked(&server, "GET /graphql HTTP/1.1", &fields).await;
    assert_eq!(status(&answer), "101", "{answer}");
}

async fn a_handshake_that_is_none_is_told_what_is(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (version, key, is) in [
        ("sec-websocket-version: 8\r\n", KEY, "426"),
        ("sec-websocket-version: 14\r\n", KEY, "426"),
        ("sec-websocket-version: 13, 8\r\n", KEY, "426"),
        (
            "sec-websocket-version: 13\r\nsec-websocket-version: 8\r\n",
            KEY,
            "426",
        ),
        ("", KEY, "426"),
        (VERSION, "", "400"),
        (VERSION, "sec-websocket-key: x\r\n", "400"),
        (VERSION, "sec-websocket-key: \r\n", "400"),
        (
            VERSION,
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZSE=\r\n",
            "400",
        ),
        (
            VERSION,
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZ!==\r\n",
            "400",
        ),
        (VERSION, &[KEY, KEY].concat(), "400"),
    ] {
        let fields = [UPGRADE, CONNECTION, version, key, PROTOCOL];
        let (mut peer, answer) = asked(&server, "GET /graphql HTTP/1.1", &fields).await;
        assert_eq!(status(&answer), is, "{version}{key}: {answer}");
        let is_told = answer.contains("\r\nsec-websocket-version: 13\r\n");
        assert_eq!(is_told, is == "426", "{answer}");
        let mut body = vec![0; 1_000];
        let count = peer.read(&mut body).await.expect("a body");
        let body = String::from_utf8_lossy(&body[..count]);
        assert!(
            body.contains("BAD_REQUEST") && body.contains("`Sec-WebSocket-"),
            "{body}"
        );
    }
}

/// A socket, opened.
async fn opened(server: &TestServer) -> TcpStream {
    let fields = [UPGRADE, CONNECTION, VERSION, KEY, PROTOCOL];
    let (peer, answer) = asked(server, "GET /graphql HTTP/1.1", &fields).await;
    assert_eq!(status(&answer), "101", "{answer}");
    peer
}

/// A frame as clients send them, with a mask that changes nothing.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match u16::try_from(payload.len()) {
        Ok(length @ 0..=125) => frame.push(0x80 | length.to_be_bytes()[1]),
        Ok(length) => {
            frame.push(0x80 | 0x7e);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(0x80 | 0x7f);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

/// The payload of the `Close` that is sent in the end, when nothing follows it and the connection is ended
/// without a reset.
async fn close_of(mut peer: TcpStream, sent: &[u8]) -> Vec<u8> {
    let (mut reads, mut writes) = peer.split();
    let sending = async {
        // What comes after a fault is not waited for.
        let _ = writes.write_all(sent).await;
        std::future::pending::<()>().await;
    };
    let mut answer = Vec::new();
    let reading = async { reads.read_to_end(&mut answer).await };
    let both = async {
        tokio::select! { ended = reading => ended, () = sending => Ok(0) }
    };
    let ended = timeout(Duration::from_secs(20), both).await;
    ended
        .expect("an end in time")
        .expect("an end without a reset");
    let mut rest = &answer[..];
    loop {
        let [kind, length, after @ ..] = rest else {
            panic!("the last is no Close: {answer:?}");
        };
        let (payload, after) = after.split_at(usize::from(*length));
        if *kind == 0x88 {
            assert!(after.is_empty(), "after the Close: {after:?}");
            return payload.to_vec();
        }
        rest = after;
    }
}

const INIT: &[u8] = br#"{"type":"connection_init"}"#;

async fn a_socket_that_is_closed_is_closed_in_return(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let subscribe = br#"{"id":"a","type":"subscribe","payload":{"query":"{__typename}"}}"#;
    for before in [
        Vec::new(),
        frame(0x81, INIT),
        [
            frame(0x81, INIT),
            frame(0x81, &subscribe[..]),
            frame(0x89, b"ping"),
        ]
        .concat(),
    ] {
        for (payload, answered) in [
            (&b""[..], &b""[..]),
            (b"\x03\xe8", b"\x03\xe8"),
            (b"\x03\xe8bye", b"\x03\xe8bye"),
            (b"\x03\xe9", b"\x03\xe9"),
            (b"\x11\x30", b"\x11\x30"),
        ] {
            let sent = [before.clone(), frame(0x88, payload)].concat();
            let close = close_of(opened(&server).await, &sent).await;
            assert_eq!(close, answered, "{payload:?}");
        }
    }
    // What a client still sends before it has read that the server closes is no fault.
    let after = [
        frame(0x81, b"{"),
        frame(0x81, INIT),
        frame(0x88, b"\x03\xe8"),
    ]
    .concat();
    let close = close_of(opened(&server).await, &after).await;
    assert_eq!(&close[..2], 4400_u16.to_be_bytes());
}

async fn what_breaks_the_rules_of_sockets_is_told_by_its_code(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let long = vec![b' '; (1 << 20) + 1];
    let half = vec![b' '; 700_000];
    let mut unmasked = frame(0x81, INIT);
    unmasked[1] &= 0x7f;
    let begun = frame(0x81, INIT);
    for (sent, code) in [
        (frame(0x81, &long), 1009),
        (frame(0x82, &vec![0; 8 << 20]), 1009),
        ([frame(0x01, &half), frame(0x80, &half)].concat(), 1009),
        (frame(0x81, b"\xff\xfe"), 1007),
        (frame(0x81, b"{\"type\":\"\xc3\x28\"}"), 1007),
        (unmasked, 1002),
        (frame(0xc1, INIT), 1002),
        (frame(0x83, INIT), 1002),
        (frame(0x8b, b""), 1002),
        (frame(0x80, INIT), 1002),
        (frame(0x09, b"half a ping"), 1002),
        (frame(0x89, &[b'x'; 126]), 1002),
        ([frame(0x01, b"a"), frame(0x01, b"b")].concat(), 1002),
        (frame(0x88, b"\x03"), 1002),
        (frame(0x88, b"\x03\xed"), 1002),
    ] {
        for before in [&[][..], &begun] {
            let sent = [before, &sent].concat();
            let close = close_of(opened(&server).await, &sent).await;
            let shown = &sent[..sent.len().min(60)];
            assert!(close.len() >= 2, "{shown:?}: {close:?}");
            let is = u16::from_be_bytes([close[0], close[1]]);
            let why = String::from_utf8(close[2..].to_vec()).expect("text");
            assert_eq!(is, code, "{shown:?}: {why}");
        }
    }
    // A connection that ends without a word leaves nothing behind.
    drop(opened(&server).await);
}
