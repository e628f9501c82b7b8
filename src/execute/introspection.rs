//! What is asked about the schema: the engine answers it. It is given a document of its own, with the
//! fields of the root that ask about the schema and nothing else; variables, fragments' names and
//! conditions are put in, as it reads them more freely than the specification.

use std::collections::HashMap;

use apollo_compiler::ast::Value as Literal;
use apollo_compiler::executable::{Directive, Field, Operation, Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Name, Node};
use async_graphql::parser::types as engine;
use async_graphql::{Name as Key, Pos, Positioned, Request, Value};

use super::plan::Plan;
use super::run::Introspected;
use crate::error::{Error, Result};
use crate::graphql::{DESCRIPTION, Engine};
use crate::input::{Input, Variables};

/// The longest text that the engine is given: no name in the schema is longer.
const MAX_TEXT: usize = 200;

/// What the schema is asked in an operation, answered.
pub async fn introspect(
    schema: &Engine,
    plan: &Plan,
    document: &ExecutableDocument,
    operation: &Operation,
    variables: &Variables,
) -> Result<Introspected> {
    if !plan.is_introspection() {
        return Ok(Introspected::default());
    }
    let writing = Writing {
        document,
        numbers: operation
            .variables
            .iter()
            .enumerate()
            .map(|(number, variable)| (&variable.name, number))
            .collect(),
        variables,
    };
    let mut request = Request::new(String::new());
    request.set_parsed_query(writing.document(&operation.selection_set));
    let response = schema.execute(request).await;
    if let Some(error) = response.errors.first() {
        return Err(Error::internal(format!(
            "the engine does not answer about the schema: {}",
            error.message
        )));
    }
    let Value::Object(mut data) = response.data else {
        return Ok(Introspected::default());
    };
    // The engine tells what schemas are, and not what this one is.
    for (schema, description) in writing.descriptions(&operation.selection_set) {
        if let Some(Value::Object(schema)) = data.get_mut(schema.as_str())
            && let Some(value) = schema.get_mut(description.as_str())
        {
            *value = Value::String(DESCRIPTION.to_owned());
        }
    }
    let written = data.into_iter().map(|(key, value)| {
        let mut json = serde_json::to_vec(&value).unwrap_or_default();
        json.push(b',');
        (key.as_str().into(), json)
    });
    Ok(written.collect())
}

struct Writing<'w> {
    document: &'w ExecutableDocument,
    numbers: HashMap<&'w Name, usize>,
    variables: &'w Variables,
}

/// The fields of an answer that have one key.
type Merged<'w> = Vec<(&'w Name, Vec<&'w Node<Field>>)>;

impl<'w> Writing<'w> {
    fn document(&self, root: &'w SelectionSet) -> engine::ExecutableDocument {
        let is_about_schema =
            |field: &Node<Field>| matches!(field.name.as_str(), "__schema" | "__type");
        let mut merged = Merged::new();
        self.collect(root, &mut merged);
        merged.retain(|(_, fields)| is_about_schema(fields[0]));
        let planned = engine::OperationDefinition {
            ty: engine::OperationType::Query,
            variable_definitions: Vec::new(),
            directives: Vec::new(),
            selection_set: Positioned::new(self.fields(merged), Pos::default()),
        };
        engine::ExecutableDocument {
            operations: engine::DocumentOperations::Single(Positioned::new(
                planned,
                Pos::default(),
            )),
            fragments: HashMap::default(),
        }
    }

    /// The keys under which the root is asked for the schema, each with one under which that is asked for
    /// its description.
    fn descriptions(&self, root: &'w SelectionSet) -> Vec<(&'w Name, &'w Name)> {
        let mut merged = Merged::new();
        self.collect(root, &mut merged);
        let schemas = merged
            .into_iter()
            .filter(|(_, fields)| fields[0].name == "__schema");
        let mut keys = Vec::new();
        for (schema, fields) in schemas {
            let mut merged = Merged::new();
            for field in fields {
                self.collect(&field.selection_set, &mut merged);
            }
            let descriptions = merged
                .iter()
                .filter(|(_, fields)| fields[0].name == "description");
            keys.extend(descriptions.map(|(description, _)| (schema, *description)));
        }
        keys
    }

    /// The selections of one field of the answer, made one. No type of introspection is abstract.
    fn set(&self, sets: &[&'w SelectionSet]) -> engine::SelectionSet {
        let mut merged = Merged::new();
        for set in sets {
            self.collect(set, &mut merged);
        }
        self.fields(merged)
    }

    fn fields(&self, merged: Merged<'w>) -> engine::SelectionSet {
        let items = merged.into_iter();
        engine::SelectionSet {
            items: items
                .map(|(key, fields)| {
                    let field = Positioned::new(self.field(key, &fields), Pos::default());
                    Positioned::new(engine::Selection::Field(field), Pos::default())
                })
                .collect(),
        }
    }

    fn collect(&self, set: &'w SelectionSet, merged: &mut Merged<'w>) {
        for selection in &set.selections {
            if self.is_left_out(&selection.directives().0) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key();
                    match merged.iter_mut().find(|(of, _)| *of == key) {
                        Some((_, fields)) => fields.push(field),
                        None => merged.push((key, vec![field])),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.collect(&fragment.selection_set, merged);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        self.collect(&fragment.selection_set, merged);
                    }
                }
            }
        }
    }

    fn is_left_out(&self, directives: &[Node<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let leaves_out = match directive.name.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let condition = directive.specified_argument_by_name("if");
            let condition = condition.map(|value| self.value(value) == Value::Boolean(true));
            condition == Some(leaves_out)
        })
    }

    fn field(&self, key: &Name, fields: &[&'w Node<Field>]) -> engine::Field {
        // Fields with one key are the same field with the same arguments: validation sees to it.
        let field = fields[0];
        let at = |key: &str| Positioned::new(Key::new(key), Pos::default());
        let sets: Vec<_> = fields.iter().map(|field| &field.selection_set).collect();
        let arguments = field.arguments.iter().filter_map(|argument| {
            let value = match self.value(&argument.value) {
                Value::Null => return None,
                value => Positioned::new(value.into_value(), Pos::default()),
            };
            Some((at(&argument.name), value))
        });
        engine::Field {
            alias: Some(at(key)),
            name: at(&field.name),
            arguments: arguments.collect(),
            directives: Vec::new(),
            selection_set: Positioned::new(self.set(&sets), Pos::default()),
        }
    }

    /// A value: arguments of introspection take texts, and what is true or false.
    fn value(&self, literal: &Literal) -> Value {
        let text =
            |text: &str| Value::String(text[..text.floor_char_boundary(MAX_TEXT)].to_owned());
        match literal {
            Literal::Boolean(flag) => Value::Boolean(*flag),
            Literal::String(of) => text(of),
            Literal::Variable(name) => {
                let number = self.numbers.get(name).copied();
                let value = number.and_then(|number| self.variables.get(number)?.as_ref());
                match value {
                    Some(Input::Flag(flag)) => Value::Boolean(*flag),
                    Some(Input::Text(of)) => text(of),
                    _ => Value::Null,
                }
            }
            _ => Value::Null,
        }
    }
}
