//! An example for each type: the shortest way to it from the root, and a few of its fields. They are made of the
//! schema, so that a new type has one; the tests run them all.

use apollo_compiler::Name;
use apollo_compiler::ast::{DirectiveDefinition, DirectiveLocation, FieldDefinition, Type};
use apollo_compiler::schema::ExtendedType;

use super::sample::{holding, in_list, object, sample};
use super::selection::{Part, along, call, selection, write};
use super::types::{Types, is_deprecated, is_required};
use super::ways::{Ways, ways};
use crate::graphql::is_private;

/// What makes the examples.
#[derive(Debug)]
pub(super) struct Examples {
    ways: Ways,
}

/// An argument that takes a type, or what holds it.
struct Taker {
    owner: &'static str,
    field: &'static FieldDefinition,
    argument: &'static str,
    ty: &'static Type,
}

impl Examples {
    pub(super) fn new(types: &Types) -> Self {
        Self {
            ways: ways(types.query(), types),
        }
    }

    /// The example of a type; none where no way leads to it.
    pub(super) fn of_type(&self, name: &'static str, types: &Types) -> Option<String> {
        if types.roots().any(|root| root == name) {
            let operation = name.to_lowercase();
            let operation = if name == types.query() {
                ""
            } else {
                &operation
            };
            let parts = from_root(name, types);
            return (!parts.is_empty()).then(|| write(operation, &parts));
        }
        if let Some(steps) = self.ways.get(name) {
            return Some(write("", &along(steps, selection(name, types))));
        }
        self.of_field(name, types)
            .or_else(|| self.of_input(name, types))
    }

    /// The example of a field of a root; none for what is private.
    pub(super) fn of_root_field(
        field: &FieldDefinition,
        root: &str,
        types: &Types,
    ) -> Option<String> {
        if is_private(root, &field.name) {
            return None;
        }
        let operation = root.to_lowercase();
        let operation = if root == types.query() {
            ""
        } else {
            &operation
        };
        Some(write(operation, &[asked(field, types)]))
    }

    /// The example of a directive; none for one of the schema alone.
    pub(super) fn of_directive(directive: &DirectiveDefinition, types: &Types) -> Option<String> {
        if !directive.locations.contains(&DirectiveLocation::Field) {
            return None;
        }
        let required = directive.arguments.iter().filter(|of| is_required(of));
        let given = required.map(|of| format!("{}: {}", of.name, sample(&of.ty, &of.name, types)));
        let given: Vec<_> = given.collect();
        let mut used = format!("@{}", directive.name);
        if !given.is_empty() {
            used = format!("{used}({})", given.join(", "));
        }
        let mut parts = from_root(types.query(), types);
        if let Some(Part::Inside(_, inner)) = parts.first_mut()
            && let Some(Part::Leaf(field)) = inner.get_mut(1)
        {
            *field = format!("{field} {used}");
        }
        Some(write("", &parts))
    }

    /// For what is only ever a field's value: the field, beside what tells whose it is.
    fn of_field(&self, name: &str, types: &Types) -> Option<String> {
        let objects = types
            .all()
            .filter(|(_, of)| matches!(of, ExtendedType::Object(_)));
        let places = objects.filter_map(|(owner, _)| {
            let is_it = |field: &&FieldDefinition| {
                field.ty.inner_named_type() == name
                    && !is_deprecated(field)
                    && !is_private(owner, &field.name)
                    && !field.arguments.iter().any(|argument| is_required(argument))
            };
            let field = types.fields(owner).find(is_it)?;
            Some((owner, self.ways.get(owner)?, field))
        });
        let (owner, steps, field) = places.min_by_key(|(_, steps, _)| steps.len())?;
        let mut parts = selection(owner, types);
        parts.retain(Part::is_leaf);
        parts.truncate(2);
        let asked = Part::Leaf(call(field, types, None));
        if !parts.contains(&asked) {
            parts.push(asked);
        }
        Some(write("", &along(steps, parts)))
    }

    /// For what is only ever given: the argument that takes it, or takes what holds it.
    fn of_input(&self, name: &str, types: &Types) -> Option<String> {
        let (taker, value) = self.taker_of(name, types)?;
        let steps = self.ways.get(taker.owner)?;
        let step = call(taker.field, types, Some((taker.argument, &value)));
        let end = if types.is_leaf(&taker.field.ty) {
            Part::Leaf(step)
        } else {
            let to = taker.field.ty.inner_named_type();
            Part::Inside(step, selection(to, types))
        };
        Some(write("", &along(steps, vec![end])))
    }

    /// The argument that takes a type, or an input that holds it, and the value to give there.
    fn taker_of(&self, name: &str, types: &Types) -> Option<(Taker, String)> {
        let innermost = match types.get(name)? {
            ExtendedType::InputObject(_) => object(name, types, &[]),
            _ => sample(&Type::Named(Name::new(name).ok()?), "", types),
        };
        // Each with the value that it has there, the nearest first.
        let mut queue = vec![(name, innermost)];
        let mut at = 0;
        while let Some((taken, value)) = queue.get(at).cloned() {
            at += 1;
            if let Some(taker) = self.argument_of(taken, types) {
                let value = in_list(taker.ty, &value);
                return Some((taker, value));
            }
            for (input, _) in types.all() {
                let fields = types.inputs(input);
                let fields = fields.filter(|field| field.ty.inner_named_type() == taken);
                // More has some of a thing than nothing but it.
                let field = fields.min_by_key(|field| field.name != "some");
                if let Some(field) = field.filter(|_| queue.iter().all(|(of, _)| *of != input)) {
                    queue.push((input, holding(input, field, &value, types)));
                }
            }
        }
        None
    }

    /// The argument of a type, on the type that is the easiest to ask for.
    fn argument_of(&self, name: &str, types: &Types) -> Option<Taker> {
        let owners = self.ways.iter();
        let takers = owners.filter_map(|(owner, steps)| {
            let fields = types.fields(owner);
            let mut public = fields.filter(|field| !is_private(owner, &field.name));
            let taker = public.find_map(|field| {
                let mut arguments = field.arguments.iter();
                let argument = arguments.find(|of| of.ty.inner_named_type() == name)?;
                Some(Taker {
                    owner,
                    field,
                    argument: argument.name.as_str(),
                    ty: &argument.ty,
                })
            });
            Some((steps.len(), taker?))
        });
        let nearest = takers.min_by_key(|(length, _)| *length);
        nearest.map(|(_, taker)| taker)
    }
}

/// What is asked of a root: the data set, or else its first field.
fn from_root(root: &str, types: &Types) -> Vec<Part> {
    let dataset = types.fields(root).find(|field| field.name == "dataset");
    let mut public = types
        .fields(root)
        .filter(|field| !is_private(root, &field.name));
    let field = dataset.or_else(|| public.next());
    field.into_iter().map(|field| asked(field, types)).collect()
}

/// A field, with a few of its fields if it has any.
fn asked(field: &FieldDefinition, types: &Types) -> Part {
    let step = call(field, types, None);
    if types.is_leaf(&field.ty) {
        return Part::Leaf(step);
    }
    Part::Inside(step, selection(field.ty.inner_named_type(), types))
}
