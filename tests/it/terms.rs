//! The terms of the data: the graph, the pages and the file tell the same.

use std::fs;
use std::path::Path;

use iscm::config::{BasePath, Contact};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases, fails, run};

both_databases! {
    the_graph_tells_the_terms,
    a_citation_is_that_of_the_version,
    what_is_not_of_a_version_outlives_it,
    a_contact_is_told_and_tells_answers_apart,
    every_page_ends_with_the_terms,
    the_page_of_terms_is_that_of_the_version,
    names_that_need_a_note_have_it,
}

const TERMS: &str =
    "{ dataset { version publishedAt licence { name spdxId url } citation contact disclaimer } }";
/// The pages that end with the terms in short; those that the server writes have a foot of their own.
const PAGES: [&str; 2] = ["/playground", "/plain"];

async fn terms(server: &TestServer) -> Value {
    server.data(TERMS, json!({})).await["dataset"].take()
}

/// Publishes the second version, and waits until it is served.
async fn publish(server: &TestServer) {
    let mut versions = server.graph().versions();
    server.publish(1997).await;
    let second = versions.wait_for(|version| version.number == 2).await;
    second.expect("the second version");
}

async fn page(server: &TestServer, path: &str) -> String {
    let answer = server.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.expect("text")
}

async fn the_graph_tells_the_terms(backend: Backend) {
    let terms = terms(&TestServer::shared(backend).await).await;
    let licence = json!({
        "name": "CC BY 4.0",
        "spdxId": "CC-BY-4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    });
    assert_eq!(terms["licence"], licence);
    assert_eq!(terms["contact"], Value::Null);
    let disclaimer = terms["disclaimer"].as_str().expect("a text");
    for word in [
        "country",
        "territory",
        "city",
        "area",
        "authorities",
        "borders",
        "legal status",
    ] {
        assert!(disclaimer.contains(word), "{word}");
    }
}

async fn a_citation_is_that_of_the_version(backend: Backend) {
    let server = TestServer::following(backend).await;
    let cited = |terms: &Value| {
        let day = &terms["publishedAt"].as_str().expect("a moment")[..10];
        let (version, name, url) = (
            &terms["version"],
            &terms["licence"]["name"],
            &terms["licence"]["url"],
        );
        let (name, url) = (
            name.as_str().expect("a name"),
            url.as_str().expect("an address"),
        );
        let right = format!(
            "ISCM Graph data set, version {version}, published on {day}, licensed under {name} ({url})."
        );
        assert_eq!(terms["citation"], json!(right));
    };
    cited(&terms(&server).await);
    publish(&server).await;
    let later = terms(&server).await;
    assert_eq!(later["version"], json!(2));
    cited(&later);
}

/// Its tag stays when the data change.
async fn what_is_not_of_a_version_outlives_it(backend: Backend) {
    let server = TestServer::following(backend).await;
    let tag = async |field: &str| {
        let query = format!("{{ dataset {{ {field} }} }}");
        let answer = server
            .request(Method::GET, "/graphql")
            .query(&[("query", &query)])
            .send()
            .await;
        answer.expect("an answer").headers()["etag"].clone()
    };
    let fields = [
        ("licence { name }", true),
        ("contact", true),
        ("disclaimer", true),
        ("citation", false),
        ("version", false),
    ];
    let mut before = Vec::new();
    for (field, _) in fields {
        before.push(tag(field).await);
    }
    publish(&server).await;
    for ((field, stays), before) in fields.into_iter().zip(before) {
        assert_eq!(tag(field).await == before, stays, "{field}");
    }
}

async fn with_contact(backend: Backend, contact: &str) -> TestServer {
    TestServer::configured(backend, |config| {
        config.contact = Some(Contact::read(contact).expect("a contact"));
    })
    .await
}

async fn a_contact_is_told_and_tells_answers_apart(backend: Backend) {
    let mut tags = Vec::new();
    for (contact, told) in [
        (
            "https://example.org/issues?a=1&b=2",
            "https://example.org/issues?a=1&b=2",
        ),
        ("data@example.org", "mailto:data@example.org"),
    ] {
        let server = with_contact(backend, contact).await;
        assert_eq!(terms(&server).await["contact"], json!(told));
        let link = format!("<a href=\"{}\">", told.replace('&', "&amp;"));
        for path in PAGES.into_iter().chain(["/about"]) {
            let page = page(&server, path).await.replace("&#38;", "&amp;");
            assert!(page.contains(&link), "{path}: {page}");
        }
        let answer = server
            .request(Method::GET, "/graphql")
            .query(&[("query", TERMS)])
            .send()
            .await;
        tags.push(answer.expect("an answer").headers()["etag"].clone());
    }
    assert_ne!(tags[0], tags[1]);
}

async fn every_page_ends_with_the_terms(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.edge.base_path = BasePath::read("/data").expect("a path");
    })
    .await;
    for path in PAGES {
        for path in [path.to_owned(), format!("/data{path}")] {
            let page = page(&server, &path).await;
            let (_, foot) = page
                .rsplit_once("<footer class=\"foot\">")
                .unwrap_or_else(|| panic!("{path}: {page}"));
            assert_eq!(page.matches("<footer").count(), 1, "{path}");
            for text in [
                "./about#licence\">CC BY 4.0<",
                "./about#citing",
                "./about#names\">Names and borders",
                "legal status",
            ] {
                assert!(foot.contains(text), "{path}: {text} in {foot}");
            }
            assert!(
                !page.contains("<!-- foot") && !foot.contains("Report an error"),
                "{path}: {foot}"
            );
            for (place, _) in foot.match_indices('#') {
                let anchor = foot[place + 1..].split('"').next().expect("an anchor");
                let full = self::page(&server, "/about").await;
                assert!(full.contains(&format!("id=\"{anchor}\"")), "{anchor}");
            }
        }
    }
}

async fn the_page_of_terms_is_that_of_the_version(backend: Backend) {
    let server = TestServer::following(backend).await;
    let first = server.get("/about").await;
    let tag = first.headers()["etag"].clone();
    let again = server
        .request(Method::GET, "/about")
        .header("if-none-match", &tag)
        .send()
        .await
        .expect("an answer");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    publish(&server).await;
    let page = page(&server, "/about").await;
    let terms = terms(&server).await;
    for text in [
        &terms["citation"],
        &terms["disclaimer"],
        &terms["licence"]["name"],
        &terms["licence"]["url"],
    ] {
        assert!(
            page.contains(text.as_str().expect("a text")),
            "{text} in {page}"
        );
    }
    assert!(!page.contains("<!--"), "{page}");
    let new = server
        .request(Method::GET, "/about")
        .header("if-none-match", &tag)
        .send()
        .await
        .expect("an answer");
    assert_eq!(new.status(), StatusCode::OK);
}

async fn names_that_need_a_note_have_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = r#"{ country(code: "XK") { note region subregion }
        none: country(code: "MX") { note }
        countries(filter: { region: { eq: "Europe" }, code: { eq: "XK" } }) { totalCount } }"#;
    let data = server.data(query, json!({})).await;
    let kosovo = &data["country"];
    assert!(
        kosovo["note"]
            .as_str()
            .expect("a note")
            .contains("resolution 1244 (1999)")
    );
    assert_eq!(
        (&kosovo["region"], &kosovo["subregion"]),
        (&json!("Europe"), &json!("Southern Europe"))
    );
    assert_eq!(data["none"]["note"], Value::Null);
    assert_eq!(data["countries"]["totalCount"], json!(1));
}

#[test]
fn a_contact_that_is_none_is_refused_by_its_name() {
    let told = &[
        "--contact takes the address of a page",
        "https://example.org/issues",
    ];
    fails(&["schema", "--contact", "somewhere"], told);
    let refused = run(&["schema", "--contact", "https://user:s3cret@example.org/"]);
    assert_eq!(refused.code, Some(1));
    assert!(!refused.err.contains("s3cret"), "{}", refused.err);
}

/// What the page says of the terms it has from the server.
#[test]
fn pages_do_not_state_the_terms_themselves() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let page = "index.html";
    let text = fs::read_to_string(web.join(page)).expect("a page");
    assert_eq!(text.matches("<!-- foot -->").count(), 1, "{page}");
    assert!(!text.contains("CC BY"), "{page}");
}
