//! What the answer to an operation depends on: the tables that its plan may read, and the time.

use super::plan::{Call, Plan, Step};
use crate::graph::{Reads, Scope, Time};
use crate::input::{Given, Input, Variables};
use crate::model::{CERTAINTY, Field, Kind, Object};

impl Plan {
    /// What its answer depends on.
    #[must_use]
    pub fn reads(&self, variables: &Variables) -> Reads {
        if variables.is_empty() {
            return *self.reads.get_or_init(|| self.read_by(variables));
        }
        self.read_by(variables)
    }

    /// The digest of what it depends on whatever the variables and the time.
    pub(super) fn rows_digest(&self, scope: &Scope) -> u128 {
        self.reads(&[]).without_time().digest(scope)
    }

    fn read_by(&self, variables: &Variables) -> Reads {
        let mut reads = Reads::NOTHING;
        for set in &self.sets {
            if let Some(table) = set.table {
                reads = reads.and(Reads::tables(&[table]));
            }
            reads = reads.and(set.reads);
            for entry in &set.entries {
                if let Step::List(field, call, _) | Step::Told(field, call, _) = &entry.step {
                    reads = reads.and(of_call(field, &self.calls[*call], variables));
                }
            }
        }
        reads
    }
}

/// What a field depends on that is called with arguments.
fn of_call(field: &Field, call: &Call, variables: &Variables) -> Reads {
    let given = |name: &str| call.given(name, variables);
    // What holds on a date that is given depends on which year it is: what has no end goes on until then.
    let time = match (given("on"), given(CERTAINTY)) {
        (Some(_), _) => Some(Time::Year),
        (None, Some(_)) => Some(Time::Day),
        (None, None) => None,
    };
    let timed = time.map_or(Reads::NOTHING, Reads::time);
    let Kind::Many(list) = &field.kind else {
        let own = match time {
            Some(_) => field.reads().without_time(),
            None => field.reads(),
        };
        return own.and(timed);
    };
    let of = list.target.of();
    let is_narrowed = field.arguments.iter().any(|own| given(own.name).is_some());
    let mut reads = field.reads().and(timed);
    if is_narrowed {
        reads = reads.and(field.told_of);
    }
    if let Some(filter) = given("filter") {
        reads = reads.and(of_filter(of, filter));
    }
    if let Some(order) = given("orderBy") {
        reads = order
            .items()
            .fold(reads, |reads, term| reads.and(of_term(of, term)));
    }
    reads
}

/// What conditions on rows of a type depend on.
fn of_filter(of: &'static Object, filter: Given<'_>) -> Reads {
    let of_input = |(name, given): (&str, Given<'_>)| match (name, of.valid, of.asked_by(name)) {
        ("and" | "or" | "not", ..) => {
            let inside = given.items().map(|item| of_filter(of, item));
            inside.fold(Reads::NOTHING, Reads::and)
        }
        (CERTAINTY, Some(valid), _) => valid.reads.and(Reads::time(Time::Year)),
        (.., Some(field)) => {
            let Some(target) = field.target() else {
                return field.reads();
            };
            let related = given.inputs().filter(|(name, _)| is_of_rows(name));
            let inside = related.map(|(_, given)| of_filter(target.of(), given));
            inside.fold(field.reads(), Reads::and)
        }
        _ => Reads::VERSION,
    };
    filter
        .inputs()
        .map(of_input)
        .fold(Reads::NOTHING, Reads::and)
}

/// Whether a condition on what a field leads to is one on the rows' fields.
fn is_of_rows(name: &str) -> bool {
    matches!(name, "is" | "some" | "none" | "every")
}

/// What one thing that rows of a type are ordered by depends on.
fn of_term(of: &'static Object, term: Given<'_>) -> Reads {
    let field = term.inputs().find(|(name, _)| *name == "field");
    let word = field.and_then(|(_, given)| given.text());
    let measure = word.and_then(|word| of.orders().iter().find(|order| *order.name == **word));
    measure.map_or(Reads::VERSION, crate::model::Measure::reads)
}

impl Call {
    /// The value that is given for an argument; nothing for null.
    pub(super) fn given<'p>(&'p self, name: &str, variables: &'p Variables) -> Option<Given<'p>> {
        let mut arguments = self.arguments.iter();
        let (_, value, default) = arguments.find(|(of, ..)| &**of == name)?;
        let read = |value| Given::new(value, variables);
        let given = value.as_ref().and_then(read);
        let given = given.or_else(|| Given::new(default.as_ref()?, variables));
        given.filter(|given| *given.value() != Input::Null)
    }
}
