//! What answers cost, told in the schema: `@cost` and `@listSize` on its fields.

use async_graphql::Value;
use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{
    __DirectiveLocation as Location, MetaDirective, MetaDirectiveInvocation, MetaInputValue,
    Registry,
};
use serde_json::{Map, Value as Json};

use super::input_object::input;
use super::objects;
use crate::model::{CITATIONS, Field, Form, INTERFACES, Kind, Object, SLICING};
use crate::query::DEFAULT_PAGE;

/// What the directives tell of each field that has one, by its place: `{"Query.search": {"cost": {"weight":
/// "10"}, …}}`. Introspection does not tell it.
#[must_use]
pub fn costs() -> Json {
    let fields = objects().flat_map(|of| of.fields.iter().map(move |field| (of, field)));
    let answered = fields.filter(|(_, field)| field.uses.answered);
    let told =
        answered.map(|(of, field)| (format!("{}.{}", of.name, field.name), of_field(of, field)));
    let interfaces = INTERFACES.iter().flat_map(|interface| {
        let fields = interface.fields().iter().map(|field| field.name);
        fields.map(|field| (format!("{}.{field}", interface.name), of_interface(field)))
    });
    let told = told
        .chain(interfaces)
        .filter(|(_, directives)| !directives.is_empty());
    told.map(|(place, directives)| (place, directives.into_iter().map(as_json).collect()))
        .collect::<Map<String, Json>>()
        .into()
}

fn as_json(directive: MetaDirectiveInvocation) -> (String, Json) {
    let args = directive.args.into_iter();
    let args = args.filter_map(|(name, value)| Some((name, value.into_json().ok()?)));
    (directive.name, args.collect::<Map<String, Json>>().into())
}

/// Adds the directives.
pub(super) fn directives(registry: &mut Registry) {
    for directive in all() {
        registry.add_directive(directive);
    }
}

fn all() -> [MetaDirective; 2] {
    [cost(), list_size()]
}

/// A line of the schema file; that of a directive with what its arguments are, which the engine leaves out.
pub(super) fn with_arguments(line: &str) -> String {
    let Some(declared) = line.strip_prefix("directive @") else {
        return line.to_owned();
    };
    let directive = all().into_iter().find(|directive| {
        let rest = declared.strip_prefix(&*directive.name);
        rest.is_some_and(|rest| rest.starts_with('('))
    });
    let (Some(directive), Some((_, place))) = (directive, line.rsplit_once(')')) else {
        return line.to_owned();
    };
    let arguments = directive.args.values().map(|argument| {
        let description = argument.description.as_deref().unwrap_or_default();
        let (name, ty) = (&argument.name, &argument.ty);
        format!("\t\"\"\"\n\t{description}\n\t\"\"\"\n\t{name}: {ty}\n")
    });
    let arguments: String = arguments.collect();
    format!("directive @{}(\n{arguments}){place}", directive.name)
}

/// The directives of a field.
pub(super) fn of_field(of: &Object, field: &Field) -> Vec<MetaDirectiveInvocation> {
    let cost = field.cost.map(|points| weigh(&points.to_string()));
    // A connection tells the sizes of its own lists.
    let is_page = of.name.ends_with("Connection") && ["edges", "nodes"].contains(&field.name);
    let size = size(field).filter(|_| !is_page);
    cost.into_iter().chain(size).collect()
}

/// The directives of the field of an interface.
pub(super) fn of_interface(field: &str) -> Vec<MetaDirectiveInvocation> {
    let is_list = field == "citations";
    let size = is_list.then(|| listed(CITATIONS, &[], false));
    size.into_iter().collect()
}

/// How long the list of a field is, if it has one.
fn size(field: &Field) -> Option<MetaDirectiveInvocation> {
    let has = |name: &&str| field.arguments.iter().any(|of| of.name == *name);
    let slicing: Vec<_> = SLICING.into_iter().filter(has).collect();
    match &field.kind {
        Kind::Many(list) => Some(match list.form {
            Form::Whole(count) => listed(count, &[], false),
            Form::Pages => listed(DEFAULT_PAGE, &["first", "last"], true),
        }),
        Kind::Told(told) if told.is_list() => Some(listed(field.at_most, &slicing, false)),
        Kind::Told(told) if told.is_page() => Some(listed(field.at_most, &slicing, true)),
        _ => None,
    }
}

fn listed(assumed: usize, slicing: &[&str], is_connection: bool) -> MetaDirectiveInvocation {
    let mut args = IndexMap::new();
    args.insert("assumedSize".to_owned(), Value::from(assumed));
    if !slicing.is_empty() {
        args.insert("slicingArguments".to_owned(), texts(slicing));
    }
    if is_connection {
        args.insert("sizedFields".to_owned(), texts(&["edges", "nodes"]));
    }
    MetaDirectiveInvocation {
        name: "listSize".to_owned(),
        args,
    }
}

fn texts(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|text| Value::from(*text)).collect())
}

fn weigh(points: &str) -> MetaDirectiveInvocation {
    let args = IndexMap::from_iter([("weight".to_owned(), Value::from(points))]);
    MetaDirectiveInvocation {
        name: "cost".to_owned(),
        args,
    }
}

fn cost() -> MetaDirective {
    directive(
        "cost",
        "What a field costs each time it is answered, on top of what it holds, in points. A field with fields of its own costs 1 point, one without 0.1, in a list each item as much. An answer costs the sum of its fields; what is inside a list counts as often as the list is long. Conditions, orders and groups add a thousandth of a point for each node that they go through and each step that they take with it.",
        &[Location::FIELD_DEFINITION],
        [input(
            "weight",
            "The points, a decimal number.",
            "String!".to_owned(),
        )],
    )
}

fn list_size() -> MetaDirective {
    directive(
        "listSize",
        "How long a list is taken to be when an answer's cost is told before it is made.",
        &[Location::FIELD_DEFINITION],
        [
            input(
                "assumedSize",
                "The size when no argument tells it.",
                "Int".to_owned(),
            ),
            input(
                "slicingArguments",
                "The arguments that tell the size: their number, or how many values they list. The greatest counts.",
                "[String!]".to_owned(),
            ),
            input(
                "sizedFields",
                "The lists inside the field that have this size. Without them the field itself is the list.",
                "[String!]".to_owned(),
            ),
        ],
    )
}

fn directive<const N: usize>(
    name: &str,
    description: &str,
    locations: &[Location],
    arguments: [MetaInputValue; N],
) -> MetaDirective {
    let args = arguments
        .into_iter()
        .map(|argument| (argument.name.clone(), argument));
    MetaDirective {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        locations: locations.to_vec(),
        args: args.collect(),
        is_repeatable: false,
        visible: None,
        composable: None,
    }
}
