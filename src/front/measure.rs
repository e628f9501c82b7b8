//! How much an operation asks for, known before it is executed and in time that grows with the
//! document, whatever its fragments spread: each fragment is measured once.

use std::collections::HashMap;

use apollo_compiler::ast::Value as Literal;
use apollo_compiler::executable::Directive;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};
use async_graphql::Value;

use super::input::Variables;
use super::limits::{Limits, within};
use super::refused::Refused;

/// What costs are counted in: thousandths of points.
const POINT: u64 = 1_000;
/// A field without fields of its own.
const LEAF: u64 = POINT / 10;
/// What is told of the schema costs so many times less: it is there already.
const INTROSPECTION: u64 = 100;
/// How many items the schema's lists have: of types, and of all else.
const TYPES: u64 = 400;
const MEMBERS: u64 = 8;

/// How much a selection asks for.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    /// Fields, with fragments put in.
    fields: u64,
    /// Fields inside fields.
    depth: u64,
    /// What it may cost, in thousandths of points.
    cost: u64,
}

/// What an operation costs at most, in points; refused when it asks for too much.
pub(super) fn cost(
    types: &Schema,
    document: &ExecutableDocument,
    operation: &Operation,
    variables: &Variables,
    limits: &Limits,
) -> Result<u64, Refused> {
    let mut measuring = Measuring {
        types,
        document,
        variables,
        fragments: HashMap::new(),
    };
    let all = measuring.set(&operation.selection_set, &Pages::none());
    within("depth", all.depth, limits.depth as u64)?;
    within("fields", all.fields, limits.fields as u64)?;
    let cost = all.cost.div_ceil(POINT);
    within("cost", cost, limits.cost)?;
    Ok(cost)
}

struct Measuring<'m> {
    types: &'m Schema,
    document: &'m ExecutableDocument,
    variables: &'m Variables,
    fragments: HashMap<(&'m Name, u64), Measure>,
}

/// How many items some fields of a selection have: those that `@listSize` calls `sizedFields`.
struct Pages<'m> {
    size: u64,
    fields: Vec<&'m str>,
}

impl Pages<'_> {
    const fn none() -> Self {
        Self {
            size: 1,
            fields: Vec::new(),
        }
    }
}

impl<'m> Measuring<'m> {
    fn set(&mut self, set: &'m SelectionSet, pages: &Pages<'m>) -> Measure {
        let mut all = Measure::default();
        // Of fragments on types of which a node is only one, the dearest counts.
        let mut by_type: HashMap<&Name, u64> = HashMap::new();
        for selection in &set.selections {
            let (part, on) = match selection {
                Selection::Field(field) => (self.field(&set.ty, field, pages), None),
                Selection::InlineFragment(fragment) => (
                    self.set(&fragment.selection_set, pages),
                    Some(&fragment.selection_set.ty),
                ),
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else {
                        continue;
                    };
                    let key = (&fragment.name, pages.size);
                    let known = self.fragments.get(&key).copied();
                    let part = known.unwrap_or_else(|| {
                        let part = self.set(&fragment.selection_set, pages);
                        self.fragments.insert(key, part);
                        part
                    });
                    (part, Some(&fragment.selection_set.ty))
                }
            };
            all.fields = all.fields.saturating_add(part.fields);
            all.depth = all.depth.max(part.depth);
            let is_object =
                |on: &&Name| matches!(self.types.types.get(*on), Some(ExtendedType::Object(_)));
            match on.filter(|on| **on != set.ty).filter(is_object) {
                Some(on) => {
                    let cost = by_type.entry(on).or_default();
                    *cost = cost.saturating_add(part.cost);
                }
                None => all.cost = all.cost.saturating_add(part.cost),
            }
        }
        all.cost = all
            .cost
            .saturating_add(by_type.into_values().max().unwrap_or_default());
        all
    }

    fn field(&mut self, parent: &Name, field: &'m Node<Field>, pages: &Pages<'m>) -> Measure {
        let directives = &field.definition.directives;
        let composite = self.types.types.get(field.ty().inner_named_type());
        let is_composite = composite.is_some_and(|of| !(of.is_scalar() || of.is_enum()));
        let is_introspection = parent.starts_with("__");
        let each = if is_composite { POINT } else { LEAF };
        let each = if is_introspection {
            each / INTROSPECTION
        } else {
            each
        };
        let arguments = field.arguments.iter().filter_map(|argument| {
            let definition = field.definition.argument_by_name(&argument.name)?;
            definition.directives.get("cost").map(weight)
        });
        let once = directives.get("cost").map_or(0, weight) + arguments.sum::<u64>();
        let mut size = if pages.fields.contains(&field.name.as_str()) {
            pages.size
        } else {
            1
        };
        let mut inside = Pages::none();
        if let Some(sizes) = directives.get("listSize") {
            let items = self.items(field, sizes);
            let fields = texts(sizes, "sizedFields");
            if fields.is_empty() {
                size = size.saturating_mul(items);
            } else {
                inside = Pages {
                    size: items,
                    fields,
                };
            }
        } else if is_introspection && field.ty().is_list() {
            size = if field.name == "types" {
                TYPES
            } else {
                MEMBERS
            };
        }
        let part = self.set(&field.selection_set, &inside);
        Measure {
            fields: part.fields.saturating_add(1),
            depth: part.depth.saturating_add(1),
            cost: part
                .cost
                .saturating_add(each)
                .saturating_mul(size)
                .saturating_add(once),
        }
    }

    /// How many items a list may have: by its arguments, or else as many as are assumed.
    fn items(&self, field: &Field, sizes: &Node<Directive>) -> u64 {
        let given = texts(sizes, "slicingArguments").into_iter();
        let given = given.filter_map(|name| self.size(field.specified_argument_by_name(name)?));
        let assumed = sizes.specified_argument_by_name("assumedSize");
        let assumed = || {
            assumed
                .and_then(|value| value.to_i32())
                .map_or(1, i32::unsigned_abs)
                .into()
        };
        given.max().unwrap_or_else(assumed)
    }

    /// The number that an argument gives; of a list, how many it gives.
    fn size(&self, value: &Literal) -> Option<u64> {
        match value {
            Literal::Variable(name) => match self.variables.get(name.as_str())? {
                Value::Number(number) => Some(number.as_u64().unwrap_or_default()),
                Value::List(items) => Some(items.len() as u64),
                _ => None,
            },
            Literal::Int(_) => Some(
                value
                    .to_i32()
                    .unwrap_or_default()
                    .max(0)
                    .unsigned_abs()
                    .into(),
            ),
            Literal::List(items) => Some(items.len() as u64),
            _ => None,
        }
    }
}

/// The weight that `@cost` gives, in thousandths of points.
fn weight(cost: &Node<Directive>) -> u64 {
    let text = cost
        .specified_argument_by_name("weight")
        .and_then(|value| value.as_str());
    let points: f64 = text.and_then(|text| text.parse().ok()).unwrap_or(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "weights are small and not negative"
    )]
    let weight = (points * POINT as f64) as u64;
    weight
}

/// The texts in an argument of a directive.
fn texts<'m>(directive: &'m Node<Directive>, argument: &str) -> Vec<&'m str> {
    let list = directive
        .specified_argument_by_name(argument)
        .and_then(|value| value.as_list());
    list.into_iter()
        .flatten()
        .filter_map(|text| text.as_str())
        .collect()
}
