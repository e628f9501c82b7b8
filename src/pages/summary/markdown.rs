//! The summary in short, as Markdown.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::frame::Frame;
use super::super::iscm::moved;
use super::super::page::{Page, document};
use super::super::show::{Media, Shown, read};
use crate::error::Result;

pub(in crate::pages) const DOCUMENT: &str = document!("markdown.graphql", "../edition.graphql");

/// The summary of an ISCM as Markdown.
#[derive(Debug)]
pub(in crate::pages) struct SummaryMarkdown {
    /// What the ISCM is called in addresses.
    pub(in crate::pages) slug: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    iscm: Option<Iscm>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Iscm {
    summary_of_findings: Summary,
}

#[derive(Debug, Deserialize)]
struct Summary {
    title: String,
    markdown: String,
}

impl Page for SummaryMarkdown {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("slug".to_owned(), self.slug.clone().into())])
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        moved(data, &self.slug, "/summary.md")
    }

    fn show(&self, _frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let edition = &answer.edition;
        let summary = answer.data.iscm.map(|iscm| iscm.summary_of_findings);
        Ok(summary.map(|summary| Shown {
            title: summary.title,
            version: edition.version,
            day: edition.day().map(str::to_owned),
            body: summary.markdown.into_bytes(),
            media: Media::Markdown,
        }))
    }
}
