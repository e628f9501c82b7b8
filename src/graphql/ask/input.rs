//! The input types: filters, orders, keys of groups and numbers, one of each for every type in a list.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Name, OutputType, Value};

use super::{described, schema};
use crate::graph::catalog::Measure;
use crate::graphql::word::enum_text;

/// Conditions on rows of a type, as they were given. They are read when the list is at hand: what
/// keys mean depends on the graph.
pub(in crate::graphql) struct FilterOf<T>(Value, PhantomData<fn() -> T>);

/// One thing to order rows of a type by, as it was given.
pub(in crate::graphql) struct OrderOf<T>(Value, PhantomData<fn() -> T>);

/// Something to group rows of a type by.
pub(in crate::graphql) struct GroupKeyOf<T>(pub(super) &'static Measure, PhantomData<fn() -> T>);

/// A number of the rows of a type.
pub(in crate::graphql) struct NumberOf<T>(pub(super) &'static Measure, PhantomData<fn() -> T>);

impl<T> FilterOf<T> {
    pub(super) const fn value(&self) -> &Value {
        &self.0
    }
}

impl<T> OrderOf<T> {
    pub(super) const fn value(&self) -> &Value {
        &self.0
    }
}

impl<T> GroupKeyOf<T> {
    /// What it stands for.
    pub(in crate::graphql) const fn measure(&self) -> &'static Measure {
        self.0
    }
}

impl<T> NumberOf<T> {
    /// What it stands for.
    pub(in crate::graphql) const fn measure(&self) -> &'static Measure {
        self.0
    }
}

/// An input type whose values are kept as they were given.
macro_rules! as_given {
    ($Input:ident, $suffix:literal, $register:path) => {
        impl<T: OutputType> InputType for $Input<T> {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                format!("{}{}", T::type_name(), $suffix).into()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                $register(registry, described::<T>());
                Self::qualified_type_name()
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                // What is wrong in it is told, with its place, when it is read.
                Ok(Self(value.unwrap_or_default(), PhantomData))
            }

            fn to_value(&self) -> Value {
                self.0.clone()
            }

            fn as_raw_value(&self) -> Option<&Self::RawValueType> {
                Some(self)
            }
        }
    };
}

as_given!(FilterOf, "Filter", schema::filter);
as_given!(OrderOf, "Order", schema::order);

/// An input type that names one of a type's measures.
macro_rules! measure {
    ($Input:ident, $suffix:literal, $register:path, $measures:ident) => {
        impl<T: OutputType> InputType for $Input<T> {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                format!("{}{}", T::type_name(), $suffix).into()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                $register(registry, described::<T>());
                Self::qualified_type_name()
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                let value = value.unwrap_or_default();
                let given = enum_text(&value);
                let measures = described::<T>().$measures().iter();
                let mut found = measures.filter(|measure| Some(measure.name.as_str()) == given);
                match found.next() {
                    Some(measure) => Ok(Self(measure, PhantomData)),
                    None => Err(InputValueError::expected_type(value)),
                }
            }

            fn to_value(&self) -> Value {
                Value::Enum(Name::new(&self.0.name))
            }

            fn as_raw_value(&self) -> Option<&Self::RawValueType> {
                Some(self)
            }
        }
    };
}

measure!(GroupKeyOf, "GroupKey", schema::group_key, facets);
measure!(NumberOf, "Number", schema::number, numbers);
