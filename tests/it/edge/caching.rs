//! What caches may keep, and what the server keeps itself.

use async_graphql::futures_util::future::join_all;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    any_copy_is_current_only_of_an_answer_that_there_is,
    tags_are_read_as_lists_of_them_are_written,
    an_answer_is_asked_for_again_only_when_it_changed,
    what_may_not_be_kept_says_so,
    answers_are_compressed_as_clients_take_them,
    a_kept_answer_is_the_same_and_ends_with_its_version,
    a_version_leaves_what_does_not_depend_on_it,
    one_request_makes_what_others_wait_for,
}

async fn get(server: &TestServer, query: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = server
        .request(Method::GET, "/graphql")
        .query(&[("query", query)]);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}

const QUERY: &str = "{ iscms(first: 20) { nodes { acronym name summary } } }";

async fn an_answer_is_asked_for_again_only_when_it_changed(backend: Backend) {
    let server = &TestServer::start(backend).await;
    // The first is made, the second kept.
    for _ in 0..2 {
        let answer = get(server, QUERY, &[]).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(
            header(&answer, "cache-control"),
            "public, max-age=0, s-maxage=60, stale-while-revalidate=600"
        );
        assert_eq!(header(&answer, "vary"), "accept, accept-encoding");
        let tag = header(&answer, "etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        for known in [
            tag.clone(),
            format!("\"other\", {tag}"),
            tag.trim_start_matches("W/").to_owned(),
            "*".to_owned(),
        ] {
            let again = get(server, QUERY, &[("if-none-match", &known)]).await;
            assert_eq!(again.status(), 304, "{known}");
            assert_eq!(header(&again, "etag"), tag);
            assert!(header(&again, "cache-control").starts_with("public"));
            assert!(again.bytes().await.expect("a body").is_empty());
        }
        let other = get(server, QUERY, &[("if-none-match", "W/\"other\"")]).await;
        assert_eq!(other.status(), 200);
    }
    // Before anything was made: the tag of another server over the same data.
    let tag = header(&get(server, "{ dataset { version } }", &[]).await, "etag").to_owned();
    let twin = &TestServer::with(&server.database().config()).await;
    let answer = get(twin, "{ dataset { version } }", &[("if-none-match", &tag)]).await;
    assert_eq!(answer.status(), 304);
    // Another question has another tag: other variables, another operation, another form.
    let tag_of = async |address: &str, accept: &str| {
        let request = server
            .request(Method::GET, address)
            .header("accept", accept);
        header(&request.send().await.expect("an answer"), "etag").to_owned()
    };
    let json = "application/json";
    let mut tags = vec![
        tag_of("/graphql?query={__typename}", json).await,
        tag_of(
            "/graphql?query={__typename}",
            "application/graphql-response+json",
        )
        .await,
        tag_of("/graphql?query={t:__typename}", json).await,
        tag_of(
            "/graphql?query=query%20A{__typename}query%20B{b:__typename}&operationName=A",
            json,
        )
        .await,
        tag_of(
            "/graphql?query=query%20A{__typename}query%20B{b:__typename}&operationName=B",
            json,
        )
        .await,
        tag_of(
            "/graphql?query=query($n:Int){iscms(first:$n){totalCount}}&variables={\"n\":1}",
            json,
        )
        .await,
        tag_of(
            "/graphql?query=query($n:Int){iscms(first:$n){totalCount}}&variables={\"n\":2}",
            json,
        )
        .await,
    ];
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 7, "{tags:?}");
}

async fn what_may_not_be_kept_says_so(backend: Backend) {
    let server = &TestServer::start(backend).await;
    for query in [
        "{",
        "{ nothing }",
        "{ iscms(first: -1) { totalCount } }",
        "{ node(id: \"x\") { id } }",
    ] {
        for _ in 0..2 {
            let answer = get(server, query, &[]).await;
            assert_eq!(header(&answer, "cache-control"), "no-store", "{query}");
            assert_eq!(header(&answer, "etag"), "", "{query}");
            assert!(answer.json::<Value>().await.expect("JSON")["errors"].is_array());
        }
    }
    let body = json!({ "query": QUERY }).to_string();
    for _ in 0..2 {
        let answer = server.post("application/json", body.clone()).await;
        assert_eq!(header(&answer, "cache-control"), "no-store");
        assert_eq!(header(&answer, "etag"), "");
    }
    let set = TestServer::edge(backend, |edge| {
        edge.cache_max_age = 5;
        edge.cache_shared_max_age = 0;
        edge.cache_stale = 7;
        edge.cache_memory = 0;
    })
    .await;
    let answer = get(&set, QUERY, &[]).await;
    assert_eq!(
        header(&answer, "cache-control"),
        "public, max-age=5, s-maxage=0, stale-while-revalidate=7"
    );
}

async fn answers_are_compressed_as_clients_take_them(backend: Backend) {
    let server = &TestServer::start(backend).await;
    let plain = get(server, QUERY, &[]).await;
    assert_eq!(header(&plain, "content-encoding"), "");
    let plain = plain.bytes().await.expect("a body");
    for (accept, right) in [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "br"),
        ("deflate", ""),
        ("identity", ""),
    ] {
        // The first is made, the second kept.
        for _ in 0..2 {
            let answer = get(server, QUERY, &[("accept-encoding", accept)]).await;
            assert_eq!(header(&answer, "content-encoding"), right, "{accept}");
            let body = answer.bytes().await.expect("a body").to_vec();
            assert!(
                right.is_empty() || body.len() * 2 < plain.len(),
                "{accept}: {} of {}",
                body.len(),
                plain.len()
            );
            assert!(decoded(right, body) == plain, "{accept}");
        }
    }
    let small = get(server, "{ __typename }", &[("accept-encoding", "br")]).await;
    assert_eq!(header(&small, "content-encoding"), "", "not worth it");
}

fn decoded(encoding: &str, body: Vec<u8>) -> Vec<u8> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    match encoding {
        "gzip" => flate2::read::GzDecoder::new(body.as_slice())
            .read_to_end(&mut bytes)
            .map(drop),
        "br" => brotli::BrotliDecompress(&mut body.as_slice(), &mut bytes).map(drop),
        "zstd" => zstd::stream::copy_decode(body.as_slice(), &mut bytes),
        _ => return body,
    }
    .expect("what it says");
    bytes
}

async fn a_kept_answer_is_the_same_and_ends_with_its_version(backend: Backend) {
    let server = &TestServer::following(backend).await;
    let query = "{ dataset { version } iscm(acronym: \"RCM\") { summary chair { from } } }";
    let first = get(server, query, &[]).await;
    let tag = header(&first, "etag").to_owned();
    let first: Value = first.json().await.expect("JSON");
    let second: Value = get(server, query, &[]).await.json().await.expect("JSON");
    assert_eq!(first, second);
    assert_eq!(first["data"]["dataset"]["version"], 1);
    // A new version is published: nothing of the old is answered any more.
    let mut versions = server.graph().versions();
    versions.mark_unchanged();
    server.publish(1997).await;
    versions.changed().await.expect("a new version");
    let third = get(server, query, &[("if-none-match", &tag)]).await;
    assert_eq!(third.status(), 200);
    assert_ne!(header(&third, "etag"), tag);
    assert_eq!(
        third.json::<Value>().await.expect("JSON")["data"]["dataset"]["version"],
        2
    );
}

/// How many operations were answered so, by the server's own count.
async fn counted(server: &TestServer, cache: &str) -> u64 {
    let metrics = server.get("/metrics").await.text().await.expect("text");
    let name = format!("iscm_graphql_request_duration_seconds_count{{cache=\"{cache}\"}} ");
    let mut lines = metrics.lines();
    let count = lines.find_map(|line| line.strip_prefix(&name)?.parse().ok());
    count.expect("a count")
}

async fn a_version_leaves_what_does_not_depend_on_it(backend: Backend) {
    let server = &TestServer::following(backend).await;
    let of_countries = "{ country(code: \"MX\") { name chairmanships(on: \"2015-01-01\") { from iscm { acronym } } } topics { label } }";
    let of_topics = "{ topics { slug label } }";
    let of_iscms = "{ iscm(acronym: \"SACM\") { established } }";
    let mut tags = Vec::new();
    for query in [of_topics, of_iscms, of_countries] {
        tags.push(header(&get(server, query, &[]).await, "etag").to_owned());
    }
    let mut versions = server.graph().versions();
    versions.mark_unchanged();
    server.publish(1997).await;
    versions.changed().await.expect("a new version");
    let hits = counted(server, "hit").await;
    let kept = get(server, of_topics, &[]).await;
    assert_eq!(header(&kept, "etag"), tags[0], "no topic changed");
    assert_eq!(counted(server, "hit").await, hits + 1, "it was kept");
    let again = get(server, of_topics, &[("if-none-match", &tags[0])]).await;
    assert_eq!(again.status(), 304);
    // An ISCM changed: what tells of ISCMs is made anew, be it the same or not.
    for (query, tag) in [(of_iscms, &tags[1]), (of_countries, &tags[2])] {
        let made = get(server, query, &[("if-none-match", tag)]).await;
        assert_eq!(made.status(), 200, "{query}");
        assert_ne!(header(&made, "etag"), tag, "{query}");
    }
}

async fn one_request_makes_what_others_wait_for(backend: Backend) {
    let server = &TestServer::start(backend).await;
    let query = "{ iscms(first: 30) { nodes { acronym summaryOfFindings { markdown } } } }";
    let asked = (0..12).map(|_| get(server, query, &[]));
    let answers = join_all(asked).await;
    let mut bodies = Vec::new();
    for answer in answers {
        assert_eq!(answer.status(), 200);
        bodies.push(answer.bytes().await.expect("a body"));
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    assert_eq!(counted(server, "miss").await, 1, "one was made");
    assert_eq!(counted(server, "hit").await, 11, "the others waited");
    // What is not kept is made by each: none waits for another in vain.
    let wrong = "{ node(id: \"x\") { id } }";
    for answer in join_all((0..6).map(|_| get(server, wrong, &[]))).await {
        assert!(answer.json::<Value>().await.expect("JSON")["errors"].is_array());
    }
}

async fn any_copy_is_current_only_of_an_answer_that_there_is(backend: Backend) {
    for memory in [64, 0] {
        let server = TestServer::edge(backend, |edge| edge.cache_memory = memory).await;
        let ask = async |path: &str, condition: &str| {
            let request = server.request(Method::GET, path);
            let answer = request.header("if-none-match", condition).send().await;
            answer.expect("an answer")
        };
        for (query, is_whole) in [
            ("{__typename}", true),
            ("{iscm(acronym:\"RCM\"){name}}", true),
            ("{iscm(acronym:\"ZZZZ\"){name}}", false),
            ("{a:__typename iscm(acronym:\"ZZZZ\"){name}}", false),
            ("{iscms(first:1000){totalCount}}", false),
            ("{nope}", false),
            ("{", false),
        ] {
            let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
            let path = format!("/graphql?query={query}");
            // First of all, and when it may be kept.
            for time in 0..2 {
                for condition in ["*", " * "] {
                    let answer = ask(&path, condition).await;
                    let is = (
                        answer.status().as_u16(),
                        answer.headers().contains_key("etag"),
                    );
                    let status = if is_whole { 304 } else { 200 };
                    assert_eq!(is, (status, is_whole), "{path} {time} {memory}");
                    if !is_whole {
                        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
                        let body: Value = answer.json().await.expect("JSON");
                        assert!(body["errors"].is_array(), "{body}");
                    }
                }
            }
        }
        assert_eq!(ask("/schema.graphql", "*").await.status(), 304);
        assert_eq!(ask("/nope", "*").await.status(), 404);
    }
}

async fn tags_are_read_as_lists_of_them_are_written(backend: Backend) {
    let server = TestServer::start(backend).await;
    for path in ["/graphql?query=%7B__typename%7D", "/schema.graphql"] {
        let tag = server.get(path).await.headers()["etag"].clone();
        let tag = tag.to_str().expect("text");
        let strong = tag.trim_start_matches("W/");
        for (lines, is_current) in [
            (vec![tag.to_owned()], true),
            (vec![strong.to_owned()], true),
            (vec![format!("\"a,b\" , {tag}")], true),
            (vec![format!("\"a\",{tag},\"b\"")], true),
            (vec!["\"a\"".to_owned(), format!(",, {tag}")], true),
            (vec![format!("\"a,{},b\"", tag.replace('"', ""))], false),
            (vec![format!("\"a, {strong}")], false),
            (vec![strong.replace('"', "")], false),
            (vec![strong.to_ascii_uppercase().replace('"', "'")], false),
            (vec!["\"*\"".to_owned()], false),
            (vec!["\"\"".to_owned()], false),
            (vec![String::new()], false),
        ] {
            let mut request = server.request(Method::GET, path);
            for line in &lines {
                request = request.header("if-none-match", line);
            }
            let status = request.send().await.expect("an answer").status().as_u16();
            assert_eq!(
                status,
                if is_current { 304 } else { 200 },
                "{path} {lines:?}"
            );
        }
    }
}
