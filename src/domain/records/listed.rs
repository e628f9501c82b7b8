//! What any aggregate lists for all.

use entity::enums::{OrganizationKind, SourceKind};
use entity::tables::NodeType;

use crate::domain::build::Here;
use crate::domain::column::Key;
use crate::domain::keys::is_key;
use crate::domain::record::Rules;
use crate::domain::statement::records;
use crate::domain::value::{Day, Word, Year};

records! {
    /// `[[organizations]]` of any aggregate.
    Organization of organization(file = aggregate) {
        @acronym: Key,
        name: String => name,
        kind: Word<OrganizationKind> => kind
    }
    /// `[[sources]]` of any aggregate.
    Source of source(file = aggregate) {
        @id: Key,
        title: String => title,
        publisher: String => publisher,
        year: Option<Year> => year,
        url: Option<String> => url,
        accessed: Option<Day> => accessed,
        archived: Option<String> => archived,
        kind: Word<SourceKind> => kind
    }
}

impl Rules for Organization {
    fn name(&self) -> String {
        self.acronym.clone()
    }

    fn id(&self, here: &mut Here<'_, '_>) -> String {
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if !self.acronym.chars().all(plain) {
            here.fault("acronym", "takes capitals, digits and hyphens");
        }
        if !here.builder.add(NodeType::Organization, &self.acronym) {
            let mut others = here.builder.tables.organization.iter();
            let other = others.find(|other| other.id == self.acronym);
            let other = other.map(|other| other.file.clone());
            twice(here, "acronym", other);
        }
        self.acronym.clone()
    }
}

impl Rules for Source {
    fn name(&self) -> String {
        self.id.clone()
    }

    fn id(&self, here: &mut Here<'_, '_>) -> String {
        if !here.builder.add(NodeType::Source, &self.id) {
            let mut others = here.builder.tables.source.iter();
            let other = others.find(|other| other.id == self.id);
            let other = other.map(|other| other.file.clone());
            twice(here, "id", other);
        }
        if !is_key(&self.id) {
            here.fault("id", "takes lower-case letters, digits and single hyphens");
        }
        here.web_address("url", self.url.as_deref());
        here.web_address("archived", self.archived.as_deref());
        if let Some(Day(day)) = self.accessed.filter(|day| day.0 > here.builder.today) {
            here.fault("accessed", format!("{day} is yet to come"));
        }
        self.id.clone()
    }
}

/// Notes that what is listed is listed before, in an aggregate that may be known.
fn twice(here: &mut Here<'_, '_>, key: &str, listed: Option<String>) {
    let message = match listed {
        Some(other) if other != here.place.aggregate().to_string() => {
            format!("is also in {other}; list it in one")
        }
        _ => "is listed twice".to_owned(),
    };
    here.fault(key, message);
}
