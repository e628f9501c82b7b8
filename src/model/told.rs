//! The words that tables of objects are written in that functions make.

use std::any::Any;
use std::borrow::Cow;

use entity::enums::Vocabulary as Words;

use super::argument::Arguments;
use super::field::{Field, Kind, SHORT, Scan, Uses};
use super::out::{Out, Source, Told};
use super::value::Vocabulary;
use crate::error::Result;
use crate::graph::{Reads, Scope};
use crate::work::Work;

/// What a field is good for that can only be asked for.
const ANSWERED: Uses = Uses {
    answered: true,
    asked: false,
    facet: false,
    prose: false,
    label: false,
    is_founding: false,
    searched: None,
    found_in: None,
    covered: None,
};

/// A field that a value has.
pub(crate) fn value<T: Any>(
    name: &'static str,
    doc: &'static str,
    ty: impl Into<String>,
    answer: for<'s> fn(&'s T) -> Out<'s>,
) -> Field {
    asked(name, doc, ty, (), move |_, _, source, ()| {
        Ok(of::<T>(source).map_or(Out::Null, answer))
    })
    .reading(Reads::NOTHING)
}

/// A field with a word of a vocabulary that a value has.
pub(crate) fn word_value<T: Any, V: Words>(
    name: &'static str,
    doc: &'static str,
    get: fn(&T) -> V,
) -> Field {
    let ty = format!("{}!", V::NAME);
    let mut field = asked(name, doc, ty, (), move |_, _, source, ()| {
        Ok(of::<T>(source).map_or(Out::Null, |value| Out::word(get(value))))
    });
    if let Kind::Told(told) = &mut field.kind {
        told.vocabulary = Some(Vocabulary::of::<V>());
    }
    field.reading(Reads::NOTHING)
}

/// The same of a word that may not be there.
pub(crate) fn maybe_word_value<T: Any, V: Words>(
    name: &'static str,
    doc: &'static str,
    get: fn(&T) -> Option<V>,
) -> Field {
    let mut field = asked(name, doc, V::NAME, (), move |_, _, source, ()| {
        let word = of::<T>(source).and_then(get);
        Ok(word.map_or(Out::Null, Out::word))
    });
    if let Kind::Told(told) = &mut field.kind {
        told.vocabulary = Some(Vocabulary::of::<V>());
    }
    field.reading(Reads::NOTHING)
}

/// A field that is worked out of a value and what the request sees, with arguments.
pub(crate) fn worked_out<T: Any, A: Arguments>(
    name: &'static str,
    doc: &'static str,
    ty: impl Into<String>,
    arguments: A,
    answer: for<'s> fn(&'s T, &'s Scope, &Work, &'s A::Values) -> Result<Out<'s>>,
) -> Field {
    asked(
        name,
        doc,
        ty,
        arguments,
        move |scope, work, source, values| match of::<T>(source) {
            Some(value) => answer(value, scope, work, values),
            None => Ok(Out::Null),
        },
    )
}

/// A field of the root.
pub(crate) fn root<A: Arguments>(
    name: &'static str,
    doc: &'static str,
    ty: impl Into<String>,
    arguments: A,
    answer: impl for<'s> Fn(&'s Scope, &Work, &'s A::Values) -> Result<Out<'s>> + Send + Sync + 'static,
) -> Field {
    asked(name, doc, ty, arguments, move |scope, work, _, values| {
        answer(scope, work, values)
    })
}

fn of<'s, T: Any>(source: Source<'s>) -> Option<&'s T> {
    match source {
        Source::Value(value) => value.downcast_ref(),
        Source::Root | Source::Row(_) => None,
    }
}

fn asked<A: Arguments>(
    name: &'static str,
    doc: &'static str,
    ty: impl Into<String>,
    arguments: A,
    answer: impl for<'s> Fn(&'s Scope, &Work, Source<'s>, &'s A::Values) -> Result<Out<'s>>
    + Send
    + Sync
    + 'static,
) -> Field {
    let ty = ty.into();
    let nullable = !ty.ends_with('!');
    let (told, arguments) = Told::new(ty, arguments, answer);
    Field {
        name,
        doc: Cow::Borrowed(doc),
        nullable,
        kind: Kind::Told(told),
        other_names: None,
        arguments,
        cost: None,
        scan: Scan::Nothing,
        told_of: Reads::VERSION,
        at_most: SHORT,
        in_all: None,
        is_fact: false,
        uses: ANSWERED,
    }
}

impl Field {
    /// The same depending on this, and not on all that there is.
    #[must_use]
    pub(crate) const fn reading(mut self, reads: Reads) -> Self {
        self.told_of = reads;
        self
    }

    /// The same going through more than it holds.
    #[must_use]
    pub(crate) const fn scanning(mut self, scan: Scan) -> Self {
        self.scan = scan;
        self
    }

    /// The same being a list of so many at most.
    #[must_use]
    pub(crate) const fn at_most(mut self, count: usize) -> Self {
        self.at_most = count;
        self
    }

    /// The same being a list inside lists, of so many at most in all that one function gives.
    #[must_use]
    pub(crate) const fn in_all(mut self, count: usize) -> Self {
        self.in_all = Some(count);
        self
    }

    /// The same costing so many points each time, on top of what it holds.
    #[must_use]
    pub(crate) const fn costing(mut self, points: u32) -> Self {
        self.cost = Some(points);
        self
    }
}
