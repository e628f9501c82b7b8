//! The page of a global framework.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::address::part;
use super::cited::{Citation, IscmName, Nodes, TopicName};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "framework.graphql",
    "../edition.graphql",
    "../cited.graphql",
    "../iscm_name.graphql",
);

/// The page of a framework.
#[derive(Debug)]
pub(super) struct FrameworkPage {
    /// What it is called in addresses.
    pub(super) slug: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    node: Option<Framework>,
    objectives: Vec<Objective>,
}

#[derive(Debug, Deserialize)]
struct Named {
    node: Option<Slug>,
}

#[derive(Debug, Deserialize)]
struct Slug {
    slug: String,
}

#[derive(Debug, Deserialize)]
struct Framework {
    name: String,
    adopted: i32,
    summary: String,
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct Objective {
    code: String,
    title: String,
    topics: Vec<TopicName>,
    iscms: Nodes<IscmName>,
    citations: Vec<Citation>,
}

#[derive(Template)]
#[template(path = "framework/framework.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    framework: &'v Framework,
    objectives: &'v [Objective],
}

impl FrameworkPage {
    /// The slug as the data set writes it: in small letters.
    fn slug(&self) -> String {
        self.slug.to_lowercase()
    }
}

impl Page for FrameworkPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        let slug = self.slug();
        Map::from_iter([
            ("id".to_owned(), format!("framework:{slug}").into()),
            ("slug".to_owned(), slug.into()),
        ])
    }

    fn rows(&self) -> Option<&'static str> {
        Some("objectives")
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        let framework = read::<Named>(data)?.data.node;
        let other = framework.filter(|framework| framework.slug != self.slug);
        Ok(other.map(|framework| format!("framework/{}", part(&framework.slug))))
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(framework) = &answer.data.node else {
            return Ok(None);
        };
        let head = Head {
            title: framework.name.clone(),
            description: format!("{}: {}", framework.name, frame.t.entity.framework_lead),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "CreativeWork",
                "name": framework.name,
                "abstract": framework.summary,
                "datePublished": framework.adopted.to_string(),
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            framework,
            objectives: &answer.data.objectives,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
