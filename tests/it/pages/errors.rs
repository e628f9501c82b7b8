//! Errors: pages for browsers, JSON for programs.

use reqwest::header::ACCEPT;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::page;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_is_not_there_leads_to_what_is_near,
    programs_get_json,
    what_is_wrong_in_an_address_is_named,
    old_links_to_queries_lead_to_the_playground,
}

async fn what_is_not_there_leads_to_what_is_near(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, near) in [
        ("/iscm/rmc", None),
        ("/iscm/puebla", Some("../iscm/rcm")),
        ("/iscm/", None),
        ("/nothing/at/all", None),
        ("/iscm/rcm/none", None),
        ("/iscm/%FF%00", None),
        ("/iscm/..%2F..%2Fetc", None),
        ("/honduras", Some("./country/hn")),
    ] {
        let got = page(&server, path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            got.headers["content-type"], "text/html; charset=utf-8",
            "{path}"
        );
        assert!(got.text().contains("Not found"), "{path}");
        if let Some(near) = near {
            assert!(
                got.links().contains(&near.to_owned()),
                "{path}: {:?}",
                got.links()
            );
        }
    }
}

async fn programs_get_json(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for accept in ["application/json", "*/*"] {
        let request = server
            .request(Method::GET, "/nothing")
            .header(ACCEPT, accept);
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let told: Value = response.json().await.expect("JSON");
        let message = told["errors"][0]["message"].as_str().expect("a message");
        assert!(message.starts_with("there is nothing here"), "{message}");
    }
    let refused = server
        .request(Method::POST, "/iscm/rcm")
        .send()
        .await
        .expect("a response");
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refused.headers()["allow"], "GET,HEAD");
    let head = server
        .request(Method::HEAD, "/iscm/rcm")
        .send()
        .await
        .expect("a response");
    assert_eq!(head.status(), StatusCode::OK);
    assert!(head.text().await.expect("text").is_empty());
}

async fn what_is_wrong_in_an_address_is_named(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, status, says) in [
        (
            "/iscm/rcm?colour=red",
            400,
            "`colour` is no parameter of this page, which takes `lang`, `version`, `cite`",
        ),
        (
            "/iscm/rcm?lang=xx",
            400,
            "`lang` takes `ar`, `en`, `es`, `fr`, `pt`, `ru`",
        ),
        (
            "/iscm/rcm?lang=fr&lang=es",
            400,
            "`lang` stands more than once",
        ),
        (
            "/iscm/rcm?version=0",
            400,
            "`version` takes the number of a version, 1 to 1",
        ),
        (
            "/iscm/rcm?version=2",
            400,
            "`version` takes the number of a version, 1 to 1",
        ),
        (
            "/iscm/rcm?version=one",
            400,
            "`version` takes the number of a version",
        ),
        (
            "/iscm/rcm?cite=apa",
            400,
            "`cite` takes `csl`, `bibtex`, `ris`",
        ),
        ("/iscm/rcm?version=%FF", 400, "`version`"),
        (
            "/iscm/rcm?utm_source=letter&fbclid=1",
            200,
            "Regional Conference on Migration",
        ),
    ] {
        let got = page(&server, path).await;
        assert_eq!(got.status.as_u16(), status, "{path}: {}", got.text());
        assert!(got.text().contains(says), "{path}: {}", got.text());
        assert!(!got.body.contains("<script>"), "{path}");
        // What is wrong does not go along.
        let links = got.links().into_iter();
        for link in links.filter(|link| link.starts_with("../") && status == 400) {
            let led = server.get(&link[2..]).await.status();
            assert_eq!(led, StatusCode::OK, "{path}: {link}");
        }
    }
    let hostile = page(
        &server,
        "/iscm/rcm?%3Cscript%3Ealert(1)%3C/script%3E=%22%3E",
    )
    .await;
    assert_eq!(hostile.status, StatusCode::BAD_REQUEST);
    assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
}

async fn old_links_to_queries_lead_to_the_playground(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .tls_certs_only([]);
    let client = client.build().expect("a client");
    let address = format!("http://{}/?query=%7B__typename%7D", server.address());
    let response = client.get(address).send().await.expect("a response");
    assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(
        response.headers()["location"],
        "./playground?query=%7B__typename%7D"
    );
}
