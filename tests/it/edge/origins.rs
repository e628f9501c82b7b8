//! What pages of other origins may do.

use reqwest::{Method, Response};
use serde_json::json;

use crate::support::{Backend, TestServer, both_databases, origins};

both_databases! {
    pages_of_all_origins_may_read,
    pages_of_some_origins_may_read_where_some_are_named,
    origins_are_read_as_people_write_them,
}

const PAGE: &str = "https://app.example.org";
const QUERY: &str = "{ __typename }";

/// The values of a header, joined.
fn header(answer: &Response, name: &str) -> String {
    let values = answer.headers().get_all(name).iter();
    let texts: Vec<_> = values.map(|value| value.to_str().expect("text")).collect();
    texts.join(", ")
}

/// What a browser asks before a page may send JSON.
async fn preflight(server: &TestServer, origin: &str) -> Response {
    let request = server.request(Method::OPTIONS, "/graphql");
    let request = request
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "content-type,x-of-a-client",
        );
    request.send().await.expect("an answer")
}

/// The answers to a page that posts and to one that gets.
async fn asked(server: &TestServer, origin: Option<&str>) -> [Response; 2] {
    let post = server.request(Method::POST, "/graphql");
    let post = post.json(&json!({ "query": QUERY }));
    let get = server.request(Method::GET, "/graphql");
    let get = get.query(&[("query", QUERY)]);
    let answer = async |mut request: reqwest::RequestBuilder| {
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer
    };
    [answer(post).await, answer(get).await]
}

async fn pages_of_all_origins_may_read(backend: Backend) {
    let server = TestServer::start(backend).await;
    let allowed = preflight(&server, PAGE).await;
    assert_eq!(allowed.status(), 200);
    assert_eq!(header(&allowed, "access-control-allow-origin"), "*");
    assert_eq!(header(&allowed, "access-control-allow-methods"), "GET,POST");
    let headers = header(&allowed, "access-control-allow-headers");
    assert_eq!(headers, "content-type,x-of-a-client");
    assert_eq!(header(&allowed, "access-control-max-age"), "86400");
    for answer in asked(&server, Some(PAGE)).await {
        assert_eq!(header(&answer, "access-control-allow-origin"), "*");
        assert_eq!(header(&answer, "access-control-expose-headers"), "*");
        assert_eq!(header(&answer, "access-control-allow-credentials"), "");
        assert!(!header(&answer, "vary").contains("origin"));
    }
    // A cache may give to a page what it got for a program.
    let [_, get] = asked(&server, None).await;
    assert_eq!(header(&get, "access-control-allow-origin"), "*");
}

async fn pages_of_some_origins_may_read_where_some_are_named(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.origins = origins(&[PAGE])).await;
    assert_eq!(
        header(
            &preflight(&server, PAGE).await,
            "access-control-allow-origin"
        ),
        PAGE
    );
    for answer in asked(&server, Some(PAGE)).await {
        assert_eq!(header(&answer, "access-control-allow-origin"), PAGE);
        assert!(header(&answer, "vary").contains("origin"));
    }
    let other = "https://other.example.org";
    assert_eq!(
        header(
            &preflight(&server, other).await,
            "access-control-allow-origin"
        ),
        ""
    );
    for answer in asked(&server, Some(other)).await {
        assert_eq!(header(&answer, "access-control-allow-origin"), "");
    }
    let [_, get] = asked(&server, None).await;
    let vary = header(&get, "vary");
    assert!(
        vary.contains("origin") && vary.contains("accept-encoding"),
        "{vary}"
    );
}

async fn origins_are_read_as_people_write_them(backend: Backend) {
    let given = ["HTTPS://App.Example.org:443/", "https://*.example.com"];
    let server = TestServer::edge(backend, |edge| edge.origins = origins(&given)).await;
    for (origin, is_let_in) in [
        (PAGE, true),
        ("https://a.b.example.com", true),
        ("https://example.com", false),
        ("https://app.example.org.evil.example", false),
    ] {
        let right = if is_let_in { origin } else { "" };
        let allowed = preflight(&server, origin).await;
        assert_eq!(header(&allowed, "access-control-allow-origin"), right);
        for answer in asked(&server, Some(origin)).await {
            assert_eq!(header(&answer, "access-control-allow-origin"), right);
        }
    }
    let server = TestServer::edge(backend, |edge| edge.origins = origins(&["*"])).await;
    for answer in asked(&server, Some(PAGE)).await {
        assert_eq!(header(&answer, "access-control-allow-origin"), "*");
    }
}
