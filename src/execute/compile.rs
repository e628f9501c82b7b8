//! From a document's operation to its plan.
//!
//! Fields are collected for each concrete type that an object can have, so that a field that is asked for
//! always and of one type as well is one. What hangs on variables (`@skip`, `@include`) is compiled in: a
//! field that is asked for at several places stands in the answer where the first of them is that is
//! included.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

use apollo_compiler::ast::Value as Literal;
use apollo_compiler::executable::{Directive, Field, Operation, Selection, SelectionSet};
use apollo_compiler::schema::{ExtendedType, InputValueDefinition};
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};
use arc_swap::ArcSwapOption;
use entity::tables::NodeType;
use entity::values::Language;
use sea_orm::Iterable;

use super::columns::ColumnId;
use super::json;
use super::plan::{Alternative, Call, CallId, Condition, Entry, Plan, Set, SetId, Step, Target};
use super::rendered::Rendered;
use crate::error::{Error, Location, Result};
use crate::graph::Reads;
use crate::graphql::object;
use crate::input::Input;
use crate::model::{Field as ModelField, Kind, Object, Scan, of_record};
use crate::work::exceeded;

/// The most fields of a plan: of a document's fields, each for each type that it is asked of.
const MAX_ENTRIES: usize = 30_000;

/// Reads a value of the document for an argument, with its variables by number.
pub type Read<'r> = &'r dyn Fn(&Node<Literal>, &InputValueDefinition) -> Option<Input>;

/// Compiles an operation.
pub fn compile(
    types: &Schema,
    document: &ExecutableDocument,
    operation: &Operation,
    read: Read<'_>,
) -> Result<Plan> {
    let numbers = operation.variables.iter().enumerate();
    let mut compiler = Compiler {
        types,
        document,
        read,
        variables: numbers
            .map(|(number, variable)| (&variable.name, number))
            .collect(),
        plan: Plan {
            sets: Vec::new(),
            root: 0,
            conditions: Vec::new(),
            calls: Vec::new(),
            introspected: Vec::new(),
            last: AtomicUsize::new(0),
            rendered: Rendered::default(),
            priced: ArcSwapOption::empty(),
            reads: OnceLock::new(),
        },
        compiled: HashMap::new(),
        conditions: HashMap::new(),
        entries: 0,
    };
    let set = &operation.selection_set;
    compiler.plan.root = compiler.set(&set.ty, vec![(Alternative::new(), set)])?;
    let mut plan = compiler.plan;
    plan.number_rendered();
    let root = &plan.sets[plan.root].entries;
    let introspected = root
        .iter()
        .filter(|entry| matches!(entry.step, Step::Introspected));
    plan.introspected = introspected.map(|entry| entry.name().into()).collect();
    Ok(plan)
}

/// Selections that are made one, each under a condition.
type Sources<'d> = Vec<(Alternative, &'d SelectionSet)>;

/// What a set is compiled from: a type, and selections under conditions, each by its address.
type Key<'d> = (&'d str, Vec<(Alternative, usize)>);

struct Compiler<'d> {
    types: &'d Schema,
    document: &'d ExecutableDocument,
    read: Read<'d>,
    variables: HashMap<&'d Name, usize>,
    plan: Plan,
    /// The sets that are compiled, by their type and what they are compiled from.
    compiled: HashMap<Key<'d>, SetId>,
    conditions: HashMap<Condition, usize>,
    entries: usize,
}

/// The fields of a selection as they are met.
#[derive(Default)]
struct Collected<'d> {
    /// Under which condition each field is asked for, in the document's order.
    met: Vec<(Alternative, &'d Node<Field>)>,
    /// Where in them the fields with each key are.
    by_key: HashMap<&'d Name, Vec<usize>>,
    spread: HashSet<(Alternative, &'d Name)>,
}

impl<'d> Compiler<'d> {
    /// The set of what is asked of objects of a type.
    fn set(&mut self, ty: &'d str, sources: Sources<'d>) -> Result<SetId> {
        let from = sources.iter();
        let key = from
            .map(|(when, set)| (when.clone(), std::ptr::from_ref(*set).addr()))
            .collect();
        if let Some(known) = self.compiled.get(&(ty, key)) {
            return Ok(*known);
        }
        let mut collected = Collected::default();
        for (when, set) in &sources {
            self.collect(ty, when, set, &mut collected);
        }
        let id = self.plan.sets.len();
        self.plan.sets.push(Set::default());
        let of = object(ty);
        let (mut entries, mut reads) = (Vec::new(), Reads::NOTHING);
        for (at, (when, field)) in collected.met.iter().enumerate() {
            let Some(occurrences) = collected.by_key.get(field.response_key()) else {
                continue;
            };
            let before = occurrences.iter().take_while(|other| **other < at);
            let none: Vec<_> = before
                .map(|other| collected.met[*other].0.clone())
                .collect();
            if none.iter().any(Vec::is_empty) {
                continue;
            }
            self.entries += 1;
            if self.entries > MAX_ENTRIES {
                return Err(too_many(self.entries));
            }
            let inside = occurrences
                .iter()
                .map(|at| (&collected.met[*at].0, &collected.met[*at].1.selection_set))
                .map(|(when, set)| (when.clone(), set))
                .collect();
            let when = self.condition(when.clone(), none);
            let model = of.and_then(|of| of.answered(&field.name));
            if let Some(model) = model.filter(|model| !model.is_called()) {
                reads = reads.and(model.reads());
            }
            entries.push(self.entry((of, model), field, when, inside)?);
        }
        let key = sources
            .into_iter()
            .map(|(when, set)| (when, std::ptr::from_ref(set).addr()))
            .collect();
        let groups = |entry: &Entry| matches!(&entry.step, Step::Told(field, ..) if field.scan == Scan::Groups);
        let set = &mut self.plan.sets[id];
        set.groups = entries.iter().any(groups);
        set.entries = entries;
        set.reads = reads;
        set.table = of.and_then(|of| Some(of.rows?.table));
        self.compiled.insert((ty, key), id);
        Ok(id)
    }

    /// Adds the fields of a selection that are asked of objects of a type.
    fn collect(
        &self,
        ty: &str,
        when: &Alternative,
        set: &'d SelectionSet,
        collected: &mut Collected<'d>,
    ) {
        for selection in &set.selections {
            let Some(when) = self.included(when, &selection.directives().0) else {
                continue;
            };
            match selection {
                Selection::Field(field) => {
                    let key = collected.by_key.entry(field.response_key()).or_default();
                    key.push(collected.met.len());
                    collected.met.push((when, field));
                }
                Selection::InlineFragment(fragment) => {
                    if self.applies(&fragment.selection_set.ty, ty) {
                        self.collect(ty, &when, &fragment.selection_set, collected);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else {
                        continue;
                    };
                    let set = &fragment.selection_set;
                    if self.applies(&set.ty, ty)
                        && collected.spread.insert((when.clone(), &fragment.name))
                    {
                        self.collect(ty, &when, set, collected);
                    }
                }
            }
        }
    }

    /// Whether objects of a type are of the type that a fragment is on.
    fn applies(&self, on: &Name, ty: &str) -> bool {
        on == ty || self.types.is_subtype(on, ty)
    }

    /// The condition under which what stands under another is included with its directives; nothing when
    /// it never is.
    fn included(&self, when: &Alternative, directives: &[Node<Directive>]) -> Option<Alternative> {
        let mut when = when.clone();
        for directive in directives {
            let right = match directive.name.as_str() {
                "skip" => false,
                "include" => true,
                _ => continue,
            };
            let value = directive.specified_argument_by_name("if")?;
            match value.as_variable() {
                Some(name) => {
                    let condition = (*self.variables.get(name)?, right);
                    if when.contains(&(condition.0, !right)) {
                        return None;
                    }
                    if !when.contains(&condition) {
                        when.push(condition);
                    }
                }
                None if value.to_bool() != Some(right) => return None,
                None => {}
            }
        }
        when.sort_unstable();
        Some(when)
    }

    /// The number of a condition; nothing for what always holds.
    fn condition(&mut self, all: Alternative, mut none: Vec<Alternative>) -> Option<usize> {
        if all.is_empty() && none.is_empty() {
            return None;
        }
        none.sort_unstable();
        none.dedup();
        let next = self.plan.conditions.len();
        let condition = Condition { all, none };
        let number = *self.conditions.entry(condition.clone()).or_insert(next);
        if number == next {
            self.plan.conditions.push(condition);
        }
        Some(number)
    }

    fn entry(
        &mut self,
        (of, model): (Option<&'static Object>, Option<&'static ModelField>),
        field: &'d Node<Field>,
        when: Option<usize>,
        inside: Sources<'d>,
    ) -> Result<Entry> {
        let span = field.name.location().or(field.location());
        let location = span.and_then(|span| span.line_column(&self.document.sources));
        let mut key = Vec::new();
        json::text(&mut key, field.response_key());
        key.pop();
        key.push(b':');
        let step = match (field.name.as_str(), model) {
            ("__typename", _) => {
                let mut name = Vec::new();
                json::text(&mut name, of.map_or("", |of| &of.name));
                Step::Known(name.into())
            }
            (_, Some(model)) => self.step(model, field, inside)?,
            ("__schema" | "__type", None) => Step::Introspected,
            _ => {
                return Err(Error::internal(format!(
                    "{} is not in the model",
                    field.name
                )));
            }
        };
        Ok(Entry {
            key: key.into(),
            when,
            nullable: !field.ty().is_non_null(),
            has_nullable_items: field.ty().is_list() && !field.ty().item_type().is_non_null(),
            location: location.map(|at| Location {
                line: at.line,
                column: at.column,
            }),
            rendered: None,
            step,
        })
    }

    fn step(
        &mut self,
        model: &'static ModelField,
        field: &'d Node<Field>,
        inside: Sources<'d>,
    ) -> Result<Step> {
        let ty = field.definition.ty.inner_named_type();
        Ok(match &model.kind {
            Kind::One(relation, _) => Step::One(relation, self.set(ty, inside)?),
            Kind::Many(_) => {
                let call = self.call(field);
                Step::List(model, call, self.target(ty, inside)?)
            }
            Kind::Told(_) => {
                let call = self.call(field);
                Step::Told(model, call, self.target(ty, inside)?)
            }
            kind => match ColumnId::of(model) {
                Some(column) if matches!(kind, Kind::Name(_)) => self.named(column, field),
                Some(column) => Step::Column(column),
                None => return Err(Error::internal(format!("{} has no column", model.name))),
            },
        })
    }

    /// A name: by the column of its language, if that is known.
    fn named(&mut self, column: ColumnId, field: &'d Node<Field>) -> Step {
        let given = field
            .arguments
            .iter()
            .find(|given| given.name == "language");
        let language = match given.map(|given| &*given.value) {
            None => Some(Language::En),
            Some(Literal::Enum(word)) => language(word),
            Some(_) => None,
        };
        match language {
            Some(language) => Step::Column(column.in_language(language)),
            None => Step::Named(column, self.call(field)),
        }
    }

    /// What is asked of what a field leads to.
    fn target(&mut self, ty: &'d Name, inside: Sources<'d>) -> Result<Target> {
        let types = self.types;
        Ok(match types.types.get(ty) {
            Some(ExtendedType::Object(_)) => Target::Object(self.set(ty, inside)?),
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let mut by_kind = Vec::new();
                for kind in NodeType::iter() {
                    let name = &*of_record(kind).name;
                    let set = match types.types.get_key_value(name) {
                        Some((name, _)) if types.is_subtype(ty, name) => {
                            Some(self.set(name, inside.clone())?)
                        }
                        _ => None,
                    };
                    by_kind.push(set);
                }
                Target::Records(by_kind.into())
            }
            _ => Target::Leaf,
        })
    }

    /// A field with its arguments.
    fn call(&mut self, field: &Field) -> CallId {
        let read = |definition: &Node<InputValueDefinition>| {
            let given = field.arguments.iter();
            let mut given = given.filter(|argument| argument.name == definition.name);
            let value = given
                .next()
                .and_then(|argument| (self.read)(&argument.value, definition));
            let default = definition.default_value.as_ref();
            let default = default.and_then(|default| (self.read)(default, definition));
            (definition.name.as_str().into(), value, default)
        };
        let arguments = field.definition.arguments.iter().map(read);
        let call = Call {
            arguments: arguments
                .filter(|(_, value, default)| value.is_some() || default.is_some())
                .collect(),
        };
        self.plan.calls.push(call);
        self.plan.calls.len() - 1
    }
}

/// The language of a word.
pub(super) fn language(word: &str) -> Option<Language> {
    Language::iter().find(|language| language.code().eq_ignore_ascii_case(word))
}

fn too_many(is: usize) -> Error {
    let message = format!(
        "the operation asks for {is} fields or more, counted for each type of node that they are asked of; {MAX_ENTRIES} at most are answered"
    );
    exceeded("fields", is as u64, MAX_ENTRIES as u64, message)
}
