//! The versions, what each changed, and what differs between two.

use reqwest::StatusCode;
use serde_json::json;

use super::{links, shown};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    versions_and_their_changes_are_told,
    versions_that_are_none_are_refused,
}

/// A server of two versions: in the second the RCM was established in another year.
async fn two_versions(backend: Backend) -> TestServer {
    let server = TestServer::following(backend).await;
    let mut versions = server.graph().versions();
    server.publish(1997).await;
    let second = versions.wait_for(|version| version.number == 2).await;
    second.expect("the second version");
    server
}

async fn versions_and_their_changes_are_told(backend: Backend) {
    let server = two_versions(backend).await;
    let data = server
        .data(
            "{ all: changes(since: 0, first: 0) { totalCount }
               second: changes(since: 1) { totalCount nodes { version { message } } }
               rcm: changes(since: 0, first: 0, types: [MEMBERSHIP], iscms: [\"rcm\"]) { totalCount } }",
            json!({}),
        )
        .await;
    let count = |key: &str| data[key]["totalCount"].as_u64().expect("a number");
    let message = data["second"]["nodes"][0]["version"]["message"].as_str();
    let html = shown(&server, "/changes", StatusCode::OK).await;
    assert!(html.contains(message.expect("a message")), "{html}");
    assert!(html.contains("changes.atom"), "{html}");
    let cell = |count: u64| format!("<td class=\"n\">{count}</td></tr>");
    assert!(html.contains(&cell(count("second"))), "{html}");
    let (newer, older) = (html.find(">2</a>"), html.find(">1</a>"));
    assert!(newer.is_some() && newer < older, "{html}");
    // Of a type and an ISCM alone, which the links keep.
    let html = shown(&server, "/changes?type=MEMBERSHIP&iscm=rcm", StatusCode::OK).await;
    assert!(
        html.contains(&cell(count("rcm"))) && html.contains(&cell(0)),
        "{html}"
    );
    assert!(
        !links(&html, "./changes/1?type=MEMBERSHIP&iscm=rcm").is_empty(),
        "{html}"
    );
    let html = shown(
        &server,
        "/changes/1?type=MEMBERSHIP&iscm=rcm",
        StatusCode::OK,
    )
    .await;
    assert!(
        html.contains(&format!("Changes ({})</h2>", count("rcm"))),
        "{html}"
    );
    assert!(html.contains("../iscm/rcm"), "{html}");
    for path in ["/changes/2", "/changes/1..2"] {
        let html = shown(&server, path, StatusCode::OK).await;
        let row = "<code>established</code></th><td>1996</td><td>1997</td>";
        assert!(html.contains(row), "{path}: {html}");
        assert!(html.contains("iscm:rcm"), "{path}");
    }
    let html = shown(&server, "/changes/2?type=THEME", StatusCode::OK).await;
    assert!(html.contains("Nothing of this changed."), "{html}");
    // All of the first version, page by page.
    let mut path = "/changes/1".to_owned();
    let mut seen = 0;
    for _ in 0..3 {
        let html = shown(&server, &path, StatusCode::OK).await;
        seen += html.matches("<details").count();
        let next = links(&html, "1?after=");
        path = format!("/changes/{}", next.first().expect("a next page"));
    }
    assert_eq!(seen, 90);
    assert!(count("all") > 90);
}

async fn versions_that_are_none_are_refused(backend: Backend) {
    let server = two_versions(backend).await;
    for path in [
        "/changes/0",
        "/changes/x",
        "/changes/-1",
        "/changes/+1",
        "/changes/1..",
        "/changes/1...2",
        "/changes/1/2",
        "/changes/99999999999",
        "/changes/3",
    ] {
        shown(&server, path, StatusCode::NOT_FOUND).await;
    }
    for (path, told) in [
        ("/changes/9", "takes the number of a version"),
        (
            "/changes/1..9",
            "`to` takes the number of a version, 1 to 2",
        ),
        (
            "/changes/0..1",
            "`from` takes the number of a version, 1 to 2",
        ),
        ("/changes/2..1", "`from`"),
        ("/changes?type=NOTHING", "takes one of `ACTIVITY`"),
        ("/changes?iscm=nothing", "not \"nothing\""),
        ("/changes?after=x", "`after`"),
        ("/changes/1?since=3", "`since` is no parameter of this page"),
    ] {
        let html = shown(&server, path, StatusCode::BAD_REQUEST).await;
        assert!(html.contains(told), "{path}: {html}");
    }
}
