//! The data set as files: TOML, as `data/FORMAT.md` describes it.
//!
//! ```text
//! files ──read──▶ Dataset (records) ──build──▶ Tables (rows)
//!   ▲                                            │
//!   └──────write──── Dataset ◀──────of───────────┘
//! ```
//!
//! Each record is stated once, in `records/`: its keys, their types, and where they stand in the
//! tables. How that is said is told in `statement`; what the types are, in `value` (how they are read)
//! and `column` (how they are stored).
//!
//! May use: `country`, `error`, `input`, `money`, `secret`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::tables::{NodeType, Tables};
use entity::{country, topic};
use toml::Value;

mod build;
mod column;
mod fault;
mod files;
mod keys;
mod multiply;
mod read;
mod record;
mod records;
mod rows;
mod statement;
#[cfg(test)]
mod tests;
mod text;
mod toml_text;
mod value;
mod web;

use build::Builder;
pub use fault::Fault;
use fault::Place;
use files::{DataFile, FRAMEWORKS, GLOBAL_MEETINGS, TOPICS, unknown};
pub use files::{Files, FilesError};
pub use multiply::multiplied;
use read::{FromTable, Read};
use record::{File, LISTED, Lists, Recorded};
use records::assessment::AssessmentFile;
use records::framework::FrameworksFile;
use records::iscm::{IscmFile, check_predecessors};
use records::meeting::GlobalMeetingsFile;
use rows::{Index, Rows};
pub use text::text_fault;

/// What the files hold, read but not yet held against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// Labels by slug.
    topics: BTreeMap<String, String>,
    /// ISCMs by slug.
    iscms: BTreeMap<String, IscmFile>,
    frameworks: FrameworksFile,
    /// Assessments by key.
    assessments: BTreeMap<String, AssessmentFile>,
    global_meetings: GlobalMeetingsFile,
}

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

/// Reads the files and makes their rows, or tells everything that is wrong in them on a day.
pub fn tables(files: &Files, today: NaiveDate) -> Result<Tables, Vec<Fault>> {
    Dataset::read(files)?.build(today)
}

/// The rows of the embedded files. They are sound whatever the machine's clock says.
pub fn embedded() -> Result<Tables, Vec<Fault>> {
    tables(&Files::embedded(), NaiveDate::MAX)
}

/// The files of the rows.
pub fn export(tables: &Tables) -> Result<Files, ExportError> {
    let dataset = Dataset::of(tables).ok_or(ExportError::Empty)?;
    Ok(dataset.write()?)
}

fn iscm_path(slug: &str) -> String {
    format!("iscm/{slug}.toml")
}

fn assessment_path(key: &str) -> String {
    format!("assessment-{key}.toml")
}

impl Dataset {
    /// Reads the files, or tells every fault that can be seen in each alone.
    pub fn read(files: &Files) -> Result<Self, Vec<Fault>> {
        let mut faults = files.faults().to_vec();
        let mut topics = None;
        let mut frameworks = None;
        let mut global_meetings = None;
        let (mut iscms, mut assessments) = (BTreeMap::new(), BTreeMap::new());
        for (path, text) in files.iter() {
            let place = Place::file(path);
            let table = match toml_text::parse(text) {
                Ok(table) => table,
                Err(wrong) => {
                    faults.extend(wrong.into_iter().map(|message| place.fault(message)));
                    continue;
                }
            };
            match DataFile::of(path) {
                Some(DataFile::Topics) => topics = Some(read_topics(table, &place, &mut faults)),
                Some(DataFile::Frameworks) => {
                    frameworks = FromTable::from_table(table, &place, &mut faults);
                }
                Some(DataFile::GlobalMeetings) => {
                    global_meetings = FromTable::from_table(table, &place, &mut faults);
                }
                Some(DataFile::IscmFile(slug)) => {
                    let file = IscmFile::from_table(table, &place, &mut faults);
                    iscms.extend(file.map(|file| (slug.to_owned(), file)));
                }
                Some(DataFile::AssessmentFile(key)) => {
                    let file = AssessmentFile::from_table(table, &place, &mut faults);
                    assessments.extend(file.map(|file| (key.to_owned(), file)));
                }
                None => faults.push(place.fault(unknown(path))),
            }
        }
        for required in [TOPICS, FRAMEWORKS, GLOBAL_MEETINGS] {
            if !files.has(|path| path == required) {
                faults.push(Place::file(required).fault("is missing"));
            }
        }
        if !files.has(|path| path.starts_with("iscm/")) {
            faults
                .push(Place::file("iscm/").fault("holds no ISCM: each is a file iscm/<slug>.toml"));
        }
        match (topics, frameworks, global_meetings) {
            (Some(topics), Some(frameworks), Some(global_meetings)) if faults.is_empty() => {
                Ok(Self {
                    topics,
                    iscms,
                    frameworks,
                    assessments,
                    global_meetings,
                })
            }
            _ => Err(faults),
        }
    }

    /// The rows of the data set, or everything that is wrong when its files are held against each
    /// other.
    fn build(&self, today: NaiveDate) -> Result<Tables, Vec<Fault>> {
        let mut builder = Builder::new(today);
        for code in crate::country::country_codes() {
            let id = code.to_owned();
            builder.tables.country.push(country::Model { id });
        }
        for (slug, label) in &self.topics {
            builder.add(NodeType::Topic, slug);
            builder.tables.topic.push(topic::Model {
                id: slug.clone(),
                label: label.clone(),
            });
        }
        for slug in self.iscms.keys() {
            builder.add(NodeType::Iscm, slug);
        }
        let iscms = self.iscms.iter();
        let iscms = iscms.map(|(slug, file)| (slug, iscm_path(slug), file));
        let assessments = self.assessments.iter();
        let assessments = assessments.map(|(key, file)| (key, assessment_path(key), file));
        for (slug, path, file) in iscms.clone() {
            file.build_lists(LISTED, &Place::file(&path), slug, &mut builder);
        }
        for (key, path, file) in assessments.clone() {
            file.build_lists(LISTED, &Place::file(&path), key, &mut builder);
        }
        let (frameworks, meetings) = (Place::file(FRAMEWORKS), Place::file(GLOBAL_MEETINGS));
        self.frameworks
            .build_lists(LISTED, &frameworks, "", &mut builder);
        self.global_meetings
            .build_lists(LISTED, &meetings, "", &mut builder);
        for (slug, path, file) in iscms {
            file.build(&Place::file(&path), slug, 0, &mut builder);
        }
        self.frameworks.build(&frameworks, "", &mut builder);
        self.global_meetings.build(&meetings, "", &mut builder);
        for (key, path, file) in assessments {
            file.build(&Place::file(&path), key, &mut builder);
        }
        check_predecessors(&self.iscms, iscm_path, &mut builder);
        if builder.faults.is_empty() {
            Ok(builder.tables)
        } else {
            Err(builder.faults)
        }
    }

    /// The records that the rows were made from, in the rows' order; `None` where one is missing that
    /// every data set has.
    fn of(tables: &Tables) -> Option<Self> {
        let index = Index::new(tables);
        let topics = tables.topic.iter();
        let iscms = tables.iscm.iter().map(|row| {
            let path = iscm_path(&row.id);
            let file = IscmFile::record(row, &Rows::new(&index, &path));
            (row.id.clone(), file)
        });
        let assessments = tables.assessment.iter().map(|row| {
            let path = assessment_path(&row.id);
            let file = AssessmentFile::of(&row.id, &Rows::new(&index, &path))?;
            Some((row.id.clone(), file))
        });
        Some(Self {
            topics: topics
                .map(|row| (row.id.clone(), row.label.clone()))
                .collect(),
            iscms: iscms.collect(),
            frameworks: FrameworksFile::of("", &Rows::new(&index, FRAMEWORKS))?,
            assessments: assessments.collect::<Option<_>>()?,
            global_meetings: GlobalMeetingsFile::of("", &Rows::new(&index, GLOBAL_MEETINGS))?,
        })
    }

    /// The files of the records.
    fn write(&self) -> Result<Files, toml::ser::Error> {
        let named = |path: String, text: Result<String, _>| Ok((path, text?));
        let iscms = self.iscms.iter();
        let iscms = iscms.map(|(slug, file)| named(iscm_path(slug), toml::to_string(file)));
        let assessments = self.assessments.iter();
        let assessments =
            assessments.map(|(key, file)| named(assessment_path(key), toml::to_string(file)));
        let others = [
            (TOPICS, toml::to_string(&self.topics)),
            (FRAMEWORKS, toml::to_string(&self.frameworks)),
            (GLOBAL_MEETINGS, toml::to_string(&self.global_meetings)),
        ];
        let others = others.map(|(path, text)| named(path.to_owned(), text));
        iscms.chain(assessments).chain(others).collect()
    }
}

/// `topics.toml`: a label for each slug.
fn read_topics(
    table: toml::Table,
    place: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> BTreeMap<String, String> {
    let mut topics = BTreeMap::new();
    for (slug, label) in table {
        let here = place.key(&slug);
        if !keys::is_key(&slug) {
            faults.push(here.fault("is no slug: lower-case letters, digits and single hyphens"));
        }
        if let Some(label) = <String as Read>::read(Value::clone(&label), &here, faults) {
            topics.insert(slug, label);
        }
    }
    topics
}
