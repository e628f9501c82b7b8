//! Rows as resolvers see them: a row that knows where it is in the graph.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;
use entity::citation;
use entity::tables::{NodeType, Record, Table};
use sea_orm::{IdenStatic, Related};

use super::link::Link;
use super::page::List;
use super::snapshot::Snapshot;

/// What one request sees: one version of the graph, on one day.
#[derive(Clone, Debug)]
pub struct View {
    /// The version of the graph.
    pub snapshot: Arc<Snapshot>,
    /// The day of the request, in UTC: what "now" means to it.
    pub today: NaiveDate,
}

impl View {
    /// The row at a place of its table.
    pub(super) fn at<E: Table>(&self, place: u32) -> Row<'_, E> {
        Row {
            view: self,
            model: &self.snapshot.rows::<E>()[place as usize],
            place,
        }
    }

    /// The row at a place of its table, if there is one.
    #[must_use]
    pub fn row<E: Table>(&self, place: u32) -> Option<Row<'_, E>> {
        let model = self.snapshot.rows::<E>().get(place as usize)?;
        Some(Row {
            view: self,
            model,
            place,
        })
    }

    /// The record with an id.
    #[must_use]
    pub fn find<E: Record>(&self, id: &str) -> Option<Row<'_, E>> {
        Some(self.at(self.snapshot.place::<E>(id)?))
    }

    /// The table and the place of the record with an id.
    #[must_use]
    pub fn place<E: Record>(&self, id: &str) -> Option<(usize, u32)> {
        Some((E::INDEX, self.snapshot.place::<E>(id)?))
    }

    /// The ISCM with an acronym or another name, capital or small letters alike.
    #[must_use]
    pub fn iscm_named(&self, name: &str) -> Option<Row<'_, entity::iscm::Entity>> {
        Some(self.at(self.snapshot.iscm_place(name)?))
    }

    /// All rows of a table, in order.
    #[must_use]
    pub fn all<E: Table>(&self) -> List<'_, E> {
        let count = u32::try_from(self.snapshot.rows::<E>().len()).unwrap_or(u32::MAX);
        List::new(self, Cow::Owned((0..count).collect()))
    }
}

/// A row of the graph. It is borrowed, small and copied freely.
#[derive(Debug)]
pub struct Row<'a, E: Table> {
    view: &'a View,
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

/// Rows of one view are equal where they stand at the same place, and ordered as in their table.
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
    /// What the request sees.
    #[must_use]
    pub const fn view(&self) -> &'a View {
        self.view
    }

    /// The row itself, for as long as the request lasts.
    #[must_use]
    pub const fn model(&self) -> &'a E::Model {
        self.model
    }

    pub(super) const fn place(&self) -> u32 {
        self.place
    }

    /// The row that this one must refer to: its foreign key is never null.
    #[must_use]
    pub fn parent<P: Table>(&self) -> Row<'a, P>
    where
        E: Related<P>,
    {
        let link = self.view.snapshot.link::<E>(|link| link.to == P::INDEX);
        self.view.at(link.required(self.place))
    }

    /// The row that this one refers to, if it does.
    #[must_use]
    pub fn one<P: Table>(&self) -> Option<Row<'a, P>>
    where
        E: Related<P>,
    {
        let link = self.view.snapshot.link::<E>(|link| link.to == P::INDEX);
        Some(self.view.at(link.target(self.place)?))
    }

    /// The row that a column refers to: for the second of two foreign keys to one table.
    #[must_use]
    pub fn one_by<P: Table>(&self, column: E::Column) -> Option<Row<'a, P>> {
        let link = self
            .view
            .snapshot
            .link::<E>(|link| link.column == column.as_str());
        Some(self.view.at(link.target(self.place)?))
    }

    /// The rows that refer to this one, in their order.
    #[must_use]
    pub fn many<C: Table + Related<E>>(&self) -> List<'a, C> {
        let link = self.view.snapshot.link::<C>(|link| link.to == E::INDEX);
        self.sources(link)
    }

    /// The rows that refer to this one by a column.
    #[must_use]
    pub fn many_by<C: Table>(&self, column: C::Column) -> List<'a, C> {
        let link = self
            .view
            .snapshot
            .link::<C>(|link| link.column == column.as_str());
        self.sources(link)
    }

    fn sources<C: Table>(&self, link: &'a Link) -> List<'a, C> {
        List::new(self.view, Cow::Borrowed(link.sources.of(self.place)))
    }

    /// The rows on the other side of a junction: those that its rows for this one refer to; in their
    /// table's order, each once.
    #[must_use]
    pub fn through<J, T>(&self) -> List<'a, T>
    where
        J: Table + Related<E> + Related<T>,
        T: Table,
    {
        let lists = self.view.snapshot.through::<J>(E::INDEX, T::INDEX);
        List::new(self.view, Cow::Borrowed(lists.of(self.place)))
    }
}

impl Row<'_, citation::Entity> {
    /// The type and the id of the record that cites.
    #[must_use]
    pub fn subject(&self) -> (NodeType, &str) {
        citation::Entity::subject(self.model)
    }
}
