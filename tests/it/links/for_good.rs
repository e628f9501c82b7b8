//! The same bytes for good: over later versions and restarts.

use iscm::dataset::Files;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Place, QUERY, header, link, post, rcm, sha256};
use crate::as_of::served;
use crate::support::{Backend, DataFolder, TestServer, both_databases};

both_databases! {
    a_link_to_a_version_gives_the_same_bytes_for_good,
    a_link_without_a_version_is_the_newest,
    an_answer_with_an_error_is_not_kept,
    files_and_bibliographies_are_linked,
    a_link_is_asked_as_other_addresses_are,
}

const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Publishes a version in which the RCM was established in another year.
async fn publish(place: &Place, server: &TestServer, year: i32) {
    let version = server.graph().snapshot().version().number;
    let folder = DataFolder::copy();
    let established = format!("established = {year}");
    folder.replace("iscm/rcm.toml", "established = 1996", &established);
    let title = "title = \"About Us (questions and answers)\"";
    folder.replace("iscm/rcm.toml", title, &format!("title = \"About {year}\""));
    let files = Files::read(folder.path()).expect("the files");
    let db = place.database.open().await;
    iscm::import(&db, &files, "Another year")
        .await
        .expect("imported");
    db.close().await.expect("closed");
    served(server, version + 1).await;
}

/// What a link is made of: its status, its headers that matter, and its bytes.
async fn bytes(server: &TestServer, path: &str) -> (Vec<String>, Vec<u8>) {
    let response = server.get(path).await;
    let status = response.status();
    let headers = ["etag", "cache-control", "content-type", "iscm-cost"];
    let headers = headers.map(|name| header(&response, name).to_owned());
    let body = response.bytes().await.expect("bytes").to_vec();
    let shown = String::from_utf8_lossy(&body);
    assert_eq!(status, StatusCode::OK, "{path}: {shown}");
    (headers.into(), body)
}

async fn a_link_to_a_version_gives_the_same_bytes_for_good(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let url = rcm(&server).await;
    let hash = sha256(QUERY);
    let right = format!("/q/{hash}?variables=%7B%22acronym%22%3A%22RCM%22%7D&version=1");
    assert_eq!(url, right);
    assert_eq!(place.files(), [format!("{hash}.graphql")]);
    let file = place.folder.path().join(&place.files()[0]);
    assert_eq!(std::fs::read_to_string(file).expect("a file"), QUERY);
    let other = link(
        &server,
        &json!({ "query": "{ dataset { version publishedAt } }" }),
    )
    .await;
    let as_file = format!("{url}&format=csv&rows=iscm.currentChairs&empty=keep");
    let as_sources = format!("{url}&cite=bibtex");
    let paths = [url.clone(), other, as_file, as_sources];
    let mut first = Vec::new();
    for path in &paths {
        let once = bytes(&server, path).await;
        assert_eq!(once.0[1], FOR_GOOD, "{path}");
        assert_eq!(bytes(&server, path).await, once, "{path}");
        first.push(once);
    }
    // What is asked by POST is the same but for what it costs, as is what the version said at its moment.
    let answer: Value = serde_json::from_slice(&first[0].1).expect("JSON");
    assert_eq!(answer["data"]["iscm"]["established"], 1996);
    assert_eq!(
        answer.as_object().map(serde_json::Map::len),
        Some(1),
        "{answer}"
    );
    let scope = server.graph().scope_at(1).expect("version 1");
    let day = scope.today().to_string();
    let query = "query ($on: Date!) { iscm(acronym: \"RCM\") { members(on: $on, certainty: CERTAIN) { totalCount } } }";
    let data = server.data(query, json!({ "on": day })).await;
    assert_eq!(answer["data"]["iscm"]["members"], data["iscm"]["members"]);
    // Later versions.
    for year in [1995, 1994] {
        publish(&place, &server, year).await;
        for (path, first) in paths.iter().zip(&first) {
            assert_eq!(bytes(&server, path).await, *first, "{path}");
        }
    }
    assert!(rcm(&server).await.ends_with("&version=3"));
    // A restart; and a server that keeps no answers.
    server.stop().await;
    let again = place.server().await;
    let mut config = place.config();
    config.edge.cache_memory = 0;
    let without_cache = TestServer::with(&config).await;
    for server in [again, without_cache] {
        for (path, first) in paths.iter().zip(&first) {
            assert_eq!(bytes(&server, path).await, *first, "{path}");
        }
        let third = paths[0].replace("version=1", "version=3");
        let (_, third) = bytes(&server, &third).await;
        let third: Value = serde_json::from_slice(&third).expect("JSON");
        assert_eq!(third["data"]["iscm"]["established"], 1994);
    }
}

async fn a_link_without_a_version_is_the_newest(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let url = rcm(&server).await;
    let newest = url.replace("&version=1", "");
    for year in [1996, 1995] {
        if year != 1996 {
            publish(&place, &server, year).await;
        }
        let response = server.get(&newest).await;
        let caching = header(&response, "cache-control");
        assert!(
            caching.starts_with("public, max-age=0, s-maxage=60"),
            "{caching}"
        );
        let tag = header(&response, "etag").to_owned();
        let answer: Value = response.json().await.expect("JSON");
        assert_eq!(answer["data"]["iscm"]["established"], year);
        let again = server
            .request(Method::GET, &newest)
            .header("if-none-match", &tag);
        let again = again.send().await.expect("an answer");
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }
}

async fn an_answer_with_an_error_is_not_kept(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let body = json!({ "query": QUERY, "variables": { "acronym": "no such" } });
    let url = link(&server, &body).await;
    for _ in 0..2 {
        let response = server.get(&url).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, "cache-control"), "no-store");
        let answer: Value = response.json().await.expect("JSON");
        assert_eq!(answer["data"]["iscm"], Value::Null);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
    for end in ["&format=csv&rows=iscm.currentChairs", "&cite=csl"] {
        let response = server.get(&format!("{url}{end}")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{end}");
        assert_eq!(header(&response, "cache-control"), "no-store");
    }
}

async fn files_and_bibliographies_are_linked(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let query = "query Names { iscms { nodes { acronym uptakes { summary } } } }";
    let url = link(
        &server,
        &json!({ "query": query, "operationName": "Names" }),
    )
    .await;
    assert!(url.contains("?operationName=Names&version=1"), "{url}");
    let posted = server.request(Method::POST, "/graphql?format=csv&rows=iscms.uptakes");
    let posted = posted.header("content-type", "application/json");
    let posted = posted
        .body(json!({ "query": query }).to_string())
        .send()
        .await;
    let right = posted.expect("an answer").text().await.expect("text");
    let file = server
        .get(&format!("{url}&format=csv&rows=iscms.uptakes"))
        .await;
    assert_eq!(
        header(&file, "content-disposition"),
        "attachment; filename=\"Names.csv\""
    );
    assert_eq!(header(&file, "cache-control"), FOR_GOOD);
    assert_eq!(file.text().await.expect("text"), right);
    let by_type = server.request(Method::GET, &format!("{url}&rows=iscms.uptakes"));
    let by_type = by_type.header("accept", "text/csv").send().await;
    assert_eq!(
        by_type.expect("an answer").text().await.expect("text"),
        right
    );
    let several = server.get(&format!("{url}&format=csv")).await;
    let text = several.text().await.expect("text");
    assert!(text.contains("`iscms.uptakes`"), "{text}");
    for cite in ["csl", "bibtex", "ris"] {
        let sources = server.get(&format!("{url}&cite={cite}")).await;
        assert_eq!(sources.status(), StatusCode::OK);
        assert_eq!(header(&sources, "cache-control"), FOR_GOOD);
    }
    // A named data set's document is known without being linked.
    let set = include_str!("../../../src/files/datasets/iscms.graphql");
    let own = link(&server, &json!({ "query": set })).await;
    assert!(own.starts_with(&format!("/q/{}?", sha256(set))), "{own}");
    assert_eq!(place.files().len(), 1);
    let answer: Value = server.get(&own).await.json().await.expect("JSON");
    assert_eq!(answer["data"]["iscms"]["nodes"][0]["acronym"], "5+5");
}

async fn a_link_is_asked_as_other_addresses_are(backend: Backend) {
    let place = Place::new(backend).await;
    let mut config = place.config();
    config.edge.base_path = iscm::config::BasePath::read("/data/").expect("a path");
    config.edge.rate_limit = 1;
    config.edge.rate_burst = 20_000;
    let server = TestServer::with(&config).await;
    let left = |response: &reqwest::Response| {
        let left = header(response, "ratelimit").split("r=").nth(1);
        let left = left.and_then(|rest| rest.split(';').next());
        left.and_then(|left| left.parse::<u64>().ok())
            .expect("a number")
    };
    let body = json!({ "query": QUERY, "variables": { "acronym": "RCM" } });
    let (first, second) = (post(&server, &body).await, post(&server, &body).await);
    let spent = left(&first) - left(&second);
    assert!((98..=100).contains(&spent), "{spent}");
    let refused = post(&server, &json!({ "query": "{ nobody }" })).await;
    assert!(left(&second) - left(&refused) <= 10);
    let url = link(&server, &body).await;
    assert!(url.starts_with("/data/q/"), "{url}");
    let whole = server.get(&url).await;
    let cost: u64 = header(&whole, "iscm-cost").parse().expect("a number");
    let again = server.get(&url).await;
    assert!(cost > 1 && left(&whole) - left(&again) <= 1);
    let text = whole.text().await.expect("text");
    let below = url.trim_start_matches("/data");
    assert_eq!(server.get(below).await.text().await.expect("text"), text);
    let head = server
        .request(Method::HEAD, &url)
        .send()
        .await
        .expect("an answer");
    assert_eq!(header(&head, "etag"), header(&again, "etag"));
    assert_eq!(header(&head, "content-length"), text.len().to_string());
    let tag = header(&again, "etag");
    let known = server
        .request(Method::GET, &url)
        .header("if-none-match", tag);
    let known = known.send().await.expect("an answer");
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&known, "cache-control"), FOR_GOOD);
    let packed = server
        .request(Method::GET, &url)
        .header("accept-encoding", "br");
    let packed = packed.send().await.expect("an answer");
    assert_eq!(header(&packed, "vary"), "accept, accept-encoding");
    let typed = server.request(Method::GET, &url);
    let typed = typed.header("accept", "application/graphql-response+json");
    let typed = typed.send().await.expect("an answer");
    assert!(header(&typed, "content-type").starts_with("application/graphql-response+json"));
    assert_eq!(typed.text().await.expect("text"), text);
    let none = server
        .request(Method::GET, &url)
        .header("accept", "image/png");
    let none = none.send().await.expect("an answer");
    assert_eq!(none.status(), StatusCode::NOT_ACCEPTABLE);
    for (method, path, allowed) in [
        (Method::GET, "/q", "POST"),
        (Method::PUT, "/q", "POST"),
        (Method::POST, &*url, "GET,HEAD"),
        (Method::DELETE, &*url, "GET,HEAD"),
    ] {
        let refused = server
            .request(method, path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(header(&refused, "allow"), allowed, "{path}");
    }
    let asked = server.request(Method::OPTIONS, "/q");
    let asked = asked.header("origin", "https://a.example");
    let asked = asked
        .header("access-control-request-method", "POST")
        .send()
        .await;
    let asked = asked.expect("an answer");
    assert_eq!(header(&asked, "access-control-allow-origin"), "*");
    let metrics = server.get("/metrics").await.text().await.expect("text");
    assert!(
        metrics.contains("route=\"links\",status=\"201\"} 3"),
        "{metrics}"
    );
    assert!(
        metrics.contains("route=\"links\",status=\"304\"} 1"),
        "{metrics}"
    );
}
