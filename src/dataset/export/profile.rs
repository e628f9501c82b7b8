//! An ISCM's rows as its file: what it is.

use entity::enums::Vocabulary;
use entity::tables::NodeType;
use entity::{chairmanship, fund, funding, iscm, membership, structure, theme};

use super::{Rows, flag, key_of, keyed, year};
use crate::dataset::read::{NonEmpty, Number, Year};
use crate::dataset::records::{Chair, Figure, Fund, Funding, IscmFile, Member, Structure, Theme};
use crate::money;

impl Rows<'_> {
    /// The file of an ISCM.
    pub(super) fn iscm(&self, row: &iscm::Model) -> IscmFile {
        let file = format!("iscm/{}", row.id);
        let groups = &self.groups;
        IscmFile {
            acronym: row.acronym.clone(),
            name: row.names.clone(),
            aliases: row.aliases.0.clone(),
            kind: row.kind,
            status: row.status,
            established: Year(row.established),
            region: row.region.clone(),
            summary: row.summary.clone(),
            website: row.website.clone(),
            cite: self.cite::<iscm::Entity>(row),
            themes: groups.theme.map(&row.id, |row| self.theme(row)),
            members: groups.membership.map(&row.id, |row| self.member(row)),
            chairs: groups.chairmanship.map(&row.id, |row| self.chair(row)),
            structures: groups.structure.map(&row.id, |row| self.structure(row)),
            funding: groups.funding.map(&row.id, |row| self.funding(row)),
            funds: groups.fund.map(&row.id, |row| self.fund(row)),
            instruments: groups.instrument.map(&row.id, |row| self.instrument(row)),
            events: groups.event.map(&row.id, |row| self.event(row)),
            contributions: groups
                .contribution
                .map(&row.id, |row| self.contribution(row)),
            partnerships: groups.partnership.map(&row.id, |row| self.partnership(row)),
            added_value: groups.added_value.map(&row.id, |row| self.added_value(row)),
            uptakes: groups.uptake.map(&row.id, |row| self.uptake(row)),
            activities: groups.activity.map(&row.id, |row| self.activity(row)),
            commitments: groups.commitment.map(&row.id, |row| self.commitment(row)),
            organizations: self.organizations(&file),
            sources: self.sources(&file),
        }
    }

    fn theme(&self, row: &theme::Model) -> Theme {
        let record = Theme {
            key: None,
            title: row.title.clone(),
            topics: NonEmpty(
                self.groups
                    .theme_topic
                    .map(&row.id, |row| row.topic_id.clone()),
            ),
            parent: row
                .parent_id
                .as_ref()
                .map(|id| self.title(NodeType::Theme, id)),
            from: year(row.from_year),
            to: year(row.to_year),
            cite: self.cite::<theme::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    fn member(&self, row: &membership::Model) -> Member {
        let record = Member {
            key: None,
            country: row.country_id.clone(),
            organization: row.organization_id.clone(),
            role: row.role,
            from: year(row.from_year),
            to: year(row.to_year),
            cite: self.cite::<membership::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    fn chair(&self, row: &chairmanship::Model) -> Chair {
        let record = Chair {
            key: None,
            country: row.country_id.clone(),
            organization: row.organization_id.clone(),
            from: Year(row.from_year),
            to: year(row.to_year),
            co_chair: flag(row.co_chair),
            cite: self.cite::<chairmanship::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    fn structure(&self, row: &structure::Model) -> Structure {
        let supporters = &self.groups.structure_supporter;
        let record = Structure {
            key: None,
            name: row.name.clone(),
            kind: row.kind,
            summary: row.summary.clone(),
            established: year(row.established),
            supported_by: supporters.map(&row.id, |row| row.organization_id.clone()),
            cite: self.cite::<structure::Entity>(row),
        };
        keyed(&row.id, record, |record| &mut record.key)
    }

    fn funding(&self, row: &funding::Model) -> Funding {
        let contributors = self.groups.funding_contributor.map(&row.id, |row| {
            row.category.as_ref().map_or_else(
                || self.code(row.country_id.as_ref(), row.organization_id.as_ref()),
                |category| category.word(),
            )
        });
        let digits = row.currency.as_deref().and_then(money::minor_digits);
        let amount = row.amount_minor.zip(digits);
        Funding {
            key: key_of(&row.id),
            kind: row.kind,
            contributors: NonEmpty(contributors),
            summary: row.summary.clone(),
            amount: amount.map(|(minor, digits)| Number::from_text(&money::format(minor, digits))),
            currency: row.currency.clone(),
            year: year(row.year),
            cite: self.cite::<funding::Entity>(row),
        }
    }

    fn fund(&self, row: &fund::Model) -> Fund {
        let figures = self.groups.fund_figure.map(&row.id, |row| {
            let record = Figure {
                key: None,
                label: row.label.clone(),
                value: Number::from_text(&row.value.to_string()),
                unit: row.unit.clone(),
                from: year(row.from_year),
                to: year(row.to_year),
                cite: self.cite::<entity::fund_figure::Entity>(row),
            };
            keyed(&row.id, record, |record| &mut record.key)
        });
        let record = Fund {
            key: None,
            name: row.name.clone(),
            established: Year(row.established),
            purpose: row.purpose.clone(),
            beneficiaries: NonEmpty(row.beneficiaries.0.clone()),
            summary: row.summary.clone(),
            cite: self.cite::<fund::Entity>(row),
            figures,
        };
        keyed(&row.id, record, |record| &mut record.key)
    }
}
