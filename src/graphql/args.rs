//! Arguments that several fields take.

use async_graphql::Enum;

use super::scalar::Date;

/// Whether what holds from one year to another holds on a date. A year that is not known does not
/// exclude: a fact without a first year may hold from the beginning.
pub(super) fn holds(from: Option<i32>, to: Option<i32>, on: Option<Date>) -> bool {
    on.is_none_or(|date| {
        let year = date.year();
        from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
    })
}

/// A language of the data set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::values::Language")]
pub(super) enum Language {
    /// English, which every name has.
    #[default]
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// Russian.
    Ru,
    /// Arabic.
    Ar,
}
