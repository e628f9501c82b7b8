//! Lists of rows, and pages of them as Relay's connections define them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::tables::Table;

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::order::{Key, Order, Ordered};
use super::row::{Row, View};
use crate::store::{OrderKey, order_key};

/// The most rows a page holds.
pub const MAX_PAGE: usize = 100;
/// The rows a page holds unless `first` or `last` says otherwise.
pub const DEFAULT_PAGE: usize = 50;

/// Rows of one table, in its order.
#[derive(Debug)]
pub struct List<'a, E: Table> {
    view: &'a View,
    places: Cow<'a, [u32]>,
    table: std::marker::PhantomData<E>,
}

impl<'a, E: Table> List<'a, E> {
    pub(super) const fn new(view: &'a View, places: Cow<'a, [u32]>) -> Self {
        Self {
            view,
            places,
            table: std::marker::PhantomData,
        }
    }

    /// The rows at these places, in the table's order, each once.
    pub(super) fn of(view: &'a View, mut places: Vec<u32>) -> Self {
        places.sort_unstable();
        places.dedup();
        Self::new(view, Cow::Owned(places))
    }

    /// These rows, in the table's order, each once.
    pub fn of_rows(view: &'a View, rows: impl Iterator<Item = Row<'a, E>>) -> Self {
        Self::of(view, rows.map(|row| row.place()).collect())
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
        let view = self.view;
        // Cloning borrowed places copies a reference.
        let places = self.places.clone();
        (0..places.len()).map(move |at| view.at(places[at]))
    }

    /// The rows that fit.
    #[must_use]
    pub fn filter(self, fits: impl Fn(&E::Model) -> bool) -> Self {
        let rows = self.view.snapshot.rows::<E>();
        let places = self.places.iter().copied();
        let fitting = places.filter(|place| fits(&rows[*place as usize]));
        Self::new(self.view, Cow::Owned(fitting.collect()))
    }

    /// The rows that meet a condition.
    #[must_use]
    pub fn select(self, filter: &Filter) -> Self {
        let places = filter.select(self.view, &self.places);
        Self::new(self.view, Cow::Owned(places))
    }

    /// The places of the rows in their table.
    #[must_use]
    pub fn into_places(self) -> Cow<'a, [u32]> {
        self.places
    }

    /// What the request sees.
    #[must_use]
    pub const fn view(&self) -> &'a View {
        self.view
    }

    /// The rows in an order.
    #[must_use]
    pub fn ordered(&self, order: &Order) -> Vec<Row<'a, E>> {
        self.sorted(order).at(self.view, 0..self.len())
    }

    /// The page that is asked for, in an order.
    pub fn page(&self, request: &PageRequest, order: &Order) -> Result<Page<'a, E>, PageError> {
        let sorted = self.sorted(order);
        let from = match &request.after {
            Some(cursor) => self.rows_to("after", cursor, order, &sorted)?,
            None => 0,
        };
        let to = match &request.before {
            Some(cursor) => self.rows_to("before", cursor, order, &sorted)?,
            None => self.len(),
        };
        let to = to.max(from);
        let (start, end) = match request.limit {
            Limit::First(count) => (from, to.min(from + count)),
            Limit::Last(count) => (from.max(to.saturating_sub(count)), to),
        };
        Ok(Page {
            rows: sorted.at(self.view, start..end),
            has_previous: start > 0,
            has_next: end < self.len(),
            total: self.len(),
        })
    }

    fn sorted(&self, order: &Order) -> Sorted<'_> {
        if order.is_default() {
            return Sorted::Table(&self.places);
        }
        let places = self.places.iter();
        let mut rows: Vec<_> = places
            .map(|place| (order.keys(self.view, *place), *place))
            .collect();
        rows.sort_by(|(one, here), (other, there)| {
            order.compare(one, other).then_with(|| here.cmp(there))
        });
        Sorted::Asked(rows)
    }

    /// How many rows stand before a cursor's place; for `after` its own row is one of them.
    fn rows_to(
        &self,
        argument: &'static str,
        cursor: &Cursor,
        order: &Order,
        sorted: &Sorted<'_>,
    ) -> Result<usize, PageError> {
        let wrong = || {
            let message =
                "is no cursor of this list in this order: pass on a `cursor` that it gave";
            PageError::new(argument, message)
        };
        let (values, key) = cursor.decode::<E>(order).ok_or_else(wrong)?;
        let keys = order.keys_of(&values).ok_or_else(wrong)?;
        let rows = self.view.snapshot.rows::<E>();
        let is_before = |ordering: Ordering, place: u32| {
            let ordering = ordering.then_with(|| order_key::<E>(&rows[place as usize]).cmp(&key));
            ordering.is_lt() || (argument == "after" && ordering.is_eq())
        };
        Ok(match sorted {
            Sorted::Table(places) => {
                places.partition_point(|place| is_before(Ordering::Equal, *place))
            }
            Sorted::Asked(rows) => {
                rows.partition_point(|(row, place)| is_before(order.compare(row, &keys), *place))
            }
        })
    }
}

/// Rows in an order.
enum Sorted<'l> {
    /// In their table's.
    Table(&'l [u32]),
    /// In one that was asked for, with what they are ordered by.
    Asked(Vec<(Vec<Key>, u32)>),
}

impl Sorted<'_> {
    fn at<'a, E: Table>(&self, view: &'a View, range: Range<usize>) -> Vec<Row<'a, E>> {
        match self {
            Sorted::Table(places) => places[range].iter().map(|place| view.at(*place)).collect(),
            Sorted::Asked(rows) => rows[range]
                .iter()
                .map(|(_, place)| view.at(*place))
                .collect(),
        }
    }
}

/// A page of rows.
#[derive(Debug)]
pub struct Page<'a, E: Table> {
    /// The rows, in the list's order.
    pub rows: Vec<Row<'a, E>>,
    /// Whether rows stand before it.
    pub has_previous: bool,
    /// Whether rows stand after it.
    pub has_next: bool,
    /// How many rows the whole list has.
    pub total: usize,
}

/// A place in a list. It holds what the list is ordered by, so that it keeps its meaning when rows
/// are added or its own row is removed. Clients are told nothing of its inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

impl Cursor {
    /// The place of a row in an order.
    #[must_use]
    pub fn of<E: Table>(row: &Row<'_, E>, order: &Order) -> Self {
        let place = CursorPlace {
            table: E::default().table_name().to_owned(),
            order: order.signature(),
            values: order.values(row.view(), row.place()),
            key: order_key::<E>(row.model()),
        };
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place).unwrap_or_default()))
    }

    fn decode<E: Table>(&self, order: &Order) -> Option<(Vec<Ordered>, OrderKey)> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).ok()?;
        let place: CursorPlace = serde_json::from_slice(&bytes).ok()?;
        let is_ours = place.table == E::default().table_name() && place.order == order.signature();
        is_ours.then_some((place.values, place.key))
    }
}

/// What is in a cursor.
#[derive(Serialize, Deserialize)]
struct CursorPlace {
    #[serde(rename = "t")]
    table: String,
    #[serde(rename = "o", default, skip_serializing_if = "String::is_empty")]
    order: String,
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<Ordered>,
    #[serde(rename = "k")]
    key: OrderKey,
}

/// Which page is asked for.
#[derive(Debug)]
pub struct PageRequest {
    limit: Limit,
    after: Option<Cursor>,
    before: Option<Cursor>,
}

#[derive(Debug)]
enum Limit {
    First(usize),
    Last(usize),
}

/// A page that cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageError {
    /// The argument that is wrong.
    pub argument: &'static str,
    /// What it takes.
    pub message: String,
}

impl PageError {
    fn new(argument: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { argument, message }
    }
}

/// How many rows an argument asks for, if it is not too many.
pub fn page_size(argument: &'static str, given: i32) -> Result<usize, PageError> {
    let count = usize::try_from(given).ok();
    let count = count.filter(|count| *count <= MAX_PAGE);
    count.ok_or_else(|| {
        let message = format!("takes a number from 0 to {MAX_PAGE}, not {given}");
        PageError::new(argument, message)
    })
}

impl PageRequest {
    /// What the four arguments of a connection ask for.
    pub fn new(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self, PageError> {
        let limit = match (first, last) {
            (Some(_), Some(_)) => {
                let message = "cannot be given together with `first`: ask for one of them";
                return Err(PageError::new("last", message));
            }
            (Some(first), None) => Limit::First(page_size("first", first)?),
            (None, Some(last)) => Limit::Last(page_size("last", last)?),
            (None, None) => Limit::First(DEFAULT_PAGE),
        };
        Ok(Self {
            limit,
            after: after.map(Cursor),
            before: before.map(Cursor),
        })
    }
}
