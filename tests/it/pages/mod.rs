//! The pages for readers, over real sockets: what they say is what the API answers.

mod changes;
mod charts;
mod compare;
mod crawlers;
mod data;
mod document;
mod entities;
mod errors;
mod guides;
mod iscm;
mod kept;
mod map;
mod own;
mod search;
mod tables;

use reqwest::header::{ACCEPT, HeaderMap};
use reqwest::{Method, StatusCode, redirect};
use serde_json::Value;

use crate::support::TestServer;

/// A page as a browser gets it.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Got {
    /// What people read of it: without tags, with characters as they are, in one line.
    pub(crate) fn text(&self) -> String {
        let body = self
            .body
            .split_once("<main")
            .map_or(&*self.body, |(_, main)| main);
        let mut text = String::new();
        let mut is_tag = false;
        for letter in body.chars() {
            match letter {
                '<' => is_tag = true,
                '>' => is_tag = false,
                letter if !is_tag => text.push(letter),
                _ => {}
            }
        }
        read(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where its links lead, as they are written.
    pub(crate) fn links(&self) -> Vec<String> {
        let parts = self.body.split("href=\"").skip(1);
        let links = parts.filter_map(|part| part.split_once('"'));
        links
            .map(|(link, _)| link.replace("&amp;", "&").replace("&#38;", "&"))
            .collect()
    }
}

/// Asks for a page as a browser does.
pub(crate) async fn page(server: &TestServer, path: &str) -> Got {
    let request = server.request(Method::GET, path);
    let response = request
        .header(ACCEPT, "text/html,*/*;q=0.8")
        .send()
        .await
        .expect("a response");
    Got {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.text().await.expect("text"),
    }
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

/// The HTML of a page with a status, its entities read.
async fn shown(server: &TestServer, path: &str, status: StatusCode) -> String {
    let got = page(server, path).await;
    assert_eq!(got.status, status, "{path}: {}", got.body);
    read(&got.body)
}

/// The links of HTML whose address begins with something.
fn links<'h>(html: &'h str, start: &str) -> Vec<&'h str> {
    let links = html.split("href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(start)).collect()
}

/// Where an address leads without being followed: the status, and the `Location`.
async fn led(server: &TestServer, path: &str) -> (StatusCode, String) {
    // A client is there already, so that its provider of ciphers is.
    let client = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .tls_certs_only([]);
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
