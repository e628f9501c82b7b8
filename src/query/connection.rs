//! Connections: long lists, page by page.

use std::borrow::Cow;
use std::rc::Rc;

use super::group::{Common, GroupRequest};
use super::order::Order;
use super::page::{PageRequest, Sorted, cursor};
use crate::error::Result;
use crate::graph::Scope;
use crate::model::{Measure, Target};
use crate::work::Work;

/// One page of a list.
pub struct Connection {
    of: Target,
    order: Rc<Order>,
    /// How many rows the list has.
    total: usize,
    /// The places of all rows of the list, if they are to be grouped.
    all: Vec<u32>,
    /// The places of the page's rows.
    page: Vec<u32>,
    has_previous: bool,
    has_next: bool,
}

/// A row of a page.
pub struct Edge {
    /// The row's place.
    pub place: u32,
    cursor: PageCursor,
}

/// Where a page lies in its list.
pub struct PageInfo {
    /// Whether rows stand before it.
    pub has_previous: bool,
    /// Whether rows stand after it.
    pub has_next: bool,
    /// The cursor of its first row.
    pub start: Option<PageCursor>,
    /// The cursor of its last row.
    pub end: Option<PageCursor>,
}

/// A cursor, which is made when it is asked for.
pub enum PageCursor {
    /// It is there.
    Made(String),
    /// That of a row in an order.
    Row(Target, Rc<Order>, u32),
}

/// Rows of a list that have something in common.
pub struct Group {
    /// The type of the rows.
    pub of: Target,
    /// What they have in common, by each key.
    pub values: Vec<GroupValue>,
    /// Their places.
    pub places: Vec<u32>,
}

/// What rows of a group have in common, by one key.
pub struct GroupValue {
    /// The key.
    pub key: &'static Measure,
    /// The value.
    pub value: CommonValue,
}

/// What rows have in common, for as long as the answer is made.
pub enum CommonValue {
    /// A whole number; true or false.
    Whole(i64),
    /// A word, by its place in its vocabulary.
    Word(usize),
    /// A text.
    Text(Box<str>),
    /// A row, by its place.
    Row(u32),
    /// Nothing is known, or there is none.
    Unknown,
}

impl Connection {
    /// The page that is asked for of some rows, which are to be grouped or not.
    pub fn new(
        scope: &Scope,
        of: Target,
        (places, are_grouped): (Cow<'_, [u32]>, bool),
        order: Rc<Order>,
        request: &PageRequest,
        work: &Work,
    ) -> Result<Self> {
        let sorted = Sorted::new(scope, places, &order, work)?;
        let page = sorted.page(scope, of.of(), request, &order)?;
        Ok(Self {
            of,
            order,
            total: sorted.len(),
            all: if are_grouped {
                sorted.places().into_owned()
            } else {
                Vec::new()
            },
            page: page.range.map(|number| sorted.place(number)).collect(),
            has_previous: page.has_previous,
            has_next: page.has_next,
        })
    }

    /// All of some rows as one page, which are to be grouped or not.
    pub fn whole(
        scope: &Scope,
        of: Target,
        (places, are_grouped): (Cow<'_, [u32]>, bool),
        order: Rc<Order>,
        work: &Work,
    ) -> Result<Self> {
        let sorted = Sorted::new(scope, places, &order, work)?;
        let page = sorted.places().into_owned();
        Ok(Self {
            of,
            order,
            total: page.len(),
            all: if are_grouped {
                page.clone()
            } else {
                Vec::new()
            },
            page,
            has_previous: false,
            has_next: false,
        })
    }

    /// The places of the page's rows.
    #[must_use]
    pub fn page(&self) -> &[u32] {
        &self.page
    }

    /// How many rows the whole list has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// The page's rows with their cursors.
    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        self.page.iter().map(|place| Edge {
            place: *place,
            cursor: self.cursor(*place),
        })
    }

    fn cursor(&self, place: u32) -> PageCursor {
        PageCursor::Row(self.of, Rc::clone(&self.order), place)
    }

    /// Where the page lies.
    #[must_use]
    pub fn page_info(&self) -> PageInfo {
        let cursor = |place: &u32| self.cursor(*place);
        PageInfo {
            has_previous: self.has_previous,
            has_next: self.has_next,
            start: self.page.first().map(cursor),
            end: self.page.last().map(cursor),
        }
    }

    /// The whole list's rows, counted by what they have in common.
    pub fn groups(&self, scope: &Scope, request: &GroupRequest, work: &Work) -> Result<Vec<Group>> {
        let groups = request.groups(scope, &self.all, work)?.into_iter();
        let groups = groups.map(|group| Group {
            of: self.of,
            values: request
                .keys
                .iter()
                .zip(group.values)
                .map(|(key, value)| GroupValue {
                    key,
                    value: value.into(),
                })
                .collect(),
            places: group.places,
        });
        Ok(groups.collect())
    }
}

impl From<Common<'_>> for CommonValue {
    fn from(common: Common<'_>) -> Self {
        match common {
            Common::Whole(number) => Self::Whole(number),
            Common::Word(word) => Self::Word(word),
            Common::Text(text) => Self::Text(text.into()),
            Common::Row(place) => Self::Row(place),
            Common::Unknown => Self::Unknown,
        }
    }
}

impl Edge {
    /// The row's place in the list, as text.
    #[must_use]
    pub fn cursor(&self, scope: &Scope) -> String {
        self.cursor.text(scope)
    }
}

impl PageCursor {
    /// As text.
    #[must_use]
    pub fn text(&self, scope: &Scope) -> String {
        match self {
            Self::Made(text) => text.clone(),
            Self::Row(of, order, place) => cursor(scope, of.of(), order, *place),
        }
    }
}
