//! Values for the examples: what an argument or a field of an input may be given.

use apollo_compiler::Name;
use apollo_compiler::ast::{InputValueDefinition, Type};
use apollo_compiler::schema::ExtendedType;

use super::types::{Types, is_required};

/// Values of arguments of which the data has something, by field and argument.
const KNOWN: [(&str, &str); 11] = [
    ("asOf.version", "1"),
    ("assessment.year", "2019"),
    ("compare.iscms", "[\"RCM\", \"EaPPMA\", \"MMD\"]"),
    ("country.code", "\"CH\""),
    ("iscm.acronym", "\"RCM\""),
    ("node.id", "\"iscm:rcm\""),
    ("nodes.ids", "[\"iscm:rcm\", \"country:mx\"]"),
    ("organization.acronym", "\"IOM\""),
    ("search.query", "\"children\""),
    ("suggest.prefix", "\"mex\""),
    ("topic.slug", "\"migration-governance\""),
];

/// Values by scalar.
const SCALARS: [(&str, &str); 10] = [
    ("Boolean", "true"),
    ("CountryCode", "HN"),
    ("Date", "\"2019-11-21\""),
    ("DateTime", "\"2019-11-21T00:00:00Z\""),
    ("Decimal", "\"1000\""),
    ("Float", "1"),
    ("ID", "\"iscm:rcm\""),
    ("Int", "1"),
    ("JSON", "\"RESERVE\""),
    ("String", "\"migration\""),
];

/// What says something on every type of condition.
const PLAIN: [(&str, &str); 2] = [("isNull", "false"), ("count", "{ gte: 1 }")];

/// Fields that an input needs though their types do not say so.
const NEEDED: [(&str, &str); 1] = [("CertaintyFilter", "on")];

fn named<'v>(values: &[(&str, &'v str)], name: &str) -> Option<&'v str> {
    let mut values = values.iter();
    values.find(|(of, _)| *of == name).map(|(_, value)| *value)
}

/// Whether there is a value that an argument, as `iscm.acronym`, is given in examples, needed or not.
pub(super) fn is_known(name: &str) -> bool {
    named(&KNOWN, name).is_some()
}

/// A value of a type for an argument, as `iscm.acronym`, or for the field of an input.
pub(super) fn sample(ty: &Type, name: &str, types: &Types) -> String {
    sample_of(ty, name, types, &[])
}

/// The same inside input objects, whose types are passed on so that none holds itself.
fn sample_of(ty: &Type, name: &str, types: &Types, seen: &[&str]) -> String {
    if let Some(known) = named(&KNOWN, name) {
        return known.to_owned();
    }
    if ty.is_list() {
        return format!("[{}]", sample_of(ty.item_type(), name, types, seen));
    }
    let of = ty.inner_named_type().as_str();
    match types.get(of) {
        Some(ExtendedType::Enum(of)) => {
            let mut values = of.values.keys().map(Name::as_str);
            let first = values.next().unwrap_or_default();
            let other = values.next().filter(|_| first == "ID");
            other.unwrap_or(first).to_owned()
        }
        Some(ExtendedType::InputObject(_)) => object(of, types, seen),
        _ => named(&SCALARS, of).unwrap_or("null").to_owned(),
    }
}

/// An input object with one field, or with those that it needs.
pub(super) fn object(of: &str, types: &Types, seen: &[&str]) -> String {
    let is_needed =
        |field: &&InputValueDefinition| is_required(field) || NEEDED.contains(&(of, &*field.name));
    let needed: Vec<_> = types.inputs(of).filter(is_needed).collect();
    let chosen = if needed.is_empty() {
        plain_field(of, types, seen).into_iter().collect()
    } else {
        needed
    };
    let inside = [seen, &[of]].concat();
    let written = chosen.iter().map(|field| {
        let plain = named(&PLAIN, &field.name).map(str::to_owned);
        let value = plain.unwrap_or_else(|| sample_of(&field.ty, &field.name, types, &inside));
        format!("{}: {value}", field.name)
    });
    format!("{{ {} }}", written.collect::<Vec<_>>().join(", "))
}

/// The field that is simplest to give.
fn plain_field(of: &str, types: &Types, seen: &[&str]) -> Option<&'static InputValueDefinition> {
    let has = |field: &InputValueDefinition, name: &str| {
        let mut inputs = types.inputs(field.ty.inner_named_type());
        inputs.any(|inside| inside.name == name)
    };
    let ways: [&dyn Fn(&InputValueDefinition) -> bool; 4] = [
        &|field| named(&PLAIN, &field.name).is_some(),
        &|field| field.name != "id" && has(field, "isNull"),
        &|field| has(field, "count"),
        &|field| !seen.contains(&field.ty.inner_named_type().as_str()),
    ];
    ways.iter()
        .find_map(|is_it| types.inputs(of).find(|field| is_it(field)))
}

/// An input object with a value in one of its fields, and what else it needs.
pub(super) fn holding(
    of: &str,
    field: &InputValueDefinition,
    value: &str,
    types: &Types,
) -> String {
    let others = types
        .inputs(of)
        .filter(|other| other.name != field.name && is_required(other));
    let others = others.map(|other| {
        let value = sample_of(&other.ty, &other.name, types, &[of]);
        format!("{}: {value}", other.name)
    });
    let held = format!("{}: {}", field.name, in_list(&field.ty, value));
    let all: Vec<_> = std::iter::once(held).chain(others).collect();
    format!("{{ {} }}", all.join(", "))
}

/// A value, as a list where a type is one.
pub(super) fn in_list(ty: &Type, value: &str) -> String {
    if ty.is_list() {
        format!("[{value}]")
    } else {
        value.to_owned()
    }
}
