//! Valid time: from when to when facts hold, by years.

use chrono::{Datelike, NaiveDate};
use entity::tables::Dated;

use super::rows::List;

/// Whether rows hold in the year of a date. A year that is not known does not exclude: what has no
/// first year may hold from the beginning.
fn holds((from, to): (Option<i32>, Option<i32>), date: NaiveDate) -> bool {
    let year = date.year();
    from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
}

impl<E: Dated> List<'_, E> {
    /// The rows that hold on a date; all if none is given.
    #[must_use]
    pub fn on(self, date: Option<NaiveDate>) -> Self {
        match date {
            Some(date) => self.filter(|row| holds(E::years(row), date)),
            None => self,
        }
    }
}
