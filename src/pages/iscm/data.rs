//! What the page of an ISCM asks.

use serde::Deserialize;

use super::super::cited::{Citation, CountryName, IscmName, Nodes, OrganizationName};

#[derive(Debug, Deserialize)]
pub(super) struct Data {
    pub(super) iscm: Option<Iscm>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Iscm {
    pub(super) slug: String,
    pub(super) acronym: String,
    pub(super) name: String,
    pub(super) names: Vec<LocalizedName>,
    pub(super) aliases: Vec<String>,
    pub(super) kind: String,
    pub(super) status: Option<String>,
    pub(super) region: String,
    pub(super) established: Option<i32>,
    pub(super) ended: Option<i32>,
    pub(super) languages: Vec<String>,
    pub(super) website: Option<String>,
    pub(super) summary: String,
    pub(super) citations: Vec<Citation>,
    pub(super) coverage: Coverage,
    pub(super) predecessors: Vec<IscmName>,
    pub(super) successors: Vec<IscmName>,
    pub(super) members: Nodes<Membership>,
    pub(super) chairs: Vec<Chair>,
    pub(super) current_chairs: Vec<Party>,
    pub(super) structures: Vec<Structure>,
    pub(super) funding_sources: Vec<Funding>,
    pub(super) funds: Vec<Fund>,
    pub(super) guidelines: Vec<Guideline>,
    pub(super) uptakes: Vec<Uptake>,
    pub(super) instruments: Nodes<Instrument>,
    pub(super) commitments: Nodes<Commitment>,
    pub(super) partnerships: Nodes<Partnership>,
    pub(super) themes: Vec<Theme>,
    pub(super) overlaps: Vec<Overlap>,
    pub(super) events: Nodes<Event>,
    pub(super) timeline: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LocalizedName {
    pub(super) language: String,
    pub(super) name: String,
}

impl LocalizedName {
    /// The code of its language.
    pub(super) fn code(&self) -> String {
        self.language.to_ascii_lowercase()
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Coverage {
    pub(super) known_facets: u64,
    pub(super) all_facets: u64,
    pub(super) newest_source_year: Option<i32>,
    pub(super) records: u64,
    pub(super) sources: u64,
    pub(super) facets: Vec<Facet>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Facet {
    pub(super) facet: String,
    pub(super) known: bool,
    pub(super) records: u64,
    pub(super) newest_source_year: Option<i32>,
}

/// A country or an organization.
#[derive(Debug, Deserialize)]
pub(super) struct Party {
    pub(super) country: Option<CountryName>,
    pub(super) organization: Option<OrganizationName>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Membership {
    pub(super) role: String,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) status: Option<String>,
    #[serde(flatten)]
    pub(super) party: Party,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Chair {
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    #[serde(flatten)]
    pub(super) party: Party,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Structure {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) established: Option<i32>,
    pub(super) frequency: Option<String>,
    pub(super) summary: String,
    pub(super) seat_city: Option<String>,
    pub(super) seat_country: Option<CountryName>,
    pub(super) hosted_by: Option<OrganizationName>,
    pub(super) supported_by: Vec<OrganizationName>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Funding {
    pub(super) kind: String,
    pub(super) summary: String,
    pub(super) amount: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) contributors: Vec<Contributor>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Contributor {
    pub(super) category: Option<String>,
    #[serde(flatten)]
    pub(super) party: Party,
}

#[derive(Debug, Deserialize)]
pub(super) struct Fund {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) established: i32,
    pub(super) purpose: String,
    pub(super) beneficiaries: Vec<String>,
    pub(super) summary: String,
    pub(super) figures: Vec<Figure>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Figure {
    pub(super) label: String,
    pub(super) unit: String,
    pub(super) value: f64,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Guideline {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) year: i32,
    pub(super) adopted_at: Option<Adoption>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Adoption {
    pub(super) name: String,
    pub(super) year: i32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Uptake {
    pub(super) year: Option<i32>,
    pub(super) summary: String,
    pub(super) country: CountryName,
    pub(super) instrument: Option<Titled>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Titled {
    pub(super) id: String,
    pub(super) title: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Instrument {
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) year: i32,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Commitment {
    pub(super) title: String,
    pub(super) year: i32,
    pub(super) due: Option<String>,
    pub(super) status: Option<String>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Partnership {
    pub(super) summary: String,
    pub(super) category: Option<String>,
    pub(super) partner_iscm: Option<IscmName>,
    pub(super) partner_organization: Option<OrganizationName>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Theme {
    pub(super) title: String,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Overlap {
    pub(super) shared_member_count: u64,
    pub(super) shared_topic_count: u64,
    pub(super) iscm: IscmName,
}

#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) kind: String,
    pub(super) city: Option<String>,
    pub(super) country: Option<CountryName>,
    pub(super) citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) year: i32,
    pub(super) title: String,
    pub(super) kind: String,
}

impl Iscm {
    /// Those who take part in a role, who still do.
    pub(super) fn of_role(&self, role: &str) -> Vec<&Membership> {
        let of_role = self.members.nodes.iter();
        of_role
            .filter(|member| member.role == role && member.to.is_none())
            .collect()
    }

    /// Those who took part, and do not any more.
    pub(super) fn former(&self) -> Vec<&Membership> {
        let members = self.members.nodes.iter();
        members.filter(|member| member.to.is_some()).collect()
    }

    /// National measures built on an instrument.
    pub(super) fn built_on(&self, id: &str) -> Vec<&Uptake> {
        let is_on = |uptake: &&Uptake| uptake.instrument.as_ref().is_some_and(|on| on.id == id);
        self.uptakes.iter().filter(is_on).collect()
    }

    /// National measures built on no guidelines.
    pub(super) fn other_uptakes(&self) -> Vec<&Uptake> {
        let is_on = |uptake: &Uptake, one: &Guideline| {
            uptake.instrument.as_ref().is_some_and(|on| on.id == one.id)
        };
        let uptakes = self.uptakes.iter();
        let others = uptakes.filter(|uptake| !self.guidelines.iter().any(|one| is_on(uptake, one)));
        others.collect()
    }

    /// The year that the newest source tells of, up to which all is known.
    pub(super) fn known_in(&self) -> Option<i32> {
        self.coverage.newest_source_year
    }
}
