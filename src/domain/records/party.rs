//! Members, chairs and structures of ISCMs.

use entity::enums::{
    MeetingFrequency, MembershipRole, MembershipStatus, StructureKind, Vocabulary,
};

use entity::tables::NodeType;

use crate::domain::build::{Builder, Here};
use crate::domain::column::{Acronym, Cite, CountryCode, OptionalKey};
use crate::domain::keys::{key_in, slug};
use crate::domain::record::{List, Rules};
use crate::domain::statement::records;
use crate::domain::value::{Count, Flag, Word, Year};

records! {
    /// `[[members]]`.
    Member of membership(iscm_id = owner) {
        @key: OptionalKey,
        country: Option<CountryCode> => country_id,
        organization: Option<Acronym> => organization_id,
        role: Word<MembershipRole> => role,
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        status: Option<Word<MembershipStatus>> => status,
        status_since: Option<Year> => status_since,
        @cite: Cite
    }
    /// `[[chairs]]`.
    Chair of chairmanship(iscm_id = owner) {
        @key: OptionalKey,
        country: Option<CountryCode> => country_id,
        organization: Option<Acronym> => organization_id,
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        order: Option<Count> => succession,
        co_chair: Flag => co_chair,
        @cite: Cite
    }
    /// `[[structures]]`.
    Structure of structure(iscm_id = owner) by name {
        @key: OptionalKey,
        name: String => name,
        kind: Word<StructureKind> => kind,
        summary: String => summary,
        established: Option<Year> => established,
        supported_by: Vec<Acronym> => [structure_supporter: structure_id, organization_id],
        frequency: Option<Word<MeetingFrequency>> => frequency,
        seat_city: Option<String> => seat_city,
        seat_country: Option<CountryCode> => seat_country_id,
        hosted_by: Option<Acronym> => hosted_by_id,
        @cite: Cite
    }
}

/// A party's part of a key.
fn party(country: Option<&CountryCode>, organization: Option<&Acronym>) -> String {
    let code = country.map(|country| key_in(NodeType::Country, &country.0));
    let acronym = organization.map(|one| key_in(NodeType::Organization, &one.0));
    slug(code.or(acronym).unwrap_or_default())
}

impl Rules for Member {
    fn name(&self) -> String {
        self.key.clone().unwrap_or_else(|| self.follows(0))
    }

    fn follows(&self, _number: usize) -> String {
        let party = party(self.country.as_ref(), self.organization.as_ref());
        format!("{party}-{}", slug(&self.role.0.word()))
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.period(self.from, self.to);
        here.one_party(self.country.is_some(), self.organization.is_some());
        let Some(since) = self.status_since else {
            return;
        };
        if self.status.is_none() {
            here.fault("status", "is missing beside `status_since`");
        }
        if let Some(from) = self.from.filter(|from| since < *from) {
            let message = format!("{} is before `from`, {}", since.0, from.0);
            here.fault("status_since", message);
        }
    }
}

impl Rules for Chair {
    fn name(&self) -> String {
        self.key.clone().unwrap_or_else(|| self.follows(0))
    }

    fn follows(&self, _number: usize) -> String {
        let party = party(self.country.as_ref(), self.organization.as_ref());
        let year = self.from.map(|year| year.0);
        let place = year.or(self.order.map(|order| order.0));
        format!("{party}-{}", place.unwrap_or_default())
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.period(self.from, self.to);
        here.one_party(self.country.is_some(), self.organization.is_some());
        if self.from.is_none() && self.order.is_none() {
            here.fault("order", "is missing, where `from` is not known");
        }
    }

    fn build_all(terms: &[Self], list: &List<'_>, builder: &mut Builder<'_>) {
        for (number, term) in terms.iter().enumerate() {
            list.build(number, term, builder);
            let mut others = terms[..number].iter();
            if let Some(message) = others.find_map(|other| term.contradicts(other)) {
                list.fault(number, term, "order", &message, builder);
            }
        }
    }
}

impl Chair {
    /// What the order of two terms is wrong about.
    fn contradicts(&self, other: &Self) -> Option<String> {
        let (own, others) = (self.order?, other.order?);
        let are_shared = self.co_chair.0 && other.co_chair.0;
        if own == others && !are_shared {
            return Some(format!("is that of {} too", other.name()));
        }
        let (from, other_from) = (self.from?, other.from?);
        let is_wrong = (own < others && from > other_from) || (own > others && from < other_from);
        is_wrong.then(|| {
            format!(
                "{} contradicts the years: {}, of {}, began in {}",
                own.0,
                others.0,
                other.name(),
                other_from.0
            )
        })
    }
}
