//! How dumps are sent.

use std::fs;
use std::sync::Arc;

use async_graphql::futures_util::future::join_all;
use iscm::config::BasePath;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::sync::Barrier;

use super::{DUMPS, bytes, following, header, import, serves};
use crate::support::{Backend, Program, TestDatabase, TestServer, both_databases, client};

both_databases! {
    headers_tell_what_it_is,
    downloads_are_of_one_version,
    a_hundred_clients_get_the_same,
    what_is_sent_is_paid_for,
}

async fn ask(
    server: &TestServer,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> Response {
    let mut request = server.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

async fn headers_tell_what_it_is(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let mut config = database.config();
    config.edge.base_path = BasePath::read("/data/").expect("a path");
    let server = TestServer::with(&config).await;
    for (path, media_type) in DUMPS.into_iter().zip([
        "application/vnd.sqlite3",
        "application/zstd",
        "application/zstd",
    ]) {
        let path = format!("/data{path}");
        let whole = ask(
            &server,
            Method::GET,
            &path,
            &[("accept-encoding", "gzip, br, zstd")],
        )
        .await;
        let head = ask(&server, Method::HEAD, &path, &[]).await;
        let name = path.replace("/data/dump", "iscm-graph-1");
        for answer in [&whole, &head] {
            assert_eq!(answer.status(), 200);
            for (name, value) in [
                ("content-type", media_type),
                (
                    "content-disposition",
                    &format!("attachment; filename=\"{name}\""),
                ),
                ("accept-ranges", "bytes"),
                ("access-control-allow-origin", "*"),
                (
                    "cache-control",
                    "public, max-age=0, s-maxage=60, stale-while-revalidate=600",
                ),
                ("content-security-policy", "default-src 'none'"),
                ("x-content-type-options", "nosniff"),
                (
                    "link",
                    "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"",
                ),
                ("content-encoding", ""),
            ] {
                assert_eq!(header(answer, name), value, "{path} {name}");
            }
            assert!(!header(answer, "x-request-id").is_empty());
            let tag = header(answer, "etag");
            assert!(tag.starts_with('"') && tag.len() == 34, "{tag}");
            assert!(header(answer, "last-modified").ends_with(" GMT"));
        }
        let length = header(&head, "content-length").to_owned();
        let body = whole.bytes().await.expect("bytes");
        assert_eq!(body.len().to_string(), length);
        assert!(head.bytes().await.expect("no bytes").is_empty());
        let refused = ask(&server, Method::POST, &path, &[]).await;
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(header(&refused, "allow"), "GET,HEAD");
    }
    for path in [
        "/dump",
        "/dump.",
        "/dump.csv",
        "/dump.sqlite/",
        "/dump.%2e%2e",
        "/dump.sqlite%00",
        "/dump.SQLITE",
        "/dump.toml.tar",
        "/changes.rss",
    ] {
        let answer = ask(&server, Method::GET, &format!("/data{path}"), &[]).await;
        assert_eq!(answer.status(), 404, "{path}");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    }
}

/// A copy is asked for again only when it changed, what was broken off goes on, and one that is read while the next
/// version comes ends as it began.
async fn downloads_are_of_one_version(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let temporary = TempDir::new().expect("a folder");
    let mut config = following(&database, &temporary);
    // An import goes on while nothing is read.
    config.edge.write_timeout = 600;
    let server = TestServer::with(&config).await;
    let path = "/dump.jsonl.zst";
    let first = ask(&server, Method::GET, path, &[]).await;
    let (lines_tag, date) = (header(&first, "etag"), header(&first, "last-modified"));
    for condition in [("if-none-match", lines_tag), ("if-modified-since", date)] {
        let again = ask(&server, Method::GET, path, &[condition]).await;
        assert_eq!(again.status(), 304, "{condition:?}");
        assert_eq!(header(&again, "etag"), lines_tag);
        assert!(again.bytes().await.expect("no bytes").is_empty());
    }
    let whole = bytes(&server, DUMPS[0]).await;
    let head = ask(&server, Method::HEAD, DUMPS[0], &[]).await;
    let tag = header(&head, "etag");
    let (half, length) = (whole.len() / 2, whole.len());
    let rest = format!("bytes={half}-");
    let mut parts = Vec::new();
    for (range, told) in [
        (
            format!("bytes=0-{}", half - 1),
            format!("bytes 0-{}/{length}", half - 1),
        ),
        (
            rest.clone(),
            format!("bytes {half}-{}/{length}", length - 1),
        ),
    ] {
        let headers = [("range", range.as_str()), ("if-range", tag)];
        let answer = ask(&server, Method::GET, DUMPS[0], &headers).await;
        assert_eq!(answer.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(header(&answer, "content-range"), told);
        let part = answer.bytes().await.expect("bytes");
        assert!(part.len() >= half);
        parts.extend(part);
    }
    assert!(parts == whole);
    let beyond = format!("bytes={length}-");
    let refused = ask(&server, Method::GET, DUMPS[0], &[("range", &beyond)]).await;
    assert_eq!(refused.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(
        header(&refused, "content-range"),
        format!("bytes */{length}")
    );
    let refused: Value = refused.json().await.expect("JSON");
    let message = refused["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains(&length.to_string()), "{message}");
    let mut slow = ask(&server, Method::GET, DUMPS[0], &[]).await;
    let read = slow.chunk().await.expect("bytes").expect("a chunk");
    let mut read = read.to_vec();
    import(&database, 1998, "Another year").await;
    serves(&server, 2).await;
    let changed = ask(&server, Method::GET, path, &[("if-none-match", lines_tag)]).await;
    assert_eq!(changed.status(), 200);
    let refused = ask(&server, Method::GET, path, &[("if-match", lines_tag)]).await;
    assert_eq!(refused.status(), StatusCode::PRECONDITION_FAILED);
    // Of another version the rest would not fit: all of it is sent.
    let headers = [("range", rest.as_str()), ("if-range", tag)];
    let answer = ask(&server, Method::GET, DUMPS[0], &headers).await;
    assert_eq!(answer.status(), 200);
    let second = answer.bytes().await.expect("bytes");
    assert!(second.len() > half && second != whole);
    while let Some(chunk) = slow.chunk().await.expect("bytes") {
        read.extend(chunk);
    }
    assert!(read == whole);
}

async fn a_hundred_clients_get_the_same(backend: Backend) {
    const CLIENTS: usize = 100;
    let database = TestDatabase::filled(backend).await;
    let mut program = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &database.url(),
        "--rate-limit",
        "0",
        // All wait for the last here.
        "--write-timeout",
        "600",
    ]);
    let url = program.endpoint().replace("/graphql", DUMPS[0]);
    let started = Arc::new(Barrier::new(CLIENTS + 1));
    let ended = Arc::new(Barrier::new(CLIENTS + 1));
    let client = client();
    let ask = |_| {
        let (client, url): (Client, _) = (client.clone(), url.clone());
        let (started, ended) = (Arc::clone(&started), Arc::clone(&ended));
        tokio::spawn(async move {
            let mut answer = client.get(url).send().await.expect("an answer");
            assert_eq!(answer.status(), 200);
            let tag = header(&answer, "etag").to_owned();
            let first = answer.chunk().await.expect("bytes").expect("a chunk");
            started.wait().await;
            ended.wait().await;
            let mut hash = Sha256::new_with_prefix(&first);
            while let Some(chunk) = answer.chunk().await.expect("bytes") {
                hash.update(chunk);
            }
            (
                first.starts_with(b"SQLite format 3\0"),
                tag,
                hash.finalize(),
            )
        })
    };
    let asking: Vec<_> = (0..CLIENTS).map(ask).collect();
    started.wait().await;
    // All are open; the file is, once.
    let process = format!("/proc/{}", program.id());
    let count = |what: &str| {
        let entries = fs::read_dir(format!("{process}/{what}")).expect("Linux");
        entries.count()
    };
    let (threads, files) = (count("task"), count("fd"));
    ended.wait().await;
    let answers = join_all(asking).await;
    let mut answers = answers.into_iter().map(|answer| answer.expect("no panic"));
    let first = answers.next().expect("an answer");
    assert!(first.0);
    assert!(answers.all(|answer| answer == first));
    assert!(threads < 60, "{threads} threads");
    assert!(files < CLIENTS + 40, "{files} files");
}

async fn what_is_sent_is_paid_for(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.rate_limit = 1).await;
    let left = |answer: &Response| {
        let left = header(answer, "ratelimit")
            .split_once("r=")
            .expect("points")
            .1;
        left.split(';')
            .next()
            .expect("a number")
            .parse::<u64>()
            .expect("a number")
    };
    let head = ask(&server, Method::HEAD, DUMPS[0], &[]).await;
    let before = left(&head);
    let whole = ask(&server, Method::GET, DUMPS[0], &[]).await;
    let length: u64 = header(&head, "content-length").parse().expect("a number");
    let points = length.div_ceil(16 << 10);
    assert!(points > 10, "{points}");
    let after = left(&whole);
    // A point comes back each second.
    assert!(
        (before - after).abs_diff(points) < 60,
        "{before} {after} {points}"
    );
    let part = ask(&server, Method::GET, DUMPS[0], &[("range", "bytes=0-9")]).await;
    assert!(after - left(&part).min(after) <= 1);
}
