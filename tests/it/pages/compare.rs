//! ISCMs side by side, and the form to choose them.

use reqwest::StatusCode;
use serde_json::json;

use super::{shown, texts};
use crate::support::{Backend, TestServer, both_databases, list};

both_databases! {
    what_is_shared_is_what_the_api_says,
    too_few_too_many_and_unknown_ones_are_chosen_again,
}

async fn what_is_shared_is_what_the_api_says(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let path = "/compare?iscm=rcm&iscm=sacm&iscm=Puebla%20Process%20of%20Nobody";
    shown(&server, path, StatusCode::BAD_REQUEST).await;
    for slugs in [&["rcm", "ocam"][..], &["rcm", "sacm", "bali-process"]] {
        let data = server
            .data(
                "query ($iscms: [String!]!) { compare(iscms: $iscms) {
                    members { shared { name } only { nodes { name } } all { party { name } } }
                    topics { all { topic { label } } }
                    partners { partner { ... on Iscm { name } ... on Organization { name } } }
                } }",
                json!({ "iscms": slugs }),
            )
            .await;
        let compare = &data["compare"];
        let params: Vec<_> = slugs.iter().map(|slug| format!("iscm={slug}")).collect();
        let path = format!("/compare?{}", params.join("&"));
        let html = shown(&server, &path, StatusCode::OK).await;
        let shared = list(&compare["members"]["shared"]).len();
        assert!(
            html.contains(&format!("<h3>Members of all ({shared})</h3>")),
            "{html}"
        );
        let only = list(&compare["members"]["only"]);
        assert_eq!(only.len(), slugs.len());
        for alone in only {
            let count = list(&alone["nodes"]).len();
            assert!(html.contains(&format!(" ({count})</h3>")), "{count}");
        }
        for pointer in [
            "/members/all/*/party/name",
            "/topics/all/*/topic/label",
            "/partners/*/partner/name",
        ] {
            for name in texts(compare, pointer) {
                assert!(html.contains(&name), "{name}");
            }
        }
        // A column for each, in the order asked.
        let columns = html.split("<thead>").nth(1).expect("a table");
        let columns = columns.split("</thead>").next().expect("its head");
        assert_eq!(columns.matches("<th scope=\"col\">").count(), slugs.len());
        assert_eq!(html.matches(" checked>").count(), slugs.len(), "{html}");
    }
}

async fn too_few_too_many_and_unknown_ones_are_chosen_again(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let data = server
        .data("{ iscms(first: 100) { nodes { slug } } }", json!({}))
        .await;
    let slugs = texts(&data, "/iscms/nodes/*/slug");
    let eleven: Vec<_> = slugs[..11]
        .iter()
        .map(|slug| format!("iscm={slug}"))
        .collect();
    for (path, status, told) in [
        ("/compare".to_owned(), StatusCode::OK, "Choose 2 to 10"),
        (
            "/compare?iscm=rcm".to_owned(),
            StatusCode::OK,
            "Choose 2 to 10",
        ),
        (
            "/compare?iscm=rcm&iscm=RCM".to_owned(),
            StatusCode::OK,
            "Choose 2 to 10",
        ),
        (
            "/compare?iscm=rcm&iscm=nothing".to_owned(),
            StatusCode::BAD_REQUEST,
            "not \"nothing\"",
        ),
        (
            // The same under two names.
            "/compare?iscm=rcm&iscm=Puebla%20Process".to_owned(),
            StatusCode::BAD_REQUEST,
            "again",
        ),
        (
            format!("/compare?{}", eleven.join("&")),
            StatusCode::BAD_REQUEST,
            "2 to 10 ISCMs, not 11",
        ),
    ] {
        let html = shown(&server, &path, status).await;
        assert!(html.contains(told), "{path}: {html}");
        let boxes = html.matches("type=\"checkbox\"").count();
        assert_eq!(boxes, slugs.len(), "{path}");
        assert!(!html.contains("id=\"members\""), "{path}");
    }
    let html = shown(
        &server,
        "/compare?iscm=rcm&iscm=nothing",
        StatusCode::BAD_REQUEST,
    )
    .await;
    assert!(html.contains("value=\"rcm\" checked>"), "{html}");
    let html = shown(&server, "/compare?who=rcm", StatusCode::BAD_REQUEST).await;
    assert!(
        html.contains("`who` is no parameter of this page, which takes `iscm`"),
        "{html}"
    );
}
