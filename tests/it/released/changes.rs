//! What differs between two schemas for those who use them, by schema coordinates. What breaks clients is what
//! graphql-js's `findBreakingChanges` says breaks them.

use std::collections::BTreeMap;

use apollo_compiler::ast::{DirectiveList, FieldDefinition, InputValueDefinition, Type, Value};
use apollo_compiler::schema::{Component, ExtendedType, InputObjectType};
use apollo_compiler::{Name, Node, Schema};

/// What a change is to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A document or a program that worked may not work any more.
    Breaking,
    /// There is more than there was where clients may count on knowing all: graphql-js calls it dangerous.
    Surprising,
    /// There is more than there was.
    Added,
    /// Something is to be used no more.
    Deprecated,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub(super) kind: Kind,
    /// Of what, e.g. `Iscm.name`, `Query.iscms(first:)`, `Iscm implements Cited`.
    pub(super) of: String,
    pub(super) what: String,
}

/// All changes from one schema to another.
pub(super) fn changes(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut changes = Changes::default();
    let types = |schema: &Schema| -> BTreeMap<String, ExtendedType> {
        let own = schema.types.iter().filter(|(_, of)| !of.is_built_in());
        own.map(|(name, of)| (name.to_string(), of.clone()))
            .collect()
    };
    let (old_types, new_types) = (types(old), types(new));
    for (name, of) in &old_types {
        match new_types.get(name) {
            Some(now) => changes.of_type(name, of, now),
            None => changes.add(Kind::Breaking, name, "is gone"),
        }
    }
    for name in new_types
        .keys()
        .filter(|name| !old_types.contains_key(*name))
    {
        changes.add(Kind::Added, name, "is new");
    }
    changes.of_directives(old, new);
    changes.0.sort();
    changes.0.dedup();
    changes.0
}

#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, kind: Kind, of: impl Into<String>, what: impl Into<String>) {
        let (of, what) = (of.into(), what.into());
        self.0.push(Change { kind, of, what });
    }

    fn of_type(&mut self, name: &str, old: &ExtendedType, new: &ExtendedType) {
        use ExtendedType::{Enum, InputObject, Interface, Object, Scalar, Union};
        match (old, new) {
            (Scalar(_), Scalar(_)) => {}
            (Object(old), Object(new)) => {
                let implements = |one: &str| format!("{name} implements {one}");
                let (before, now) = (&old.implements_interfaces, &new.implements_interfaces);
                self.of_names(&names(before), &names(now), implements);
                self.of_fields(name, &old.fields, &new.fields);
            }
            (Interface(old), Interface(new)) => {
                let implements = |one: &str| format!("{name} implements {one}");
                let (before, now) = (&old.implements_interfaces, &new.implements_interfaces);
                self.of_names(&names(before), &names(now), implements);
                self.of_fields(name, &old.fields, &new.fields);
            }
            (Union(old), Union(new)) => {
                let member = |one: &str| format!("{name} = {one}");
                self.of_names(&names(&old.members), &names(&new.members), member);
            }
            (Enum(old), Enum(new)) => {
                let value = |one: &str| format!("{name}.{one}");
                self.of_names(&names(old.values.keys()), &names(new.values.keys()), value);
                for (one, now) in &new.values {
                    let before = old.values.get(one).map(|value| &value.directives);
                    self.of_deprecation(&value(one), before, &now.directives);
                }
            }
            (InputObject(old), InputObject(new)) => self.of_input_object(name, old, new),
            _ => self.add(Kind::Breaking, name, "is another kind of type"),
        }
    }

    /// What is gone from a closed list breaks, what is new in it surprises.
    fn of_names(&mut self, old: &[&str], new: &[&str], coordinate: impl Fn(&str) -> String) {
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.add(Kind::Breaking, coordinate(name), "is gone");
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            self.add(Kind::Surprising, coordinate(name), "is new");
        }
    }

    fn of_fields<'s, F>(&mut self, of: &str, old: F, new: F)
    where
        F: IntoIterator<Item = (&'s Name, &'s Component<FieldDefinition>)>,
    {
        let old: BTreeMap<_, _> = old.into_iter().collect();
        let new: BTreeMap<_, _> = new.into_iter().collect();
        for (name, field) in &old {
            let path = format!("{of}.{name}");
            let Some(now) = new.get(name) else {
                self.add(Kind::Breaking, path, "is gone");
                continue;
            };
            if !gives_at_least(&field.ty, &now.ty) {
                self.add(Kind::Breaking, &path, turned(&field.ty, &now.ty));
            }
            self.of_deprecation(&path, Some(&field.directives), &now.directives);
            self.of_arguments(&path, &field.arguments, &now.arguments);
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.add(Kind::Added, format!("{of}.{name}"), "is new");
        }
    }

    fn of_arguments(
        &mut self,
        of: &str,
        old: &[Node<InputValueDefinition>],
        new: &[Node<InputValueDefinition>],
    ) {
        let argument = |name: &str| format!("{of}({name}:)");
        self.of_inputs(
            old.iter().map(|one| &**one),
            new.iter().map(|one| &**one),
            argument,
        );
    }

    fn of_input_object(&mut self, name: &str, old: &InputObjectType, new: &InputObjectType) {
        if new.directives.has("oneOf") && !old.directives.has("oneOf") {
            self.add(Kind::Breaking, name, "takes one of its fields alone");
        }
        let field = |one: &str| format!("{name}.{one}");
        let (old, new) = (old.fields.values(), new.fields.values());
        self.of_inputs(old.map(|one| &***one), new.map(|one| &***one), field);
    }

    /// What arguments and fields of inputs take.
    fn of_inputs<'s>(
        &mut self,
        old: impl Iterator<Item = &'s InputValueDefinition>,
        new: impl Iterator<Item = &'s InputValueDefinition>,
        coordinate: impl Fn(&str) -> String,
    ) {
        let old: BTreeMap<_, _> = old.map(|one| (&one.name, one)).collect();
        let new: BTreeMap<_, _> = new.map(|one| (&one.name, one)).collect();
        for (name, input) in &old {
            let path = coordinate(name);
            let Some(now) = new.get(name) else {
                self.add(Kind::Breaking, path, "is gone");
                continue;
            };
            if !takes_at_least(&input.ty, &now.ty) {
                self.add(Kind::Breaking, &path, turned(&input.ty, &now.ty));
            }
            let default =
                |of: &InputValueDefinition| of.default_value.as_deref().map(Value::to_string);
            let (before, after) = (default(input), default(now));
            if before != after {
                let told = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
                let what = format!("has the default {}, before {}", told(after), told(before));
                self.add(Kind::Surprising, &path, what);
            }
            self.of_deprecation(&path, Some(&input.directives), &now.directives);
        }
        for (name, input) in new.iter().filter(|(name, _)| !old.contains_key(**name)) {
            if input.is_required() {
                self.add(Kind::Breaking, coordinate(name), "is new and required");
            } else {
                self.add(Kind::Surprising, coordinate(name), "is new");
            }
        }
    }

    fn of_deprecation(&mut self, of: &str, old: Option<&DirectiveList>, new: &DirectiveList) {
        let is_deprecated = |list: &DirectiveList| list.has("deprecated");
        if is_deprecated(new) && !old.is_some_and(is_deprecated) {
            self.add(Kind::Deprecated, of, "is deprecated");
        }
    }

    fn of_directives(&mut self, old: &Schema, new: &Schema) {
        for (name, directive) in &old.directive_definitions {
            let path = format!("@{name}");
            let Some(now) = new.directive_definitions.get(name) else {
                self.add(Kind::Breaking, path, "is gone");
                continue;
            };
            if directive.repeatable && !now.repeatable {
                self.add(Kind::Breaking, &path, "may not be repeated any more");
            }
            for place in &directive.locations {
                if !now.locations.contains(place) {
                    self.add(
                        Kind::Breaking,
                        &path,
                        format!("may not stand on {place} any more"),
                    );
                }
            }
            self.of_arguments(&path, &directive.arguments, &now.arguments);
        }
        for name in new.directive_definitions.keys() {
            if !old.directive_definitions.contains_key(name) {
                self.add(Kind::Added, format!("@{name}"), "is new");
            }
        }
    }
}

fn names<'s, N: AsRef<str> + 's>(names: impl IntoIterator<Item = &'s N>) -> Vec<&'s str> {
    names.into_iter().map(AsRef::as_ref).collect()
}

fn turned(old: &Type, new: &Type) -> String {
    format!("is `{new}`, before `{old}`")
}

/// Whether who reads what a type gives may read what another one gives: it is null no more often.
fn gives_at_least(old: &Type, new: &Type) -> bool {
    (new.is_non_null() || !old.is_non_null()) && inside(old, new, gives_at_least)
}

/// Whether what a type takes is taken by another one: null, too.
fn takes_at_least(old: &Type, new: &Type) -> bool {
    (old.is_non_null() || !new.is_non_null()) && inside(old, new, takes_at_least)
}

fn inside(old: &Type, new: &Type, of_items: fn(&Type, &Type) -> bool) -> bool {
    match (old.is_list(), new.is_list()) {
        (true, true) => of_items(old.item_type(), new.item_type()),
        (false, false) => old.inner_named_type() == new.inner_named_type(),
        _ => false,
    }
}
