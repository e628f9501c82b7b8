//! What is near an address where nothing is.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::address::Address;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::place::Place;
use super::show::{Shown, read};
use super::static_page::StaticPage;
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "near.graphql",
    "../edition.graphql",
    "../place.graphql",
    "../iscm_name.graphql",
);

/// The most letters of an address that are searched for.
const MOST: usize = 60;

/// What is near an address where nothing is.
#[derive(Debug)]
pub struct Near {
    /// The words of the address.
    words: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    search: Found,
}

#[derive(Debug, Deserialize)]
struct Found {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    label: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Template)]
#[template(path = "near/near.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    /// The guide or type that is near, by its path and name.
    page: Option<(String, String)>,
    nodes: &'v [Node],
}

impl Near {
    /// What is near an address.
    #[must_use]
    pub fn to(address: &Address) -> Self {
        let last = address
            .path
            .split('/')
            .rfind(|part| !part.is_empty() && *part != "summary");
        let words = last.unwrap_or_default().chars();
        let words = words.map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        });
        let words: String = words.take(MOST).collect();
        Self {
            words: words.trim().to_owned(),
        }
    }
}

impl Page for Near {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        // A search for nothing is refused.
        let words = if self.words.is_empty() {
            "migration"
        } else {
            &self.words
        };
        Map::from_iter([("words".to_owned(), words.into())])
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let head = Head {
            title: frame.t.fault.not_found.clone(),
            description: frame.t.fault.not_found_lead.clone(),
            json_ld: None,
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            page: StaticPage::near(&frame.address.path),
            nodes: &answer.data.search.nodes,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
