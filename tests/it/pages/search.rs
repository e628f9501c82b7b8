//! Searching by words: what the page shows is what the API finds.

use reqwest::StatusCode;
use serde_json::json;

use super::page;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_search_shows_what_the_api_finds,
    a_search_goes_on_page_by_page,
    no_words_show_the_form,
    nothing_found_and_wrong_parameters_are_told,
}

async fn a_search_shows_what_the_api_finds(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, arguments) in [
        ("/search?q=Puebla", "query: \"Puebla\""),
        // Misspelt.
        (
            "/search?q=gudelines+childrn",
            "query: \"gudelines childrn\"",
        ),
        (
            "/search?q=guidelines&type=INSTRUMENT&iscm=rcm&from=2000&until=2018",
            "query: \"guidelines\", types: [INSTRUMENT], iscms: [\"rcm\"], years: { from: 2000, to: 2018 }",
        ),
        ("/search?q=%3Cscript%3E%26", "query: \"<script>&\""),
        (
            "/search?q=evaluation&type=assessment_question&type=FINDING",
            "query: \"evaluation\", types: [ASSESSMENT_QUESTION, FINDING]",
        ),
    ] {
        let got = page(&server, path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        let query = format!(
            "{{ search({arguments}) {{ totalCount types {{ type count }} edges {{ node {{ label }} highlights {{ fragment }} }} }} }}"
        );
        let answer = server.data(&query, json!({})).await;
        let found = &answer["search"];
        let text = got.text();
        assert!(
            text.contains(&format!("{} results for", found["totalCount"])),
            "{path}: {text}"
        );
        for edge in found["edges"].as_array().expect("edges") {
            let label = edge["node"]["label"].as_str().expect("a label");
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&label), "{path}: {label}");
            for highlight in edge["highlights"].as_array().expect("highlights") {
                let fragment = highlight["fragment"].as_str().expect("a fragment");
                assert!(got.body.contains(fragment), "{path}: {fragment}");
            }
        }
        for of in found["types"].as_array().expect("types") {
            let of = of["type"].as_str().expect("a type");
            let is_there = got.links().iter().any(|link| link.contains("type="));
            assert!(is_there, "{path}: {of}");
        }
        assert!(!got.body.contains("<script>&"), "{path}");
    }
    let rcm = page(&server, "/search?q=RCM").await;
    assert!(rcm.links().contains(&"./iscm/rcm".to_owned()));
    let mexico = page(&server, "/search?q=Mexico&type=COUNTRY&lang=es").await;
    assert!(mexico.links().contains(&"./country/mx?lang=es".to_owned()));
    assert!(mexico.text().contains("México"));
    let event = page(&server, "/search?q=regional+conference&type=EVENT&iscm=rcm").await;
    let links = event.links();
    assert!(links.contains(&"./iscm/rcm#events".to_owned()), "{links:?}");
}

async fn a_search_goes_on_page_by_page(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query =
        "{ search(query: \"migration\", types: [INSTRUMENT], first: 40) { nodes { label } } }";
    let answer = server.data(query, json!({})).await;
    let labels = answer["search"]["nodes"].as_array().expect("nodes").clone();
    let first = page(&server, "/search?q=migration&type=INSTRUMENT").await;
    let links = first.links();
    let next = links
        .iter()
        .find(|link| link.contains("after="))
        .expect("more");
    let second = page(&server, &format!("/{next}")).await;
    assert_eq!(second.status, StatusCode::OK);
    for (got, labels) in [(&first, &labels[..20]), (&second, &labels[20..])] {
        for label in labels {
            let label = label["label"].as_str().expect("a label");
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(got.text().contains(&label), "{label}");
        }
    }
    let back = "search?q=migration&type=INSTRUMENT".to_owned();
    assert!(second.links().contains(&back), "{:?}", second.links());
}

async fn no_words_show_the_form(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let data = server
        .data("{ instruments { totalCount } }", json!({}))
        .await;
    for path in ["/search", "/search?q=", "/search?q=%20", "/search?iscm=rcm"] {
        let got = page(&server, path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        let text = got.text();
        assert!(text.contains("What can be searched"), "{path}");
        let instruments = format!("Instruments {}", data["instruments"]["totalCount"]);
        assert!(text.contains(&instruments), "{path}: {text}");
        assert!(got.body.contains("name=\"q\""), "{path}");
    }
}

async fn nothing_found_and_wrong_parameters_are_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let got = page(&server, "/search?q=xyzzyqqq&type=EVENT").await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(
        got.text()
            .contains("Nothing is found that has all these words.")
    );
    assert!(got.links().contains(&"search?q=xyzzyqqq".to_owned()));
    let long = format!("/search?q={}", "x".repeat(300));
    for (path, told) in [
        (
            "/search?q=rcm&type=NOBODY",
            "`type` takes one of `ACTIVITY`",
        ),
        (
            "/search?q=rcm&iscm=nobody-at-all",
            "`iscm` takes the acronym",
        ),
        ("/search?q=rcm&from=soon", "`from` takes a year"),
        (
            "/search?q=rcm&from=2010&until=2000",
            "`until` takes the year of `from`",
        ),
        ("/search?q=rcm&q=sacm", "`q` stands more than once"),
        ("/search?q=rcm&after=x", "`after`"),
        (
            "/search?q=rcm&colour=red",
            "`colour` is no parameter of this page, which takes `q`",
        ),
        (&long, "`q`"),
    ] {
        let got = page(&server, path).await;
        assert_eq!(
            got.status,
            StatusCode::BAD_REQUEST,
            "{path}: {}",
            got.text()
        );
        assert!(got.text().contains(told), "{path}: {}", got.text());
    }
}
