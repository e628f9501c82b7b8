//! How pages are kept: by caches, by version, for good; and what they lead to.

use iscm::config::PublicUrl;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::page;
use crate::support::{Backend, TestServer, both_databases, client};

both_databases! {
    a_page_is_not_sent_twice,
    a_page_shows_a_version_that_was,
    a_page_leads_to_its_query_and_its_data,
    a_page_can_be_cited,
    what_a_page_takes_is_paid_for,
}

async fn a_page_is_not_sent_twice(backend: Backend) {
    let server = TestServer::start(backend).await;
    let first = page(&server, "/iscm/rcm").await;
    let tag = first.headers["etag"].clone();
    let again = server
        .request(Method::GET, "/iscm/rcm")
        .header("if-none-match", tag.clone());
    let again = again.send().await.expect("a response");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(again.headers().contains_key("content-security-policy"));
    // Another page, and the same in another language, is another one.
    for path in ["/iscm/sacm", "/iscm/rcm?lang=fr", "/iscm/rcm/summary"] {
        let other = server
            .request(Method::GET, path)
            .header("if-none-match", tag.clone());
        assert_eq!(
            other.send().await.expect("a response").status(),
            StatusCode::OK,
            "{path}"
        );
    }
}

async fn a_page_shows_a_version_that_was(backend: Backend) {
    let server = TestServer::following(backend).await;
    let before = page(&server, "/iscm/rcm").await;
    server.publish(1999).await;
    let is_second = async || {
        loop {
            let now = page(&server, "/iscm/rcm").await;
            if now.text().contains("Version 2") {
                return now;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let now = tokio::time::timeout(std::time::Duration::from_secs(20), is_second()).await;
    let now = now.expect("the second version");
    assert_ne!(now.headers["etag"], before.headers["etag"]);
    let past = page(&server, "/iscm/rcm?version=1").await;
    assert_eq!(past.status, StatusCode::OK);
    assert!(
        past.text().contains("as it was in version 1"),
        "{}",
        past.text()
    );
    assert!(!now.text().contains("as it was in version"));
    let links = past.links();
    assert!(
        links.contains(&"../iscm/rcm/summary?version=1".to_owned()),
        "{links:?}"
    );
}

async fn a_page_leads_to_its_query_and_its_data(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let rcm = page(&server, "/iscm/rcm").await;
    let links = rcm.links();
    let base = format!("http://{}/iscm/", server.address());
    let base = reqwest::Url::parse(&base).expect("an address");
    let of = |is: &dyn Fn(&str) -> bool| {
        let link = links.iter().find(|link| is(link)).expect("a link");
        base.join(link).expect("an address")
    };
    let json_link = of(&|link| link.contains("/q/") && !link.contains("format="));
    let answer: Value = client()
        .get(json_link)
        .send()
        .await
        .expect("a response")
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["data"]["iscm"]["acronym"], "RCM");
    let csv = of(&|link| link.contains("/q/") && link.contains("format=csv"));
    let csv = client().get(csv).send().await.expect("a response");
    assert_eq!(csv.status(), StatusCode::OK);
    let rows = csv.text().await.expect("text").lines().count() - 1;
    let data = server
        .data(
            r#"{ iscm(acronym: "rcm") { members(first: 0) { totalCount } } }"#,
            json!({}),
        )
        .await;
    assert_eq!(data["iscm"]["members"]["totalCount"], rows);
    let playground = of(&|link| link.contains("playground#query="));
    let fragment = playground.fragment().expect("a fragment").to_owned();
    let link = reqwest::Url::parse(&format!("http://a/?{fragment}")).expect("an address");
    let pairs: std::collections::HashMap<_, _> = link.query_pairs().collect();
    let variables: Value = serde_json::from_str(&pairs["variables"]).expect("JSON");
    let data = server.data(&pairs["query"], variables).await;
    assert_eq!(data["iscm"]["slug"], "rcm");
}

async fn a_page_can_be_cited(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.public_url =
            Some(PublicUrl::read("https://iscm.example.org/data/").expect("an address"));
    })
    .await;
    let rcm = page(&server, "/iscm/rcm").await;
    assert!(
        rcm.body
            .contains(r#"<link rel="canonical" href="https://iscm.example.org/data/iscm/rcm">"#)
    );
    let cited = page(&server, "/iscm/rcm?cite=bibtex").await;
    assert_eq!(
        cited.headers["content-disposition"],
        "attachment; filename=\"regional-conference-on-migration-rcm.bib\""
    );
    assert!(
        cited
            .body
            .contains("https://iscm.example.org/data/iscm/rcm?version=1"),
        "{}",
        cited.body
    );
    let ris = page(&server, "/iscm/rcm?cite=ris").await;
    assert!(ris.body.starts_with("TY  - ELEC"), "{}", ris.body);
}

async fn what_a_page_takes_is_paid_for(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.rate_limit = 1;
        edge.rate_burst = 20_000;
    })
    .await;
    let left = |got: &super::Got| -> u64 {
        let text = got.headers["ratelimit"].to_str().expect("text").to_owned();
        let (_, left) = text.split_once("r=").expect("what is left");
        left.split(';')
            .next()
            .and_then(|left| left.parse().ok())
            .expect("a number")
    };
    let made = page(&server, "/iscm/rcm").await;
    assert_eq!(made.status, StatusCode::OK);
    let kept = page(&server, "/iscm/rcm").await;
    // The work is more than what is taken before, and far less than what the question may cost at most.
    let taken = 20_000 - left(&kept);
    assert!((101..10_000).contains(&taken), "{taken}");
    let again = page(&server, "/iscm/rcm").await;
    assert!(
        left(&kept) - left(&again) <= 1,
        "{} {}",
        left(&kept),
        left(&again)
    );
    let mut is_refused = false;
    for number in 0..300 {
        let got = page(&server, &format!("/iscm/rcm?utm_source={number}")).await;
        if got.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(
                got.text().contains("your budget is spent"),
                "{}",
                got.text()
            );
            assert!(got.headers.contains_key("retry-after"));
            is_refused = true;
            break;
        }
    }
    assert!(is_refused);
}
