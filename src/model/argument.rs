//! Arguments of fields: how the schema has them, and how their values are read.

use std::any::Any;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use entity::enums::Vocabulary as Words;

use super::value::Vocabulary;
use crate::error::{Error, Result};
use crate::input::{Given, Input, Place};

/// The most values in a list.
pub const MAX_LIST: usize = 100;

/// The arguments that tell how long a list is: by their number, or by how many values they list.
pub const SLICING: [&str; 3] = ["first", "last", "ids"];

/// An argument, as the schema has it.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: Cow<'static, str>,
    /// Its type, e.g. `[Topic!]`.
    pub ty: String,
    /// The vocabulary that its values are of, if of one.
    pub vocabulary: Option<fn() -> Vocabulary>,
    /// Its value when it is not given, as the schema writes it.
    pub default: Option<String>,
}

impl Argument {
    /// An argument of a type of the schema.
    pub(crate) fn new(
        name: &'static str,
        doc: impl Into<Cow<'static, str>>,
        ty: impl Into<String>,
    ) -> Self {
        Self {
            name,
            doc: doc.into(),
            ty: ty.into(),
            vocabulary: None,
            default: None,
        }
    }
}

/// A type of values that arguments have.
pub trait Argued: Any + Clone + Send + Sync {
    /// Its type in the schema, e.g. `String!`.
    fn ty() -> String;

    /// The vocabulary that its values are of, if of one.
    #[must_use]
    fn vocabulary() -> Option<fn() -> Vocabulary> {
        None
    }

    /// Reads a value; `None` when it was not given.
    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self>;
}

/// A value that is of another type than validation lets pass.
fn unfit(at: Place<'_>) -> Error {
    Error::internal(format!("`{at}` has a value of another type than it takes"))
}

/// The types that one value is read of.
macro_rules! argued {
    ($($Type:ty as $name:literal: $pattern:pat => $value:expr;)+) => {$(
        impl Argued for $Type {
            fn ty() -> String {
                concat!($name, "!").to_owned()
            }

            fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
                match given.map(Given::value) {
                    Some($pattern) => Ok($value),
                    _ => Err(unfit(at)),
                }
            }
        }
    )+};
}

argued! {
    bool as "Boolean": Input::Flag(value) => *value;
    i32 as "Int": Input::Int(value) => *value;
    Arc<str> as "String": Input::Text(text) => Arc::clone(text);
    NaiveDate as "Date": Input::Date(date) => *date;
}

/// The id of a node.
#[derive(Clone, Debug)]
pub struct Id(pub Arc<str>);

impl Argued for Id {
    fn ty() -> String {
        "ID!".to_owned()
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        Ok(Self(Arc::<str>::read(given, at)?))
    }
}

/// A word of a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<V>(pub V);

impl<V: Words> Argued for Word<V> {
    fn ty() -> String {
        format!("{}!", V::NAME)
    }

    fn vocabulary() -> Option<fn() -> Vocabulary> {
        Some(Vocabulary::of::<V>)
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        let given = given.ok_or_else(|| unfit(at))?;
        at.one_of(given, V::iter().map(|value| (value.word(), Self(value))))
    }
}

impl<T: Argued> Argued for Option<T> {
    fn ty() -> String {
        T::ty().trim_end_matches('!').to_owned()
    }

    fn vocabulary() -> Option<fn() -> Vocabulary> {
        T::vocabulary()
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        match given {
            None => Ok(None),
            Some(given) if *given.value() == Input::Null => Ok(None),
            given => T::read(given, at).map(Some),
        }
    }
}

impl<T: Argued> Argued for Vec<T> {
    fn ty() -> String {
        format!("[{}]!", T::ty())
    }

    fn vocabulary() -> Option<fn() -> Vocabulary> {
        T::vocabulary()
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        let items = given.map(Given::items).into_iter().flatten();
        let items = items.enumerate();
        items
            .map(|(index, item)| T::read(Some(item), at.item(index)))
            .collect()
    }
}

/// An argument whose values are of a Rust type.
#[derive(Clone)]
pub struct Arg<T> {
    declared: Argument,
    longest: (usize, &'static str),
    shortest: usize,
    values: PhantomData<fn() -> T>,
}

/// An argument. A list has one value at least: an empty one would leave nothing of what it narrows.
#[must_use]
pub fn arg<T: Argued>(name: &'static str, doc: impl Into<Cow<'static, str>>) -> Arg<T> {
    Arg {
        declared: Argument {
            vocabulary: T::vocabulary(),
            ..Argument::new(name, doc, T::ty())
        },
        longest: (MAX_LIST, "values"),
        shortest: 1,
        values: PhantomData,
    }
}

impl<T: Argued> Arg<T> {
    /// The same with a value for when it is not given, as the schema writes it.
    #[must_use]
    pub fn or(mut self, default: impl Into<String>) -> Self {
        self.declared.default = Some(default.into());
        self
    }

    /// The same, where an empty list does not narrow anything: it may be given.
    #[must_use]
    pub const fn or_empty(mut self) -> Self {
        self.shortest = 0;
        self
    }

    /// The same with so many values at least and at most, and what they are.
    #[must_use]
    pub fn between(mut self, counts: RangeInclusive<usize>, what: &'static str) -> Self {
        (self.shortest, self.longest) = (*counts.start(), (*counts.end(), what));
        self
    }

    /// The same with so many values at most, and what they are.
    #[must_use]
    pub const fn at_most(mut self, count: usize, what: &'static str) -> Self {
        self.longest = (count, what);
        self
    }

    /// As the schema has it.
    pub(crate) fn declared(&self) -> Argument {
        self.declared.clone()
    }

    /// Reads its value.
    pub(crate) fn read(&self, values: &Values<'_>) -> Result<T> {
        let name = self.declared.name;
        let at = Place::argument(name);
        let given = values.get(name);
        let is_null = given.is_some_and(|given| *given.value() == Input::Null);
        if is_null && self.declared.ty.ends_with('!') {
            return Err(at.wrong("takes a value, not null; leave it out for its default"));
        }
        if let Some(Input::List(items)) = given.map(Given::value) {
            let ((longest, what), shortest) = (self.longest, self.shortest);
            let count = items.len();
            if shortest == 1 && count == 0 {
                let instead = match self.declared.default {
                    Some(_) => "leave it out for its default",
                    None => "leave it out to find all",
                };
                let takes = format!("takes at least one, not an empty list; {instead}");
                return Err(at.wrong(&takes));
            }
            if !(shortest..=longest).contains(&count) {
                return Err(at.wrong(&match shortest {
                    0 | 1 => format!("takes at most {longest} {what}, not {count}"),
                    _ => format!("takes {shortest} to {longest} {what}, not {count}"),
                }));
            }
        }
        T::read(given, at)
    }
}

/// The values of a field's arguments, by name: those that are given, and the defaults.
pub struct Values<'v>(pub &'v [(&'v str, Given<'v>)]);

impl<'v> Values<'v> {
    /// The value of an argument.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Given<'v>> {
        let mut values = self.0.iter();
        values.find(|(of, _)| *of == name).map(|(_, given)| *given)
    }
}

/// Arguments that a field takes together; their values are read as one tuple.
pub trait Arguments: Send + Sync + 'static {
    /// Their values.
    type Values: Any + Send + Sync;

    /// As the schema has them.
    fn declared(&self) -> Vec<Argument>;

    /// Reads their values.
    fn read(&self, values: &Values<'_>) -> Result<Self::Values>;
}

/// Tuples of arguments.
macro_rules! arguments {
    ($($($name:ident $at:tt),*;)+) => {$(
        impl<$($name: Argued),*> Arguments for ($(Arg<$name>,)*) {
            type Values = ($($name,)*);

            fn declared(&self) -> Vec<Argument> {
                vec![$(self.$at.declared()),*]
            }

            fn read(&self, _values: &Values<'_>) -> Result<Self::Values> {
                Ok(($(self.$at.read(_values)?,)*))
            }
        }
    )+};
}

arguments! {
    ;
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
}
