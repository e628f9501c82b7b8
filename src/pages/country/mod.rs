//! The page of a country or area.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cited::{Citation, CountryName, IscmName, Nodes};
use super::edition::Edition;
use super::facts::{Chairmanship, Event, Funding, Input, Instrument, Membership, Structure};
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "country.graphql",
    "../edition.graphql",
    "../cited.graphql",
    "../iscm_name.graphql",
);

/// The tables that can be asked for a country's rows.
const TABLES: &[(&str, &str)] = &[
    ("MEMBERSHIP", "memberships"),
    ("CHAIRMANSHIP", "chairs"),
    ("EVENT", "events"),
    ("INSTRUMENT", "instruments"),
    ("STRUCTURE", "structures"),
];

/// The page of a country or area.
#[derive(Debug)]
pub(super) struct CountryPage {
    /// What it is called in addresses: a code or a name.
    pub(super) code: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    country: Option<Country>,
}

#[derive(Debug, Deserialize)]
struct Coded {
    country: Option<Code>,
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Country {
    code: String,
    code3: Option<String>,
    numeric_code: Option<String>,
    name: String,
    en: String,
    es: String,
    fr: String,
    ar: String,
    ru: String,
    pt: String,
    other_names: Vec<String>,
    note: Option<String>,
    region: Option<String>,
    subregion: Option<String>,
    memberships: Nodes<Membership>,
    chairmanships: Vec<Chairmanship>,
    events: Nodes<Event>,
    endorsed_instruments: Nodes<Instrument>,
    uptakes: Vec<Uptake>,
    commitment_inputs: Vec<Input>,
    funding_sources: Vec<Funding>,
    seated_structures: Vec<Structure>,
}

#[derive(Debug, Deserialize)]
struct Uptake {
    year: Option<i32>,
    summary: String,
    instrument: Option<Titled>,
    iscm: IscmName,
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct Titled {
    title: String,
}

#[derive(Template)]
#[template(path = "country/country.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    country: &'v Country,
    tables: &'v [(&'v str, &'v str)],
}

impl Country {
    /// Its flag.
    fn flag(&self) -> String {
        let named = CountryName {
            code: Some(self.code.clone()),
            name: self.name.clone(),
        };
        named.flag()
    }

    /// Its names in other languages than the page's, each with the code of the first that it is of.
    fn names(&self) -> Vec<(&str, &str)> {
        let mut names = Vec::<(&str, &str)>::new();
        for (code, name) in [
            ("en", &self.en),
            ("es", &self.es),
            ("fr", &self.fr),
            ("ar", &self.ar),
            ("ru", &self.ru),
            ("pt", &self.pt),
        ] {
            if *name != self.name && names.iter().all(|(_, other)| other != name) {
                names.push((code, name));
            }
        }
        names
    }

    /// Its codes of ISO 3166-1.
    fn codes(&self) -> String {
        let codes = [
            Some(&self.code),
            self.code3.as_ref(),
            self.numeric_code.as_ref(),
        ];
        let codes: Vec<_> = codes.into_iter().flatten().map(String::as_str).collect();
        codes.join(", ")
    }
}

impl Page for CountryPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("code".to_owned(), self.code.clone().into())])
    }

    fn rows(&self) -> Option<&'static str> {
        Some("country.memberships")
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        let country = read::<Coded>(data)?.data.country;
        let code = country.map(|country| country.code.to_ascii_lowercase());
        let other = code.filter(|code| *code != self.code);
        Ok(other.map(|code| format!("country/{code}")))
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(country) = &answer.data.country else {
            return Ok(None);
        };
        let head = Head {
            title: country.name.clone(),
            description: format!("{}: {}", country.name, frame.t.entity.country_lead),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "Place",
                "name": country.name,
                "alternateName": country.names().iter().map(|(_, name)| name).collect::<Vec<_>>(),
                "identifier": country.code,
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            country,
            tables: TABLES,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
