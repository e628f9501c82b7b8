//! What this is: statistics, method and terms.

use reqwest::StatusCode;
use serde_json::json;

use super::{led, shown};
use crate::support::{Backend, TestServer, both_databases, list};

both_databases! {
    what_is_held_is_counted,
    the_terms_are_there,
}

async fn what_is_held_is_counted(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "{ dataset { counts { type count } }
        iscms(first: 100) { totalCount nodes { coverage { facets { facet known records } } } } }";
    let data = server.data(query, json!({})).await;
    let html = shown(&server, "/about", StatusCode::OK).await;
    let told = |number: u64| match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", number / 1000, number % 1000),
    };
    for count in list(&data["dataset"]["counts"]) {
        let count = told(count["count"].as_u64().expect("a number"));
        assert!(
            html.contains(&format!("<td class=\"n\">{count}</td></tr>")),
            "{count}"
        );
    }
    let iscms = list(&data["iscms"]["nodes"]);
    let facets = iscms
        .iter()
        .flat_map(|iscm| list(&iscm["coverage"]["facets"]));
    let funding: Vec<_> = facets.filter(|facet| facet["facet"] == "FUNDING").collect();
    let known = funding
        .iter()
        .filter(|facet| facet["known"] == true)
        .count();
    let records: u64 = funding
        .iter()
        .filter_map(|facet| facet["records"].as_u64())
        .sum();
    let row = format!(
        "funding</th><td class=\"n\">{known}/{all}</td><td class=\"n\">{percent}</td><td class=\"n\">{records}</td>",
        all = iscms.len(),
        percent = known * 100 / iscms.len(),
    );
    assert!(html.contains(&row), "{row} in {html}");
}

async fn the_terms_are_there(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let place = (StatusCode::PERMANENT_REDIRECT, "about#terms".to_owned());
    assert_eq!(led(&server, "/terms").await, place);
    for lang in ["en", "es", "fr"] {
        let html = shown(&server, &format!("/about?lang={lang}"), StatusCode::OK).await;
        for anchor in ["terms", "licence", "citing", "names", "method", "software"] {
            assert!(
                html.contains(&format!(" id=\"{anchor}\"")),
                "{lang}: {anchor}"
            );
        }
    }
}
