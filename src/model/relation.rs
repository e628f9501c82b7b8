//! Relations: how rows lead to other rows.

use std::borrow::Cow;

use entity::tables::{COUNT, NodeType, Table};
use sea_orm::{IdenStatic, Related};

use super::Object;
use crate::graph::{Key, Reads, Scope, reads};

/// How the rows that a row has are found, once their table is forgotten.
pub(super) type GetPlaces = Box<dyn for<'v> Fn(&'v Scope, u32) -> Cow<'v, [u32]> + Send + Sync>;

/// How rows lead to other rows.
pub enum Relation {
    /// A foreign key refers to one.
    To(Key),
    /// They refer by a foreign key.
    From(Key),
    /// They refer by a foreign key, and a function puts them into another order.
    Sorted(Key, GetPlaces),
    /// A junction's rows refer to both.
    Through(Key, Key),
    /// They are the citations of a record.
    Citations(NodeType),
    /// They are all rows of a table.
    All(usize),
    /// A function tells.
    Told(GetPlaces),
}

impl Relation {
    /// The row that a row of `E` refers to, in `P`.
    pub(super) fn to<E: Table + Related<P>, P: Table>() -> Self {
        Self::To(declared(Key::to::<E>(P::INDEX), E::default().table_name()))
    }

    /// The row that a column of a row of `E` refers to.
    pub(super) fn to_by<E: Table>(column: E::Column) -> Self {
        Self::To(declared(Key::by::<E>(column.as_str()), column.as_str()))
    }

    /// The rows of `C` that refer to a row of `E`.
    pub(super) fn from<E: Table, C: Table + Related<E>>() -> Self {
        Self::From(declared(Key::to::<C>(E::INDEX), C::default().table_name()))
    }

    /// The rows of `C` that refer to a row of `E`, in the order in which a function tells them.
    pub(super) fn sorted<E: Table, C: Table + Related<E>>(places: GetPlaces) -> Self {
        let key = declared(Key::to::<C>(E::INDEX), C::default().table_name());
        Self::Sorted(key, places)
    }

    /// The rows of `C` that refer by a column.
    pub(super) fn from_by<C: Table>(column: C::Column) -> Self {
        Self::From(declared(Key::by::<C>(column.as_str()), column.as_str()))
    }

    /// The rows of `T` that rows of the junction `J` join with a row, by the columns that refer to both.
    pub(super) fn through_by<J: Table>(from: J::Column, to: J::Column) -> Self {
        let key = |column: J::Column| declared(Key::by::<J>(column.as_str()), column.as_str());
        Self::Through(key(from), key(to))
    }

    /// The rows of `T` that rows of the junction `J` join with a row of `E`.
    pub(super) fn through<E, J, T>() -> Self
    where
        E: Table,
        J: Table + Related<E> + Related<T>,
        T: Table,
    {
        let name = J::default().table_name().to_owned();
        Self::Through(
            declared(Key::to::<J>(E::INDEX), &name),
            declared(Key::to::<J>(T::INDEX), &name),
        )
    }

    /// Whether it leads from records whose parts the rows of the junction `J` are, and not from those that they refer
    /// to.
    pub(super) fn is_of_owner<J: Table>(&self) -> bool {
        let owner = J::OWNER.and_then(|(_, column)| Key::by::<J>(column));
        matches!(self, Self::Through(from, _) if Some(*from) == owner)
    }

    /// The row that it leads to, where it leads to one.
    #[must_use]
    pub fn one(&self, scope: &Scope, place: u32) -> Option<u32> {
        match self {
            Self::To(key) => scope.snapshot.target(*key, place),
            other => other.many(scope, place).first().copied(),
        }
    }

    /// The rows that it leads to, in their order.
    #[must_use]
    pub fn many<'v>(&self, scope: &'v Scope, place: u32) -> Cow<'v, [u32]> {
        let snapshot = &scope.snapshot;
        match self {
            Self::To(key) => Cow::Owned(snapshot.target(*key, place).into_iter().collect()),
            Self::From(key) => Cow::Borrowed(snapshot.sources(*key, place)),
            Self::Through(from, to) => Cow::Borrowed(snapshot.through(*from, *to).of(place)),
            Self::Citations(kind) => Cow::Borrowed(snapshot.citations(*kind, place)),
            Self::All(table) => Cow::Borrowed(snapshot.all(*table)),
            Self::Sorted(_, get) | Self::Told(get) => get(scope, place),
        }
    }

    /// How many rows it leads to from one row at most, in a snapshot; nothing when a function tells.
    #[must_use]
    pub fn longest(&self, scope: &Scope) -> Option<usize> {
        let snapshot = &scope.snapshot;
        match self {
            Self::To(_) => Some(1),
            Self::From(key) | Self::Sorted(key, _) => Some(snapshot.most_sources(*key)),
            Self::Through(from, to) => Some(snapshot.most_through(*from, *to)),
            Self::Citations(kind) => Some(snapshot.most_citations(*kind)),
            Self::All(table) => Some(snapshot.len(*table)),
            Self::Told(_) => None,
        }
    }
}

impl Relation {
    /// What the rows that it leads to depend on; those that a function tells on `told_of`.
    pub(super) fn reads(&self, told_of: Reads) -> Reads {
        match self {
            Self::To(key) | Self::From(key) => Reads::tables(&[key.table, key.to]),
            Self::Sorted(key, _) => Reads::tables(&[key.table, key.to]).and(told_of),
            Self::Through(from, to) => Reads::tables(&[from.table, from.to, to.to]),
            Self::Citations(_) => reads![citation],
            Self::All(table) => Reads::tables(&[*table]),
            Self::Told(_) => told_of,
        }
    }
}

/// A key that the entities declare, or the end: the model is made at the start, and a relation in it
/// that does not exist must not wait for a request to be found.
#[expect(clippy::panic, reason = "the program does not start with such a model")]
fn declared(key: Option<Key>, name: &str) -> Key {
    key.unwrap_or_else(|| panic!("the model has a relation by {name}, which no entity declares"))
}

/// The type that a relation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target(usize);

impl Target {
    /// The facts that citations are of.
    pub const CITED: Self = Self(COUNT);

    /// The type over a table.
    #[must_use]
    pub const fn table<E: Table>() -> Self {
        Self(E::INDEX)
    }

    /// The rows that it is of.
    pub(super) fn reads(self) -> Reads {
        if self == Self::CITED {
            Reads::VERSION
        } else {
            Reads::tables(&[self.0])
        }
    }

    /// The type.
    #[must_use]
    pub fn of(self) -> &'static Object {
        super::by_target(self)
    }

    pub(super) const fn index(self) -> usize {
        self.0
    }
}
