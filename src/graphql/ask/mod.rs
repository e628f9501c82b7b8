//! What lists can be asked: conditions, orders, groups. The input types are made from the catalog of
//! the graph's types, the same way for each; the Rust types here only carry their names.

mod condition;
mod input;
mod order;
pub(super) mod schema;
mod value;

use async_graphql::OutputType;

pub(super) use input::{FilterOf, GroupKeyOf, NumberOf, OrderOf};
pub(super) use value::CountryCode;

use super::connection::Wraps;
use super::error::Result;
use crate::graph::catalog::{Type, named};
use crate::graph::{List, Order};

/// The catalog's description of a GraphQL type. Every type that lists hold is in the catalog, which a
/// test holds.
pub(super) fn described<T: OutputType>() -> &'static Type {
    named(&T::type_name()).unwrap_or_else(|| crate::graph::catalog::Target(usize::MAX).of())
}

/// Those of a list's rows that are asked for, and the order they are asked for in.
pub(super) fn ask<'a, T: Wraps<'a>>(
    list: List<'a, T::Entity>,
    filter: Option<FilterOf<T>>,
    order_by: Option<Vec<OrderOf<T>>>,
) -> Result<(List<'a, T::Entity>, Order)> {
    let of = described::<T>();
    let order = order::order(of, &order_by.unwrap_or_default())?;
    let Some(filter) = filter else {
        return Ok((list, order));
    };
    let filter = condition::filter(list.view(), of, filter.value())?;
    Ok((list.select(&filter), order))
}
