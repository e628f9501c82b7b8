//! Valid time: in which years facts hold, and how certain that is. This is the one rule of it.
//!
//! Of most facts the sources tell not all years. What holds from its first to its last year is certain.
//! A fact without a first year holds since a year that is not known: before its last year, or before this
//! year where it goes on, it is possible, as far back as the year in which its ISCM was founded. A fact
//! without a last year goes on: it is certain up to this year and possible later, and ends with its ISCM.
//! A term of an office that has no last year is certain in its first; how long it is possible is told by
//! `office.rs`.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use entity::enums::IscmStatus;
use entity::iscm;
use entity::tables::Dated;

use super::office::{self, Succession};
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
    /// Whether its ISCM has ended, in a year that is not known.
    has_ended: bool,
}

impl Period {
    fn of<E: Dated>(row: &Row<'_, E>, last: Option<i32>) -> Self {
        let (from, to) = E::years(row);
        let iscm = row.one::<iscm::Entity>();
        let has_ended = iscm.is_some_and(|iscm| iscm.status == IscmStatus::Ended);
        Self {
            from,
            to,
            possible: (from.or(iscm.map(|iscm| iscm.established)), to.or(last)),
            goes_on: !E::IS_OFFICE && !has_ended,
            has_ended,
        }
    }

    /// How certain it is that the fact holds in a year; nothing where it does not.
    #[must_use]
    pub fn holds(&self, year: i32, this_year: i32) -> Option<Certainty> {
        let (first, last) = self.possible;
        let is_over = self.has_ended && self.to.is_none() && year >= this_year;
        if first.is_some_and(|first| year < first)
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

impl<E: Dated> Derived for Periods<E> {
    type Error = Infallible;

    fn derive(snapshot: &Arc<Snapshot>) -> Result<Self, Infallible> {
        let scope = Scope::of_version(Arc::clone(snapshot));
        let lasts = if E::IS_OFFICE {
            office::last_years::<E>(&scope)
        } else {
            vec![None; scope.all::<E>().len()]
        };
        let rows = scope.all::<E>().iter().zip(lasts);
        Ok(Self {
            periods: rows.map(|(row, last)| Period::of(&row, last)).collect(),
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
        Self::of_rows(scope, holding)
    }

    /// Those of an ISCM's terms of an office that are served on a date: a term that another one followed
    /// is not, even in its last year. Whose term began last stands first; of those that began together, who
    /// holds the office alone.
    #[must_use]
    pub fn in_office(&self, date: NaiveDate) -> Vec<Row<'a, E>> {
        let holding: Vec<_> = self
            .iter()
            .filter(|row| row.holds(date).is_some())
            .collect();
        Succession::of(&holding).last()
    }

    /// Those that are served now, in the table's order.
    #[must_use]
    pub fn in_office_now(&self) -> Self {
        let terms = self.in_office(self.scope().today());
        Self::of_rows(self.scope(), terms.into_iter())
    }

    /// The newest of an ISCM's terms of an office, whether it is still served or not.
    #[must_use]
    pub fn last_in_office(&self) -> Vec<Row<'a, E>> {
        let terms: Vec<_> = self.iter().collect();
        Succession::of(&terms).last()
    }
}
