//! How files are sent: again only when they changed, in parts, compressed, and for points.

use reqwest::{Method, Response, StatusCode};

use super::text;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_file_is_revalidated_and_resumed,
    compressed_files_are_the_same,
    a_file_costs_what_its_rows_do,
    what_is_refused_and_what_was_are_not_free,
}

async fn a_file_is_revalidated_and_resumed(backend: Backend) {
    let server = TestServer::following(backend).await;
    for extension in ["csv", "jsonl", "json", "xlsx", "parquet"] {
        let path = format!("/d/sources.{extension}");
        let response = server.get(&path).await;
        let headers = response.headers().clone();
        let whole = response.bytes().await.expect("bytes");
        let tag = headers["etag"].to_str().expect("text");
        assert!(tag.starts_with('"'), "{tag}");
        assert!(
            headers["content-disposition"]
                .to_str()
                .expect("text")
                .contains(&format!("sources.{extension}"))
        );
        assert!(
            headers["iscm-rows"]
                .to_str()
                .expect("text")
                .parse::<usize>()
                .expect("a number")
                > 100
        );
        for (name, value) in [
            ("if-none-match", tag),
            (
                "if-modified-since",
                headers["last-modified"].to_str().expect("text"),
            ),
        ] {
            let again = server
                .request(Method::GET, &path)
                .header(name, value)
                .send()
                .await
                .expect("an answer");
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{name} {value}");
            assert!(again.bytes().await.expect("bytes").is_empty());
        }
        let half = whole.len() / 2;
        let part = |range: String, of: &str| {
            let request = server.request(Method::GET, &path).header("range", range);
            request.header("if-range", of.to_owned()).send()
        };
        let mut joined = Vec::new();
        for range in [format!("bytes=0-{}", half - 1), format!("bytes={half}-")] {
            let response = part(range, tag).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
            let told = response.headers()["content-range"]
                .to_str()
                .expect("text")
                .to_owned();
            assert!(told.ends_with(&format!("/{}", whole.len())), "{told}");
            joined.extend(response.bytes().await.expect("bytes"));
        }
        assert!(joined == whole, "{extension}");
        let last = part("bytes=-7".to_owned(), tag)
            .await
            .expect("an answer")
            .bytes()
            .await
            .expect("bytes");
        assert_eq!(last, whole[whole.len() - 7..]);
        let beyond = part(format!("bytes={}-", whole.len()), tag)
            .await
            .expect("an answer");
        assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(
            beyond.headers()["content-range"],
            format!("bytes */{}", whole.len())
        );
        let other = part("bytes=0-1".to_owned(), "\"other\"")
            .await
            .expect("an answer");
        assert_eq!(other.status(), StatusCode::OK);
        assert_eq!(other.bytes().await.expect("bytes"), whole);
        let head = server
            .request(Method::HEAD, &path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(head.status(), StatusCode::OK);
        assert_eq!(head.headers()["etag"], tag);
    }
    // Sources are as they were in a version that changes an ISCM: so is the file.
    let tag = |response: Response| response.headers()["etag"].clone();
    let (sources, iscms) = (
        tag(server.get("/d/sources.csv").await),
        tag(server.get("/d/iscms.csv").await),
    );
    let version = server.graph().snapshot().version().number;
    server.publish(1995).await;
    while server.graph().snapshot().version().number == version {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(tag(server.get("/d/sources.csv").await), sources);
    assert_ne!(tag(server.get("/d/iscms.csv").await), iscms);
}

async fn compressed_files_are_the_same(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let plain = server.get("/d/memberships.csv").await;
    let tag = plain.headers()["etag"].clone();
    let plain = plain.bytes().await.expect("bytes");
    for coding in ["gzip", "zstd", "br"] {
        let request = server
            .request(Method::GET, "/d/memberships.csv")
            .header("accept-encoding", coding);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.headers()["content-encoding"], coding);
        assert_ne!(
            response.headers()["etag"],
            tag,
            "a strong tag is of the bytes"
        );
        let packed = response.bytes().await.expect("bytes");
        let mut unpacked = Vec::new();
        match coding {
            "gzip" => {
                std::io::copy(&mut flate2::read::GzDecoder::new(&*packed), &mut unpacked)
                    .expect("gzip");
            }
            "zstd" => unpacked = zstd::decode_all(&*packed).expect("zstd"),
            _ => brotli::BrotliDecompress(&mut &*packed, &mut unpacked).expect("brotli"),
        }
        assert!(
            unpacked == plain && packed.len() < plain.len() / 2,
            "{coding}"
        );
    }
    let marked = text(server.get("/d/memberships.csv?bom=1").await).await;
    assert_eq!(
        marked.strip_prefix('\u{feff}').map(str::as_bytes),
        Some(&*plain)
    );
}

async fn a_file_costs_what_its_rows_do(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.rate_limit = 1;
        edge.rate_burst = 20_000;
        edge.max_file_cost = 10;
        edge.files = 1;
    })
    .await;
    let cost = |response: &Response| {
        let cost = response.headers()["iscm-cost"].to_str().expect("text");
        cost.parse::<u64>().expect("a number")
    };
    let left = |response: &Response| {
        let left = response.headers()["ratelimit"]
            .to_str()
            .expect("text")
            .to_owned();
        let left = left
            .split("r=")
            .nth(1)
            .and_then(|rest| rest.split(';').next());
        left.and_then(|left| left.parse::<u64>().ok())
            .expect("a number")
    };
    let one = server.get("/d/uptakes.csv").await;
    let (before, _) = (left(&one), text(one).await);
    for _ in 0..3 {
        let next = server.get("/d/uptakes.csv").await;
        assert!(cost(&next) >= 1 && left(&next) <= before - cost(&next) + 2);
        text(next).await;
    }
    let dear = server.get("/d/memberships.csv").await;
    assert_eq!(dear.status(), StatusCode::BAD_REQUEST);
    let message = dear.text().await.expect("text");
    assert!(
        message.contains("LIMIT_EXCEEDED") && message.contains("10 at most"),
        "{message}"
    );
}

/// The points that a response says are left.
fn left(response: &Response) -> u64 {
    let left = response.headers()["ratelimit"].to_str().expect("text");
    let left = left
        .split("r=")
        .nth(1)
        .and_then(|rest| rest.split(';').next());
    left.and_then(|left| left.parse().ok()).expect("a number")
}

async fn what_is_refused_and_what_was_are_not_free(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.refresh = std::time::Duration::from_millis(50);
        config.edge.rate_limit = 1;
        config.edge.rate_burst = 20_000;
    })
    .await;
    let version = server.graph().snapshot().version().number;
    server.publish(1995).await;
    while server.graph().snapshot().version().number == version {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let mut before = left(&server.get("/d/uptakes.csv").await);
    for (path, points) in [
        ("/d/nobody.csv", 10),
        ("/d/memberships.doc", 10),
        ("/d/memberships.csv?roles=BOSS", 10),
        ("/d/memberships.csv?version=9", 10),
        ("/d/memberships.csv?since=9", 10),
        ("/d/uptakes.csv-metadata.json", 1),
        ("/graphql?format=csv&query=%7Bnobody%7D", 10),
        ("/d/uptakes.csv?version=1", 1_000),
        ("/d/uptakes.csv?since=1", 1_000),
    ] {
        let response = server.get(path).await;
        let after = left(&response);
        // Some come back meanwhile.
        assert!(
            after + points <= before + 30 && after < before,
            "{path}: {before} {after}"
        );
        before = after;
    }
    // What a workbook cannot hold is told, and no half of it sent.
    let query = "{ iscm(acronym: \"RCM\") { summaryOfFindings { markdown } } }";
    let body = serde_json::json!({ "query": query }).to_string();
    let request = server
        .request(Method::POST, "/graphql?format=xlsx")
        .body(body);
    let request = request.header("content-type", "application/json");
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let told = response.text().await.expect("text");
    assert!(
        told.contains("iscm.summaryOfFindings.markdown") && told.contains("LIMIT_EXCEEDED"),
        "{told}"
    );
}
