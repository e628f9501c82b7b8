//! Pages of lists, as Relay's connections define them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::order::{Key, Order, Ordered};
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::{Given, Input, count};
use crate::model::{Object, Values};
use crate::store::OrderKey;
use crate::work::Work;

/// The most rows a page holds.
pub const MAX_PAGE: usize = 100;
/// The rows a page holds unless `first` or `last` says otherwise.
pub const DEFAULT_PAGE: usize = 50;
/// What it costs to put a row in its place by one thing, in units of work.
pub const SORTING: u64 = 8;

/// Rows in an order.
pub enum Sorted<'l> {
    /// In their table's.
    Table(Cow<'l, [u32]>),
    /// In one that was asked for, with what they are ordered by.
    Asked(Vec<(Vec<Key>, u32)>),
}

/// Which rows of a list a page has.
#[derive(Debug)]
pub struct Page {
    /// Their numbers in the list, in its order.
    pub range: Range<usize>,
    /// Whether rows stand before it.
    pub has_previous: bool,
    /// Whether rows stand after it.
    pub has_next: bool,
}

impl<'l> Sorted<'l> {
    /// Puts rows into an order.
    pub fn new(scope: &Scope, places: Cow<'l, [u32]>, order: &Order, work: &Work) -> Result<Self> {
        if order.is_default() {
            return Ok(Self::Table(places));
        }
        work.spend(SORTING * (places.len() * order.0.len()) as u64)?;
        let keyed = places.iter();
        let mut rows: Vec<_> = keyed
            .map(|place| (order.keys(scope, *place), *place))
            .collect();
        rows.sort_by(|(one, here), (other, there)| {
            order.compare(one, other).then_with(|| here.cmp(there))
        });
        Ok(Self::Asked(rows))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Table(places) => places.len(),
            Self::Asked(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the row with a number.
    #[must_use]
    pub fn place(&self, number: usize) -> u32 {
        match self {
            Self::Table(places) => places[number],
            Self::Asked(rows) => rows[number].1,
        }
    }

    /// The places of all rows, in order.
    #[must_use]
    pub fn places(&self) -> Cow<'_, [u32]> {
        match self {
            Self::Table(places) => Cow::Borrowed(places),
            Self::Asked(rows) => rows.iter().map(|(_, place)| *place).collect(),
        }
    }

    /// The page that is asked for.
    pub fn page(
        &self,
        scope: &Scope,
        of: &Object,
        request: &PageRequest,
        order: &Order,
    ) -> Result<Page> {
        let from = match &request.after {
            Some(cursor) => self.rows_to(scope, of, "after", cursor, order)?,
            None => 0,
        };
        let to = match &request.before {
            Some(cursor) => self.rows_to(scope, of, "before", cursor, order)?,
            None => self.len(),
        };
        let to = to.max(from);
        let (start, end) = match request.limit {
            Limit::First(count) => (from, to.min(from + count)),
            Limit::Last(count) => (from.max(to.saturating_sub(count)), to),
        };
        Ok(Page {
            range: start..end,
            has_previous: start > 0,
            has_next: end < self.len(),
        })
    }

    /// How many rows stand before a cursor's place; for `after` its own row is one of them.
    fn rows_to(
        &self,
        scope: &Scope,
        of: &Object,
        argument: &'static str,
        cursor: &str,
        order: &Order,
    ) -> Result<usize> {
        let wrong = || {
            let takes = "is no cursor of this list in this order: pass on a `cursor` that it gave";
            Error::bad_input(argument, takes)
        };
        let rows = of.rows.ok_or_else(wrong)?;
        let (values, key) = decode(of, cursor, order).ok_or_else(wrong)?;
        let keys = order.keys_of(&values).ok_or_else(wrong)?;
        let is_before = |ordering: Ordering, place: u32| {
            let own = (rows.order_key)(scope, place);
            let ordering = ordering.then_with(|| own.as_ref().cmp(&Some(&key)));
            ordering.is_lt() || (argument == "after" && ordering.is_eq())
        };
        Ok(match self {
            Self::Table(places) => {
                places.partition_point(|place| is_before(Ordering::Equal, *place))
            }
            Self::Asked(rows) => {
                rows.partition_point(|(row, place)| is_before(order.compare(row, &keys), *place))
            }
        })
    }
}

/// The cursor of a row in an order. It holds what the list is ordered by, so that it keeps its meaning
/// when rows are added or its own row is removed. Clients are told nothing of its inside.
#[must_use]
pub fn cursor(scope: &Scope, of: &Object, order: &Order, place: u32) -> String {
    let key = of.rows.and_then(|rows| (rows.order_key)(scope, place));
    let inside = Inside {
        table: of.rows.map(|rows| rows.name.into()).unwrap_or_default(),
        order: order.signature(),
        values: order.values(scope, place),
        key,
    };
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&inside).unwrap_or_default())
}

fn decode(of: &Object, cursor: &str, order: &Order) -> Option<(Vec<Ordered>, OrderKey)> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let inside: Inside<'_> = serde_json::from_slice(&bytes).ok()?;
    let is_ours =
        of.rows.is_some_and(|rows| rows.name == inside.table) && inside.order == order.signature();
    is_ours.then_some((inside.values, inside.key?))
}

/// What is in a cursor.
#[derive(Serialize, Deserialize)]
struct Inside<'c> {
    #[serde(rename = "t")]
    table: Cow<'c, str>,
    #[serde(rename = "o", default, skip_serializing_if = "String::is_empty")]
    order: String,
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<Ordered>,
    #[serde(rename = "k")]
    key: Option<OrderKey>,
}

/// Which page is asked for.
#[derive(Clone, Debug)]
pub struct PageRequest {
    limit: Limit,
    after: Option<Box<str>>,
    before: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug)]
enum Limit {
    First(usize),
    Last(usize),
}

/// How many rows an argument asks for, if it is not too many.
pub fn page_size(argument: &'static str, given: i32) -> Result<usize> {
    count(argument, given, MAX_PAGE)
}

impl PageRequest {
    /// What the four arguments of a connection ask for.
    pub fn new(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<Self> {
        let limit = match (first, last) {
            (Some(_), Some(_)) => {
                let takes = "cannot be given together with `first`: ask for one of them";
                return Err(Error::bad_input("last", takes));
            }
            (Some(first), None) => Limit::First(page_size("first", first)?),
            (None, Some(last)) => Limit::Last(page_size("last", last)?),
            (None, None) => Limit::First(DEFAULT_PAGE),
        };
        Ok(Self {
            limit,
            after: after.map(Into::into),
            before: before.map(Into::into),
        })
    }

    /// What a connection's arguments ask for.
    pub fn read(values: &Values<'_>) -> Result<Self> {
        let number = |name| match values.get(name).map(Given::value) {
            Some(Input::Int(number)) => Some(*number),
            _ => None,
        };
        let text = |name| values.get(name).and_then(Given::text).map(|text| &**text);
        Self::new(
            number("first"),
            text("after"),
            number("last"),
            text("before"),
        )
    }
}
