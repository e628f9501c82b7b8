//! The pages for readers, over real sockets: what they say is what the API answers.

mod errors;
mod iscm;
mod kept;
mod map;

use reqwest::header::{ACCEPT, HeaderMap};
use reqwest::{Method, StatusCode};

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
        let text = text
            .replace("&#38;", "&")
            .replace("&#39;", "'")
            .replace("&#34;", "\"");
        text.replace("&#60;", "<")
            .replace("&#62;", ">")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Where its links lead, as they are written.
    pub(crate) fn links(&self) -> Vec<String> {
        let parts = self.body.split("href=\"").skip(1);
        let links = parts.filter_map(|part| part.split_once('"'));
        links.map(|(link, _)| link.replace("&amp;", "&")).collect()
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
