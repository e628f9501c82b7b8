//! What the examples ask of a type: a few of its fields.

use apollo_compiler::ast::FieldDefinition;
use apollo_compiler::schema::ExtendedType;

use super::sample::{is_known, sample};
use super::types::{Types, is_deprecated, is_of_lists, is_required};

/// How many fields an example asks of a type at most.
const FIELDS: usize = 5;

/// How deep an example goes into what a type holds.
const DEPTH: usize = 3;

/// What tells people most of a thing.
const TELLING: [&str; 10] = [
    "acronym",
    "name",
    "title",
    "label",
    "summary",
    "year",
    "kind",
    "from",
    "to",
    "totalCount",
];

/// A part of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A field without fields.
    Leaf(String),
    /// A field or a fragment with its selection.
    Inside(String, Vec<Part>),
}

impl Part {
    pub(super) const fn is_leaf(&self) -> bool {
        matches!(self, Self::Leaf(_))
    }
}

/// A field with the arguments that it needs, and a short page; with an argument that is given, that too.
pub(super) fn call(field: &FieldDefinition, types: &Types, given: Option<(&str, &str)>) -> String {
    let values = field.arguments.iter().filter_map(|argument| {
        let name = &argument.name;
        if let Some((_, value)) = given.filter(|(given, _)| name == given) {
            return Some(format!("{name}: {value}"));
        }
        let place = format!("{}.{name}", field.name);
        if is_required(argument) || is_known(&place) {
            return Some(format!("{name}: {}", sample(&argument.ty, &place, types)));
        }
        (name == "first").then(|| "first: 3".to_owned())
    });
    let values: Vec<_> = values.collect();
    if values.is_empty() {
        return field.name.to_string();
    }
    format!("{}({})", field.name, values.join(", "))
}

/// A few fields of a type.
pub(super) fn selection(of: &str, types: &Types) -> Vec<Part> {
    selection_at(of, types, 0)
}

fn selection_at(of: &str, types: &Types, depth: usize) -> Vec<Part> {
    let typename = Part::Leaf("__typename".to_owned());
    if matches!(types.get(of), Some(ExtendedType::Union(_))) {
        return std::iter::once(typename)
            .chain(fragments(of, types))
            .collect();
    }
    let asked = types.fields(of).filter(|field| {
        !is_deprecated(field) && !field.arguments.iter().any(|argument| is_required(argument))
    });
    let (mut leaves, objects): (Vec<_>, Vec<_>) = asked.partition(|field| types.is_leaf(&field.ty));
    leaves.sort_by_key(|field| rank(&field.name));
    leaves.truncate(FIELDS);
    let mut parts: Vec<_> = leaves
        .iter()
        .map(|field| Part::Leaf(call(field, types, None)))
        .collect();
    // A type such as a connection is about what it holds, and so is one with a field or none beside.
    let goes_in = depth < DEPTH && (is_of_lists(of) || leaves.len() < 2);
    let nodes = objects.iter().find(|field| field.name == "nodes");
    if let Some(field) = nodes.or(objects.first()).filter(|_| goes_in) {
        let inner = selection_at(field.ty.inner_named_type(), types, depth + 1);
        parts.push(Part::Inside(call(field, types, None), inner));
    }
    if matches!(types.get(of), Some(ExtendedType::Interface(_))) {
        parts.insert(0, typename);
    }
    parts
}

/// Where a field stands among those that tell of a thing.
fn rank(name: &str) -> usize {
    let last = TELLING.len();
    let telling = TELLING.iter().position(|of| *of == name);
    telling.unwrap_or(if name == "id" { last + 1 } else { last })
}

/// A few fields of each member of a union; not those that mean something else in another.
fn fragments(of: &str, types: &Types) -> impl Iterator<Item = Part> {
    let members = types.possible(of);
    let type_of = |member: &str, name: &str| {
        let mut fields = types.fields(member);
        fields.find(|field| field.name == name).map(|of| &of.ty)
    };
    let is_alike = |member: &str, name: &str| {
        let here = type_of(member, name);
        members.iter().all(|other| {
            let there = type_of(other, name);
            there.is_none() || there == here
        })
    };
    let fragments = members.iter().map(|member| {
        let mut fields = selection(member, types);
        fields.retain(|part| matches!(part, Part::Leaf(field) if is_alike(member, field)));
        Part::Inside(format!("... on {member}"), fields)
    });
    fragments.collect::<Vec<_>>().into_iter()
}

/// A selection at the end of a way.
pub(super) fn along(steps: &[String], end: Vec<Part>) -> Vec<Part> {
    let steps = steps.iter().rev();
    steps.fold(end, |inner, step| vec![Part::Inside(step.clone(), inner)])
}

/// The text of an operation.
pub(super) fn write(operation: &str, parts: &[Part]) -> String {
    let mut text = operation.to_owned();
    if !operation.is_empty() {
        text.push(' ');
    }
    write_inside(parts, 0, &mut text);
    text
}

fn write_inside(parts: &[Part], depth: usize, text: &mut String) {
    text.push_str("{\n");
    for part in parts {
        text.push_str(&"  ".repeat(depth + 1));
        match part {
            Part::Leaf(field) => text.push_str(field),
            Part::Inside(field, inner) => {
                text.push_str(field);
                text.push(' ');
                write_inside(inner, depth + 1, text);
            }
        }
        text.push('\n');
    }
    text.push_str(&"  ".repeat(depth));
    text.push('}');
}
