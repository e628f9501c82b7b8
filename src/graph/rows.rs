//! Rows, which know where they are in the graph, and lists of them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::marker::PhantomData;
use std::ops::Deref;

use entity::citation;
use entity::tables::{NodeType, Record, Table};
use sea_orm::{IdenStatic, Related};

use super::link::Key;
use super::scope::Scope;
use crate::store::{OrderKey, order_key};

/// A row of the graph. It is borrowed, small and copied freely.
#[derive(Debug)]
pub struct Row<'a, E: Table> {
    scope: &'a Scope,
    model: &'a E::Model,
    place: u32,
}

#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "derived, it would ask of the table to be copied too"
)]
impl<E: Table> Clone for Row<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Table> Copy for Row<'_, E> {}

/// Rows of one scope are equal where they stand at the same place, and ordered as in their table.
impl<E: Table> PartialEq for Row<'_, E> {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl<E: Table> Eq for Row<'_, E> {}

impl<E: Table> PartialOrd for Row<'_, E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E: Table> Ord for Row<'_, E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place.cmp(&other.place)
    }
}

impl<E: Table> Deref for Row<'_, E> {
    type Target = E::Model;

    fn deref(&self) -> &E::Model {
        self.model
    }
}

impl<'a, E: Table> Row<'a, E> {
    pub(super) const fn new(scope: &'a Scope, model: &'a E::Model, place: u32) -> Self {
        Self {
            scope,
            model,
            place,
        }
    }

    /// What the request sees.
    #[must_use]
    pub const fn scope(&self) -> &'a Scope {
        self.scope
    }

    /// The row itself, for as long as the request lasts.
    #[must_use]
    pub const fn model(&self) -> &'a E::Model {
        self.model
    }

    /// What it is ordered by in its table.
    #[must_use]
    pub fn order_key(&self) -> OrderKey {
        order_key::<E>(self.model)
    }

    /// Its place in its table.
    #[must_use]
    pub const fn place(&self) -> u32 {
        self.place
    }

    /// The row that this one refers to, if it does.
    #[must_use]
    pub fn one<P: Table>(&self) -> Option<Row<'a, P>>
    where
        E: Related<P>,
    {
        self.target(self.scope.snapshot.key_to::<E>(P::INDEX)?)
    }

    /// The row that a column refers to: for the second of two foreign keys to one table.
    #[must_use]
    pub fn one_by<P: Table>(&self, column: E::Column) -> Option<Row<'a, P>> {
        self.target(self.scope.snapshot.key_by::<E>(column.as_str())?)
    }

    /// The rows that refer to this one, in their order.
    #[must_use]
    pub fn many<C: Table + Related<E>>(&self) -> List<'a, C> {
        self.sources(self.scope.snapshot.key_to::<C>(E::INDEX))
    }

    /// The rows that refer to this one by a column.
    #[must_use]
    pub fn many_by<C: Table>(&self, column: C::Column) -> List<'a, C> {
        self.sources(self.scope.snapshot.key_by::<C>(column.as_str()))
    }

    fn target<P: Table>(&self, key: Key) -> Option<Row<'a, P>> {
        let place = self.scope.snapshot.target(key, self.place)?;
        Some(self.scope.at(place))
    }

    fn sources<C: Table>(&self, key: Option<Key>) -> List<'a, C> {
        let places = key.map_or(&[][..], |key| self.scope.snapshot.sources(key, self.place));
        List::new(self.scope, Cow::Borrowed(places))
    }

    /// The rows on the other side of a junction: those that its rows for this one refer to; in their
    /// table's order, each once.
    #[must_use]
    pub fn through<J, T>(&self) -> List<'a, T>
    where
        J: Table + Related<E> + Related<T>,
        T: Table,
    {
        let snapshot = &self.scope.snapshot;
        let from = snapshot.key_to::<J>(E::INDEX);
        let keys = from.zip(snapshot.key_to::<J>(T::INDEX));
        let places = keys.map_or(&[][..], |(from, to)| {
            snapshot.through(from, to).of(self.place)
        });
        List::new(self.scope, Cow::Borrowed(places))
    }
}

impl Row<'_, citation::Entity> {
    /// The type and the id of the record that cites.
    #[must_use]
    pub fn subject(&self) -> (NodeType, &str) {
        citation::Entity::subject(self.model)
    }
}

impl<'a, E: Record> Row<'a, E> {
    /// The record's citations, in order.
    #[must_use]
    pub fn cited(&self) -> List<'a, citation::Entity> {
        let places = self.scope().snapshot.citations(E::TYPE, self.place());
        List::new(self.scope(), Cow::Borrowed(places))
    }
}

/// Rows of one table, in its order.
#[derive(Debug)]
pub struct List<'a, E: Table> {
    scope: &'a Scope,
    places: Cow<'a, [u32]>,
    table: PhantomData<E>,
}

impl<'a, E: Table> List<'a, E> {
    pub(super) const fn new(scope: &'a Scope, places: Cow<'a, [u32]>) -> Self {
        Self {
            scope,
            places,
            table: PhantomData,
        }
    }

    /// The rows at places of their table, in its order.
    #[must_use]
    pub const fn at(scope: &'a Scope, places: Cow<'a, [u32]>) -> Self {
        Self::new(scope, places)
    }

    /// What the request sees.
    #[must_use]
    pub const fn scope(&self) -> &'a Scope {
        self.scope
    }

    /// These rows, in the table's order, each once.
    pub fn of_rows(scope: &'a Scope, rows: impl Iterator<Item = Row<'a, E>>) -> Self {
        let mut places: Vec<_> = rows.map(|row| row.place()).collect();
        places.sort_unstable();
        places.dedup();
        Self::new(scope, Cow::Owned(places))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The rows.
    pub fn iter(&self) -> impl Iterator<Item = Row<'a, E>> + use<'a, E> {
        let scope = self.scope;
        // Cloning borrowed places copies a reference.
        let places = self.places.clone();
        (0..places.len()).map(move |at| scope.at(places[at]))
    }

    /// The rows that fit.
    #[must_use]
    pub fn filter(self, fits: impl Fn(&E::Model) -> bool) -> Self {
        let rows = self.scope.snapshot.rows::<E>();
        let places = self.places.iter().copied();
        let fitting = places.filter(|place| fits(&rows[*place as usize]));
        Self::new(self.scope, Cow::Owned(fitting.collect()))
    }

    /// The places of the rows in their table.
    #[must_use]
    pub fn into_places(self) -> Cow<'a, [u32]> {
        self.places
    }
}

impl Scope {
    /// The row at a place of its table.
    pub(super) fn at<E: Table>(&self, place: u32) -> Row<'_, E> {
        Row::new(self, self.model::<E>(place), place)
    }

    /// The row at a place of its table, if there is one.
    #[must_use]
    pub fn row<E: Table>(&self, place: u32) -> Option<Row<'_, E>> {
        let model: &E::Model = self.snapshot.rows::<E>().get(place as usize)?;
        Some(Row::new(self, model, place))
    }

    /// The record with an id.
    #[must_use]
    pub fn find<E: Record>(&self, id: &str) -> Option<Row<'_, E>> {
        Some(self.at(self.snapshot.place_of(E::TYPE, id)?))
    }

    /// All rows of a table, in order.
    #[must_use]
    pub fn all<E: Table>(&self) -> List<'_, E> {
        List::new(self, Cow::Borrowed(self.snapshot.all(E::INDEX)))
    }
}
