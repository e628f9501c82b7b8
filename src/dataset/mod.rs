//! The data set as files: TOML, as `data/FORMAT.md` describes it.
//!
//! ```text
//! files ──read──▶ Dataset (records) ──build──▶ Tables (rows)
//!   ▲                                            │
//!   └──────write──── Dataset ◀──────export───────┘
//! ```
//!
//! May use: `entity`, `country`, `money`. Used by: `lib`, `main`.

use std::collections::BTreeMap;

use entity::tables::Tables;
use toml::Value;

mod build;
mod export;
mod fault;
mod files;
mod keys;
mod multiply;
mod read;
mod records;
#[cfg(test)]
mod tests;

pub use export::{ExportError, export};
pub use fault::Fault;
use fault::Place;
pub use files::{Files, FilesError};
pub use multiply::multiplied;
use read::{FromTable, Read};
use records::{AssessmentFile, FrameworksFile, GlobalMeetingsFile, IscmFile};

/// The names of the files that are not of one ISCM or one assessment.
const TOPICS: &str = "topics.toml";
const FRAMEWORKS: &str = "frameworks.toml";
const GLOBAL_MEETINGS: &str = "global-meetings.toml";

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

/// Reads the files and makes their rows, or tells everything that is wrong in them.
pub fn tables(files: &Files) -> Result<Tables, Vec<Fault>> {
    Dataset::read(files)?.build()
}

impl Dataset {
    /// Reads the files, or tells every fault that can be seen in each alone.
    pub fn read(files: &Files) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut topics = None;
        let mut frameworks = None;
        let mut global_meetings = None;
        let (mut iscms, mut assessments) = (BTreeMap::new(), BTreeMap::new());
        for (path, text) in files.iter() {
            let place = Place::file(path);
            let table = match text.parse::<toml::Table>() {
                Ok(table) => table,
                Err(error) => {
                    faults.push(place.fault(error.to_string().trim_end()));
                    continue;
                }
            };
            let name = path.trim_end_matches(".toml");
            match path {
                TOPICS => topics = Some(read_topics(table, &place, &mut faults)),
                FRAMEWORKS => frameworks = FromTable::from_table(table, &place, &mut faults),
                GLOBAL_MEETINGS => {
                    global_meetings = FromTable::from_table(table, &place, &mut faults);
                }
                _ => {
                    if let Some(slug) = name.strip_prefix("iscm/").filter(|slug| keys::is_key(slug))
                    {
                        let file = IscmFile::from_table(table, &place, &mut faults);
                        iscms.extend(file.map(|file| (slug.to_owned(), file)));
                    } else if let Some(key) = name
                        .strip_prefix("assessment-")
                        .filter(|key| keys::is_key(key))
                    {
                        let file = AssessmentFile::from_table(table, &place, &mut faults);
                        assessments.extend(file.map(|file| (key.to_owned(), file)));
                    } else {
                        faults.push(place.fault(format!(
                            "is unknown; the files are {TOPICS}, {FRAMEWORKS}, {GLOBAL_MEETINGS}, \
                             assessment-<key>.toml and iscm/<slug>.toml"
                        )));
                    }
                }
            }
        }
        for required in [TOPICS, FRAMEWORKS, GLOBAL_MEETINGS] {
            if !files.contains(required) {
                faults.push(Place::file(required).fault("is missing"));
            }
        }
        if !files.iter().any(|(path, _)| path.starts_with("iscm/")) {
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
