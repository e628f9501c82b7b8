//! How large an operation is: how deep and how many its fields are, and what it asks of the schema. Known
//! in time that grows with the document, whatever its fragments spread: each fragment is measured once.

use std::collections::HashMap;

use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Name};

use super::limits::{Limits, within};
use super::refused::Refused;
use crate::work::POINT;

/// What is told of the schema costs so many times less than what is told of the graph: it is there
/// already.
const INTROSPECTION: u64 = 100;
/// How many items the schema's lists have: of types, and of all else.
const TYPES: u64 = 400;
const MEMBERS: u64 = 8;

/// How large a selection is.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    /// Fields, with fragments put in.
    fields: u64,
    /// Fields inside fields.
    depth: u64,
    /// What is asked of the schema, in units of work.
    introspection: u64,
}

/// What an operation asks of the schema, in units of work; refused when it is too large.
pub(super) fn measure(
    document: &ExecutableDocument,
    operation: &Operation,
    limits: &Limits,
) -> Result<u64, Refused> {
    let mut measuring = Measuring {
        document,
        fragments: HashMap::new(),
    };
    let all = measuring.set(&operation.selection_set);
    within("depth", all.depth, limits.depth as u64)?;
    within("fields", all.fields, limits.fields as u64)?;
    Ok(all.introspection)
}

struct Measuring<'m> {
    document: &'m ExecutableDocument,
    fragments: HashMap<&'m Name, Size>,
}

impl<'m> Measuring<'m> {
    fn set(&mut self, set: &'m SelectionSet) -> Size {
        let mut all = Size::default();
        for selection in &set.selections {
            let part = match selection {
                Selection::Field(field) => self.field(&set.ty, field),
                Selection::InlineFragment(fragment) => self.set(&fragment.selection_set),
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else {
                        continue;
                    };
                    let known = self.fragments.get(&fragment.name).copied();
                    known.unwrap_or_else(|| {
                        let part = self.set(&fragment.selection_set);
                        self.fragments.insert(&fragment.name, part);
                        part
                    })
                }
            };
            all.fields = all.fields.saturating_add(part.fields);
            all.depth = all.depth.max(part.depth);
            all.introspection = all.introspection.saturating_add(part.introspection);
        }
        all
    }

    fn field(&mut self, parent: &Name, field: &'m Field) -> Size {
        let inside = self.set(&field.selection_set);
        let is_schema = matches!(field.name.as_str(), "__schema" | "__type");
        let introspection = if is_schema || parent.starts_with("__") {
            let each = if field.selection_set.is_empty() {
                POINT / 10
            } else {
                POINT
            };
            let size = match field.name.as_str() {
                "types" => TYPES,
                _ if field.ty().is_list() => MEMBERS,
                _ => 1,
            };
            let each = inside.introspection.saturating_add(each / INTROSPECTION);
            each.saturating_mul(size)
        } else {
            inside.introspection
        };
        Size {
            fields: inside.fields.saturating_add(1),
            depth: inside.depth.saturating_add(1),
            introspection,
        }
    }
}
