//! From rows back to files, so that importing the files gives the same rows.

use std::collections::{HashMap, HashSet};

use entity::tables::{NodeType, Record, Tables};

use super::keys::Keyed;
use super::read::{Day, NonEmpty, Year};
use super::records::{Organization, Source};
use super::{Dataset, FRAMEWORKS, Files, GLOBAL_MEETINGS, TOPICS};
use groups::Groups;

mod global;
mod groups;
mod practice;
mod profile;

/// Rows that cannot be written as files.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no series of global meetings, which every data set has.
    #[error("the database holds no data set; import one first")]
    Empty,
    /// A record cannot be written as TOML.
    #[error("cannot write TOML: {0}")]
    Toml(#[from] toml::ser::Error),
}

/// The files of the rows.
pub fn export(tables: &Tables) -> Result<Files, ExportError> {
    Dataset::of(tables)?.write()
}

impl Dataset {
    /// The records that the rows were made from, in the rows' order.
    pub(super) fn of(tables: &Tables) -> Result<Self, ExportError> {
        let rows = Rows::new(tables);
        let series = tables.meeting_series.first().ok_or(ExportError::Empty)?;
        let topics = tables.topic.iter();
        let iscms = tables.iscm.iter();
        let assessments = tables.assessment.iter();
        Ok(Self {
            topics: topics
                .map(|row| (row.id.clone(), row.label.clone()))
                .collect(),
            iscms: iscms.map(|row| (row.id.clone(), rows.iscm(row))).collect(),
            frameworks: rows.frameworks(),
            assessments: assessments
                .map(|row| (row.id.clone(), rows.assessment(row)))
                .collect(),
            global_meetings: rows.global_meetings(series),
        })
    }

    /// The files of the records.
    pub(super) fn write(&self) -> Result<Files, ExportError> {
        let named = |path: String, text: Result<String, toml::ser::Error>| Ok((path, text?));
        let iscms = self.iscms.iter();
        let assessments = self.assessments.iter();
        iscms
            .map(|(slug, file)| named(format!("iscm/{slug}.toml"), toml::to_string(file)))
            .chain(
                assessments.map(|(key, file)| {
                    named(format!("assessment-{key}.toml"), toml::to_string(file))
                }),
            )
            .chain([
                named(TOPICS.to_owned(), toml::to_string(&self.topics)),
                named(FRAMEWORKS.to_owned(), toml::to_string(&self.frameworks)),
                named(
                    GLOBAL_MEETINGS.to_owned(),
                    toml::to_string(&self.global_meetings),
                ),
            ])
            .collect()
    }
}

/// Rows, found by the record they belong to.
struct Rows<'t> {
    tables: &'t Tables,
    groups: Groups<'t>,
    organizations: HashSet<&'t str>,
    citations: HashMap<(NodeType, &'t str), Vec<String>>,
    /// What records are named by in others: a theme's and an instrument's title, an event's name.
    titles: HashMap<(NodeType, &'t str), &'t String>,
}

impl<'t> Rows<'t> {
    fn new(tables: &'t Tables) -> Self {
        let mut citations: HashMap<_, Vec<String>> = HashMap::new();
        for row in &tables.citation {
            let text = match &row.locator {
                Some(locator) => format!("{}#{locator}", row.source_id),
                None => row.source_id.clone(),
            };
            let subject = (row.subject_type, row.subject_id.as_str());
            citations.entry(subject).or_default().push(text);
        }
        let organizations = tables.organization.iter();
        let themes = tables.theme.iter();
        let instruments = tables.instrument.iter();
        let events = tables.event.iter();
        Self {
            tables,
            groups: Groups::new(tables),
            organizations: organizations.map(|row| row.id.as_str()).collect(),
            citations,
            titles: themes
                .map(|row| ((NodeType::Theme, row.id.as_str()), &row.title))
                .chain(instruments.map(|row| ((NodeType::Instrument, row.id.as_str()), &row.title)))
                .chain(events.map(|row| ((NodeType::Event, row.id.as_str()), &row.name)))
                .collect(),
        }
    }

    /// A record's citations.
    fn cite<E: Record>(&self, row: &E::Model) -> NonEmpty<String> {
        let citations = self.citations.get(&(E::TYPE, E::id(row)));
        NonEmpty(citations.cloned().unwrap_or_default())
    }

    /// A party as one code.
    fn code(&self, country: Option<&String>, organization: Option<&String>) -> String {
        let is_organization = |code: &str| self.organizations.contains(code);
        super::build::party_code(country, organization, is_organization)
    }

    /// The title of a record that others name by it.
    fn title(&self, kind: NodeType, id: &str) -> String {
        let title = self.titles.get(&(kind, id));
        title.map_or_else(String::new, |title| (*title).clone())
    }

    /// The organizations that a file lists.
    fn organizations(&self, file: &str) -> Vec<Organization> {
        self.groups.organization.map(file, |row| Organization {
            acronym: row.id.clone(),
            name: row.name.clone(),
            kind: row.kind,
        })
    }

    /// The sources that a file lists.
    fn sources(&self, file: &str) -> Vec<Source> {
        self.groups.source.map(file, |row| Source {
            id: row.id.clone(),
            title: row.title.clone(),
            publisher: row.publisher.clone(),
            year: year(row.year),
            url: row.url.clone(),
            kind: row.kind,
        })
    }
}

/// A year of a record that has one.
fn year(year: Option<i32>) -> Option<Year> {
    year.map(Year)
}

/// A date of a record that has one.
fn day(date: Option<chrono::NaiveDate>) -> Option<Day> {
    date.map(Day)
}

/// Whether something is so, where false is left out.
fn flag(is_so: bool) -> Option<bool> {
    is_so.then_some(true)
}

/// The part of a record's id that is its key.
fn key_of(id: &str) -> String {
    id.rsplit_once('/').map_or(id, |(_, key)| key).to_owned()
}

/// A record with its key written where it does not follow from its content, and only there.
fn keyed<R: Keyed>(id: &str, mut record: R, key: impl Fn(&mut R) -> &mut Option<String>) -> R {
    *key(&mut record) = Some(key_of(id)).filter(|key| *key != record.derived());
    record
}
