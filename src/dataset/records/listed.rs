//! What any file lists for all.

use entity::enums::{OrganizationKind, SourceKind};
use entity::tables::NodeType;

use crate::dataset::build::Here;
use crate::dataset::column::Key;
use crate::dataset::keys::is_key;
use crate::dataset::record::Rules;
use crate::dataset::statement::records;
use crate::dataset::value::{Day, Word, Year};

records! {
    /// `[[organizations]]` of any file.
    Organization of organization(file = file) {
        @acronym: Key,
        name: String => name,
        kind: Word<OrganizationKind> => kind
    }
    /// `[[sources]]` of any file.
    Source of source(file = file) {
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

    fn id(&self, here: &mut Here<'_>) -> String {
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

    fn id(&self, here: &mut Here<'_>) -> String {
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

/// Notes that what is listed is listed before, in a file.
fn twice(here: &mut Here<'_>, key: &str, file: Option<String>) {
    let message = match file {
        Some(file) if file != here.place.stem() => {
            format!("is also in {file}.toml; list it in one")
        }
        _ => "is listed twice in this file".to_owned(),
    };
    here.fault(key, message);
}
