//! What fields are answered by that no column and no relation answers: functions, and what they give.

use std::any::Any;
use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use entity::tables::{NodeType, Table};

use super::argument::{Argument, Arguments, Values};
use super::loaded::{Context, Load, Loading};
use super::value::Vocabulary;
use crate::error::Result;
use crate::graph::{Row, Scope};
use crate::work::Work;

/// What an object of an answer is made from.
#[derive(Clone, Copy)]
pub enum Source<'s> {
    /// The root.
    Root,
    /// A row of the object's table, by its place.
    Row(u32),
    /// What a function gave.
    Value(&'s dyn Any),
}

/// A record of any type, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// The type.
    pub kind: NodeType,
    /// The place in the type's table.
    pub place: u32,
}

impl Record {
    /// The record that a row is.
    #[must_use]
    pub const fn of<E: entity::tables::Record>(row: &Row<'_, E>) -> Self {
        Self {
            kind: E::TYPE,
            place: row.place(),
        }
    }

    /// The record of a type with an id, if there is one.
    #[must_use]
    pub fn find(scope: &Scope, kind: NodeType, id: &str) -> Option<Self> {
        let place = scope.snapshot.place_of(kind, id)?;
        Some(Self { kind, place })
    }
}

/// What a function gives for a field.
pub enum Out<'s> {
    /// Nothing.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A text.
    Text(Cow<'s, str>),
    /// A date.
    Date(NaiveDate),
    /// A moment.
    Moment(DateTime<Utc>),
    /// Any value of JSON.
    Json(serde_json::Value),
    /// Several of them.
    List(Vec<Out<'s>>),
    /// A row of the field's type, by its place.
    Row(u32),
    /// Rows of the field's type, by their places.
    Rows(Cow<'s, [u32]>),
    /// A record of one of the types that the field has.
    Record(Record),
    /// Records of the types that the field has; nothing in the place of one that is not there.
    Records(Vec<Option<Record>>),
    /// What an object is made from, for as long as the answer is made.
    Value(Box<dyn Any>),
    /// What an object is made from, inside another one's.
    Inner(&'s dyn Any),
    /// A root of its own: what is asked of it is answered out of what is seen here.
    Root(Box<Scope>),
}

impl<'s> Out<'s> {
    /// A text.
    pub fn text(text: impl Into<Cow<'s, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A number of things.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A word of a vocabulary.
    pub fn word<V: entity::enums::Vocabulary>(word: V) -> Self {
        Self::Text(word.word().into())
    }

    /// Something that may not be there.
    pub fn maybe<T>(value: Option<T>, out: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, out)
    }

    /// Several of something.
    pub fn list<T>(values: impl IntoIterator<Item = T>, out: impl FnMut(T) -> Self) -> Self {
        Self::List(values.into_iter().map(out).collect())
    }

    /// Rows.
    pub fn rows<E: Table>(rows: impl IntoIterator<Item = Row<'s, E>>) -> Self {
        let places: Vec<_> = rows.into_iter().map(|row| row.place()).collect();
        Self::Rows(places.into())
    }

    /// What objects are made from, inside another one's.
    pub fn inner<T: Any>(values: impl IntoIterator<Item = &'s T>) -> Self {
        Self::list(values, |value| Self::Inner(value))
    }

    /// What an object is made from.
    pub fn value<T: Any>(value: T) -> Self {
        Self::Value(Box::new(value))
    }
}

/// The function of a field, once its types are forgotten.
type Function =
    Box<dyn for<'s> Fn(&'s Scope, &Work, Source<'s>, &'s dyn Any) -> Result<Out<'s>> + Send + Sync>;
/// How the values of its arguments are read.
type Read = Box<dyn Fn(&Values<'_>) -> Result<Box<dyn Any>> + Send + Sync>;

/// A field that a function answers.
pub struct Told {
    /// Its type in the schema, e.g. `[Overlap!]!`.
    pub ty: String,
    /// The vocabulary that its words are of.
    pub vocabulary: Option<Vocabulary>,
    read: Read,
    function: Function,
    /// How it is loaded before the answer is written, if it is.
    pub(super) load: Option<Load>,
}

impl Told {
    /// A function, with the arguments that it takes.
    pub(super) fn new<A: Arguments>(
        ty: impl Into<String>,
        arguments: A,
        function: impl for<'s> Fn(&'s Scope, &Work, Source<'s>, &'s A::Values) -> Result<Out<'s>>
        + Send
        + Sync
        + 'static,
    ) -> (Self, Vec<Argument>) {
        fn erased<F>(function: F) -> Function
        where
            F: for<'s> Fn(&'s Scope, &Work, Source<'s>, &'s dyn Any) -> Result<Out<'s>>
                + Send
                + Sync
                + 'static,
        {
            Box::new(function)
        }
        let declared = arguments.declared();
        let function = erased(
            move |scope, work, source, values| match values.downcast_ref() {
                Some(values) => function(scope, work, source, values),
                None => Err(crate::error::Error::internal(
                    "the arguments are another field's",
                )),
            },
        );
        let read: Read = Box::new(move |values| Ok(Box::new(arguments.read(values)?)));
        let ty = ty.into();
        (
            Self {
                ty,
                vocabulary: None,
                read,
                function,
                load: None,
            },
            declared,
        )
    }

    /// Whether it gives a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.ty.starts_with('[')
    }

    /// Whether it gives a page of a list.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.ty.trim_end_matches('!').ends_with("Connection")
    }

    /// Reads the values of the arguments.
    pub fn read(&self, values: &Values<'_>) -> Result<Box<dyn Any>> {
        (self.read)(values)
    }

    /// Whether it is loaded before the answer is written.
    #[must_use]
    pub const fn is_loaded(&self) -> bool {
        self.load.is_some()
    }

    /// Begins to load it.
    pub fn load(&self, values: &Values<'_>, context: Context) -> Result<Loading> {
        match &self.load {
            Some(load) => load(values, context),
            None => Err(crate::error::Error::internal("a field that is not loaded")),
        }
    }

    /// What the field is.
    pub fn answer<'s>(
        &self,
        scope: &'s Scope,
        work: &Work,
        source: Source<'s>,
        values: &'s dyn Any,
    ) -> Result<Out<'s>> {
        (self.function)(scope, work, source, values)
    }
}
