//! What a document could ask for instead of what there is not, told from the schema.

use apollo_compiler::ast::Field;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Name, Schema};

use super::words::{Words, listed};

/// A message, and the words of which one would be right.
pub(super) type Hint = (String, Vec<String>);

/// The name of the field that names every node, whatever its type.
const LABEL: &str = "label";

/// The fields of a type; of a union the fragments on its members.
fn fields(types: &Schema, ty: &Name) -> Option<Vec<String>> {
    Some(match types.types.get(ty)? {
        ExtendedType::Object(of) => of.fields.keys().map(ToString::to_string).collect(),
        ExtendedType::Interface(of) => of.fields.keys().map(ToString::to_string).collect(),
        ExtendedType::Union(of) => {
            let members = of.members.iter();
            members.map(|of| format!("... on {}", of.name)).collect()
        }
        _ => return None,
    })
}

/// The types that an object of a type may be of, as far as they are told: all, or those that it leads to here.
fn members<'t>(types: &'t Schema, ty: &Name, here: Option<&[&str]>) -> Vec<&'t Name> {
    let objects = types.types.iter().filter(|(_, of)| of.is_object());
    let members = objects.map(|(name, _)| name).filter(|name| {
        let is_here = here.is_none_or(|here| here.contains(&name.as_str()));
        *name == ty || (types.is_subtype(ty, name) && is_here)
    });
    members.collect()
}

/// What is wrong with asking for a field with or without fields of its own; nothing if that fits its type.
pub(super) fn leaf(types: &Schema, ty: &Name, field: &Field) -> Option<Hint> {
    let names = fields(types, ty);
    match (names, field.selection_set.is_empty()) {
        (None, false) if types.types.contains_key(ty) => {
            let message = format!(
                "`{}` of the type `{ty}` has no fields to ask for: leave out `{{ … }}`",
                field.name
            );
            Some((message, Vec::new()))
        }
        (Some(names), true) => {
            let message = format!(
                "`{}` of the type `{ty}` is asked for with its fields, `{{ … }}`; it has {}",
                field.name,
                listed(&names)
            );
            Some((message, names))
        }
        _ => None,
    }
}

/// What there is instead of a field that a type has not; nothing for a type that there is not.
pub(super) fn no_field(
    types: &Schema,
    parent: &Name,
    here: Option<&[&str]>,
    field: &Name,
) -> Option<Hint> {
    let has = |name: &&Name| types.type_field(name, field).is_ok();
    let mut having = members(types, parent, here);
    having.retain(has);
    if let [first, others @ ..] = having.as_slice() {
        let others = match others.len() {
            0 => "has".to_owned(),
            1 => format!("and `{}` have", others[0]),
            count => format!("and {count} other types have"),
        };
        // What many have is mostly a name.
        let is_many = having.len() > 2;
        let label = match types.type_field(parent, LABEL) {
            Ok(_) if is_many => format!("; `{LABEL}` is the name of each"),
            _ => String::new(),
        };
        let message = format!(
            "there is no field `{field}` in `{parent}` itself; `{first}` {others} it: use `... on {first} {{ {field} }}`{label}"
        );
        let fragments = having.iter().map(|name| format!("... on {name}")).collect();
        return Some((message, fragments));
    }
    let names = match types.types.get(parent)? {
        ExtendedType::Union(_) => vec!["__typename".to_owned()],
        _ => fields(types, parent)?,
    };
    let instead = Words(&names).instead_of(field);
    let message = format!("there is no field `{field}` in `{parent}`, {instead}");
    Some((message, names))
}

/// What there is instead of a fragment on a type that a place never has; nothing if it may have it.
pub(super) fn no_fragment(types: &Schema, parent: &Name, on: &Name) -> Option<Hint> {
    if parent == on || types.is_subtype(parent, on) || types.is_subtype(on, parent) {
        return None;
    }
    let all = members(types, parent, None);
    let on_these = members(types, on, None);
    if all.is_empty() || on_these.is_empty() || all.iter().any(|name| on_these.contains(name)) {
        return None;
    }
    let names: Vec<_> = all.iter().map(ToString::to_string).collect();
    let are = if names.len() == 1 {
        "type is"
    } else {
        "types are"
    };
    let message = format!(
        "`... on {on}` finds nothing in `{parent}`, whose {are} {}",
        listed(&names)
    );
    let fragments = names.iter().map(|name| format!("... on {name}")).collect();
    Some((message, fragments))
}
