//! The schema as the reference reads it: types by name and by group.

use std::collections::BTreeMap;

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, Type};
use apollo_compiler::collections::IndexMap;
use apollo_compiler::schema::{Component, ExtendedType};
use apollo_compiler::{Name, Schema};

/// Endings of the types that are part of how all lists are asked: their pages, conditions, orders and groups. They
/// are more than half of the types, and all alike.
const OF_LISTS: [&str; 8] = [
    "Connection",
    "Edge",
    "Filter",
    "Group",
    "GroupKey",
    "Number",
    "Order",
    "OrderField",
];

/// Types that are part of the same, by their names.
const ALSO_OF_LISTS: [&str; 3] = ["GroupValue", "OrderDirection", "PageInfo"];

/// Whether a type is part of how all lists are asked.
pub(super) fn is_of_lists(name: &str) -> bool {
    OF_LISTS.iter().any(|ending| name.ends_with(ending)) || ALSO_OF_LISTS.contains(&name)
}

/// Whether a type is what it takes to make or to change a record of one type: `CreateInput` and `UpdateInput` lead there.
pub(super) fn is_of_edits(name: &str) -> bool {
    let is_of = |verb| {
        let rest = name.strip_prefix(verb);
        rest.is_some_and(|rest| rest.ends_with("Input") && rest != "Input")
    };
    is_of("Create") || is_of("Update")
}

/// Whether an argument or a field of an input must be given.
pub(super) fn is_required(input: &InputValueDefinition) -> bool {
    input.ty.is_non_null() && input.default_value.is_none()
}

/// Whether something is deprecated.
pub(super) fn is_deprecated(field: &FieldDefinition) -> bool {
    field.directives.has("deprecated")
}

/// The types, but for those of introspection.
#[derive(Debug)]
pub(super) struct Types {
    pub(super) schema: &'static Schema,
    by_name: BTreeMap<&'static str, &'static ExtendedType>,
    /// The objects that have each interface, by name.
    having: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Types {
    pub(super) fn new(schema: &'static Schema) -> Self {
        let types = schema.types.iter();
        let types = types.map(|(name, of)| (name.as_str(), of));
        let by_name: BTreeMap<_, _> = types.filter(|(name, _)| !name.starts_with("__")).collect();
        let mut having: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, of) in &by_name {
            if let ExtendedType::Object(object) = of {
                for interface in &object.implements_interfaces {
                    having.entry(interface.as_str()).or_default().push(name);
                }
            }
        }
        Self {
            schema,
            by_name,
            having,
        }
    }

    /// All, by their names.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &'static ExtendedType)> {
        self.by_name.iter().map(|(name, of)| (*name, *of))
    }

    pub(super) fn get(&self, name: &str) -> Option<&'static ExtendedType> {
        self.named(name).map(|(_, of)| of)
    }

    /// A type with its name.
    pub(super) fn named(&self, name: &str) -> Option<(&'static str, &'static ExtendedType)> {
        let found = self.by_name.get_key_value(name);
        found.map(|(name, of)| (*name, *of))
    }

    /// Whether there is a page of a name: of a type, or of a directive with its `@`.
    pub(super) fn has_page(&self, name: &str) -> bool {
        match name.strip_prefix('@') {
            Some(directive) => self.schema.directive_definitions.contains_key(directive),
            None => self.by_name.contains_key(name),
        }
    }

    /// The name of the type that queries start from.
    pub(super) fn query(&self) -> &'static str {
        let query = self.schema.schema_definition.query.as_ref();
        query.map_or("Query", |name| name.as_str())
    }

    /// The names of the types that operations start from, queries first.
    pub(super) fn roots(&self) -> impl Iterator<Item = &'static str> {
        let of = &self.schema.schema_definition;
        let others = [of.mutation.as_ref(), of.subscription.as_ref()];
        let others = others.into_iter().flatten().map(|name| name.as_str());
        std::iter::once(self.query()).chain(others)
    }

    /// The fields of an object or interface, but for those of introspection.
    pub(super) fn fields(
        &self,
        name: &str,
    ) -> impl Iterator<Item = &'static FieldDefinition> + use<> {
        let fields: Option<&IndexMap<Name, Component<FieldDefinition>>> = match self.get(name) {
            Some(ExtendedType::Object(of)) => Some(&of.fields),
            Some(ExtendedType::Interface(of)) => Some(&of.fields),
            _ => None,
        };
        let fields = fields.into_iter().flat_map(IndexMap::values);
        fields.map(|field| &**field as &FieldDefinition)
    }

    /// The fields of an input object.
    pub(super) fn inputs(
        &self,
        name: &str,
    ) -> impl Iterator<Item = &'static InputValueDefinition> + use<> {
        let inputs = match self.get(name) {
            Some(ExtendedType::InputObject(of)) => Some(&of.fields),
            _ => None,
        };
        let inputs = inputs.into_iter().flat_map(IndexMap::values);
        inputs.map(|input| &**input as &InputValueDefinition)
    }

    /// The objects that a value of an interface or union may be.
    pub(super) fn possible(&self, name: &str) -> Vec<&'static str> {
        match self.get(name) {
            Some(ExtendedType::Union(of)) => of.members.iter().map(|of| of.as_str()).collect(),
            Some(ExtendedType::Interface(_)) => self.having.get(name).cloned().unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Whether a value of a type has no fields.
    pub(super) fn is_leaf(&self, ty: &Type) -> bool {
        matches!(
            self.get(ty.inner_named_type()),
            Some(ExtendedType::Scalar(_) | ExtendedType::Enum(_))
        )
    }
}
