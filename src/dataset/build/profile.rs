//! What an ISCM is: its themes, parties, structures and funding.

use std::collections::BTreeMap;

use entity::tables::NodeType;
use entity::values::Texts;
use entity::{
    chairmanship, fund, fund_figure, funding, funding_contributor, membership, structure,
    structure_supporter, theme, theme_topic,
};

use super::party::{Party, category};
use super::{Builder, Place};
use crate::dataset::keys::Keyed;
use crate::dataset::read::{Number, Year};
use crate::dataset::records::{Chair, Fund, Funding, IscmFile, Member, Structure, Theme};

/// The year of a record that has one.
pub(super) fn year(year: Option<Year>) -> Option<i32> {
    year.map(|year| year.0)
}

impl Builder<'_> {
    /// All tables of an ISCM's file but organizations and sources, which come before.
    pub(super) fn profile(&mut self, top: &Place<'_>, iscm: &str, file: &IscmFile) {
        self.themes(top, iscm, &file.themes);
        for (number, record) in file.members.iter().enumerate() {
            self.member(&top.record("members", number, &record.key()), iscm, record);
        }
        for (number, record) in file.chairs.iter().enumerate() {
            self.chair(&top.record("chairs", number, &record.key()), iscm, record);
        }
        for (number, record) in file.structures.iter().enumerate() {
            self.structure(
                &top.record("structures", number, &record.name),
                iscm,
                record,
            );
        }
        for (number, record) in file.funding.iter().enumerate() {
            self.funding(&top.record("funding", number, &record.key), iscm, record);
        }
        for (number, record) in file.funds.iter().enumerate() {
            self.fund(&top.record("funds", number, &record.name), iscm, record);
        }
        self.practice(top, iscm, file);
    }

    /// Themes, a parent before its children.
    fn themes(&mut self, top: &Place<'_>, iscm: &str, themes: &[Theme]) {
        let mut waiting: Vec<_> = themes.iter().enumerate().collect();
        let mut done: BTreeMap<&str, String> = BTreeMap::new();
        while !waiting.is_empty() {
            let is_ready = |theme: &Theme| {
                let parent = theme.parent.as_deref();
                parent.is_none_or(|title| done.contains_key(title))
            };
            let (ready, others): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, theme)| is_ready(theme));
            if ready.is_empty() {
                for (number, record) in others {
                    let message = "is the title of no theme here, or of one below this one";
                    self.fault(
                        &top.record("themes", number, &record.title),
                        "parent",
                        message,
                    );
                }
                return;
            }
            for (number, record) in ready {
                let place = top.record("themes", number, &record.title);
                let id = self.theme(&place, iscm, record, &done);
                done.entry(&record.title).or_insert(id);
            }
            waiting = others;
        }
        for (number, record) in themes.iter().enumerate() {
            let parent = record.parent.as_ref();
            let of_title =
                |title: &&String| themes.iter().filter(|theme| theme.title == **title).count();
            if parent.as_ref().is_some_and(|title| of_title(title) > 1) {
                let place = top.record("themes", number, &record.title);
                self.fault(&place, "parent", "is the title of more than one theme");
            }
        }
    }

    fn theme(
        &mut self,
        place: &Place<'_>,
        iscm: &str,
        record: &Theme,
        done: &BTreeMap<&str, String>,
    ) -> String {
        let id = self.id(place, NodeType::Theme, iscm, record);
        self.cite(place, NodeType::Theme, &id, &record.cite);
        self.period(place, record.from, record.to);
        for (position, topic) in self.topics(place, &record.topics.0) {
            self.tables.theme_topic.push(theme_topic::Model {
                theme_id: id.clone(),
                position,
                topic_id: topic.clone(),
            });
        }
        let parent = record.parent.as_deref();
        self.tables.theme.push(theme::Model {
            id: id.clone(),
            iscm_id: iscm.to_owned(),
            title: record.title.clone(),
            parent_id: parent.and_then(|title| done.get(title).cloned()),
            from_year: year(record.from),
            to_year: year(record.to),
        });
        id
    }

    fn member(&mut self, place: &Place<'_>, iscm: &str, record: &Member) {
        let id = self.id(place, NodeType::Membership, iscm, record);
        self.cite(place, NodeType::Membership, &id, &record.cite);
        self.period(place, record.from, record.to);
        let party = self.party(place, record.country.as_ref(), record.organization.as_ref());
        self.tables.membership.push(membership::Model {
            id,
            iscm_id: iscm.to_owned(),
            country_id: party.country_id,
            organization_id: party.organization_id,
            role: record.role,
            from_year: year(record.from),
            to_year: year(record.to),
        });
    }

    fn chair(&mut self, place: &Place<'_>, iscm: &str, record: &Chair) {
        let id = self.id(place, NodeType::Chairmanship, iscm, record);
        self.cite(place, NodeType::Chairmanship, &id, &record.cite);
        self.period(place, Some(record.from), record.to);
        let party = self.party(place, record.country.as_ref(), record.organization.as_ref());
        self.tables.chairmanship.push(chairmanship::Model {
            id,
            iscm_id: iscm.to_owned(),
            country_id: party.country_id,
            organization_id: party.organization_id,
            from_year: record.from.0,
            to_year: year(record.to),
            co_chair: record.co_chair.unwrap_or(false),
        });
    }

    fn structure(&mut self, place: &Place<'_>, iscm: &str, record: &Structure) {
        let id = self.id(place, NodeType::Structure, iscm, record);
        self.cite(place, NodeType::Structure, &id, &record.cite);
        for (position, acronym) in (0..).zip(&record.supported_by) {
            let organization_id = self.known_organization(place, "supported_by", acronym);
            self.tables
                .structure_supporter
                .push(structure_supporter::Model {
                    structure_id: id.clone(),
                    position,
                    organization_id,
                });
        }
        self.tables.structure.push(structure::Model {
            id,
            iscm_id: iscm.to_owned(),
            name: record.name.clone(),
            kind: record.kind,
            summary: record.summary.clone(),
            established: year(record.established),
        });
    }

    fn funding(&mut self, place: &Place<'_>, iscm: &str, record: &Funding) {
        let id = self.id(place, NodeType::Funding, iscm, record);
        self.cite(place, NodeType::Funding, &id, &record.cite);
        for (position, code) in (0..).zip(&record.contributors.0) {
            let category = category(code);
            let party = match category {
                Some(_) => Party::default(),
                None => self.coded_party(place, "contributors", code),
            };
            self.tables
                .funding_contributor
                .push(funding_contributor::Model {
                    funding_id: id.clone(),
                    position,
                    category,
                    country_id: party.country_id,
                    organization_id: party.organization_id,
                });
        }
        let amount_minor = self.money(place, record.amount, record.currency.as_ref());
        self.tables.funding.push(funding::Model {
            id,
            iscm_id: iscm.to_owned(),
            kind: record.kind,
            summary: record.summary.clone(),
            amount_minor,
            currency: record.currency.clone(),
            year: year(record.year),
        });
    }

    /// An amount in minor units of its currency.
    fn money(
        &mut self,
        place: &Place<'_>,
        amount: Option<Number>,
        currency: Option<&String>,
    ) -> Option<i64> {
        let (amount, code) = match (amount, currency) {
            (None, None) => return None,
            (Some(amount), Some(code)) => (amount, code),
            (Some(_), None) => {
                self.fault(place, "currency", "is missing beside `amount`");
                return None;
            }
            (None, Some(_)) => {
                self.fault(place, "amount", "is missing beside `currency`");
                return None;
            }
        };
        let Some(digits) = crate::money::minor_digits(code) else {
            self.fault(
                place,
                "currency",
                format!("{code:?} is no ISO 4217 code in capitals"),
            );
            return None;
        };
        let minor = crate::money::parse(&amount.text(), digits);
        if minor.is_none() {
            let message = format!("takes a number above 0 with at most {digits} decimals");
            self.fault(place, "amount", message);
        }
        minor
    }

    fn fund(&mut self, place: &Place<'_>, iscm: &str, record: &Fund) {
        let id = self.id(place, NodeType::Fund, iscm, record);
        self.cite(place, NodeType::Fund, &id, &record.cite);
        for (number, figure) in record.figures.iter().enumerate() {
            let place = place.record("figures", number, &figure.label);
            let figure_id = self.id(&place, NodeType::FundFigure, &id, figure);
            self.cite(&place, NodeType::FundFigure, &figure_id, &figure.cite);
            self.period(&place, figure.from, figure.to);
            self.tables.fund_figure.push(fund_figure::Model {
                id: figure_id,
                fund_id: id.clone(),
                position: i32::try_from(number).unwrap_or(i32::MAX),
                label: figure.label.clone(),
                value: figure.value.value(),
                unit: figure.unit.clone(),
                from_year: year(figure.from),
                to_year: year(figure.to),
            });
        }
        self.tables.fund.push(fund::Model {
            id,
            iscm_id: iscm.to_owned(),
            name: record.name.clone(),
            established: record.established.0,
            purpose: record.purpose.clone(),
            beneficiaries: Texts(record.beneficiaries.0.clone()),
            summary: record.summary.clone(),
        });
    }
}
