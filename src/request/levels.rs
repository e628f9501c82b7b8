//! How deep a document's selections go, with fragments put in: what goes through them later goes down
//! as deep on the worker's stack. Here nothing does: a definition is as deep as brackets may nest, and
//! each fragment is looked at once.

use std::collections::HashMap;

use apollo_compiler::Name;
use apollo_compiler::ast::{Definition, Document, Selection};

/// The selections that are inside one another at most.
pub(super) fn levels(document: &Document) -> u64 {
    let mut parts = HashMap::new();
    let mut operations = Vec::new();
    for definition in &document.definitions {
        let mut part = Part::default();
        match definition {
            Definition::OperationDefinition(operation) => {
                part.add(&operation.selection_set, 1);
                operations.push(part);
            }
            Definition::FragmentDefinition(fragment) => {
                part.add(&fragment.selection_set, 1);
                parts.insert(&fragment.name, part);
            }
            _ => {}
        }
    }
    let mut known = HashMap::new();
    let all = operations.iter().chain(parts.values());
    let deepest = all.map(|part| part.levels(&parts, &mut known));
    deepest.max().unwrap_or_default()
}

/// A definition: how deep it is itself, and at which levels it spreads which fragments.
#[derive(Default)]
struct Part<'d> {
    own: u64,
    spreads: Vec<(u64, &'d Name)>,
}

impl<'d> Part<'d> {
    fn add(&mut self, selections: &'d [Selection], level: u64) {
        self.own = self.own.max(level);
        for selection in selections {
            match selection {
                Selection::Field(field) => self.add(&field.selection_set, level + 1),
                Selection::InlineFragment(of) => self.add(&of.selection_set, level + 1),
                Selection::FragmentSpread(of) => self.spreads.push((level, &of.fragment_name)),
            }
        }
    }

    /// With fragments put in. One that leads back to itself, which is no valid document, counts once.
    fn levels(&self, parts: &HashMap<&'d Name, Self>, known: &mut HashMap<&'d Name, u64>) -> u64 {
        let mut deepest = self.own;
        for (level, name) in &self.spreads {
            let inside = known.get(name).copied().unwrap_or_else(|| {
                known.insert(name, 0);
                let part = parts.get(name);
                let inside = part.map_or(0, |part| part.levels(parts, known));
                known.insert(name, inside);
                inside
            });
            deepest = deepest.max(level + inside);
        }
        deepest
    }
}
