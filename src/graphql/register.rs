//! How the model stands in the schema: its objects, interfaces, unions and enums, told to the engine's
//! registry.

use std::collections::BTreeSet;

use async_graphql::indexmap::{IndexMap, IndexSet};
use async_graphql::registry::{
    CacheControl, Deprecation, MetaField, MetaInputValue, MetaType, Registry,
};
use async_graphql::{ID, InputType, OutputType};

use super::scalar;
use super::{INTERFACES, cost, inputs, objects};
use crate::model::{Field, Form, Kind, Object, UNIONS, types};
use crate::query::{DEFAULT_PAGE, MAX_PAGE, MAX_TERMS};

/// Tells the registry everything.
pub(super) fn register(registry: &mut Registry) {
    <bool as InputType>::create_type_info(registry);
    <f64 as InputType>::create_type_info(registry);
    <ID as InputType>::create_type_info(registry);
    <i32 as InputType>::create_type_info(registry);
    <String as OutputType>::create_type_info(registry);
    for name in ["Date", "DateTime", "Decimal"] {
        scalar::register(registry, name);
    }
    inputs::year_range(registry);
    for (name, doc, members) in UNIONS {
        union(registry, name, doc, members);
    }
    for (name, doc, field) in INTERFACES {
        interface(registry, name, doc, field);
    }
    for object in objects() {
        register_object(registry, object);
    }
    cost::directives(registry);
}

fn register_object(registry: &mut Registry, of: &'static Object) {
    let answered = of.fields.iter().filter(|field| field.uses.answered);
    let fields: IndexMap<_, _> = answered
        .map(|field| (field.name.to_owned(), meta_field(registry, of, field)))
        .collect();
    if fields.is_empty() {
        return;
    }
    let name = of.name.to_string();
    for interface in interfaces_of(of) {
        registry.add_implements(&name, interface);
    }
    let meta = MetaType::Object {
        name: name.clone(),
        description: Some(of.doc.to_string()),
        fields,
        cache_control: CacheControl::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: Vec::new(),
        is_subscription: name == "Subscription",
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name, meta);
}

/// The interfaces that a type of rows has.
fn interfaces_of(of: &Object) -> impl Iterator<Item = &'static str> {
    let rows = of.rows.filter(|rows| rows.record.is_some());
    let is_node = rows.is_some();
    let is_fact = rows.is_some_and(|rows| rows.are_facts);
    [("Cited", is_fact), ("Node", is_node)]
        .into_iter()
        .filter_map(|(name, is_it)| is_it.then_some(name))
}

/// The types of rows that have an interface, by name.
fn possible_types(interface: &str) -> BTreeSet<&'static str> {
    let having = types()
        .iter()
        .filter(|of| interfaces_of(of).any(|name| name == interface));
    having.map(|of| &*of.name).collect()
}

fn meta_field(registry: &mut Registry, of: &Object, field: &'static Field) -> MetaField {
    let arguments = arguments(registry, field);
    match &field.kind {
        Kind::Word(_, vocabulary) | Kind::Words(_, vocabulary) => {
            inputs::vocabulary_type(registry, vocabulary);
        }
        Kind::Told(told) => {
            if let Some(vocabulary) = &told.vocabulary {
                inputs::vocabulary_type(registry, vocabulary);
            }
        }
        _ => {}
    }
    bare_field(
        field.name,
        &field.doc,
        field.ty(),
        arguments,
        cost::of_field(of, field),
    )
}

fn bare_field(
    name: &str,
    doc: &str,
    ty: String,
    args: Vec<MetaInputValue>,
    directive_invocations: Vec<async_graphql::registry::MetaDirectiveInvocation>,
) -> MetaField {
    let args = args.into_iter();
    MetaField {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        args: args.map(|arg| (arg.name.clone(), arg)).collect(),
        ty,
        deprecation: Deprecation::NoDeprecated,
        cache_control: CacheControl::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: Vec::new(),
        override_from: None,
        compute_complexity: None,
        directive_invocations,
        requires_scopes: Vec::new(),
    }
}

/// The arguments of a field: its own, and those that all lists have.
fn arguments(registry: &mut Registry, field: &'static Field) -> Vec<MetaInputValue> {
    let own = field.arguments.iter();
    let mut arguments: Vec<_> = own
        .map(|argument| inputs::argument(registry, argument))
        .collect();
    if let Kind::Many(list) = &field.kind
        && field.name != "citations"
    {
        let of = list.target.of();
        inputs::filter(registry, of);
        inputs::order(registry, of);
        let name = &of.name;
        let mut input = |name: &str, doc: &str, ty: String| {
            arguments.push(inputs::input(name, doc, ty));
        };
        let most_terms = format!(
            "What the nodes are ordered by, first things first, at most {MAX_TERMS}; ties, and all without it, are in the order that the field's description tells."
        );
        input(
            "filter",
            "Only nodes that meet these conditions.",
            format!("{name}Filter"),
        );
        input("orderBy", &most_terms, format!("[{name}Order!]"));
        if list.form == Form::Pages {
            inputs::group_key(registry, of);
            inputs::number(registry, of);
            let (int, string) = ("Int".to_owned(), "String".to_owned());
            let first = format!(
                "How many nodes at most, from the start or from `after` on; 0 to {MAX_PAGE}. {DEFAULT_PAGE} when neither `first` nor `last` is given."
            );
            let last = format!(
                "How many nodes at most, from the end or from `before` back; 0 to {MAX_PAGE}. Not together with `first`."
            );
            input("first", &first, int.clone());
            input(
                "after",
                "Only what stands after this cursor.",
                string.clone(),
            );
            input("last", &last, int);
            input("before", "Only what stands before this cursor.", string);
        }
    }
    arguments
}

fn interface(
    registry: &mut Registry,
    name: &str,
    doc: &str,
    (field, what, ty): (&str, &str, &str),
) {
    let fields = [(
        field.to_owned(),
        bare_field(
            field,
            what,
            ty.to_owned(),
            Vec::new(),
            cost::of_interface(field),
        ),
    )];
    let possible = possible_types(name).into_iter().map(str::to_owned);
    let meta = MetaType::Interface {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        fields: fields.into_iter().collect(),
        possible_types: possible.collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name.to_owned(), meta);
}

fn union(registry: &mut Registry, name: &str, doc: &str, members: &[&str]) {
    let possible_types: IndexSet<_> = members.iter().map(|name| (*name).to_owned()).collect();
    let meta = MetaType::Union {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        possible_types,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
    };
    registry.types.insert(name.to_owned(), meta);
}
