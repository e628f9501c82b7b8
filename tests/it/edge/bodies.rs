//! The bodies of requests: how they say what they are, and what they are compressed with.

use std::io::Write as _;
use std::time::{Duration, Instant};

use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    compressed_bodies_are_read,
    a_body_grows_no_larger_than_its_limit,
    other_codings_are_refused_with_those_that_are_taken,
    what_follows_a_compressed_body_is_no_part_of_it,
    marks_and_charsets_are_read_as_they_come,
    what_is_empty_is_not_given,
    a_body_that_is_refused_is_not_free,
}

const QUERY: &str = "{\"query\":\"{ dataset { version } }\"}";

async fn post(server: &TestServer, path: &str, coding: &str, body: Vec<u8>) -> Response {
    let request = server.request(Method::POST, path).body(body);
    let request = request.header("content-type", "application/json");
    let request = request.header("content-encoding", coding);
    request.send().await.expect("an answer")
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).expect("room");
    encoder.finish().expect("room")
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).expect("room");
    encoder.finish().expect("room")
}

fn raw(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).expect("room");
    encoder.finish().expect("room")
}

fn br(mut body: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 3,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut body, &mut encoded, &params).expect("room");
    encoded
}

fn zstd(body: &[u8]) -> Vec<u8> {
    zstd::encode_all(body, 3).expect("room")
}

type Encode = fn(&[u8]) -> Vec<u8>;

const CODINGS: [(&str, Encode); 5] = [
    ("gzip", gzip),
    ("deflate", zlib),
    ("deflate", raw),
    ("br", br),
    ("zstd", zstd),
];

async fn compressed_bodies_are_read(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let body = QUERY.as_bytes();
    let mut bodies: Vec<_> = CODINGS
        .map(|(name, encode)| (name.to_owned(), encode(body)))
        .into();
    bodies.push(("X-GZIP".to_owned(), gzip(body)));
    bodies.push(("identity".to_owned(), body.to_vec()));
    bodies.push((String::new(), body.to_vec()));
    bodies.push(("gzip, identity, br".to_owned(), br(&gzip(body))));
    bodies.push(("zstd,deflate,gzip".to_owned(), gzip(&zlib(&zstd(body)))));
    bodies.push((
        "gzip".to_owned(),
        [gzip(&body[..10]), gzip(&body[10..])].concat(),
    ));
    for (coding, body) in &bodies {
        for path in ["/graphql", "/graphql/stream"] {
            let answer = post(&server, path, coding, body.clone()).await;
            assert_eq!(answer.status(), 200, "{coding} {path}");
            let text = answer.text().await.expect("text");
            assert!(text.contains("\"version\":1"), "{coding} {path}: {text}");
        }
        // One after the other, two lines are a list, too.
        let request = server.request(Method::POST, "/graphql").body(br(body));
        let mut request = request.header("content-type", "application/json");
        for line in [coding.as_str(), "br"] {
            request = request.header("content-encoding", line);
        }
        let status = request.send().await.expect("an answer").status();
        let is_too_many = coding.split(',').count() > 2 && !coding.contains("identity");
        assert_eq!(status, if is_too_many { 415 } else { 200 }, "{coding}");
    }
    for (coding, body) in bodies
        .iter()
        .filter(|(coding, _)| !matches!(coding.as_str(), "" | "identity"))
    {
        for broken in [&body[..body.len() / 2], b"", QUERY.as_bytes()] {
            let answer = post(&server, "/graphql", coding, broken.to_vec()).await;
            assert_eq!(answer.status(), 400, "{coding} {broken:?}");
            let answer: Value = answer.json().await.expect("JSON");
            let message = answer["errors"][0]["message"].as_str().expect("a message");
            assert!(
                message.contains("`Content-Encoding`"),
                "{coding}: {message}"
            );
        }
    }
}

async fn a_body_grows_no_larger_than_its_limit(backend: Backend) {
    let server = TestServer::shared(backend).await;
    // A query, and spaces up to 8 MiB: some kilobytes when they are sent.
    let mut long = QUERY.as_bytes().to_vec();
    long.resize(8 << 20, b' ');
    let mut just = QUERY.as_bytes().to_vec();
    just.resize(1 << 20, b' ');
    for (coding, encode) in CODINGS {
        let (long, just) = (encode(&long), encode(&just));
        assert!(long.len() < 1 << 20, "{coding}");
        let begun = Instant::now();
        let answer = post(&server, "/graphql", coding, long.clone()).await;
        assert_eq!(answer.status(), 413, "{coding}");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
        let twice = post(&server, "/graphql", &format!("{coding}, gzip"), gzip(&long)).await;
        assert_eq!(twice.status(), 413, "{coding} in gzip");
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{coding}: {:?}",
            begun.elapsed()
        );
        assert_eq!(
            post(&server, "/graphql", coding, just).await.status(),
            200,
            "{coding}"
        );
    }
    // Windows that take a gigabyte before anything is decoded.
    let zstd = [
        &[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0][..],
        &[0x01, 0x00, 0x00],
    ]
    .concat();
    let br = [&[0x11, 0x1e][..], &[0; 100]].concat();
    for (coding, body) in [("zstd", zstd), ("br", br)] {
        let answer = post(&server, "/graphql", coding, body).await;
        assert_eq!(answer.status(), 400, "{coding}");
        let text = answer.text().await.expect("text");
        assert!(text.contains("MiB at most"), "{coding}: {text}");
    }
}

async fn other_codings_are_refused_with_those_that_are_taken(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for coding in [
        "compress",
        "gzip, rot13",
        "aes128gcm",
        "gzip,gzip,gzip,gzip",
        "*",
    ] {
        for path in ["/graphql", "/graphql/stream"] {
            let answer = post(&server, path, coding, QUERY.into()).await;
            assert_eq!(answer.status(), 415, "{coding} {path}");
            assert_eq!(
                answer.headers()["accept-encoding"],
                "gzip, deflate, br, zstd"
            );
            let text = answer.text().await.expect("text");
            assert!(text.contains("`Content-Encoding`"), "{text}");
        }
    }
}

async fn what_follows_a_compressed_body_is_no_part_of_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (coding, encode) in CODINGS {
        for (length, rest) in [
            (0, &b"x"[..]),
            (0, b"{}{}"),
            (0, &[0; 9_000]),
            (20_000, b"x"),
        ] {
            // Long enough that the end is in another part of what is read at once.
            let mut whole = QUERY.as_bytes().to_vec();
            let mut state = 7_u32;
            whole.splice(
                1..1,
                (0..length).map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if state >> 31 == 0 { b' ' } else { b'\n' }
                }),
            );
            let body = encode(&whole);
            assert_eq!(
                post(&server, "/graphql", coding, body.clone())
                    .await
                    .status(),
                200,
                "{coding}"
            );
            let answer = post(&server, "/graphql", coding, [&body, rest].concat()).await;
            assert_eq!(answer.status(), 400, "{coding} and {} bytes", rest.len());
            let text = answer.text().await.expect("text");
            assert!(text.contains("`Content-Encoding`"), "{coding}: {text}");
        }
    }
}

async fn marks_and_charsets_are_read_as_they_come(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let marked = [b"\xef\xbb\xbf", QUERY.as_bytes()].concat();
    for content_type in [
        "application/json",
        "application/json; charset=utf8",
        "Application/JSON ; Charset=\"UTF8\"",
        "application/json; odata=verbose; charset=UTF-8",
    ] {
        for body in [QUERY.as_bytes().to_vec(), marked.clone()] {
            let answer = server.post(content_type, body).await;
            assert_eq!(answer.status(), 200, "{content_type}");
        }
    }
    assert_eq!(
        post(&server, "/graphql", "gzip", gzip(&marked))
            .await
            .status(),
        200
    );
    let wide: Vec<u8> = QUERY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for body in [wide.clone(), [b"\xff\xfe".to_vec(), wide].concat()] {
        let answer = server.post("application/json", body).await;
        assert_eq!(answer.status(), 400);
        let text = answer.text().await.expect("text");
        assert!(text.contains("UTF-16"), "{text}");
    }
    // One line of two is not taken for the other.
    for types in [
        ["application/json", "text/plain"],
        ["text/plain", "application/json"],
    ] {
        let request = server.request(Method::POST, "/graphql").body(QUERY);
        let request = request.header("content-type", types[0]);
        let request = request.header("content-type", types[1]);
        assert_eq!(
            request.send().await.expect("an answer").status(),
            415,
            "{types:?}"
        );
    }
    let wide = server.post("application/json; charset=utf-16", QUERY).await;
    assert_eq!(wide.status(), 415);
}

async fn what_is_empty_is_not_given(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query=%7B__typename%7D";
    for (address, status) in [
        (format!("{query}&operationName="), 200),
        (format!("{query}&documentId="), 200),
        (format!("{query}&doc_id=&variables=&extensions="), 200),
        ("query=&documentId=sha256:x".to_owned(), 200),
        ("query=".to_owned(), 400),
        (String::new(), 400),
        (format!("{query}&query="), 400),
        ("documentId=a&doc_id=b".to_owned(), 400),
    ] {
        let answer = server.get(&format!("/graphql?{address}")).await;
        assert_eq!(answer.status(), status, "{address}");
        let answer: Value = answer.json().await.expect("JSON");
        let code = &answer["errors"][0]["extensions"]["code"];
        let right = if address.contains("sha256") {
            "PERSISTED_QUERY_NOT_FOUND"
        } else {
            "BAD_REQUEST"
        };
        assert!(
            answer["data"]["__typename"] == "Query" || code == right,
            "{address}: {answer}"
        );
        let stream = server.get(&format!("/graphql/stream?{address}")).await;
        assert_eq!(stream.status(), status, "{address} as events");
    }
    let body = r#"{"query":"{__typename}","operationName":"","documentId":"","doc_id":"","variables":null}"#;
    assert_eq!(server.post("application/json", body).await.status(), 200);
    for empty in [
        r#""variables":"""#,
        r#""extensions":"""#,
        r#""variables":"","extensions":"","doc_id":"""#,
    ] {
        let body = format!("{{\"query\":\"{{__typename}}\",{empty}}}");
        assert_eq!(
            server.post("application/json", body.clone()).await.status(),
            200,
            "{body}"
        );
        let request = server
            .request(Method::POST, "/graphql/stream")
            .body(body.clone());
        let request = request.header("content-type", "application/json");
        assert_eq!(
            request.send().await.expect("an answer").status(),
            200,
            "{body}"
        );
    }
    let twice = server
        .get(&format!("/graphql?{query}&variables=&variables="))
        .await;
    let text = twice.text().await.expect("text");
    assert!(text.contains("`variables` stands more than once"), "{text}");
}

async fn a_body_that_is_refused_is_not_free(backend: Backend) {
    for (path, coding, status) in [
        ("/graphql", "gzip", 400),
        ("/graphql", "compress", 415),
        ("/graphql/stream", "gzip", 400),
        ("/graphql/stream", "compress", 415),
    ] {
        let server = TestServer::edge(backend, |edge| {
            edge.max_cost = 30;
            edge.rate_limit = 1;
            edge.rate_burst = 30;
        })
        .await;
        let mut statuses = Vec::new();
        for _ in 0..5 {
            let answer = post(&server, path, coding, QUERY.into()).await;
            statuses.push(answer.status().as_u16());
        }
        assert_eq!(statuses[0], status, "{path} {coding}");
        assert_eq!(statuses[4], 429, "{path} {coding}: {statuses:?}");
    }
}
