//! What a document gives and asks for, held to the schema: fields, arguments and their values. The
//! errors name the place and what it takes. The rules about all else are the compiler's.

use std::collections::{HashMap, HashSet};
use std::mem::replace;

use apollo_compiler::ast::{
    Argument, Directive, Document, Field, FragmentDefinition, OperationDefinition, Selection,
    Value, VariableDefinition,
};
use apollo_compiler::parser::{SourceMap, SourceSpan};
use apollo_compiler::schema::InputValueDefinition;
use apollo_compiler::{Name, Node, Schema};

use super::coerce::{Reader, Use};
use super::given::Given;
use super::hints::{leaf, no_field, no_fragment};
use super::location;
use super::refused::error;
use super::words::{Words, shown};
use crate::error::{Error, ErrorCode, Location, PathSegment};
use crate::graphql::leads_to;
use crate::input::Place;

/// A place that takes no null where a variable stands that may be null: the place or the variable has a
/// default for when nothing is given.
#[derive(Debug)]
pub(super) struct NonNullUse {
    /// The variable's number in its operation.
    pub(super) number: usize,
    /// The variable's name, with its `$`.
    pub(super) variable: String,
    pub(super) argument: String,
    /// What the place takes, in words, and the names that it takes.
    pub(super) takes: String,
    pub(super) allowed: Vec<String>,
    /// Whether the variable's own default is null.
    pub(super) is_null_by_default: bool,
    pub(super) at: Option<Location>,
    pub(super) path: Vec<PathSegment>,
}

/// What is wrong with the fields, arguments and values of a document; and the places of each operation
/// that take no null where it cannot be told before the variables are there.
pub(super) fn check(document: &Document, types: &Schema) -> (Vec<Error>, Vec<Vec<NonNullUse>>) {
    let definitions = document.definitions.iter();
    let fragments = definitions
        .clone()
        .filter_map(|definition| definition.as_fragment_definition());
    let mut check = Check {
        types,
        sources: &document.sources,
        fragments: fragments
            .map(|fragment| (&fragment.name, &**fragment))
            .collect(),
        met: HashMap::new(),
        here: Contents::default(),
        path: Vec::new(),
        leads_to: None,
        non_null: Vec::new(),
        errors: Vec::new(),
    };
    for operation in definitions.filter_map(|definition| definition.as_operation_definition()) {
        check.operation(operation);
    }
    (check.errors, check.non_null)
}

/// A document on its way through the rules.
struct Check<'d> {
    types: &'d Schema,
    sources: &'d SourceMap,
    fragments: HashMap<&'d Name, &'d FragmentDefinition>,
    /// What the fragments that were met hold: each is gone through once.
    met: HashMap<&'d Name, Contents<'d>>,
    /// What the operation or fragment that is gone through holds so far.
    here: Contents<'d>,
    /// The way to the field that is gone through, in the answer.
    path: Vec<PathSegment>,
    /// The types that the field around may lead to, if not all that it says.
    leads_to: Option<Vec<&'static str>>,
    /// For each operation that was gone through.
    non_null: Vec<Vec<NonNullUse>>,
    errors: Vec<Error>,
}

/// What an operation or fragment holds that an operation's variables decide on.
#[derive(Default)]
struct Contents<'d> {
    uses: Vec<(Use, Vec<PathSegment>)>,
    spreads: Vec<&'d Name>,
}

impl<'d> Check<'d> {
    fn operation(&mut self, operation: &'d OperationDefinition) {
        for variable in &operation.variables {
            if let Some(default) = &variable.default_value {
                let name = format!("${}", variable.name);
                let mut reader = Reader::new(self.types, None);
                reader.value(
                    Given::Literal(default),
                    &variable.ty,
                    false,
                    Place::argument(&name),
                );
                self.told(reader);
            }
            self.directives(&variable.directives.0);
        }
        self.here = Contents::default();
        self.directives(&operation.directives.0);
        if let Some(root) = self.types.root_operation(operation.operation_type) {
            self.selections(root, &operation.selection_set);
        }
        let own = std::mem::take(&mut self.here);
        let mut non_null = Vec::new();
        let mut reached: HashSet<&Name> = HashSet::new();
        let mut ahead: Vec<&Contents<'_>> = vec![&own];
        while let Some(contents) = ahead.pop() {
            for (used, path) in &contents.uses {
                let mut variables = operation.variables.iter().enumerate();
                let variable = variables.find(|(_, variable)| variable.name == used.variable);
                let Some((number, variable)) = variable else {
                    continue;
                };
                if !is_allowed(variable, used) {
                    let message = format!(
                        "`{}` takes a value of the type `{}`, which the variable `${}` of the type `{}` may not have",
                        used.argument, used.ty, variable.name, variable.ty
                    );
                    let at = location::of_span(self.sources, used.span);
                    let mut error = error(ErrorCode::GraphqlValidationFailed, message, at);
                    extend(&mut error, Some(&used.argument), Vec::new(), path.clone());
                    self.errors.push(error);
                } else if used.ty.is_non_null() && !variable.ty.is_non_null() {
                    let reader = Reader::new(self.types, None);
                    let default = variable.default_value.as_ref();
                    non_null.push(NonNullUse {
                        number,
                        variable: format!("${}", variable.name),
                        argument: used.argument.clone(),
                        takes: reader.takes(&used.ty),
                        allowed: reader.allowed(&used.ty),
                        is_null_by_default: default.is_some_and(|default| default.is_null()),
                        at: location::of_span(self.sources, used.span),
                        path: path.clone(),
                    });
                }
            }
            let spreads = contents.spreads.iter().filter(|name| reached.insert(name));
            ahead.extend(spreads.filter_map(|name| self.met.get(name)));
        }
        self.non_null.push(non_null);
    }

    fn selections(&mut self, parent: &Name, selections: &'d [Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => self.field(parent, field),
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.directives.0);
                    let on = fragment.type_condition.as_ref().unwrap_or(parent);
                    self.fragment(parent, on, on.location());
                    self.selections(on, &fragment.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.directives.0);
                    let name = &spread.fragment_name;
                    self.here.spreads.push(name);
                    let Some(fragment) = self.fragments.get(name).copied() else {
                        continue;
                    };
                    self.fragment(parent, &fragment.type_condition, name.location());
                    if self.met.contains_key(name) {
                        continue;
                    }
                    self.met.insert(name, Contents::default());
                    let around = std::mem::take(&mut self.here);
                    self.directives(&fragment.directives.0);
                    self.selections(&fragment.type_condition, &fragment.selection_set);
                    let inside = replace(&mut self.here, around);
                    self.met.insert(name, inside);
                }
            }
        }
    }

    fn field(&mut self, parent: &Name, field: &'d Node<Field>) {
        self.path
            .push(PathSegment::Key(field.response_name().as_str().into()));
        self.directives(&field.directives.0);
        if let Ok(definition) = self.types.type_field(parent, &field.name) {
            let place = format!("`{}`", field.name);
            self.arguments(
                &place,
                &field.arguments,
                &definition.arguments,
                field.name.location(),
            );
            let ty = definition.ty.inner_named_type();
            if let Some((message, allowed)) = leaf(self.types, ty, field) {
                self.tell(message, field.name.location(), None, allowed);
            }
            let around = replace(&mut self.leads_to, leads_to(parent, &field.name));
            self.selections(ty, &field.selection_set);
            self.leads_to = around;
        } else {
            let here = self.leads_to.as_deref();
            if let Some((message, allowed)) = no_field(self.types, parent, here, &field.name) {
                self.tell(message, field.name.location(), None, allowed);
            }
        }
        self.path.pop();
    }

    /// Tells of a fragment on a type that its place never has.
    fn fragment(&mut self, parent: &Name, on: &Name, span: Option<SourceSpan>) {
        if let Some((message, allowed)) = no_fragment(self.types, parent, on) {
            self.tell(message, span, None, allowed);
        }
    }

    fn directives(&mut self, directives: &'d [Node<Directive>]) {
        let types = self.types;
        for directive in directives {
            if let Some(definition) = types.directive_definitions.get(&directive.name) {
                let place = format!("`@{}`", directive.name);
                let span = directive.location();
                self.arguments(&place, &directive.arguments, &definition.arguments, span);
            }
        }
    }

    fn arguments(
        &mut self,
        place: &str,
        given: &'d [Node<Argument>],
        definitions: &[Node<InputValueDefinition>],
        span: Option<SourceSpan>,
    ) {
        for argument in given {
            let definition = definitions
                .iter()
                .find(|definition| definition.name == argument.name);
            let Some(definition) = definition else {
                let names: Vec<_> = definitions.iter().map(|of| of.name.to_string()).collect();
                let message = format!(
                    "there is no argument `{}` of {place}, {}",
                    argument.name,
                    Words(&names).instead_of(&argument.name)
                );
                self.tell(
                    message,
                    argument.name.location(),
                    Some(&argument.name),
                    names,
                );
                continue;
            };
            let mut reader = Reader::new(self.types, None);
            reader.argument(Given::Literal(&argument.value), definition);
            self.told(reader);
        }
        for definition in definitions
            .iter()
            .filter(|definition| definition.is_required())
        {
            if !given
                .iter()
                .any(|argument| argument.name == definition.name)
            {
                let reader = Reader::new(self.types, None);
                let takes = reader.takes(&definition.ty);
                let message = format!("`{}` is missing: {place} takes {takes}", definition.name);
                let allowed = reader.allowed(&definition.ty);
                self.tell(message, span, Some(&definition.name), allowed);
            }
        }
    }

    /// Takes over what was found in a value.
    fn told(&mut self, reader: Reader<'_>) {
        for wrong in reader.wrong {
            self.tell(
                wrong.message,
                wrong.span,
                Some(&wrong.argument),
                wrong.allowed,
            );
        }
        let uses = reader
            .uses
            .into_iter()
            .map(|used| (used, self.path.clone()));
        self.here.uses.extend(uses);
    }

    fn tell(
        &mut self,
        message: String,
        span: Option<SourceSpan>,
        argument: Option<&str>,
        allowed: Vec<String>,
    ) {
        let at = location::of_span(self.sources, span);
        let mut error = error(ErrorCode::GraphqlValidationFailed, message, at);
        extend(&mut error, argument, allowed, self.path.clone());
        self.errors.push(error);
    }
}

/// Adds where an error is in the answer and in the arguments, and what would be right.
pub(super) fn extend(
    error: &mut Error,
    argument: Option<&str>,
    allowed: Vec<String>,
    path: Vec<PathSegment>,
) {
    if let Some(argument) = argument {
        // A key in variables may be as long as the body.
        error.set("argument", shown(argument).into());
    }
    if !allowed.is_empty() {
        error.set("allowed", allowed.into());
    }
    error.path = path;
}

/// Whether a variable may stand in a place.
fn is_allowed(variable: &VariableDefinition, used: &Use) -> bool {
    if !used.ty.is_non_null() || variable.ty.is_non_null() {
        return variable.ty.is_assignable_to(&used.ty);
    }
    let has_default = variable
        .default_value
        .as_ref()
        .is_some_and(|default| **default != Value::Null);
    (has_default || used.has_default) && variable.ty.is_assignable_to(&used.ty.clone().nullable())
}
