//! The page of an ISCM.

mod data;
mod strip;

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use self::data::{Data, Iscm};
use self::strip::strip;
use super::address::part;
use super::chart::Markup;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::language::Language;
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str =
    document!("iscm.graphql", "../edition.graphql", "../cited.graphql");

/// The page of an ISCM.
#[derive(Debug)]
pub(super) struct IscmPage {
    /// What it is called in addresses.
    pub(super) slug: String,
}

#[derive(Template)]
#[template(path = "iscm/iscm.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    iscm: &'v Iscm,
    strip: Option<Markup>,
}

impl View<'_> {
    /// The language of the name, where it is another than the page's.
    fn language_of_name(&self) -> Option<Language> {
        let names = &mut self.iscm.names.iter();
        let named = names.find(|name| name.name == self.iscm.name)?;
        Language::named(&named.language).filter(|of| !self.frame.is_in(of.code()))
    }

    /// What those in a role are called.
    fn those_in(&self, role: &str) -> &str {
        let t = &self.frame.t.iscm;
        match role {
            "MEMBER" => &t.members,
            "OBSERVER" => &t.observers,
            _ => &t.partners_in,
        }
    }
}

impl Page for IscmPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("slug".to_owned(), self.slug.clone().into())])
    }

    fn rows(&self) -> Option<&'static str> {
        Some("iscm.members")
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        moved(data, &self.slug, "")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(iscm) = &answer.data.iscm else {
            return Ok(None);
        };
        let title = format!("{} ({})", iscm.name, iscm.acronym);
        let names = iscm.names.iter().map(|name| &name.name);
        let others = names
            .chain(&iscm.aliases)
            .filter(|name| **name != iscm.name);
        let head = Head {
            title: title.clone(),
            description: first_sentence(&iscm.summary).to_owned(),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "Organization",
                "name": iscm.name,
                "alternateName": others.chain([&iscm.acronym]).collect::<Vec<_>>(),
                "description": iscm.summary,
                "url": iscm.website,
                "foundingDate": iscm.established.map(|year| year.to_string()),
                "dissolutionDate": iscm.ended.map(|year| year.to_string()),
                "areaServed": iscm.region,
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            iscm,
            strip: strip(frame, iscm)?,
        };
        Shown::html(title, &answer.edition, &view).map(Some)
    }
}

#[derive(Debug, Deserialize)]
struct Named {
    iscm: Option<Slug>,
}

#[derive(Debug, Deserialize)]
struct Slug {
    slug: String,
}

/// Where a page of an ISCM is, if the address has the ISCM's acronym; `rest` is what follows its name.
pub(super) fn moved(data: &[u8], asked: &str, rest: &str) -> Result<Option<String>> {
    let iscm = read::<Named>(data)?.data.iscm;
    let other = iscm.filter(|iscm| iscm.slug != asked);
    Ok(other.map(|iscm| format!("iscm/{}{rest}", part(&iscm.slug))))
}

/// The first sentence of a text.
fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    &text[..end]
}
