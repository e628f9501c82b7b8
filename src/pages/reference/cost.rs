//! What fields cost, in words, as the directives `@cost` and `@listSize` tell it.

use apollo_compiler::ast::{FieldDefinition, Value};

use super::types::Types;

/// A sentence or two on what a field costs.
pub(super) fn in_words(field: &FieldDefinition, types: &Types) -> String {
    let is_leaf = types.is_leaf(&field.ty);
    let one = if is_leaf {
        "costs 0.1 points"
    } else {
        "costs 1 point and what is asked of it"
    };
    let weight = argument(field, "cost", "weight").and_then(Value::as_str);
    let more = weight.map(|weight| format!(" The field costs {weight} points more each time."));
    let more = more.unwrap_or_default();
    let Some(assumed) = argument(field, "listSize", "assumedSize") else {
        let each = if field.ty.is_list() && !is_leaf {
            "Each item"
        } else {
            "It"
        };
        return format!("{each} {one}.{more}");
    };
    let slicing = argument(field, "listSize", "slicingArguments").and_then(Value::as_list);
    let count = match slicing {
        Some(names) => {
            let names = names.iter().filter_map(|name| name.as_str());
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            let names = names.join(" or ");
            format!("as many as {names} tells, {assumed} without it")
        }
        None => format!("{assumed} are counted, however many there are"),
    };
    if argument(field, "listSize", "sizedFields").is_some() {
        return format!(
            "It costs 1 point, and each of its nodes 1 point and what is asked of it: {count}.{more}"
        );
    }
    format!("Each item {one}: {count}.{more}")
}

fn argument<'f>(field: &'f FieldDefinition, directive: &str, name: &str) -> Option<&'f Value> {
    let value = field.directives.get(directive)?;
    let value = value.specified_argument_by_name(name)?;
    Some(value)
}
