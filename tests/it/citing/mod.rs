//! The sources of what is asked for: exactly those that the tables tell of the records whose fields are selected.

mod answers;
mod files;

use std::collections::BTreeSet;

use entity::tables::{NodeType, Tables};
use iscm::dataset::Files;
use serde_json::Value;

use crate::support::data_folder;

/// The rows of the data set.
pub(super) fn tables() -> Tables {
    let files = Files::read(&data_folder()).expect("the files");
    iscm::check(&files).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The sources of some records of a type.
pub(super) fn of(
    tables: &Tables,
    kind: NodeType,
    is_one: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    let citations = tables.citation.iter();
    let cited = citations.filter(|row| row.subject_type == kind && is_one(&row.subject_id));
    cited.map(|row| row.source_id.clone()).collect()
}

/// Whether a record is of an ISCM.
pub(super) fn is_of(iscm: &str) -> impl Fn(&str) -> bool {
    move |id| id.split_once('/').is_some_and(|(owner, _)| owner == iscm)
}

/// The sources of items, which are in order and each told once.
pub(super) fn ids(items: &[Value]) -> BTreeSet<String> {
    let ids = items.iter().map(|item| item["id"].as_str().expect("an id"));
    let ids: Vec<_> = ids.map(str::to_owned).collect();
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    ids.into_iter().collect()
}
