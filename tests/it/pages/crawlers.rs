//! What search engines are told.

use iscm::config::{BasePath, PublicUrl};
use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::StatusCode;
use serde_json::json;

use super::{led, texts};
use crate::support::{Backend, TestServer, both_databases, list};

both_databases! {
    the_sitemap_has_all_pages_and_each_is_there,
    a_published_address_is_told_and_kept,
    without_one_the_host_of_the_request_is_told_and_not_kept,
}

/// The addresses in a sitemap.
fn addresses(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut addresses, mut is_address) = (Vec::new(), false);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(tag) => is_address = tag.name().as_ref() == "loc",
            Event::End(_) => is_address = false,
            Event::Text(text) if is_address => addresses.push(text.to_string()),
            Event::Eof => return addresses,
            _ => {}
        }
    }
}

async fn the_sitemap_has_all_pages_and_each_is_there(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let answer = server.get("/sitemap.xml").await;
    assert_eq!(
        answer.headers()["content-type"],
        "application/xml; charset=utf-8"
    );
    let addresses = addresses(&answer.text().await.expect("text"));
    let start = format!("http://{}/", server.address());
    let paths: Vec<_> = addresses
        .iter()
        .filter_map(|one| one.strip_prefix(&start))
        .collect();
    assert_eq!(paths.len(), addresses.len(), "{addresses:?}");
    let query = "{ iscms(first: 100) { nodes { slug } } topics { slug } frameworks { slug }
        countries(first: 0) { totalCount } organizations(first: 100) { totalCount nodes { acronym } } }";
    let data = server.data(query, json!({})).await;
    for (kind, pointer) in [("iscm", "/iscms/nodes/*/slug"), ("topic", "/topics/*/slug")] {
        for slug in texts(&data, pointer) {
            let path = format!("{kind}/{slug}");
            assert!(paths.contains(&path.as_str()), "{path}");
        }
    }
    let of_kind = |kind: &str| paths.iter().filter(|path| path.starts_with(kind)).count();
    assert_eq!(json!(of_kind("country/")), data["countries"]["totalCount"]);
    assert_eq!(
        json!(of_kind("organization/")),
        data["organizations"]["totalCount"]
    );
    assert_eq!(of_kind("framework/"), list(&data["frameworks"]).len());
    // Some of each kind, and all that are of no single record.
    let some = paths.iter().enumerate();
    let some = some.filter(|(at, path)| at % 13 == 0 || !path.contains('/'));
    for (_, path) in some {
        let led = led(&server, &format!("/{path}")).await;
        assert_eq!(led, (StatusCode::OK, String::new()), "{path}");
    }
}

async fn a_published_address_is_told_and_kept(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.public_url = Some(PublicUrl::read("https://example.org/data/").expect("an address"));
    })
    .await;
    let answer = server.get("/sitemap.xml").await;
    assert_eq!(answer.headers()["cache-control"], "no-cache");
    assert!(answer.headers().contains_key("etag"));
    let addresses = addresses(&answer.text().await.expect("text"));
    assert!(addresses.contains(&"https://example.org/data/iscm/rcm/summary".to_owned()));
    assert!(
        addresses
            .iter()
            .all(|one| one.starts_with("https://example.org/data/"))
    );
    let robots = server.get("/robots.txt").await.text().await.expect("text");
    for line in [
        "User-agent: *",
        "Disallow: /data/graphql",
        "Disallow: /data/q/",
        "Disallow: /data/d/",
        "Allow: /data/",
        "Sitemap: https://example.org/data/sitemap.xml",
    ] {
        assert!(robots.lines().any(|one| one == line), "{line} in {robots}");
    }
}

async fn without_one_the_host_of_the_request_is_told_and_not_kept(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.base_path = BasePath::read("/data/").expect("a path");
        edge.trusted_proxies = 1;
    })
    .await;
    let request = server.request(reqwest::Method::GET, "/data/sitemap.xml");
    let request = request
        .header("host", "iscm.example")
        .header("x-forwarded-proto", "https");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let addresses = addresses(&answer.text().await.expect("text"));
    assert!(
        addresses
            .iter()
            .all(|one| one.starts_with("https://iscm.example/data/"))
    );
    let robots = server.get("/data/robots.txt").await;
    assert_eq!(robots.headers()["cache-control"], "no-store");
    let robots = robots.text().await.expect("text");
    assert!(robots.contains("Disallow: /data/graphql\n"), "{robots}");
    assert!(!robots.contains("Sitemap:"), "{robots}");
}
