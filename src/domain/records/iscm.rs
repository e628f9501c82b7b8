//! ISCMs, and what came of their work.

use std::collections::BTreeMap;

use entity::enums::{
    ActivityKind, AddedValueKind, GovernanceLevel, IscmKind, IscmStatus, Modality, PartnerCategory,
};
use entity::iscm;
use entity::tables::NodeType;
use entity::values::{AddedValueKinds, Modalities, Names, Texts};

use super::commitment::Commitment;
use super::funding::{Fund, Funding};
use super::instrument::{Event, Instrument, InstrumentTitle};
use super::listed::{Organization, Source};
use super::party::{Chair, Member, Structure};
use super::theme::Theme;
use crate::domain::aggregate::Aggregate;
use crate::domain::build::{Builder, Here};
use crate::domain::column::{Acronym, Cite, Column, CountryCode, Key, PartyCode, as_they_are};
use crate::domain::fault::{Fault, Place};
use crate::domain::keys::key_in;
use crate::domain::read::{Read, other_kind};
use crate::domain::record::{Recorded as _, Records, Rules};
use crate::domain::rows::Rows;
use crate::domain::shape::{RecordShape, Taken, Takes};
use crate::domain::statement::records;
use crate::domain::value::{NonEmpty, Word, Year, texts};

records! {
    /// An ISCM.
    Iscm of iscm() {
        acronym: String => acronym,
        name: Names => names,
        aliases: Vec<String> => aliases,
        kind: Word<IscmKind> => kind,
        status: Word<IscmStatus> => status,
        established: Year => established,
        ended: Option<Year> => ended,
        region: String => region,
        summary: String => summary,
        languages: Vec<LanguageCode> => languages,
        associated_with: Vec<Associate>
            => [iscm_association: iscm_id, associated_iscm_id, organization_id],
        predecessors: Vec<Slug> => [iscm_predecessor: iscm_id, predecessor_id],
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
        iscm: Option<Slug> => partner_id,
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
    Vec<LanguageCode>, Texts:
        |list| Texts(list.iter().map(|code| code.0.clone()).collect()),
        |list| list.0.iter().cloned().map(LanguageCode).collect();
    NonEmpty<Word<AddedValueKind>>, AddedValueKinds:
        |list| AddedValueKinds(list.0.iter().map(|word| word.0).collect()),
        |list| list.0.iter().copied().map(Word).collect();
}

impl Rules for Iscm {
    fn name(&self) -> String {
        self.acronym.clone()
    }

    /// Its slug, which is not among its keys.
    fn id(&self, here: &mut Here<'_, '_>) -> String {
        let (acronym, slug) = (self.acronym.to_lowercase(), here.owner);
        if let Some(other) = here.builder.name(NodeType::Iscm, "", &acronym, slug) {
            here.fault("acronym", format!("is that of {other} too"));
        }
        here.web_address("website", self.website.as_deref());
        slug.to_owned()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        let Some(ended) = self.ended else {
            return;
        };
        if self.status.0 != IscmStatus::Ended {
            here.fault("ended", "takes a year only where `status` is ENDED");
        }
        if ended < self.established {
            let established = self.established.0;
            here.fault(
                "ended",
                format!("{} is before `established`, {established}", ended.0),
            );
        }
    }
}

/// Notes ISCMs that are said to have grown out of themselves, beside those that name themselves.
pub(in crate::domain) fn check_predecessors(builder: &mut Builder<'_>) {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &builder.tables.iscm_predecessor {
        let all = named.entry(row.iscm_id.clone()).or_default();
        all.push(row.predecessor_id.clone());
    }
    for slug in named.keys() {
        let before = |slug: &String| {
            let own = named.get(slug).cloned();
            own.unwrap_or_else(|| builder.predecessors(slug))
        };
        let mut all = before(slug);
        if all.contains(slug) {
            continue;
        }
        let mut at = 0;
        while let Some(next) = all.get(at) {
            let further = before(next);
            let further = further.into_iter().filter(|slug| !all.contains(slug));
            let further: Vec<_> = further.collect();
            all.extend(further);
            at += 1;
        }
        if all.contains(slug) {
            let aggregate = Aggregate::Iscm(slug.clone());
            let place = Place::top(&aggregate);
            let message = "leads back to the ISCM itself, over its predecessors'";
            builder
                .faults
                .push(place.key("predecessors").fault(message));
        }
    }
}

texts! {
    /// The slug of another ISCM.
    Slug: Taken::Reference(&[NodeType::Iscm]);
    /// What an ISCM is part of or associated with: `iscm:` and the slug of another one, or an
    /// organization's acronym.
    Associate: Taken::Reference(&[NodeType::Iscm, NodeType::Organization]);
}

/// An ISO 639-1 code in capitals.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(in crate::domain) struct LanguageCode(String);

impl Read for LanguageCode {
    const TAKES: Takes = Takes::one(Taken::Text);

    fn read(from: toml::Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let is_code = |code: &&str| {
            let is_capital = code.bytes().all(|byte| byte.is_ascii_uppercase());
            is_capital && isolang::Language::from_639_1(&code.to_lowercase()).is_some()
        };
        let code = from.as_str().filter(is_code).map(str::to_owned);
        if code.is_none() {
            let takes = "an ISO 639-1 code in capitals, as \"EN\"";
            faults.push(other_kind(takes, &from, place));
        }
        code.map(Self)
    }
}

impl Column for Slug {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let slug = key_in(NodeType::Iscm, &self.0);
        if !here.builder.has(NodeType::Iscm, slug) {
            here.fault(key, format!("{slug:?} is the slug of no ISCM"));
        }
        if slug == here.owner {
            here.fault(key, "is the ISCM itself");
        }
        slug.to_owned()
    }

    fn value(slug: &String, _rows: &Rows<'_>) -> Self {
        Self(slug.clone())
    }
}

impl Column for Associate {
    type Stored = (Option<String>, Option<String>);

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> Self::Stored {
        match self.0.strip_prefix("iscm:") {
            Some(slug) => (Some(Slug(slug.to_owned()).stored(key, here)), None),
            None => (None, Some(Acronym(self.0.clone()).stored(key, here))),
        }
    }

    fn value((iscm, acronym): &Self::Stored, _rows: &Rows<'_>) -> Self {
        let iscm = iscm.as_ref().map(|slug| format!("iscm:{slug}"));
        Self(iscm.or_else(|| acronym.clone()).unwrap_or_default())
    }
}

impl Records for Iscm {
    const TOP: Option<(Option<&'static str>, RecordShape)> =
        Some((None, RecordShape::of::<Self>()));

    fn build_owned(&self, top: &Place<'_>, builder: &mut Builder<'_>) {
        self.build(top, top.aggregate().owner(), 0, builder);
    }

    fn of(aggregate: &Aggregate, rows: &Rows<'_>) -> Option<Self> {
        let row = rows.find::<iscm::Entity>(aggregate.owner())?;
        Some(Self::record(row, rows))
    }
}

impl Rules for Partnership {
    fn name(&self) -> String {
        self.key.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
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
    }
}
