//! ISCMs' files.

use entity::enums::{IscmKind, IscmStatus};
use entity::tables::NodeType;
use entity::values::Names;

use super::listed::{Organization, Source};
use super::money::{Fund, Funding};
use super::outcome::{Activity, AddedValue, Contribution, Partnership, Uptake};
use super::output::{Event, Instrument};
use super::party::{Chair, Member, Structure};
use super::promise::Commitment;
use super::theme::Theme;
use crate::dataset::build::Here;
use crate::dataset::column::Cite;
use crate::dataset::record::Rules;
use crate::dataset::statement::records;
use crate::dataset::value::{Word, Year};

records! {
    /// `iscm/<slug>.toml`.
    IscmFile of iscm() {
        acronym: String => acronym,
        name: Names => names,
        aliases: Vec<String> => aliases,
        kind: Word<IscmKind> => kind,
        status: Word<IscmStatus> => status,
        established: Year => established,
        region: String => region,
        summary: String => summary,
        website: Option<String> => website,
        @cite: Cite;
        themes: [Theme],
        members: [Member],
        chairs: [Chair],
        structures: [Structure],
        funding: [Funding],
        funds: [Fund],
        instruments: [Instrument],
        events: [Event],
        contributions: [Contribution],
        partnerships: [Partnership],
        added_value: [AddedValue],
        uptakes: [Uptake],
        activities: [Activity],
        commitments: [Commitment],
        organizations: [Organization],
        sources: [Source]
    }
}

impl Rules for IscmFile {
    fn name(&self) -> String {
        self.acronym.clone()
    }

    /// The file's name.
    fn id(&self, here: &mut Here<'_>) -> String {
        let (acronym, slug) = (self.acronym.to_lowercase(), here.owner);
        if let Some(other) = here.builder.name(NodeType::Iscm, "", &acronym, slug) {
            here.fault("acronym", format!("is that of {other} too"));
        }
        here.web_address("website", self.website.as_deref());
        slug.to_owned()
    }
}
