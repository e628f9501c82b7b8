//! The document that the engine executes: one operation without fragments' names, variables and
//! conditions, in which each field of the answer stands once.
//!
//! The engine executes a field as often as it is spread, merges the answers afterwards, and reads
//! variables more freely than the specification. What it gets here leaves it no room for either.

use apollo_compiler::executable::{
    Directive, Field, Operation, OperationType, Selection, SelectionSet,
};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};
use async_graphql::parser::types as engine;
use async_graphql::{Name as Key, Pos, Positioned, Value};
use std::collections::{HashMap, HashSet};

use super::check::position;
use super::given::Given;
use super::input::{Reader, Variables};

/// What the engine is to execute for an operation, with the values of its variables.
pub(super) fn plan(
    types: &Schema,
    document: &ExecutableDocument,
    operation: &Operation,
    variables: &Variables,
) -> engine::ExecutableDocument {
    let planning = Planning {
        types,
        document,
        variables,
    };
    let set = planning.set(&operation.selection_set.ty, &[&operation.selection_set]);
    let planned = engine::OperationDefinition {
        ty: match operation.operation_type {
            OperationType::Query => engine::OperationType::Query,
            OperationType::Mutation => engine::OperationType::Mutation,
            OperationType::Subscription => engine::OperationType::Subscription,
        },
        variable_definitions: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::new(set, Pos::default()),
    };
    engine::ExecutableDocument {
        operations: engine::DocumentOperations::Single(Positioned::new(planned, Pos::default())),
        fragments: HashMap::default(),
    }
}

struct Planning<'p> {
    types: &'p Schema,
    document: &'p ExecutableDocument,
    variables: &'p Variables,
}

/// The types that a node must have, one after the other, for a field to be asked of it.
type Conditions<'p> = Vec<&'p Name>;

/// The fields of an answer that have one key.
struct Entry<'p> {
    conditions: Conditions<'p>,
    fields: Vec<&'p Node<Field>>,
}

/// The fields of a selection as they are met.
#[derive(Default)]
struct Collected<'p> {
    entries: Vec<Entry<'p>>,
    places: HashMap<(Conditions<'p>, &'p Name), usize>,
    spread: HashSet<(Conditions<'p>, &'p Name)>,
}

impl<'p> Planning<'p> {
    /// The selections of one field of the answer, made one.
    fn set(&self, parent: &'p Name, sets: &[&'p SelectionSet]) -> engine::SelectionSet {
        let mut collected = Collected::default();
        for set in sets {
            self.collect(parent, &Vec::new(), set, &mut collected);
        }
        let mut items: Vec<Positioned<engine::Selection>> = Vec::new();
        let mut entries = collected.entries.into_iter().peekable();
        while let Some(entry) = entries.next() {
            let conditions = entry.conditions.clone();
            let mut fields = vec![self.field(&entry)];
            while let Some(entry) =
                entries.next_if(|next| !conditions.is_empty() && next.conditions == conditions)
            {
                fields.push(self.field(&entry));
            }
            items.extend(
                conditions
                    .iter()
                    .rev()
                    .fold(fields, |inside, on| vec![fragment(on, inside)]),
            );
        }
        engine::SelectionSet { items }
    }

    /// Adds the fields of a selection on a type, to be asked of nodes that meet the conditions.
    fn collect(
        &self,
        parent: &'p Name,
        conditions: &Conditions<'p>,
        set: &'p SelectionSet,
        collected: &mut Collected<'p>,
    ) {
        for selection in &set.selections {
            if self.is_left_out(&selection.directives().0) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let next = collected.entries.len();
                    let key = (conditions.clone(), field.response_key());
                    let place = *collected.places.entry(key).or_insert(next);
                    match collected.entries.get_mut(place) {
                        Some(entry) => entry.fields.push(field),
                        None => collected.entries.push(Entry {
                            conditions: conditions.clone(),
                            fields: vec![field],
                        }),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.narrow(parent, conditions, &fragment.selection_set, collected);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name)
                        && collected
                            .spread
                            .insert((conditions.clone(), &fragment.name))
                    {
                        self.narrow(parent, conditions, &fragment.selection_set, collected);
                    }
                }
            }
        }
    }

    /// Adds the fields of a fragment, with the condition that its type is.
    fn narrow(
        &self,
        parent: &'p Name,
        conditions: &Conditions<'p>,
        set: &'p SelectionSet,
        collected: &mut Collected<'p>,
    ) {
        let on = &set.ty;
        if on == parent || self.types.is_subtype(on, parent) {
            return self.collect(parent, conditions, set, collected);
        }
        if matches!(self.types.types.get(parent), Some(ExtendedType::Object(_))) {
            return;
        }
        let mut narrower = conditions.clone();
        narrower.push(on);
        self.collect(on, &narrower, set, collected);
    }

    /// Whether `@skip` or `@include` leaves something out.
    fn is_left_out(&self, directives: &[Node<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let leaves_out = match directive.name.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let condition =
                directive
                    .specified_argument_by_name("if")
                    .map(|value| match value.as_variable() {
                        Some(name) => {
                            self.variables.get(name.as_str()) == Some(&Value::Boolean(true))
                        }
                        None => value.to_bool() == Some(true),
                    });
            condition == Some(leaves_out)
        })
    }

    fn field(&self, entry: &Entry<'p>) -> Positioned<engine::Selection> {
        // Fields with one key are the same field with the same arguments: validation sees to it.
        let field = entry.fields[0];
        let at = self.position(field.name.location().or(field.location()));
        let alias = field
            .alias
            .as_ref()
            .map(|alias| Positioned::new(Key::new(alias.as_str()), at));
        let mut reader = Reader::new(self.types, Some(self.variables));
        let arguments = field.arguments.iter().filter_map(|argument| {
            let definition = field.definition.argument_by_name(&argument.name)?;
            let value = reader.argument(Given::Literal(&argument.value), definition)?;
            let at = self.position(argument.location());
            let name = Positioned::new(Key::new(argument.name.as_str()), at);
            Some((name, Positioned::new(value.into_value(), at)))
        });
        let arguments = arguments.collect();
        let sets: Vec<_> = entry
            .fields
            .iter()
            .map(|field| &field.selection_set)
            .collect();
        let set = self.set(field.definition.ty.inner_named_type(), &sets);
        let planned = engine::Field {
            alias,
            name: Positioned::new(Key::new(field.name.as_str()), at),
            arguments,
            directives: Vec::new(),
            selection_set: Positioned::new(set, at),
        };
        Positioned::new(engine::Selection::Field(Positioned::new(planned, at)), at)
    }

    fn position(&self, span: Option<SourceSpan>) -> Pos {
        position(&self.document.sources, span).unwrap_or_default()
    }
}

/// Selections that are made on a type.
fn fragment(on: &Name, items: Vec<Positioned<engine::Selection>>) -> Positioned<engine::Selection> {
    let at = items.first().map_or_else(Pos::default, |item| item.pos);
    let on = Positioned::new(Key::new(on.as_str()), at);
    let fragment = engine::InlineFragment {
        type_condition: Some(Positioned::new(engine::TypeCondition { on }, at)),
        directives: Vec::new(),
        selection_set: Positioned::new(engine::SelectionSet { items }, at),
    };
    Positioned::new(
        engine::Selection::InlineFragment(Positioned::new(fragment, at)),
        at,
    )
}
