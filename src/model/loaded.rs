//! Fields of the root that are loaded before the answer is written: what is private, and what is done. They are awaited
//! one after another; below them all is written without waiting, as everything else is.

use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;

use super::argument::{Arguments, Values};
use super::field::{Field, Kind};
use super::out::Out;
use super::told::root;
use crate::error::{Error, Result};
use crate::graph::Reads;

/// What fields are loaded from: of whoever loads them.
pub type Context = Arc<dyn Any + Send + Sync>;

/// A value that was loaded.
pub enum Loaded {
    /// Nothing.
    Null,
    /// True or false.
    Flag(bool),
    /// What an object is made from.
    Value(Box<dyn Any + Send + Sync>),
    /// What a list of objects is made from.
    Values(Vec<Box<dyn Any + Send + Sync>>),
}

impl Loaded {
    /// What an object is made from.
    pub fn value<T: Any + Send + Sync>(value: T) -> Self {
        Self::Value(Box::new(value))
    }

    /// What an object is made from that may not be there.
    pub fn maybe<T: Any + Send + Sync>(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::value)
    }

    /// What a list of objects is made from.
    pub fn values<T: Any + Send + Sync>(values: impl IntoIterator<Item = T>) -> Self {
        let boxed = |value| Box::new(value) as Box<dyn Any + Send + Sync>;
        Self::Values(values.into_iter().map(boxed).collect())
    }

    /// What is written of it.
    #[must_use]
    pub fn out(&self) -> Out<'_> {
        match self {
            Self::Null => Out::Null,
            Self::Flag(flag) => Out::Flag(*flag),
            Self::Value(value) => Out::Inner(&**value),
            Self::Values(values) => Out::list(values, |value| Out::Inner(&**value)),
        }
    }
}

/// A value while it is loaded.
pub type Loading = Pin<Box<dyn Future<Output = Result<Loaded>> + Send>>;

/// How a field is loaded: with the values of its arguments, out of a context.
pub(super) type Load = Box<dyn Fn(&Values<'_>, Context) -> Result<Loading> + Send + Sync>;

/// A field of the root that is loaded out of a `C`.
pub(crate) fn loaded<C, A, F>(
    name: &'static str,
    doc: &'static str,
    ty: impl Into<String>,
    arguments: fn() -> A,
    load: fn(Arc<C>, A::Values) -> F,
) -> Field
where
    C: Any + Send + Sync,
    A: Arguments,
    F: Future<Output = Result<Loaded>> + Send + 'static,
{
    let mut field = root(name, doc, ty, arguments(), |_, _, _| {
        Err(Error::internal("a field that is loaded was not"))
    })
    .reading(Reads::NOTHING);
    let read = arguments();
    if let Kind::Told(told) = &mut field.kind {
        told.load = Some(Box::new(move |values, context: Context| {
            let values = read.read(values)?;
            let context = context.downcast::<C>();
            let context =
                context.map_err(|_other| Error::internal("the context is of another kind"))?;
            Ok(Box::pin(load(context, values)))
        }));
    }
    field
}
