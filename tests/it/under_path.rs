//! The server under a path: behind a real nginx, which takes the path off or leaves it on.

use std::collections::BTreeSet;
use std::time::Duration;

use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use iscm::config::BasePath;
use reqwest::{Client, StatusCode, Url, redirect};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::support::{Backend, Nginx, Prefix, TestServer, both_databases, client, run};

both_databases! {
    everything_works_under_a_path_that_nginx_takes_off,
    everything_works_under_a_path_that_nginx_leaves_on,
    the_base_path_is_told_where_addresses_are,
}

const SUBSCRIPTION: &str = "subscription { dataset { version } }";

async fn everything_works_under_a_path_that_nginx_takes_off(backend: Backend) {
    let server = TestServer::following(backend).await;
    if let Some(nginx) = Nginx::before(&server, Prefix::TakenOff) {
        everything_works(&server, nginx.url()).await;
    }
}

async fn everything_works_under_a_path_that_nginx_leaves_on(backend: Backend) {
    let server = based(backend, "/data/").await;
    if let Some(nginx) = Nginx::before(&server, Prefix::LeftOn) {
        everything_works(&server, nginx.url()).await;
    }
}

/// A server with a base path that looks for new versions all the time.
async fn based(backend: Backend, path: &str) -> TestServer {
    let configured = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        config.edge.base_path = BasePath::read(path).expect("a path");
    });
    configured.await
}

async fn everything_works(server: &TestServer, url: &str) {
    let url = Url::parse(url).expect("an address");
    pages_lead_to_what_is_below(&url).await;
    operations_are_answered(&url).await;
    new_versions_come_at_once(server, &url).await;
}

/// Pages, all that they name, and the address without its last slash.
async fn pages_lead_to_what_is_below(url: &Url) {
    let client = client();
    let mut named = BTreeSet::new();
    for page in ["", "about", "reference", "plain"] {
        let page = url.join(page).expect("an address");
        let answer = client.get(page.clone()).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{page}");
        let html = answer.text().await.expect("text");
        named.extend(addresses(&html).map(|address| page.join(&address).expect("an address")));
    }
    assert!(named.len() > 3, "{named:?}");
    for address in named.iter().filter(|address| address.scheme() == "http") {
        assert!(
            address.as_str().starts_with(url.as_str()),
            "{address} is not below {url}"
        );
        let answer = client.get(address.clone()).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
    }
    let no_slash = url.as_str().trim_end_matches('/');
    let answer = client.get(no_slash).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.url(), url);
}

/// What a page's attributes name.
fn addresses(html: &str) -> impl Iterator<Item = String> {
    let attributes = ["href=\"", "src=\""];
    let after = attributes
        .into_iter()
        .flat_map(|start| html.split(start).skip(1));
    let written = after.filter_map(|rest| rest.split('"').next());
    written.map(|address| address.replace("&amp;", "&").replace("&#38;", "&"))
}

async fn operations_are_answered(url: &Url) {
    let (client, endpoint) = (client(), url.join("graphql").expect("an address"));
    // Names of ISCMs in Russian and more: an answer that is compressed, and longer than a buffer of nginx.
    let query = "{ iscms(first: 100) { nodes { name summary topics { label } citations { source { title } } } } }";
    let sent = client
        .post(endpoint.clone())
        .json(&json!({ "query": query }));
    let sent = sent.header("accept-encoding", "gzip");
    let answer = sent.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let get = || {
        let request = client.get(endpoint.clone());
        request.query(&[("query", "{ iscm(acronym: \"RCM\") { name } }")])
    };
    let answer = get().send().await.expect("an answer");
    let tag = answer.headers()["etag"].clone();
    let answer: Value = answer.json().await.expect("JSON");
    assert_eq!(
        answer["data"]["iscm"]["name"],
        "Regional Conference on Migration"
    );
    let again = get().header("if-none-match", tag).send().await;
    assert_eq!(again.expect("an answer").status(), StatusCode::NOT_MODIFIED);
    // An address that is longer than nginx takes by itself.
    let long = format!(
        "{{ iscm(acronym: \"RCM\") {{ name }} }} # {}",
        "x".repeat(40_000)
    );
    let long = client
        .get(endpoint.clone())
        .query(&[("query", long)])
        .send()
        .await;
    assert_eq!(long.expect("an answer").status(), StatusCode::OK);
    let schema = client
        .get(url.join("schema.graphql").expect("an address"))
        .send()
        .await;
    let schema = schema.expect("an answer");
    assert_eq!(
        schema.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    assert!(schema.text().await.expect("text").contains("type Query"));
}

/// A WebSocket and an event stream tell a new version when it comes, and not when a buffer is full.
pub(crate) async fn new_versions_come_at_once(server: &TestServer, url: &Url) {
    let mut address = url.join("graphql").expect("an address");
    address.set_scheme("ws").expect("a scheme");
    let mut request = address.as_str().into_client_request().expect("a request");
    let protocol = "graphql-transport-ws".parse().expect("a header");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await.expect("a socket");
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": SUBSCRIPTION } });
    for message in [json!({ "type": "connection_init" }), subscribe] {
        let message = Message::text(message.to_string());
        socket.send(message).await.expect("sent");
    }
    let stream = client().post(url.join("graphql/stream").expect("an address"));
    let stream = stream.json(&json!({ "query": SUBSCRIPTION }));
    let mut stream = stream
        .header("accept", "text/event-stream")
        .send()
        .await
        .expect("an answer");
    let (mut heard, mut read) = (String::new(), String::new());
    for version in [1, 2] {
        let told = format!("\"version\":{version}");
        if version == 2 {
            server.publish(1997).await;
        }
        let comes = async {
            while !heard.contains(&told) {
                let message = socket.next().await.expect("a message").expect("a message");
                heard += message.to_text().expect("text");
            }
            while !read.contains(&told) {
                let chunk = stream.chunk().await.expect("a chunk").expect("an event");
                read += std::str::from_utf8(&chunk).expect("text");
            }
        };
        let came = timeout(Duration::from_secs(20), comes).await;
        came.unwrap_or_else(|_| panic!("{told} in {heard} and {read}"));
    }
}

#[test]
fn a_base_path_that_is_none_is_refused_at_the_start() {
    for path in ["data", "/../", "https://example.org/data/"] {
        let finished = run(&[
            "serve",
            "--database",
            "sqlite::memory:",
            "--base-path",
            path,
        ]);
        assert_ne!(finished.code, Some(0), "{path}");
        let told = "--base-path takes a path such as /data/";
        assert!(finished.err.contains(told), "{}", finished.err);
    }
}

async fn the_base_path_is_told_where_addresses_are(backend: Backend) {
    let server = based(backend, "/open/data").await;
    let message = async |path: &str| {
        let answer = server.get(path).await;
        assert!(answer.status().is_client_error(), "{path}");
        let answer: Value = answer.json().await.expect("JSON");
        answer["errors"][0]["message"]
            .as_str()
            .expect("a message")
            .to_owned()
    };
    for path in [
        "/open/data/nothing",
        "/open/data/a/b",
        "/open/nothing",
        "/open/database/graphql",
    ] {
        let message = message(path).await;
        assert!(message.contains("/open/data/graphql"), "{path}: {message}");
    }
    // What asks the server itself, a probe or a proxy that takes the path off, is answered too.
    for path in ["/healthz", "/open/data/healthz", "/", "/open/data/"] {
        assert_eq!(server.get(path).await.status(), StatusCode::OK, "{path}");
    }
    let stays = Client::builder()
        .redirect(redirect::Policy::none())
        .build()
        .expect("a client");
    for (path, place) in [
        ("/open/data", "/open/data/"),
        (
            "/open/data?query={__typename}",
            "/open/data/?query={__typename}",
        ),
    ] {
        let answer = stays
            .get(format!("http://{}{path}", server.address()))
            .send()
            .await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(answer.headers()["location"], place);
    }
}
