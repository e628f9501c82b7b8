//! Valid time: in which years facts hold, and how certain that is. This is the one rule of it.
//!
//! Of most facts the sources tell not all years. What holds from its first to its last year is certain.
//! A fact without a first year holds since a year that is not known: before its last year, or before this
//! year where it goes on, it is possible, as far back as the year in which its ISCM was founded. A fact
//! without a last year goes on: it is certain up to this year and possible later, and ends with its ISCM.
//! A plan without a last year is certain in its first and possible later; one without a first year is
//! possible since it was adopted. A term of an office that has no last year is certain in its first; how
//! long it is possible, and since when where its first year is not known, is told by `office.rs`.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use entity::enums::IscmStatus;
use entity::iscm;
use entity::tables::{Dated, Table};

use super::derived::Kept;
use super::office;
use super::reads::{Reads, reads};
use super::rows::{List, Row};
use super::scope::Scope;
use super::snapshot::{Derived, Snapshot};
use crate::vocabulary::words;

words! {
    /// How certain it is that a fact held at a time.
    pub Certainty {
        /// The years that are known say that it did.
        Certain = "CERTAIN",
        /// No year that is known says that it did not.
        Possible = "POSSIBLE",
    }
}

/// The first and the last year of something; nothing for one that is not known, or where there is none.
pub type Years = (Option<i32>, Option<i32>);

/// The years in which a fact holds.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// The first year, if it is known.
    from: Option<i32>,
    /// The last year, if it is known.
    to: Option<i32>,
    /// The first and the last year in which it is possible, as far as there is a bound.
    possible: Years,
    /// Whether it goes on where no last year is known.
    goes_on: bool,
    /// Whether it has ended, in a year that is not known.
    has_ended: bool,
    /// Whether it is one that holds for a time at all.
    is_dated: bool,
}

impl Period {
    /// That of a row that may hold in some years, where its own are not known.
    fn of<E: Dated>(row: &Row<'_, E>, (first, last): Years) -> Self {
        let (from, to) = E::years(row);
        let is_dated = E::is_dated(row);
        let iscm = row.one::<iscm::Entity>();
        let founded = iscm.map(|iscm| iscm.established);
        let ended = iscm.and_then(|iscm| iscm.ended);
        let first = [founded, first, E::not_before(row)]
            .into_iter()
            .flatten()
            .max();
        let last = [ended, last].into_iter().flatten().min();
        let is_over = iscm.is_some_and(|iscm| iscm.status == IscmStatus::Ended) || E::is_over(row);
        Self {
            from,
            // What goes on goes on until its ISCM ends.
            to: to.or(ended.filter(|_| E::GOES_ON)),
            possible: if is_dated {
                (from.or(first), to.or(last))
            } else {
                (E::not_before(row), E::not_before(row))
            },
            goes_on: E::GOES_ON && !is_over,
            has_ended: is_over && ended.is_none(),
            is_dated,
        }
    }

    /// How certain it is that the fact holds in a year; nothing where it does not.
    #[must_use]
    pub fn holds(&self, year: i32, this_year: i32) -> Option<Certainty> {
        let (first, last) = self.possible;
        let is_over = self.has_ended && self.to.is_none() && year >= this_year;
        if !self.is_dated
            || first.is_some_and(|first| year < first)
            || last.is_some_and(|last| last < year)
            || is_over
        {
            return None;
        }
        let goes_on = self.goes_on.then_some(this_year);
        let certain = (
            self.from.or(self.to).or(goes_on),
            self.to.or(goes_on).or(self.from),
        );
        match certain {
            (Some(first), Some(last)) if (first..=last).contains(&year) => Some(Certainty::Certain),
            _ => Some(Certainty::Possible),
        }
    }

    /// The first and the last year in which it may hold; nothing where there is no bound.
    #[must_use]
    pub const fn bounds(&self) -> Years {
        self.possible
    }
}

/// The periods of all rows of a table, by their places.
struct Periods<E> {
    periods: Vec<Period>,
    table: PhantomData<fn() -> E>,
}

impl<E: Dated> Kept for Periods<E> {
    fn weight(&self) -> usize {
        size_of_val(&*self.periods)
    }

    fn reads(&self) -> Reads {
        period_reads::<E>()
    }
}

/// What the periods of a table's rows depend on.
#[must_use]
pub const fn period_reads<E: Dated>() -> Reads {
    let reads = Reads::tables(&[E::INDEX, iscm::Entity::INDEX]);
    if E::IS_OFFICE {
        reads.and(reads![citation, source])
    } else {
        reads
    }
}

impl<E: Dated> Derived for Periods<E> {
    type Error = Infallible;

    fn derive(snapshot: &Arc<Snapshot>) -> Result<Self, Infallible> {
        let scope = Scope::of_version(Arc::clone(snapshot));
        let bounds = if E::IS_OFFICE {
            office::bounds::<E>(&scope)
        } else {
            vec![(None, None); scope.all::<E>().len()]
        };
        let rows = scope.all::<E>().iter().zip(bounds);
        Ok(Self {
            periods: rows.map(|(row, bounds)| Period::of(&row, bounds)).collect(),
            table: PhantomData,
        })
    }
}

impl<E: Dated> Row<'_, E> {
    /// The years in which the fact holds.
    #[must_use]
    pub fn period(&self) -> Period {
        let Ok(Periods::<E> { periods, .. }) = self.scope().snapshot.derived();
        periods[self.place() as usize]
    }

    /// How certain it is that the fact holds on a date; nothing where it does not.
    #[must_use]
    pub fn holds(&self, date: NaiveDate) -> Option<Certainty> {
        let this_year = self.scope().this_year();
        self.period().holds(date.year(), this_year)
    }
}

impl<'a, E: Dated> List<'a, E> {
    /// The rows that hold on a date, with a certainty; all rows where neither is given. Without a date
    /// today is meant.
    #[must_use]
    pub fn on(self, date: Option<NaiveDate>, certainty: Option<Certainty>) -> Self {
        if date.is_none() && certainty.is_none() {
            return self;
        }
        let scope = self.scope();
        let date = date.unwrap_or_else(|| scope.today());
        let holding = self
            .iter()
            .filter(|row| match (row.holds(date), certainty) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(is), Some(asked)) => is == asked,
            });
        Self::at(scope, holding.map(|row| row.place()).collect())
    }
}
