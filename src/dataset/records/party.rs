//! Members, chairs and structures of ISCMs.

use entity::enums::{MembershipRole, StructureKind, Vocabulary};

use crate::dataset::build::Here;
use crate::dataset::column::{Acronym, Cite, CountryCode, OptionalKey};
use crate::dataset::keys::slug;
use crate::dataset::record::Rules;
use crate::dataset::statement::records;
use crate::dataset::value::{Flag, Word, Year};

records! {
    /// `[[members]]`.
    Member of membership(iscm_id = owner) {
        @key: OptionalKey,
        country: Option<CountryCode> => country_id,
        organization: Option<Acronym> => organization_id,
        role: Word<MembershipRole> => role,
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        @cite: Cite
    }
    /// `[[chairs]]`.
    Chair of chairmanship(iscm_id = owner) {
        @key: OptionalKey,
        country: Option<CountryCode> => country_id,
        organization: Option<Acronym> => organization_id,
        from: Year => from_year,
        to: Option<Year> => to_year,
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
        @cite: Cite
    }
}

/// A party's part of a key.
fn party(country: Option<&CountryCode>, organization: Option<&Acronym>) -> String {
    let code = country.map(|country| &country.0);
    let code = code.or(organization.map(|organization| &organization.0));
    slug(code.map_or("", String::as_str))
}

impl Rules for Member {
    fn name(&self) -> String {
        self.key.clone().unwrap_or_else(|| self.follows(0))
    }

    fn follows(&self, _number: usize) -> String {
        let party = party(self.country.as_ref(), self.organization.as_ref());
        format!("{party}-{}", slug(&self.role.0.word()))
    }

    fn check(&self, here: &mut Here<'_>) {
        here.period(self.from, self.to);
        here.one_party(self.country.is_some(), self.organization.is_some());
    }
}

impl Rules for Chair {
    fn name(&self) -> String {
        self.key.clone().unwrap_or_else(|| self.follows(0))
    }

    fn follows(&self, _number: usize) -> String {
        let party = party(self.country.as_ref(), self.organization.as_ref());
        format!("{party}-{}", self.from.0)
    }

    fn check(&self, here: &mut Here<'_>) {
        here.period(Some(self.from), self.to);
        here.one_party(self.country.is_some(), self.organization.is_some());
    }
}
