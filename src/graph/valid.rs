//! Valid time: from when to when facts hold, by years.

use chrono::{Datelike, NaiveDate};
use entity::tables::Table;
use entity::{chairmanship, fund, membership, structure, theme};

use super::rows::List;

/// Rows that hold for a time.
pub trait Dated: Table {
    /// The first and the last year; a year that is not known, and an end that is still to come, are
    /// nothing.
    fn years(row: &Self::Model) -> (Option<i32>, Option<i32>);
}

/// Says from when to when the rows of tables hold.
macro_rules! dated {
    ($($table:ident: |$row:ident| $years:expr;)*) => {$(
        impl Dated for $table::Entity {
            fn years($row: &Self::Model) -> (Option<i32>, Option<i32>) {
                $years
            }
        }
    )*};
}

dated! {
    theme: |row| (row.from_year, row.to_year);
    membership: |row| (row.from_year, row.to_year);
    chairmanship: |row| (Some(row.from_year), row.to_year);
    structure: |row| (row.established, None);
    fund: |row| (Some(row.established), None);
}

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
