//! The ways to all types that have fields: from the root, step by step.

use std::collections::BTreeMap;

use apollo_compiler::schema::ExtendedType;

use super::selection::call;
use super::types::{Types, is_deprecated};
use crate::graphql::is_private;

/// What the ISCM of the examples lacks.
const RARE: [&str; 1] = ["associatedWith"];

/// The steps to each type.
pub(super) type Ways = BTreeMap<&'static str, Vec<String>>;

/// A way that was found, and how long it is.
#[derive(Clone, Debug, Default)]
struct Way {
    steps: Vec<String>,
    length: u32,
}

/// The shortest ways from a type.
pub(super) fn ways(root: &'static str, types: &Types) -> Ways {
    let mut found = BTreeMap::from([(root, Way::default())]);
    let mut open = vec![root];
    while let Some(at) = nearest(&open, &found) {
        let from = open.remove(at);
        let Some(way) = found.get(from).cloned() else {
            continue;
        };
        for (step, to, length) in steps(from, types) {
            let length = way.length + length;
            if found.get(to).is_some_and(|old| old.length <= length) {
                continue;
            }
            let steps = [&way.steps[..], &[step]].concat();
            found.insert(to, Way { steps, length });
            if !open.contains(&to) {
                open.push(to);
            }
        }
    }
    let found = found.into_iter();
    found.map(|(name, way)| (name, way.steps)).collect()
}

/// The place of the type whose way is the shortest.
fn nearest(open: &[&str], found: &BTreeMap<&str, Way>) -> Option<usize> {
    let length = |at: &usize| found.get(open[*at]).map(|way| way.length);
    (0..open.len()).min_by_key(length)
}

/// The types that one field, or one fragment, leads to, each with how far it is.
fn steps(from: &str, types: &Types) -> Vec<(String, &'static str, u32)> {
    let public = types
        .fields(from)
        .filter(|field| !is_private(from, &field.name));
    let fields = public.map(|field| {
        let is_last = is_deprecated(field) || RARE.contains(&&*field.name);
        // A list of all has what one thing may lack: its nodes are near. What is old goes last.
        let length = if field.name == "nodes" { 4 } else { 10 } + if is_last { 90 } else { 0 };
        (
            call(field, types, None),
            field.ty.inner_named_type().as_str(),
            length,
        )
    });
    let fragments = types.possible(from).into_iter();
    let fragments = fragments.map(|name| (format!("... on {name}"), name, 50));
    let has_fields = |name: &str| {
        matches!(
            types.get(name),
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_))
        )
    };
    let steps = fields.chain(fragments);
    steps.filter(|(_, to, _)| has_fields(to)).collect()
}
