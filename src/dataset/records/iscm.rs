//! ISCMs' files, and what came of their work.

use entity::enums::{
    ActivityKind, AddedValueKind, GovernanceLevel, IscmKind, IscmStatus, Modality, PartnerCategory,
};
use entity::tables::NodeType;
use entity::values::{AddedValueKinds, Modalities, Names};

use super::commitment::Commitment;
use super::funding::{Fund, Funding};
use super::instrument::{Event, Instrument, InstrumentTitle};
use super::listed::{Organization, Source};
use super::party::{Chair, Member, Structure};
use super::theme::Theme;
use crate::dataset::build::Here;
use crate::dataset::column::{Acronym, Cite, Column, CountryCode, Key, PartyCode, as_they_are};
use crate::dataset::record::Rules;
use crate::dataset::rows::Rows;
use crate::dataset::statement::records;
use crate::dataset::value::{NonEmpty, Word, Year};

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
    /// `[[contributions]]`.
    Contribution of contribution(iscm_id = owner) by key {
        @key: Key,
        level: Word<GovernanceLevel> => level,
        summary: String => summary,
        instruments: Vec<InstrumentTitle>
            => [contribution_instrument: contribution_id, instrument_id],
        @cite: Cite
    }
    /// `[[partnerships]]`.
    Partnership of partnership(iscm_id = owner) {
        @key: Key,
        iscm: Option<String> => partner_id,
        organization: Option<Acronym> => organization_id,
        category: Option<Word<PartnerCategory>> => category,
        modalities: NonEmpty<Word<Modality>> => modalities,
        summary: String => summary,
        @cite: Cite
    }
    /// `[[added_value]]`.
    AddedValue of added_value(iscm_id = owner) by key {
        @key: Key,
        by: NonEmpty<PartyCode> => [added_value_party: added_value_id, country_id, organization_id],
        values: NonEmpty<Word<AddedValueKind>> => values,
        summary: String => summary,
        @cite: Cite
    }
    /// `[[uptakes]]`.
    Uptake of uptake(iscm_id = owner) by key {
        @key: Key,
        country: CountryCode => country_id,
        instrument: Option<InstrumentTitle> => instrument_id,
        summary: String => summary,
        year: Option<Year> => year,
        @cite: Cite
    }
    /// `[[activities]]`.
    Activity of activity(iscm_id = owner) by key {
        @key: Key,
        kind: Word<ActivityKind> => kind,
        summary: String => summary,
        year: Option<Year> => year,
        @cite: Cite
    }
}

as_they_are! {
    NonEmpty<Word<Modality>>, Modalities:
        |list| Modalities(list.0.iter().map(|word| word.0).collect()),
        |list| list.0.iter().copied().map(Word).collect();
    NonEmpty<Word<AddedValueKind>>, AddedValueKinds:
        |list| AddedValueKinds(list.0.iter().map(|word| word.0).collect()),
        |list| list.0.iter().copied().map(Word).collect();
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

impl Rules for Partnership {
    fn name(&self) -> String {
        self.key.clone()
    }

    fn check(&self, here: &mut Here<'_>) {
        let named = [
            self.iscm.is_some(),
            self.organization.is_some(),
            self.category.is_some(),
        ];
        if named.into_iter().filter(|is_named| *is_named).count() != 1 {
            here.fault(
                "iscm",
                "takes `iscm`, `organization` or `category`, one of them",
            );
        }
        if let Some(slug) = &self.iscm {
            if !here.builder.has(NodeType::Iscm, slug) {
                here.fault("iscm", "is the slug of no ISCM's file");
            }
            if slug == here.owner {
                here.fault("iscm", "is the ISCM itself");
            }
        }
    }
}
