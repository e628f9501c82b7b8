//! The page of a topic.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::address::part;
use super::cited::{Citation, IscmName, Nodes};
use super::edition::Edition;
use super::facts::Instrument;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "topic.graphql",
    "../edition.graphql",
    "../cited.graphql",
    "../iscm_name.graphql",
);

/// The page of a topic.
#[derive(Debug)]
pub(super) struct TopicPage {
    /// What it is called in addresses: its slug, or its label.
    pub(super) slug: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    topic: Option<Topic>,
}

#[derive(Debug, Deserialize)]
struct Named {
    topic: Option<Slug>,
}

#[derive(Debug, Deserialize)]
struct Slug {
    slug: String,
}

#[derive(Debug, Deserialize)]
struct Topic {
    slug: String,
    label: String,
    iscms: Nodes<IscmName>,
    themes: Nodes<Theme>,
    instruments: Nodes<Instrument>,
    commitments: Nodes<Commitment>,
    objectives: Vec<Objective>,
    findings: Vec<Assessed>,
    recommendations: Vec<Assessed>,
}

#[derive(Debug, Deserialize)]
struct Theme {
    title: String,
    from: Option<i32>,
    to: Option<i32>,
    iscm: IscmName,
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct Commitment {
    title: String,
    year: i32,
    due: Option<String>,
    status: Option<String>,
    iscm: IscmName,
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct Objective {
    code: String,
    title: String,
    framework: Framework,
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct Framework {
    slug: String,
    name: String,
}

/// A finding or a recommendation of an assessment.
#[derive(Debug, Deserialize)]
struct Assessed {
    summary: String,
    assessment: Assessment,
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct Assessment {
    title: String,
    year: i32,
}

#[derive(Template)]
#[template(path = "topic/topic.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    topic: &'v Topic,
}

impl Page for TopicPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("slug".to_owned(), self.slug.clone().into())])
    }

    fn rows(&self) -> Option<&'static str> {
        Some("topic.themes")
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        let topic = read::<Named>(data)?.data.topic;
        let other = topic.filter(|topic| topic.slug != self.slug);
        Ok(other.map(|topic| format!("topic/{}", part(&topic.slug))))
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(topic) = &answer.data.topic else {
            return Ok(None);
        };
        let head = Head {
            title: topic.label.clone(),
            description: format!("{}: {}", topic.label, frame.t.entity.topic_lead),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "DefinedTerm",
                "name": topic.label,
                "termCode": topic.slug,
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            topic,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
