//! The first page: what this is, the ISCMs by region, and three questions with their answers.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cited::{CountryName, IscmName, Nodes, OrganizationName};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!("home.graphql", "../edition.graphql");

/// The first page, on a day.
#[derive(Debug)]
pub(super) struct Home {
    /// Today.
    pub(super) today: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct Data {
    counts: Counts,
    iscms: Nodes<Iscm>,
    chairs: Nodes<Chair>,
    instruments: Nodes<Instrument>,
    funds: Nodes<Fund>,
}

#[derive(Debug, Deserialize)]
struct Counts {
    counts: Vec<Count>,
}

#[derive(Debug, Deserialize)]
struct Count {
    #[serde(rename = "type")]
    of: String,
    count: u64,
}

#[derive(Debug, Deserialize)]
struct Iscm {
    slug: String,
    acronym: String,
    name: String,
    region: String,
    status: Option<String>,
    established: Option<i32>,
    ended: Option<i32>,
}

#[derive(Debug, Deserialize)]
struct Chair {
    from: Option<i32>,
    iscm: IscmName,
    country: Option<CountryName>,
    organization: Option<OrganizationName>,
}

#[derive(Debug, Deserialize)]
struct Instrument {
    title: String,
    year: i32,
    iscm: IscmName,
}

#[derive(Debug, Deserialize)]
struct Fund {
    name: String,
    established: i32,
    iscm: IscmName,
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    data: &'v Data,
    regions: BTreeMap<&'v str, Vec<&'v Iscm>>,
}

impl Data {
    fn count(&self, of: &str) -> u64 {
        let mut counts = self.counts.counts.iter();
        counts
            .find(|count| count.of == of)
            .map_or(0, |count| count.count)
    }
}

impl Page for Home {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("today".to_owned(), self.today.to_string().into())])
    }

    fn rows(&self) -> Option<&'static str> {
        Some("iscms")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let (data, edition) = (&answer.data, &answer.edition);
        let mut regions = BTreeMap::<_, Vec<_>>::new();
        for iscm in &data.iscms.nodes {
            regions.entry(iscm.region.as_str()).or_default().push(iscm);
        }
        let t = &frame.t.home;
        let downloads = ["dump.sqlite", "dump.jsonl.zst"]
            .map(|file| json!({ "@type": "DataDownload", "contentUrl": frame.file(file) }));
        let head = Head {
            title: t.title.clone(),
            description: t.description.clone(),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "Dataset",
                "name": frame.t.common.site,
                "description": t.description,
                "version": edition.version.to_string(),
                "dateModified": edition.day(),
                "license": edition.licence.url,
                "isAccessibleForFree": true,
                "inLanguage": ["en", "es", "fr"],
                "distribution": downloads,
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition,
            data,
            regions,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
