//! What this is: what it holds, where the facts come from, and the terms.

use std::borrow::Borrow;

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cited::{IscmName, Nodes};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "about.graphql",
    "../edition.graphql",
    "../iscm_name.graphql",
);

/// What this is.
#[derive(Debug)]
pub(super) struct AboutPage;

#[derive(Debug, Deserialize)]
struct Data {
    data: Counted,
    iscms: Nodes<Iscm>,
}

#[derive(Debug, Deserialize)]
struct Counted {
    counts: Vec<Count>,
    licence: Licence,
}

#[derive(Debug, Deserialize)]
struct Count {
    #[serde(rename = "type")]
    of: String,
    count: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Licence {
    spdx_id: String,
}

#[derive(Debug, Deserialize)]
struct Iscm {
    #[serde(flatten)]
    name: IscmName,
    coverage: Coverage,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Coverage {
    known_facets: u64,
    all_facets: u64,
    newest_source_year: Option<i32>,
    facets: Vec<Facet>,
}

#[derive(Debug, Deserialize)]
struct Facet {
    facet: String,
    known: bool,
    records: u64,
}

/// Of how many ISCMs something is recorded of a facet, and how much.
#[derive(Debug)]
struct Filled<'v> {
    facet: &'v str,
    iscms: u64,
    records: u64,
}

#[derive(Template)]
#[template(path = "about/about.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    data: &'v Data,
    filled: Vec<Filled<'v>>,
}

impl Data {
    /// Each facet, over all ISCMs.
    fn filled(&self) -> Vec<Filled<'_>> {
        let mut filled = Vec::<Filled<'_>>::new();
        for Facet {
            facet,
            known,
            records,
        } in self.iscms.nodes.iter().flat_map(|one| &one.coverage.facets)
        {
            let at = filled.iter().position(|one| one.facet == facet);
            let at = at.unwrap_or_else(|| {
                filled.push(Filled {
                    facet,
                    iscms: 0,
                    records: 0,
                });
                filled.len() - 1
            });
            filled[at].iscms += u64::from(*known);
            filled[at].records += records;
        }
        filled
    }
}

impl Filled<'_> {
    /// How many of a hundred ISCMs that is.
    fn percent(&self, all: impl Borrow<u64>) -> u64 {
        let percent = (self.iscms * 100).checked_div(*all.borrow());
        percent.unwrap_or_default()
    }
}

impl Page for AboutPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn rows(&self) -> Option<&'static str> {
        Some("iscms")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let t = &frame.t.about;
        let head = Head {
            title: t.title.clone(),
            description: t.lead.clone(),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "AboutPage",
                "name": t.title,
                "description": t.lead,
                "license": answer.edition.licence.url,
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            data: &answer.data,
            filled: answer.data.filled(),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
