//! Arguments that several fields take.

use async_graphql::Enum;

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

/// Up or down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(super) enum OrderDirection {
    /// From the least to the greatest: early years, the beginning of the alphabet first.
    #[default]
    Asc,
    /// From the greatest to the least.
    Desc,
}

/// Where nodes stand in an order for which what it goes by is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(super) enum NullsOrder {
    /// Before all others.
    First,
    /// After all others, in either direction.
    #[default]
    Last,
}
