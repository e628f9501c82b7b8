//! The first page, the pages of ISCMs, and their summaries.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::json;

use super::page;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    the_first_page_names_every_iscm,
    a_page_of_an_iscm_says_what_the_api_answers,
    every_iscm_has_its_pages,
    a_summary_tells_every_fact_of_the_main_source,
    names_are_in_the_language_of_the_reader,
}

async fn the_first_page_names_every_iscm(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let home = page(&server, "/").await;
    assert_eq!(home.status, StatusCode::OK);
    let data = server
        .data("{ iscms(first: 100) { nodes { slug name } } }", json!({}))
        .await;
    let (links, text) = (home.links(), home.text());
    for iscm in data["iscms"]["nodes"].as_array().expect("ISCMs") {
        let link = format!("./iscm/{}", iscm["slug"].as_str().expect("a slug"));
        assert!(links.contains(&link), "{link}");
        let name = iscm["name"].as_str().expect("a name");
        assert!(text.contains(name), "{name}");
    }
    assert!(home.body.contains(r#""@type":"Dataset""#));
}

async fn a_page_of_an_iscm_says_what_the_api_answers(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let rcm = page(&server, "/iscm/rcm").await;
    assert_eq!(rcm.status, StatusCode::OK);
    let text = rcm.text();
    let data = server
        .data(
            r#"{ iscm(acronym: "RCM") {
                name names { name } summary region
                members(first: 100) { nodes { party { name } } }
                structures { name summary } fundingSources { summary } reserveFund { name purpose }
                guidelines { title citations { source { title } } } themes { title }
                uptakes { summary } partnerships(first: 20) { nodes { summary } }
            } }"#,
            json!({}),
        )
        .await;
    let mut told = 0;
    let mut look = |value: &serde_json::Value| {
        let said = value
            .as_str()
            .expect("a text")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(text.contains(&said), "{said}");
        told += 1;
    };
    let iscm = &data["iscm"];
    for field in ["name", "summary", "region"] {
        look(&iscm[field]);
    }
    for (list, fields) in [
        ("structures", &["name", "summary"][..]),
        ("fundingSources", &["summary"]),
        ("guidelines", &["title"]),
        ("themes", &["title"]),
        ("uptakes", &["summary"]),
    ] {
        for item in iscm[list].as_array().expect("a list") {
            for field in fields {
                look(&item[*field]);
            }
        }
    }
    for item in iscm["partnerships"]["nodes"].as_array().expect("a list") {
        look(&item["summary"]);
    }
    for guidelines in iscm["guidelines"].as_array().expect("a list") {
        for citation in guidelines["citations"].as_array().expect("a list") {
            look(&citation["source"]["title"]);
        }
    }
    look(&iscm["reserveFund"]["name"]);
    look(&iscm["reserveFund"]["purpose"]);
    assert!(told > 60, "{told} things were looked for");
    // Each mark leads to a note, and each note back to a mark.
    let links: BTreeSet<_> = rcm.links().into_iter().collect();
    let places = rcm
        .body
        .split("id=\"")
        .skip(1)
        .filter_map(|part| part.split_once('"'));
    let places: BTreeSet<_> = places.map(|(place, _)| place.to_owned()).collect();
    let inside: Vec<_> = links
        .iter()
        .filter_map(|link| link.strip_prefix('#'))
        .collect();
    assert!(inside.len() > 50, "{inside:?}");
    for link in inside {
        assert!(places.contains(link), "#{link}");
    }
}

async fn every_iscm_has_its_pages(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let data = server
        .data(
            "{ iscms(first: 100) { nodes { slug acronym } } }",
            json!({}),
        )
        .await;
    for iscm in data["iscms"]["nodes"].as_array().expect("ISCMs") {
        let (slug, acronym) = (
            iscm["slug"].as_str().expect("a slug"),
            iscm["acronym"].as_str().expect("an acronym"),
        );
        for (path, says) in [
            (format!("/iscm/{slug}"), format!("({acronym})")),
            (format!("/iscm/{slug}/summary"), "1. ".to_owned()),
        ] {
            let got = page(&server, &path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text());
            assert!(got.text().contains(&says), "{path}");
            assert!(
                got.body.len() < 150_000,
                "{path} has {} bytes",
                got.body.len()
            );
        }
    }
}

async fn a_summary_tells_every_fact_of_the_main_source(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let data = server
        .data(
            r#"{ iscm(acronym: "RCM") { citations { source { id } } summaryOfFindings { sections {
                brief { text facts { id } pieces { text } } paragraphs { text facts { id citations { source { id } } } }
            } } } }"#,
            json!({}),
        )
        .await;
    let main = &data["iscm"]["citations"][0]["source"]["id"];
    assert_eq!(main, "source:summary-2019");
    let summary = page(&server, "/iscm/rcm/summary").await;
    let shown = summary.text();
    let mut words = [0, 0];
    for section in data["iscm"]["summaryOfFindings"]["sections"]
        .as_array()
        .expect("sections")
    {
        let lists = ["brief", "paragraphs"].map(|list| section[list].as_array().expect("a list"));
        let [brief, all] = lists;
        let told: BTreeSet<_> = brief
            .iter()
            .flat_map(|one| one["facts"].as_array().expect("facts"))
            .map(|fact| fact["id"].to_string())
            .collect();
        for fact in all
            .iter()
            .flat_map(|one| one["facts"].as_array().expect("facts"))
        {
            let mut citations = fact["citations"].as_array().expect("citations").iter();
            if citations.any(|citation| citation["source"]["id"] == *main) {
                assert!(told.contains(&fact["id"].to_string()), "{}", fact["id"]);
            }
        }
        for (list, words) in lists.into_iter().zip(&mut words) {
            let texts = list.iter().map(|one| one["text"].as_str().expect("a text"));
            *words += texts
                .map(|text| text.split_whitespace().count())
                .sum::<usize>();
        }
        for paragraph in brief {
            let pieces = paragraph["pieces"].as_array().expect("pieces").iter();
            let whole: String = pieces
                .map(|piece| piece["text"].as_str().expect("a text"))
                .collect();
            assert_eq!(paragraph["text"], whole);
            let first = whole
                .split_whitespace()
                .take(4)
                .collect::<Vec<_>>()
                .join(" ");
            assert!(shown.contains(&first), "{first}");
        }
    }
    assert!(
        words[0] * 2 < words[1],
        "in short {} of {} words",
        words[0],
        words[1]
    );
    let markdown = page(&server, "/iscm/rcm/summary.md").await;
    assert_eq!(
        markdown.headers["content-type"],
        "text/markdown; charset=utf-8"
    );
    assert!(
        markdown.body.starts_with("# Summary of Findings"),
        "{}",
        markdown.body
    );
}

async fn names_are_in_the_language_of_the_reader(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, code, says) in [
        (
            "/iscm/rcm?lang=es",
            "es",
            "Conferencia Regional sobre Migración",
        ),
        ("/iscm/rcm?lang=fr", "fr", "Membres"),
        ("/iscm/rcm?lang=ar", "en", "Members"),
        ("/iscm/rcm?lang=pt-BR", "en", "Members"),
    ] {
        let got = page(&server, path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        assert_eq!(got.headers["content-language"], code, "{path}");
        assert!(
            got.body.contains(&format!("<html lang=\"{code}\"")),
            "{path}"
        );
        assert!(got.text().contains(says), "{path}");
    }
    let asked = server.request(reqwest::Method::GET, "/iscm/rcm");
    let got = asked
        .header("accept-language", "de, es;q=0.8, en;q=0.5")
        .send()
        .await
        .expect("a response");
    assert_eq!(got.headers()["content-language"], "es");
    assert_eq!(got.headers()["vary"], "accept-encoding, accept-language");
}
