//! From the answer to the page.

use askama::Template;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::edition::Edition;
use crate::error::{Error, Result};

/// A page as it is sent.
#[derive(Debug)]
pub struct Shown {
    /// What it is called.
    pub title: String,
    /// The version it shows.
    pub version: i64,
    /// The day that the version was published.
    pub day: Option<String>,
    /// The whole page.
    pub body: Vec<u8>,
    /// What the body is.
    pub media: Media,
}

/// What a page is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// HTML.
    Html,
    /// Markdown, as `CommonMark` has it.
    Markdown,
    /// A document of a word processor (Office Open XML), which is saved as a file.
    Docx,
}

/// The data of an answer: what a page asks, and the version.
#[derive(Debug, Deserialize)]
pub(super) struct Answer<D> {
    #[serde(rename = "dataset")]
    pub(super) edition: Edition,
    #[serde(flatten)]
    pub(super) data: D,
}

/// The data of a page that asks for no more than the version.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

impl Media {
    /// What the name of its file ends with, where it is saved as one.
    #[must_use]
    pub const fn extension(self) -> Option<&'static str> {
        match self {
            Self::Html | Self::Markdown => None,
            Self::Docx => Some("docx"),
        }
    }

    /// The media type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

impl Shown {
    /// A page of HTML: its template, filled.
    pub(super) fn html(title: String, edition: &Edition, template: &impl Template) -> Result<Self> {
        let filled = template.render();
        let filled = filled
            .map_err(|why| Error::internal(format!("a template that cannot be filled: {why}")));
        Ok(Self {
            title,
            version: edition.version,
            day: edition.day().map(str::to_owned),
            body: filled?.into_bytes(),
            media: Media::Html,
        })
    }
}

/// Reads the data of an answer.
pub(super) fn read<D: DeserializeOwned>(data: &[u8]) -> Result<Answer<D>> {
    let read = serde_json::from_slice(data);
    read.map_err(|why| Error::internal(format!("an answer that its page cannot read: {why}")))
}
