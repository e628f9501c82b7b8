//! Pages for readers, over real sockets: what they say is what the API answers.

mod changes;
mod compare;
mod crawlers;
mod entities;
mod own;

use reqwest::{Method, Response, StatusCode, redirect};
use serde_json::Value;

use crate::support::TestServer;

/// A page as a browser asks for it, in English.
async fn asked(server: &TestServer, path: &str) -> Response {
    let request = server.request(Method::GET, path);
    let request = request.header("accept", "text/html,*/*;q=0.8");
    let request = request.header("accept-language", "en");
    request.send().await.expect("an answer")
}

/// The text of a page with a status, its entities read.
async fn page(server: &TestServer, path: &str, status: StatusCode) -> String {
    let answer = asked(server, path).await;
    let found = answer.status();
    let html = answer.text().await.expect("text");
    assert_eq!(found, status, "{path}: {html}");
    read(&html)
}

/// HTML with its entities read.
fn read(html: &str) -> String {
    let mut text = html.to_owned();
    for (entity, sign) in [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, sign);
    }
    text
}

/// The links of a page whose address begins with something.
fn links<'h>(html: &'h str, start: &str) -> Vec<&'h str> {
    let links = html.split("href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(start)).collect()
}

/// Where an address leads without being followed: the status, and the `Location`.
async fn led(server: &TestServer, path: &str) -> (StatusCode, String) {
    // A client is there already, so that its provider of ciphers is.
    let client = reqwest::Client::builder().redirect(redirect::Policy::none());
    let client = client.build().expect("a client");
    let url = format!("http://{}{path}", server.address());
    let answer = client.get(url).send().await.expect("an answer");
    let place = answer.headers().get("location");
    let place = place.map(|place| place.to_str().expect("text").to_owned());
    (answer.status(), place.unwrap_or_default())
}

/// The texts at a place, where `*` stands for each element of a list; null is none.
fn texts(value: &Value, pointer: &str) -> Vec<String> {
    match pointer.split_once("/*") {
        None => {
            let text = value.pointer(pointer).unwrap_or(&Value::Null);
            text.as_str().map(str::to_owned).into_iter().collect()
        }
        Some((list, rest)) => {
            let list = value.pointer(list).and_then(Value::as_array);
            let elements = list.into_iter().flatten();
            elements.flat_map(|element| texts(element, rest)).collect()
        }
    }
}
