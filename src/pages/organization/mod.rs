//! The page of an organization.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::address::part;
use super::cited::{Citation, IscmName, Nodes};
use super::edition::Edition;
use super::facts::{Chairmanship, Event, Funding, Input, Instrument, Membership, Structure};
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "organization.graphql",
    "../edition.graphql",
    "../cited.graphql",
    "../iscm_name.graphql",
);

/// The tables that can be asked for an organization's rows.
const TABLES: &[(&str, &str)] = &[("MEMBERSHIP", "memberships"), ("CHAIRMANSHIP", "chairs")];

/// The page of an organization.
#[derive(Debug)]
pub(super) struct OrganizationPage {
    /// What it is called in addresses: its acronym, or a name.
    pub(super) acronym: String,
}

#[derive(Debug, Deserialize)]
struct Data {
    organization: Option<Organization>,
}

#[derive(Debug, Deserialize)]
struct Named {
    organization: Option<Acronym>,
}

#[derive(Debug, Deserialize)]
struct Acronym {
    acronym: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    acronym: String,
    name: String,
    kind: String,
    memberships: Nodes<Membership>,
    associated_iscms: Vec<IscmName>,
    chairmanships: Vec<Chairmanship>,
    hosted_structures: Vec<Structure>,
    supported_structures: Vec<Structure>,
    partnerships: Nodes<Partnership>,
    funding_sources: Vec<Funding>,
    endorsed_instruments: Nodes<Instrument>,
    commitment_inputs: Vec<Input>,
    attended_events: Nodes<Event>,
}

#[derive(Debug, Deserialize)]
struct Partnership {
    summary: String,
    iscm: IscmName,
    citations: Vec<Citation>,
}

#[derive(Template)]
#[template(path = "organization/organization.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    organization: &'v Organization,
    tables: &'v [(&'v str, &'v str)],
}

impl Page for OrganizationPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::from_iter([("acronym".to_owned(), self.acronym.clone().into())])
    }

    fn rows(&self) -> Option<&'static str> {
        Some("organization.memberships")
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn moved(&self, data: &[u8]) -> Result<Option<String>> {
        let organization = read::<Named>(data)?.data.organization;
        let other = organization.filter(|one| one.acronym != self.acronym);
        Ok(other.map(|one| format!("organization/{}", part(&one.acronym))))
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(organization) = &answer.data.organization else {
            return Ok(None);
        };
        let (name, acronym) = (&organization.name, &organization.acronym);
        let head = Head {
            title: format!("{name} ({acronym})"),
            description: format!("{name}: {}", frame.t.entity.organization_lead),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "Organization",
                "name": name,
                "alternateName": acronym,
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            organization,
            tables: TABLES,
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
