//! Which rights changes need: asked of each record that changes, as it was before and as it is after.

use entity::tables::NodeType;

use super::draft::Draft;
use super::policy::{Action, Denied, Grant, Subject, Target};
use super::viewer::Viewer;
use crate::domain::{Aggregate, aggregate_of};
use crate::error::{Error, Result};
use crate::graph::{PastError, Snapshot};
use crate::store::Document;

/// Whether somebody may do something to a record of a version.
pub fn may_change(
    viewer: &Viewer,
    action: Action,
    snapshot: &Snapshot,
    kind: NodeType,
    id: &str,
) -> std::result::Result<bool, PastError> {
    let document = snapshot.record_at(kind, id, snapshot.version().number)?;
    let one = document.map(|document| of_record(kind, id.to_owned(), &[&document]));
    Ok(one.is_some_and(|one| for_one(viewer, action, &one).is_ok()))
}

/// A record that changes, with what its rights hang on.
struct Changed {
    kind: NodeType,
    id: String,
    iscm: Option<String>,
    countries: Vec<String>,
}

/// A right that is missing for a record.
pub(super) type Missing = (NodeType, String, Denied);

/// The ISCMs that a draft changes.
pub(super) fn iscms(draft: &Draft) -> Result<Vec<String>> {
    let mut iscms: Vec<String> = changed(draft)?
        .into_iter()
        .filter_map(|one| one.iscm)
        .collect();
    iscms.sort();
    iscms.dedup();
    Ok(iscms)
}

/// The right to do something to all that a draft changes; or the rights that are missing, with the records that they are
/// missing for.
pub(super) fn for_all(
    viewer: &Viewer,
    action: Action,
    draft: &Draft,
) -> Result<std::result::Result<Grant, Vec<Missing>>> {
    let (mut granted, mut missing) = (None, Vec::new());
    for one in changed(draft)? {
        match for_one(viewer, action, &one) {
            Ok(grant) => granted = Some(grant),
            Err(denied) => missing.push((one.kind, one.id, denied)),
        }
    }
    Ok(match (granted, missing.is_empty()) {
        (Some(grant), true) => Ok(grant),
        _ => Err(missing),
    })
}

fn for_one(viewer: &Viewer, action: Action, one: &Changed) -> std::result::Result<Grant, Denied> {
    let target = Target {
        account: None,
        iscms: one.iscm.iter().cloned().collect(),
        countries: one.countries.clone(),
        ..Target::default()
    };
    if one.iscm.is_none() {
        return viewer.may(action, Subject::Shared, &target);
    }
    let of_iscm = viewer.may(action, Subject::Iscm, &target);
    if one.countries.is_empty() {
        return of_iscm;
    }
    of_iscm.or_else(|denied| {
        let of_country = viewer.may(action, Subject::Country, &target);
        of_country.map_err(|_of_country| denied)
    })
}

fn changed(draft: &Draft) -> Result<Vec<Changed>> {
    let unreadable = |error: serde_json::Error| Error::internal(error.to_string());
    let before = draft.difference.before().map_err(unreadable)?;
    let after = draft.difference.after().map_err(unreadable)?;
    let pairs = before.into_iter().zip(after);
    let changed = pairs.map(|((kind, id, before), (.., after))| {
        let both: Vec<&Document> = [&before, &after].into_iter().flatten().collect();
        of_record(kind, id, &both)
    });
    Ok(changed.collect())
}

/// A record, by what it is or was and is to be.
fn of_record(kind: NodeType, id: String, documents: &[&Document]) -> Changed {
    let countries = documents
        .iter()
        .map(|document| text(document, "country_id"));
    // One that names a country before and another one after is neither's own.
    let countries: Option<Vec<_>> = countries.collect();
    let mut countries = countries.unwrap_or_default();
    countries.sort();
    countries.dedup();
    if countries.len() > 1 {
        countries.clear();
    }
    let mut listed = documents
        .iter()
        .filter_map(|document| text(document, "file"));
    let aggregate = match listed.next() {
        Some(listed) => Aggregate::named(&listed),
        None => aggregate_of(kind, &id),
    };
    let iscm = match aggregate {
        Some(Aggregate::Iscm(slug)) => Some(slug),
        _ => None,
    };
    Changed {
        kind,
        id,
        iscm,
        countries,
    }
}

fn text(document: &Document, column: &str) -> Option<String> {
    document.get(column)?.as_str().map(str::to_owned)
}
