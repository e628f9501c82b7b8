//! What answers cost, told in the schema: `@cost` and `@listSize` on its fields and arguments.
//!
//! One rule prices all fields by what they are; a table has those that are dearer or longer.

use async_graphql::Value;
use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{
    __DirectiveLocation as Location, MetaDirective, MetaDirectiveInvocation, MetaField,
    MetaInputValue, MetaType, Registry,
};

use super::ask::schema::input;
use crate::graph::DEFAULT_PAGE;

/// Items that a list without a page is taken to have.
const ASSUMED: usize = 5;

/// Fields that work more than a field does, with what each costs in points.
const DEAR: [(&str, &str, &str); 8] = [
    ("Query", "search", "10"),
    ("Query", "suggest", "10"),
    ("Query", "compare", "50"),
    ("Iscm", "overlaps", "50"),
    ("Iscm", "summaryOfFindings", "20"),
    ("Iscm", "timeline", "10"),
    ("Iscm", "coverage", "10"),
    ("Dataset", "fillRates", "50"),
];

/// Arguments that make a list be gone through, with what each costs in points.
const DEAR_ARGUMENTS: [(&str, &str); 2] = [("filter", "2"), ("orderBy", "2")];

/// Lists that are known to be longer, or shorter, than is assumed.
const SIZES: [(&str, usize); 12] = [
    ("citations", 2),
    ("Query.frameworks", 5),
    ("Query.objectives", 50),
    ("Query.topics", 50),
    ("Query.globalMeetings", 15),
    ("Framework.objectives", 25),
    ("Dataset.counts", 40),
    ("Dataset.fillRates", 300),
    ("Iscm.timeline", 100),
    ("Iscm.structures", 10),
    ("Iscm.chairs", 10),
    ("Comparison.partners", 20),
];

/// Adds the directives, and puts them on what has a price.
pub(super) fn price(registry: &mut Registry) {
    registry.add_directive(cost());
    registry.add_directive(list_size());
    for meta in registry.types.values_mut() {
        let (MetaType::Object { name, fields, .. } | MetaType::Interface { name, fields, .. }) =
            meta
        else {
            continue;
        };
        // A connection tells the sizes of its own lists.
        let is_page = name.ends_with("Connection");
        for field in fields
            .values_mut()
            .filter(|field| !field.name.starts_with("__"))
        {
            if let Some((.., weight)) = DEAR
                .iter()
                .find(|(of, dear, _)| of == name && *dear == field.name)
            {
                field.directive_invocations.push(weigh(weight));
            }
            for (argument, weight) in DEAR_ARGUMENTS {
                if let Some(argument) = field.args.get_mut(argument) {
                    argument.directive_invocations.push(weigh(weight));
                }
            }
            let is_sized_by_page = is_page && (field.name == "nodes" || field.name == "edges");
            if let Some(size) = size(name, field).filter(|_| !is_sized_by_page) {
                field.directive_invocations.push(size);
            }
        }
    }
}

/// How long the list of a field is, if it has one.
fn size(of: &str, field: &MetaField) -> Option<MetaDirectiveInvocation> {
    let is_connection = field.ty.trim_end_matches('!').ends_with("Connection");
    if !is_connection && !field.ty.starts_with('[') {
        return None;
    }
    let slicing: Vec<_> = ["first", "last", "ids"]
        .into_iter()
        .filter(|name| field.args.contains_key(*name))
        .collect();
    let assumed = if is_connection {
        DEFAULT_PAGE
    } else {
        let name = format!("{of}.{}", field.name);
        let known = SIZES
            .iter()
            .find(|(list, _)| *list == name || *list == field.name);
        known.map_or(ASSUMED, |(_, size)| *size)
    };
    let mut args = IndexMap::new();
    args.insert("assumedSize".to_owned(), Value::from(assumed));
    if !slicing.is_empty() {
        args.insert("slicingArguments".to_owned(), texts(&slicing));
    }
    if is_connection {
        args.insert("sizedFields".to_owned(), texts(&["edges", "nodes"]));
    }
    Some(MetaDirectiveInvocation {
        name: "listSize".to_owned(),
        args,
    })
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
        "What a field costs each time it is answered, on top of what it holds, or what an argument adds to that; in points. A field with fields of its own costs 1 point, one without 0.1, in a list each item as much. An answer costs the sum of its fields; what is inside a list counts as often as the list is long.",
        &[Location::FIELD_DEFINITION, Location::ARGUMENT_DEFINITION],
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
