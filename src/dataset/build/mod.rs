//! From records to rows. References are resolved on the way: what does not resolve is a fault, and
//! the rows are then thrown away.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entity::tables::{NodeType, Tables};
use entity::{citation, country, iscm, organization, source, topic};

use super::fault::{Fault, Place};
use super::keys::{Keyed, is_key};
use super::read::{NonEmpty, Year};
use super::records::{Organization, Source};
use super::{Dataset, FRAMEWORKS, GLOBAL_MEETINGS};
use crate::country::{country, country_codes};

mod global;
mod party;
mod practice;
mod profile;

pub(super) use party::code as party_code;

/// Rows in the making.
struct Builder<'d> {
    dataset: &'d Dataset,
    /// Sources' ids.
    sources: BTreeSet<&'d str>,
    /// Organizations' acronyms.
    organizations: BTreeSet<&'d str>,
    /// Records' types and ids so far.
    ids: HashSet<(NodeType, String)>,
    tables: Tables,
    faults: Vec<Fault>,
}

impl Dataset {
    /// The rows of the data set, or everything that is wrong when its files are held against each
    /// other.
    pub fn build(&self) -> Result<Tables, Vec<Fault>> {
        let mut builder = Builder {
            dataset: self,
            sources: BTreeSet::new(),
            organizations: BTreeSet::new(),
            ids: HashSet::new(),
            tables: Tables::default(),
            faults: Vec::new(),
        };
        builder.vocabulary();
        builder.profiles();
        builder.global_level();
        if builder.faults.is_empty() {
            Ok(builder.tables)
        } else {
            Err(builder.faults)
        }
    }

    /// The path of each file without `.toml`, with the organizations and sources it lists.
    fn listings(&self) -> impl Iterator<Item = (String, &[Organization], &[Source])> {
        let iscms = self.iscms.iter().map(|(slug, file)| {
            (
                format!("iscm/{slug}"),
                &file.organizations[..],
                &file.sources[..],
            )
        });
        let assessments = self.assessments.iter().map(|(key, file)| {
            (
                format!("assessment-{key}"),
                &file.organizations[..],
                &file.sources[..],
            )
        });
        let stem = |file: &str| file.trim_end_matches(".toml").to_owned();
        let (frameworks, meetings) = (&self.frameworks, &self.global_meetings);
        iscms.chain(assessments).chain([
            (
                stem(FRAMEWORKS),
                &frameworks.organizations[..],
                &frameworks.sources[..],
            ),
            (
                stem(GLOBAL_MEETINGS),
                &meetings.organizations[..],
                &meetings.sources[..],
            ),
        ])
    }
}

impl<'d> Builder<'d> {
    /// Countries, topics, and the organizations and sources of all files.
    fn vocabulary(&mut self) {
        self.tables.country = country_codes()
            .map(|code| country::Model {
                id: code.to_owned(),
            })
            .collect();
        self.tables.topic = self
            .dataset
            .topics
            .iter()
            .map(|(slug, label)| topic::Model {
                id: slug.clone(),
                label: label.clone(),
            })
            .collect();
        let mut first: BTreeMap<&str, String> = BTreeMap::new();
        for (file, organizations, sources) in self.dataset.listings() {
            let path = format!("{file}.toml");
            let top = Place::file(&path);
            for (number, record) in organizations.iter().enumerate() {
                let place = top.record("organizations", number, &record.acronym);
                self.organization(&place, record, &file);
            }
            for (number, record) in sources.iter().enumerate() {
                let place = top.record("sources", number, &record.id);
                if let Some(other) = first.insert(&record.id, path.clone()) {
                    self.fault(&place, "id", format!("is also in {other}"));
                }
                self.source(&place, record, &file);
            }
        }
    }

    fn organization(&mut self, place: &Place<'_>, record: &'d Organization, file: &str) {
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if !record.acronym.chars().all(plain) {
            self.fault(place, "acronym", "takes capitals, digits and hyphens");
        }
        if !self.organizations.insert(&record.acronym) {
            self.fault(place, "acronym", "is also in another file; name it in one");
        }
        self.tables.organization.push(organization::Model {
            id: record.acronym.clone(),
            name: record.name.clone(),
            kind: record.kind,
            file: file.to_owned(),
        });
    }

    fn source(&mut self, place: &Place<'_>, record: &'d Source, file: &str) {
        if !is_key(&record.id) {
            self.fault(
                place,
                "id",
                "takes lower-case letters, digits and single hyphens",
            );
        }
        self.web_address(place, "url", record.url.as_ref());
        self.sources.insert(&record.id);
        self.tables.source.push(source::Model {
            id: record.id.clone(),
            title: record.title.clone(),
            publisher: record.publisher.clone(),
            year: record.year.map(|year| year.0),
            url: record.url.clone(),
            kind: record.kind,
            file: file.to_owned(),
        });
    }

    /// ISCMs and all that is theirs.
    fn profiles(&mut self) {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for (slug, file) in &self.dataset.iscms {
            let path = format!("iscm/{slug}.toml");
            let top = Place::file(&path);
            if let Some(other) = names.insert(file.acronym.to_lowercase(), slug) {
                self.fault(&top, "acronym", format!("is that of {other} too"));
            }
            self.web_address(&top, "website", file.website.as_ref());
            self.cite(&top, NodeType::Iscm, slug, &file.cite);
            self.tables.iscm.push(iscm::Model {
                id: slug.clone(),
                acronym: file.acronym.clone(),
                names: file.name.clone(),
                aliases: entity::values::Texts(file.aliases.clone()),
                kind: file.kind,
                status: file.status,
                established: file.established.0,
                region: file.region.clone(),
                summary: file.summary.clone(),
                website: file.website.clone(),
            });
            self.profile(&top, slug, file);
        }
    }

    /// Notes a fault at a key.
    fn fault(&mut self, place: &Place<'_>, key: &str, message: impl Into<String>) {
        self.faults.push(place.key(key).fault(message));
    }

    /// The id of a record with this key, under an owner's id; a fault if another has it.
    fn id(
        &mut self,
        place: &Place<'_>,
        kind: NodeType,
        owner: &str,
        record: &impl Keyed,
    ) -> String {
        self.id_of(place, kind, owner, &record.key())
    }

    /// The same for a key that is no record's own.
    fn id_of(&mut self, place: &Place<'_>, kind: NodeType, owner: &str, key: &str) -> String {
        if !is_key(key) {
            let message =
                format!("{key:?} is no key: lower-case letters, digits and single hyphens");
            self.fault(place, "key", message);
        }
        let id = if owner.is_empty() {
            key.to_owned()
        } else {
            format!("{owner}/{key}")
        };
        if !self.ids.insert((kind, id.clone())) {
            let message =
                format!("{key:?} is another record's key too; write `key` in one of them");
            self.fault(place, "key", message);
        }
        id
    }

    /// A record's citations.
    fn cite(&mut self, place: &Place<'_>, kind: NodeType, id: &str, cite: &NonEmpty<String>) {
        for (position, citation) in (0..).zip(&cite.0) {
            let (source, locator) = match citation.split_once('#') {
                Some((source, locator)) => (source, Some(locator)),
                None => (citation.as_str(), None),
            };
            if !self.sources.contains(source) {
                self.fault(
                    place,
                    "cite",
                    format!("source {source:?} is not listed in any file"),
                );
            }
            if locator.is_some_and(str::is_empty) {
                self.fault(
                    place,
                    "cite",
                    format!("{citation:?} names no place after the #"),
                );
            }
            self.tables.citation.push(citation::Model {
                subject_type: kind,
                subject_id: id.to_owned(),
                position,
                source_id: source.to_owned(),
                locator: locator.map(str::to_owned),
            });
        }
    }

    /// Topics that exist, with their places.
    fn topics<'t>(&mut self, place: &Place<'_>, topics: &'t [String]) -> Vec<(i32, &'t String)> {
        for slug in topics {
            if !self.dataset.topics.contains_key(slug) {
                self.fault(
                    place,
                    "topics",
                    format!("{slug:?} is no topic of topics.toml"),
                );
            }
        }
        (0..).zip(topics).collect()
    }

    /// A country's code, if it is one.
    fn country(&mut self, place: &Place<'_>, code: Option<&String>) -> Option<String> {
        let code = code?;
        if country(code).is_none() {
            let message = format!("{code:?} is no ISO 3166-1 alpha-2 code in capitals");
            self.fault(place, "country", message);
        }
        Some(code.clone())
    }

    /// An organization's acronym, if one has it.
    fn known_organization(&mut self, place: &Place<'_>, key: &str, acronym: &str) -> String {
        if !self.organizations.contains(acronym) {
            let message = format!("{acronym:?} is in [[organizations]] of no file");
            self.fault(place, key, message);
        }
        acronym.to_owned()
    }

    /// A first and a last year, in order.
    fn period(&mut self, place: &Place<'_>, from: Option<Year>, to: Option<Year>) {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            self.fault(
                place,
                "to",
                format!("{} is before `from`, {}", to.0, from.0),
            );
        }
    }

    /// An address on the web.
    fn web_address(&mut self, place: &Place<'_>, key: &str, url: Option<&String>) {
        if let Some(url) = url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            self.fault(
                place,
                key,
                format!("{url:?} does not start with https:// or http://"),
            );
        }
    }
}
