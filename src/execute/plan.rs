//! Plans: what an operation asks, in the form in which it is executed. A plan is compiled once and kept
//! with its document; values of variables are no part of it.

use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

use arc_swap::ArcSwapOption;

use crate::error::Location;
use crate::graph::Reads;
use crate::input::{Input, Variables};
use crate::model::{Field, Relation};

use super::columns::{ColumnId, contents};
use super::rendered::{Rendered, RenderedId};

/// An operation, compiled.
#[derive(Debug)]
pub struct Plan {
    pub(super) sets: Vec<Set>,
    /// The selection on the root.
    pub(super) root: SetId,
    pub(super) conditions: Vec<Condition>,
    pub(super) calls: Vec<Call>,
    /// The keys under which the root asks about the schema.
    pub(super) introspected: Vec<Box<str>>,
    /// How long its last answer was, in bytes: the next one is mostly about as long.
    pub(super) last: AtomicUsize,
    /// What is the same in each answer.
    pub(super) rendered: Rendered,
    /// What it costs, where no variable has a part in that.
    pub(super) priced: ArcSwapOption<Priced>,
    /// What its answer depends on, where no variable has a part in that.
    pub(super) reads: OnceLock<Reads>,
}

/// What a plan costs in a version of the graph.
#[derive(Debug)]
pub(super) struct Priced {
    /// The digest of what that depends on.
    pub(super) digest: u128,
    pub(super) units: u64,
}

/// The number of a selection in its plan.
pub(super) type SetId = usize;

/// What is asked of objects of one type.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub(super) entries: Vec<Entry>,
    /// The table of the rows that the objects are, if they are rows.
    pub(super) table: Option<usize>,
    /// The number of the objects, if they are rendered.
    pub(super) rendered: Option<RenderedId>,
    /// Whether it groups the rows of the list that it is asked of.
    pub(super) groups: bool,
    /// What its columns and the rows that its rows refer to depend on, besides the rows.
    pub(super) reads: Reads,
}

/// A field of an answer.
#[derive(Debug)]
pub(super) struct Entry {
    /// The key as it is written: `"key":`.
    pub(super) key: Box<[u8]>,
    /// Under which condition it is in the answer, by its number in the plan.
    pub(super) when: Option<usize>,
    pub(super) nullable: bool,
    pub(super) has_nullable_items: bool,
    pub(super) location: Option<Location>,
    /// The number of the value, if it is rendered.
    pub(super) rendered: Option<RenderedId>,
    pub(super) step: Step,
}

/// How a field is answered.
pub(super) enum Step {
    /// By what is known before anything is looked at: the name of a type, as it is written.
    Known(Box<[u8]>),
    /// By the column of a row.
    Column(ColumnId),
    /// By the column of a name, in the language that an argument names.
    Named(ColumnId, CallId),
    /// By the row that a row refers to.
    One(&'static Relation, SetId),
    /// By the rows that a row has.
    List(&'static Field, CallId, Target),
    /// By what a function tells.
    Told(&'static Field, CallId, Target),
    /// By what the engine tells of the schema.
    Introspected,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Known(_) => "Known",
            Self::Column(_) => "Column",
            Self::Named(..) => "Named",
            Self::One(..) => "One",
            Self::List(..) => "List",
            Self::Told(..) => "Told",
            Self::Introspected => "Introspected",
        })
    }
}

/// What is asked of what a field leads to.
#[derive(Debug)]
pub(super) enum Target {
    /// It is no object.
    Leaf,
    /// Objects of one type.
    Object(SetId),
    /// Records of several types: for each type of records, if it is one of them.
    Records(Box<[Option<SetId>]>),
}

/// The number of a call in its plan.
pub(super) type CallId = usize;

/// A field with its arguments: those that are given, and the values that they have when they are not.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) arguments: Vec<(Box<str>, Option<Input>, Option<Input>)>,
}

/// A condition on variables: one of these alternatives holds, and none of those that went before. An
/// alternative holds when all its variables have these values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Condition {
    pub(super) all: Alternative,
    pub(super) none: Vec<Alternative>,
}

/// Variables, by number, and the values that they are to have.
pub(super) type Alternative = Vec<(usize, bool)>;

impl Condition {
    /// Whether it holds.
    pub(super) fn holds(&self, variables: &Variables) -> bool {
        let is = |(number, right): &(usize, bool)| {
            let value = variables.get(*number).and_then(Option::as_ref);
            (value == Some(&Input::Flag(true))) == *right
        };
        let holds = |alternative: &Alternative| alternative.iter().all(is);
        holds(&self.all) && !self.none.iter().any(holds)
    }
}

impl Entry {
    /// The sets of what it leads to.
    pub(super) fn sets(&self) -> impl Iterator<Item = SetId> {
        let (one, several) = match &self.step {
            Step::One(_, set) => (Some(*set), &[][..]),
            Step::List(.., Target::Object(set)) | Step::Told(.., Target::Object(set)) => {
                (Some(*set), &[][..])
            }
            Step::List(.., Target::Records(sets)) | Step::Told(.., Target::Records(sets)) => {
                (None, &**sets)
            }
            _ => (None, &[][..]),
        };
        one.into_iter().chain(several.iter().flatten().copied())
    }

    /// The name of the field that it asks for, whatever its key; nothing where a row refers to another one.
    pub(super) fn model_name(&self) -> Option<&'static str> {
        match &self.step {
            Step::List(field, ..) | Step::Told(field, ..) => Some(field.name),
            Step::Column(id) | Step::Named(id, _) => Some(contents(*id).0.name),
            Step::Known(_) | Step::One(..) | Step::Introspected => None,
        }
    }

    /// The key.
    pub(super) fn name(&self) -> &str {
        // The key is a name, with quotation marks and a colon.
        let name = self.key.get(1..self.key.len().saturating_sub(2));
        std::str::from_utf8(name.unwrap_or_default()).unwrap_or_default()
    }
}

impl Plan {
    /// How many fields are in it, each for each type that it is asked of.
    #[must_use]
    pub fn size(&self) -> usize {
        self.sets.iter().map(|set| set.entries.len()).sum()
    }

    /// The first field of the root.
    #[must_use]
    pub fn first_field(&self) -> Option<&'static str> {
        let first = self.sets[self.root].entries.first()?;
        match &first.step {
            Step::List(field, ..) | Step::Told(field, ..) => Some(field.name),
            _ => None,
        }
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let entries = self.sets.iter().flat_map(|set| &set.entries);
        let records = |entry: &Entry| match &entry.step {
            Step::List(.., Target::Records(by_kind)) | Step::Told(.., Target::Records(by_kind)) => {
                by_kind.len() * 8
            }
            _ => 0,
        };
        entries.map(|entry| 200 + records(entry)).sum::<usize>() + self.calls.len() * 300
    }

    /// Whether it asks about the schema.
    #[must_use]
    pub fn is_introspection(&self) -> bool {
        !self.introspected.is_empty()
    }
}
