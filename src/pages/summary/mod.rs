//! The summary of findings of an ISCM, as a document: in short, with all that is on record behind each section.

mod docx;
mod markdown;

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

pub(super) use self::docx::SummaryDocx;
pub(super) use self::markdown::{DOCUMENT as MARKDOWN, SummaryMarkdown};
use super::cited::Citation;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::iscm::moved;
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!("summary.graphql", "../edition.graphql");

/// The summary of an ISCM.
#[derive(Debug)]
pub(super) struct SummaryPage {
    /// What the ISCM is called in addresses.
    pub(super) slug: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    iscm: Option<Iscm>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Iscm {
    slug: String,
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
    brief: Vec<Paragraph>,
    paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Paragraph {
    pieces: Vec<Piece>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Piece {
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

impl Section {
    /// Whether more is on record than is told in short.
    fn has_more(&self) -> bool {
        self.brief != self.paragraphs
    }
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

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        moved(data, &self.slug, "/summary")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(iscm) = &answer.data.iscm else {
            return Ok(None);
        };
        let title = &iscm.summary_of_findings.title;
        let head = Head {
            title: title.clone(),
            description: format!("{}: {}", frame.t.summary.title, iscm.name),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "Report",
                "name": title,
                "about": iscm.name,
                "inLanguage": "en",
                "version": answer.edition.version.to_string(),
                "dateModified": answer.edition.day(),
                "license": answer.edition.licence.url,
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            iscm,
        };
        Shown::html(title.clone(), &answer.edition, &view).map(Some)
    }
}
