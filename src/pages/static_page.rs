//! Pages that say the same whatever the data are: guides and the reference, in English.

use askama::Template;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::content::Content;
use super::docs::docs;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::reference::reference;
use super::show::{Nothing, Shown, read};
use crate::error::Result;
use crate::fold::nearest;

pub(super) const DOCUMENT: &str = document!("static_page.graphql", "edition.graphql");

/// A page that says the same whatever the data are.
#[derive(Debug)]
pub(super) enum StaticPage {
    /// The list of guides.
    Guides,
    /// A guide, by its name.
    Guide(String),
    /// The list of types, with what has the words that were typed.
    Types(String),
    /// A type, or a directive with its `@`.
    Type(String),
}

#[derive(Template)]
#[template(path = "static_page.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    body: &'v str,
}

impl StaticPage {
    /// The page whose address is most like that of one that is not there, if one is alike: its path and its name.
    pub(super) fn near(path: &str) -> Option<(String, String)> {
        let path = percent_decode_str(path).decode_utf8_lossy();
        let (folder, name) = path.split_once('/')?;
        let name = match folder {
            "docs" => nearest(docs().names(), name),
            "reference" => nearest(reference().ok()?.names(), name),
            _ => None,
        }?;
        Some((format!("{folder}/{name}"), name.to_owned()))
    }

    fn content(&self, frame: &Frame<'_>) -> Result<Option<Content>> {
        Ok(match self {
            Self::Guides => Some(docs().index()),
            Self::Guide(name) => docs().page(name, frame.public),
            Self::Types(typed) => Some(reference()?.index(typed)),
            Self::Type(name) => reference()?.page(name),
        })
    }
}

impl Page for StaticPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Nothing>(data)?;
        let Some(content) = self.content(frame)? else {
            return Ok(None);
        };
        let head = Head {
            title: content.title,
            description: content.description,
            json_ld: None,
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            body: &content.body,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
