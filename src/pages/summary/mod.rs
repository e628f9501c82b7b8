//! The summary of findings of an ISCM, as a document.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::cited::Citation;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::show::{Shown, read};
use super::{Page, document};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!("summary.graphql", "../edition.graphql");

/// The summary of an ISCM.
#[derive(Debug)]
pub struct SummaryPage {
    /// What the ISCM is called in addresses.
    pub slug: String,
    /// Whether it is asked for as Markdown.
    pub is_markdown: bool,
}

#[derive(Debug, Deserialize)]
struct Data {
    iscm: Option<Iscm>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Iscm {
    slug: String,
    acronym: String,
    name: String,
    summary_of_findings: Summary,
}

#[derive(Debug, Deserialize)]
struct Summary {
    title: String,
    sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
struct Section {
    number: i32,
    title: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Deserialize)]
struct Paragraph {
    text: String,
    citations: Vec<Citation>,
}

#[derive(Template)]
#[template(path = "summary/summary.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    iscm: &'v Iscm,
}

impl Page for SummaryPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("slug".to_owned(), self.slug.clone().into())])
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(iscm) = &answer.data.iscm else {
            return Ok(None);
        };
        let head = Head {
            title: iscm.summary_of_findings.title.clone(),
            description: format!("{}: {}", frame.t.summary.title, iscm.name),
            json_ld: None,
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            iscm,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
