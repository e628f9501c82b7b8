//! How the model stands in the schema: its objects, interfaces and enums, told to the engine's
//! registry.

use std::collections::BTreeSet;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{
    CacheControl, Deprecation, MetaField, MetaInputValue, MetaType, Registry,
};
use async_graphql::{ID, InputType, OutputType};

use super::input_object::input;
use super::scalar;
use super::{cost, inputs, objects, office};
use crate::model::{Field, Form, INTERFACES, Interface, Kind, Object, types};
use crate::query::{DEFAULT_PAGE, MAX_PAGE, MAX_TERMS};

/// Tells the registry everything.
pub(super) fn register(registry: &mut Registry) {
    <bool as InputType>::create_type_info(registry);
    <f64 as InputType>::create_type_info(registry);
    <ID as InputType>::create_type_info(registry);
    <i32 as InputType>::create_type_info(registry);
    <String as OutputType>::create_type_info(registry);
    for name in ["Date", "DateTime", "Decimal", "JSON"] {
        scalar::register(registry, name);
    }
    inputs::year_range(registry);
    for interface in &INTERFACES {
        register_interface(registry, interface);
    }
    for object in objects() {
        register_object(registry, object);
    }
    office::register(registry);
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
    for interface in INTERFACES.iter().filter(|interface| interface.is_of(of)) {
        registry.add_implements(&name, interface.name);
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
            arguments.push(input(name, doc, ty));
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

fn register_interface(registry: &mut Registry, interface: &Interface) {
    let fields = interface.fields().iter().map(|field| {
        let arguments = field.arguments();
        let arguments = arguments
            .iter()
            .map(|argument| inputs::argument(registry, argument))
            .collect();
        let cost = cost::of_interface(field.name);
        let ty = field.ty.to_owned();
        let field = bare_field(field.name, field.doc, ty, arguments, cost);
        (field.name.clone(), field)
    });
    let fields = fields.collect();
    let having = types().iter().filter(|of| interface.is_of(of));
    let having: BTreeSet<_> = having.map(|of| of.name.to_string()).collect();
    let name = interface.name.to_owned();
    if let Some(extended) = interface.extends {
        registry.add_implements(&name, extended);
    }
    let meta = MetaType::Interface {
        name: name.clone(),
        description: Some(interface.doc.to_owned()),
        fields,
        possible_types: having.into_iter().collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name, meta);
}
